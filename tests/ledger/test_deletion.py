"""What a deletion leaves: nothing personal, orders without a name, and the way back if the contact returns."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from headwater.errors import NotFound
from headwater.intake.contact_deletion import read_contact_deletion
from headwater.ledger import tables
from headwater.ledger.change import Answer
from headwater.ledger.store import open_store, sqlite_url
from tests.ledger.desk import DAY, NOW, Desk

A, B, C = "a@example.com", "b@example.com", "c@example.com"
EARLIER, LATER = "2018-10-02 16:15:00", "2018-11-28 09:28:42"
T_EARLIER = 1_538_496_900_000_000  # 17_806 days and 58_500 s
T_LATER = 1_543_397_322_000_000  # 17_863 days and 34_122 s


def test_a_contact_is_deleted_by_its_id(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A, "tags": ["x"]})
    desk.contact({"contact_id": 6, "email": B, "tags": ["x"]})
    assert desk.delete_contact("5") == {"id": "5", "status": "success", "object": "contact", "deleted": True}
    assert set(desk.contacts()) == {"6"}
    assert desk.tags_of("6") == {"x": NOW}
    desk.nothing_hangs_loose()


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
            mine = " WHERE account_id = :account" if "account_id" in table.c else ""
            statement = text(f"SELECT * FROM {table.name}{mine}")  # noqa: S608 - names of our own
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
    desk.nothing_hangs_loose()
