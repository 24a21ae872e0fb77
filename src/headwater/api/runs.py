"""Importing a file that lies in the data directory: from where the job stands, chunk by chunk, to its end.

In: an open house and a job. Out: the job as it ended. Each chunk moves the job on in the transaction that writes it, so
that whatever ends a run, the next one goes on right there. Blocks: for a thread of its own.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Final

import msgspec

from headwater.api.answers import OUR_FAULT
from headwater.api.house import House
from headwater.errors import NotFound, Overloaded, Problem
from headwater.intake import sheet, table
from headwater.intake.bulk import Reader, Record, in_chunks
from headwater.intake.entities import BY_PATH, Entity
from headwater.intake.lines import Line, Upload
from headwater.intake.table import Place, Reading
from headwater.ledger import jobs
from headwater.ledger.accounts import find_standing
from headwater.ledger.change import Answer, Chunk, Outcome
from headwater.ledger.jobs import Step
from headwater.ledger.rows import Job, Refusal
from headwater.ledger.writer import Ended

log = logging.getLogger(__name__)

_WINDOW: Final = 16
_PIECE: Final = 2**18
_PATIENCE_S: Final = 0.2
_UPLOADS: Final = "uploads"


def uploads(house: House, account_id: str) -> Path:
    """Where the files of an account's jobs lie."""
    return house.settings.data / _UPLOADS / account_id


def entity_of(path: str) -> Entity:
    """The entity that is imported at a path."""
    if path not in BY_PATH:
        raise NotFound(f"there is no {path!r} to import: there are {', '.join(BY_PATH)}")
    return BY_PATH[path]


def run(house: House, job: Job, is_stopping: Callable[[], bool] = lambda: False) -> Job:
    """Import what is left of a job's file; when it is told to stop, it stays where it is."""
    while not is_stopping():
        job = jobs.find_job(house.store, job.account_id, job.job_id)
        if job.state != jobs.RUNNING:
            break
        try:
            is_whole = _Run(house, job).write(is_stopping)
        except Ended:
            return job  # it goes on at the next start
        except Problem as problem:
            is_ours = problem.status == OUR_FAULT
            return _ended(house, job, jobs.FAILED, "internal error: see the server's log" if is_ours else str(problem))
        except Exception:
            log.exception("job %s failed", job.job_id)
            return _ended(house, job, jobs.FAILED, "internal error: see the server's log")
        if is_whole:
            return _ended(house, job, jobs.DONE)
        time.sleep(_PATIENCE_S)
    return job


def cancel(house: House, job: Job) -> Job:
    """End a job where it is; what it has written stays."""
    return _ended(house, job, jobs.CANCELLED)


def forget(house: House, job: Job) -> None:
    """Take a job away, its file too."""
    _drop_file(house, job)
    jobs.forget_job(house.store, job)


def tidy(house: House) -> None:
    """Take files away that no job has: a server ended while they came in."""
    for directory in (house.settings.data / _UPLOADS).glob("*"):
        # In this order: what comes in while we look is among the files last, and stays.
        there, coming = list(directory.iterdir()), set(house.receiving)
        known = {job.file for job in jobs.list_jobs(house.store, directory.name)}
        for file in there:
            if file.name not in known | coming:
                file.unlink(missing_ok=True)


def erase_account(house: House, account_id: str) -> None:
    """Take all jobs of an account away, when its data is erased."""
    for job in jobs.list_jobs(house.store, account_id):
        forget(house, job)
    shutil.rmtree(uploads(house, account_id), ignore_errors=True)


def _ended(house: House, job: Job, state: str, fault: str | None = None) -> Job:
    _drop_file(house, job)
    return jobs.end_job(house.store, job, house.clock(), state, fault)


def _drop_file(house: House, job: Job) -> None:
    """The file of an upload; one that somebody imports from where it lies is theirs."""
    if not Path(job.file).is_absolute():
        (uploads(house, job.account_id) / job.file).unlink(missing_ok=True)


class _Run:
    """One going over the file."""

    def __init__(self, house: House, job: Job) -> None:
        self._house = house
        self._job = job
        self._free = threading.Semaphore(_WINDOW)
        self._has_lost = threading.Event()

    def write(self, is_stopping: Callable[[], bool]) -> bool:
        """Hand over chunk by chunk; whether all of the file is on disk now."""
        position = self._job.position
        fault: Problem | None = None
        with (uploads(self._house, self._job.account_id) / self._job.file).open("rb") as file:
            try:
                for chunk in in_chunks(islice(self._records(file), position, None)):
                    self._hand_over(chunk, position, file.tell())
                    position += len(chunk)
                    if self._has_lost.is_set() or is_stopping():
                        break
            except Problem as problem:  # of the file as a whole: what came before it is kept
                fault = problem
        for _ in range(_WINDOW):
            self._free.acquire()
        if fault and not self._has_lost.is_set():
            raise fault
        return not self._has_lost.is_set() and not is_stopping()

    def _records(self, file: IO[bytes]) -> Iterator[Record]:
        standing = find_standing(self._house.store, self._job.account_id)
        longest = self._house.settings.max_body
        if not self._job.entity:
            return map(Reader(standing.account, self._job.integration_id, longest).record, lines(file, longest))
        reading = msgspec.json.decode(self._job.reading, type=Reading)
        form = sheet.Format(reading.encoding, reading.delimiter, reading.header)
        place = Place(standing.account, self._job.integration_id, entity_of(self._job.entity))
        return table.records(place, reading.targets, sheet.rows(file, form))

    def _hand_over(self, chunk: Sequence[Record], position: int, bytes_read: int) -> None:
        self._free.acquire()
        told = [record.told for record in chunk]

        def step(start: int, outcomes: Sequence[Outcome]) -> Step:
            """How far the job is with these, and what was refused."""
            refused = [
                _refusal(self._job, record, outcome)
                for record, outcome in zip(chunk[start : start + len(outcomes)], outcomes, strict=True)
                if not isinstance(outcome, Answer)
            ]
            return Step(position + start, bytes_read, len(outcomes) - len(refused), refused)

        kept = jobs.keeping(self._job, step)
        while True:
            try:
                self._house.writer.submit_many(Chunk(self._job.account_id, told, self._done, kept))
            except Ended:
                self._free.release()
                raise
            except Overloaded:
                time.sleep(_PATIENCE_S)
            else:
                return

    def _done(self, outcomes: list[Outcome]) -> None:
        if any(isinstance(outcome, jobs.Stopped | Overloaded) for outcome in outcomes):
            self._has_lost.set()
        self._free.release()


def lines(file: IO[bytes], longest: int) -> Iterator[Line]:
    """The lines of a file, packed or not."""
    upload = Upload(longest)
    while data := file.read(_PIECE):
        yield from upload.feed(data)
    yield from upload.end()


def _refusal(job: Job, record: Record, outcome: object) -> Refusal:
    errors = outcome.errors if isinstance(outcome, Problem) else ("internal error: the record was not written",)
    return Refusal(
        account_id=job.account_id,
        job_id=job.job_id,
        line=record.number,
        errors=msgspec.json.encode(errors).decode(),
        source=record.source.decode("utf-8", "replace"),
    )
