"""What the house does by itself, a row per job: each runs at start and then every so often, in one thread.

In: an open house. Out: work done. A job that fails is logged and tried again at its next turn; the others go on.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from headwater.api.house import House
from headwater.clock import DAY
from headwater.errors import Problem
from headwater.intake.policy import policy_of
from headwater.ledger.accounts import list_accounts
from headwater.ledger.salts import forget_salts

log = logging.getLogger(__name__)

HOUR_S: Final = 3_600.0


class Job(NamedTuple):
    """One job: its name, how often, what it does."""

    name: str
    every_s: float
    work: Callable[[House], None]


def destroy_salts(house: House) -> None:
    """Destroy the salts of visitors of past days, on disk and in memory."""
    now = house.clock()
    for account_id, (day, _) in list(house.salts.items()):
        if day < now // DAY:
            del house.salts[account_id]
    forget_salts(house.store, now)


def forget_page_views(house: House) -> None:
    """Delete page views that are older than their account keeps them, and what is remembered of hits sent twice."""
    today = house.clock() // DAY
    for account in list_accounts(house.store):
        kept_days = policy_of(account.settings).retention_days
        before = (today - kept_days) * DAY if kept_days else None
        try:
            house.projector.forget(account.account_id, before, today)
        except Problem:
            log.exception("account %s: old page views cannot be deleted", account.account_id)


JOBS: Final = (
    Job("destroy salts", HOUR_S, destroy_salts),
    Job("forget page views", HOUR_S, forget_page_views),
)


class Runner:
    """The thread that does them, for as long as its `with` block lasts."""

    def __init__(self, house: House, jobs: tuple[Job, ...] = JOBS) -> None:
        """Nothing runs before the block."""
        self._house = house
        self._jobs = jobs
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="headwater-jobs", daemon=True)

    def __enter__(self) -> None:
        """Do every job once, then each in its time."""
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        """End after the job that is being done."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        due = dict.fromkeys(range(len(self._jobs)), 0.0)
        waited = 0.0
        while not self._stopping.is_set():
            for number, job in enumerate(self._jobs):
                if due[number] <= waited and not self._stopping.is_set():
                    self._do(job)
                    due[number] = waited + job.every_s
            pause = min(due.values()) - waited
            self._stopping.wait(pause)
            waited += pause

    def _do(self, job: Job) -> None:
        try:
            job.work(self._house)
        except Exception:
            log.exception("the job '%s' failed; it is tried again in %.0f s", job.name, job.every_s)
