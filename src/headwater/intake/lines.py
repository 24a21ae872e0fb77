"""An upload of any size as lines: bytes in as they arrive, plain or gzip, complete lines out with their numbers.

Holds at most one line and one piece of unpacked bytes. What unpacks to absurdly much is refused by its ratio, what
never ends a line by its length; the number of lines is nobody's concern. Knows nothing of what is in a line.
"""

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from headwater.errors import Problem

_MAGIC: Final = b"\x1f\x8b"
_GZIP: Final = 31  # zlib's word for a gzip header and 32 kB of window
_PIECE: Final = 2**18
_RATIO: Final = 250
"""Unpacked ÷ packed; lines of one kind of record reach 10 to 60, an upload that was made to hurt 1,000."""
_FREE: Final = 2**24  # bytes that may come out before the ratio counts: a short, regular upload harms nobody


class Line(NamedTuple):
    """A line and its number, from 1; `text` is None when it is longer than allowed."""

    number: int
    text: bytes | None


class Unpacking:
    """Bytes as they were before they were packed, if they were."""

    def __init__(self) -> None:
        """Wait for the first bytes, which tell."""
        self._begin = b""
        self._is_known = False
        self._gzip = zlib.decompressobj(_GZIP)
        self._is_packed = False
        self._packed = self._unpacked = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What comes out, in pieces of bounded size; raises `Problem` for what cannot be unpacked."""
        if not self._is_known:
            self._begin += data
            if len(self._begin) < len(_MAGIC):
                return
            self._is_known, data, self._begin = True, self._begin, b""
            self._is_packed = data.startswith(_MAGIC)
        if self._is_packed:
            yield from self._unpack(data)
        else:
            yield data

    def end(self) -> Iterator[bytes]:
        """What is left; raises `Problem` when something is missing."""
        if not self._is_known:
            yield self._begin
        if self._is_packed and not self._gzip.eof:
            raise Problem("the gzip data ends too early: a part of it is missing")

    def _unpack(self, data: bytes) -> Iterator[bytes]:
        self._packed += len(data)
        while data:
            if self._gzip.eof:  # several files may be packed one after the other; zeros may fill the last block
                data = data.lstrip(b"\x00")
                self._gzip = zlib.decompressobj(_GZIP) if data else self._gzip
                continue
            try:
                piece = self._gzip.decompress(data, _PIECE)
            except zlib.error as error:
                raise Problem(f"the gzip data is broken: {error}") from None
            data = self._gzip.unused_data if self._gzip.eof else self._gzip.unconsumed_tail
            self._unpacked += len(piece)
            if self._unpacked > max(_FREE, _RATIO * self._packed):
                raise Problem(f"the gzip data unpacks to more than {_RATIO} times its size: send it plain")
            yield piece


class Lines:
    """Unpacked bytes as lines."""

    def __init__(self, longest: int) -> None:
        """A line of more than `longest` bytes is passed over."""
        self._longest = longest
        self._parts: list[bytes] = []
        self._size = 0
        self._number = 0

    def feed(self, piece: bytes) -> Iterator[Line]:
        """The lines that end in this piece; blank ones are counted and left out."""
        first, *others = piece.split(b"\n")
        self._keep(first)
        for other in others:
            yield from self.end()
            self._keep(other)

    def end(self) -> Iterator[Line]:
        """The line that has come so far, as it ends here."""
        self._number += 1
        if self._size > self._longest:
            yield Line(self._number, None)
        elif self._parts:
            text = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
            if text and not text.isspace():
                yield Line(self._number, text)
        self._parts, self._size = [], 0

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= self._longest:
            self._parts.append(part)
        else:
            self._parts.clear()


class Upload:
    """Both together: what arrives, as lines."""

    def __init__(self, longest: int) -> None:
        """A line of more than `longest` bytes is passed over."""
        self._unpacking = Unpacking()
        self._lines = Lines(longest)

    def feed(self, data: bytes) -> Iterator[Line]:
        """The lines that are complete with this data; to be read to the end before more is fed."""
        for piece in self._unpacking.feed(data):
            yield from self._lines.feed(piece)

    def end(self) -> Iterator[Line]:
        """The last lines; a line break after the last is not needed."""
        for piece in self._unpacking.end():
            yield from self._lines.feed(piece)
        yield from self._lines.end()
