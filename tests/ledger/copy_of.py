"""A warehouse of plain dicts that does what the change feed says, and how it is held against the ledger."""

from typing import Any

import msgspec

from headwater.ledger import rows, tables
from headwater.ledger.feed import FOREVER, Changes, Feed
from headwater.scalars import hash63
from tests.ledger.desk import Desk

PARENTS = (
    "contacts labels products orders subscriptions events adcampaigns adsets ads ad_days"  # rows with an id
).split()
CHILDREN = {
    "contact_labels": ("contact", "contacts"),
    "order_items": ("order_id", "orders"),
    "subscription_versions": ("subscription", "subscriptions"),
}


class Copy:
    """A warehouse of plain dicts, which does what the feed says."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in PARENTS}
        self.children: dict[str, dict[int, list[dict[str, Any]]]] = {name: {} for name in (*CHILDREN, "visitors")}
        self.hits: list[dict[str, Any]] = []
        self.mark = 0

    def take(self, changes: Changes) -> None:
        assert set(changes.rows) == {*PARENTS, *CHILDREN, "visitors"}
        assert set(changes.gone) <= {"contacts", "orders", "subscriptions"}
        for name, kept in self.rows.items():
            kept.update({row["id"]: row for row in changes.rows[name]})
            for number in changes.gone.get(name, []):
                kept.pop(number, None)
        for name, (owner, parent) in CHILDREN.items():
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
    worn = [(row.contact, row.label, row.date) for row in desk.all(rows.ContactLabel, tables.contact_labels)]
    copied = [row for kept in copy.children["contact_labels"].values() for row in kept]
    assert sorted((row["contact"], row["label"], row["since"]) for row in copied) == sorted(worn)
    labels = {
        row.id: named(row.id, row.integration_id, row.name, label_id=row.label_id, kind=row.kind)
        for row in desk.all(rows.Label, tables.labels)
    }
    assert copy.rows["labels"] == labels
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
        {"visitor_id": hash63(uid), "since": since, "until": end, "person_id": person, "uid": uid}
        for (since, person), end in zip(line, ends, strict=True)
    ]
