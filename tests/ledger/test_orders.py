"""What becomes of invoices: upserts, lines, products, refunds, and the contact that may come later than its orders."""

from typing import Any

import pytest

from headwater.errors import NotFound
from headwater.ledger import rows, tables
from tests.ledger.desk import Desk

A, B = "a@example.com", "b@example.com"
T_2018_10_03 = 1_538_565_272_000_000  # 17_807 days and 40_472 s: 11:14:32
PUBLISHED = {
    "contact_id": 4,
    "id": 234115,
    "amount": 4500,
    "paid": 4500,
    "is_refunded": 0,
    "date_created": "2018-10-03 11:14:32",
    "items": [
        {"name": "Round Tuit", "product_id": 1556402307145, "amount": 4000, "total_paid": 4000},
        {"name": "Uber Trinket", "product_id": 82638, "amount": 500, "total_paid": 500},
    ],
}


def item(product: object, **more: object) -> dict[str, object]:
    return {"name": f"Product {product}", "product_id": product, "amount": 1000, **more}


def lines(desk: Desk, invoice_id: str = "1") -> list[rows.InvoiceItem]:
    invoice = desk.invoices()[invoice_id].id
    return [row for row in desk.all(rows.InvoiceItem, tables.invoice_items) if row.invoice == invoice]


def products(desk: Desk) -> dict[str, str]:
    return {row.product_id: row.name for row in desk.all(rows.Product, tables.products)}


def test_the_published_invoice_is_kept_with_all_it_says(desk: Desk) -> None:
    answer = desk.invoice(PUBLISHED)
    assert answer == {
        "status": "success",
        "matched": False,
        "invoice": {
            "id": "234115",
            "contact_id": "4",
            "email": None,
            "amount": 4500,
            "paid": 4500,
            "is_refunded": False,
            "refund_amount": 0,
            "currency": None,
            "date_created": "2018-10-03T11:14:32+00:00",
        },
    }
    invoice = desk.invoices()["234115"]
    assert (invoice.amount, invoice.paid, invoice.date_created) == (4500, 4500, T_2018_10_03)
    assert (invoice.discount, invoice.tax, invoice.shipping, invoice.date_refunded) == (0, 0, 0, None)
    assert [(row.position, row.item_id, row.product_id, row.amount, row.total_paid, row.quantity) for row in
            lines(desk, "234115")] == [
        (1, "234115-1", "1556402307145", 4000, 4000, 1),
        (2, "234115-2", "82638", 500, 500, 1),
    ]  # fmt: skip
    assert products(desk) == {"1556402307145": "Round Tuit", "82638": "Uber Trinket"}


def test_an_invoice_is_updated_by_its_id_and_keeps_its_number(desk: Desk) -> None:
    desk.invoice({"id": 1, "email": A, "amount": 1000, "paid": 0, "items": [item(1), item(2)]})
    first = desk.invoices()["1"]
    desk.invoice({"id": "1", "email": A, "amount": 2000, "paid": 2000, "items": [item(3)], "currency": "usd"})
    (second,) = desk.invoices().values()
    assert (second.id, second.amount, second.paid, second.currency) == (first.id, 2000, 2000, "USD")
    assert second.change > first.change
    assert [row.product_id for row in lines(desk)] == ["3"]


def test_integrations_have_invoices_of_their_own(desk: Desk) -> None:
    desk.invoice({"id": 1, "email": A, "amount": 1})
    desk.invoice({"id": 1, "email": A, "amount": 2}, desk.second)
    assert {name: invoice.amount for name, invoice in desk.invoices().items()} == {"1": 1, "second/1": 2}
    desk.delete_invoice("1")
    assert set(desk.invoices()) == {"second/1"}


def test_lines_have_stable_ids(desk: Desk) -> None:
    body = {"id": "inv", "email": A, "items": [item(1), item(2, id=77), item(1), item(3)]}
    for _ in range(2):
        desk.invoice(body)
        assert [(row.position, row.item_id) for row in lines(desk, "inv")] == [
            (1, "inv-1"),
            (2, "77"),
            (3, "inv-3"),
            (4, "inv-4"),
        ]
    desk.invoice(body | {"items": []})
    assert lines(desk, "inv") == []


@pytest.mark.parametrize(
    ("paid", "sent", "kept"),
    [
        (1000, {}, 1000),  # paid in full: so is the line
        (1500, {}, 1000),
        (999, {}, 0),  # nobody knows which line a part was for
        (0, {}, 0),
        (0, {"total_paid": 400}, 400),
        (1000, {"total_paid": 0}, 0),
    ],
)
def test_what_was_paid_of_a_line(desk: Desk, paid: int, sent: dict[str, int], kept: int) -> None:
    desk.invoice({"id": 1, "email": A, "amount": 1000, "paid": paid, "items": [item(1, **sent)]})
    assert [row.total_paid for row in lines(desk)] == [kept]


def test_a_line_keeps_its_quantity_and_subscription(desk: Desk) -> None:
    desk.invoice({"id": 1, "email": A, "items": [item(1, quantity=3, subscription_id=9)]})
    (line,) = lines(desk)
    assert (line.quantity, line.subscription_id, line.amount) == (3, "9", 1000)


def test_unknown_products_are_made_once_and_known_ones_left_alone(desk: Desk) -> None:
    desk.invoice({"id": 1, "email": A, "items": [item(1), item(1, name="Another name"), item(2)]})
    desk.invoice({"id": 2, "email": A, "items": [item(1, name="Yet another name"), item("3")]})
    desk.invoice({"id": 1, "email": A, "items": [item(1)]}, desk.second)
    found = [(row.integration_id, row.product_id, row.name) for row in desk.all(rows.Product, tables.products)]
    assert found == [
        (desk.first, "1", "Product 1"),
        (desk.first, "2", "Product 2"),
        (desk.first, "3", "Product 3"),
        (desk.second, "1", "Product 1"),
    ]


@pytest.mark.parametrize(
    ("sent", "is_refunded", "refunded"),
    [
        ({}, False, 0),
        ({"is_refunded": 0}, False, 0),
        ({"is_refunded": 1}, True, 900),  # all that was paid
        ({"is_refunded": "1"}, True, 900),
        ({"is_refunded": True, "refund_amount": 300}, True, 300),
        ({"is_refunded": 1, "refund_amount": 0}, True, 0),
        ({"refund_amount": 300}, False, 300),
    ],
)
def test_a_refund_is_of_all_that_was_paid_unless_it_says_otherwise(
    desk: Desk, sent: dict[str, Any], refunded: int, *, is_refunded: bool
) -> None:
    desk.invoice({"id": 1, "email": A, "amount": 1000, "paid": 900, "date_refunded": "2018-10-03 11:14:32", **sent})
    invoice = desk.invoices()["1"]
    assert (invoice.is_refunded, invoice.refund_amount) == (is_refunded, refunded)
    assert invoice.date_refunded == T_2018_10_03


# The contact of an invoice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contact", "order", "matched"),
    [
        ({"contact_id": 5, "email": A}, {"contact_id": 5}, True),
        ({"contact_id": 5, "email": A}, {"contact_id": "5", "email": B}, True),  # the id comes before the e-mail
        ({"contact_id": 5, "email": A}, {"email": " A@Example.com "}, True),
        ({"contact_id": 5, "email": A}, {"contact_id": 6, "email": A}, True),
        ({"contact_id": 5, "email": A}, {"contact_id": 6}, False),
        ({"contact_id": 5, "email": A}, {"email": B}, False),
        ({"contact_id": 5, "email": A}, {"contact_id": 6, "email": B}, False),
    ],
)
@pytest.mark.parametrize("first", ["contact", "order"])
def test_an_order_finds_its_contact_whichever_comes_first(
    desk: Desk, contact: dict[str, Any], order: dict[str, Any], first: str, *, matched: bool
) -> None:
    if first == "contact":
        desk.contact(contact)
    answer = desk.invoice({"id": 1, **order})
    assert answer["matched"] is (matched and first == "contact")
    if first == "order":
        desk.contact(contact)
    assert (desk.invoices()["1"].person_id == desk.contacts()["5"].person_id) is matched
    assert desk.invoice({"id": 1, **order})["matched"] is matched


def test_an_order_is_matched_by_the_email_of_another_integration(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A}, desk.second)
    assert desk.invoice({"id": 1, "email": A})["matched"]
    assert not desk.invoice({"id": 2, "contact_id": 5})["matched"]  # an id is of its integration only
    assert desk.invoices()["1"].person_id == desk.contacts()["second/5"].person_id
    assert desk.invoices()["2"].person_id != desk.contacts()["second/5"].person_id


def test_orders_without_a_contact_are_of_one_person_all_the_same(desk: Desk) -> None:
    desk.invoice({"id": 1, "email": A})
    desk.invoice({"id": 2, "email": A})
    desk.invoice({"id": 3, "contact_id": 5})
    desk.invoice({"id": 4, "contact_id": 5})
    desk.invoice({"id": 5, "email": B})
    people = [invoice.person_id for _, invoice in sorted(desk.invoices().items())]
    assert people[0] == people[1] == desk.person_of_email(A)
    assert people[2] == people[3]
    assert len(set(people)) == 3


def test_an_order_that_moves_to_another_contact_changes_its_person(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.contact({"contact_id": 6, "email": B})
    desk.invoice({"id": 1, "contact_id": 5})
    desk.invoice({"id": 1, "contact_id": 6})
    assert desk.invoices()["1"].person_id == desk.contacts()["6"].person_id
    desk.invoice({"id": 1, "email": A})
    assert desk.invoices()["1"].person_id == desk.contacts()["5"].person_id


def test_a_contact_takes_only_its_own_orders_with_it(desk: Desk) -> None:
    desk.invoice({"id": 1, "contact_id": 5, "email": A})
    desk.invoice({"id": 2, "email": A})
    desk.contact({"contact_id": 5, "email": B})
    contacts, invoices = desk.contacts(), desk.invoices()
    assert invoices["1"].person_id == contacts["5"].person_id  # it named the contact
    assert invoices["2"].person_id != contacts["5"].person_id  # it only named the e-mail of somebody else


def test_many_orders_find_a_contact_that_comes_last(desk: Desk) -> None:
    changes = [desk.invoice_change({"id": number, "contact_id": 5}) for number in range(20)]
    changes += [desk.invoice_change({"id": number, "email": A}) for number in range(20, 40)]
    desk.tell_together(changes)
    desk.contact({"contact_id": 5, "email": A})
    assert {invoice.person_id for invoice in desk.invoices().values()} == {desk.contacts()["5"].person_id}
    assert len(desk.invoices()) == 40


# Deletion --------------------------------------------------------------------------------------------------------


def test_an_invoice_is_deleted_with_its_lines(desk: Desk) -> None:
    desk.invoice({"id": 1, "email": A, "items": [item(1), item(2)]})
    desk.invoice({"id": 2, "email": A, "items": [item(3)]})
    assert desk.delete_invoice("1") == {"id": "1", "status": "success", "object": "invoice", "deleted": True}
    assert set(desk.invoices()) == {"2"}
    assert [row.product_id for row in desk.all(rows.InvoiceItem, tables.invoice_items)] == ["3"]
    assert set(products(desk)) == {"1", "2", "3"}


@pytest.mark.parametrize("asked", ["2", "1\x00\x00\x001", "é", "%"])
def test_an_unknown_invoice_cannot_be_deleted(desk: Desk, asked: str) -> None:
    desk.invoice({"id": 1, "email": A})
    with pytest.raises(NotFound, match=r"^there is no invoice ") as problem:
        desk.delete_invoice(asked)
    assert problem.value.status == 404
    with pytest.raises(NotFound):
        Desk(desk.store).delete_invoice("1")
    assert set(desk.invoices()) == {"1"}


def test_an_invoice_that_is_deleted_and_sent_again_is_a_new_row(desk: Desk) -> None:
    desk.invoice({"id": 1, "email": A, "items": [item(1), item(2)]})
    before = desk.invoices()["1"]
    desk.delete_invoice("1")
    desk.invoice({"id": 1, "email": A, "items": [item(3)]})
    after = desk.invoices()["1"]
    assert after.id > before.id
    assert [row.product_id for row in lines(desk)] == ["3"]
