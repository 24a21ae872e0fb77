"""The one thing that reporting needs of a store: to run a SELECT on one account and give back the rows."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Rows(Protocol):
    """An answer of the store."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns, in order."""
        ...

    @property
    def rows(self) -> Sequence[tuple[object, ...]]:
        """The rows, each in the order of the columns."""
        ...


class Readers(Protocol):
    """Runs report SQL. The account is part of the call and never of the SQL, which therefore cannot reach another."""

    def run(self, account_id: str, sql: str, params: Mapping[str, object]) -> Rows:
        """Run one SELECT with named parameters (`$start`) on the account's warehouse."""
        ...
