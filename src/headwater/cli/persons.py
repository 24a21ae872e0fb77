"""`headwater person …`: asked of the running server, or of the stores if none runs."""

import argparse
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from headwater.cli.accounts import ledger, the_account
from headwater.cli.arguments import ACCOUNT, Command, argument, settings_of
from headwater.cli.stores import answers
from headwater.errors import Problem
from headwater.ledger.person import NAMING
from headwater.reporting.text import text_table


def _ask(arguments: argparse.Namespace, environment: Mapping[str, str], act: str, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    with ledger(arguments, environment) as store:
        account_id = the_account(store, arguments.account)
    with answers(settings_of(arguments, environment)) as asked:
        return asked.person(account_id, act, arguments.person, body)


def _show(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    found = _ask(arguments, environment, "show")
    if arguments.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return 0
    print(f"person {found['person_id']}: {', '.join(found['names'])}")
    visits = [
        [one["uid"], span["since"] or "ever", span["until"] or ""] for one in found["visitors"] for span in one["spans"]
    ]
    edges = [[*one["between"], one["source"], one["first"], one["last"], _yes(one["counts"])] for one in found["edges"]]
    audit = [
        [
            one["at"],
            one["action"],
            f"{one['person_id']} {one['other_id'] or ''}",
            " ".join(one["because"]),
            one["by"] or "",
        ]
        for one in found["audit"]
    ]
    for heads, rows in (
        (["visitor", "since", "until"], visits),
        (["one", "other", "source", "first", "last", "counts"], edges),
        (["when", "what", "persons", "because of", "by"], audit),
    ):
        if rows:
            print(f"\n{text_table(heads, rows)}")
    return 0


def _yes(counts: object) -> str:
    return "yes" if counts else "no"


def _split(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    done = _ask(arguments, environment, "split", names=arguments.names)
    others = ", ".join(map(str, done["split_off"]))
    print(f"person {done['person_id']} keeps the rest" + (f"; split off: {others}" if others else ""))
    return 0


def _merge(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    done = _ask(arguments, environment, "merge", **{"with": arguments.other})
    print(f"they are person {done['person_id']}")
    return 0


def _export(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    found = _ask(arguments, environment, "export")
    print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    return 0


def _erase(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    if not arguments.yes:
        raise Problem("this cannot be taken back: say '--yes' if you mean it, and perhaps 'person export' before")
    done = _ask(arguments, environment, "erase", orders="erase" if arguments.orders else "keep")
    counts = ", ".join(f"{count} {name}" for name, count in done["erased"].items())
    print(f"person {done['person_id']} is erased: {counts}")
    return 0


_STORES: Final = ("data", "ledger")
_PERSON: Final = argument("person", metavar="PERSON", help=NAMING)

COMMANDS: Final = (
    Command(
        ("person", "show"),
        "A person: contacts, visitors, what ties them together, and who decided what",
        "headwater person show ann@example.com --data ./data",
        _show,
        _STORES,
        (_PERSON, argument("--json", action="store_true", help="print one JSON object"), ACCOUNT),
    ),
    Command(
        ("person", "split"),
        "Take contacts, addresses or visitors away from a person, for all of history",
        "headwater person split ann@example.com visitor:k3v9 --data ./data",
        _split,
        _STORES,
        (_PERSON, argument("names", metavar="NAME", nargs="+", help="what is not this person"), ACCOUNT),
    ),
    Command(
        ("person", "merge"),
        "Make one person of two, for all of history; or tell whose a visitor is",
        "headwater person merge ann@example.com anna@example.net --data ./data",
        _merge,
        _STORES,
        (_PERSON, argument("other", metavar="OTHER", help="the other person, or visitor:UID"), ACCOUNT),
    ),
    Command(
        ("person", "export"),
        "Everything that is held about a person, as one JSON document",
        "headwater person export ann@example.com --data ./data",
        _export,
        _STORES,
        (_PERSON, ACCOUNT),
    ),
    Command(
        ("person", "erase"),
        "Remove everything that is held about a person; orders stay, without a name",
        "headwater person erase ann@example.com --yes --data ./data",
        _erase,
        _STORES,
        (
            _PERSON,
            argument("--orders", action="store_true", help="remove orders and subscriptions, too"),
            argument("--yes", action="store_true", help="it cannot be taken back"),
            ACCOUNT,
        ),
    ),
)
