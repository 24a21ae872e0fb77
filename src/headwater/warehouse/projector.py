"""Carries the ledger's changes into the warehouse: one bounded batch at a time, each in one transaction with its marks.

In: a change feed, the enrichment. Out: tables that equal what the ledger says up to the marks. A crash at any point
repeats work and never loses or doubles it: what was read again is deleted before it is inserted, and hits leave the
spool only after the marks beyond them are on disk. Knows nothing of when to run (see `background`).
"""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from headwater.clock import Clock, system_clock
from headwater.warehouse import person_touches, persons, retention, tables, touches, trails
from headwater.warehouse.batch import Batch, prepare
from headwater.warehouse.bulk import Bulk
from headwater.warehouse.cursors import Cursor, transaction
from headwater.warehouse.engine import Warehouse
from headwater.warehouse.feed import AccountFacts, ChangeFeed, Changes, Enrichment, Row
from headwater.warehouse.meter import Meter
from headwater.warehouse.persons import Stretch
from headwater.warehouse.progress import Freshness, Marks, Progress
from headwater.warehouse.restored import carried, difference, require_one_history
from headwater.warehouse.writer import Writer, marks_on

FIRST_BATCH: Final = 2_000
LARGEST_BATCH: Final = 10_000

_FAILED: Final = "SELECT id, hit FROM failed_hits WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Where the projector gets everything from."""

    feed: ChangeFeed
    enrich: Enrichment
    facts: Callable[[str], AccountFacts]
    clock: Clock = system_clock


class _Read(NamedTuple):
    """What was read, the marks once it is written, and whether it is all that there was."""

    changes: Changes
    moved: Marks
    is_last: bool


class _Again(NamedTuple):
    """Hits that are read a second time, as `Changes`."""

    upto: int
    rows: Mapping[str, Sequence[Row]]
    gone: Mapping[str, Sequence[int]]
    hits: Sequence[Row]


class Projector:
    """Projects accounts, one batch per call. Safe from several threads: an account has one batch at a time."""

    def __init__(
        self, warehouse: Warehouse, sources: Sources, meter: Meter | None = None, first_batch: int = FIRST_BATCH
    ) -> None:
        """Write to `warehouse` what `sources` tell; `first_batch` doubles while there is more to do."""
        self.progress = Progress()
        self.meter = meter or Meter()
        self._warehouse = warehouse
        self._sources = sources
        self._bulk = Bulk()
        self._writer = Writer(self._bulk, self.meter)
        self._first_batch = first_batch
        self._limits: dict[str, int] = {}
        self._locks: dict[str, threading.RLock] = {}
        self._locks_lock = threading.Lock()

    def project(self, account_id: str) -> bool:
        """Carry over one batch; whether there is more to do."""
        with self.lock(account_id):
            try:
                has_more = self._project(account_id)
            except BaseException:
                self.progress.fail(account_id)
                raise
            self.progress.succeed(account_id)
            return has_more

    def catch_up(self, account_id: str) -> Marks:
        """Carry over all that the ledger holds now, and what comes in meanwhile."""
        while self.project(account_id):
            pass
        return self.marks(account_id)

    def marks(self, account_id: str) -> Marks:
        """How far the account has come, on disk."""
        if (marks := self.progress.marks(account_id)) is None:
            with self.lock(account_id):
                marks = self.progress.marks(account_id) or self._begin(account_id)
        return marks

    def behind(self) -> list[str]:
        """The accounts of which the ledger holds changes that this process has not seen projected."""
        feed = self._sources.feed
        known = self.progress.all()
        seen = {account_id: marks.change for account_id, marks in known.items()}
        return [account_id for account_id in feed.accounts() if feed.last_change(account_id) > seen.get(account_id, 0)]

    def freshness(self, account_id: str, change: int) -> Freshness:
        """How current an answer is that is given now to one who asked when the ledger was at `change`."""
        marks = self.marks(account_id)
        is_current = marks.change >= change
        as_of = self._sources.clock() if is_current else marks.complete_at
        return Freshness(projected_change=marks.change, ledger_change=change, is_current=is_current, as_of=as_of)

    def lock(self, account_id: str) -> threading.RLock:
        """Held while the account is written to."""
        with self._locks_lock:
            return self._locks.setdefault(account_id, threading.RLock())

    def rebuild(self, account_id: str) -> Marks:
        """Copy the ledger's tables anew, try failed hits again, tell touches and trails again; the rest stays.

        One transaction, however long it takes: reports see the account as it was until all of it is there. Of two that
        were apart, the ledger's rows and the warehouse's page views stay, and what is spooled gets numbers beyond both.
        """
        feed = self._sources.feed
        with self.lock(account_id):
            with self._warehouse.cursor(account_id) as cursor, transaction(cursor):
                before = marks_on(cursor)
                is_apart = difference(cursor, feed, account_id, before) is not None
                marks = self._copy_all(account_id, cursor)
                self._retry_failed(account_id, cursor, marks)
                with self.meter.step("touches"):
                    touches.retell_all(cursor)
                    person_touches.lay(cursor)
                trails.mend(cursor)
                hits = carried(cursor)
            if is_apart:  # if we die here, they still are, and the next rebuild goes on
                feed.reconcile(account_id, before.hits, marks.hits, hits)
            feed.forget_hits(account_id, marks.hits)
            self.progress.publish(account_id, marks)
            self.progress.succeed(account_id)
        return marks

    def scrub(self, account_id: str) -> None:
        """Carry over what was deleted, and leave no trace of it in the warehouse's place."""
        with self.lock(account_id):
            self.catch_up(account_id)
            self._warehouse.rewrite(account_id)

    def tend(self, account_id: str) -> None:
        """Do the upkeep of the account's place."""
        with self.lock(account_id):
            self._warehouse.tend(account_id)

    def forget(self, account_id: str, before: int | None, today: int) -> int:
        """Delete page views before an instant, if one is given, and what `today` (a day) is too late to come again."""
        with self.lock(account_id), self._warehouse.cursor(account_id) as cursor, transaction(cursor):
            return retention.forget(cursor, self._bulk, before, today)

    def erase(self, account_id: str, stretches: Sequence[Stretch], today: int) -> int:
        """Delete the hits of stretches of visitors' time; how many there were."""
        with self.lock(account_id), self._warehouse.cursor(account_id) as cursor, transaction(cursor):
            return persons.erase(cursor, self._bulk, stretches, today)

    def lay_trails(self, account_id: str, least: int = trails.LEAST) -> bool:
        """Lay trails and touches of persons anew if `least` page views or more have come since; whether it was so."""
        with self.lock(account_id), self._warehouse.cursor(account_id) as cursor, transaction(cursor):
            if is_due := trails.is_due(cursor, least):
                trails.lay(cursor)
                person_touches.lay(cursor)
        return is_due

    def reclassify(self, account_id: str) -> int:
        """Tell channel and source of all origins by the rules of now; how many origins there are."""
        with self.lock(account_id), self._warehouse.cursor(account_id) as cursor, transaction(cursor):
            cursor.execute("FROM origins")
            columns = [column[0] for column in cursor.description or ()]
            known = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            told = self._sources.enrich.classify(self._sources.facts(account_id), known)
            if {origin["origin_id"] for origin in told} != {origin["origin_id"] for origin in known}:
                raise ValueError("classifying origins must neither add nor lose any")
            cursor.execute("DELETE FROM origins")
            self._bulk.insert(cursor, "origins", told)
            cursor.execute("DELETE FROM told_by")
            cursor.execute("INSERT INTO told_by VALUES (?)", [self._rules(account_id)])
        return len(told)

    def _rules(self, account_id: str) -> str:
        """A word for the rules of now."""
        return self._sources.enrich.rules(self._sources.facts(account_id))

    def _begin(self, account_id: str) -> Marks:
        """Read the marks, and finish what a crash may have left undone: hits up to the mark leave the spool."""
        with self._warehouse.cursor(account_id) as cursor:
            marks = marks_on(cursor)
            require_one_history(cursor, self._sources.feed, account_id, marks)
            told_by = cursor.execute("FROM told_by").fetchall()
        if told_by != [(self._rules(account_id),)]:  # a release, or somebody while we were away, changed the rules
            self.reclassify(account_id)
        self._sources.feed.forget_hits(account_id, marks.hits)
        self.progress.publish(account_id, marks)
        return marks

    def _project(self, account_id: str) -> bool:
        marks = self.marks(account_id)
        limit = self._limits.get(account_id, self._first_batch)
        read = self._read(account_id, marks, limit)
        if read.changes.upto > marks.change:
            batch = self._prepared(account_id, read.changes)
            with self.meter.step("write"), self._warehouse.cursor(account_id) as cursor, transaction(cursor):
                self._writer.write(cursor, batch, marks, read.moved)
        self.progress.publish(account_id, read.moved)
        if read.changes.hits:
            with self.meter.step("forget"):
                self._sources.feed.forget_hits(account_id, read.moved.hits)
        self._limits[account_id] = self._first_batch if read.is_last else min(2 * limit, LARGEST_BATCH)
        return not read.is_last

    def _copy_all(self, account_id: str, cursor: Cursor) -> Marks:
        """Fill the emptied tables in the caller's transaction; the marks that it will commit."""
        tables.empty(cursor)
        marks = msgspec.structs.replace(marks_on(cursor), rows=0)
        while True:
            read = self._read(account_id, marks, LARGEST_BATCH)
            self._writer.write(cursor, self._prepared(account_id, read.changes), marks, read.moved)
            marks = read.moved
            if read.is_last:
                return marks

    def _retry_failed(self, account_id: str, cursor: Cursor, marks: Marks) -> None:
        """Enrich the hits again that the program failed at; what fails again is kept again."""
        first, last = 0, marks.hits
        while hits := cursor.execute(_FAILED, [first, last, LARGEST_BATCH]).fetchall():
            ids = [number for number, _ in hits]
            self._bulk.delete(cursor, "failed_hits", "id", ids)
            again = _Again(marks.hits, {}, {}, [json.loads(hit) for _, hit in hits])
            self._writer.write(cursor, self._prepared(account_id, again), marks, marks)
            first = ids[-1] + 1

    def _read(self, account_id: str, marks: Marks, limit: int) -> _Read:
        feed = self._sources.feed
        asked_at, last = self._sources.clock(), feed.last_change(account_id)
        with self.meter.step("read"):
            changes = feed.read(account_id, marks.rows, marks.hits, limit)
        is_last = changes.upto >= last
        if changes.upto <= marks.change and not is_last:
            raise RuntimeError(f"account {account_id}: the feed stays at {changes.upto} although there is {last}")
        moved = Marks(
            rows=max(marks.rows, changes.upto),
            hits=max(marks.hits, changes.upto),
            complete_at=asked_at if is_last else marks.complete_at,
        )
        return _Read(changes, moved, is_last)

    def _prepared(self, account_id: str, changes: Changes) -> Batch:
        with self.meter.step("enrich"):
            batch = prepare(self._sources.enrich, self._sources.facts(account_id), changes)
        self.meter.count("batches")
        self.meter.count("rows", sum(map(len, batch.rows.values())))
        self.meter.count("hits", len(changes.hits))
        self.meter.count("failed_hits", len(batch.failed_hits))
        for (_, reason), hits in batch.drops.items():
            self.meter.count(f"drops.{reason}", hits)
        return batch
