"""`headwater export`: everything that an account's integrations sent, as files that can be imported anywhere.

What is in the ledger is read from it, so a running server is not in the way; page views are asked of it.
"""

import argparse
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from headwater.api.exports import source, spelled, write_as_parquet
from headwater.cli.accounts import ledger, the_account
from headwater.cli.arguments import ACCOUNT, Command, argument, settings_of
from headwater.cli.stores import answers
from headwater.errors import Problem
from headwater.intake.exports import BY_PATH, FORMATS, Export, Payload, Source
from headwater.ledger.accounts import find_standing
from headwater.settings import Settings


def _export(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    chosen = [BY_PATH[path] for path in arguments.entity or BY_PATH]
    with ledger(arguments, environment) as store:
        standing = find_standing(store, the_account(store, arguments.account))
        account, known = standing.account, standing.integrations
        if arguments.integration and arguments.integration not in known:
            raise Problem(
                f"account {account.account_id} has no integration {arguments.integration!r}: it has {' '.join(known)}"
            )
        asked = [arguments.integration] if arguments.integration else known
        for integration in asked:
            folder = Path(arguments.directory) / account.account_id / integration
            taken = source(store, account, integration)
            for export in chosen:
                file = folder / export.file_name(arguments.format)
                if not export.is_of_warehouse:
                    _write(export, taken, file)
                elif integration == asked[0]:  # they are of no integration, and so there once
                    _fetch((account.account_id, integration, export.path), file, settings_of(arguments, environment))
    return 0


def _write(export: Export, taken: Source, file: Path) -> None:
    """Write one file from the ledger."""
    counted = _Counted(export.records(taken))
    with _drafted(file) as draft:
        if file.suffix == ".parquet":
            write_as_parquet(iter(counted), file.parent, draft)
        else:
            with draft.open("wb") as writing:
                writing.writelines(spelled(export, file.suffix[1:], iter(counted)))
    print(f"{file}: {counted.records} records", file=sys.stderr)


def _fetch(what: tuple[str, str, str], file: Path, settings: Settings) -> None:
    """Write one file from the warehouse: from the running server if there is one, else from the stores."""
    with _drafted(file) as draft, answers(settings) as asked, draft.open("wb") as writing:
        asked.export((*what, file.suffix[1:]), writing)
    print(f"{file}: {file.stat().st_size} bytes", file=sys.stderr)


@contextmanager
def _drafted(file: Path) -> Generator[Path]:
    """A draft of a file; a file that has its name is whole."""
    draft = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(file)
    except OSError as error:
        raise Problem(f"{file}: {error.strerror}") from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


class _Counted:
    """Pages on their way, counted."""

    def __init__(self, pages: Iterator[list[Payload]]) -> None:
        self._pages = pages
        self.records = 0

    def __iter__(self) -> Iterator[list[Payload]]:
        for page in self._pages:
            self.records += len(page)
            yield page


COMMANDS: Final = (
    Command(
        ("export",),
        "Write all records of an account to files, in the form in which they can be imported",
        "headwater export ./export --entity contact --entity invoice --format csv",
        _export,
        ("data", "ledger"),
        (
            argument("directory", metavar="DIRECTORY", help="where the files go: ACCOUNT/INTEGRATION/ENTITY.FORMAT"),
            ACCOUNT,
            argument("--integration", metavar="ID", help="only this integration"),
            argument("--entity", action="append", choices=list(BY_PATH), help="only this; may be given several times"),
            argument("--format", choices=list(FORMATS), default="ndjson", help="ndjson is what bulk import takes"),
        ),
    ),
)
