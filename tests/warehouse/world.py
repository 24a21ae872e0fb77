"""A ledger in memory and a plain enrichment: small, real implementations of the protocols of `warehouse.feed`.

They stand for the other side of the protocols, not for our ledger: nothing here copies its code, and the tests that put
the real ones together live elsewhere.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from headwater.clock import DAY, HOUR, MINUTE, SECOND
from headwater.scalars import hash63
from headwater.warehouse.cursors import Cursor
from headwater.warehouse.engine import Options, Warehouse
from headwater.warehouse.feed import AccountFacts, Row
from headwater.warehouse.meter import Meter
from headwater.warehouse.projector import Projector, Sources
from tests.warehouse.said import FOREVER, NOON, contact, hit, order, visitor

ACCOUNT = "acct1"

__all__ = [
    "ACCOUNT",
    "DAY",
    "FOREVER",
    "HOUR",
    "MINUTE",
    "NOON",
    "SECOND",
    "World",
    "contact",
    "hit",
    "order",
    "visitor",
]


class Read(msgspec.Struct):
    """One reading of the feed."""

    upto: int
    rows: dict[str, list[Row]]
    gone: dict[str, list[int]]
    hits: list[Row]


class Book:
    """One account: every row with the number of its last change, every tombstone, the spool."""

    def __init__(self) -> None:
        """Nothing happened yet."""
        self.change = 0
        self.rows: dict[tuple[str, int], tuple[int, dict[str, list[Row]]]] = {}
        self.gone: dict[tuple[str, int], int] = {}
        self.spool: dict[int, Row] = {}
        self.hits = 0

    def next(self) -> int:
        self.change += 1
        return self.change


class MemoryFeed:
    """A `ChangeFeed` over accounts that live in this process; safe from several threads."""

    def __init__(self) -> None:
        self.books: dict[str, Book] = {}
        self._lock = threading.Lock()

    def put(self, account_id: str, table: str, key: int, **tables: list[Row]) -> int:
        """Write the row `key` of `table`: its rows and its children's, by table. Returns the change number."""
        with self._lock:
            book = self.books.setdefault(account_id, Book())
            book.gone.pop((table, key), None)
            book.rows[table, key] = (book.next(), tables)
            return book.change

    def delete(self, account_id: str, table: str, key: int) -> int:
        with self._lock:
            book = self.books[account_id]
            book.rows.pop((table, key), None)
            book.gone[table, key] = book.next()
            return book.change

    def spool(self, account_id: str, *hits: Row) -> int:
        """Spool hits in this order; they get their ids here."""
        with self._lock:
            book = self.books.setdefault(account_id, Book())
            for row in hits:
                number = book.next()
                book.hits += 1
                book.spool[number] = {**row, "id": number}
            return book.change

    def accounts(self) -> Sequence[str]:
        with self._lock:
            return list(self.books)

    def last_change(self, account_id: str) -> int:
        with self._lock:
            return self.books.setdefault(account_id, Book()).change

    def read(self, account_id: str, after_rows: int, after_hits: int, limit: int) -> Read:
        with self._lock:
            book = self.books[account_id]
            upto = min(book.change, min(after_rows, after_hits) + limit)
            found = Read(upto=upto, rows={}, gone={}, hits=[])
            for change, tables in sorted(book.rows.values(), key=lambda row: row[0]):
                if after_rows < change <= upto:
                    for table, rows in tables.items():
                        found.rows.setdefault(table, []).extend(rows)
            for (table, key), change in book.gone.items():
                if after_rows < change <= upto:
                    found.gone.setdefault(table, []).append(key)
            found.hits = [book.spool[number] for number in range(after_hits + 1, upto + 1) if number in book.spool]
            return found

    def hits_upto(self, account_id: str, mark: int) -> int:
        with self._lock:
            book = self.books.setdefault(account_id, Book())
            return book.hits - sum(1 for number in book.spool if number > mark)

    def reconcile(self, account_id: str, was_at: int, is_at: int, hits: int) -> None:
        with self._lock:
            book = self.books[account_id]
            book.change = max(book.change, is_at)
            below = [row for number, row in sorted(book.spool.items()) if number <= was_at]
            book.spool = {number: row for number, row in book.spool.items() if number > is_at}
            for row in below:
                number = book.next()
                book.spool[number] = {**row, "id": number}
            book.hits = hits + len(book.spool)

    def forget_hits(self, account_id: str, upto: int) -> None:
        with self._lock:
            spool = self.books.setdefault(account_id, Book()).spool
            for number in [number for number in spool if number <= upto]:
                del spool[number]


class Told(msgspec.Struct):
    """What became of a hit."""

    drop: str | None = None
    page_view: Row | None = None
    sent: tuple[int, int] | None = None
    origin: Row | None = None
    is_imported: bool = False


class PlainEnrichment:
    """An `Enrichment` with one rule: `utm_source` is the origin, and `source=bot` is dropped."""

    def __init__(self) -> None:
        self.channel = "other"
        self.poison = "-"  # a source that enrichment fails at

    def hit(self, account: AccountFacts, hit: Row) -> Told:
        url = urlsplit(str(hit["url"]))
        if url.path == "/bot":
            return Told(drop="bot")
        origin = self.origin(_first(url.query, "utm_source"))
        page_view = {
            "id": hit["id"],
            "visitor_id": hash63(str(hit["uid"])),
            "at": hit["at"],
            "type": hit["type"],
            "starts_session": hit["new"],
            "origin_id": None if origin is None else origin["origin_id"],
            "host": url.hostname or account.account_id,
            "path": url.path,
            "url": hit["url"],
            "title": hit["title"],
            **dict.fromkeys(("referrer", "country", "device", "os", "browser", "ip", "props", "region", "city")),
        }
        sent = hash63(f"{hit['uid']} {hit['at']} {hit['type']} {hit['url']}"), int(str(hit["at"]))
        return Told(page_view=page_view, sent=sent, origin=origin)

    def origin_of(self, account: AccountFacts, contact: Row) -> Row | None:
        del account
        return self.origin(str(contact.get("utm_source") or ""))

    def classify(self, account: AccountFacts, origins: Sequence[Row]) -> Sequence[Row]:
        del account
        return [{**origin, "channel": self.channel} for origin in origins]

    def rules(self, account: AccountFacts) -> str:
        return self.channel if account else ""

    def origin(self, source: str) -> Row | None:
        if not source:
            return None
        if source == self.poison:
            raise ValueError("no such source")
        said = {"utm_source": source, "channel": self.channel, "source": source.title()}
        silent = "referrer_host utm_medium utm_campaign utm_content utm_term click_id ad_id".split()
        return {"origin_id": hash63(source), **dict.fromkeys(silent, ""), **said}


class World:
    """A warehouse in a directory with a feed before it."""

    def __init__(
        self, directory: Path, feed: MemoryFeed | None = None, meter: Meter | None = None, first_batch: int = 2_000
    ) -> None:
        """Open `directory`, before `feed`."""
        self.directory = directory
        self.feed = feed or MemoryFeed()
        self.enrich = PlainEnrichment()
        self.now = NOON
        self.warehouse = Warehouse(directory, Options(threads=2, memory_limit="256MiB"))
        self.projector = Projector(self.warehouse, self.sources(), meter, first_batch)

    def sources(self) -> Sources:
        return Sources(feed=self.feed, enrich=self.enrich, facts=facts, clock=lambda: self.now)

    def projected(self) -> "World":
        """The world, with everything carried over."""
        self.projector.catch_up(ACCOUNT)
        return self

    def ask(self, sql: str, account_id: str = ACCOUNT) -> list[tuple[Any, ...]]:
        with self.warehouse.cursor(account_id) as cursor:
            return cursor.execute(sql).fetchall()

    def tables(self, account_id: str = ACCOUNT) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that an account's warehouse says, in an order of its own; without `complete_at`."""
        with self.warehouse.cursor(account_id) as cursor:
            return contents(cursor)

    def close(self) -> None:
        self.warehouse.close()


def contents(cursor: Cursor) -> dict[str, list[tuple[Any, ...]]]:
    names = [name for (name,) in cursor.execute("SHOW TABLES").fetchall() if name not in ("migrations", "scope")]
    found = {name: cursor.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall() for name in names}  # noqa: S608
    found["marks"] = [row[:2] for row in found["marks"]]
    return found


def shop(feed: MemoryFeed) -> None:
    """A little of everything, in an order that makes a batch of ten cut through it."""
    sources = ("", "news", "", "ads", "news", "")
    for number in range(60):
        uid = f"u{number % 7}"
        at = NOON + number * 7 * MINUTE - (2 * HOUR if number % 11 == 0 else 0)  # every eleventh comes late
        path = "/bot" if number % 13 == 0 else "/"
        feed.spool(ACCOUNT, hit(at, sources[number % 6], uid, path=path))
        if number % 5 == 0:
            feed.put(ACCOUNT, "contacts", number % 20, **contact(number % 20, utm_source="news", tags=[1, 2]))
            feed.put(
                ACCOUNT, "orders", number % 15, **order(number % 15, 100 * number, items=[60 * number, 40 * number])
            )
            feed.put(ACCOUNT, "visitors", hash63(uid), **visitor(uid, (NOON - DAY, 1), (at, number + 1)))
    feed.delete(ACCOUNT, "orders", 10)
    feed.delete(ACCOUNT, "contacts", 15)
    feed.delete(ACCOUNT, "visitors", hash63("u1"))


def facts(account_id: str) -> AccountFacts:
    return AccountFacts(account_id=account_id, timezone="UTC", currency="USD")


def _first(query: str, name: str) -> str:
    return parse_qs(query).get(name, [""])[0]
