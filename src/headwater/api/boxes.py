"""Between the network and the work: what has come and was not read yet, what was told and not fetched yet.

In and out: bytes, in order. Neither holds more than about a megabyte in memory: the inbox stops to receive, the outbox
goes on in a file, because many clients send all that they have before they read a word.
"""

import asyncio
from collections.abc import AsyncIterator
from tempfile import TemporaryFile
from typing import Final

_BUFFER: Final = 2**20


class Inbox:
    """Takes what the network brings while nobody has time for it, up to a limit."""

    def __init__(self, body: AsyncIterator[bytes]) -> None:
        """Begin to receive."""
        self._parts: list[bytes] = []
        self._size = 0
        self._changed = asyncio.Condition()
        self._ended: list[Exception | None] = []
        self._task = asyncio.create_task(self._receive(body))

    def close(self) -> None:
        """Receive no more."""
        self._task.cancel()

    async def taken(self) -> AsyncIterator[bytes]:
        """All that has come since the last time, until there is no more; raises what ended it."""
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._parts or self._ended)
                data, self._parts, self._size = b"".join(self._parts), [], 0
                self._changed.notify_all()
            if data:
                yield data
            elif fault := self._ended[0]:
                raise fault
            else:
                return

    async def _receive(self, body: AsyncIterator[bytes]) -> None:
        fault: Exception | None = None
        try:
            async for data in body:
                async with self._changed:
                    await self._changed.wait_for(lambda: self._size < _BUFFER)
                    self._parts.append(data)
                    self._size += len(data)
                    self._changed.notify_all()
        except Exception as error:  # noqa: BLE001 - it is raised where the data is taken
            fault = error
        async with self._changed:
            self._ended.append(fault)
            self._changed.notify_all()


class Outbox:
    """Keeps what the client has not fetched yet, in a file once it is much: many clients send all before they read."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._parts: list[bytes] = []
        self._size = 0
        self._file = TemporaryFile()  # noqa: SIM115 - closed with the outbox
        self._from = self._to = 0
        self._filled = asyncio.Event()
        self._ended = False

    def put(self, lines: bytes) -> None:
        """Keep lines for the client."""
        if self._to > self._from or self._size > _BUFFER:
            self._file.seek(self._to)
            self._to += self._file.write(lines)
        else:
            self._parts.append(lines)
            self._size += len(lines)
        self._filled.set()

    def end(self) -> None:
        """That was all."""
        self._ended = True
        self._filled.set()

    def close(self) -> None:
        """Drop what nobody fetched."""
        self._file.close()

    async def taken(self) -> AsyncIterator[bytes]:
        """What is kept, in order, as it comes."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            while lines := self._next():
                yield lines
            if self._ended and not self._filled.is_set():
                return

    def _next(self) -> bytes:
        """What is in memory came before what is in the file."""
        if self._parts:
            lines, self._parts, self._size = b"".join(self._parts), [], 0
            return lines
        if self._to > self._from:
            self._file.seek(self._from)
            lines = self._file.read(_BUFFER)
            self._from += len(lines)
            return lines
        self._file.truncate(0)
        self._from = self._to = 0
        return b""
