"""Files as they go over the wire: plain or gzipped, each with an entity tag, and 304 for who has this very one.

In: bytes and headers. Out: responses. Knows nothing of what the files are.
"""

import gzip
import hashlib
from collections.abc import Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response


class Encoded(msgspec.Struct, frozen=True):
    """One file as it goes over the wire: plain or gzipped, each with an entity tag of its own."""

    body: bytes
    etag: str
    headers: dict[str, str]


def encode(plain: bytes, headers: Mapping[str, str], *, is_gzipped: bool) -> Encoded:
    """A file for the wire; the same bytes give the same tag, whenever and wherever they are packed."""
    body = gzip.compress(plain, 9, mtime=0) if is_gzipped else plain
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    encoding = {"Content-Encoding": "gzip"} if is_gzipped else {}
    return Encoded(body, etag, {**headers, **encoding, "ETag": etag})


def answer(request: Request, file: Encoded, media_type: str) -> Response:
    """The file, or 304 for a browser that has this very one."""
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}
    if file.etag in known or "*" in known:
        return Response(status_code=304, headers={k: v for k, v in file.headers.items() if k != "Content-Encoding"})
    return Response(file.body, headers=file.headers, media_type=media_type)


def takes_gzip(request: Request) -> bool:
    """Whether `Accept-Encoding` names gzip and does not refuse it (`gzip;q=0`)."""
    for coding in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "").rstrip("0.") != "q="
    return False
