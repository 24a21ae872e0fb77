"""The command line: `headwater COMMAND …`, one row of a table per command.

Wrong use is one line on standard error and exit status 2; so is anything the caller can mend. `verify` that finds a
difference exits with 1.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from headwater import __version__
from headwater.cli import accounts, demo, exports, importing, persons, questions, serving, users
from headwater.cli.arguments import Command, add_command
from headwater.errors import Problem

COMMANDS: Final[tuple[Command, ...]] = (
    *serving.COMMANDS,
    *demo.COMMANDS,
    *accounts.COMMANDS,
    *users.COMMANDS,
    *importing.COMMANDS,
    *questions.COMMANDS,
    *exports.COMMANDS,
    *persons.COMMANDS,
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2."""
        self.exit(2, f"{self.prog}: {message} (see '{self.prog} --help')\n")


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    root = _Parser(prog="headwater", description="Where does our revenue really come from?")
    root.add_argument("--version", action="version", version=f"headwater {__version__}")
    families = {"": root.add_subparsers(title="commands", metavar="COMMAND", required=True)}
    for command in COMMANDS:
        add_command(families, command)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status."""
    arguments = parser().parse_args(argv)
    os.umask(0o077)  # what is written holds people's data and the secrets of accounts: for the owner alone
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        status = arguments.run(arguments, os.environ)
        sys.stdout.flush()  # here, where a reader who has gone is no fault
    except Problem as problem:
        print(f"headwater: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe has gone; close quietly, as `head` expects.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
