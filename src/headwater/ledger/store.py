"""The database behind the ledger: SQLite in one file, or PostgreSQL, by its URL.

In: a SQLAlchemy URL. Out: `Store`, with `write()` for one durable transaction and `read()` for one consistent snapshot.
Runs the migrations at start. All that differs between the two databases is in this file and in `texts`.
"""

import fcntl
import logging
import re
import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from headwater.errors import Overloaded, Problem

log = logging.getLogger(__name__)

_MIGRATION_LOCK: Final = 0x4865616477617465  # "Headwate": an advisory lock that nothing else takes
_SERVER_LOCK: Final = _MIGRATION_LOCK + 1
_USERS_LOCK: Final = _MIGRATION_LOCK + 2
_TRY_HOLD: Final = text("SELECT pg_try_advisory_lock(:lock # hashtext(current_schema()))")  # a schema is a ledger
_BUSY_MS: Final = 10_000  # how long a SQLite writer waits for another process, such as `headwater account create`
_SQLITE_ARGUMENTS: Final = {
    "check_same_thread": False,
    "timeout": _BUSY_MS / 1000,
    "cached_statements": 512,
}
_PRAGMAS: Final = (
    "synchronous=FULL",
    "secure_delete=ON",
    f"busy_timeout={_BUSY_MS}",
    "wal_autocheckpoint=8000",  # pages in the WAL before they are copied over: one that changes often is copied once
)
_CACHE_MB: Final = 8
_WRITER_CACHE_MB: Final = 256
"""A large group of writes changes pages all over the indexes: with room for 32 MB of them, at 300,000 contacts each
took twice the time in SQLite that it takes with this. It fills as the ledger grows."""


class Held(Problem):
    """Another server works on the ledger."""

    status = 503

    def __init__(self) -> None:
        """Say so."""
        super().__init__("another Headwater server works on this ledger")


class Store:
    """An open ledger database, migrated to the version of this program."""

    def __init__(self, engine: Engine, writing: Engine) -> None:
        """Use `open_store`. `writing` has the connections of transactions that write, which may be others."""
        self.engine = engine
        self.writing = writing
        self.is_sqlite = engine.dialect.name == "sqlite"
        # SQLite has one writer, whose turn ends by notice here and by asking again and again between processes.
        self._turn = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def write(self) -> Generator[Connection]:
        """One transaction; committed, and on disk, when the block ends without an exception."""
        begins = {"begins": "BEGIN IMMEDIATE"}
        with self._turn, self.writing.connect().execution_options(**begins) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Generator[Connection]:
        """One snapshot: whatever is written meanwhile is not seen inside the block."""
        options: dict[str, Any] = {"begins": "BEGIN"}
        if not self.is_sqlite:
            options["isolation_level"] = "REPEATABLE READ"
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def write_users(self) -> Generator[Connection]:
        """`write`, one after the other: what counts users or owners before it changes them must not be overtaken."""
        with self.write() as connection:
            if not self.is_sqlite:  # which has one writer anyway
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _USERS_LOCK})
            yield connection

    @contextmanager
    def hold(self) -> Generator[None]:
        """Be the only server on this ledger, or raise `Held`; ends with the block, or with the process.

        Two would take page views out of the one spool, each into a warehouse of its own.
        """
        with ExitStack() as held:
            if self.is_sqlite:
                lock = held.enter_context(Path(f"{self.engine.url.database}.lock").open("w"))
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise Held from None
            else:
                connection = held.enter_context(self.engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
                connection.detach()  # closed for good at the end, and not kept in the pool with the lock
                if not connection.execute(_TRY_HOLD, {"lock": _SERVER_LOCK}).scalar():
                    raise Held
            yield

    def scrub(self) -> None:
        """Leave no trace in SQLite's log of changes of what was deleted; PostgreSQL's own upkeep does so later."""
        if self.is_sqlite:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()

    def rewrite(self) -> None:
        """Write SQLite's file anew, so that nothing deleted is left in it or in its log; who writes waits meanwhile.

        PostgreSQL is left to its own upkeep.
        """
        if not self.is_sqlite:
            return
        with self._turn, closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_read, *_ = cursor.fetchone() or (0,)
        if is_read:
            raise Overloaded("the ledger is being read all the time: try again in a quieter moment")

    def version(self) -> str:
        """The database and its version, for people."""
        with self.engine.connect() as connection:
            numbers = connection.dialect.server_version_info or ()
        return f"{self.engine.dialect.name} {'.'.join(map(str, numbers))}"

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()
        self.writing.dispose()


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite ledger at `path`, whatever signs are in it."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def open_store(url: str) -> Store:
    """Open the database at `url`, create its tables or bring them up to date; refuse one that is newer than we are."""
    store = _store(url)
    try:
        with store.write() as connection:
            _migrate(connection)
    except BaseException:
        store.close()
        raise
    return store


def _store(url: str) -> Store:
    """The database at `url`, to which one connection was made to see that it is there."""
    try:
        if make_url(url).get_backend_name() == "sqlite":
            store = Store(_sqlite(url, _CACHE_MB), _sqlite(url, _WRITER_CACHE_MB))
        else:
            engine = create_engine(url, pool_pre_ping=True)
            store = Store(engine, engine)
        store.engine.connect().close()
    except (ArgumentError, ImportError) as error:
        raise Problem(f"setting 'ledger': {error}") from None
    except OperationalError as error:
        raise Problem(f"setting 'ledger': {str(error.orig).splitlines()[0]}") from None
    return store


def _sqlite(url: str, cache_mb: int) -> Engine:
    """Connections to a SQLite file, each of which keeps so much of it in memory."""

    def enlarge(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA cache_size=-{cache_mb * 1000}")

    engine = create_engine(url, connect_args=_SQLITE_ARGUMENTS)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", enlarge)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Durable at every commit, readers that never wait for the writer, our own BEGIN, no trace of deletions."""
    connection.isolation_level = None
    until = time.monotonic() + _BUSY_MS / 1000
    while True:  # who finds another process turning a new file to WAL is told so at once, whatever the busy timeout
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            break
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin as the block asked: a writer takes the lock at once, so that it can never fail half-way for want of it."""
    connection.exec_driver_sql(connection.get_execution_options().get("begins", "BEGIN"))


def migrations() -> dict[int, str]:
    """The migrations by number, in order."""
    found: dict[int, str] = {}
    for file in files("headwater.ledger").joinpath("migrations").iterdir():
        if number := re.fullmatch(r"(\d{4})_\w+\.sql", file.name):
            found[int(number[1])] = file.read_text(encoding="utf-8")
    return dict(sorted(found.items()))


def _migrate(connection: Connection) -> None:
    """Run what is missing, one after the other, in the transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    connection.execute(text("CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT PRIMARY KEY)"))
    version = connection.execute(text("SELECT coalesce(max(version), 0) FROM schema_versions")).scalar_one()
    known = migrations()
    if version > max(known):
        raise Problem(f"the ledger is at version {version}, this program knows {max(known)}: install a newer Headwater")
    for number, script in known.items():
        if number > version:
            log.info("ledger: migration %04d", number)
            for statement in _statements(script):
                connection.exec_driver_sql(statement)
            connection.execute(text("INSERT INTO schema_versions VALUES (:number)"), {"number": number})


def _statements(script: str) -> list[str]:
    """The statements of a script; our scripts hold no semicolon but at the end of a statement."""
    bare = re.sub(r"--.*", "", script)
    return [statement.strip() for statement in bare.split(";") if statement.strip()]
