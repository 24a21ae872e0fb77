"""Asking an account's columns: a bounded number of questions at a time, each bounded in time and memory.

In: SQL and its values, on one account whose name the SQL does not carry. Out: `Rows`. Refuses to write: every question
runs in a read-only transaction, and sees one state of the account however long it takes. Called from worker threads.
"""

import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import duckdb
import msgspec

from headwater.errors import Overloaded, Problem
from headwater.warehouse.cursors import Cursor
from headwater.warehouse.engine import Warehouse

_QUESTIONS: Final = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
_NARROW: Final = "ask for a shorter period, fewer dimensions, or add a filter"


class TooSlow(Problem):
    """The question took longer, or more memory, than one question may; asking it again as it is will not help."""

    status = 503


class ReaderOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How much the readers may take."""

    at_once: int = 4
    """Questions that run at the same time; they share the engine's threads."""
    in_line: int = 64
    """Questions that wait for one of these; more are refused at once."""
    patience_s: float = 10.0
    """How long a question waits for its turn before it is refused."""
    timeout_s: float = 30.0
    """How long a question may run."""


class Rows(msgspec.Struct, frozen=True):
    """A result, complete; TIMESTAMP columns are naive datetimes in UTC."""

    columns: list[str]
    rows: list[tuple[object, ...]]


class Readers:
    """The pool of readers of all accounts."""

    def __init__(self, warehouse: Warehouse, options: ReaderOptions | None = None) -> None:
        """Read from `warehouse`."""
        self._warehouse = warehouse
        self._options = options or ReaderOptions()
        self._turns = threading.Semaphore(self._options.at_once)
        self._places = threading.Semaphore(self._options.at_once + self._options.in_line)

    def run(self, account_id: str, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> Rows:
        """The whole result of one query; raises `TooSlow`, or `Overloaded` when it did not get a turn."""
        with self._turn(), self._warehouse.cursor(account_id) as cursor:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            try:
                with _Deadline(cursor, self._options.timeout_s):
                    cursor.execute(_question(cursor, sql), params)
                    columns = [str(column[0]) for column in cursor.description or ()]
                    return Rows(columns=columns, rows=cursor.fetchall())
            except duckdb.InterruptException as fault:
                seconds = f"{self._options.timeout_s:g}"
                raise TooSlow(f"the report took longer than {seconds} seconds: {_NARROW}") from fault
            except duckdb.OutOfMemoryException as fault:
                raise TooSlow(f"the report needs more memory than the server may use: {_NARROW}") from fault

    @contextmanager
    def _turn(self) -> Generator[None]:
        if not self._places.acquire(blocking=False):
            raise Overloaded("too many reports are waiting: try again in a moment")
        try:
            if not self._turns.acquire(timeout=self._options.patience_s):
                raise Overloaded("other reports are taking long: try again in a moment")
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


def _question(cursor: Cursor, sql: str) -> duckdb.Statement:
    """The one SELECT that the text is: a second statement could end the read-only transaction."""
    statements = cursor.extract_statements(sql)
    if len(statements) != 1 or statements[0].type not in _QUESTIONS:
        raise ValueError("a reader takes one SELECT")
    return statements[0]


class _Deadline:
    """Interrupts what a cursor does when its time is over, and never anything after the block."""

    def __init__(self, cursor: Cursor, seconds: float) -> None:
        self._cursor = cursor
        self._lock = threading.Lock()
        self._is_over = False
        self._timer = threading.Timer(seconds, self._interrupt)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_over = True
        self._timer.cancel()

    def _interrupt(self) -> None:
        with self._lock:
            if not self._is_over:
                self._cursor.interrupt()
