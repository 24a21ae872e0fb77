"""A small vocabulary of facts, and how a shop tells them to a real house.

A fact is a row that reads as a sentence: who, when, from where. In: facts in the order of their arrival. Out: requests
to the real endpoints. What the facts amount to is the business of `oracle`; which facts there are, of `worlds`.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from headwater.clock import DAY
from headwater.scalars import instant
from tests.stand import BROWSER, Stand


class Way(NamedTuple):
    """How a visit comes, and what reports must call it; the names are as a reader of the channel rules expects them."""

    source: str = ""  # utm_source and so on
    medium: str = ""
    campaign: str = ""
    referrer: str = ""
    channel: str = "direct"
    name: str = "Direct"

    @property
    def query(self) -> str:
        said = {"utm_source": self.source, "utm_medium": self.medium, "utm_campaign": self.campaign}
        return "&".join(f"{name}={value}" for name, value in said.items() if value)


WAYS: Final = {
    "typed": Way(),
    "inside": Way(referrer="https://shop.example/about"),  # from another page of the shop: no way to come
    "ad": Way("google", "cpc", "spring", channel="paid", name="Google"),
    "other ad": Way("google", "cpc", "summer", channel="paid", name="Google"),
    "news": Way("newsletter", "email", "welcome", channel="email", name="Newsletter"),
    "search": Way(referrer="https://www.google.com/", channel="search", name="Google"),
    "tagged direct": Way("direct"),  # an origin like others, but its channel is direct
}
NOWHERE: Final = ("typed", "inside")


class Visit(NamedTuple):
    """A page is viewed; the hit arrives so many days late, and then carries its own time."""

    at: str
    uid: str
    way: str = "typed"
    new: bool = False  # what the browser says of the session
    late: int = 0


class Identify(NamedTuple):
    """A visitor says who they are, by e-mail or by contact id."""

    at: str
    uid: str
    who: str


class Contact(NamedTuple):
    """A contact of one of the account's two integrations; `way` is what its own utm_* or referring_url say."""

    at: str
    source: int
    number: int | None
    name: str | None
    way: str | None = None


class Order(NamedTuple):
    """An invoice for a contact id, an e-mail address, or both."""

    at: str
    source: int
    number: int
    contact: int | None
    name: str | None
    amount: int = 0
    paid: int = 0
    refunded: int | None = None  # None: not at all; 0: an amount was not given, so all that was paid


class ContactGone(NamedTuple):
    """A contact is deleted, if it is there."""

    source: int
    number: int


class OrderGone(NamedTuple):
    """An invoice is deleted, if it is there."""

    source: int
    number: int


class Glance(NamedTuple):
    """Somebody looks at a report, so that everything up to here is in the warehouse before the rest arrives."""


Fact: TypeAlias = Visit | Identify | Contact | Order | ContactGone | OrderGone | Glance


class Shop(Stand):
    """An account with two integrations."""

    integrations: tuple[str, str] = ("", "")

    def tell(self, facts: Iterable[Fact]) -> None:
        """Everything in this order, each at its own time."""
        for fact in facts:
            _TELLERS[type(fact)](self, fact)

    def use(self, source: int) -> None:
        """Speak for this integration from now on."""
        self.integration = self.integrations[source]


def address(name: str) -> str:
    """The e-mail address of somebody."""
    return f"{name}@mail.example"


def _visit(shop: Shop, fact: Visit) -> None:
    way = WAYS[fact.way]
    at = instant(fact.at)
    shop.clock.set(at + fact.late * DAY)
    hit: dict[str, Any] = {"a": shop.account, "uid": fact.uid, "url": f"https://shop.example/?{way.query}"}
    hit |= {"ref": way.referrer, "new": fact.new} | ({"t": at // 1000} if fact.late else {})
    answer = shop.client.post("/hit", content=msgspec.json.encode(hit), headers={"User-Agent": BROWSER})
    assert (answer.status_code, answer.headers.get("Headwater-Dropped")) == (204, None)


def _identify(shop: Shop, fact: Identify) -> None:
    shop.clock.set(fact.at)
    who = {"cid": fact.who} if fact.who.isdigit() else {"e": address(fact.who)}
    answer = shop.client.get("/identify", params={"a": shop.account, "uid": fact.uid} | who)
    assert answer.status_code == 200, answer.text


def _contact(shop: Shop, fact: Contact) -> None:
    shop.use(fact.source)
    body: dict[str, Any] = {"date_created": fact.at}
    if fact.number is not None:
        body["contact_id"] = fact.number
    if fact.name is not None:
        body["email"] = address(fact.name)
    if fact.way is not None:
        way = WAYS[fact.way]  # what is empty counts as not sent
        body |= {"utm_source": way.source, "utm_medium": way.medium, "utm_campaign": way.campaign}
        body["referring_url"] = way.referrer
    shop.clock.set(fact.at)
    shop.post("contact", body)


def _order(shop: Shop, fact: Order) -> None:
    shop.use(fact.source)
    body: dict[str, Any] = {"id": fact.number, "amount": fact.amount, "paid": fact.paid, "date_created": fact.at}
    body["items"] = [{"name": "Course", "product_id": 7, "amount": fact.amount}]
    if fact.contact is not None:
        body["contact_id"] = fact.contact
    if fact.name is not None:
        body["email"] = address(fact.name)
    if fact.refunded is not None:
        body |= {"is_refunded": 1, "date_refunded": fact.at} | (
            {"refund_amount": fact.refunded} if fact.refunded else {}
        )
    shop.clock.set(fact.at)
    shop.post("invoice", body)


def _gone(shop: Shop, fact: ContactGone | OrderGone) -> None:
    shop.use(fact.source)
    kind = "contact" if isinstance(fact, ContactGone) else "invoice"
    answer = shop.client.delete(
        f"/api/v1/{shop.account}/{shop.integration}/{kind}/{fact.number}", headers={"Authorization": shop.key}
    )
    assert answer.status_code in (200, 404), answer.text


def _glance(shop: Shop, _fact: Glance) -> None:
    assert shop.ask({"type": "leads", "metrics": ["leads"]})["freshness"]["is_current"]


_TELLERS: Final[dict[type, Callable[[Shop, Any], None]]] = {
    Visit: _visit,
    Identify: _identify,
    Contact: _contact,
    Order: _order,
    ContactGone: _gone,
    OrderGone: _gone,
    Glance: _glance,
}
