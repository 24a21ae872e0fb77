"""How far each account's warehouse has come, for those who wait for it.

In: marks from the projector, after they are committed. Out: the marks, waiting for one, and `Freshness` for answers.
Knows nothing of stores and threads.
"""

import threading
import time

import msgspec


class Marks(msgspec.Struct, frozen=True):
    """The committed change numbers of both feeds, and when the ledger was last known to hold nothing beyond them."""

    rows: int
    hits: int
    complete_at: int
    """Microseconds; 0 when that never was."""

    @property
    def change(self) -> int:
        """Everything up to here is in, of both feeds."""
        return min(self.rows, self.hits)


class Freshness(msgspec.Struct, frozen=True):
    """How current an answer is."""

    projected_change: int
    """The answer knows everything up to this change number."""
    ledger_change: int
    """The number that was asked for: the ledger's newest at the time of asking."""
    is_current: bool
    as_of: int
    """Microseconds: everything that the ledger knew at this time is in the answer; 0 when that cannot be said."""


class Progress:
    """The marks of all accounts that this process has looked at."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._marks: dict[str, Marks] = {}
        self._faults: dict[str, int] = {}
        self._moved = threading.Condition()

    def marks(self, account_id: str) -> Marks | None:
        """The account's marks; None when this process has not read them."""
        return self._marks.get(account_id)

    def all(self) -> dict[str, Marks]:
        """A copy of every account's marks."""
        with self._moved:
            return dict(self._marks)

    def publish(self, account_id: str, marks: Marks) -> None:
        """Say that these marks are committed; wakes those who wait."""
        with self._moved:
            self._marks[account_id] = marks
            self._moved.notify_all()

    def fail(self, account_id: str) -> None:
        """Say that projecting the account failed: nobody waits for it, and the marks on disk must be read again."""
        with self._moved:
            self._marks.pop(account_id, None)
            self._faults[account_id] = self._faults.get(account_id, 0) + 1
            self._moved.notify_all()

    def succeed(self, account_id: str) -> None:
        """Say that projecting the account works."""
        with self._moved:
            self._faults.pop(account_id, None)

    def faults(self) -> dict[str, int]:
        """Accounts whose last projection failed, with the number of failures in a row."""
        with self._moved:
            return dict(self._faults)

    def wait(self, account_id: str, change: int, timeout_s: float) -> bool:
        """Whether the marks reach `change` within the time; returns early when projecting the account fails."""
        deadline = time.monotonic() + timeout_s
        with self._moved:
            while not self._has_reached(account_id, change):
                left = deadline - time.monotonic()
                if left <= 0 or account_id in self._faults:
                    return False
                self._moved.wait(left)
            return True

    def _has_reached(self, account_id: str, change: int) -> bool:
        marks = self._marks.get(account_id)
        return marks is not None and marks.change >= change
