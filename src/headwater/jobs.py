"""What the house does by itself, as one table: work that waits, and work that comes round with time.

In: an open house. Out: one thread that does it, one piece after the other, until the block ends. What is cut short by
the end goes on at the next start.
"""

import logging
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, NamedTuple

from headwater.api import runs
from headwater.api.house import House
from headwater.clock import DAY
from headwater.ledger import jobs

log = logging.getLogger(__name__)

Stopping = Callable[[], bool]


class Work(NamedTuple):
    """A kind of work: its name, and how a piece of it is done; True when there is more."""

    name: str
    do: Callable[[House, Stopping], bool]


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


_LOOK_S: Final = 60.0  # how often it is looked for what came round without a word

WORK: Final = (
    Work("imports", run_imports),
    Work("forget imports", forget_imports),
)


@contextmanager
def working(house: House) -> Generator[None]:
    """Do what is to be done, in a thread, until the block ends."""
    jobs.revive_jobs(house.store)
    runs.tidy(house)
    is_over = threading.Event()

    def work() -> None:
        while not is_over.is_set():
            house.has_jobs.clear()
            for kind in WORK:
                _do(kind, house, is_over.is_set)
            house.has_jobs.wait(_LOOK_S)

    thread = threading.Thread(target=work, name="headwater-jobs")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        house.has_jobs.set()
        thread.join()


def _do(kind: Work, house: House, is_over: Stopping) -> None:
    try:
        while not is_over() and kind.do(house, is_over):
            pass
    except Exception:
        log.exception("%s: it failed, and is tried again later", kind.name)
