"""One transaction for many changes: what they need is read together, they are applied, all is written together.

In: changes and an open store. Out: what each answered, or the exception that it raised. A change that breaks fails
alone, whatever it was written with.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from headwater.clock import DAY
from headwater.errors import Conflict, Overloaded, Problem
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants, open_book
from headwater.ledger.change import Answer, Change, Chunk, Outcome, Submission
from headwater.ledger.handle import Handle
from headwater.ledger.identity import settle
from headwater.ledger.store import Store

log = logging.getLogger(__name__)


def commit(store: Store, now: int, group: Sequence[Submission]) -> list[Outcome]:
    """Write a group in one transaction; if that fails, each change on its own, so that only the bad one fails.

    A database that is locked or away fails them all at once: each would wait for it again, and the queue behind them.
    """
    try:
        return _commit(store, now, group)
    except OperationalError:
        log.exception("the ledger's database cannot be written to; %d writes are refused", len(group))
        return [_away()] * len(group)
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
            places, mine = zip(*by_account[account_id], strict=True)
            outcomes |= zip(places, _write(connection, account_id, now, mine), strict=True)
    return [outcomes[place] for place in range(len(group))]


def commit_chunks(store: Store, now: int, chunks: Iterable[Chunk], taken: Sequence[Chunk]) -> list[list[Outcome]]:
    """Write chunks in one transaction; if that fails, each on its own. `taken` has those that were begun with."""
    try:
        with store.write() as connection:
            return [_write_chunk(connection, now, chunk, 0, chunk.changes) for chunk in chunks]
    except OperationalError:
        log.exception("the ledger's database cannot be written to; %d chunks are refused", len(taken))
        return [[_away()] * len(chunk.changes) for chunk in taken]
    except Exception as error:  # noqa: BLE001 - it is logged when it is known whose it is
        log.warning("a transaction of %d chunks failed (%s); writing them in pieces", len(taken), error)
        return [_commit_pieces(store, now, chunk, 0, chunk.changes) for chunk in taken]


def _commit_pieces(
    store: Store, now: int, chunk: Chunk, start: int, changes: Sequence[Change | Problem]
) -> list[Outcome]:
    """Write a part of a chunk; if that fails, its halves, so that only the bad one fails."""
    try:
        with store.write() as connection:
            return _write_chunk(connection, now, chunk, start, changes)
    except OperationalError:
        log.exception("the ledger's database cannot be written to; %d writes are refused", len(changes))
        return [_away()] * len(changes)
    except Problem as problem:  # of what is to be kept beside them: none of them may be written
        return [problem] * len(changes)
    except Exception as error:
        if len(changes) == 1:
            log.exception("a write failed")
            if chunk.kept:
                with store.write() as connection:
                    chunk.kept(connection, start, [error])
            return [error]
    half = len(changes) // 2
    first = _commit_pieces(store, now, chunk, start, changes[:half])
    return first + _commit_pieces(store, now, chunk, start + half, changes[half:])


def _write_chunk(
    connection: Connection, now: int, chunk: Chunk, start: int, changes: Sequence[Change | Problem]
) -> list[Outcome]:
    """Write a part of a chunk, with what is to be kept beside it."""
    good = [Submission(change, _unheard) for change in changes if not isinstance(change, Problem)]
    written = iter(_write(connection, chunk.account_id, now, good) if good else ())
    outcomes = [change if isinstance(change, Problem) else next(written) for change in changes]
    if chunk.kept:
        chunk.kept(connection, start, outcomes)
    return outcomes


def _away() -> Overloaded:
    return Overloaded("the ledger cannot be written to at the moment: try again soon")


def _unheard(_outcome: Outcome) -> None:
    """A change of a chunk is told of with its chunk."""


def _write(connection: Connection, account_id: str, now: int, mine: Sequence[Submission]) -> list[Outcome]:
    """Write changes of one account in the transaction of `connection`."""
    handle = Handle(connection, account_id)
    try:
        book = open_book(handle, now)
    except Problem as problem:
        return [problem] * len(mine)
    book.load(handle, _wants(mine))
    answers = [_apply(book, submission) for submission in mine]
    settle(handle, book)
    book.save(handle)
    change = book.account.change
    return [
        answer if isinstance(answer, Problem) else Answer(answer[0], change, replayed=answer[1]) for answer in answers
    ]


def _wants(submissions: Sequence[Submission]) -> Wants:
    """What all of them want to see."""
    wants = Wants()
    for submission in submissions:
        submission.change.wants(wants)
        if submission.once:
            wants.idempotency_keys.add(submission.once.idempotency_key)
    return wants


def _apply(book: Book, submission: Submission) -> tuple[dict[str, Any], bool] | Problem:
    """Apply one change, or give the answer that its idempotency key got before."""
    once = submission.once
    before = book.answers.get(once.key_id, once.idempotency_key) if once else None
    if once and before and before.created_at > book.now - DAY:
        if before.body_hash != once.body_hash:
            return Conflict(f"'Idempotency-Key' {once.idempotency_key!r} was used with another body: use a new key")
        return msgspec.json.decode(before.answer), True
    try:
        answer = submission.change.apply(book)
    except Problem as problem:
        return problem
    if once:
        book.answers.put(
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
