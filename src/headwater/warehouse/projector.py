"""Carries the ledger's changes into the warehouse: one bounded batch at a time, each in one transaction with its marks.

In: a change feed, the enrichment. Out: tables that equal what the ledger says up to the marks. A crash at any point
repeats work and never loses or doubles it: what was read again is deleted before it is inserted, and hits leave the
spool only after the marks beyond them are on disk. Knows nothing of when to run (see `background`).
"""

import threading
from collections.abc import Callable
from typing import Final

import msgspec

from headwater.clock import Clock, system_clock
from headwater.errors import Problem
from headwater.warehouse import tables, touches
from headwater.warehouse.batch import prepare
from headwater.warehouse.bulk import Bulk
from headwater.warehouse.cursors import transaction
from headwater.warehouse.engine import Warehouse
from headwater.warehouse.feed import AccountFacts, ChangeFeed, Changes, Enrichment
from headwater.warehouse.meter import Meter
from headwater.warehouse.progress import Freshness, Marks, Progress
from headwater.warehouse.writer import Writer

FIRST_BATCH: Final = 2_000
LARGEST_BATCH: Final = 10_000


class LedgerBehind(Problem):
    """The ledger's newest change is older than the warehouse: one of the two was restored without the other."""

    status = 500


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Where the projector gets everything from."""

    feed: ChangeFeed
    enrich: Enrichment
    facts: Callable[[str], AccountFacts]
    clock: Clock = system_clock


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
        """Copy the ledger's tables anew and tell all touches again; page views, origins and drops stay.

        Reports see the account fill up meanwhile, and say that they are not current.
        """
        with self.lock(account_id):
            last = self._sources.feed.last_change(account_id)
            with self._warehouse.cursor(account_id) as cursor, transaction(cursor):
                tables.empty(cursor)
                # A ledger restored from a backup is behind; the page views beyond it did happen and stay.
                cursor.execute(
                    "UPDATE marks SET change = CASE feed WHEN 'hits' THEN least(change, ?) ELSE 0 END", [last]
                )
            self._begin(account_id)
            marks = self.catch_up(account_id)
            with self._warehouse.cursor(account_id) as cursor, transaction(cursor):
                touches.retell_all(cursor)
        return marks

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
        return len(told)

    def _begin(self, account_id: str) -> Marks:
        """Read the marks, and finish what a crash may have left undone: hits up to the mark leave the spool."""
        with self._warehouse.cursor(account_id) as cursor:
            found = cursor.execute("SELECT feed, change, epoch_us(complete_at) FROM marks").fetchall()
        change = {feed: int(number) for feed, number, _ in found}
        marks = Marks(rows=change["rows"], hits=change["hits"], complete_at=max(int(at or 0) for _, _, at in found))
        last = self._sources.feed.last_change(account_id)
        if last < max(marks.rows, marks.hits):
            raise LedgerBehind(
                f"account {account_id}: the warehouse is at change {max(marks.rows, marks.hits)}, the ledger only at"
                f" {last}: restore both from the same backup, or run `headwater rebuild`"
            )
        self._sources.feed.forget_hits(account_id, marks.hits)
        self.progress.publish(account_id, marks)
        return marks

    def _project(self, account_id: str) -> bool:
        feed = self._sources.feed
        marks = self.marks(account_id)
        limit = self._limits.get(account_id, self._first_batch)
        asked_at, last = self._sources.clock(), feed.last_change(account_id)
        with self.meter.step("read"):
            changes = feed.read(account_id, marks.rows, marks.hits, limit)
        is_complete = changes.upto >= last
        moved = Marks(
            rows=max(marks.rows, changes.upto),
            hits=max(marks.hits, changes.upto),
            complete_at=asked_at if is_complete else marks.complete_at,
        )
        if changes.upto > marks.change:
            self._carry(account_id, changes, marks, moved)
        elif not is_complete:
            raise RuntimeError(f"account {account_id}: the feed stays at {changes.upto} although there is {last}")
        self.progress.publish(account_id, moved)
        if changes.hits:
            with self.meter.step("forget"):
                feed.forget_hits(account_id, moved.hits)
        self._limits[account_id] = self._first_batch if is_complete else min(2 * limit, LARGEST_BATCH)
        return not is_complete

    def _carry(self, account_id: str, changes: Changes, before: Marks, after: Marks) -> None:
        with self.meter.step("enrich"):
            batch = prepare(self._sources.enrich, self._sources.facts(account_id), changes)
        with self.meter.step("write"), self._warehouse.cursor(account_id) as cursor:
            self._writer.write(cursor, batch, before, after)
        self.meter.count("batches")
        self.meter.count("rows", sum(map(len, changes.rows.values())))
        self.meter.count("hits", len(changes.hits))
        for (_, reason), hits in batch.drops.items():
            self.meter.count(f"drops.{reason}", hits)
