"""A server that the command line sends files to and asks, over HTTP or HTTPS.

In: paths, open files. Out: JSON, or an answer of any length into a file. What the server refuses is raised as it said.
"""

import http.client
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import IO, Any, Final
from urllib.parse import urlsplit

import msgspec

from headwater.errors import NotFound, Problem

_PIECE: Final = 2**18
_WAIT_S: Final = 600
_REFUSED: Final = 400


class Gone(Problem):
    """The server does not answer, or ended in the middle of its answer."""

    status = 503


class Remote:
    """A server at an address, and the key for it."""

    def __init__(self, url: str, key: str) -> None:
        """Ask the server at `url`."""
        self._url = urlsplit(url)
        self._key = key
        if self._url.scheme not in ("http", "https") or not self._url.hostname:
            raise Problem(f"--url {url!r} must be an address such as https://headwater.example.com")

    def json(self, method: str, path: str, file: IO[bytes] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """The answer; `file` is sent as the body."""
        with self._answer(method, path, file) as answer:
            return msgspec.json.decode(answer.read())

    def save(self, method: str, path: str, into: IO[bytes], file: IO[bytes] | None = None) -> None:
        """The answer, into a file."""
        with self._answer(method, path, file) as answer:
            shutil.copyfileobj(answer, into, _PIECE)

    @contextmanager
    def _answer(self, method: str, path: str, file: IO[bytes] | None) -> Generator[HTTPResponse]:
        kind = http.client.HTTPSConnection if self._url.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._url.hostname or "", self._url.port, timeout=_WAIT_S, blocksize=_PIECE)
        headers = {"Authorization": self._key}
        if file is not None:
            headers["Content-Length"] = str(file.seek(0, 2))
            file.seek(0)
        try:
            connection.request(method, self._url.path.rstrip("/") + path, file, headers)
            answer = connection.getresponse()
            if answer.status >= _REFUSED:
                raise _refusal(answer)
            yield answer
        except (OSError, http.client.HTTPException) as error:
            raise Gone(f"the server at {self._url.geturl()} does not answer: {error}") from None
        finally:
            connection.close()


def _refusal(answer: HTTPResponse) -> Problem:
    """What the server said is wrong."""
    said = answer.read()
    try:
        errors: list[str] = msgspec.json.decode(said)["errors"]
    except (msgspec.DecodeError, KeyError, TypeError):
        errors = [f"the server answers {answer.status} {answer.reason}"]
    return NotFound(*errors) if answer.status == NotFound.status else Problem(*errors, status=answer.status)
