"""A writer whose outcomes a test can wait for, changes that misbehave, and a count of commits."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from queue import Queue
from typing import Any

import msgspec
from sqlalchemy import event

from headwater.errors import NotFound
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants
from headwater.ledger.change import Answer, Change, Outcome, Submission
from headwater.ledger.store import Store
from headwater.ledger.writer import Writer
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

    event.listen(store.engine, "commit", note)
    yield seen
    event.remove(store.engine, "commit", note)


def contacts(desk: Desk, first: int, count: int) -> list[Change]:
    return [desk.contact_change({"contact_id": number}) for number in range(first, first + count)]


def bodies(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes
    return [outcome.body for outcome in outcomes if isinstance(outcome, Answer)]


def refuses(_book: Book) -> dict[str, Any]:
    raise NotFound("there is no such thing")
