"""A connection to the engine, and one transaction on it."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import TypeAlias

import duckdb

Cursor: TypeAlias = duckdb.DuckDBPyConnection


@contextmanager
def transaction(cursor: Cursor) -> Generator[None]:
    """All that is executed inside is on disk at the end, or, after any exception, was never done."""
    cursor.execute("BEGIN")
    try:
        yield
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # a commit that failed has ended the transaction itself
            cursor.execute("ROLLBACK")
        raise


def number(cursor: Cursor, sql: str, params: object = None) -> int:
    """The one integer that a query gives; 0 for NULL."""
    row = cursor.execute(sql, params).fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def literal(text: str) -> str:
    """A SQL string, for statements that take no bound values: ATTACH and SET."""
    return "'" + text.replace("'", "''") + "'"
