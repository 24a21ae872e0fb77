"""The ledger as the warehouse's projector reads it: what changed since a number, in the order of commits.

Out: rows spelled as the warehouse's tables want them. Implements the protocol that `warehouse.feed` declares, without
importing it.
"""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection, Table, delete, func, select

from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.scalars import hash63

Row = TypeVar("Row", bound=msgspec.Struct)

FOREVER: Final = 253_402_214_400_000_000
"""The end of a span that has no end: 9999-12-31."""


class Changes(msgspec.Struct):
    """Every row version and hit with a number in (mark, `upto`]; `rows` and `gone` by warehouse table."""

    upto: int
    rows: dict[str, list[dict[str, Any]]]
    gone: dict[str, list[int]]
    hits: list[dict[str, Any]]


class Feed:
    """The change feed of all accounts of a ledger."""

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self._store = store

    def accounts(self) -> Sequence[str]:
        """The ids of all accounts."""
        with self._store.read() as connection:
            return connection.execute(select(tables.accounts.c.account_id)).scalars().all()

    def last_change(self, account_id: str) -> int:
        """The number of the account's newest committed change; 0 when it has none."""
        with self._store.read() as connection:
            return _last_change(connection, account_id)

    def read(self, account_id: str, after_rows: int, after_hits: int, limit: int) -> Changes:
        """At most about `limit` numbers beyond the marks, from one snapshot."""
        with self._store.read() as connection:
            upto = min(_last_change(connection, account_id), min(after_rows, after_hits) + limit)
            return _Reading(Handle(connection, account_id), (after_rows, after_hits), upto).changes()

    def forget_hits(self, account_id: str, upto: int) -> None:
        """Delete spooled hits that the warehouse has."""
        mine = (tables.spool.c.account_id == account_id, tables.spool.c.id <= upto)
        with self._store.write() as connection:
            connection.execute(delete(tables.spool).where(*mine))


class _Reading:
    """One reading of one account."""

    def __init__(self, handle: Handle, marks: tuple[int, int], upto: int) -> None:
        self._handle = handle
        self._after_rows, self._after_hits = marks
        self._upto = upto

    def changes(self) -> Changes:
        """Put the reading together."""
        contacts = self._new(rows.Contact, tables.contacts)
        invoices = self._new(rows.Invoice, tables.invoices)
        spooled = self._handle.between(rows.SpooledHit, tables.spool, "id", (self._after_hits, self._upto))
        return Changes(
            upto=self._upto,
            rows={
                "contacts": [_contact(row) for row in contacts],
                "contact_tags": self._tags([row.id for row in contacts]),
                "tags": [_named(row, account_id=None, change=None) for row in self._new(rows.Tag, tables.tags)],
                "products": [
                    _named(row, account_id=None, change=None) for row in self._new(rows.Product, tables.products)
                ],
                "orders": [_order(row) for row in invoices],
                "order_items": self._items([row.id for row in invoices]),
                "visitors": self._visitors(),
            },
            gone=self._gone(),
            hits=[msgspec.json.decode(row.payload) for row in spooled],
        )

    def _new(self, kind: type[Row], table: Table) -> list[Row]:
        return self._handle.between(kind, table, "change", (self._after_rows, self._upto))

    def _tags(self, contacts: list[int]) -> list[dict[str, Any]]:
        found = self._handle.find(rows.ContactTag, tables.contact_tags, "contact", contacts)
        return [{"contact": row.contact, "tag": row.tag, "tagged_at": row.date} for row in found]

    def _items(self, invoices: list[int]) -> list[dict[str, Any]]:
        found = self._handle.find(rows.InvoiceItem, tables.invoice_items, "invoice", invoices)
        return [_named(row, account_id=None, invoice="order_id") for row in found]

    def _visitors(self) -> list[dict[str, Any]]:
        """The whole time line of every visitor whose time line changed."""
        changed = {row.uid for row in self._new(rows.VisitorSpan, tables.visitor_spans)}
        spans: dict[str, list[rows.VisitorSpan]] = {}
        for row in self._handle.find(rows.VisitorSpan, tables.visitor_spans, "uid", changed):
            spans.setdefault(row.uid, []).append(row)
        found: list[dict[str, Any]] = []
        for uid, line in spans.items():
            ordered = sorted(line, key=lambda span: span.since)
            ends = [span.since for span in ordered[1:]] + [FOREVER]
            found += [
                {"visitor_id": hash63(uid), "since": span.since, "until": end, "person_id": span.person_id}
                for span, end in zip(ordered, ends, strict=True)
            ]
        return found

    def _gone(self) -> dict[str, list[int]]:
        gone: dict[str, list[int]] = {}
        for row in self._new(rows.Tombstone, tables.tombstones):
            gone.setdefault(row.entity, []).append(row.id)
        return gone


def _last_change(connection: Connection, account_id: str) -> int:
    statement = select(tables.accounts.c.change).where(tables.accounts.c.account_id == account_id)
    return connection.execute(statement).scalar_one_or_none() or 0


def refused(store: Store, account_id: str, after: int) -> list[tuple[int, str, int]]:
    """The hits that the collector refused after a day (since 1970): day, reason, hits."""
    table = tables.hit_drops
    statement = select(table.c.day, table.c.reason, table.c.hits)
    with store.read() as connection:
        found = connection.execute(statement.where(table.c.account_id == account_id, table.c.day > after)).all()
    return [(day, reason, hits) for day, reason, hits in found]


def figures(store: Store, account_id: str) -> dict[str, int]:
    """What the warehouse must add up to: counts and sums of the ledger's reported tables, and its last number."""
    counted = {
        "contacts": tables.contacts,
        "contact_tags": tables.contact_tags,
        "tags": tables.tags,
        "products": tables.products,
        "orders": tables.invoices,
        "order_items": tables.invoice_items,
        "visitors": tables.visitor_spans,
        "spool": tables.spool,
    }
    with store.read() as connection:

        def one(expression: Any, table: Table) -> int:  # noqa: ANN401 - any SQL expression
            statement = select(expression).select_from(table).where(table.c.account_id == account_id)
            return int(connection.execute(statement).scalar_one() or 0)

        found = {name: one(func.count(), table) for name, table in counted.items()}
        for column in ("amount", "paid", "refund_amount", "person_id"):
            found[f"orders.{column}"] = one(func.sum(tables.invoices.c[column]), tables.invoices)
        found["contacts.person_id"] = one(func.sum(tables.contacts.c.person_id), tables.contacts)
        found["order_items.amount"] = one(func.sum(tables.invoice_items.c.amount), tables.invoice_items)
        found["change"] = one(tables.accounts.c.change, tables.accounts)
        found["hits"] = one(tables.accounts.c.hits, tables.accounts)
    return found


_CONTACT_COLUMNS: Final = (
    "id person_id integration_id contact_id email first_name last_name status custom_fields"
    " utm_source utm_medium utm_campaign utm_content utm_term referring_url optin_url"
).split()
_ORDER_COLUMNS: Final = (
    "id person_id integration_id amount paid is_refunded refund_amount discount tax shipping currency"
).split()


def _only(row: msgspec.Struct, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _named(row: msgspec.Struct, **names: str | None) -> dict[str, Any]:
    """The row with columns renamed, or left out where the new name is None."""
    kept: dict[str, Any] = {}
    for name, value in as_dict(row).items():
        if (new := names.get(name, name)) is not None:
            kept[new] = value
    return kept


def _contact(row: rows.Contact) -> dict[str, Any]:
    return _only(row, _CONTACT_COLUMNS) | {"created_at": row.date_created, "updated_at": row.last_updated}


def _order(row: rows.Invoice) -> dict[str, Any]:
    return _only(row, _ORDER_COLUMNS) | {
        "order_id": row.invoice_id,
        "created_at": row.date_created,
        "refunded_at": row.date_refunded,
    }
