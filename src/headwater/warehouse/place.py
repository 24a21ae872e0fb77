"""Where accounts' warehouses live: the members that `files` and `lake` both offer, and what can be wrong with them.

An account is a namespace: whoever uses it sees that account's tables by their plain names, and no other's.
"""

import re
from typing import Final, Protocol

from headwater.errors import Problem
from headwater.warehouse.cursors import Cursor

_ACCOUNT_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class StoreInUse(Problem):
    """Another process has the account's warehouse open; a warehouse file has one process at a time."""

    status = 503
    is_told = False


class StoreUnreadable(Problem):
    """The account's warehouse cannot be opened: it is damaged, or was written by a newer Headwater or DuckDB."""

    status = 500


class Place(Protocol):
    """Where accounts' namespaces are kept, and how a connection comes to them."""

    @property
    def directories(self) -> tuple[str, ...]:
        """What the engine must be allowed to read and write: local directories, or the beginnings of URLs."""
        ...

    def prepare(self, root: Cursor) -> None:
        """Bring to an engine that was just started what it will not be able to reach later."""
        ...

    def attach(self, root: Cursor, account_id: str) -> None:
        """Make the account's namespace known to the engine, created if it is not there yet."""
        ...

    def detach(self, root: Cursor, account_id: str) -> None:
        """Let go of it; what was committed stays."""
        ...

    def use(self, cursor: Cursor, account_id: str) -> None:
        """From now on the cursor's unqualified names are the account's."""
        ...

    def copy(self, cursor: Cursor, account_id: str) -> None:
        """Copy what an open account holds now to beside its place, and nothing of what it held before."""
        ...

    def tend(self, cursor: Cursor, account_id: str) -> None:
        """Do the upkeep that the account's namespace needs now and then; nobody writes to it meanwhile."""
        ...

    def take_copy(self, account_id: str) -> None:
        """Put the copy in the place of the account, which nobody has open."""
        ...


def checked(account_id: str) -> str:
    """The id, if it can be a file and a catalogue name: both are blind to case on some systems, so capitals are out."""
    if not _ACCOUNT_ID.fullmatch(account_id):
        raise ValueError(f"account id {account_id!r} must be 1 to 63 of a-z, 0-9, '-' and '_', a letter or digit first")
    return account_id


def namespace(account_id: str, prefix: str = "account") -> str:
    """The account's catalogue or schema, quoted; the prefix keeps it apart from DuckDB's own (memory, system, temp)."""
    return f'"{prefix}_{checked(account_id)}"'
