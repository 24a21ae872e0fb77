"""Every body that is taken, as a row: what documents, `/openapi.json` and the tests that make bodies up go by.

The fields are the very tables that read bodies. A new entity has its row here, and its path in `api/imports.py`.
"""

from typing import Final, Literal, TypedDict

from headwater import scalars
from headwater.intake import contact, hit, identify, invoice
from headwater.intake.fields import Field
from headwater.intake.payload import Part, Payload, object_schema
from headwater.intake.schemas import NOT_SENT, Schema, schema_of
from headwater.intake.tags import TAG_FIELDS


class ContactAnswer(TypedDict):
    """What became of a contact."""

    status: Literal["success"]
    contact: contact.ContactResource


class InvoiceAnswer(TypedDict):
    """What became of an invoice; `matched` says whether its contact is known yet."""

    status: Literal["success"]
    invoice: invoice.InvoiceResource
    matched: bool


class IdentifyAnswer(TypedDict):
    """The visitor that is known from now on."""

    status: Literal["success"]
    uid: str


class Deleted(TypedDict):
    """What was deleted."""

    id: str
    status: Literal["success"]
    object: str
    deleted: Literal[True]


TAGS: Final[Schema] = {
    "anyOf": [
        {
            "type": "array",
            "items": {
                "anyOf": [schema_of(scalars.identifier), object_schema(TAG_FIELDS, either=("id", "name"))],
            },
        },
        {"type": "string", "pattern": r"^[^,\x00]{0,255}(?:,[^,\x00]{0,255})*$"},
        {"type": "null"},
    ],
    "examples": [["customer", 17, {"id": 18, "name": "webinar", "date": "2026-03-01"}], "customer,webinar"],
}

CUSTOM_FIELDS: Final[Schema] = {
    "anyOf": [
        {
            "type": "object",
            "propertyNames": {"maxLength": scalars.MAX_TEXT},
            "additionalProperties": {
                "type": ["string", "number", "boolean", "null"],
                "maxLength": scalars.MAX_TEXT,
            },
        },
        {"type": "array", "maxItems": 0},
        NOT_SENT.schema,
    ],
    "examples": [{"shirt_size": "Medium", "newsletter": True, "old_field": None}],
}

CONTACT: Final = Payload(
    "Contact",
    "A contact. What is sent replaces what was there, what is not sent stays.",
    contact.FIELDS,
    {
        "full": {
            "contact_id": 1556402307145,
            "email": "joey@example.com",
            "first_name": "Joey",
            "last_name": "Lee",
            "date_created": "2018-10-02 16:15:00",
            "status": "active",
            "tags": ["customer", {"id": 18, "name": "webinar", "date": "2018-10-03"}],
            "custom_fields": {"shirt_size": "Medium", "old_field": None},
            "utm_source": "newsletter",
            "utm_medium": "email",
            "geo_lat": "45.523064",
            "geo_lon": "-122.676483",
        },
        "shortest": {"email": "joey@example.com"},
    },
    ContactAnswer,
    {
        "status": "success",
        "contact": {
            "contact_id": "1556402307145",
            "email": "joey@example.com",
            "first_name": "Joey",
            "last_name": "Lee",
            "status": "active",
            "date_created": "2018-10-02T16:15:00+00:00",
            "last_updated": None,
            "custom_fields": {"shirt_size": "Medium"},
        },
    },
    (
        Part(
            "tags",
            "All tags of the contact, which replace those that it has; `[]` takes all away",
            TAGS,
            fields=TAG_FIELDS,
        ),
        Part("custom_fields", "Fields of your own: they are merged, and null removes one", CUSTOM_FIELDS),
    ),
    ("contact_id", "email"),
    "/contact/contact_id",
)

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

_ACCOUNT: Final = Field("a", scalars.identifier, "The account", required=True)

HIT: Final = Payload(
    "Hit",
    "A page view, or an event of your own. A hit that cannot be kept is dropped, and the answer's header says why.",
    (_ACCOUNT, *hit.FIELDS),
    {
        "page view": {
            "a": "demo123",
            "uid": "v-4f1c",
            "url": "https://shop.example/course?utm_source=newsletter",
            "ref": "https://mail.example/",
            "title": "The course",
            "sid": "s-1",
            "new": 1,
        },
        "shortest": {"a": "demo123", "url": "https://shop.example/"},
    },
    None,
    None,
)

IDENTIFY: Final = Payload(
    "Identify",
    "A visitor and the contact that they are, in the short or the older names.",
    (Field("a", scalars.identifier, "The account", required=True, also=("account_id",)), *identify.FIELDS),
    {
        "by e-mail": {"a": "demo123", "uid": "v-4f1c", "e": "joey@example.com"},
        "by contact id": {"account_id": "demo123", "seg_uid": "v-4f1c", "contact_id": 1556402307145},
    },
    IdentifyAnswer,
    {"status": "success", "uid": "v-4f1c"},
    either=("e", "email", "cid", "contact_id"),
)
