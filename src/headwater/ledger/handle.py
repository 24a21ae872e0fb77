"""The account-bound handle: the few statements that the rest of the ledger is made of, each of them on one account.

In: a connection and an account; row structs. Out: row structs. Whoever holds a handle cannot name another account.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Executable, Table, select
from sqlalchemy.exc import OperationalError

from headwater.ledger import texts

Row = TypeVar("Row", bound=msgspec.Struct)

_CHUNK: Final = 2000  # values that one statement looks up


class Handle:
    """One account's rows, inside one transaction."""

    def __init__(self, connection: Connection, account_id: str) -> None:
        """Bind the transaction of `connection` to an account."""
        self.account_id = account_id
        self._connection = connection
        self._spelling = texts.spelling(connection.dialect)
        self._cursor = connection.connection.cursor()

    def find(self, kind: type[Row], table: Table, column: str, values: Collection[str] | Collection[int]) -> list[Row]:
        """The rows whose `column` is one of `values`."""
        text = texts.find(self._spelling, table, column)
        return [row for some in self._sets(values) for row in self._read(kind, text, (self.account_id, some))]

    def find_half(
        self, kind: type[Row], table: Table, half: texts.Half, values: Collection[str] | Collection[int]
    ) -> list[Row]:
        """Those of `find` that are in one half of the table."""
        text = texts.find_half(self._spelling, table, half)
        return [row for some in self._sets(values) for row in self._read(kind, text, (self.account_id, some))]

    def between(self, kind: type[Row], table: Table, column: str, span: tuple[int, int]) -> list[Row]:
        """The rows whose `column` is above the first number of `span` and not above the second, in its order."""
        return self._read(kind, texts.between(self._spelling, table, column), (self.account_id, *span))

    def every(self, kind: type[Row], table: Table) -> list[Row]:
        """All rows of a table."""
        return self._read(kind, texts.every(self._spelling, table), (self.account_id,))

    def hold(self, kind: type[Row], table: Table) -> list[Row]:
        """All rows of a table, which nobody else changes until the transaction ends."""
        return self._read(kind, texts.hold(self._spelling, table), (self.account_id,))

    def page(self, kind: type[Row], table: Table, after: int, size: int) -> list[Row]:
        """The next rows whose `id` is above `after`, in its order."""
        return self._read(kind, texts.page(self._spelling, table), (self.account_id, after, size))

    def save(self, table: Table, changed: Iterable[msgspec.Struct]) -> None:
        """Insert rows of this account, or replace those with the same key; no two of them have the same key."""
        rows = [msgspec.structs.astuple(row) for row in changed]
        if not rows:
            return
        mine = table.columns.keys().index("account_id")
        if any(row[mine] != self.account_id for row in rows):
            raise ValueError(f"a row of another account than {self.account_id}")
        start = 0
        for size in texts.SIZES:
            while len(rows) - start >= size:
                values = tuple(chain.from_iterable(rows[start : start + size]))
                self._execute(texts.upsert(self._spelling, table, size), values)
                start += size

    def remove(self, table: Table, column: str, values: Collection[str] | Collection[int]) -> None:
        """Delete the rows whose `column` is one of `values`."""
        for some in self._sets(values):
            self._execute(texts.remove(self._spelling, table, column), (self.account_id, some))

    def run(self, statement: Executable, values: list[dict[str, Any]]) -> None:
        """Run a statement that names `:account_id` once for each of `values`."""
        if values:
            self._connection.execute(statement, [row | {"account_id": self.account_id} for row in values])

    def _read(self, kind: type[Row], text: str, values: tuple[object, ...]) -> list[Row]:
        """The rows of a query; its columns are the struct's fields in their order."""
        self._execute(text, values)
        # Not strict, because SQLite has numbers for what is true or false.
        return msgspec.convert(self._cursor.fetchall(), list[kind], strict=False)

    def _execute(self, text: str, values: tuple[object, ...]) -> None:
        """Straight to the driver: what SQLAlchemy does around a small statement costs several times the statement."""
        try:
            self._cursor.execute(text, values)
        except self._connection.dialect.loaded_dbapi.OperationalError as error:
            raise OperationalError(text, None, error) from error

    def _sets(self, values: Collection[str] | Collection[int]) -> Iterator[str | list[str | int]]:
        """The values in sets of bounded size, as the driver takes them."""
        ordered = list(values)
        for start in range(0, len(ordered), _CHUNK):
            some = ordered[start : start + _CHUNK]
            yield msgspec.json.encode(some).decode() if self._spelling.takes_json else some


def select_rows(connection: Connection, kind: type[Row], table: Table, *conditions: ColumnElement[bool]) -> list[Row]:
    """The rows that meet all conditions, of whatever account: for finding accounts and keys themselves."""
    return [kind(**row) for row in connection.execute(select(table).where(*conditions)).mappings()]
