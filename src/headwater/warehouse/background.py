"""The thread that keeps warehouses current: it projects accounts that have something new, in turn, one batch each.

In: nudges from those who wrote, and from reports that wait. Out: projected accounts, and `Freshness` for the reports.
An account whose projection fails is logged and tried again later and later; the others go on.
"""

import logging
import threading
import time
from typing import Final

from headwater.warehouse.progress import Freshness
from headwater.warehouse.projector import Projector

_log = logging.getLogger(__name__)

GATHER_S: Final = 1.0
"""How long after a batch an account's next changes gather, so that a trickle is not a transaction each. A report
that waits does not wait for this."""
LOOK_S: Final = 5.0
"""How often all accounts are looked at without a nudge: another process may have written to the ledger."""
_LONGEST_BACKOFF_S: Final = 60.0
_FLOOD_S: Final = 1.0  # how long after the last chunk of an upload the account counts as flooded
_REST: Final = 4
"""While an account is flooded, so many times as long as a batch took is left to the writers before the next one."""


class Background:
    """One thread over one projector."""

    def __init__(self, projector: Projector, gather_s: float = GATHER_S, look_s: float = LOOK_S) -> None:
        """Nothing runs before `start`."""
        self._projector = projector
        self._gather_s = gather_s
        self._look_s = look_s
        self._due: dict[str, float] = {}  # account → when it is to be projected, by the monotonic clock
        self._not_before: dict[str, float] = {}  # account → the end of its back-off
        self._rested: dict[str, float] = {}  # account → the end of its gathering time
        self._flooded: dict[str, float] = {}  # account → until when it counts as flooded
        self._changed = threading.Condition()
        self._is_stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="projector", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread after the batch it is in; what is left is done after the next start."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def flood(self, account_id: str) -> None:
        """Say that a part of an upload was written: more will come, so batches may rest, unless one is awaited."""
        self._flooded[account_id] = time.monotonic() + _FLOOD_S
        self.nudge(account_id)

    def nudge(self, account_id: str, *, is_awaited: bool = False) -> None:
        """Say that the account has something new; `is_awaited` when someone waits for it. Cheap: call it per write."""
        now = time.monotonic()
        with self._changed:
            due = now if is_awaited else max(now, self._rested.get(account_id, now))
            due = max(due, self._not_before.get(account_id, due))
            if due < self._due.get(account_id, float("inf")):
                self._due[account_id] = due
                self._changed.notify_all()

    def wait_until(self, account_id: str, change: int, timeout_s: float) -> Freshness:
        """Have the account projected up to `change`, and say how far it is when that is so or the time is over."""
        if self._projector.marks(account_id).change < change:
            self.nudge(account_id, is_awaited=True)
            self._projector.progress.wait(account_id, change, timeout_s)
        return self._projector.freshness(account_id, change)

    def _run(self) -> None:
        look_at = time.monotonic()
        while True:
            account_id = self._next(look_at)
            if self._is_stopping:
                return
            if account_id is not None:
                self._attempt(account_id)
            if time.monotonic() >= look_at:
                self._look()
                look_at = time.monotonic() + self._look_s

    def _next(self, until: float) -> str | None:
        """Wait for an account to be due; the one that has been for the longest. None when `until` comes first."""
        with self._changed:
            while not self._is_stopping:
                now = time.monotonic()
                account_id = min(self._due, key=self._due.__getitem__, default=None)
                if account_id is not None and self._due[account_id] <= now:
                    del self._due[account_id]
                    return account_id
                if now >= until:
                    return None
                self._changed.wait(min(until, self._due.get(account_id or "", until)) - now)
            return None

    def _attempt(self, account_id: str) -> None:
        lock = self._projector.lock(account_id)
        if not lock.acquire(blocking=False):  # it is being rebuilt; others must not wait for that
            self._later(account_id, self._gather_s)
            return
        began = time.monotonic()
        try:
            has_more = self._projector.project(account_id)
        except Exception:  # noqa: BLE001 - whatever is wrong with one account, the others go on
            faults = self._projector.progress.faults().get(account_id, 1)
            delay = min(_LONGEST_BACKOFF_S, 0.5 * 2 ** min(faults - 1, 10))
            _log.exception("account %s: projection failed, %d in a row; again in %.1f s", account_id, faults, delay)
            self._not_before[account_id] = time.monotonic() + delay
            self._later(account_id, delay)
        else:
            self._not_before.pop(account_id, None)
            now = time.monotonic()
            rest = _REST * (now - began) if self._flooded.get(account_id, 0.0) > now else 0.0
            self._rested[account_id] = now + max(rest, self._gather_s)
            if has_more:
                self._later(account_id, rest)
        finally:
            lock.release()

    def _later(self, account_id: str, delay_s: float) -> None:
        due = time.monotonic() + delay_s
        with self._changed:
            self._due[account_id] = min(due, self._due.get(account_id, due))

    def _look(self) -> None:
        try:
            behind = self._projector.behind()
        except Exception:  # noqa: BLE001 - the ledger's faults are not known here; the thread lives on
            _log.exception("the ledger cannot be asked what is new; again in %.1f s", self._look_s)
            return
        for account_id in behind:
            self.nudge(account_id)
