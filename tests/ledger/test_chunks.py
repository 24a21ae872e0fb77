"""Chunks: one hand-over for many changes, the bad one alone refused, single changes first, a bounded queue."""

from collections.abc import Callable, Sequence
from queue import Queue
from typing import Any

import pytest
from sqlalchemy import Connection

from headwater.errors import Overloaded, Problem
from headwater.ledger import tables
from headwater.ledger.accounts import find_standing
from headwater.ledger.book import Book, Wants
from headwater.ledger.change import Answer, Chunk, Outcome, Submission
from headwater.ledger.store import Store
from headwater.ledger.writer import CHUNKS
from tests.ledger.desk import Desk
from tests.ledger.test_writer import PATIENCE, Odd, Post, bodies, breaks, commits, contacts, refuses, writes_nonsense


def test_a_chunk_is_one_hand_over_and_what_is_kept_beside_it_tells_the_same(store: Store, desk: Desk) -> None:
    post = Post(store)
    told: Queue[list[Outcome]] = Queue()
    kept: list[tuple[int, int]] = []

    def keep(connection: Connection, start: int, outcomes: Sequence[Outcome]) -> None:
        kept.append((start, len(outcomes)))
        connection.execute(tables.accounts.update().values(name=f"{start} {len(outcomes)}"))

    changes = [*contacts(desk, 0, 3), Problem("wrong"), Odd(desk.account_id, refuses), *contacts(desk, 3, 3)]
    post.writer.submit_many(Chunk(desk.account_id, changes, told.put, keep))
    with commits(store) as seen:
        post.writer.start()
        outcomes = told.get(timeout=PATIENCE)
        post.writer.stop()
    assert len(seen) == 1
    assert [isinstance(outcome, Problem) for outcome in outcomes] == [False] * 3 + [True] * 2 + [False] * 3
    assert set(desk.contacts()) == set("012345")
    assert kept == [(0, 8)]
    assert find_standing(store, desk.account_id).account.name == "0 8"
    assert post.heard == [desk.account_id]


@pytest.mark.parametrize("bad", [breaks, writes_nonsense])
def test_a_change_that_breaks_fails_alone_in_a_chunk_too(
    store: Store, desk: Desk, caplog: pytest.LogCaptureFixture, bad: Callable[[Book], dict[str, Any]]
) -> None:
    """The halves are written without it, and what is kept counts each change once."""
    post = Post(store)
    told: Queue[list[Outcome]] = Queue()
    counted: dict[int, Outcome] = {}

    def keep(_connection: Connection, start: int, outcomes: Sequence[Outcome]) -> None:
        counted.update(enumerate(outcomes, start))

    first = [*contacts(desk, 0, 5), Odd(desk.account_id, bad), *contacts(desk, 5, 5)]
    post.writer.submit_many(Chunk(desk.account_id, first, told.put, keep))
    post.writer.submit_many(Chunk(desk.account_id, contacts(desk, 10, 2), told.put))
    post.writer.start()
    outcomes = told.get(timeout=PATIENCE)
    assert len(bodies(told.get(timeout=PATIENCE))) == 2
    post.writer.stop()
    failed = outcomes.pop(5)
    assert not isinstance(failed, Answer | Problem)
    assert len(bodies(outcomes)) == 10
    assert set(desk.contacts()) == {str(number) for number in range(12)}
    assert len(counted) == 11
    assert counted[5] is failed
    assert "writing them in pieces" in caplog.text


def test_a_single_change_passes_the_chunks(store: Store, desk: Desk) -> None:
    """It waits for the chunk that is being written, not for those behind it."""
    post = Post(store)
    order: Queue[str] = Queue()

    class Last(Odd):
        """A change that another one comes after, while it is written."""

        def wants(self, wants: Wants) -> None:
            del wants
            post.writer.submit(Submission(contacts(desk, 1, 1)[0], lambda _: order.put("single")))

    for name, change in (("first", Last(desk.account_id, lambda _: {})), ("second", contacts(desk, 2, 1)[0])):
        post.writer.submit_many(Chunk(desk.account_id, [change], lambda _, name=name: order.put(name)))
    post.writer.start()
    assert [order.get(timeout=PATIENCE) for _ in range(3)] == ["first", "single", "second"]
    post.writer.stop()


def test_chunks_have_a_limit_and_share_a_transaction(store: Store, desk: Desk) -> None:
    post = Post(store)
    told: Queue[list[Outcome]] = Queue()
    for number in range(CHUNKS):
        post.writer.submit_many(Chunk(desk.account_id, contacts(desk, number, 1), told.put))
    with pytest.raises(Overloaded):
        post.writer.submit_many(Chunk(desk.account_id, [], told.put))
    with commits(store) as seen:
        post.writer.start()
        for _ in range(CHUNKS):
            bodies(told.get(timeout=PATIENCE))
        post.writer.stop()
    assert len(seen) == 1
    assert len(desk.contacts()) == CHUNKS
