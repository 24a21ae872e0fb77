"""The rows of the ledger as Python sees them: one struct per table, one field per column, same names.

Instants are microseconds since 1970 UTC, money is minor units, `id` is the account's change number when the row was
first written, `change` the number of its latest version. No behaviour lives here. `array_like`, because databases give
rows as tuples.
"""

from typing import Any

import msgspec


class Account(msgspec.Struct, kw_only=True, array_like=True):
    """A tenant. `secret` keys the hashes that stand for personal data; `change` is the last number given out.

    `hits` counts every hit that was ever spooled.
    """

    account_id: str
    name: str
    timezone: str
    currency: str
    secret: str
    settings: str
    created_at: int
    change: int = 0
    hits: int = 0


class ApiKey(msgspec.Struct, kw_only=True, array_like=True):
    """A key, kept as a hash; `hint` is what a list may show of it."""

    key_id: str
    account_id: str
    name: str
    hash: str
    hint: str
    scopes: str
    created_at: int
    revoked_at: int | None = None


class Integration(msgspec.Struct, kw_only=True, array_like=True):
    """A source of facts inside an account; ids of contacts, invoices, tags and products are its own."""

    account_id: str
    integration_id: str
    name: str
    created_at: int


class Contact(msgspec.Struct, kw_only=True, array_like=True):
    """A contact as its integration describes it."""

    account_id: str
    id: int
    integration_id: str
    contact_id: str
    person_id: int
    date_created: int
    change: int
    email: str | None = None
    email_key: str | None = None
    status: str = "active"
    last_updated: int | None = None
    first_name: str | None = None
    last_name: str | None = None
    utm_campaign: str | None = None
    utm_content: str | None = None
    utm_medium: str | None = None
    utm_source: str | None = None
    utm_term: str | None = None
    referring_url: str | None = None
    optin_url: str | None = None
    ip_address: str | None = None
    affiliate_id: str | None = None
    geo_lat: str | None = None
    geo_lon: str | None = None
    custom_fields: str = "{}"


class Tag(msgspec.Struct, kw_only=True, array_like=True):
    """A tag of an integration."""

    account_id: str
    id: int
    integration_id: str
    tag_id: str
    name: str
    change: int


class ContactTag(msgspec.Struct, kw_only=True, array_like=True):
    """A tag on a contact; both by their `id`."""

    account_id: str
    contact: int
    tag: int
    date: int


class Product(msgspec.Struct, kw_only=True, array_like=True):
    """A product of an integration."""

    account_id: str
    id: int
    integration_id: str
    product_id: str
    name: str
    change: int


class Invoice(msgspec.Struct, kw_only=True, array_like=True):
    """An order. `node` is the identity node that it hangs on: its contact's, else its e-mail's."""

    account_id: str
    id: int
    integration_id: str
    invoice_id: str
    person_id: int
    node: str
    amount: int
    paid: int
    date_created: int
    change: int
    contact_id: str | None = None
    email: str | None = None
    email_key: str | None = None
    is_refunded: bool = False
    refund_amount: int = 0
    date_refunded: int | None = None
    discount: int = 0
    tax: int = 0
    shipping: int = 0
    currency: str | None = None


class InvoiceItem(msgspec.Struct, kw_only=True, array_like=True):
    """A line of an invoice; the set is replaced with the invoice."""

    account_id: str
    invoice: int
    position: int
    item_id: str
    name: str
    amount: int
    total_paid: int
    product_id: str | None = None
    quantity: int = 1
    subscription_id: str | None = None


class Edge(msgspec.Struct, kw_only=True, frozen=True, array_like=True):
    """Two identity nodes that were seen to belong together: first and last within its `slot`."""

    account_id: str
    a: str
    b: str
    slot: int
    at: int
    last: int
    source: str


class Node(msgspec.Struct, kw_only=True, array_like=True):
    """Which person a contact or an e-mail address is part of."""

    account_id: str
    node: str
    person_id: int


class VisitorSpan(msgspec.Struct, kw_only=True, array_like=True):
    """From `since` on, until this visitor's next span, the visitor is this person."""

    account_id: str
    uid: str
    since: int
    person_id: int
    change: int


class IdentityEvent(msgspec.Struct, kw_only=True, array_like=True):
    """What identity did and when: the audit of unions and splits."""

    account_id: str
    change: int
    at: int
    action: str
    person_id: int
    other_id: int
    subject: str


class SpooledHit(msgspec.Struct, kw_only=True, array_like=True):
    """A raw hit, on its way to the warehouse."""

    account_id: str
    id: int
    payload: str


class HitDrop(msgspec.Struct, kw_only=True, array_like=True):
    """How many hits were refused on a day (days since 1970) for a reason."""

    account_id: str
    day: int
    reason: str
    hits: int


class DailySalt(msgspec.Struct, kw_only=True, array_like=True):
    """What keys the visitors of a day (days since 1970), where nothing may be stored in browsers."""

    account_id: str
    day: int
    salt: str


class Tombstone(msgspec.Struct, kw_only=True, array_like=True):
    """A reported row that is no more; `entity` names the table, `id` the row."""

    account_id: str
    change: int
    entity: str
    id: int


class IdempotencyRecord(msgspec.Struct, kw_only=True, array_like=True):
    """What was answered to a request that carried an `Idempotency-Key`."""

    account_id: str
    key_id: str
    idempotency_key: str
    body_hash: str
    answer: str
    created_at: int


def as_dict(row: msgspec.Struct) -> dict[str, Any]:
    """The columns of a row, by name."""
    return msgspec.structs.asdict(row)
