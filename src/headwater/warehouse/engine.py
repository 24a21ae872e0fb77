"""The analytical engine: one in-process DuckDB, on which accounts' namespaces are opened when they are first needed.

Out: `Warehouse.cursor(account_id)`, a connection whose unqualified names are that account's tables, at the newest
version. Knows neither what the tables mean nor whether a namespace is a file (see `files`).
"""

import logging
import os
import shutil
import sys
import threading
from collections import OrderedDict
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import duckdb
import msgspec

from headwater.warehouse.cursors import Cursor, literal
from headwater.warehouse.files import Files
from headwater.warehouse.migrations import Step, migrate, steps
from headwater.warehouse.place import Place, StoreInUse, StoreUnreadable

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 60.0
"""How long a rewritten account waits for the questions that run on it; longer than any may run."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the machine the engine may take."""

    threads: int | None = None
    """None: one per core."""
    memory_limit: str = "512MiB"
    """DuckDB's own buffers; what does not fit is spilled to disk. The process needs about 150 MiB beside it."""
    max_open: int = 64
    """Accounts kept open at once; beyond it the one that was idle for the longest is closed."""


class _Seat:
    """An account that is open, or being opened, and how many cursors it has."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.is_open = False
        self.is_spoilt = False  # the engine gave the account up, as after a full disk; it must be closed first
        self.is_closing = False  # no more cursors: it is put aside as soon as those that it has are closed
        self.cursors = 0

    @property
    def is_free(self) -> bool:
        """Nobody uses it, and nobody is about to put it aside."""
        return not self.cursors and not self.is_closing


class Warehouse:
    """All accounts' columns, in this process."""

    def __init__(
        self,
        directory: Path,
        options: Options | None = None,
        place: Place | None = None,
        wanted: Sequence[Step] | None = None,
    ) -> None:
        """Start the engine over `directory`; `place` and `wanted` are for other stores and for tests of migrations."""
        self._options = options or Options()
        self._place = place or Files(directory / "accounts")
        self._steps = steps() if wanted is None else wanted
        self._seats: OrderedDict[str, _Seat] = OrderedDict()
        self._lock = threading.Condition()
        self._is_broken = False  # the engine itself gave up, for all accounts; it must be started again
        self.spill = _spill_directory(directory / "tmp")
        """A directory for what is on disk for a moment; what killed processes leave there goes at the next start."""
        self._root = _start(self.spill, self._place, self._options)

    @contextmanager
    def cursor(self, account_id: str) -> Generator[Cursor]:
        """A connection of its own on the account's tables, for one thread; closed, and rolled back, at the end."""
        seat = self._take(account_id)
        try:
            with seat.lock:
                if not seat.is_open:
                    self._open(account_id)
                    seat.is_open = True
            with self._root.cursor() as cursor:
                self._place.use(cursor, account_id)
                yield cursor
        except (duckdb.Error, StoreUnreadable) as fault:
            self._is_broken = self._is_broken or _is_fatal(fault)
            seat.is_spoilt = seat.is_spoilt or "invalidated" in str(fault)
            raise
        finally:
            self._give_back(account_id, seat)

    def open_accounts(self) -> list[str]:
        """The accounts that are open now, the longest idle first."""
        with self._lock:
            return [account_id for account_id, seat in self._seats.items() if seat.is_open]

    def close_account(self, account_id: str) -> bool:
        """Close the account so that its next use opens it anew; False when someone is using it."""
        with self._lock:
            seat = self._seats.get(account_id)
            if seat is None or not seat.is_free:
                return seat is None
            self._leave(account_id, seat)
            return True

    def rewrite(self, account_id: str) -> None:
        """Write the account's tables anew, so that nothing that was deleted is left; whoever writes must be kept out.

        Questions go on meanwhile; at the end those that run are waited for, and those that come wait.
        """
        with self.cursor(account_id) as cursor:
            self._place.copy(cursor, account_id)
        with self._lock, self._closed(account_id):
            self._place.take_copy(account_id)

    def tend(self, account_id: str) -> None:
        """Do the upkeep of the account's namespace; whoever writes must be kept out, questions go on."""
        with self.cursor(account_id) as cursor:
            self._place.tend(cursor, account_id)

    @contextmanager
    def _closed(self, account_id: str) -> Generator[None]:
        """The account is closed, with the lock held; `StoreInUse` when its questions do not end."""
        if seat := self._seats.get(account_id):
            seat.is_closing = True
            try:
                if not self._lock.wait_for(lambda: not seat.cursors, _PATIENCE_S):
                    raise StoreInUse(f"the warehouse of account {account_id} is being asked all the time: try again")
                self._leave(account_id, seat)
            finally:
                seat.is_closing = False
                self._lock.notify_all()
        yield

    def close(self) -> None:
        """Stop the engine; every account's committed data is in its place."""
        with self._lock:
            self._seats.clear()
            self._root.close()

    def _take(self, account_id: str) -> _Seat:
        with self._lock:
            while (seat := self._seats.setdefault(account_id, _Seat())).is_closing:
                self._lock.wait()
            if self._is_broken:
                raise StoreUnreadable("the warehouse is being started again: try again in a moment", status=503)
            if seat.is_spoilt:
                raise StoreUnreadable(f"the warehouse of account {account_id} is being opened again", status=503)
            seat.cursors += 1
            self._seats.move_to_end(account_id)
            self._make_room()
            return seat

    def _give_back(self, account_id: str, seat: _Seat) -> None:
        with self._lock:
            seat.cursors -= 1
            if seat.is_free and (seat.is_spoilt or not seat.is_open):
                self._leave(account_id, seat)
            if self._is_broken and not any(seat.cursors for seat in self._seats.values()):
                self._restart()
            self._lock.notify_all()

    def _restart(self) -> None:
        """Start the engine anew after a fault of its own, which it survives for no account; files hold all commits."""
        log.error("the warehouse's engine has given up, and is started again")
        self._seats.clear()
        with suppress(duckdb.Error):
            self._root.close()
        self._root = _start(self.spill, self._place, self._options)
        self._is_broken = False

    def _make_room(self) -> None:
        idle = [(account_id, seat) for account_id, seat in self._seats.items() if seat.is_free]
        for account_id, seat in idle[: max(0, len(self._seats) - self._options.max_open)]:
            self._leave(account_id, seat)

    def _leave(self, account_id: str, seat: _Seat) -> None:
        if seat.is_open:
            try:
                self._place.detach(self._root, account_id)
            except duckdb.Error as fault:
                if not _is_fatal(fault):
                    raise
                self._is_broken = True
        del self._seats[account_id]

    def _open(self, account_id: str) -> None:
        with self._root.cursor() as cursor:
            self._place.attach(cursor, account_id)
            try:
                self._place.use(cursor, account_id)
                migrate(cursor, self._steps)
            except BaseException:
                cursor.execute("USE memory")
                self._place.detach(cursor, account_id)
                raise


def _is_fatal(fault: BaseException) -> bool:
    """Whether the engine works for nobody any more: faults of its own, unlike those of a file, end it."""
    cause = fault.__cause__ if isinstance(fault, StoreUnreadable) else fault
    return isinstance(cause, duckdb.FatalException | duckdb.InternalException) or "must be restarted" in str(cause)


def _start(spill: Path, place: Place, options: Options) -> Cursor:
    """The engine itself: nothing is fetched or loaded at run time, and no SQL reaches files but the warehouse's own."""
    settings: dict[str, str | bool | int | float | list[str]] = {  # the type that the driver declares
        "memory_limit": options.memory_limit,
        "temp_directory": str(spill),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if options.threads is not None:
        settings["threads"] = options.threads
    _spare_the_disk()
    root = duckdb.connect(":memory:", config=settings)
    root.execute("SET GLOBAL TimeZone = 'UTC'")
    place.prepare(root)
    allowed = ", ".join(literal(path) for path in (str(spill), *place.directories))
    root.execute(f"SET GLOBAL allowed_directories = [{allowed}]")
    root.execute("SET GLOBAL enable_external_access = false")
    root.execute("SET GLOBAL lock_configuration = true")
    return root


def _spare_the_disk() -> None:
    """Tell the driver once if there is no pandas: it would search the disk for it at every statement with values."""
    if find_spec("pandas") is None:
        sys.modules["pandas"] = None  # pyright: ignore[reportArgumentType] - Python's own word for "do not look"


def _spill_directory(spill: Path) -> Path:
    """A directory that only this process spills to; what killed processes left behind is removed."""
    for left in spill.glob("[0-9]*"):
        if int(left.name) == os.getpid() or not _is_alive(int(left.name)):
            shutil.rmtree(left, ignore_errors=True)
    mine = spill.resolve() / str(os.getpid())
    mine.mkdir(parents=True, exist_ok=True)
    return mine


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
