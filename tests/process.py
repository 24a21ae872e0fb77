"""A real server in a process of its own, on a free port of 127.0.0.1.

In: a data directory. Out: `Served`, which can be asked, stopped and killed.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

HEADWATER = str(Path(sys.executable).with_name("headwater"))
_PATIENCE_S = 60


class Served:
    """A running `headwater serve`."""

    def __init__(self, data: Path, *flags: str) -> None:
        """Start it, and wait until it listens."""
        self.data = data
        self.process = subprocess.Popen(
            [HEADWATER, "serve", "--data", str(data), "--port", "0", *flags], stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr
        self.said = ""
        for line in self.process.stderr:
            self.said += line
            if "listens on" in line:
                break
        else:
            self.process.wait(_PATIENCE_S)
            raise RuntimeError(self.said)
        self.url = self.said.split("listens on ")[1].split(",")[0]
        # What it says later is read as well: a server whose log nobody reads stands still when the pipe is full.
        self._listening = threading.Thread(target=self._listen, args=(self.process.stderr,), daemon=True)
        self._listening.start()

    def _listen(self, stderr: IO[str]) -> None:
        for line in stderr:
            self.said += line

    def stop(self) -> int:
        """Ask it to end; its exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        status = self.process.wait(_PATIENCE_S)
        self._listening.join(_PATIENCE_S)
        assert self.process.stderr
        self.process.stderr.close()
        return status


@contextmanager
def served(data: Path, *flags: str) -> Generator[Served]:
    """A server that ends with the block."""
    server = Served(data, *flags)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def run(*arguments: str, text: str | None = None, status: int = 0, **environment: str) -> str:
    """What `headwater …` prints; any other exit status than the expected one fails."""
    done = subprocess.run(
        [HEADWATER, *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
        timeout=_PATIENCE_S,
    )
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    return done.stdout if status == 0 else done.stdout + done.stderr


def create_account(data: Path, *flags: str) -> dict[str, str]:
    """A new account, by the command line."""
    return json.loads(run("account", "create", "Test", "--data", str(data), "--json", *flags))


def wait_for(condition: Any, seconds: float = 30) -> Any:  # noqa: ANN401 - whatever the condition gives
    """The first true value of `condition()`."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return value
