"""`headwater query | verify | rebuild | scrub | doctor`: asked of the running server, or of the stores if none runs."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from headwater.cli.accounts import ledger, the_account
from headwater.cli.arguments import ACCOUNT, Command, argument, settings_of
from headwater.cli.stores import answers
from headwater.errors import Problem
from headwater.intake.json import read_object
from headwater.reporting.text import text_table


def _account(arguments: argparse.Namespace, environment: Mapping[str, str]) -> str:
    with ledger(arguments, environment) as store:
        return the_account(store, arguments.account)


def _query(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    try:
        text = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        raise Problem(f"{arguments.file}: {error.strerror}") from None
    question = read_object(text)
    if isinstance(options := question.get("options") or {}, dict):  # what the flag says counts, not the question
        question["options"] = options | {"format": "csv" if arguments.format == "csv" else "json"}
    account_id = _account(arguments, environment)
    with answers(settings_of(arguments, environment)) as asked:
        if arguments.format == "csv":
            sys.stdout.write(asked.query_csv(account_id, question))
        else:
            _PRINTERS[arguments.format](asked.query(account_id, question))
    return 0


def _print_json(body: dict[str, Any]) -> None:
    print(msgspec.json.format(msgspec.json.encode(body), indent=2).decode())


def print_table(body: dict[str, Any]) -> None:
    """The rows of a v2 answer and their totals, aligned."""
    heads = [field["name"] for field in body["fields"]]
    totals = [""] * (len(heads) - len(body["totals"])) + body["totals"]
    print(text_table(heads, body["rows"], ["Total", *totals[1:]] if totals and totals[0] == "" else totals))


_PRINTERS: Final[dict[str, Callable[[dict[str, Any]], None]]] = {"table": print_table, "json": _print_json}


def _verify(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    account_id = _account(arguments, environment)
    with answers(settings_of(arguments, environment)) as asked:
        found = asked.verify(account_id)
    for difference in found["differences"]:
        print(difference)
    counted = ", ".join(f"{found['checked'][name]} {name.replace('_', ' ')}" for name in _COUNTED)
    print(f"account {account_id}: {'differs' if found['differences'] else 'sound'}; {counted}")
    return 1 if found["differences"] else 0


_COUNTED: Final = ("contacts", "orders", "order_items", "visitors", "page_views", "touches", "drops")


def _rebuild(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    account_id = _account(arguments, environment)
    with answers(settings_of(arguments, environment)) as asked:
        found = asked.rebuild(account_id)
    print(f"account {account_id}: rebuilt up to change {found['change']}")
    return 0


def _scrub(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with answers(settings_of(arguments, environment)) as asked:
        found = asked.scrub()
    print(f"nothing that was deleted is left in the files of the ledger and of {len(found['accounts'])} warehouses")
    return 0


def _doctor(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with answers(settings_of(arguments, environment)) as asked:
        found = asked.doctor()
    if arguments.json:
        _print_json(found)
        return 0
    for part in ("versions", "stores", "disk", "queue"):
        print(text_table([part, ""], [[name, str(value)] for name, value in found[part].items()]))
        print()
    rows = [[str(told) if told is not None else "" for told in one.values()] for one in found["accounts"]]
    print(text_table(["account", "ledger at", "warehouse at", "is current", "as of", "what is wrong"], rows))
    return 0


_DATA: Final = ("data", "ledger")

COMMANDS: Final = (
    Command(
        ("query",),
        "Ask a question, in the JSON of the v2 query API",
        'echo \'{"type":"leads","dimensions":["clicks.channel"],"metrics":["leads","revenue"]}\''
        " | headwater query - --data ./data",
        _query,
        _DATA,
        (
            argument("file", metavar="FILE", help="the question; '-' reads standard input"),
            argument("--format", choices=(*_PRINTERS, "csv"), default="table", help="how to print the answer"),
            ACCOUNT,
        ),
    ),
    Command(
        ("verify",),
        "Add the warehouse up against the ledger, and say what differs",
        "headwater verify --data ./data",
        _verify,
        _DATA,
        (ACCOUNT,),
    ),
    Command(
        ("rebuild",),
        "Make the warehouse anew from the ledger; page views stay",
        "headwater rebuild --data ./data",
        _rebuild,
        _DATA,
        (ACCOUNT,),
    ),
    Command(
        ("scrub",),
        "Write ledger and warehouses anew, so that no trace of what was deleted is left in their files",
        "headwater scrub --data ./data",
        _scrub,
        _DATA,
    ),
    Command(
        ("doctor",),
        "Versions, stores, disk, and how current each account is",
        "headwater doctor --data ./data",
        _doctor,
        _DATA,
        (argument("--json", action="store_true", help="print one JSON object"),),
    ),
)
