"""An event comes in: something that a server saw a person do, such as a booking, a call or a trial's first use.

In: the JSON of `POST event`. Out: `EventChange`. Sent twice it is one: by its `id`, else by all that it says.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final, TypedDict

import msgspec

from headwater import scalars
from headwater.clock import iso
from headwater.intake import whom
from headwater.intake.change import Sent
from headwater.intake.fields import Faults, Field, mapping, read_fields, says_any
from headwater.intake.schemas import taking
from headwater.ledger import nodes, rows
from headwater.ledger.book import Book, Wants

_MOST_META: Final = 8_192  # bytes of JSON


@taking({"type": "object"})
def _meta(value: object) -> str:
    spelled = msgspec.json.encode(mapping(value), order="sorted").decode("utf-8", "replace")
    if len(spelled) > _MOST_META:
        raise ValueError(f"must be at most {_MOST_META} bytes of JSON")
    return spelled


FIELDS: Final = (
    Field("type", scalars.identifier, "What happened, such as 'booking'", required=True),
    Field("id", scalars.identifier, "Event id; what it says makes one, if there is none"),
    Field("contact_id", scalars.identifier, "Contact id; required if there is neither e-mail nor uid"),
    Field("email", scalars.email, "The contact's e-mail"),
    Field("uid", scalars.identifier, "The visitor's uid, as in `_segs.data.uid`"),
    Field("date", scalars.instant, "When it happened; now, if it is not said", also=("date_created",)),
    Field("url", scalars.text, "The page that it happened on"),
    Field("value", scalars.cents, "What it is worth, in cents"),
    Field("meta", _meta, "Whatever else is worth keeping: an object"),
)


class EventChange(Sent):
    """An event as sent."""

    event_id: str
    values: dict[str, Any]

    def wants(self, wants: Wants) -> None:
        """The event with this id, and its contact."""
        wants.event_ids.add(self.event_id)
        whom.want(wants, self.values)

    def apply(self, book: Book) -> dict[str, Any]:
        """Create or replace it, and answer with it."""
        known = book.events.first("event_id", (self.integration_id, self.event_id))
        sent: dict[str, Any] = {"date": known.date if known else book.now} | self.values
        event = rows.Event(
            account_id=self.account_id,
            id=known.id if known else 0,
            integration_id=self.integration_id,
            event_id=self.event_id,
            person_id=known.person_id if known else 0,
            node="",
            change=0,
            **sent,
        )
        has_name = event.contact_id is not None or event.email_key is not None
        event.node = whom.node_of(book, event) if has_name else nodes.visitor(event.uid or "")
        book.hang(book.events, event)
        return {"status": "success", "event": resource(event)}


def read_event(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> EventChange:
    """The change that a body asks for; raises `Problem` with every fault."""
    faults = Faults()
    values = read_fields(FIELDS, body, faults)
    if not says_any(body, "contact_id", "email", "uid"):
        faults.append("missing 'contact_id', 'email' or 'uid' field")
    faults.settle()
    event_id = values.pop("id", None) or _own_id(values)
    return EventChange(account, integration_id, event_id, whom.keyed(account, values))


def _own_id(values: Mapping[str, Any]) -> str:
    """An id made of all that an event says; without a date each is an event of its own."""
    if "date" not in values:
        return scalars.new_token(20)
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()[:32]


class EventResource(TypedDict):
    """An event as answers show it."""

    id: str
    type: str
    contact_id: str | None
    email: str | None
    uid: str | None
    date: str
    url: str | None
    value: int
    meta: dict[str, Any]


def resource(event: rows.Event) -> EventResource:
    """The event as answers show it."""
    return {
        "id": event.event_id,
        "type": event.type,
        "contact_id": event.contact_id,
        "email": event.email,
        "uid": event.uid,
        "date": iso(event.date),
        "url": event.url,
        "value": event.value,
        "meta": msgspec.json.decode(event.meta),
    }
