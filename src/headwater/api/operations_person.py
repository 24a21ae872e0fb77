"""What the paths take and give by which persons are managed.

In: shapes. Out: an `About` for each; the paths are those of `persons.ACTS`.
"""

from typing import Final, TypedDict

from headwater.api.about import JSON, KEYED, OURS, READING, About, Answer, Body, success
from headwater.api.operations import S
from headwater.intake.person import PersonDocument
from headwater.intake.schemas import Schema

PEOPLE: Final = "People"
_NAMED: Final = "A person is named by number, e-mail address, `INTEGRATION/CONTACT_ID` or `visitor:UID`."
_ERRORS: Final = (S.NOT_FOUND, *KEYED, *OURS)


class Merged(TypedDict):
    """The person that is left."""

    status: str
    person_id: int


class Split(TypedDict):
    """The person that keeps the rest, and those that were split off."""

    status: str
    person_id: int
    split_off: list[int]


_MERGE: Final[Schema] = {
    "type": "object",
    "properties": {"with": {"type": "string", "description": "The other person, named as in the path; or a visitor"}},
    "required": ["with"],
    "additionalProperties": False,
}
_SPLIT: Final[Schema] = {
    "type": "object",
    "properties": {
        "names": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string"},
            "description": "What is not this person: `INTEGRATION/CONTACT_ID`, e-mail addresses, `visitor:UID`",
        }
    },
    "required": ["names"],
    "additionalProperties": False,
}


class Counts(TypedDict):
    """How much went of each kind."""

    contacts: int
    invoices: int
    subscriptions: int
    events: int
    visitors: int
    hits: int


class Erased(TypedDict):
    """What was removed."""

    status: str
    person_id: int
    erased: Counts


_ERASE: Final[Schema] = {
    "type": "object",
    "properties": {
        "orders": {
            "enum": ["keep", "erase"],
            "description": "Orders and subscriptions stay, without anybody's name, or go as well; `keep` by default",
        }
    },
    "additionalProperties": False,
}

EXPORTED: Final = About(
    PEOPLE,
    {S.OK: Answer("One document", {JSON: {"type": "object"}})},
    "Contacts, tags, orders, subscriptions and events as they can be imported, page views, identifications, the audit,"
    f" and what waits or was refused. {_NAMED}",
    "admin",
    errors=(S.BAD_REQUEST, *_ERRORS),
)
ERASED: Final = About(
    PEOPLE,
    success(
        "Nothing of the person is left",
        Erased,
        {
            "status": "success",
            "person_id": 17,
            "erased": {"contacts": 1, "invoices": 0, "subscriptions": 0, "events": 2, "visitors": 2, "hits": 31},
        },
    ),
    "For good, in all stores; what is sent of them later is stored like that of anybody. Refused while an import runs,"
    f" which might bring the person back. {_NAMED}",
    "admin",
    body=Body("Erasure", _ERASE, {"keep the books": {}, "orders, too": {"orders": "erase"}}),
    errors=(*READING, S.CONFLICT, *_ERRORS),
)
SHOWN: Final = About(
    PEOPLE,
    success("The person", PersonDocument),
    f"Contacts, visitors with their times, every edge with its time and source, every union and split. {_NAMED}",
    "admin",
    errors=(S.BAD_REQUEST, *_ERRORS),
)
MERGED: Final = About(
    PEOPLE,
    success("They are one", Merged, {"status": "success", "person_id": 17}),
    f"Works backwards, in every report; `split` takes it back. {_NAMED}",
    "admin",
    body=Body("PersonToMerge", _MERGE, {"a person": {"with": "ann@example.com"}, "a browser": {"with": "visitor:k9"}}),
    errors=(*READING, *_ERRORS),
)
SPLIT: Final = About(
    PEOPLE,
    success("They are several", Split, {"status": "success", "person_id": 17, "split_off": [912]}),
    "Works backwards, in every report, and holds whatever is sent again; `merge` takes it back. A contact takes its"
    f" former ids along, and the addresses that nobody else of the person has. {_NAMED}",
    "admin",
    body=Body("NamesToSplit", _SPLIT, {"a contact": {"names": ["shop/5"]}, "a browser": {"names": ["visitor:k3v9"]}}),
    errors=(*READING, *_ERRORS),
)
