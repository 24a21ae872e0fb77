"""What the writer applies: a fact that intake has read and found well-formed, and how it is handed over.

A `Change` says which rows it needs to see, and what it does to them; a `Submission` is one of them, a `Chunk` many.
Knows no entity.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

import msgspec
from sqlalchemy import Connection

from headwater.errors import Problem
from headwater.ledger.book import Book, Wants


class Change(Protocol):
    """A validated fact about one account, ready to be applied; made by `intake`."""

    @property
    def account_id(self) -> str:
        """The account it is about."""
        ...

    def wants(self, wants: Wants) -> None:
        """Say which rows it needs to see."""
        ...

    def apply(self, book: Book) -> dict[str, Any]:
        """Change the book and return the answer; raise `Problem` before anything is changed, or not at all."""
        ...


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


Outcome: TypeAlias = Answer | Exception


class Submission(msgspec.Struct, frozen=True):
    """A change in the queue; `done` is called with the outcome, in the writer's thread."""

    change: Change
    done: Callable[[Outcome], None]
    once: Once | None = None


Kept: TypeAlias = Callable[[Connection, int, Sequence[Outcome]], None]


class Chunk(msgspec.Struct, frozen=True):
    """Many changes of one account, in their order, as one hand-over; a `Problem` among them is its own outcome.

    `kept` is called inside the transaction that writes them, with the place of the first and their outcomes: what it
    writes there is on disk exactly if they are. `done` is called with all outcomes after that.
    """

    account_id: str
    changes: Sequence[Change | Problem]
    done: Callable[[list[Outcome]], None]
    kept: Kept | None = None
