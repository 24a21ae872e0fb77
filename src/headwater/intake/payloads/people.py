"""Contacts, and the tags and lists that are put on them and taken off."""

from collections.abc import Sequence
from typing import Final, Literal, TypedDict

from headwater import scalars
from headwater.intake import contact, labels, whom
from headwater.intake.payload import Part, Payload, object_schema
from headwater.intake.schemas import NOT_SENT, Schema, schema_of


class ContactAnswer(TypedDict):
    """What became of a contact."""

    status: Literal["success"]
    contact: contact.ContactResource


class LabelledContact(TypedDict):
    """Who has the labels."""

    contact_id: str
    email: str | None


class LabelResource(TypedDict):
    """A tag or a list, and since when."""

    id: str
    name: str
    date: str


class TagsAnswer(TypedDict):
    """All tags that the contact has now."""

    status: Literal["success"]
    contact: LabelledContact
    tags: list[LabelResource]


class ListsAnswer(TypedDict):
    """All lists that the contact is on now."""

    status: Literal["success"]
    contact: LabelledContact
    lists: list[LabelResource]


LABELS: Final[Schema] = {
    "anyOf": [
        {
            "type": "array",
            "items": {
                "anyOf": [schema_of(scalars.identifier), object_schema(labels.LABEL_FIELDS, either=("id", "name"))],
            },
        },
        {"type": "string", "pattern": r"^[^,\x00]{0,255}(?:,[^,\x00]{0,255})*$"},
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
            {"anyOf": [LABELS, {"type": "null"}]},
            fields=labels.LABEL_FIELDS,
        ),
        Part(
            "lists",
            "All lists that the contact is on, in the place of those before; `[]` takes it off all",
            {"anyOf": [LABELS, {"type": "null"}]},
            fields=labels.LABEL_FIELDS,
        ),
        Part("custom_fields", "Fields of your own: they are merged, and null removes one", CUSTOM_FIELDS),
    ),
    ("contact_id", "email"),
    "/contact/contact_id",
)


def _labelling(name: str, doc: str, answer: type, field: str, left: Sequence[LabelResource]) -> Payload:
    """A body of `tags/add` and its like; `left` is what the contact has after the first example."""
    return Payload(
        name,
        doc,
        whom.FIELDS,
        {
            "by id": {"contact_id": 1556402307145, field: [3, 45]},
            "by name": {"email": "joey@example.com", field: ["New Lead", {"id": 45, "name": "Webinar"}]},
            "as one text": {"contact_id": "1556402307145", field: "New Lead,Webinar"},
        },
        answer,
        {
            "status": "success",
            "contact": {"contact_id": "1556402307145", "email": "joey@example.com"},
            field: left,
        },
        (Part(field, "Ids, names or objects", LABELS, required=True, fields=labels.LABEL_FIELDS),),
        ("contact_id", "email"),
    )


_NOW: Final = "2026-03-01T00:00:00+00:00"
_BEFORE: Final[Sequence[LabelResource]] = [
    {"id": "customer", "name": "customer", "date": _NOW},
    {"id": "18", "name": "webinar", "date": "2018-10-03T00:00:00+00:00"},
]
_ADDED: Final[Sequence[LabelResource]] = [
    {"id": "3", "name": "3", "date": _NOW},
    {"id": "45", "name": "45", "date": _NOW},
]

TAGS_ADD: Final = _labelling(
    "TagsToAdd",
    "Tags to put on a contact. One that is there already keeps its date.",
    TagsAnswer,
    "tags",
    [*_BEFORE, *_ADDED],
)
TAGS_REMOVE: Final = _labelling(
    "TagsToRemove", "Tags to take off a contact. One that is not there is not missed.", TagsAnswer, "tags", _BEFORE
)
LISTS_ADD: Final = _labelling("ListsToAdd", "Lists to put a contact on.", ListsAnswer, "lists", _ADDED)
LISTS_REMOVE: Final = _labelling("ListsToRemove", "Lists to take a contact off.", ListsAnswer, "lists", [])
