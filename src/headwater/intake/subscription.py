"""A subscription comes in: its terms as they are now; every change of terms is kept, with the time it took effect.

In: the JSON of `POST subscription`. Out: `SubscriptionChange`. The payload is the whole
state: an optional date that is not sent again is no more, so that a subscription without `canceled_date` runs again.
"""

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from headwater import scalars
from headwater.clock import iso
from headwater.intake import whom
from headwater.intake.change import Sent
from headwater.intake.fields import Faults, Field, one_of, positive, read_fields
from headwater.intake.product import find_product
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants

CYCLES: Final = ("year", "month", "week", "day")

FIELDS: Final = (
    Field("id", scalars.identifier, "Subscription id", required=True),
    *whom.FIELDS,
    Field("amount", scalars.cents, "What one billing period costs, in cents, in all", required=True),
    Field("product_id", scalars.identifier, "Product id", required=True),
    Field("start_date", scalars.instant, "When it started", required=True),
    Field("last_bill_date", scalars.instant, "When it was billed last", required=True),
    Field("billing_cycle", one_of(*CYCLES), "Unit of the billing period: year, month, week or day", required=True),
    Field("frequency", positive, "How many units a billing period is long", required=True),
    Field("name", scalars.text, "Name of the product, if it is not known yet"),
    Field("quantity", positive, "How many the customer has; 1 by default"),
    Field("trial_end_date", scalars.instant, "When the trial ends, if there is one"),
    Field("end_date", scalars.instant, "When it will end by itself"),
    Field("canceled_date", scalars.instant, "When it was cancelled"),
    Field("effective_date", scalars.instant, "Since when these terms hold, where that is known"),
)

_PRICED: Final = ("product_id", "amount", "quantity", "billing_cycle", "frequency")
_DATED: Final = ("start_date", "last_bill_date", "trial_end_date", "end_date", "canceled_date")
TERMS: Final = (*_PRICED, *_DATED)
"""The columns that a subscription and its versions share."""


class SubscriptionChange(Sent):
    """A subscription as sent."""

    values: dict[str, Any]

    def wants(self, wants: Wants) -> None:
        """The subscription with this id, its contact, its product."""
        wants.subscription_ids.add(self.values["id"])
        if "effective_date" in self.values:
            wants.history_ids.add(self.values["id"])
        wants.product_ids.add(self.values["product_id"])
        whom.want(wants, self.values)

    def apply(self, book: Book) -> dict[str, Any]:
        """Create or replace it, keep its history, and answer with it."""
        known = book.subscriptions.first("subscription_id", (self.integration_id, self.values["id"]))
        subscription = self._row(book, known)
        if known and known.node == subscription.node and self._is_told(book, subscription):
            return self._answer(book, known)
        find_product(book, self.integration_id, subscription.product_id, subscription.name or subscription.product_id)
        if known is None or terms(known) != terms(subscription):
            subscription.versions += 1
        book.hang(book.subscriptions, subscription)
        if known is None or subscription.versions > known.versions:
            at = self.values.get("effective_date")
            at = since(known, subscription, book.now) if at is None else at
            book.add_version(version_of(subscription, at, book.now))
        return self._answer(book, subscription)

    def _is_told(self, book: Book, subscription: rows.Subscription) -> bool:
        """Whether just these terms are in the history since just then: told again, they change nothing of today."""
        at = self.values.get("effective_date")
        mine = terms(subscription)
        return any(version.since == at and terms(version) == mine for version in book.history(subscription))

    def _answer(self, book: Book, subscription: rows.Subscription) -> dict[str, Any]:
        is_matched = whom.contact_of(book, subscription) is not None
        return {"status": "success", "subscription": resource(subscription), "matched": is_matched}

    def _row(self, book: Book, known: rows.Subscription | None) -> rows.Subscription:
        sent: dict[str, Any] = {"quantity": 1} | self.values
        subscription_id = sent.pop("id")
        sent.pop("effective_date", None)
        subscription = rows.Subscription(
            account_id=self.account_id,
            id=known.id if known else 0,
            integration_id=self.integration_id,
            subscription_id=subscription_id,
            person_id=known.person_id if known else 0,
            node="",
            change=0,
            versions=known.versions if known else 0,
            **sent,
        )
        subscription.node = whom.node_of(book, subscription)
        return subscription


def read_subscription(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> SubscriptionChange:
    """The change that a body asks for; raises `Problem` with every fault."""
    faults = Faults()
    values = read_fields(FIELDS, body, faults)
    whom.require(body, faults)
    faults.settle()
    return SubscriptionChange(account, integration_id, whom.keyed(account, values))


def terms(subscription: rows.Subscription | rows.SubscriptionVersion) -> dict[str, Any]:
    """What a version keeps of a subscription."""
    return {name: getattr(subscription, name) for name in TERMS}


def since(before: rows.Subscription | None, after: rows.Subscription, now: int) -> int:
    """When new terms took effect, in microseconds.

    The first ones at the start; a new price with the bill that came with it, else when we heard of it; an end told late
    at that end, so that nothing is counted beyond it.
    """
    if before is None:
        return after.start_date
    is_priced = any(getattr(before, name) != getattr(after, name) for name in _PRICED)
    at = after.last_bill_date if is_priced and after.last_bill_date > before.last_bill_date else now
    ends = [after.canceled_date if after.canceled_date != before.canceled_date else None]
    ends += [after.end_date if after.end_date != before.end_date else None]
    return min(at, now, *(end for end in ends if end is not None))


def version_of(subscription: rows.Subscription, since: int, now: int) -> rows.SubscriptionVersion:
    """The subscription's terms as a row of its history."""
    return rows.SubscriptionVersion(
        account_id=subscription.account_id,
        subscription=subscription.id,
        version=subscription.versions,
        since=since,
        told_at=now,
        **terms(subscription),
    )


class SubscriptionResource(TypedDict):
    """A subscription as answers show it; money in cents, as it was sent."""

    id: str
    contact_id: str | None
    email: str | None
    product_id: str
    name: str | None
    amount: int
    quantity: int
    billing_cycle: str
    frequency: int
    start_date: str
    last_bill_date: str
    trial_end_date: str | None
    end_date: str | None
    canceled_date: str | None


def resource(subscription: rows.Subscription) -> SubscriptionResource:
    """The subscription as answers show it."""
    return {
        "id": subscription.subscription_id,
        "contact_id": subscription.contact_id,
        "email": subscription.email,
        "product_id": subscription.product_id,
        "name": subscription.name,
        "amount": subscription.amount,
        "quantity": subscription.quantity,
        "billing_cycle": subscription.billing_cycle,
        "frequency": subscription.frequency,
        "start_date": iso(subscription.start_date),
        "last_bill_date": iso(subscription.last_bill_date),
        "trial_end_date": _iso(subscription.trial_end_date),
        "end_date": _iso(subscription.end_date),
        "canceled_date": _iso(subscription.canceled_date),
    }


def _iso(at: int | None) -> str | None:
    return None if at is None else iso(at)
