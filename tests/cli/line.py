"""The command line as a shell sees it, in this process: arguments and input in; exit status, output and errors out.

Nothing else is left out: the commands open real stores, and talk to real servers where there are any.
"""

import io
import logging
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import msgspec

from headwater.cli import main
from headwater.ledger.accounts import NewAccount


class Done(NamedTuple):
    """What came of a command."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path, text: str | None = None, **environment: str) -> Done:
    """Run `headwater ARGUMENTS`."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err, _surroundings(text, environment):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return Done(status, out.getvalue(), err.getvalue())


def said(*arguments: str | Path, text: str | None = None, **environment: str) -> str:
    """What a command prints that has to succeed without a word of complaint."""
    done = run(*arguments, text=text, **environment)
    assert (done.status, done.err) == (0, ""), done
    return done.out


def wrong(*arguments: str | Path, text: str | None = None, **environment: str) -> str:
    """The one line that a command says which has to be wrong use."""
    done = run(*arguments, text=text, **environment)
    assert (done.status, done.out) == (2, ""), done
    (line,) = done.err.splitlines()
    assert line.startswith("headwater")
    assert "Traceback" not in line
    return line.split(": ", 1)[1]


def new_account(data: Path, *flags: str) -> NewAccount:
    """A new account of a data directory."""
    return msgspec.json.decode(said("account", "create", "Test", "--data", data, "--json", *flags), type=NewAccount)


@contextmanager
def _surroundings(text: str | None, environment: dict[str, str]) -> Generator[None]:
    """Standard input, the variables of Headwater, and the level of the log, for one command."""
    before = {name: value for name, value in os.environ.items() if name.startswith("HEADWATER_")}
    stdin, level = sys.stdin, logging.getLogger().level
    for name in before:
        del os.environ[name]
    os.environ.update(environment)
    sys.stdin = io.TextIOWrapper(io.BytesIO((text or "").encode()), encoding="utf-8")
    try:
        yield
    finally:
        sys.stdin = stdin
        logging.getLogger().setLevel(level)
        for name in environment:
            del os.environ[name]
        os.environ.update(before)
