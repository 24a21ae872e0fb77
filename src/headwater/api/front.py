"""The way in for every request: an id, a path, a method, and whatever goes wrong turned into an answer.

Plain ASGI with a look-up of its own, because this runs on every hit: the framework's router tries one path after the
other, and its stack of middleware costs as much again as an endpoint does.
"""

import itertools
import re
import secrets
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Router, compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from headwater.api.about import Path
from headwater.api.answers import failure_answer, nowhere_answer, problem_answer, wrong_method_answer
from headwater.api.audited import note_request
from headwater.api.claims import Claims
from headwater.api.documents import Documents
from headwater.api.doors import Doors
from headwater.api.house import House
from headwater.api.limits import ATTEMPTS, Limits, Taken
from headwater.errors import Problem

_GOOD_ID: Final = re.compile(rb"[\x21-\x7e]{1,128}")
_REMEMBERED: Final = 1_000
"""Addresses whose place is known without looking: clients ask the same few again and again."""

Found: TypeAlias = tuple[ASGIApp, Mapping[str, Any]]
"""What answers at a path, and what the path names."""


class Front:
    """An ASGI application over a house."""

    def __init__(self, house: House, paths: Sequence[Path]) -> None:
        """Group the paths by their pattern, each with its methods."""
        self._house = house
        # An id names a request in the log and is no secret: asking the system for random bytes costs more than a hit.
        self._run = secrets.token_hex(4).encode()
        self._numbers = itertools.count(1)
        self._doors = Doors(house)
        self._documents = Documents(paths)
        self._limits = Limits(house.clock)
        self._attempts = Limits(house.clock, period=ATTEMPTS)
        self._claims = Claims(house.clock)
        by_pattern: dict[str, list[Path]] = {}
        for path in paths:
            by_pattern.setdefault(path.path, []).append(path)
        places = {pattern: _Place(mine) for pattern, mine in by_pattern.items()}
        # Of most paths the words are known, those of hits above all: they need not be tried one after another.
        self._known: dict[str, Found] = {
            pattern: (place, {}) for pattern, place in places.items() if "{" not in pattern
        }
        patterns = [(*compile_path(pattern), place) for pattern, place in places.items() if "{" in pattern]

        @lru_cache(_REMEMBERED)
        def find(path: str) -> Found:
            """The place of a path, and what the path names; the first that fits."""
            for pattern, _, convertors, place in patterns:
                if found := pattern.match(path):
                    named = found.groupdict()
                    return place, {name: convertors[name].convert(value) for name, value in named.items()}
            return _nowhere, {}

        self._find = find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the request its id and its house, and pass it on."""
        if scope["type"] != "http":
            await _LIFE(scope, receive, send)
            return
        if scope["path"].endswith("/"):  # many tools add one
            scope["path"] = scope["path"].rstrip("/") or "/"
        said = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        identity = said if _GOOD_ID.fullmatch(said) else b"%b%08x" % (self._run, next(self._numbers))
        place, named = self._known.get(scope["path"]) or self._find(scope["path"])
        scope["path_params"] = dict(named)
        scope["headwater.request_id"] = identity.decode()
        scope["headwater.house"] = self._house
        scope["headwater.doors"] = self._doors
        scope["headwater.documents"] = self._documents
        scope["headwater.limits"] = self._limits
        scope["headwater.attempts"] = self._attempts
        scope["headwater.claims"] = self._claims

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", identity),
                    *_told(scope, message["headers"]),
                ]
            await send(message)

        await place(scope, receive, answer)


class _Place:
    """One path: the endpoint of the method, or the answer to what went wrong there."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._endpoints = {method: path.endpoint for path in paths for method in path.methods}
        self._deeds = {method: path.deed for path in paths for method in path.methods if path.deed}
        self._headers = [(name.lower().encode(), value.encode()) for name, value in paths[0].headers.items()]
        if "GET" in self._endpoints:
            self._endpoints.setdefault("HEAD", self._endpoints["GET"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        response.raw_headers += self._headers
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        endpoint = self._endpoints.get(request.method)
        if endpoint is None:
            return wrong_method_answer(request, sorted(self._endpoints))
        try:
            response = await endpoint(request)
            if deed := self._deeds.get(request.method):
                await note_request(request, deed)
        except Problem as problem:
            return problem_answer(request, problem)
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 - the last net: it is logged, and the client gets the id
            return failure_answer(request, error)
        return response


def _told(scope: Scope, said: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What is left of the sender's limit, where there is one, and of a session its cookie, and that nobody keeps it."""
    cookie: str | None = scope.get("headwater.cookie")
    renewed = [(b"set-cookie", cookie.encode())] if cookie else []
    is_private = scope.get("headwater.private")  # a key in a header says so by itself, a cookie does not
    if is_private and all(name != b"cache-control" for name, _ in said):
        renewed.append((b"cache-control", b"no-store"))
    taken: Taken | None = scope.get("headwater.taken")
    if taken is None:
        return renewed
    return [
        *renewed,
        (b"ratelimit-limit", b"%d" % taken.limit),
        (b"ratelimit-remaining", b"%d" % taken.remaining),
        (b"ratelimit-reset", b"%d" % taken.reset),
    ]


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    await nowhere_answer(Request(scope))(scope, receive, send)


_LIFE: Final = Router()
"""What else a server may say to an application: that it starts and ends, or that somebody wants a web socket."""
