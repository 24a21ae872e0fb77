"""Group commit: many requests, one transaction, one fsync; nobody is answered before their change is on disk.

In: changes, from any thread. Out: what each one answered, or the exception that it raised. The queue is bounded: beyond
it a caller is told to come back (`Overloaded`) instead of waiting in a line that only grows.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from headwater.clock import Clock
from headwater.errors import Overloaded
from headwater.ledger.change import Chunk, Submission
from headwater.ledger.commit import commit, commit_chunks
from headwater.ledger.store import Store

log = logging.getLogger(__name__)

GROUP: Final = 500
"""At most this many changes share a transaction, so that the first of them does not wait for the last."""

BULK: Final = 8_000
"""About so many changes of chunks share a transaction, while nobody waits for a single one."""

CHUNKS: Final = 64
"""At most this many chunks wait; each upload sends a few and waits for them."""


_CROWD: Final = 16
_GATHER_S: Final = 0.001
"""After a group of a crowd the next one gathers for a moment: what a group costs by itself is shared by more."""

Told = TypeVar("Told")


class Ended(Overloaded):
    """The writer takes nothing any more: the server is being stopped."""


class Writer:
    """The one thread that writes changes; requests hand theirs over and are called back after the commit."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        queue: int,
        committed: Callable[[str], None],
        flooded: Callable[[str], None] | None = None,
    ) -> None:
        """`queue` bounds the changes that may wait; `committed` hears of each account that a commit changed.

        `flooded` hears of it instead when it was a chunk.
        """
        self._store = store
        self._clock = clock
        self._limit = queue
        self._committed = committed
        self._flooded = flooded or committed
        self._waiting: deque[Submission] = deque()
        self._chunks: deque[Chunk] = deque()
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

    def submit_many(self, chunk: Chunk) -> None:
        """Queue a chunk; raises `Overloaded` when too many wait. Single changes are written before it."""
        with self._wake:
            if self._stopping:
                raise Ended("the server is being stopped: send the rest again later")
            if len(self._chunks) >= CHUNKS:
                raise Overloaded("too many uploads are waiting: try again in a moment")
            self._chunks.append(chunk)
            self._wake.notify()

    def _run(self) -> None:
        group: list[Submission] = []
        while True:
            if len(group) >= _CROWD:
                time.sleep(_GATHER_S)
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._chunks or self._stopping)
                if not self._waiting and not self._chunks:
                    return
                group = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
            if group:
                self._write_group(group)
            if self._chunks:
                self._write_chunks()

    def _write_group(self, group: Sequence[Submission]) -> None:
        outcomes = commit(self._store, self._clock(), group)
        for account_id in {submission.change.account_id for submission in group}:
            _tell(self._committed, account_id)
        for submission, outcome in zip(group, outcomes, strict=True):
            _tell(submission.done, outcome)

    def _write_chunks(self) -> None:
        """Write chunks of one account in one transaction, until it is large or a single change waits for the disk."""
        now = self._clock()
        taken = [self._chunks.popleft()]

        def following() -> Iterator[Chunk]:
            yield taken[0]
            while self._chunks and not self._waiting and sum(len(chunk.changes) for chunk in taken) < BULK:
                if self._chunks[0].account_id != taken[0].account_id:  # two nodes must never wait for each other
                    return
                taken.append(self._chunks.popleft())
                yield taken[-1]

        for chunk, outcomes in zip(taken, commit_chunks(self._store, now, following(), taken), strict=True):
            _tell(self._flooded, chunk.account_id)
            _tell(chunk.done, outcomes)


def _tell(hearer: Callable[[Told], None], news: Told) -> None:
    """Call back; one who breaks, because its event loop is gone for example, must not keep the others waiting."""
    try:
        hearer(news)
    except Exception:
        log.exception("calling back after a commit failed")
