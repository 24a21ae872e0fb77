"""Orders, subscriptions, products, and events that servers tell of."""

from typing import Final, Literal, TypedDict

from headwater.intake import event, invoice, product, subscription
from headwater.intake.payload import Part, Payload, object_schema


class InvoiceAnswer(TypedDict):
    """What became of an invoice; `matched` says whether its contact is known yet."""

    status: Literal["success"]
    invoice: invoice.InvoiceResource
    matched: bool


class SubscriptionAnswer(TypedDict):
    """What became of a subscription; `matched` says whether its contact is known yet."""

    status: Literal["success"]
    subscription: subscription.SubscriptionResource
    matched: bool


class ProductResource(TypedDict):
    """A product as answers show it."""

    id: str
    name: str


class ProductAnswer(TypedDict):
    """What became of a product."""

    status: Literal["success"]
    product: ProductResource


class EventAnswer(TypedDict):
    """What became of an event."""

    status: Literal["success"]
    event: event.EventResource


INVOICE: Final = Payload(
    "Invoice",
    "An order. It replaces the invoice with its id, lines and all.",
    invoice.FIELDS,
    {
        "full": {
            "id": 234115,
            "contact_id": 1556402307145,
            "email": "joey@example.com",
            "amount": 4500,
            "paid": 4500,
            "tax": 500,
            "date_created": "2018-10-02 16:15:00",
            "items": [{"id": 1, "name": "Round Tuit", "product_id": 77, "amount": 4000, "quantity": 1}],
        },
        "refunded": {
            "id": "2018/17",
            "email": "joey@example.com",
            "amount": 4500,
            "paid": 4500,
            "date_created": "2018-10-02",
            "is_refunded": 1,
            "refund_amount": 1500,
            "date_refunded": "2018-10-09",
            "items": [],
        },
    },
    InvoiceAnswer,
    {
        "status": "success",
        "invoice": {
            "id": "234115",
            "contact_id": "1556402307145",
            "email": "joey@example.com",
            "amount": 4500,
            "paid": 4500,
            "is_refunded": False,
            "refund_amount": 0,
            "currency": None,
            "date_created": "2018-10-02T16:15:00+00:00",
        },
        "matched": True,
    },
    (
        Part(
            "items",
            "The lines of the invoice",
            {"anyOf": [{"type": "array", "items": object_schema(invoice.ITEM_FIELDS)}, {"const": ""}]},
            required=True,
            fields=invoice.ITEM_FIELDS,
        ),
    ),
    ("contact_id", "email"),
    "/invoice/id",
)

SUBSCRIPTION: Final = Payload(
    "Subscription",
    "A subscription as it is now. Every change of its terms is kept, with the time since when it holds.",
    subscription.FIELDS,
    {
        "full": {
            "id": 234115,
            "contact_id": 1556402307145,
            "email": "joey@example.com",
            "amount": 4500,
            "product_id": 108,
            "name": "Club",
            "quantity": 1,
            "start_date": "2019-12-03 11:14:32",
            "trial_end_date": "2019-12-17 11:14:32",
            "last_bill_date": "2020-01-17 11:14:32",
            "billing_cycle": "month",
            "frequency": 1,
        },
        "cancelled": {
            "id": 234116,
            "email": "joey@example.com",
            "amount": 48000,
            "product_id": 108,
            "start_date": "2019-12-03",
            "last_bill_date": "2019-12-03",
            "billing_cycle": "year",
            "frequency": 1,
            "canceled_date": "2020-02-01",
        },
    },
    SubscriptionAnswer,
    {
        "status": "success",
        "subscription": {
            "id": "234115",
            "contact_id": "1556402307145",
            "email": "joey@example.com",
            "product_id": "108",
            "name": "Club",
            "amount": 4500,
            "quantity": 1,
            "billing_cycle": "month",
            "frequency": 1,
            "start_date": "2019-12-03T11:14:32+00:00",
            "last_bill_date": "2020-01-17T11:14:32+00:00",
            "trial_end_date": "2019-12-17T11:14:32+00:00",
            "end_date": None,
            "canceled_date": None,
        },
        "matched": True,
    },
    either=("contact_id", "email"),
    record="/subscription/id",
)

PRODUCT: Final = Payload(
    "Product",
    "A product. One that an order names before it is sent is made of that order.",
    product.FIELDS,
    {"full": {"id": 108, "name": "Club"}},
    ProductAnswer,
    {"status": "success", "product": {"id": "108", "name": "Club"}},
)

EVENT: Final = Payload(
    "Event",
    "Something that a server saw a person do: a booking, a call, a trial's first use.",
    event.FIELDS,
    {
        "full": {
            "id": "call-1",
            "type": "sales call",
            "contact_id": 1556402307145,
            "email": "joey@example.com",
            "uid": "v-4f1c",
            "date": "2018-10-02 16:15:00",
            "url": "https://shop.example/book",
            "value": 4500,
            "meta": {"by": "Bob", "minutes": 12},
        },
        "shortest": {"type": "booking", "uid": "v-4f1c"},
    },
    EventAnswer,
    {
        "status": "success",
        "event": {
            "id": "call-1",
            "type": "sales call",
            "contact_id": "1556402307145",
            "email": "joey@example.com",
            "uid": "v-4f1c",
            "date": "2018-10-02T16:15:00+00:00",
            "url": "https://shop.example/book",
            "value": 4500,
            "meta": {"by": "Bob", "minutes": 12},
        },
    },
    either=("contact_id", "email", "uid"),
)
