"""The change feed: read in any steps from any mark, and replayed into plain dicts, it is the ledger."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.intake.contact import read_contact_deletion
from headwater.intake.hit import Hits
from headwater.intake.invoice import read_invoice_deletion
from headwater.ledger import rows, tables
from headwater.ledger.feed import FOREVER, Changes, Feed, figures
from headwater.ledger.store import Store
from headwater.ledger.writer import Change
from headwater.scalars import hash63
from tests.ledger.desk import HOUR, NOW, Desk

ANN, BEN = "ann@example.com", "ben@example.com"
TABLES = {"contacts", "contact_tags", "tags", "products", "orders", "order_items", "visitors"}


class Copy:
    """A warehouse of plain dicts, which does what the feed says."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, dict[str, Any]]] = {
            name: {} for name in ("contacts", "tags", "products", "orders")
        }
        self.children: dict[str, dict[int, list[dict[str, Any]]]] = {
            "contact_tags": {},
            "order_items": {},
            "visitors": {},
        }
        self.hits: list[dict[str, Any]] = []
        self.mark = 0

    def take(self, changes: Changes) -> None:
        assert set(changes.rows) == TABLES
        assert set(changes.gone) <= {"contacts", "orders"}
        for name, kept in self.rows.items():
            kept.update({row["id"]: row for row in changes.rows[name]})
            for number in changes.gone.get(name, []):
                kept.pop(number, None)
        for name, owner, parent in (("contact_tags", "contact", "contacts"), ("order_items", "order_id", "orders")):
            for row in changes.rows[parent]:
                self.children[name][row["id"]] = [one for one in changes.rows[name] if one[owner] == row["id"]]
            for number in changes.gone.get(parent, []):
                self.children[name].pop(number, None)
        spans: dict[int, list[dict[str, Any]]] = {}
        for row in changes.rows["visitors"]:
            spans.setdefault(row["visitor_id"], []).append(row)
        self.children["visitors"].update(spans)
        self.hits += changes.hits
        self.mark = changes.upto

    def catch_up(self, feed: Feed, account_id: str, limit: int) -> None:
        while self.mark < feed.last_change(account_id):
            before = self.mark
            self.take(feed.read(account_id, before, before, limit))
            assert before < self.mark <= before + limit


def is_the_ledger(copy: Copy, desk: Desk) -> None:
    contacts = {row.id: row for row in desk.contacts().values()}
    assert copy.rows["contacts"] == {number: contact_columns(row) for number, row in contacts.items()}
    tagged = [(row.contact, row.tag, row.date) for row in desk.all(rows.ContactTag, tables.contact_tags)]
    copied = [row for kept in copy.children["contact_tags"].values() for row in kept]
    assert sorted((row["contact"], row["tag"], row["tagged_at"]) for row in copied) == sorted(tagged)
    tags = {
        row.id: named(row.id, row.integration_id, row.name, tag_id=row.tag_id)
        for row in desk.all(rows.Tag, tables.tags)
    }
    assert copy.rows["tags"] == tags
    products = desk.all(rows.Product, tables.products)
    assert copy.rows["products"] == {
        row.id: named(row.id, row.integration_id, row.name, product_id=row.product_id) for row in products
    }
    assert copy.rows["orders"] == {row.id: order_columns(row) for row in desk.invoices().values()}
    lines = [row for kept in copy.children["order_items"].values() for row in kept]
    expected = [item_columns(row) for row in desk.all(rows.InvoiceItem, tables.invoice_items)]
    assert sorted(lines, key=by_line) == sorted(expected, key=by_line)
    uids = {row.uid for row in desk.all(rows.VisitorSpan, tables.visitor_spans)}
    assert copy.children["visitors"] == {hash63(uid): span_columns(desk, uid) for uid in uids}
    hits = [msgspec.json.decode(row.payload) for row in desk.all(rows.SpooledHit, tables.spool)]
    assert copy.hits == hits
    assert [hit["id"] for hit in hits] == sorted({hit["id"] for hit in hits})


def named(number: int, integration_id: str, name: str, **key: str) -> dict[str, Any]:
    return {"id": number, "integration_id": integration_id, "name": name, **key}


def by_line(row: dict[str, Any]) -> tuple[int, int]:
    return row["order_id"], row["position"]


def contact_columns(row: rows.Contact) -> dict[str, Any]:
    """The warehouse's columns of a contact, with the origin still in the sender's words."""
    return {
        "id": row.id,
        "person_id": row.person_id,
        "integration_id": row.integration_id,
        "contact_id": row.contact_id,
        "email": row.email,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "status": row.status,
        "custom_fields": row.custom_fields,
        "created_at": row.date_created,
        "updated_at": row.last_updated,
        "utm_source": row.utm_source,
        "utm_medium": row.utm_medium,
        "utm_campaign": row.utm_campaign,
        "utm_content": row.utm_content,
        "utm_term": row.utm_term,
        "referring_url": row.referring_url,
        "optin_url": row.optin_url,
    }


def order_columns(row: rows.Invoice) -> dict[str, Any]:
    return {
        "id": row.id,
        "person_id": row.person_id,
        "integration_id": row.integration_id,
        "order_id": row.invoice_id,
        "amount": row.amount,
        "paid": row.paid,
        "is_refunded": row.is_refunded,
        "refund_amount": row.refund_amount,
        "discount": row.discount,
        "tax": row.tax,
        "shipping": row.shipping,
        "currency": row.currency,
        "created_at": row.date_created,
        "refunded_at": row.date_refunded,
    }


def item_columns(row: rows.InvoiceItem) -> dict[str, Any]:
    return {
        "order_id": row.invoice,
        "position": row.position,
        "item_id": row.item_id,
        "name": row.name,
        "amount": row.amount,
        "total_paid": row.total_paid,
        "product_id": row.product_id,
        "quantity": row.quantity,
        "subscription_id": row.subscription_id,
    }


def span_columns(desk: Desk, uid: str) -> list[dict[str, Any]]:
    line = desk.spans(uid)
    ends = [since for since, _ in line[1:]] + [FOREVER]
    return [
        {"visitor_id": hash63(uid), "since": since, "until": end, "person_id": person}
        for (since, person), end in zip(line, ends, strict=True)
    ]


# The law ---------------------------------------------------------------------------------------------------------

EMAILS = st.sampled_from([ANN, BEN, "cem@example.com"])
IDS = st.sampled_from(["1", "2", "3"])
TAGS = st.lists(st.sampled_from(["x", "y", {"id": 3, "name": "z"}, 3]), max_size=3)
ITEM = st.fixed_dictionaries({"name": st.just("P"), "product_id": IDS, "amount": st.just(5)})
ITEMS = st.lists(ITEM, max_size=3)
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("contact"), st.fixed_dictionaries({"contact_id": IDS}, optional={"email": EMAILS, "tags": TAGS})
        ),
        st.tuples(st.just("contact"), st.fixed_dictionaries({"email": EMAILS}, optional={"tags": TAGS})),
        st.tuples(st.just("invoice"), st.fixed_dictionaries({"id": IDS, "email": EMAILS, "items": ITEMS})),
        st.tuples(st.just("invoice"), st.fixed_dictionaries({"id": IDS, "contact_id": IDS})),
        st.tuples(st.just("delete contact"), IDS | EMAILS),
        st.tuples(st.just("delete invoice"), IDS),
        st.tuples(st.just("identify"), st.tuples(st.sampled_from(["u1", "u2"]), EMAILS, st.integers(0, 4))),
        st.tuples(st.just("identify"), st.tuples(st.sampled_from(["u1", "u2"]), IDS, st.integers(0, 4))),
        st.tuples(st.just("hit"), st.sampled_from(["u1", "u2", "u3"])),
        st.tuples(st.just("read"), st.integers(1, 20)),
    ),
    max_size=25,
)


def change(desk: Desk, kind: str, said: Any) -> Change:  # noqa: ANN401 - what the kind needs
    match kind:
        case "contact":
            return desk.contact_change(said)
        case "invoice":
            return desk.invoice_change(said)
        case "delete contact":
            return read_contact_deletion(desk.account, desk.first, said)
        case "delete invoice":
            return read_invoice_deletion(desk.account, desk.first, said)
        case "identify":
            uid, who, hour = said
            return desk.identification(uid, NOW + hour * HOUR, **({"e": who} if "@" in who else {"cid": who}))
        case _:
            return desk.hit_change(said)


def test_the_feed_replayed_is_the_ledger(store: Store) -> None:
    @settings(max_examples=settings().max_examples // (1 if store.is_sqlite else 3))
    @given(STEPS, st.integers(1, 30))
    def law(steps: list[tuple[str, Any]], limit: int) -> None:
        desk, feed, copy = Desk(store), Feed(store), Copy()
        for kind, said in steps:
            if kind == "read":  # a projector that reads in between, in steps of its own
                copy.catch_up(feed, desk.account_id, said)
                is_the_ledger(copy, desk)
            else:
                desk.tell_together([change(desk, kind, said)])  # refusals are as good
        copy.catch_up(feed, desk.account_id, limit)
        is_the_ledger(copy, desk)
        late = Copy()  # one who comes only now
        late.catch_up(feed, desk.account_id, limit)
        is_the_ledger(late, desk)

    law()


# By hand ---------------------------------------------------------------------------------------------------------


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
        {"visitor_id": hash63("u1"), "since": 0, "until": NOW + HOUR, "person_id": ann},
        {"visitor_id": hash63("u1"), "since": NOW + HOUR, "until": FOREVER, "person_id": ben},
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
    people = [row.person_id for row in desk.contacts().values()]
    payers = [row.person_id for row in desk.invoices().values()]
    assert figures(store, desk.account_id) == {
        "contacts": 2,
        "contact_tags": 2,
        "tags": 2,
        "products": 2,
        "orders": 2,
        "order_items": 2,
        "visitors": 1,
        "spool": 2,
        "orders.amount": 1500,
        "orders.paid": 1400,
        "orders.refund_amount": 920,
        "orders.person_id": sum(payers),
        "contacts.person_id": sum(people),
        "order_items.amount": 1000,
        "change": desk.last_change(),
        "hits": 2,
    }
    assert set(figures(store, Desk(store).account_id).values()) == {0}
