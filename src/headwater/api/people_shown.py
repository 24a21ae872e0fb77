"""A person as the published API shows one: the contact, and whatever of tags, lists, orders and events is asked for.

In: what the ledger knows of a person, the person's events. Out: the object of the reference, key by key. Money is in
major units, times are UTC in whole seconds, ids are texts; what we do not keep is null. Asks no store.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from headwater.clock import to_datetime
from headwater.ledger import rows
from headwater.ledger.profiles import Order, Profile, Worn
from headwater.reporting.event import Event, spell_campaign, spell_event, spell_time
from headwater.reporting.money import exponent, quotient


class Shown(msgspec.Struct, frozen=True):
    """A person to be shown: which one, of which contact, and what is known and was done."""

    person_id: int
    contact: rows.Contact | None
    person: Profile
    events: Sequence[Event] | None
    """None where nobody asked for them; the first one says how the person came."""
    unit: int
    """So many minor units are a major one."""

    @property
    def contact_id(self) -> str | None:
        """The id of the contact that is shown."""
        return self.contact.contact_id if self.contact else None


def unit_of(account: rows.Account) -> int:
    """How many minor units of the account's currency are a major one."""
    return 10 ** exponent(account.currency)


def spell_person(shown: Shown, extend: Sequence[str]) -> dict[str, Any]:
    """The object of the reference, with what we know beyond it before the lists that were asked for."""
    person, contact = shown.person, shown.contact
    addresses = [one.email for one in person.contacts] + [order.invoice.email for order in person.orders]
    emails = list(dict.fromkeys(address for address in addresses if address))
    body: dict[str, Any] = {
        "contact_id": shown.contact_id,
        "first_name": contact.first_name if contact else None,
        "last_name": contact.last_name if contact else None,
        "email": contact.email if contact else next(iter(emails), None),
        "status": contact.status if contact else None,
        "date_created": _time(contact.date_created if contact else None),
        "last_updated": _time(contact.last_updated if contact else None),
        "custom_fields": msgspec.json.decode(contact.custom_fields) if contact else {},
    }
    if shown.events is not None:
        body |= spell_campaign(shown.events[0] if shown.events else None)
    body |= {
        "person_id": str(shown.person_id),
        "emails": emails,
        "contacts": [
            {"contact_id": one.contact_id, "integration": one.integration_id, "email": one.email}
            for one in person.contacts
        ],
    }
    return body | {name: EXTENSIONS[name](shown) for name in extend}


def _events(shown: Shown) -> list[dict[str, Any]]:
    return [spell_event(event, shown.contact_id, shown.unit) for event in shown.events or ()]


def _labels(kind: str) -> Callable[[Shown], list[dict[str, Any]]]:
    def spell(shown: Shown) -> list[dict[str, Any]]:
        return [_label(worn) for worn in shown.person.labels if worn.label.kind == kind]

    return spell


def _label(worn: Worn) -> dict[str, Any]:
    return {
        f"{worn.label.kind}_id": worn.label.label_id,
        "name": worn.label.name,
        "contact_id": worn.contact.contact_id,
        "date_created": _time(worn.date),
    }


def _orders(shown: Shown) -> list[dict[str, Any]]:
    return [_order(shown, order) for order in shown.person.orders]


def _order(shown: Shown, order: Order) -> dict[str, Any]:
    """An order counts as paid as soon as something is paid, as in reports. `total` is what was billed."""
    row = order.invoice
    subtotal = row.amount - row.tax - row.shipping + row.discount
    refunded = row.paid if row.is_refunded and not row.refund_amount else row.refund_amount
    money = {
        "subtotal": subtotal,
        "total_tax": row.tax,
        "total_shipping": row.shipping,
        "total_discount": row.discount,
        "total": row.amount,
        "total_paid": row.paid,
    }
    return {
        "order_id": row.invoice_id,
        "contact_id": _contact_of(shown, row),
        "is_paid": row.paid > 0,
        "is_refunded": row.is_refunded,
        **_major(money, shown.unit),
        "date_created": _time(row.date_created),
        "line_items": [_item(shown, row, item) for item in order.items],
        "refund_amount": quotient(refunded, shown.unit),
        "date_refunded": _time(row.date_refunded),
        "integration": row.integration_id,
    }


def _item(shown: Shown, invoice: rows.Invoice, item: rows.InvoiceItem) -> dict[str, Any]:
    money = {"amount": item.amount, "total_paid": item.total_paid, "total_due": item.amount}
    return {
        "contact_id": _contact_of(shown, invoice),
        "order_item_id": item.item_id,
        "product_id": item.product_id,
        "order_id": invoice.invoice_id,
        "subscription_id": item.subscription_id,
        "product_name": item.name,
        "order_type": "product" if item.subscription_id is None else "subscription",
        "is_paid": item.total_paid > 0,
        "is_refunded": invoice.is_refunded,
        **_major(money, shown.unit),
        "date_created": _time(invoice.date_created),
        "imported_at": None,
        "last_imported_at": None,
        "quantity": item.quantity,
    }


def _subscriptions(shown: Shown) -> list[dict[str, Any]]:
    return [
        {
            "subscription_id": row.subscription_id,
            "contact_id": _contact_of(shown, row),
            "name": row.name,
            "product_id": row.product_id,
            **_major({"amount": row.amount}, shown.unit),
            "quantity": row.quantity,
            "billing_cycle": row.billing_cycle,
            "frequency": row.frequency,
            "start_date": _time(row.start_date),
            "last_bill_date": _time(row.last_bill_date),
            "trial_end_date": _time(row.trial_end_date),
            "end_date": _time(row.end_date),
            "canceled_date": _time(row.canceled_date),
            "integration": row.integration_id,
        }
        for row in shown.person.subscriptions
    ]


def _contact_of(shown: Shown, row: rows.Invoice | rows.Subscription) -> str | None:
    """The contact that a row names, or else the one that its integration knows the person by."""
    known = (one.contact_id for one in shown.person.contacts if one.integration_id == row.integration_id)
    return row.contact_id or next(known, None)


def _major(money: Mapping[str, int], unit: int) -> dict[str, int | float]:
    return {name: quotient(amount, unit) for name, amount in money.items()}


def _time(instant: int | None) -> str | None:
    return None if instant is None else spell_time(to_datetime(instant))


EXTENSIONS: Final[Mapping[str, Callable[[Shown], list[dict[str, Any]]]]] = {
    "tags": _labels("tag"),
    "lists": _labels("list"),
    "orders": _orders,
    "subscriptions": _subscriptions,
    "events": _events,
    "companies": lambda _: [],  # we keep none: who asks for them gets an empty list, and not an error
}
"""What `extend` may name."""
