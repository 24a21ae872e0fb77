"""What the house does by itself, as one table: work that waits for it, and work that comes round with time.

In: an open house. Out: one thread that does it, one piece after the other, until the block ends. What is cut short by
the end goes on at the next start; what fails is logged and tried again at its next turn.
"""

import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, NamedTuple

from headwater.api import runs
from headwater.api.house import House
from headwater.clock import DAY
from headwater.errors import Problem
from headwater.intake.policy import policy_of
from headwater.ledger import jobs
from headwater.ledger.accounts import list_accounts
from headwater.ledger.salts import forget_salts

log = logging.getLogger(__name__)

Stopping = Callable[[], bool]

_MINUTE_S: Final = 60.0
_HOUR_S: Final = 3_600.0


class Work(NamedTuple):
    """A kind of work: its name, how a piece of it is done (True when there is more), and how often it comes round."""

    name: str
    do: Callable[[House, Stopping], bool]
    every_s: float = 0.0
    """0: whenever there is a word of it."""


def run_imports(house: House, is_stopping: Stopping) -> bool:
    """The upload that waits for the longest."""
    job = jobs.next_job(house.store)
    if job is None:
        return False
    runs.run(house, job, is_stopping)
    return True


def forget_imports(house: House, _is_stopping: Stopping) -> bool:
    """Imports that ended long ago, with what they refused."""
    for job in jobs.old_jobs(house.store, house.clock() - house.settings.job_days * DAY):
        runs.forget(house, job)
    return False


def destroy_salts(house: House, _is_stopping: Stopping) -> bool:
    """Destroy the salts of visitors of past days, on disk and in memory."""
    now = house.clock()
    for account_id, (day, _) in list(house.salts.items()):
        if day < now // DAY:
            del house.salts[account_id]
    forget_salts(house.store, now)
    return False


def forget_page_views(house: House, _is_stopping: Stopping) -> bool:
    """Delete page views that are older than their account keeps them, and what is remembered of hits sent twice."""
    today = house.clock() // DAY
    for account in list_accounts(house.store):
        kept_days = policy_of(account.settings).retention_days
        before = (today - kept_days) * DAY if kept_days else None
        try:
            house.projector.forget(account.account_id, before, today)
        except Problem:
            log.exception("account %s: old page views cannot be deleted", account.account_id)
    return False


def lay_trails(house: House, is_stopping: Stopping) -> bool:
    """Lay down anew, for each account with many new page views, where each visitor's are."""
    for account in list_accounts(house.store):
        if is_stopping():
            break
        try:
            house.projector.lay_trails(account.account_id)
        except Problem:
            log.exception("account %s: trails cannot be laid", account.account_id)
    return False


def tend_warehouses(house: House, is_stopping: Stopping) -> bool:
    """Do the upkeep that the places of the columns need."""
    for account in list_accounts(house.store):
        if is_stopping():
            break
        try:
            house.projector.tend(account.account_id)
        except Exception:  # one account must not keep the others from it
            log.exception("account %s: its warehouse cannot be tended", account.account_id)
    return False


WORK: Final = (
    Work("imports", run_imports),
    Work("forget imports", forget_imports, _HOUR_S),
    Work("destroy salts", destroy_salts, _HOUR_S),
    Work("forget page views", forget_page_views, _HOUR_S),
    Work("lay trails", lay_trails, _HOUR_S),
    Work("tend warehouses", tend_warehouses, _HOUR_S),
)


@contextmanager
def working(house: House, work: tuple[Work, ...] = WORK) -> Generator[None]:
    """Do what is to be done, in a thread, until the block ends: all of it once, then each in its time."""
    jobs.revive_jobs(house.store)
    runs.tidy(house)
    is_over = threading.Event()
    thread = threading.Thread(target=_work, args=(house, work, is_over), name="headwater-jobs")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        house.has_jobs.set()
        thread.join()


def _work(house: House, work: tuple[Work, ...], is_over: threading.Event) -> None:
    due = dict.fromkeys(work, 0.0)
    while True:
        house.has_jobs.clear()  # before the question, so that the word of the end is not wiped out with it
        if is_over.is_set():
            return
        for kind in work:
            now = time.monotonic()
            if due[kind] <= now:
                due[kind] = now + kind.every_s
                _do(kind, house, is_over.is_set)
        house.has_jobs.wait(_MINUTE_S)


def _do(kind: Work, house: House, is_over: Stopping) -> None:
    try:
        while not is_over() and kind.do(house, is_over):
            pass
    except Exception:
        log.exception("the work '%s' failed, and is tried again later", kind.name)
