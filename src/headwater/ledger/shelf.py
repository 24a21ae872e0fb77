"""Rows of one table at hand: what a group of changes has read, and what it means to write.

In: rows from the database, new versions from the merge rules. Out: look-ups that already see the new versions, and the
rows that must be saved. Runs no SQL.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from operator import attrgetter
from typing import Generic, Protocol, TypeAlias, TypeVar

from sqlalchemy import Table


class Kept(Protocol):
    """A row with a number of its own, and the number of its latest version."""

    id: int
    change: int


class Hanging(Kept, Protocol):
    """A row that belongs to whoever the identity node `node` is."""

    integration_id: str
    person_id: int
    node: str
    contact_id: str | None
    email: str | None
    email_key: str | None


Row = TypeVar("Row", bound=Kept)
Hung = TypeVar("Hung", bound=Hanging)
Indexes: TypeAlias = Mapping[str, Callable[[Row], Hashable]]


class Shelf(Generic[Row]):
    """The rows of one table by `id`, with look-ups by other columns; rows are replaced, never changed in place."""

    def __init__(self, kind: type[Row], table: Table, indexes: Indexes[Row], since: str = "") -> None:
        """`indexes` name the look-ups and say what of a row each goes by; None is not looked up.

        `since` names the column that says when a row began to matter, for rows that hang on people.
        """
        self.kind = kind
        self.table = table
        self.since = since
        self._rows: dict[int, Row] = {}
        self._found: dict[str, dict[Hashable, dict[int, None]]] = {name: {} for name in indexes}
        self._indexes = indexes
        self.changed: dict[int, Row] = {}
        self.dropped: set[int] = set()

    def lay(self, rows: Iterable[Row]) -> None:
        """Add rows as the database has them; what is already at hand is newer and stays."""
        for row in rows:
            if row.id not in self._rows and row.id not in self.dropped:
                self._set(row)

    def get(self, number: int) -> Row | None:
        """The row with this `id`, if it is at hand."""
        return self._rows.get(number)

    def all(self) -> Iterable[Row]:
        """Every row at hand."""
        return self._rows.values()

    def find(self, index: str, key: Hashable) -> list[Row]:
        """The rows whose `index` is `key`, the oldest first."""
        found = self._found[index].get(key)
        return [self._rows[number] for number in sorted(found)] if found else []

    def first(self, index: str, key: Hashable) -> Row | None:
        """The oldest row whose `index` is `key`."""
        found = self._found[index].get(key)
        return self._rows[min(found)] if found else None

    def put(self, row: Row) -> None:
        """A new row, or a new version of one."""
        self._unset(row.id)
        self._set(row)
        self.changed[row.id] = row

    def amend(self, row: Row) -> None:
        """A new version of a row at hand, which is looked up by the same words as before."""
        self._rows[row.id] = row
        self.changed[row.id] = row

    def drop(self, number: int) -> None:
        """Take a row away."""
        self._unset(number)
        self.changed.pop(number, None)
        self.dropped.add(number)

    def _set(self, row: Row) -> None:
        self._rows[row.id] = row
        for name, key_of in self._indexes.items():
            if (key := key_of(row)) is not None:
                self._found[name].setdefault(key, {})[row.id] = None

    def _unset(self, number: int) -> None:
        if (old := self._rows.pop(number, None)) is None:
            return
        for name, key_of in self._indexes.items():
            if (key := key_of(old)) is not None:
                del self._found[name][key][number]


def named(kind: type[Row], table: Table, own_id: str) -> Shelf[Row]:
    """A shelf looked up by the integration's own id, which is in the column `own_id`."""
    return Shelf(kind, table, {own_id: attrgetter("integration_id", own_id)})


def hanging(kind: type[Hung], table: Table, own_id: str, since: str) -> Shelf[Hung]:
    """A shelf of what hangs on people: looked up by its own id, its contact's id and its e-mail."""
    indexes: Indexes[Hung] = {
        own_id: attrgetter("integration_id", own_id),
        "contact_id": lambda row: row.contact_id and (row.integration_id, row.contact_id),
        "email": lambda row: row.email_key,
    }
    return Shelf(kind, table, indexes, since)
