"""What the endpoints are given: the open stores and the little state that belongs to a running server.

`app` builds it, every endpoint finds it with `house_of`. The mailbox takes answers of the writer's thread
back to the event loop, many at a time.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar, cast

import msgspec
from starlette.requests import Request

from headwater.api.mail import Postman
from headwater.clock import Clock
from headwater.errors import Overloaded, Problem
from headwater.intake.enrich import Enricher
from headwater.ledger.change import Answer, Change, Chunk, Once, Outcome, Submission
from headwater.ledger.feed import Feed
from headwater.ledger.store import Store
from headwater.ledger.writer import Ended, Writer
from headwater.settings import Settings
from headwater.warehouse.background import Background
from headwater.warehouse.engine import Warehouse
from headwater.warehouse.projector import Projector
from headwater.warehouse.readers import Readers

Answered = TypeVar("Answered")

ASKED_AT_MOST: Final = 64
_PATIENCE_S: Final = 0.02  # until an upload looks again whether the writer has room


class Mailbox:
    """Hands outcomes from the writer's thread to the requests that wait for them, waking the loop once per batch."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver on `loop`."""
        self._loop = loop
        self._arrived: deque[tuple[asyncio.Future[Answer], Outcome]] = deque()
        self._lock = threading.Lock()
        self._is_called = False

    def put(self, future: asyncio.Future[Answer], outcome: Outcome) -> None:
        """Called in the writer's thread."""
        self._arrived.append((future, outcome))
        with self._lock:
            if self._is_called:
                return
            self._is_called = True
        self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            self._is_called = False
        while self._arrived:
            future, outcome = self._arrived.popleft()
            if future.done():  # the client has gone; what was written stays written
                continue
            if isinstance(outcome, Answer):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)


class House(msgspec.Struct, kw_only=True):
    """Everything that is open while a server runs; `operator` is the token of the machine's own command line."""

    settings: Settings
    clock: Clock
    store: Store
    feed: Feed
    writer: Writer
    warehouse: Warehouse
    readers: Readers
    projector: Projector
    enricher: Enricher
    background: Background
    askers: ThreadPoolExecutor
    postman: Postman
    operator: str
    setup_code: str
    """What whoever makes the first user from another machine must know."""
    has_users: bool = False
    """Whether there is a user, as far as it is known: once there is one, there always is."""
    heard: dict[tuple[str, str], int] = msgspec.field(default_factory=dict[tuple[str, str], int])
    """Account and integration → when something came in of it last, as the ledger was told."""
    has_jobs: threading.Event = msgspec.field(default_factory=threading.Event)
    asked: int = 0
    salts: dict[str, tuple[int, bytes]] = msgspec.field(default_factory=dict[str, tuple[int, bytes]])
    """Account → day (since 1970) and its salt."""
    receiving: set[str] = msgspec.field(default_factory=set[str])
    """Names of files that are coming in, and that no job has yet."""
    mailboxes: dict[asyncio.AbstractEventLoop, Mailbox] = msgspec.field(
        default_factory=dict[asyncio.AbstractEventLoop, Mailbox]
    )

    async def ask(self, question: Callable[..., Answered], *values: object) -> Answered:
        """Run a question that blocks in a thread; so many may run or wait, and more are refused at once."""
        if self.asked >= ASKED_AT_MOST:
            raise Overloaded("too many reports are waiting: try again in a moment")
        self.asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.askers, question, *values)
        finally:
            self.asked -= 1

    async def write(self, change: Change, once: Once | None = None) -> Answer:
        """Apply a change and wait until it is on disk."""
        loop = asyncio.get_running_loop()
        if (mailbox := self.mailboxes.get(loop)) is None:
            mailbox = self.mailboxes[loop] = Mailbox(loop)
        future: asyncio.Future[Answer] = loop.create_future()
        self.writer.submit(Submission(change, lambda outcome: mailbox.put(future, outcome), once))
        return await future

    async def write_many(self, account_id: str, changes: Sequence[Change | Problem]) -> asyncio.Future[list[Outcome]]:
        """Queue changes as soon as there is room; the future has their outcomes once they are on disk."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[Outcome]] = loop.create_future()

        def deliver(outcomes: list[Outcome]) -> None:
            if not future.done():  # the client has gone; what was written stays written
                future.set_result(outcomes)

        chunk = Chunk(account_id, changes, lambda outcomes: loop.call_soon_threadsafe(deliver, outcomes) and None)
        while True:
            try:
                self.writer.submit_many(chunk)
            except Ended:
                raise
            except Overloaded:
                await asyncio.sleep(_PATIENCE_S)
            else:
                return future


def house_of(request: Request) -> House:
    """The house that a request came to."""
    return cast("House", request.scope["headwater.house"])
