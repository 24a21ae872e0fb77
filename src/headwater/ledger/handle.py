"""The account-bound handle: the few statements that the rest of the ledger is made of, each of them on one account.

In: a connection and an account; row structs. Out: row structs. Whoever holds a handle cannot name another account.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Delete, Executable, Select, Table, bindparam, delete, select

from headwater.ledger import tables
from headwater.ledger.rows import as_dict

Row = TypeVar("Row", bound=msgspec.Struct)

_CHUNK: Final = 500  # values of one IN list: plans stay short and parameters far below every limit


class Handle:
    """One account's rows, inside one transaction."""

    def __init__(self, connection: Connection, account_id: str) -> None:
        """Bind the transaction of `connection` to an account."""
        self.account_id = account_id
        self._connection = connection
        self._paramstyle = "named" if connection.dialect.name == "sqlite" else "pyformat"

    def find(self, kind: type[Row], table: Table, column: str, values: Collection[str | int]) -> list[Row]:
        """The rows whose `column` is one of `values`."""
        found: list[Row] = []
        for some in _chunks(values):
            read = self._connection.execute(_find(table, column), {"account_id": self.account_id, "some": some})
            found += [kind(**row) for row in read.mappings()]
        return found

    def between(self, table: Table, column: str, after: int, upto: int) -> list[dict[str, Any]]:
        """The rows whose `column` is above `after` and not above `upto`, in its order."""
        values = {"account_id": self.account_id, "after": after, "upto": upto}
        return [dict(row) for row in self._connection.execute(_between(table, column), values).mappings()]

    def save(self, table: Table, changed: Iterable[msgspec.Struct]) -> None:
        """Insert rows of this account, or replace those with the same key."""
        values = [as_dict(row) for row in changed]
        if values:
            if any(row["account_id"] != self.account_id for row in values):
                raise ValueError(f"a row of another account than {self.account_id}")
            self._connection.exec_driver_sql(_upsert(table, self._paramstyle), values)

    def remove(self, table: Table, column: str, values: Collection[str | int]) -> None:
        """Delete the rows whose `column` is one of `values`."""
        for some in _chunks(values):
            self._connection.execute(_remove(table, column), {"account_id": self.account_id, "some": some})

    def run(self, statement: Executable, values: list[dict[str, Any]]) -> None:
        """Run a statement that names `:account_id` once for each of `values`."""
        if values:
            self._connection.execute(statement, [row | {"account_id": self.account_id} for row in values])


def select_rows(connection: Connection, kind: type[Row], table: Table, *conditions: ColumnElement[bool]) -> list[Row]:
    """The rows that meet all conditions, of whatever account: for finding accounts and keys themselves."""
    return [kind(**row) for row in connection.execute(select(table).where(*conditions)).mappings()]


def _chunks(values: Iterable[str | int]) -> Iterator[list[str | int]]:
    """Lists of at most `_CHUNK` values."""
    ordered = list(values)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


# Built once per table and column: building a statement costs more than a small one takes to run.


@cache
def _find(table: Table, column: str) -> Select[Any]:
    return select(table).where(_mine(table), table.c[column].in_(bindparam("some", expanding=True)))


@cache
def _between(table: Table, column: str) -> Select[Any]:
    number = table.c[column]
    return select(table).where(_mine(table), number > bindparam("after"), number <= bindparam("upto")).order_by(number)


@cache
def _upsert(table: Table, paramstyle: str) -> str:
    return tables.upsert(table, paramstyle)


@cache
def _remove(table: Table, column: str) -> Delete:
    return delete(table).where(_mine(table), table.c[column].in_(bindparam("some", expanding=True)))


def _mine(table: Table) -> ColumnElement[bool]:
    return table.c.account_id == bindparam("account_id")
