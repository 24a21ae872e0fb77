"""The SQL text of the few statements that run for every change, spelled ahead for the driver, once per table.

In: a table and a dialect. Out: text that takes its values by position. Many rows go in one statement: between rows the
interpreter's lock changes hands, and a thread that waits for it waits longer than a row takes to write.
"""

from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Dialect, Table

SIZES: Final = (512, 128, 32, 8, 2, 1)
"""How many rows one INSERT may take: few sizes, so that a database prepares each text once."""


class Spelling(msgspec.Struct, frozen=True):
    """How a database's driver marks a parameter, and a set of values as one parameter."""

    mark: str
    any_of: str
    takes_json: bool
    """Whether the set is sent as JSON text, or else as a list."""
    hold: str
    """What keeps others from changing the rows that are read; nothing where one writes at a time anyway."""


class Half(msgspec.Struct, frozen=True):
    """A look-up by a column that sees a part of a table only; the condition is our own SQL, and in the index."""

    column: str
    condition: str


_SQLITE: Final = Spelling("?", "IN (SELECT value FROM json_each(?))", takes_json=True, hold="")
_POSTGRESQL: Final = Spelling("%s", "= ANY(%s)", takes_json=False, hold=" FOR UPDATE")


def spelling(dialect: Dialect) -> Spelling:
    """The spelling of a database."""
    return _SQLITE if dialect.name == "sqlite" else _POSTGRESQL


@cache
def find(spelled: Spelling, table: Table, column: str) -> str:
    """Rows by account and a set of values: (account id, values)."""
    return f"SELECT {_names(table)} FROM {table.name} WHERE account_id = {spelled.mark} AND {column} {spelled.any_of}"  # noqa: S608 - names of our own tables


@cache
def find_half(spelled: Spelling, table: Table, half: Half) -> str:
    """Those rows of `find` that are in one half of the table: (account id, values)."""
    return f"{find(spelled, table, half.column)} AND {half.condition}"


@cache
def between(spelled: Spelling, table: Table, column: str) -> str:
    """Rows by account and a range, in its order: (account id, above this, up to this)."""
    mark = spelled.mark
    mine = f"account_id = {mark} AND {column} > {mark} AND {column} <= {mark}"
    return f"SELECT {_names(table)} FROM {table.name} WHERE {mine} ORDER BY {column}"  # noqa: S608 - names of our own tables


@cache
def every(spelled: Spelling, table: Table) -> str:
    """All rows of an account: (account id,)."""
    return f"SELECT {_names(table)} FROM {table.name} WHERE account_id = {spelled.mark}"  # noqa: S608 - names of our own tables


@cache
def hold(spelled: Spelling, table: Table) -> str:
    """All rows of an account, which nobody else changes until the transaction ends: (account id,)."""
    return every(spelled, table) + spelled.hold


@cache
def page(spelled: Spelling, table: Table) -> str:
    """So many rows by account in the order of their `id`, from one on: (account id, above this, how many)."""
    mark = spelled.mark
    mine = f"account_id = {mark} AND id > {mark}"
    return f"SELECT {_names(table)} FROM {table.name} WHERE {mine} ORDER BY id LIMIT {mark}"  # noqa: S608 - names of our own tables


@cache
def remove(spelled: Spelling, table: Table, column: str) -> str:
    """Delete by account and a set of values: (account id, values)."""
    return f"DELETE FROM {table.name} WHERE account_id = {spelled.mark} AND {column} {spelled.any_of}"  # noqa: S608 - names of our own tables


@cache
def upsert(spelled: Spelling, table: Table, rows: int) -> str:
    """Insert so many rows, or replace those with the same key: the columns of each row in order."""
    names = [column.name for column in table.columns]
    keys = [column.name for column in table.primary_key]
    row = f"({', '.join([spelled.mark] * len(names))})"
    replaced = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    return (
        f"INSERT INTO {table.name} ({_names(table)}) VALUES {', '.join([row] * rows)}"  # noqa: S608 - names of our own tables
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {replaced}"
    )


def _names(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)
