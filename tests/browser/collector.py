"""A server that pages send to, with a notebook in front of it: what arrived, in order, as the wire brought it.

In: any ASGI application that answers the tracking paths. Out: `Collector`, on a free port of 127.0.0.1. It can be told
to fail, so that tests see what becomes of a hit that nobody took.
"""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from granian.constants import Interfaces
from granian.server.embed import Server
from playwright.sync_api import Page
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE_S = 20
TRACKING = ("hit", "identify")


class Arrival(NamedTuple):
    """One request to a tracking path."""

    method: str
    path: str
    headers: dict[str, str]
    fields: dict[str, Any]
    answer: dict[str, str]  # status and headers, once they are there


def event(hit: dict[str, Any]) -> dict[str, Any]:
    """A hit without the time of sending: the same, however often it is sent."""
    return {name: value for name, value in hit.items() if name != "s"}


class Collector:
    """What arrived at a running server. `prefix` is a path under which a reverse proxy would offer the same server."""

    prefix = "/first/party"

    def __init__(self, app: ASGIApp, account: str, port: int) -> None:
        """Stand in front of `app`, which knows `account`."""
        self.account = account
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.failing: int | None = None
        self.is_holding = False  # answers, after it has taken note
        self.is_losing = False  # answers, after the server has taken the hit
        self.arrivals: list[Arrival] = []
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note what arrived, then fail as told or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.prefix)
        body = await _body(receive)
        if path.strip("/") in TRACKING:
            arrival = _arrival(scope, path.strip("/"), body)
            self.arrivals.append(arrival)
            send = _noting(send, arrival.answer)
            while self.is_holding:  # noqa: ASYNC110 - a test says when it ends, from another thread
                await asyncio.sleep(0.01)
            if self.failing:
                await _refuse(send, self.failing)
                return

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def nowhere(_message: Message) -> None:
            """The network is gone."""

        is_lost = self.is_losing and path.strip("/") in TRACKING
        await self._app({**scope, "path": path, "raw_path": path.encode()}, again, nowhere if is_lost else send)
        if is_lost:
            await _refuse(send, 503)

    @property
    def hits(self) -> list[dict[str, Any]]:
        """The hits, failed ones left out."""
        return [arrival.fields for arrival in self.arrivals if arrival.path == "hit" and arrival.method == "POST"]

    @property
    def identities(self) -> list[dict[str, Any]]:
        """Who was identified."""
        return [arrival.fields for arrival in self.arrivals if arrival.path == "identify"]

    def forget(self) -> None:
        """Begin a new page of the notebook."""
        self.arrivals.clear()

    def complaints(self) -> list[Arrival]:
        """What the server behind did not take, though it came for its account."""
        own = [arrival for arrival in self.arrivals if arrival.fields.get("a") == self.account and arrival.answer]
        return [
            arrival
            for arrival in own
            if not arrival.answer["status"].startswith("2") or "headwater-dropped" in arrival.answer
            if "refused-by-the-test" not in arrival.answer
        ]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until what arrived fulfils the condition."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, f"only this arrived: {self.arrivals}"
            time.sleep(0.01)

    def wait_for_hits(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many hits, and not one more."""
        self.wait_for(lambda: len(self.hits) >= count)
        assert len(self.hits) == count, self.hits
        return self.hits

    def nothing_but(self, page: Page, *types: str) -> None:
        """These types of hits arrived from the page, and nothing else is on its way: a last word comes after it all."""
        last_word = "([url, body]) => new Promise(setTimeout).then(() => fetch(url, {method: 'POST', body}))"
        page.wait_for_load_state()
        page.evaluate(last_word, [f"{self.origin}/hit", '{"type": "last"}'])
        self.wait_for(lambda: len(self.hits) > len(types))
        assert [hit["type"] for hit in self.hits] == [*types, "last"]
        self.arrivals.pop()

    def wait_for_identities(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many identifications, and not one more."""
        self.wait_for(lambda: len(self.identities) >= count)
        assert len(self.identities) == count, self.identities
        return self.identities


@contextmanager
def collecting(app: ASGIApp, account: str) -> Generator[Collector]:
    """A collector in front of `app`, until the block ends."""
    collector = Collector(app, account, _free_port())
    server = Server(collector, "127.0.0.1", collector.port, interface=Interfaces.ASGI, log_enabled=False)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()))
    thread.start()
    _wait_until_it_listens(collector.port)
    try:
        yield collector
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join()
        loop.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise TimeoutError(port)


def _arrival(scope: Scope, path: str, body: bytes) -> Arrival:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    fields: dict[str, Any] = json.loads(body) if body else dict(parse_qsl(scope["query_string"].decode()))
    return Arrival(scope["method"], path, headers, fields, {})


def _noting(send: Send, answer: dict[str, str]) -> Send:
    """Send, and note the status and the headers."""

    async def note(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.update(
                {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]}
            )
            answer["status"] = str(message["status"])
        await send(message)

    return note


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"access-control-allow-origin", b"*"), (b"refused-by-the-test", b"yes")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
