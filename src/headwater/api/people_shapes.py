"""The shapes of answers about persons: a contact, tags, orders, events, and the page that they are on.

The keys of the reference come first, in its order; what we know beyond it comes after them. The document's schemas are
made from these types, and tests hold real answers against them.
"""

from typing import Any, NotRequired, TypedDict

from headwater.api.shapes import Freshness

Money = int | float


class TagOfContact(TypedDict):
    """A tag that a contact has."""

    tag_id: str
    name: str
    contact_id: str
    date_created: str


class ListOfContact(TypedDict):
    """A list that a contact is on."""

    list_id: str
    name: str
    contact_id: str
    date_created: str


class LineItem(TypedDict):
    """An item of an order; `total_due` is what it costs, paid or not."""

    contact_id: str | None
    order_item_id: str
    product_id: str | None
    order_id: str
    subscription_id: str | None
    product_name: str
    order_type: str
    is_paid: bool
    is_refunded: bool
    amount: Money
    total_paid: Money
    total_due: Money
    date_created: str
    imported_at: None
    last_imported_at: None
    quantity: int


class OrderOfPerson(TypedDict):
    """An order, in major units; it is paid as soon as something is paid."""

    order_id: str
    contact_id: str | None
    is_paid: bool
    is_refunded: bool
    subtotal: Money
    total_tax: Money
    total_shipping: Money
    total_discount: Money
    total: Money
    total_paid: Money
    date_created: str
    line_items: list[LineItem]
    refund_amount: Money
    date_refunded: str | None
    integration: str


class SubscriptionOfPerson(TypedDict):
    """A subscription as it is now; `amount` is for one billing period."""

    subscription_id: str
    contact_id: str | None
    name: str | None
    product_id: str
    amount: Money
    quantity: int
    billing_cycle: str
    frequency: int
    start_date: str
    last_bill_date: str
    trial_end_date: str | None
    end_date: str | None
    canceled_date: str | None
    integration: str


class EventOfPerson(TypedDict):
    """A page view, an event, or `import`: the way by which the contact itself says that it came."""

    type: str
    contact_id: str | None
    uid: str | None
    fingerprint: None
    date_created: str
    ip_address: str | None
    country_code: str | None
    region: str | None
    city: str | None
    postal_code: None
    latitude: None
    longitude: None
    url: str | None
    full_url: str | None
    referrer: str | None
    host: str | None
    path: str | None
    args: dict[str, str]
    meta: dict[str, Any] | None
    channel: str | None
    utm_source: str | None
    utm_medium: str | None
    utm_campaign: str | None
    utm_term: str | None
    utm_content: str | None
    ad_id: str | None
    full_referrer: str | None
    title: str | None
    device: str | None
    os: str | None
    browser: str | None
    value: Money | None


class Name(TypedDict):
    """What an integration calls the person."""

    contact_id: str
    integration: str
    email: str | None


class PersonShown(TypedDict):
    """A contact and the person behind it; the `utm_*` are those of the first event."""

    contact_id: str | None
    first_name: str | None
    last_name: str | None
    email: str | None
    status: str | None
    date_created: str | None
    last_updated: str | None
    custom_fields: dict[str, Any]
    utm_source: NotRequired[str | None]
    utm_medium: NotRequired[str | None]
    utm_campaign: NotRequired[str | None]
    utm_term: NotRequired[str | None]
    utm_content: NotRequired[str | None]
    person_id: str
    emails: list[str]
    contacts: list[Name]
    tags: NotRequired[list[TagOfContact]]
    lists: NotRequired[list[ListOfContact]]
    orders: NotRequired[list[OrderOfPerson]]
    subscriptions: NotRequired[list[SubscriptionOfPerson]]
    events: NotRequired[list[EventOfPerson]]
    companies: NotRequired[list[dict[str, Any]]]


class OnePerson(TypedDict):
    """One contact."""

    data: PersonShown
    freshness: Freshness


Paging = TypedDict(
    "Paging",
    {
        "current_page": int,
        "from": int | None,
        "last_page": int,
        "path": str,
        "per_page": int,
        "to": int | None,
        "total": int,
    },
)
Paging.__doc__ = "Which page it is; a page without anybody is from null to null."


class PageOfPeople(TypedDict):
    """A page of persons."""

    data: list[PersonShown]
    meta: Paging
    freshness: Freshness
