"""Where an account's warehouse lives: one DuckDB file per account, attached as a catalogue.

The only module that knows of files; `lake` is the other place. Knows nothing of tables.
"""

import os
from pathlib import Path

import duckdb

from headwater.warehouse.cursors import Cursor, literal
from headwater.warehouse.place import StoreInUse, StoreUnreadable, checked, namespace


class Files:
    """A `Place` of one file per account, `<directory>/<account id>.duckdb`."""

    def __init__(self, directory: Path) -> None:
        """Keep the files in `directory`, made when missing."""
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory.resolve()

    @property
    def directories(self) -> tuple[str, ...]:
        """The one directory."""
        return (str(self._directory),)

    def prepare(self, root: Cursor) -> None:
        """Files need nothing before they are attached."""

    def attach(self, root: Cursor, account_id: str) -> None:
        """Open or create the account's file; raises `StoreInUse` or `StoreUnreadable` in words."""
        path = self._path(account_id)
        try:
            root.execute(f"ATTACH {literal(str(path))} AS {namespace(account_id)}")
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
        root.execute(f"DETACH {namespace(account_id)}")

    def use(self, cursor: Cursor, account_id: str) -> None:
        """Put the cursor on the account's catalogue."""
        cursor.execute(f"USE {namespace(account_id)}")

    def tend(self, cursor: Cursor, account_id: str) -> None:
        """DuckDB keeps its files in order by itself."""

    def copy(self, cursor: Cursor, account_id: str) -> None:
        """Copy the account's tables to a new file beside its own."""
        copy = self._copy(account_id)
        copy.unlink(missing_ok=True)  # of one that was interrupted
        target = namespace(account_id, "copy_of")
        try:
            cursor.execute(f"ATTACH {literal(str(copy))} AS {target}")
            try:
                cursor.execute(f"COPY FROM DATABASE {namespace(account_id)} TO {target}")
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
        return self._directory / f"{checked(account_id)}.duckdb"

    def _copy(self, account_id: str) -> Path:
        return self._directory / f"{checked(account_id)}.copy"
