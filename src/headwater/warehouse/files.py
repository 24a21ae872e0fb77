"""Where an account's warehouse lives: one DuckDB file per account, attached as a catalogue.

The only module that knows of files. A lake (one schema per account) takes its place by offering the same members.
Knows nothing of tables.
"""

import os
import re
from pathlib import Path
from typing import Final, Protocol

import duckdb

from headwater.errors import Problem
from headwater.warehouse.cursors import Cursor, literal

_ACCOUNT_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class StoreInUse(Problem):
    """Another process has the account's warehouse open; a warehouse file has one process at a time."""

    status = 503
    is_told = False


class StoreUnreadable(Problem):
    """The account's warehouse cannot be opened: it is damaged, or was written by a newer Headwater or DuckDB."""

    status = 500


class Place(Protocol):
    """Where accounts' namespaces are kept, and how a connection comes to them."""

    @property
    def directories(self) -> tuple[Path, ...]:
        """Local directories that the engine must be allowed to read and write."""
        ...

    def attach(self, root: Cursor, account_id: str) -> None:
        """Make the account's namespace known to the engine, created if it is not there yet."""
        ...

    def detach(self, root: Cursor, account_id: str) -> None:
        """Let go of it; what was committed stays."""
        ...

    def use(self, cursor: Cursor, account_id: str) -> None:
        """From now on the cursor's unqualified names are the account's."""
        ...

    def copy(self, cursor: Cursor, account_id: str) -> None:
        """Copy what an open account holds now to beside its place, and nothing of what it held before."""
        ...

    def take_copy(self, account_id: str) -> None:
        """Put the copy in the place of the account, which nobody has open."""
        ...


class Files:
    """A `Place` of one file per account, `<directory>/<account id>.duckdb`."""

    def __init__(self, directory: Path) -> None:
        """Keep the files in `directory`, made when missing."""
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory.resolve()

    @property
    def directories(self) -> tuple[Path, ...]:
        """The one directory."""
        return (self._directory,)

    def attach(self, root: Cursor, account_id: str) -> None:
        """Open or create the account's file; raises `StoreInUse` or `StoreUnreadable` in words."""
        path = self._path(account_id)
        try:
            root.execute(f"ATTACH {literal(str(path))} AS {_catalogue(account_id)}")
        except duckdb.IOException as fault:
            if "lock" in str(fault):
                raise StoreInUse(
                    f"warehouse file {path} is open in another process: stop that process, or ask the running server"
                ) from fault
            raise StoreUnreadable(f"warehouse file {path} cannot be opened: {fault}") from fault
        except (duckdb.SerializationException, duckdb.InternalException) as fault:
            raise StoreUnreadable(f"warehouse file {path} cannot be read by this version: {fault}") from fault

    def detach(self, root: Cursor, account_id: str) -> None:
        """Close the account's file."""
        root.execute(f"DETACH {_catalogue(account_id)}")

    def use(self, cursor: Cursor, account_id: str) -> None:
        """Put the cursor on the account's catalogue."""
        cursor.execute(f"USE {_catalogue(account_id)}")

    def copy(self, cursor: Cursor, account_id: str) -> None:
        """Copy the account's tables to a new file beside its own."""
        copy = self._copy(account_id)
        copy.unlink(missing_ok=True)  # of one that was interrupted
        target = _catalogue(account_id, "copy_of")
        try:
            cursor.execute(f"ATTACH {literal(str(copy))} AS {target}")
            try:
                cursor.execute(f"COPY FROM DATABASE {_catalogue(account_id)} TO {target}")
            finally:
                cursor.execute(f"DETACH {target}")
        except BaseException:
            copy.unlink(missing_ok=True)
            raise

    def take_copy(self, account_id: str) -> None:
        """Rename the copy; the file before it, and its log, are gone."""
        path = self._path(account_id)
        self._copy(account_id).replace(path)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        directory = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def _path(self, account_id: str) -> Path:
        return self._directory / f"{_checked(account_id)}.duckdb"

    def _copy(self, account_id: str) -> Path:
        return self._directory / f"{_checked(account_id)}.copy"


def _checked(account_id: str) -> str:
    """The id, if it can be a file and a catalogue name: both are blind to case on some systems, so capitals are out."""
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise ValueError(f"account id {account_id!r} must be 1 to 63 of a-z, 0-9, '-' and '_', a letter or digit first")
    return account_id


def _catalogue(account_id: str, prefix: str = "account") -> str:
    # The prefix keeps accounts apart from DuckDB's own catalogues (memory, system, temp) and from schema names.
    return f'"{prefix}_{_checked(account_id)}"'
