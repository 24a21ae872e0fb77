"""`headwater export`: everything that an account's integrations sent, as files that can be imported anywhere.

Reads the ledger alone, so a running server is not in the way.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from headwater.api.exports import spelled, write_as_parquet
from headwater.cli.accounts import ledger, the_account
from headwater.cli.arguments import ACCOUNT, Command, argument
from headwater.errors import Problem
from headwater.intake.exports import BY_PATH, FORMATS, Export, Payload, records
from headwater.ledger.accounts import find_standing
from headwater.ledger.pages import read_pages
from headwater.ledger.store import Store


def _export(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    chosen = [BY_PATH[path] for path in arguments.entity or BY_PATH]
    with ledger(arguments, environment) as store:
        account_id = the_account(store, arguments.account)
        known = find_standing(store, account_id).integrations
        if arguments.integration and arguments.integration not in known:
            raise Problem(
                f"account {account_id} has no integration {arguments.integration!r}: it has {' '.join(known)}"
            )
        for integration in [arguments.integration] if arguments.integration else sorted(known):
            folder = Path(arguments.directory) / account_id / integration
            for export in chosen:
                _write(store, account_id, integration, export, folder / export.file_name(arguments.format))
    return 0


def _write(store: Store, account_id: str, integration: str, export: Export, file: Path) -> None:
    """Write one file; a file that has its name is whole."""
    counted = _Counted(records(partial(read_pages, store, account_id), integration, export))
    draft = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".parquet":
            write_as_parquet(iter(counted), file.parent, draft)
        else:
            with draft.open("wb") as writing:
                writing.writelines(spelled(export, file.suffix[1:], iter(counted)))
        draft.replace(file)
    except OSError as error:
        raise Problem(f"{file}: {error.strerror}") from None
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    print(f"{file}: {counted.records} records", file=sys.stderr)


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
