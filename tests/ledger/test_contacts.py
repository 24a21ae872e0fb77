"""What becomes of contacts: a table of what clients send and what is there afterwards, and what a deletion leaves."""

from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from sqlalchemy import text

from headwater.errors import NotFound
from headwater.intake.contact import read_contact_deletion
from headwater.ledger import rows, tables
from headwater.ledger.store import open_store, sqlite_url
from headwater.ledger.writer import Answer
from tests.ledger.desk import DAY, HOUR, NOW, Desk

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
        "absent and null leave alone, empty does not",
        [
            {"contact_id": 5, "email": A, "first_name": "Ann", "last_name": "Lee", "status": "inactive", "geo_lat": 1},
            {"contact_id": 5, "email": None, "first_name": None, "last_name": ""},
        ],
        {"5": {"email": A, "first_name": "Ann", "last_name": "", "status": "inactive", "geo_lat": "1"}},
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
    nothing_hangs_loose(desk)


def look(desk: Desk, contact_id: str, columns: dict[str, Any]) -> dict[str, Any]:
    contact = desk.contacts()[contact_id]
    seen = rows.as_dict(contact)
    seen["tags"] = set(desk.tags_of(contact_id))
    seen["fields"] = msgspec.json.decode(contact.custom_fields)
    return {name: seen[name] for name in columns}


def nothing_hangs_loose(desk: Desk) -> None:
    """Every tag hangs on a contact that exists, every line on an invoice."""
    contacts = {contact.id for contact in desk.contacts().values()}
    tags = {tag.id for tag in desk.all(rows.Tag, tables.tags)}
    assert all(row.contact in contacts and row.tag in tags for row in desk.all(rows.ContactTag, tables.contact_tags))
    invoices = {invoice.id for invoice in desk.invoices().values()}
    assert {row.invoice for row in desk.all(rows.InvoiceItem, tables.invoice_items)} <= invoices
    assert all(contact.person_id for contact in desk.contacts().values())
    assert all(invoice.person_id for invoice in desk.invoices().values())


def test_integrations_have_ids_and_emails_of_their_own(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A, "first_name": "Ann"})
    desk.contact({"contact_id": 5, "email": B, "first_name": "Bob"}, desk.second)
    desk.contact({"contact_id": 6, "email": A}, desk.second)  # known in the first, so nothing is re-keyed
    desk.contact({"email": B, "last_name": "Lee"})
    contacts = desk.contacts()
    assert {"5", "second/5", "second/6"} < set(contacts)
    (made_up,) = set(contacts) - {"5", "second/5", "second/6"}
    assert contacts[made_up].last_name == "Lee"
    assert (contacts["5"].first_name, contacts["second/5"].first_name) == ("Ann", "Bob")


def test_accounts_have_contacts_of_their_own(desk: Desk) -> None:
    other = Desk(desk.store)
    desk.contact({"contact_id": 5, "email": A})
    other.contact({"contact_id": 6, "email": A})
    assert (set(desk.contacts()), set(other.contacts())) == ({"5"}, {"6"})
    with pytest.raises(NotFound):
        other.delete_contact("5")
    other.delete_contact(A)
    assert (set(desk.contacts()), set(other.contacts())) == ({"5"}, set[str]())


def test_the_answer_is_the_contact(desk: Desk) -> None:
    made = desk.contact({"email": "Ann@Example.com", "first_name": "Ann", "date_created": EARLIER})
    assert made.pop("contact_id") in desk.contacts()
    assert made == {
        "email": "ann@example.com",
        "first_name": "Ann",
        "last_name": None,
        "status": "active",
        "date_created": "2018-10-02T16:15:00+00:00",
        "last_updated": None,
        "custom_fields": {},
    }


def test_a_contact_with_an_email_only_keeps_the_id_that_was_made_up(desk: Desk) -> None:
    one, other = desk.contact({"email": A}), desk.contact({"email": A, "first_name": "Ann"})
    assert one["contact_id"] == other["contact_id"]
    assert len(one["contact_id"]) == 12


def test_every_column_comes_back_as_it_was_sent(desk: Desk) -> None:
    body = {
        "contact_id": 249,
        "email": "joey@bloggs.com",
        "date_created": EARLIER,
        "last_updated": LATER,
        "first_name": "Joey \U0001f642",
        "last_name": "O'Bloggs; DROP TABLE contacts --",
        "status": "inactive",
        "utm_campaign": "holiday",
        "utm_content": "holiday special",
        "utm_medium": "cpc",
        "utm_source": "facebook",
        "utm_term": "100% :name %s",
        "referring_url": "reallycoolurl.com",
        "optin_url": "evencoolerurl.com",
        "ip_address": "8.8.8.8",
        "affiliate_id": "123",
        "geo_lat": "45.523064",
        "geo_lon": "-122.676483",
    }
    desk.contact(body | {"custom_fields": {"n": 10**30, "f": 1.5, "yes": True, "\U0001f642": "a\x00b"}})
    kept = rows.as_dict(desk.contacts()["249"])
    times = {"contact_id": "249", "date_created": T_EARLIER, "last_updated": T_LATER}
    assert {name: kept[name] for name in body} == body | times
    assert msgspec.json.decode(kept["custom_fields"]) == {"n": 10**30, "f": 1.5, "yes": True, "\U0001f642": "ab"}


def test_dates_of_tags(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "tags": ["now", {"id": 3, "name": "dated", "date": EARLIER}]})
    desk.now += HOUR
    desk.contact({"contact_id": 5, "tags": ["now", "dated", "new"]})  # what is on keeps its first date
    assert desk.tags_of("5") == {"now": NOW, "dated": T_EARLIER, "new": NOW + HOUR}
    desk.contact({"contact_id": 5, "tags": [{"name": "now", "date": LATER}, "dated"]})
    assert desk.tags_of("5") == {"now": T_LATER, "dated": T_EARLIER}
    desk.contact({"contact_id": 5, "tags": ["new"]})
    desk.now += HOUR
    desk.contact({"contact_id": 5, "tags": ["new", "dated"]})  # taken off and put on again
    assert desk.tags_of("5") == {"new": NOW + HOUR, "dated": NOW + 2 * HOUR}


def test_a_tag_of_both_keeps_its_first_date_in_a_merge(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "tags": [{"name": "x", "date": LATER}]})
    desk.contact({"contact_id": 6, "email": A, "tags": [{"name": "x", "date": EARLIER}, {"name": "y", "date": LATER}]})
    desk.contact({"contact_id": 5, "email": A})
    assert desk.tags_of("5") == {"x": T_EARLIER, "y": T_LATER}


@pytest.mark.parametrize("has_email", [False, True], ids=["orders by id", "orders by id and e-mail"])
def test_orders_and_visitors_follow_a_re_keyed_contact(desk: Desk, *, has_email: bool) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.identify("phone", cid="5")
    desk.invoice({"id": 1, "contact_id": 5} | ({"email": A} if has_email else {}))
    desk.contact({"contact_id": 6, "email": A})
    (contact,) = desk.contacts().values()
    invoice = desk.invoices()["1"]
    assert (contact.contact_id, invoice.contact_id) == ("6", "6")
    assert invoice.person_id == contact.person_id
    assert desk.spans("phone") == [(0, contact.person_id)]
    assert desk.invoice({"id": 2, "contact_id": 6})["matched"]


@pytest.mark.parametrize("has_email", [False, True], ids=["orders by id", "orders by id and e-mail"])
def test_orders_and_visitors_follow_a_merged_contact(desk: Desk, *, has_email: bool) -> None:
    desk.contact({"contact_id": 5})
    desk.contact({"contact_id": 6, "email": A})
    desk.identify("phone", cid="5")
    desk.identify("laptop", cid="6")
    desk.identify("tablet", e=A)
    desk.invoice({"id": 1, "contact_id": 5})
    desk.invoice({"id": 2, "contact_id": 6} | ({"email": A} if has_email else {}))
    desk.contact({"contact_id": 5, "email": A})
    (contact,) = desk.contacts().values()
    assert contact.contact_id == "5"
    assert [invoice.contact_id for invoice in desk.invoices().values()] == ["5", "5"]
    assert {invoice.person_id for invoice in desk.invoices().values()} == {contact.person_id}
    assert [desk.spans(uid) for uid in ("phone", "laptop", "tablet")] == [[(0, contact.person_id)]] * 3


def test_unions_are_audited(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.contact({"contact_id": 6, "email": B})
    first, second = (desk.contacts()[name].person_id for name in "56")
    desk.now += DAY
    desk.contact({"contact_id": 5, "email": B})
    log = desk.all(rows.IdentityEvent, tables.identity_log)
    assert [(event.action, event.person_id, event.other_id, event.at) for event in log] == [
        ("unite", min(first, second), max(first, second), NOW + DAY)
    ]


# Deletion --------------------------------------------------------------------------------------------------------


def test_a_contact_is_deleted_by_its_id(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A, "tags": ["x"]})
    desk.contact({"contact_id": 6, "email": B, "tags": ["x"]})
    assert desk.delete_contact("5") == {"id": "5", "status": "success", "object": "contact", "deleted": True}
    assert set(desk.contacts()) == {"6"}
    assert desk.tags_of("6") == {"x": NOW}
    nothing_hangs_loose(desk)


def test_every_contact_with_an_email_is_deleted_by_it(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.contact({"contact_id": 6, "email": B})
    desk.contact({"contact_id": 7, "email": A}, desk.second)
    make_twins(desk, "5", "6")
    answer = desk.delete_contact(" A@Example.COM")
    assert answer == {"id": "A@Example.COM", "status": "success", "object": "contact", "deleted": True}
    assert set(desk.contacts()) == {"second/7"}


def make_twins(desk: Desk, one: str, other: str) -> None:
    """Give two contacts of an integration one e-mail, as imports of long ago did."""
    contacts = desk.contacts()
    with desk.store.write() as connection:
        connection.execute(
            tables.contacts.update()
            .where(tables.contacts.c.account_id == desk.account_id, tables.contacts.c.id == contacts[other].id)
            .values(email=contacts[one].email, email_key=contacts[one].email_key)
        )


def test_twins_are_found_and_merged(desk: Desk) -> None:
    for number, mail in ((5, A), (6, B), (7, C)):
        desk.contact({"contact_id": number, "email": mail, "tags": [number]})
    make_twins(desk, "5", "6")
    desk.contact({"email": A, "first_name": "Ann"})  # the older of the two
    assert [contact.first_name for contact in desk.contacts().values()] == ["Ann", None, None]
    desk.contact({"contact_id": 7, "email": A})
    assert set(desk.contacts()) == {"7"}
    assert set(desk.tags_of("7")) == {"5", "6", "7"}


def test_a_contact_without_an_email_is_deleted_too(desk: Desk) -> None:
    desk.contact({"contact_id": 5})
    desk.delete_contact("5")
    assert desk.contacts() == {}


def test_an_id_that_looks_like_an_email_is_found_as_an_id_first(desk: Desk) -> None:
    desk.contact({"contact_id": A, "email": B})
    desk.contact({"contact_id": 6, "email": A})
    desk.delete_contact(A)
    assert set(desk.contacts()) == {"6"}


@pytest.mark.parametrize("asked", ["6", B, "5\x00\x00\x001", "x' OR 1=1 --", "é", "%"])
def test_an_unknown_contact_cannot_be_deleted(desk: Desk, asked: str) -> None:
    desk.contact({"contact_id": 5, "email": A})
    with pytest.raises(NotFound) as problem:
        desk.delete_contact(asked)
    assert problem.value.status == 404
    assert problem.value.errors[0].startswith("there is no contact ")
    assert set(desk.contacts()) == {"5"}


def test_a_contact_of_another_integration_is_not_deleted(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A}, desk.second)
    for asked in ("5", A):
        with pytest.raises(NotFound):
            desk.delete_contact(asked)


@pytest.mark.parametrize("asked", ["5", A])
def test_nothing_personal_is_left_after_a_deletion(desk: Desk, asked: str) -> None:
    desk.contact(
        {"contact_id": 5, "email": A, "first_name": "Zebulon", "custom_fields": {"pet": "Zebulonia"}, "tags": ["vip"]}
    )
    desk.identify("phone", e=A)
    desk.invoice({"id": 1, "contact_id": 5})
    desk.invoice({"id": 2, "email": A})
    desk.invoice({"id": 3, "contact_id": 5, "email": A})
    desk.invoice({"id": 4, "contact_id": 5, "email": B})
    desk.delete_contact(asked)
    assert [invoice.email for invoice in desk.invoices().values()] == [None] * 4
    assert everything(desk).isdisjoint({A, B, "Zebulon", "Zebulonia"})
    assert len(desk.invoices()) == 4


def test_the_file_of_a_deleted_contact_does_not_show_it(sqlite_file: Path) -> None:
    store = open_store(sqlite_url(sqlite_file))
    desk = Desk(store)
    for number in range(20):
        desk.contact({"contact_id": number, "email": f"zebulon{number}@example.com"})
    for number in range(20):
        desk.delete_contact(str(number))
    store.close()  # which takes the log of the last changes away
    assert b"zebulon" not in b"".join(file.read_bytes() for file in sqlite_file.parent.iterdir())


def everything(desk: Desk) -> set[str]:
    """Every text of the account in any table, in words."""
    found: set[str] = set()
    with desk.store.read() as connection:
        for table in tables.METADATA.sorted_tables:
            statement = text(f"SELECT * FROM {table.name} WHERE account_id = :account")  # noqa: S608 - names of our own
            for row in connection.execute(statement, {"account": desk.account_id}):
                for value in row:
                    if isinstance(value, str):
                        found.update(value.replace('"', " ").split())
    return found


def test_orders_of_others_keep_their_email(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.contact({"contact_id": 6, "email": B})
    desk.invoice({"id": 1, "email": B})
    desk.invoice({"id": 1, "email": A}, desk.second)
    desk.delete_contact("5")
    invoices = desk.invoices()
    assert (invoices["1"].email, invoices["second/1"].email) == (B, A)


@pytest.mark.parametrize("order", [{"contact_id": 5}, {"email": A}, {"contact_id": 5, "email": A}], ids=str)
def test_orders_find_their_person_again_when_the_contact_returns(desk: Desk, order: dict[str, Any]) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.identify("phone", e=A)
    desk.invoice({"id": 1, **order})
    desk.delete_contact("5")
    assert desk.invoices()["1"].person_id != 0
    desk.contact({"contact_id": 99, "email": A})  # under another id: only the e-mail tells
    contact, invoice = desk.contacts()["99"], desk.invoices()["1"]
    assert invoice.person_id == contact.person_id
    assert desk.spans("phone") == [(0, contact.person_id)]


def test_a_deleted_contact_that_returns_is_a_new_row(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A, "first_name": "Ann", "tags": ["x"], "custom_fields": {"a": 1}})
    before = desk.contacts()["5"]
    desk.delete_contact("5")
    desk.now += DAY
    desk.contact({"contact_id": 5, "email": A})
    after = desk.contacts()["5"]
    assert after.id != before.id
    assert (after.first_name, after.custom_fields, after.date_created) == (None, "{}", NOW + DAY)
    assert desk.tags_of("5") == {}


def test_deleted_and_sent_again_in_one_group(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A, "first_name": "Ann", "tags": ["x"]})
    deletion = read_contact_deletion(desk.account, desk.first, "5")
    outcomes = desk.tell_together([deletion, desk.contact_change({"contact_id": 5, "email": A}), deletion, deletion])
    assert [isinstance(outcome, Answer) for outcome in outcomes] == [True, True, True, False]
    assert isinstance(outcomes[3], NotFound)
    assert desk.contacts() == {}
    nothing_hangs_loose(desk)
