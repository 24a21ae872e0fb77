"""`headwater import`: files into an account, through a running server, or one that runs for as long as it takes.

A file is handed over under an id that is made of its contents, and imported as a job. Whoever is interrupted calls the
same again: what was handed over is not sent twice, and what was written is not written twice.
"""

import argparse
import hashlib
import os
import shutil
import signal
import sys
import threading
import time
import zlib
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, Final, NamedTuple
from urllib.parse import urlencode

import msgspec
from tqdm import tqdm

from headwater.app import Busy, open_house
from headwater.cli.accounts import ledger, the_account
from headwater.cli.arguments import ACCOUNT, Command, argument, settings_of
from headwater.cli.remote import Gone, Remote
from headwater.cli.serving import SERVER_FILE, serve_house
from headwater.errors import NotFound, Problem
from headwater.jobs import working
from headwater.ledger.accounts import find_standing
from headwater.settings import Settings

_POLL_S: Final = 0.3
_PIECE: Final = 2**20
_SHOWN: Final = 20
_ENDED: Final = ("done", "failed", "cancelled")
_AGAIN: Final = 1000  # times that the same file may be imported within the days that jobs are kept


class Way(NamedTuple):
    """Where an import goes."""

    server: Remote
    account: str
    integration: str

    def path(self, rest: str) -> str:
        """A path of the integration."""
        return f"/api/v1/{self.account}/{self.integration}/{rest}"

    def job(self, job_id: str, rest: str = "") -> str:
        """The path of a job."""
        return f"/api/v1/{self.account}/jobs/{job_id}{rest}"


def _import(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    def work(way: Way) -> bool:
        """Import one file after the other; whether all of them were taken whole."""
        do = _try if arguments.dry_run else _run
        is_whole = True
        for name in arguments.files:
            with _opened(name) as file:
                is_whole &= do(way, file, Path("stdin" if name == "-" else name), _target(arguments, file))
        return is_whole

    if arguments.url:
        key = arguments.key or environment.get("HEADWATER_KEY")
        if not (key and arguments.account and arguments.integration):
            raise Problem("with '--url' give '--account', '--integration' and '--key' (or HEADWATER_KEY) too")
        return 0 if work(Way(Remote(arguments.url, key), arguments.account, arguments.integration)) else 1
    settings = settings_of(arguments, environment)
    with ledger(arguments, environment) as store:
        standing = find_standing(store, the_account(store, arguments.account))
    integration = arguments.integration or standing.integrations[0]

    def near(url: str, operator: str) -> bool:
        return work(Way(Remote(url, operator), standing.account.account_id, integration))

    try:
        return 0 if _with_a_server(msgspec.structs.replace(settings, host="127.0.0.1", port=0), near) else 1
    except Busy as busy:
        try:
            said = msgspec.json.decode((settings.data / SERVER_FILE).read_bytes())
        except FileNotFoundError:
            raise busy from None
    return 0 if near(said["url"], said["operator"]) else 1


def _with_a_server(settings: Settings, work: Callable[[str, str], bool]) -> bool:
    """Serve a data directory while `work`, which is told where, is done in a thread; `Busy` if it is served already."""
    found: Future[bool] = Future()
    with open_house(settings) as house, working(house):

        def do(url: str) -> None:
            try:
                found.set_result(work(url, house.operator))
            except BaseException as error:  # noqa: BLE001 - it is raised below
                found.set_exception(error)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)

        serve_house(house, lambda url: threading.Thread(target=do, args=(url,), daemon=True).start())
    if not found.done() or isinstance(found.exception(), Gone):
        print("interrupted: call the same again to go on", file=sys.stderr)
        raise KeyboardInterrupt
    return found.result()


def _target(arguments: argparse.Namespace, file: IO[bytes]) -> str:
    """The path and the parameters for a file: lines of records begin with a brace, all else is a table."""
    first = file.read(2**16)
    file.seek(0)
    if first.startswith(b"\x1f\x8b"):
        first = zlib.decompressobj(31).decompress(first, 2**16)
    if first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "bulk?"
    if not arguments.entity:
        raise Problem("say what the rows of a CSV file are, with '--entity contact' for example")
    said = {"encoding": arguments.encoding, "delimiter": arguments.delimiter}
    if arguments.custom_fields:
        said["custom_fields"] = "1"
    for pair in arguments.map:
        column, sign, field = pair.rpartition("=")
        if not sign:
            raise Problem(f"--map {pair!r} must be COLUMN=FIELD")
        said[f"map[{column}]"] = field
    return f"csv/{arguments.entity}?{urlencode({name: value for name, value in said.items() if value is not None})}"


def _run(way: Way, file: IO[bytes], name: Path, target: str) -> bool:
    """Import a file; whether all of it was taken."""
    job = _job(way, file, name, target)
    with tqdm(
        total=1.0, desc=f"importing {name.name}", bar_format="{desc}: {percentage:3.0f}%|{bar}| {postfix}"
    ) as bar:
        while True:
            bar.update(job["progress"] - bar.n)
            bar.set_postfix_str(f"{job['records']:,} records, {job['failed']:,} refused")
            if job["state"] in _ENDED:
                break
            time.sleep(_POLL_S)
            job = way.server.json("GET", way.job(job["id"]))["job"]
    print(f"{name}: {job['state']}; {job['succeeded']:,} records taken, {job['failed']:,} refused")
    if job["fault"]:
        print(f"{name}: {job['fault']}", file=sys.stderr)
    if job["failed"]:
        beside = name.with_name(f"{name.name}.refused.csv")
        with beside.open("wb") as refused:
            way.server.save("GET", way.job(job["id"], "/refused"), refused)
        print(f"{name}: what was refused, and why, is in {beside}", file=sys.stderr)
    return job["state"] == "done" and not job["failed"]


def _job(way: Way, file: IO[bytes], name: Path, target: str) -> dict[str, Any]:
    """The job of a file: the one that an interrupted call has left, or a new one."""
    digest = hashlib.sha256(way.path(target).encode())
    while piece := file.read(_PIECE):
        digest.update(piece)
    for attempt in range(_AGAIN):
        job_id = f"{digest.hexdigest()[:24]}-{attempt}"
        try:
            job: dict[str, Any] = way.server.json("GET", way.job(job_id))["job"]
        except NotFound:
            break
        if job["state"] not in _ENDED:
            print(f"{name}: going on with an import that was begun before", file=sys.stderr)
            return job
    else:
        raise Problem(f"{name} was imported too often")
    said = urlencode({"job": job_id, "name": name.name})
    return way.server.json("POST", way.path(f"{target}&{said}"), file)["job"]


def _try(way: Way, file: IO[bytes], name: Path, target: str) -> bool:
    """Show what would become of a file; whether all of it would be taken."""
    with NamedTemporaryFile() as told:
        way.server.save("POST", way.path(f"{target}&dry_run=1"), told, file)
        told.seek(0)
        if not target.startswith("bulk"):
            shown = msgspec.json.decode(told.read())
            print(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode())
            return not shown["failed"]
        summary: dict[str, Any] = {}
        faults = 0
        for line in told:
            said = msgspec.json.decode(line)
            summary = said.get("summary", summary)
            if said.get("status") == "error" and (faults := faults + 1) <= _SHOWN:
                print(f"{name}: line {said['line']}: {'; '.join(said['errors'])}")
        print(f"{name}: {summary['succeeded']:,} records would be taken, {summary['failed']:,} refused")
        for error in summary["errors"]:
            print(f"{name}: {error}", file=sys.stderr)
        return summary["complete"] and not summary["failed"]


@contextmanager
def _opened(name: str) -> Generator[IO[bytes]]:
    """A file, or what comes on standard input, kept so that it can be read twice."""
    try:
        if name == "-":
            with NamedTemporaryFile() as kept:
                shutil.copyfileobj(sys.stdin.buffer, kept, _PIECE)
                kept.seek(0)
                yield kept
        else:
            with Path(name).open("rb") as file:
                yield file
    except OSError as error:
        raise Problem(f"{name}: {error.strerror}") from None


_ARGUMENTS: Final[Sequence[Any]] = (
    argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="lines of records (JSON) or a table (CSV), plain or gzip; '-' reads standard input",
    ),
    argument("--entity", metavar="E", help="what the rows of a CSV file are: contact, invoice, …"),
    argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help="which field a column is; again for others"
    ),
    argument("--custom-fields", action="store_true", help="keep unknown columns of contacts as custom fields"),
    argument("--encoding", metavar="NAME", help="encoding of a CSV file (default: found out)"),
    argument("--delimiter", metavar="SIGN", help="what stands between cells (default: found out)"),
    argument("--dry-run", action="store_true", help="show what would be read, and write nothing"),
    argument("--integration", metavar="ID", help="the integration (default: the account's first)"),
    argument("--url", metavar="URL", help="a server elsewhere, instead of a data directory"),
    argument("--key", metavar="KEY", help="an API key of that server (default: HEADWATER_KEY)"),
    ACCOUNT,
)

COMMANDS: Final = (
    Command(
        ("import",),
        "Import files of contacts, invoices and more; a call that was interrupted goes on when it is repeated",
        "headwater import customers.csv --entity contact --map 'Kunde=contact_id' --data ./data",
        _import,
        ("data", "ledger"),
        _ARGUMENTS,
    ),
)
