"""The rows of jobs: made, found, moved on in the transaction that writes their records, ended, forgotten.

In: an open store, or the connection of a writing transaction. Out: job rows. Knows nothing of files and of reading.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from headwater.errors import NotFound, Problem
from headwater.ledger import rows, tables
from headwater.ledger.change import Kept, Outcome
from headwater.ledger.handle import Handle, select_rows
from headwater.ledger.rows import Job, Refusal, as_dict
from headwater.ledger.store import Store

WAITING: Final = "waiting"
RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"
ACTIVE: Final = (WAITING, RUNNING)

_JOBS: Final = tables.jobs
_PAGE: Final = 1000  # refusals that are read at once


class Stopped(Problem):
    """The job was cancelled, or somebody else moved it on: what was to be written with it was not."""

    status = 409


class Step(NamedTuple):
    """What a transaction adds to a job: from which position, how many records, where in the file that is."""

    position: int
    bytes_read: int
    succeeded: int
    refusals: Sequence[Refusal]


def add_job(store: Store, job: Job) -> Job:
    """Make a job, or find the one with this id, which a client may have chosen and sent twice."""
    with store.write() as connection:
        known = select_rows(connection, Job, _JOBS, *_mine(job.account_id, job.job_id))
        if not known:
            connection.execute(insert(_JOBS).values(as_dict(job)))
    return known[0] if known else job


def find_job(store: Store, account_id: str, job_id: str) -> Job:
    """A job of an account."""
    with store.read() as connection:
        found = select_rows(connection, Job, _JOBS, *_mine(account_id, job_id))
    if not found:
        raise NotFound(f"there is no job {job_id!r}")
    return found[0]


def list_jobs(store: Store, account_id: str) -> list[Job]:
    """The jobs of an account, the newest first."""
    with store.read() as connection:
        found = select_rows(connection, Job, _JOBS, _JOBS.c.account_id == account_id)
    return sorted(found, key=lambda job: (job.created_at, job.job_id), reverse=True)


def next_job(store: Store) -> Job | None:
    """The job that waits for the longest, of whatever account; it runs from now on."""
    with store.write() as connection:
        oldest = select(_JOBS).where(_JOBS.c.state == WAITING).order_by(_JOBS.c.created_at, _JOBS.c.job_id).limit(1)
        found = connection.execute(oldest).mappings().one_or_none()
        if found is None:
            return None
        job = msgspec.structs.replace(Job(**found), state=RUNNING)
        connection.execute(update(_JOBS).where(*_mine(job.account_id, job.job_id)).values(state=RUNNING))
    return job


def revive_jobs(store: Store) -> None:
    """Let jobs wait that ran when the server ended."""
    with store.write() as connection:
        connection.execute(update(_JOBS).where(_JOBS.c.state == RUNNING).values(state=WAITING))


def keeping(job: Job, step: Callable[[int, Sequence[Outcome]], Step]) -> Kept:
    """What a chunk of a job keeps beside its records; `step` is told the place of the first and their outcomes."""
    return lambda connection, start, outcomes: _advance(connection, job, step(start, outcomes))


def _advance(connection: Connection, job: Job, step: Step) -> None:
    """Move a job on; `Stopped` when it does not stand where it should."""
    after = {
        "position": step.position + step.succeeded + len(step.refusals),
        "bytes_read": step.bytes_read,
        "succeeded": _JOBS.c.succeeded + step.succeeded,
        "failed": _JOBS.c.failed + len(step.refusals),
    }
    at_step = (*_mine(job.account_id, job.job_id), _JOBS.c.state == RUNNING, _JOBS.c.position == step.position)
    if connection.execute(update(_JOBS).where(*at_step).values(after)).rowcount != 1:
        raise Stopped(f"job {job.job_id!r} was stopped")
    Handle(connection, job.account_id).save(tables.refusals, step.refusals)


def end_job(store: Store, job: Job, now: int, state: str, fault: str | None = None) -> Job:
    """End a job that is not ended yet; returns it as it is now."""
    is_active = _JOBS.c.state.in_(ACTIVE)
    with store.write() as connection:
        ended = {"state": state, "finished_at": now, "fault": fault}
        connection.execute(update(_JOBS).where(*_mine(job.account_id, job.job_id), is_active).values(ended))
    return find_job(store, job.account_id, job.job_id)


def old_jobs(store: Store, before: int) -> list[Job]:
    """Jobs that ended before a time."""
    with store.read() as connection:
        return select_rows(connection, Job, _JOBS, _JOBS.c.finished_at < before)


def forget_job(store: Store, job: Job) -> None:
    """Take a job away, with what was refused of it."""
    with store.write() as connection:
        for table in (tables.refusals, _JOBS):
            mine = (table.c.account_id == job.account_id, table.c.job_id == job.job_id)
            connection.execute(delete(table).where(*mine))


def refusals(store: Store, job: Job) -> Iterator[rows.Refusal]:
    """What was refused, in the order of the upload."""
    table, last = tables.refusals, 0
    while True:
        later = (table.c.account_id == job.account_id, table.c.job_id == job.job_id, table.c.line > last)
        with store.read() as connection:
            found = connection.execute(select(table).where(*later).order_by(table.c.line).limit(_PAGE)).mappings()
            page = [Refusal(**row) for row in found]
        if not page:
            return
        yield from page
        last = page[-1].line


def _mine(account_id: str, job_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _JOBS.c.account_id == account_id, _JOBS.c.job_id == job_id
