"""The change feed by hand: limits, marks, tombstones, whole time lines, and hits that leave the spool."""

import msgspec
import pytest

from headwater.intake.hit import Hits
from headwater.ledger import rows, tables
from headwater.ledger.feed import FOREVER, Feed, figures
from headwater.ledger.store import Store
from headwater.scalars import hash63
from tests.ledger.copy_of import Copy, is_the_ledger
from tests.ledger.desk import HOUR, NOW, Desk

ANN, BEN = "ann@example.com", "ben@example.com"


def test_an_account_to_which_nothing_happened_has_nothing_to_read(store: Store, desk: Desk) -> None:
    feed = Feed(store)
    assert desk.account_id in feed.accounts()
    assert feed.last_change(desk.account_id) == 0
    changes = feed.read(desk.account_id, 0, 0, 100)
    assert (changes.upto, changes.gone, changes.hits) == (0, {}, [])
    assert not any(changes.rows.values())
    assert feed.last_change("nobody") == 0
    assert feed.read("nobody", 0, 0, 100).upto == 0


def test_a_reading_stops_at_its_limit(store: Store, desk: Desk) -> None:
    for number in range(10):
        desk.view(f"u{number}")
    feed = Feed(store)
    first = feed.read(desk.account_id, 0, 0, 4)
    assert (first.upto, [hit["uid"] for hit in first.hits]) == (4, ["u0", "u1", "u2", "u3"])
    last = feed.read(desk.account_id, 8, 8, 100)
    assert (last.upto, [hit["uid"] for hit in last.hits]) == (10, ["u8", "u9"])
    assert feed.read(desk.account_id, 10, 10, 100).hits == []


def test_rows_and_hits_have_marks_of_their_own(store: Store, desk: Desk) -> None:
    """Rows can be read anew, for a rebuilt warehouse, while the hits stay where they are."""
    desk.contact({"contact_id": 5})
    desk.view("u1")
    last = desk.last_change()
    changes = Feed(store).read(desk.account_id, 0, last, 100)
    assert [row["contact_id"] for row in changes.rows["contacts"]] == ["5"]
    assert changes.hits == []
    changes = Feed(store).read(desk.account_id, last, 0, 100)
    assert changes.rows["contacts"] == []
    assert [hit["uid"] for hit in changes.hits] == ["u1"]


def test_a_hit_is_handed_on_as_it_was_spooled(store: Store, desk: Desk) -> None:
    desk.view("u1", "https://shop.example/\U0001f642?a=%00&b=\\")
    (hit,) = Feed(store).read(desk.account_id, 0, 0, 100).hits
    assert hit["id"] == desk.last_change()
    assert (hit["uid"], hit["url"]) == ("u1", "https://shop.example/\U0001f642?a=%00&b=\\")
    assert (hit["at"], hit["received_at"], hit["type"], hit["new"]) == (NOW, NOW, "page_view", False)


def test_what_is_deleted_leaves_a_tombstone(store: Store, desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": ANN})
    desk.invoice({"id": 1, "email": ANN})
    contact, invoice = desk.contacts()["5"].id, desk.invoices()["1"].id
    mark = desk.last_change()
    desk.delete_contact("5")
    desk.delete_invoice("1")
    changes = Feed(store).read(desk.account_id, mark, mark, 100)
    assert changes.gone == {"contacts": [contact], "orders": [invoice]}
    assert changes.rows["contacts"] == []


def test_a_merged_contact_leaves_a_tombstone_and_its_orders_come_again(store: Store, desk: Desk) -> None:
    desk.contact({"contact_id": 5})
    desk.contact({"contact_id": 6, "email": ANN})
    desk.invoice({"id": 1, "contact_id": 6})
    gone = desk.contacts()["6"].id
    mark = desk.last_change()
    desk.contact({"contact_id": 5, "email": ANN})
    changes = Feed(store).read(desk.account_id, mark, mark, 100)
    assert changes.gone == {"contacts": [gone]}
    (contact,) = changes.rows["contacts"]
    (order,) = changes.rows["orders"]
    assert order["person_id"] == contact["person_id"] == desk.contacts()["5"].person_id


def test_a_visitor_comes_with_its_whole_time_line(store: Store, desk: Desk) -> None:
    desk.identify("u1", NOW, e=ANN)
    mark = desk.last_change()
    desk.identify("u1", NOW + HOUR, e=BEN)
    ann, ben = desk.person_of_email(ANN), desk.person_of_email(BEN)
    changes = Feed(store).read(desk.account_id, mark, mark, 100)
    assert changes.rows["visitors"] == [
        {"visitor_id": hash63("u1"), "since": 0, "until": NOW + HOUR, "person_id": ann, "uid": "u1"},
        {"visitor_id": hash63("u1"), "since": NOW + HOUR, "until": FOREVER, "person_id": ben, "uid": "u1"},
    ]
    assert FOREVER == 253_402_214_400_000_000


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_tags_come_whole_although_a_reading_is_cut(store: Store, desk: Desk, cut: int) -> None:
    desk.contact({"contact_id": 5, "tags": ["x", "y"]})
    desk.contact({"contact_id": 5, "tags": ["y", "z"]})
    copy = Copy()
    copy.catch_up(Feed(store), desk.account_id, 1 + cut)
    is_the_ledger(copy, desk)


def test_hits_that_the_warehouse_has_leave_the_spool(store: Store, desk: Desk) -> None:
    other = Desk(store)
    for number in range(3):
        desk.view(f"u{number}")
        other.view(f"u{number}")
    desk.contact({"contact_id": 5})
    feed = Feed(store)
    feed.forget_hits(desk.account_id, 2)
    assert [row.id for row in desk.all(rows.SpooledHit, tables.spool)] == [3]
    assert len(other.all(rows.SpooledHit, tables.spool)) == 3
    feed.forget_hits(desk.account_id, 2)
    assert [hit["uid"] for hit in feed.read(desk.account_id, 0, 0, 100).hits] == ["u2"]
    desk.view("u3")
    assert desk.last_change() > 3
    feed.forget_hits(desk.account_id, desk.last_change())
    assert desk.all(rows.SpooledHit, tables.spool) == []
    assert set(desk.contacts()) == {"5"}


def test_refused_hits_are_counted_by_day_and_reason(desk: Desk) -> None:
    today = NOW // (24 * HOUR)
    for drops in ({"invalid": 2}, {"invalid": 3, "bot": 1}):
        desk.tell(Hits(desk.account_id, [], drops))
    desk.now += 24 * HOUR
    desk.tell_together([Hits(desk.account_id, [], {"bot": 1}), Hits(desk.account_id, [], {"bot": 1})])
    found = [(row.day, row.reason, row.hits) for row in desk.all(rows.HitDrop, tables.hit_drops)]
    assert found == [(today, "bot", 1), (today, "invalid", 5), (today + 1, "bot", 2)]


def test_figures_are_counts_and_sums(store: Store, desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": ANN, "tags": ["x", "y"]})
    desk.contact({"contact_id": 6})
    lines = [{"name": "P", "product_id": 1, "amount": 300}, {"name": "Q", "product_id": 2, "amount": 700}]
    desk.invoice({"id": 1, "email": ANN, "amount": 1000, "paid": 900, "is_refunded": 1, "items": lines})
    desk.invoice({"id": 2, "email": BEN, "amount": 500, "paid": 500, "refund_amount": 20})
    desk.identify("u1", e=ANN)
    desk.view("u1")
    desk.view("u2")
    found = figures(store, desk.account_id)
    assert {name: figure for name, figure in found.items() if figure and not name.endswith(".checksum")} == {
        "contacts": 2,
        "contact_labels": 2,
        "labels": 2,
        "products": 2,
        "orders": 2,
        "order_items": 2,
        "visitors": 1,
        "spool": 2,
        "orders.amount": 1500,
        "orders.paid": 1400,
        "orders.refund_amount": 920,
        "order_items.amount": 1000,
        "change": desk.last_change(),
        "hits": 2,
    }
    desk.contact({"contact_id": 6, "first_name": "Ann"})
    again = figures(store, desk.account_id)
    assert {name for name in found if found[name] != again[name]} == {"contacts.checksum", "change"}
    assert set(figures(store, Desk(store).account_id).values()) == {0}


def test_going_on_from_a_warehouse_of_another_history(store: Store, desk: Desk) -> None:
    """It was at 3 and is at 5 now, with 40 hits: 4 and 5 are in it, 1 to 3 are not, and 6 comes as it would."""
    for number in range(1, 7):
        desk.view(f"u{number}")
    feed = Feed(store)
    assert feed.hits_upto(desk.account_id, 4) == 4
    feed.reconcile(desk.account_id, 3, 5, 40)
    spooled = {row.id: msgspec.json.decode(row.payload) for row in desk.all(rows.SpooledHit, tables.spool)}
    assert [(number, hit["id"], hit["uid"]) for number, hit in spooled.items()] == [
        (6, 6, "u6"),
        (7, 7, "u1"),
        (8, 8, "u2"),
        (9, 9, "u3"),
    ]
    assert (feed.last_change(desk.account_id), feed.hits_upto(desk.account_id, 5)) == (9, 40)
    feed.reconcile(desk.account_id, 100, 100, 40)
    assert min(row.id for row in desk.all(rows.SpooledHit, tables.spool)) == 101
