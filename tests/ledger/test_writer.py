"""Group commit: one commit for many, nobody answered before the disk, the bad one alone refused, a bounded queue."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from queue import Queue
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from headwater.errors import NotFound, Overloaded, Problem, Unauthorized
from headwater.ledger import rows, tables
from headwater.ledger.book import Book, Wants
from headwater.ledger.change import Answer, Change, Outcome, Submission
from headwater.ledger.store import Store, open_store
from headwater.ledger.writer import GROUP, Writer
from tests.ledger.desk import NOW, Desk

PATIENCE = 60  # seconds until a test that hangs is called one


class Odd(msgspec.Struct):
    """A change that misbehaves."""

    account_id: str
    do: Callable[[Book], dict[str, Any]]

    def wants(self, wants: Wants) -> None:
        """Nothing."""

    def apply(self, book: Book) -> dict[str, Any]:
        """Misbehave."""
        return self.do(book)


def breaks(_book: Book) -> dict[str, Any]:
    raise LookupError("a fault of ours")


def writes_nonsense(book: Book) -> dict[str, Any]:
    """Puts a row that no database takes, and is found out only when it is saved."""
    tag = rows.Label(
        account_id=book.account.account_id,
        id=0,
        integration_id="first",
        kind="tag",
        label_id="1",
        name="x",
        change=0,
    )
    book.put(book.labels, msgspec.structs.replace(tag, name={"not": "a text"}))
    return {}


class Post:
    """A writer and what came back from it."""

    def __init__(self, store: Store, queue: int = 10_000) -> None:
        self.arrived: Queue[tuple[int, Outcome]] = Queue()
        self.heard: list[str] = []
        self.writer = Writer(store, lambda: NOW, queue=queue, committed=self.heard.append)
        self._sent = 0

    def send(self, *changes: Change) -> None:
        for change in changes:
            number, self._sent = self._sent, self._sent + 1
            self.writer.submit(Submission(change, lambda outcome, number=number: self.arrived.put((number, outcome))))

    def outcomes(self, count: int) -> list[Outcome]:
        """The next `count` outcomes, in the order in which they were sent."""
        found = sorted((self.arrived.get(timeout=PATIENCE) for _ in range(count)), key=lambda pair: pair[0])
        return [outcome for _, outcome in found]


@contextmanager
def commits(store: Store) -> Generator[list[None]]:
    """One entry for each commit on the store meanwhile."""
    seen: list[None] = []

    def note(_connection: object) -> None:
        seen.append(None)

    event.listen(store.writing, "commit", note)
    yield seen
    event.remove(store.writing, "commit", note)


def contacts(desk: Desk, first: int, count: int) -> list[Change]:
    return [desk.contact_change({"contact_id": number}) for number in range(first, first + count)]


def bodies(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes
    return [outcome.body for outcome in outcomes if isinstance(outcome, Answer)]


def test_what_waits_together_is_committed_together(store: Store, desk: Desk) -> None:
    post = Post(store)
    post.send(*contacts(desk, 0, 40), desk.hit_change("u1"), desk.identification("u1", e="a@b.c"))
    assert post.writer.waiting == 42
    with commits(store) as seen:
        post.writer.start()
        answers = bodies(post.outcomes(42))
        post.writer.stop()
    assert len(seen) == 1
    assert [answer["contact"]["contact_id"] for answer in answers[:40]] == [str(number) for number in range(40)]
    assert set(desk.contacts()) == {str(number) for number in range(40)}
    assert post.writer.waiting == 0
    assert post.heard == [desk.account_id]


def test_a_group_has_a_limit(store: Store, desk: Desk) -> None:
    post = Post(store)
    post.send(*(desk.hit_change("u1") for _ in range(GROUP + 1)))
    with commits(store) as seen:
        post.writer.start()
        bodies(post.outcomes(GROUP + 1))
        post.writer.stop()
    assert len(seen) == 2
    assert len(desk.all(rows.SpooledHit, tables.spool)) == GROUP + 1


def test_nobody_is_answered_before_it_is_committed(store: Store, url: str, desk: Desk) -> None:
    other = open_store(url)
    seen: Queue[bool] = Queue()
    writer = Writer(store, lambda: NOW, queue=10, committed=lambda _: None)
    writer.start()
    for number in range(10):

        def done(_outcome: Outcome, wanted: str = str(number)) -> None:
            with other.read() as connection:
                found = connection.execute(
                    tables.contacts.select().where(tables.contacts.c.account_id == desk.account_id)
                ).mappings()
                seen.put(wanted in {row["contact_id"] for row in found})

        writer.submit(Submission(desk.contact_change({"contact_id": number}), done))
        assert seen.get(timeout=PATIENCE)
    writer.stop()
    other.close()


def test_every_acknowledged_change_is_there_after_opening_it_again(empty_url: str) -> None:
    store = open_store(empty_url)
    desk = Desk(store)
    post = Post(store)
    post.writer.start()
    for number in range(20):
        post.send(*contacts(desk, number, 1))
    bodies(post.outcomes(20))
    post.writer.stop()
    store.close()
    desk.store = open_store(empty_url)
    assert set(desk.contacts()) == {str(number) for number in range(20)}
    desk.store.close()


@pytest.mark.parametrize("bad", [breaks, writes_nonsense])
def test_a_change_that_breaks_fails_alone(
    store: Store, desk: Desk, caplog: pytest.LogCaptureFixture, bad: Callable[[Book], dict[str, Any]]
) -> None:
    post = Post(store)
    before, after = contacts(desk, 0, 3), contacts(desk, 3, 3)
    post.send(*before, desk.hit_change("u1"), Odd(desk.account_id, bad), *after, desk.hit_change("u2"))
    post.writer.start()
    outcomes = post.outcomes(9)
    post.writer.stop()
    failed = outcomes.pop(4)
    assert isinstance(failed, Exception)
    assert not isinstance(failed, Problem)
    assert len(bodies(outcomes)) == 8
    assert set(desk.contacts()) == set("012345")
    assert len(desk.all(rows.SpooledHit, tables.spool)) == 2
    assert desk.all(rows.Label, tables.labels) == []
    assert "writing them one by one" in caplog.text


def test_a_refused_change_is_refused_alone_and_costs_no_second_commit(store: Store, desk: Desk) -> None:
    post = Post(store)
    stranger = Odd("nobody", breaks)
    change, again = contacts(desk, 0, 2)
    post.send(change, Odd(desk.account_id, refuses), stranger, again)
    with commits(store) as seen:
        post.writer.start()
        first, refused, unknown, last = post.outcomes(4)
        post.writer.stop()
    assert len(seen) == 1
    assert isinstance(refused, NotFound)
    assert isinstance(unknown, Unauthorized)
    assert unknown.errors == ("there is no account 'nobody'",)
    assert len(bodies([first, last])) == 2


def refuses(_book: Book) -> dict[str, Any]:
    raise NotFound("there is no such thing")


def test_accounts_in_one_group_do_not_mix(store: Store, desk: Desk) -> None:
    other = Desk(store)
    post = Post(store)
    for number in range(5):
        post.send(desk.contact_change({"contact_id": number, "email": "a@b.c"}))
        post.send(other.contact_change({"contact_id": number + 10, "email": "a@b.c"}))
    with commits(store) as seen:
        post.writer.start()
        bodies(post.outcomes(10))
        post.writer.stop()
    assert len(seen) == 1
    assert set(desk.contacts()) == {"4"}  # re-keyed from 0 to 4
    assert set(other.contacts()) == {"14"}
    assert sorted(post.heard) == sorted([desk.account_id, other.account_id])


def test_an_answer_tells_the_last_change_of_its_commit(desk: Desk) -> None:
    first, second = desk.tell(contacts(desk, 1, 1)[0]), desk.tell(contacts(desk, 2, 1)[0])
    assert 0 < first.change < second.change == desk.last_change()
    assert not first.replayed


def test_beyond_the_queue_a_change_is_refused_and_not_written(store: Store, desk: Desk) -> None:
    post = Post(store, queue=2)
    post.send(*contacts(desk, 0, 2))
    with pytest.raises(Overloaded) as problem:
        post.send(*contacts(desk, 2, 1))
    assert (problem.value.status, problem.value.retry_after) == (503, 1)
    assert problem.value.errors == ("too many writes are waiting: try again in a moment",)
    post.writer.start()
    bodies(post.outcomes(2))
    post.send(*contacts(desk, 3, 1))  # there is room again
    bodies(post.outcomes(1))
    post.writer.stop()
    assert set(desk.contacts()) == {"0", "1", "3"}


def test_stopping_writes_what_waits_and_then_takes_no_more(store: Store, desk: Desk) -> None:
    post = Post(store)
    post.send(*contacts(desk, 0, 3))
    post.writer.start()
    post.writer.stop()
    assert len(bodies(post.outcomes(3))) == 3
    with pytest.raises(Overloaded):
        post.send(*contacts(desk, 3, 1))
    assert set(desk.contacts()) == set("012")


def test_many_threads_may_send_at_once(store: Store, desk: Desk) -> None:
    post = Post(store)
    post.writer.start()

    def send(first: int) -> None:
        for change in contacts(desk, first, 10):
            post.writer.submit(Submission(change, lambda outcome: post.arrived.put((0, outcome))))

    threads = [threading.Thread(target=send, args=(first,)) for first in range(0, 80, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [post.arrived.get(timeout=PATIENCE)[1] for _ in range(80)]
    post.writer.stop()
    assert len(bodies(found)) == 80
    assert len(desk.contacts()) == 80


def test_who_breaks_when_called_back_harms_nobody_else(
    store: Store, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    arrived: Queue[Outcome] = Queue()

    def gone(_outcome: object) -> None:
        raise RuntimeError("the event loop is closed")

    writer = Writer(store, lambda: NOW, queue=10, committed=gone)
    first, second, third = contacts(desk, 0, 3)
    writer.submit(Submission(first, gone))
    writer.submit(Submission(second, arrived.put))
    writer.start()
    assert len(bodies([arrived.get(timeout=PATIENCE)])) == 1
    writer.submit(Submission(third, arrived.put))
    assert len(bodies([arrived.get(timeout=PATIENCE)])) == 1
    writer.stop()
    assert set(desk.contacts()) == set("012")
    assert "the event loop is closed" in caplog.text
