"""The warehouse tables that copy the ledger's, and how a new version of their rows replaces the old one.

There are no keys to upsert by: rows are deleted by their key and inserted again, in the caller's transaction.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from headwater.warehouse.bulk import Bulk
from headwater.warehouse.cursors import Cursor
from headwater.warehouse.feed import Row


class Copied(NamedTuple):
    """A table that follows the ledger: rows are replaced by `key`, with all children that point at it."""

    table: str
    key: str = "id"
    children: str | None = None
    pointer: str = ""


COPIED: Final = (
    Copied("contacts", children="contact_labels", pointer="contact"),
    Copied("labels"),
    Copied("products"),
    Copied("orders", children="order_items", pointer="order_id"),
    Copied("subscriptions", children="subscription_versions", pointer="subscription"),
    Copied("events"),
    Copied("adcampaigns"),
    Copied("adsets"),
    Copied("ads"),
    Copied("ad_days"),
    Copied("visitors", key="visitor_id"),
)


def names() -> tuple[str, ...]:
    """All copied tables, children included."""
    return tuple(name for copied in COPIED for name in (copied.table, copied.children) if name is not None)


def replace(cursor: Cursor, bulk: Bulk, rows: Mapping[str, Sequence[Row]], gone: Mapping[str, Sequence[int]]) -> None:
    """Put the rows in the place of their older versions, and take away what is gone."""
    if strange := {*rows, *gone}.difference(names()):
        raise ValueError(f"the change feed speaks of {sorted(strange)}, which the warehouse does not have")
    for copied in COPIED:
        _replace(cursor, bulk, copied, rows, gone)


def empty(cursor: Cursor) -> None:
    """Delete all rows of all copied tables."""
    for name in names():
        cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a name from the list above


def keys(table: str, rows: Mapping[str, Sequence[Row]], gone: Mapping[str, Sequence[int]]) -> set[int]:
    """The keys of a table's rows that have a new version, or are gone."""
    copied = next(each for each in COPIED if each.table == table)
    return {_key(row, copied.key) for row in rows.get(table, ())} | set(gone.get(table, ()))


def _replace(
    cursor: Cursor, bulk: Bulk, copied: Copied, rows: Mapping[str, Sequence[Row]], gone: Mapping[str, Sequence[int]]
) -> None:
    changed = keys(copied.table, rows, gone)
    if not changed:
        return
    bulk.delete(cursor, copied.table, copied.key, changed)
    bulk.insert(cursor, copied.table, rows.get(copied.table, ()))
    if copied.children is not None:
        bulk.delete(cursor, copied.children, copied.pointer, changed)
        bulk.insert(cursor, copied.children, rows.get(copied.children, ()))


def _key(row: Row, column: str) -> int:
    key = row[column]
    if not isinstance(key, int):
        raise TypeError(f"{column} must be a whole number, not {key!r}")
    return key
