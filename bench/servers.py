"""Real servers for benchmarks: Headwater in a directory of its own, and the bare framework as the limit.

Each is a process on 127.0.0.1 that ends with the block. Out: where it listens, and how much memory it holds.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

HEADWATER = str(Path(sys.executable).with_name("headwater"))

BARE = """
import asyncio, msgspec, sys, uvloop
from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def answer(request):
    msgspec.json.decode(await request.body())
    return Response(b'{"status":"success"}', media_type="application/json")

application = Starlette(routes=[Route("/{path:path}", answer, methods=["POST"])])

async def main():
    await Server(application, "127.0.0.1", int(sys.argv[1]), interface=Interfaces.ASGI, log_enabled=False).serve()

uvloop.run(main())
"""


class Running(NamedTuple):
    """A server: its URL and its process."""

    url: str
    process: subprocess.Popen[bytes]

    @property
    def resident_mb(self) -> float:
        """Its resident memory in MB (10^6 bytes)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) * 1024 / 1e6


@contextmanager
def headwater(data: Path, port: int = 8301, **variables: str) -> Generator[Running]:
    """`headwater serve` on `data`."""
    environment = os.environ | {f"HEADWATER_{name.upper()}": value for name, value in variables.items()}
    command = [HEADWATER, "serve", "--data", str(data), "--port", str(port)]
    with _process(command, port, environment) as running:
        yield running


@contextmanager
def bare(port: int = 8302) -> Generator[Running]:
    """The framework alone: reads the JSON of the body and answers 200."""
    with _process([sys.executable, "-c", BARE, str(port)], port, dict(os.environ)) as running:
        yield running


def create_account(data: Path) -> dict[str, str]:
    """A new account in `data`, by the command line."""
    made = subprocess.run(
        [HEADWATER, "account", "create", "Bench", "--data", str(data), "--json"], check=True, capture_output=True
    )
    return json.loads(made.stdout)


def call(running: Running, key: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
    """The JSON that the server answers."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(running.url + path, data, {"Authorization": key})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=600) as response:  # noqa: S310 - our own server
        return json.load(response)


@contextmanager
def _process(command: list[str], port: int, environment: dict[str, str]) -> Generator[Running]:
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    running = Running(f"http://127.0.0.1:{port}", process)
    try:
        _wait(running)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait(running: Running) -> None:
    """Until it answers, whatever it answers."""
    for _ in range(600):
        try:
            urllib.request.urlopen(running.url + "/health", timeout=1).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError:
            return
        except OSError:
            assert running.process.poll() is None, "the server ended"
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(running.url)
