"""What a request says: its body within the limit, and its parameters wherever a client put them.

A body may be packed with gzip; what comes out of it is held to the same limit while it comes out, so a small body
cannot become a large one. Parameters merge: the query string wins over a JSON body, which wins over an urlencoded one,
because `curl -G`, `-d` and low-code tools each do it their own way.
"""

import zlib
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from headwater.api.house import house_of
from headwater.errors import Problem, TooLarge, Unsupported
from headwater.intake.json import read_json

_GZIP: Final = 16 + zlib.MAX_WBITS
_DRAINED: Final = 16
"""How many times the limit is taken and thrown away: who is cut off while sending does not read the answer."""


async def read_body(request: Request) -> bytes:
    """The body, unpacked; `TooLarge` beyond the limit, before more than that is kept or unpacked."""
    limit = house_of(request).settings.max_body
    unpack, finish = _unpacking(request.headers.get("content-encoding", ""), limit)
    parts: list[bytes] = []
    received = size = 0
    async for part in request.stream():
        received += len(part)
        if received > _DRAINED * limit:
            break
        if max(received, size) <= limit:
            parts.append(unpack(part))
            size += len(parts[-1])
    if max(received, size) > limit:
        raise TooLarge(f"the body is larger than {limit} bytes: send fewer records, or raise 'max_body'")
    finish()
    return b"".join(parts)


def _unpacking(encoding: str, limit: int) -> tuple[Callable[[bytes], bytes], Callable[[], None]]:
    """How each part of a body is unpacked, and what looks at the end whether all of it came."""
    match encoding.strip().lower():
        case "" | "identity":
            return bytes, lambda: None
        case "gzip" | "x-gzip":
            gunzip = Gunzip(limit)
            return gunzip.unpack, gunzip.finish
        case _:
            raise Unsupported(f"header 'Content-Encoding' is {encoding!r}: send the body as it is, or packed with gzip")


class Gunzip:
    """Unpacks gzip, in one piece or several, and never more than one byte beyond the limit."""

    def __init__(self, limit: int) -> None:
        """Give up beyond `limit` bytes."""
        self._left = limit + 1
        self._stream = zlib.decompressobj(_GZIP)
        self._is_begun = False

    def unpack(self, part: bytes) -> bytes:
        """What comes out of the next part; `Problem` when it is not gzip."""
        found: list[bytes] = []
        try:
            while part and self._left > 0:
                if self._stream.eof:  # one file after the other is one body
                    self._stream = zlib.decompressobj(_GZIP)
                self._is_begun = True
                unpacked = self._stream.decompress(part, self._left)
                self._left -= len(unpacked)
                found.append(unpacked)
                part = self._stream.unconsumed_tail or self._stream.unused_data
        except zlib.error:
            raise _not_gzip() from None
        return b"".join(found)

    def finish(self) -> None:
        """The body has ended; `Problem` when its end is missing."""
        if self._is_begun and not self._stream.eof:
            raise _not_gzip()


def _not_gzip() -> Problem:
    return Problem("the body is not gzip, as header 'Content-Encoding' says: pack all of it, or leave the header out")


async def read_parameters(request: Request) -> dict[str, Any]:
    """The parameters of a call, from the query string, a JSON object or a form."""
    body = await read_body(request)
    sent: dict[str, Any] = {}
    if body.strip():
        try:
            found = read_json(body) if body.lstrip()[:1] in (b"{", b"[") else None
        except Problem:
            found = None
        if isinstance(found, dict):
            sent |= found
        else:
            sent |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return sent | dict(request.query_params)
