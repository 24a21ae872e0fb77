"""Group commit: many requests, one transaction, one fsync; nobody is answered before their change is on disk.

In: changes, from any thread. Out: what each one answered, or the exception that it raised. The queue is bounded: beyond
it a caller is told to come back (`Overloaded`) instead of waiting in a line that only grows.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import msgspec
from sqlalchemy.exc import OperationalError

from headwater.clock import DAY, Clock
from headwater.errors import Conflict, Overloaded, Problem
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants, open_book
from headwater.ledger.change import Change
from headwater.ledger.handle import Handle
from headwater.ledger.identity import settle
from headwater.ledger.store import Store

log = logging.getLogger(__name__)

GROUP: Final = 500
"""At most this many changes share a transaction, so that the first of them does not wait for the last."""


class Once(msgspec.Struct, frozen=True):
    """An `Idempotency-Key`, whose it is, and the hash of what came with it."""

    key_id: str
    idempotency_key: str
    body_hash: str


class Answer(msgspec.Struct, frozen=True):
    """What a change answered; `replayed` when it had been applied before. `change` is the account's last number."""

    body: dict[str, Any]
    change: int
    replayed: bool = False


Told = TypeVar("Told")
Outcome: TypeAlias = Answer | Exception


class Submission(msgspec.Struct, frozen=True):
    """A change in the queue; `done` is called with the outcome, in the writer's thread."""

    change: Change
    done: Callable[[Outcome], None]
    once: Once | None = None


class Writer:
    """The one thread that writes changes; requests hand theirs over and are called back after the commit."""

    def __init__(self, store: Store, clock: Clock, *, queue: int, committed: Callable[[str], None]) -> None:
        """`queue` bounds the changes that may wait; `committed` hears of each account that a commit changed."""
        self._store = store
        self._clock = clock
        self._limit = queue
        self._committed = committed
        self._waiting: deque[Submission] = deque()
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="headwater-writer")

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is waiting, then end."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join()

    @property
    def waiting(self) -> int:
        """How many changes are in the queue."""
        return len(self._waiting)

    def submit(self, submission: Submission) -> None:
        """Queue a change; raises `Overloaded` when the queue is full, and then nothing was written."""
        with self._wake:
            if len(self._waiting) >= self._limit or self._stopping:
                raise Overloaded("too many writes are waiting: try again in a moment")
            self._waiting.append(submission)
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._stopping)
                if not self._waiting:
                    return
                group = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
            outcomes = commit(self._store, self._clock(), group)
            for account_id in {submission.change.account_id for submission in group}:
                _tell(self._committed, account_id)
            for submission, outcome in zip(group, outcomes, strict=True):
                _tell(submission.done, outcome)


def _tell(hearer: Callable[[Told], None], news: Told) -> None:
    """Call back; one who breaks, because its event loop is gone for example, must not keep the others waiting."""
    try:
        hearer(news)
    except Exception:
        log.exception("calling back after a commit failed")


def commit(store: Store, now: int, group: Sequence[Submission]) -> list[Outcome]:
    """Write a group in one transaction; if that fails, each change on its own, so that only the bad one fails.

    A database that is locked or away fails them all at once: each would wait for it again, and the queue behind them.
    """
    try:
        return _commit(store, now, group)
    except OperationalError:
        log.exception("the ledger's database cannot be written to; %d writes are refused", len(group))
        return [Overloaded("the ledger cannot be written to at the moment: try again soon")] * len(group)
    except Exception as error:
        if len(group) > 1:
            log.warning("a group of %d writes failed (%s); writing them one by one", len(group), error)
            return [outcome for submission in group for outcome in commit(store, now, [submission])]
        log.exception("a write failed")
        return [error]


def _commit(store: Store, now: int, group: Sequence[Submission]) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}
    by_account: dict[str, list[tuple[int, Submission]]] = {}
    for place, submission in enumerate(group):
        by_account.setdefault(submission.change.account_id, []).append((place, submission))
    with store.write() as connection:
        for account_id in sorted(by_account):  # in one order everywhere, so that two nodes never wait for each other
            mine = by_account[account_id]
            try:
                book = open_book(connection, account_id, now)
            except Problem as problem:
                outcomes |= dict.fromkeys((place for place, _ in mine), problem)
                continue
            handle = Handle(connection, account_id)
            book.load(handle, _wants(mine))
            answers = {place: _apply(book, submission) for place, submission in mine}
            settle(handle, book)
            book.save(handle)
            for place, answer in answers.items():
                outcomes[place] = (
                    answer
                    if isinstance(answer, Problem)
                    else Answer(answer[0], book.account.change, replayed=answer[1])
                )
    return [outcomes[place] for place in range(len(group))]


def _wants(submissions: Sequence[tuple[int, Submission]]) -> Wants:
    """What all of them want to see."""
    wants = Wants()
    for _, submission in submissions:
        submission.change.wants(wants)
        if submission.once:
            wants.idempotency_keys.add(submission.once.idempotency_key)
    return wants


def _apply(book: Book, submission: Submission) -> tuple[dict[str, Any], bool] | Problem:
    """Apply one change, or give the answer that its idempotency key got before."""
    once = submission.once
    before = book.answered(once.key_id, once.idempotency_key) if once else None
    if once and before and before.created_at > book.now - DAY:
        if before.body_hash != once.body_hash:
            return Conflict(f"'Idempotency-Key' {once.idempotency_key!r} was used with another body: use a new key")
        return msgspec.json.decode(before.answer), True
    try:
        answer = submission.change.apply(book)
    except Problem as problem:
        return problem
    if once:
        book.remember(
            rows.IdempotencyRecord(
                account_id=book.account.account_id,
                key_id=once.key_id,
                idempotency_key=once.idempotency_key,
                body_hash=once.body_hash,
                answer=msgspec.json.encode(answer).decode(),
                created_at=book.now,
            )
        )
    return answer, False
