"""Rows of one table at hand: what a group of changes has read, and what it means to write.

In: rows from the database, new versions from the merge rules. Out: look-ups that already see the new versions, and the
rows that must be saved. Knows nothing of SQL.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, Protocol, TypeVar


class Kept(Protocol):
    """A row with a number of its own."""

    id: int


Row = TypeVar("Row", bound=Kept)


class Shelf(Generic[Row]):
    """The rows of one table by `id`, with look-ups by other columns; rows are replaced, never changed in place."""

    def __init__(self, **indexes: Callable[[Row], Hashable]) -> None:
        """`indexes` name the look-ups and say what of a row each goes by; None is not looked up."""
        self._rows: dict[int, Row] = {}
        self._found: dict[str, dict[Hashable, dict[int, None]]] = {name: {} for name in indexes}
        self._indexes: Mapping[str, Callable[[Row], Hashable]] = indexes
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
        numbers = self._found[index].get(key)
        return [self._rows[number] for number in sorted(numbers)] if numbers else []

    def first(self, index: str, key: Hashable) -> Row | None:
        """The oldest row whose `index` is `key`."""
        numbers = self._found[index].get(key)
        return self._rows[min(numbers)] if numbers else None

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
