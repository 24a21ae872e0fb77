"""What becomes of contacts: a table of what clients send one after the other, and of what is there afterwards."""

from typing import Any, NamedTuple

import msgspec
import pytest

from headwater.ledger import rows
from headwater.ledger.change import Answer
from tests.ledger.desk import NOW, Desk

A, B, C = "a@example.com", "b@example.com", "c@example.com"
EARLIER, LATER = "2018-10-02 16:15:00", "2018-11-28 09:28:42"
T_EARLIER = 1_538_496_900_000_000  # 17_806 days and 58_500 s
T_LATER = 1_543_397_322_000_000  # 17_863 days and 34_122 s


class Case(NamedTuple):
    """Contacts sent one after the other, and the contacts that there are then: contact id → columns to look at.

    A `"tags"` among the columns is the names of the contact's tags, `"fields"` its custom fields.
    """

    name: str
    sent: list[dict[str, Any]]
    then: dict[str, dict[str, Any]]


CASES = [
    # Finding the contact -----------------------------------------------------------------------------------------
    Case("one by its id", [{"contact_id": 5}], {"5": {"email": None, "status": "active", "date_created": NOW}}),
    Case("ids of all types are one id", [{"contact_id": sent} for sent in (5, "5", 5.0, " 5 ")], {"5": {}}),
    Case("large ids are kept whole", [{"contact_id": 2**40}, {"contact_id": str(2**40)}], {"1099511627776": {}}),
    Case("ids differ by a zero in front", [{"contact_id": "05"}, {"contact_id": 5}], {"05": {}, "5": {}}),
    Case("two ids are two contacts", [{"contact_id": 5}, {"contact_id": 6}], {"5": {}, "6": {}}),
    Case(
        "by e-mail, in any case",
        [{"contact_id": 5, "email": "Joey@Example.com"}, {"email": " joey@EXAMPLE.com", "first_name": "Joey"}],
        {"5": {"email": "joey@example.com", "first_name": "Joey"}},
    ),
    Case(
        "the id comes before the e-mail",
        [{"contact_id": 5, "email": A}, {"contact_id": 5, "email": B}],
        {"5": {"email": B}},
    ),
    Case(
        "an e-mail that has moved on does not find its former contact",
        [{"contact_id": 5, "email": A}, {"contact_id": 5, "email": B}, {"contact_id": 6, "email": A}],
        {"5": {"email": B}, "6": {"email": A}},
    ),
    # Re-keying ---------------------------------------------------------------------------------------------------
    Case(
        "an unknown id with a known e-mail re-keys",
        [{"contact_id": 5, "email": A, "first_name": "Ann"}, {"contact_id": 6, "email": A}],
        {"6": {"email": A, "first_name": "Ann"}},
    ),
    Case(
        "re-keyed again, and back",
        [{"contact_id": number, "email": A, "tags": [number]} for number in (5, 6, 7, 5)],
        {"5": {"email": A, "tags": {"5"}}},
    ),
    Case(
        "a contact with an e-mail only gets the id that comes later",
        [{"email": A, "first_name": "Ann", "tags": ["x"]}, {"contact_id": 5, "email": A}],
        {"5": {"email": A, "first_name": "Ann", "tags": {"x"}}},
    ),
    Case(
        "who gets an e-mail that nobody has is not re-keyed",
        [{"contact_id": 5}, {"contact_id": 5, "email": A}],
        {"5": {"email": A}},
    ),
    # Merging -----------------------------------------------------------------------------------------------------
    Case(
        "both exist: the id's contact stays and the other goes into it",
        [
            {"contact_id": 5, "first_name": "Ann", "date_created": LATER},
            {"contact_id": 6, "email": A, "first_name": "Anna", "last_name": "Lee", "date_created": EARLIER},
            {"contact_id": 5, "email": A},
        ],
        {"5": {"email": A, "first_name": "Ann", "last_name": "Lee", "date_created": T_EARLIER}},
    ),
    Case(
        "what is sent with the merge counts most",
        [
            {"contact_id": 5, "custom_fields": {"a": 1, "b": 1, "c": 1}},
            {"contact_id": 6, "email": A, "last_name": "Lee", "custom_fields": {"b": 2, "c": 2, "d": 2}},
            {
                "contact_id": 5,
                "email": A,
                "last_name": "Li",
                "date_created": LATER,
                "custom_fields": {"c": 3, "b": None, "e": 3},
            },
        ],
        {"5": {"last_name": "Li", "date_created": T_LATER, "fields": {"a": 1, "c": 3, "d": 2, "e": 3}}},
    ),
    Case(
        "tags of both are united in a merge, unless tags are sent",
        [{"contact_id": 5, "tags": ["x"]}, {"contact_id": 6, "email": A, "tags": ["y"]}, {"contact_id": 5, "email": A}],
        {"5": {"tags": {"x", "y"}}},
    ),
    Case(
        "tags that are sent with a merge replace those of both",
        [
            {"contact_id": 5, "tags": ["x"]},
            {"contact_id": 6, "email": A, "tags": ["y"]},
            {"contact_id": 5, "email": A, "tags": ["z"]},
        ],
        {"5": {"tags": {"z"}}},
    ),
    Case(
        "a merge over two e-mails",
        [{"contact_id": 5, "email": A}, {"contact_id": 6, "email": B}, {"contact_id": 5, "email": B}],
        {"5": {"email": B}},
    ),
    Case(
        "merges go on",
        [
            *({"contact_id": number, "email": mail} for number, mail in ((5, A), (6, B), (7, C))),
            *({"contact_id": 5, "email": mail} for mail in (B, C)),
        ],
        {"5": {"email": C}},
    ),
    # What was not sent -------------------------------------------------------------------------------------------
    Case(
        "absent, null and empty leave alone",
        [
            {"contact_id": 5, "email": A, "first_name": "Ann", "last_name": "Lee", "status": "inactive", "geo_lat": 1},
            {"contact_id": 5, "email": None, "first_name": None, "last_name": ""},
        ],
        {"5": {"email": A, "first_name": "Ann", "last_name": "Lee", "status": "inactive", "geo_lat": "1"}},
    ),
    Case(
        "the opt-in stays unless another is sent",
        [{"contact_id": 5, "date_created": EARLIER}, {"contact_id": 5}],
        {"5": {"date_created": T_EARLIER}},
    ),
    Case(
        "the opt-in that is sent counts, even a later one",
        [{"contact_id": 5, "date_created": EARLIER}, {"contact_id": 5, "date_created": LATER}],
        {"5": {"date_created": T_LATER}},
    ),
    # Custom fields -----------------------------------------------------------------------------------------------
    Case(
        "custom fields merge and null removes",
        [
            {"contact_id": 5, "custom_fields": {"shirt_size": "Medium", "Awesome Sauce": "Applesauce2", "gone": 1}},
            {"contact_id": 5, "custom_fields": {"shirt_size": "Large", "gone": None, "never was": None}},
            {"contact_id": 5, "custom_fields": {}},
            {"contact_id": 5},
        ],
        {"5": {"fields": {"shirt_size": "Large", "Awesome Sauce": "Applesauce2"}}},
    ),
    # Tags --------------------------------------------------------------------------------------------------------
    Case(
        "tags replace",
        [{"contact_id": 5, "tags": ["x", "y"]}, {"contact_id": 5, "tags": ["z"]}],
        {"5": {"tags": {"z"}}},
    ),
    Case(
        "no tags clear", [{"contact_id": 5, "tags": ["x"]}, {"contact_id": 5, "tags": []}], {"5": {"tags": set[str]()}}
    ),
    Case("absent tags stay", [{"contact_id": 5, "tags": ["x"]}, {"contact_id": 5}], {"5": {"tags": {"x"}}}),
    Case("null tags stay", [{"contact_id": 5, "tags": ["x"]}, {"contact_id": 5, "tags": None}], {"5": {"tags": {"x"}}}),
    Case(
        "one text is many tags", [{"contact_id": 5, "tags": "New Lead, x,,8"}], {"5": {"tags": {"New Lead", "x", "8"}}}
    ),
    Case(
        "a tag is one, by id, by name and as both",
        [
            {"contact_id": 5, "tags": [{"id": 3, "name": "New Lead"}]},
            {"contact_id": 6, "tags": [3]},
            {"contact_id": 7, "tags": ["New Lead"]},
        ],
        {"5": {"tags": {"New Lead"}}, "6": {"tags": {"New Lead"}}, "7": {"tags": {"New Lead"}}},
    ),
    Case(
        "a tag that is renamed is renamed for all",
        [{"contact_id": 5, "tags": [3]}, {"contact_id": 6, "tags": [{"id": 3, "name": "New Lead"}]}],
        {"5": {"tags": {"New Lead"}}, "6": {"tags": {"New Lead"}}},
    ),
    Case("tags twice are once", [{"contact_id": 5, "tags": ["x", "x", {"name": "x"}]}], {"5": {"tags": {"x"}}}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("together", [False, True], ids=["one by one", "in one group"])
def test_contacts_are_what_was_sent(desk: Desk, case: Case, *, together: bool) -> None:
    changes = [desk.contact_change(body) for body in case.sent]
    groups = [changes] if together else [[change] for change in changes]
    for group in groups:
        outcomes = desk.tell_together(group)
        assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes
    contacts = desk.contacts()
    assert set(contacts) == set(case.then)
    for contact_id, columns in case.then.items():
        assert look(desk, contact_id, columns) == columns
    desk.nothing_hangs_loose()


def look(desk: Desk, contact_id: str, columns: dict[str, Any]) -> dict[str, Any]:
    contact = desk.contacts()[contact_id]
    seen = rows.as_dict(contact)
    seen["tags"] = set(desk.tags_of(contact_id))
    seen["fields"] = msgspec.json.decode(contact.custom_fields)
    return {name: seen[name] for name in columns}
