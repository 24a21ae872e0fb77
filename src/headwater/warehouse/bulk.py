"""Many rows from Python into a table in one statement: as one JSON text that the engine unpacks into columns.

Binding Python lists, or one row at a time, is a hundred times slower. In: rows as mappings that have every column of
the table, instants in microseconds. The columns are asked of the engine, so that only the migrations name them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from headwater.warehouse.cursors import Cursor
from headwater.warehouse.feed import Row

_CHUNK: Final = 5_000  # rows in one text: about 10 MB for page views


class _Shape(NamedTuple):
    """How a table's rows are read out of JSON: the structure to unpack, and what each column makes of it."""

    structure: str
    columns: str


class Bulk:
    """Inserts and deletes by the thousand; remembers the shapes of tables, which all accounts share."""

    def __init__(self) -> None:
        """Know no table yet."""
        self._shapes: dict[str, _Shape] = {}

    def insert(self, cursor: Cursor, table: str, rows: Sequence[Row], unless_known: str | None = None) -> None:
        """Append the rows; with `unless_known`, only those whose value of this column the table does not have yet.

        A missing column, a value that its column cannot hold, or a NULL where none may be raises a `duckdb.Error`.
        """
        shape = self._shape(cursor, table)
        statement = (
            f'INSERT INTO "{table}" SELECT {shape.columns}'  # noqa: S608 - table and columns are the migrations' own
            f" FROM (SELECT unnest(from_json_strict(?, '{shape.structure}'), recursive := true))"
        )
        if unless_known is not None:
            statement += f' WHERE "{unless_known}" NOT IN (SELECT "{unless_known}" FROM "{table}")'  # noqa: S608 - same
        for start in range(0, len(rows), _CHUNK):
            cursor.execute(statement, [_encoded(rows[start : start + _CHUNK])])

    def delete(self, cursor: Cursor, table: str, column: str, keys: Collection[int]) -> None:
        """Delete the rows whose `column` is one of `keys`."""
        statement = (
            f'DELETE FROM "{table}" WHERE "{column}" IN'  # noqa: S608 - the names are the program's own
            " (SELECT unnest(from_json_strict(?, '[\"BIGINT\"]')))"
        )
        cursor.execute(statement, [msgspec.json.encode(list(keys)).decode()])

    def _shape(self, cursor: Cursor, table: str) -> _Shape:
        if table not in self._shapes:
            described = cursor.execute(f'DESCRIBE "{table}"').fetchall()
            self._shapes[table] = _shape_of({str(column[0]): str(column[1]) for column in described})
        return self._shapes[table]


_SPELLED_AS: Final = {
    "TIMESTAMP": ("BIGINT", 'make_timestamp("{}")'),
    "DATE": ("INTEGER", "DATE '1970-01-01' + \"{}\""),
}
"""Column types that JSON has no word for: what carries them, and how the column is made of it."""


def _shape_of(columns: Mapping[str, str]) -> _Shape:
    carriers = {name: _SPELLED_AS.get(kind, (kind, '"{}"')) for name, kind in columns.items()}
    structure = [{name: carrier for name, (carrier, _) in carriers.items()}]
    return _Shape(
        msgspec.json.encode(structure).decode(),
        ", ".join(made.format(name) for name, (_, made) in carriers.items()),
    )


def _encoded(rows: Sequence[Row]) -> str:
    """The rows as JSON. NUL characters pass unharmed; lone surrogates, which are no text, become question marks."""
    try:
        return msgspec.json.encode(rows).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode([{name: _mended(value) for name, value in row.items()} for row in rows]).decode()


def _mended(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
