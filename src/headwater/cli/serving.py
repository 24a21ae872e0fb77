"""`headwater serve`: the server, in this process, until it is told to stop.

While it runs, `server.json` in the data directory says where it is and carries the token with which this machine's
command line may ask it; only the directory's owner can read it.
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from granian.constants import Interfaces
from granian.server.embed import Server

from headwater.api.house import House
from headwater.app import open_house, web
from headwater.cli.arguments import Command, settings_of
from headwater.errors import Problem
from headwater.jobs import working
from headwater.ledger.users import has_users
from headwater.settings import SETTINGS, Settings

SERVER_FILE: Final = "server.json"
_BACKLOG: Final = 1024
_SWITCH_S: Final = 0.0005
_GC_AFTER: Final = 20_000


def serve_house(house: House, started: Callable[[str], None]) -> None:
    """Serve a house until SIGINT or SIGTERM; `started` is called with the URL once it answers."""
    # A request must not wait five milliseconds, Python's default, for each turn that the projector's thread takes.
    sys.setswitchinterval(_SWITCH_S)
    # Most of what is made lives for one request and is no cycle: look for cycles among the rest, and less often.
    gc.freeze()
    gc.set_threshold(_GC_AFTER, 20, 20)
    settings = house.settings
    port = _own_port(settings.host, settings.port)
    url = f"http://[{settings.host}]:{port}" if ":" in settings.host else f"http://{settings.host}:{port}"
    logging.getLogger("_granian").setLevel(logging.WARNING)
    logging.getLogger("_granian").addFilter(lambda record: "experimental" not in record.getMessage())
    server = Server(
        web(house),
        settings.host,
        port,
        interface=Interfaces.ASGI,
        backlog=_BACKLOG,
        log_enabled=False,
        websockets=False,
    )
    with (
        _announced(settings.data, url, house.operator),
        asyncio.Runner(loop_factory=_loop_factory()) as runner,
    ):
        runner.run(_until_stopped(server, url, settings, started))


async def _until_stopped(server: Server, url: str, settings: Settings, started: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.stop)
    serving = asyncio.create_task(server.serve())
    # It tells nobody when it has begun to listen, so it is asked.
    while not serving.done() and not _answers(settings.host, int(url.rpartition(":")[2])):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    if not serving.done():
        started(url)
    await serving


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The faster event loop where there is one; it is not made for Windows."""
    try:
        import uvloop  # noqa: PLC0415 - may be missing
    except ImportError:
        return None
    return uvloop.new_event_loop


def _answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    try:
        socket.create_connection((host, port), 0.2).close()
    except OSError:
        return False
    return True


def _own_port(host: str, port: int) -> int:
    """The port, or a free one for 0, if nobody else has it.

    The server itself would share it with another process, and the kernel would deal the requests out between the two.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was left a moment ago is free
            probe.bind(address)
            probe.listen()
            return probe.getsockname()[1]
    except OSError as error:
        raise Problem(f"cannot listen on host {host!r}, port {port}: {error.strerror or error}") from None


@contextmanager
def _announced(data: Path, url: str, operator: str) -> Generator[None]:
    """Leave word for this machine's command line."""
    file, draft = data / SERVER_FILE, data / f"{SERVER_FILE}.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as writing:
        json.dump({"url": url, "operator": operator, "pid": os.getpid()}, writing)
    draft.replace(file)  # whoever reads it finds all of it
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def setup_told(house: House, url: str) -> str:
    """How the first user is made."""
    return (
        f"Nobody can sign in yet. Open {url}/app/ to make the first user, who owns it all; from any other machine than"
        f" this one with the set-up code {house.setup_code}"
    )


def _serve(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    settings = settings_of(arguments, environment)
    logging.getLogger().setLevel(settings.log_level)

    def started(url: str) -> None:
        print(f"Headwater listens on {url}, its data is in {settings.data.resolve()}", file=sys.stderr, flush=True)

    with open_house(settings) as house, working(house):

        def told(url: str) -> None:
            if not has_users(house.store):
                print(setup_told(house, url), file=sys.stderr, flush=True)
            started(url)

        serve_house(house, told)
    return 0


COMMANDS: Final = (
    Command(
        ("serve",),
        "Run the server until it is stopped",
        "headwater serve --data ./data --host 127.0.0.1 --port 8000",
        _serve,
        tuple(setting.name for setting in SETTINGS),
        makes_data=True,
    ),
)
