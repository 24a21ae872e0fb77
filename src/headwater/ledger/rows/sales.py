"""Rows of products, orders, subscriptions and events."""

import msgspec


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


class Subscription(msgspec.Struct, kw_only=True, array_like=True):
    """A subscription as it was told last; `node` as of an order. `amount` is for one billing period, in all.

    A period is `frequency` times `billing_cycle` (day, week, month or year) long.
    """

    account_id: str
    id: int
    integration_id: str
    subscription_id: str
    person_id: int
    node: str
    product_id: str
    amount: int
    quantity: int
    billing_cycle: str
    frequency: int
    start_date: int
    last_bill_date: int
    change: int
    contact_id: str | None = None
    email: str | None = None
    email_key: str | None = None
    name: str | None = None
    trial_end_date: int | None = None
    end_date: int | None = None
    canceled_date: int | None = None
    versions: int = 0


class SubscriptionVersion(msgspec.Struct, kw_only=True, array_like=True):
    """The terms of a subscription from `since` on, until its next version; `told_at` is when we heard of them."""

    account_id: str
    subscription: int
    version: int
    since: int
    told_at: int
    product_id: str
    amount: int
    quantity: int
    billing_cycle: str
    frequency: int
    start_date: int
    last_bill_date: int
    trial_end_date: int | None = None
    end_date: int | None = None
    canceled_date: int | None = None


class Event(msgspec.Struct, kw_only=True, array_like=True):
    """Something that a server saw a person do. `node` as of an order, or the visitor's; `meta` is JSON."""

    account_id: str
    id: int
    integration_id: str
    event_id: str
    person_id: int
    node: str
    type: str
    date: int
    change: int
    contact_id: str | None = None
    email: str | None = None
    email_key: str | None = None
    uid: str | None = None
    url: str | None = None
    value: int = 0
    meta: str = "{}"
