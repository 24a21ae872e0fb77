"""The ledger as the warehouse's projector reads it: what changed since a number, in the order of commits.

Out: rows spelled as the warehouse's tables want them. Implements the protocol that `warehouse.feed` declares, without
importing it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection, Table, delete, func, select

from headwater.ledger import rows, tables
from headwater.ledger.book import open_book
from headwater.ledger.handle import Handle
from headwater.ledger.reported import MONEY, ONLY_TOLD, REPORTED
from headwater.ledger.store import Store
from headwater.scalars import checksum, hash63

Row = TypeVar("Row", bound=msgspec.Struct)

FOREVER: Final = 253_402_214_400_000_000
"""The end of a span that has no end: 9999-12-31."""

_CHUNK: Final = 10_000


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

    def hits_upto(self, account_id: str, mark: int) -> int:
        """How many hits were ever spooled, but for those that are in the spool with numbers beyond `mark`."""
        with self._store.read() as connection:
            account = tables.accounts.c
            ever = connection.execute(select(account.hits).where(account.account_id == account_id)).scalar_one_or_none()
            return (ever or 0) - _spooled(connection, account_id, mark)

    def reconcile(self, account_id: str, was_at: int, is_at: int, hits: int) -> None:
        """Go on from a warehouse of another history, as `warehouse.feed.ChangeFeed` tells it."""
        with self._store.write() as connection:
            handle = Handle(connection, account_id)
            book = open_book(handle, 0)
            below = handle.between(rows.SpooledHit, tables.spool, "id", (0, was_at))
            spool = tables.spool.c
            connection.execute(delete(tables.spool).where(spool.account_id == account_id, spool.id <= is_at))
            book.account.hits = hits + _spooled(connection, account_id, is_at)
            book.account.change = max(book.account.change, is_at)
            for hit in below:
                book.spool({name: value for name, value in msgspec.json.decode(hit.payload).items() if name != "id"})
            book.save(handle)

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
        found: dict[str, list[dict[str, Any]]] = {}
        for reported in REPORTED:
            fresh = self._new(reported.kind, reported.table)
            found[reported.name] = [reported.columns.spell(row) for row in fresh]
            if child := reported.child:
                numbers = [row["id"] for row in found[reported.name]]
                children = self._handle.find(child.kind, child.table, child.pointer, numbers)
                found[child.name] = [child.columns.spell(row) for row in children]
        spooled = self._handle.between(rows.SpooledHit, tables.spool, "id", (self._after_hits, self._upto))
        return Changes(
            upto=self._upto,
            rows=found | {"visitors": self._visitors()},
            gone=self._gone(),
            hits=[msgspec.json.decode(row.payload) for row in spooled],
        )

    def _new(self, kind: type[Row], table: Table) -> list[Row]:
        return self._handle.between(kind, table, "change", (self._after_rows, self._upto))

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
                {"visitor_id": hash63(uid), "since": span.since, "until": end, "person_id": span.person_id, "uid": uid}
                for span, end in zip(ordered, ends, strict=True)
            ]
        return found

    def _gone(self) -> dict[str, list[int]]:
        gone: dict[str, list[int]] = {}
        for row in self._new(rows.Tombstone, tables.tombstones):
            gone.setdefault(row.entity, []).append(row.id)
        return gone


def _spooled(connection: Connection, account_id: str, after: int) -> int:
    spool = tables.spool.c
    counted = select(func.count()).select_from(tables.spool).where(spool.account_id == account_id, spool.id > after)
    return connection.execute(counted).scalar_one()


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
    """What the warehouse must add up to: rows, checksums and money of every reported table, and the last number.

    It is told from what a projector would read that begins at zero, in one snapshot.
    """
    with store.read() as connection:
        handle = Handle(connection, account_id)
        last = _last_change(connection, account_id)
        found: Counter[str] = Counter()
        seen: set[int] = set()  # a visitor's time line is read whole, and perhaps twice
        for after in range(0, last, _CHUNK):
            changes = _Reading(handle, (after, last), min(after + _CHUNK, last)).changes()
            for name, spelled in changes.rows.items():
                fresh = [row for row in spelled if row.get("visitor_id") not in seen]
                found[name] += len(fresh)
                found[f"{name}.checksum"] += sum(checksum(_kept(row)) for row in fresh)
                for column in MONEY.get(name, ()):
                    found[f"{name}.{column}"] += sum(row[column] for row in fresh)
            seen |= {row["visitor_id"] for row in changes.rows["visitors"]}
        of_account = tables.accounts.c.account_id == account_id
        found["hits"] = connection.execute(select(tables.accounts.c.hits).where(of_account)).scalar_one_or_none() or 0
        found["spool"] = _spooled(connection, account_id, 0)
    return {**found, "change": last}


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ONLY_TOLD}
