"""`POST invoice` as a payload: what is read of it, and every fault at once."""

from typing import Any

import pytest

from headwater.errors import Problem
from headwater.intake.deletion import read_invoice_deletion
from headwater.intake.invoice import InvoiceChange, read_invoice
from tests.intake.accounts import ACCOUNT

ITEM = {"name": "Round Tuit", "product_id": 1556402307145, "amount": 4000}
NEEDED: dict[str, Any] = {
    "id": 234115,
    "contact_id": 4,
    "amount": 4500,
    "paid": 4500,
    "date_created": "1970-01-02",
    "items": [],
}


def read(body: dict[str, Any]) -> InvoiceChange:
    return read_invoice(ACCOUNT, "first", body)


def faults(body: dict[str, Any]) -> list[str]:
    with pytest.raises(Problem) as problem:
        read(body)
    assert problem.value.status == 400
    return list(problem.value.errors)


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in NEEDED.items() if name not in names}


def test_the_needed_fields_are_enough() -> None:
    change = read(NEEDED)
    assert change.values == {
        "id": "234115",
        "contact_id": "4",
        "amount": 4500,
        "paid": 4500,
        "date_created": 86_400_000_000,
    }
    assert change.items == []


def test_the_contract_s_fields_are_all_read() -> None:
    more = {
        "email": "Joey@Bloggs.com",
        "is_refunded": "1",
        "refund_amount": 100,
        "date_refunded": "1970-01-03",
        "discount": 10,
        "tax": "20",
        "shipping": 30,
        "currency": "usd",
        "items": [ITEM | {"id": 7, "total_paid": 3000, "quantity": "2", "subscription_id": 9}],
    }
    change = read(NEEDED | more)
    assert change.values.pop("email_key")
    assert change.values == {
        "id": "234115",
        "contact_id": "4",
        "email": "joey@bloggs.com",
        "amount": 4500,
        "paid": 4500,
        "date_created": 86_400_000_000,
        "is_refunded": True,
        "refund_amount": 100,
        "date_refunded": 172_800_000_000,
        "discount": 10,
        "tax": 20,
        "shipping": 30,
        "currency": "USD",
    }
    assert change.items == [
        {
            "id": "7",
            "name": "Round Tuit",
            "product_id": "1556402307145",
            "amount": 4000,
            "total_paid": 3000,
            "quantity": 2,
            "subscription_id": "9",
        }
    ]


def test_an_email_is_enough_to_name_somebody() -> None:
    assert read(without("contact_id") | {"email": "a@b.c"}).values["email"] == "a@b.c"


def test_everything_that_is_missing_is_named() -> None:
    assert faults({}) == [
        "missing 'id' field",
        "missing 'amount' field",
        "missing 'paid' field",
        "missing 'date_created' field",
        "missing 'contact_id' or 'email' field",
        "missing 'items' field",
    ]


@pytest.mark.parametrize("name", ["id", "amount", "paid", "date_created", "items"])
def test_each_needed_field_is_missed(name: str) -> None:
    assert faults(without(name)) == [f"missing '{name}' field"]
    assert faults(NEEDED | {name: None}) == [f"missing '{name}' field"]


def test_every_fault_is_told_at_once() -> None:
    body = {
        "id": [],
        "email": "nobody",
        "amount": "45.00",
        "paid": 10**16,
        "date_created": "today",
        "is_refunded": 2,
        "currency": "EURO",
        "items": [ITEM, "Round Tuit", {"name": 5, "amount": 1.5, "quantity": 10**20}, ITEM | {"product_id": None}],
    }
    assert faults(body) == [
        "field 'id' must be an id: a whole number or a text",
        "field 'email' must be an e-mail address such as 'joey@example.com'",
        "field 'amount' must be whole cents, such as 4500 for 45.00",
        "field 'paid' must be between -1000000000000000 and 1000000000000000 cents",
        "field 'date_created' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
        "field 'is_refunded' must be 0 or 1",
        "field 'currency' must be an ISO 4217 code such as 'USD'",
        "field 'items[1]' must be an object",
        "missing 'items[2].product_id' field",
        "field 'items[2].amount' must be whole cents, such as 4500 for 45.00",
        "field 'items[2].quantity' must be a whole number",
        "missing 'items[3].product_id' field",
    ]


@pytest.mark.parametrize("sent", [5, {"0": ITEM}, True])
def test_items_are_a_list(sent: object) -> None:
    assert faults(NEEDED | {"items": sent}) == ["field 'items' must be a list"]


def test_another_currency_than_the_account_s_is_refused_until_there_are_rates() -> None:
    assert faults(NEEDED | {"currency": "JPY"}) == [
        "field 'currency' must be 'USD', the account's own, until rates of exchange are kept"
    ]


@pytest.mark.parametrize("sent", ["EURO", "€", "E1R", 5])
def test_a_currency_has_three_letters(sent: object) -> None:
    assert faults(NEEDED | {"currency": sent}) == ["field 'currency' must be an ISO 4217 code such as 'USD'"]


@pytest.mark.parametrize(("asked", "invoice_id"), [("234115", "234115"), (" a/b ", "a/b"), ("a\x00b", "ab")])
def test_a_deletion_names_an_invoice(asked: str, invoice_id: str) -> None:
    assert read_invoice_deletion(ACCOUNT, "first", asked).record_id == invoice_id


@pytest.mark.parametrize("asked", ["", " ", "\x00", "x" * 256])
def test_a_deletion_of_nothing_finds_nothing(asked: str) -> None:
    with pytest.raises(Problem) as problem:
        read_invoice_deletion(ACCOUNT, "first", asked)
    assert problem.value.status == 404


@pytest.mark.parametrize("sent", ["a,b", ",", " ", 0, False])
def test_a_text_is_no_list_of_items_but_an_empty_one_is(sent: object) -> None:
    assert read(NEEDED | {"items": ""}).items == []
    assert faults(NEEDED | {"items": sent}) == ["field 'items' must be a list"]
