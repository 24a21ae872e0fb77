"""`POST bulk`: records as lines, read and written as they come, and what became of each told while more is read.

In: a body of any length, plain or gzip. Out: a line for each record once it is on disk, in their order, and a summary.
What is in flight is bounded: a client that sends faster than the disk writes is read more slowly. What a client does
not fetch while it is still sending waits in a file, so that neither side ever waits for the other.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from headwater.api.boxes import Inbox, Outbox
from headwater.api.doors import enter
from headwater.api.imports import integration_of
from headwater.api.uploads import is_yes, upload_lines
from headwater.errors import Problem
from headwater.intake import bulk as intake
from headwater.intake.bulk import Reader, Record
from headwater.intake.lines import Upload
from headwater.ledger.change import Answer, Change, Outcome

log = logging.getLogger(__name__)

WINDOW: Final = 16
"""Chunks of one upload that may be in flight: enough that reading and writing need not wait for each other."""


async def bulk(request: Request) -> Response:
    """Add, update or delete any number of records."""
    if request.query_params.get("job"):
        return await upload_lines(request)
    house, _, standing = enter(request, "import")
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise Problem(f"header 'Content-Encoding' must be 'gzip' or not be there, and is {packing!r}")
    longest = house.settings.max_body
    reader = Reader(standing.account, integration_of(request, standing), longest)
    is_tried = is_yes(request.query_params, "dry_run")
    write = _pretend if is_tried else partial(house.write_many, standing.account.account_id)
    run = _Run(write, reader, Upload(longest))
    return _Told(run.results(_received(request)), media_type="application/x-ndjson")


class _Told(StreamingResponse):
    """Answers while the body still comes."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Only send: the framework would look for a client that has gone by receiving, and so take the body away."""
        await self.stream_response(send)


async def _received(request: Request) -> AsyncIterator[bytes]:
    async for data in request.stream():
        if data:
            yield data


Write: TypeAlias = Callable[[Sequence[Change | Problem]], Awaitable[asyncio.Future[list[Outcome]]]]


async def _pretend(changes: Sequence[Change | Problem]) -> asyncio.Future[list[Outcome]]:
    """What would be answered, as far as that can be told without looking anything up."""
    future: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()
    future.set_result([change if isinstance(change, Problem) else Answer({}, 0) for change in changes])
    return future


class _Run:
    """One upload on its way."""

    def __init__(self, write: Write, reader: Reader, upload: Upload) -> None:
        self._write = write
        self._reader = reader
        self._upload = upload
        self._summary = Summary()
        self._written: asyncio.Queue[tuple[Sequence[Record], asyncio.Future[list[Outcome]]] | None]
        self._written = asyncio.Queue(WINDOW)
        self._outbox = Outbox()

    async def results(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Lines of results, as they come to be true."""
        tasks = [asyncio.create_task(self._read(body)), asyncio.create_task(self._tell())]
        try:
            async for lines in self._outbox.taken():
                yield lines
            for task in tasks:
                await task
        finally:
            for task in tasks:
                task.cancel()
            self._outbox.close()

    async def _read(self, body: AsyncIterator[bytes]) -> None:
        """Bytes to changes to the writer's queue."""
        inbox = Inbox(body)
        try:
            async for data in inbox.taken():
                await self._hand_over(self._reader.chunks(self._upload.feed(data)))
            await self._hand_over(self._reader.chunks(self._upload.end()))
        except Problem as problem:  # of the upload as a whole: what came before it is kept
            self._summary.errors = problem.errors
        except ClientDisconnect:
            self._summary.errors = ("the upload ended too early",)
        except Exception:
            log.exception("an upload failed")
            self._summary.errors = ("internal error: send the records again that were not answered",)
        finally:
            inbox.close()
            await self._written.put(None)

    async def _hand_over(self, chunks: Iterator[Sequence[Record]]) -> None:
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            future = await self._write([record.told for record in chunk])
            await self._written.put((chunk, future))

    async def _tell(self) -> None:
        """Outcomes to lines, in the order of the upload."""
        try:
            while (written := await self._written.get()) is not None:
                chunk, future = written
                self._outbox.put(await asyncio.to_thread(_lines, chunk, await future, self._summary))
            self._outbox.put(self._summary.line())
        finally:
            self._outbox.end()


class Summary(msgspec.Struct):
    """What became of an upload as a whole."""

    lines: int = 0
    succeeded: int = 0
    failed: int = 0
    errors: Sequence[str] = ()

    def line(self) -> bytes:
        """The last line of the answer; with `errors`, the upload was not read to its end."""
        told = msgspec.to_builtins(self) | {"complete": not self.errors}
        return intake.encode([{"summary": told}])


def _lines(chunk: Sequence[Record], outcomes: Sequence[Outcome], summary: Summary) -> bytes:
    """The results of a chunk as lines, counted in the summary."""
    results = [intake.result(record.number, told(outcome)) for record, outcome in zip(chunk, outcomes, strict=True)]
    failed = sum(1 for result in results if result["status"] == "error")
    summary.lines += len(results)
    summary.failed += failed
    summary.succeeded += len(results) - failed
    return intake.encode(results)


def told(outcome: Outcome) -> Mapping[str, Any] | Problem:
    """What a client may know of an outcome; our own faults are in the log."""
    if isinstance(outcome, Answer):
        return outcome.body
    return outcome if isinstance(outcome, Problem) else Problem("internal error: the record was not written")
