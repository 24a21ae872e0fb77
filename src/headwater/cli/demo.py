"""`headwater demo`: a generated business, loaded as a client's data would be, with the server on top of it."""

import argparse
import logging
import shutil
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from tqdm import tqdm

from headwater.api.house import House
from headwater.api.reports import answer_query
from headwater.app import open_house
from headwater.cli.arguments import Command, argument, settings_of
from headwater.cli.questions import print_table
from headwater.cli.serving import serve_house
from headwater.clock import DAY, SECOND
from headwater.demo.generate import World
from headwater.demo.loader import load
from headwater.demo.sinks import sinks
from headwater.errors import Problem
from headwater.ledger.accounts import create_account, find_standing, save_settings
from headwater.settings import SETTINGS

_DIRECTORY: Final = "data/demo"
_MADE: Final = "demo.json"
_MAKING: Final = "demo.loading"


class Made(msgspec.Struct):
    """What a directory's demo was made from, and how to get in."""

    contacts: int
    days: int
    seed: int
    account_id: str
    integration_id: str
    api_key: str


def _demo(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    arguments.setting_data = arguments.setting_data or environment.get("HEADWATER_DATA", _DIRECTORY)
    settings = settings_of(arguments, environment)
    logging.getLogger().setLevel(settings.log_level if arguments.setting_log_level else logging.WARNING)
    _clear(settings.data)
    with open_house(settings) as house:
        made = _known(settings.data, arguments) or _make(house, arguments)
        if arguments.load_only:
            _show(house, made, f"http://{settings.host}:{settings.port}")
        else:
            serve_house(house, lambda url: _show(house, made, url))
    return 0


def _clear(data: Path) -> None:
    """Take away what an interrupted loading left; nothing else is ever deleted."""
    if (data / _MAKING).exists():
        shutil.rmtree(data)


def _known(data: Path, arguments: argparse.Namespace) -> Made | None:
    """The demo that is there already, if it is the one that is asked for."""
    if not (data / _MADE).exists():
        if (data / "accounts").exists() and any((data / "accounts").iterdir()):
            raise Problem(f"{data} holds data that is no demo: choose another directory with '--data'")
        return None
    made = msgspec.json.decode((data / _MADE).read_bytes(), type=Made)
    if (made.contacts, made.days, made.seed) != (arguments.contacts, arguments.days, arguments.seed):
        raise Problem(f"{data} holds another demo: delete the directory, or choose another with '--data'")
    print(f"The demo in {data} is there already; delete the directory to make it anew.", file=sys.stderr)
    return made


def _make(house: House, arguments: argparse.Namespace) -> Made:
    """Generate the world and load it, showing how far it is."""
    data = house.settings.data
    (data / _MAKING).touch()
    began = time.monotonic()
    # The world ends with yesterday, so that every generated fact lies in the past, whatever the hour.
    now = house.clock() // DAY * DAY - SECOND
    world = World(contacts=arguments.contacts, days=arguments.days, seed=arguments.seed, now=now)
    new = create_account(house.store, now - arguments.days * DAY, "Demo", "America/New_York", "USD")
    save_settings(house.store, new.account_id, {"own_domains": [world.host]})
    standing = find_standing(house.store, new.account_id)
    with tqdm(total=world.expected_facts, unit=" facts", unit_scale=True, desc="loading", dynamic_ncols=True) as bar:

        def seen(facts: int) -> None:
            bar.update(facts - bar.n)

        written = sinks(house.store, standing, lambda: house.background.nudge(new.account_id))
        summary = load(world.facts(data / "truth"), written, seen)
    _wait(house, new.account_id)
    made = Made(arguments.contacts, arguments.days, arguments.seed, new.account_id, new.integration_id, new.api_key)
    (data / _MADE).write_bytes(msgspec.json.encode(made))
    (data / _MAKING).unlink()
    counted = ", ".join(f"{number:,} {kind}s" for kind, number in sorted(summary.loaded.items()))
    print(f"Loaded {counted} in {time.monotonic() - began:.0f} s.", file=sys.stderr)
    if summary.skipped:
        kinds = ", ".join(sorted(summary.skipped))
        print(f"Not loaded, since there is no import for it yet: {kinds}.", file=sys.stderr)
    return made


def _wait(house: House, account_id: str) -> None:
    """Until the warehouse knows everything, showing how far it is."""
    last = house.feed.last_change(account_id)
    with tqdm(total=last, unit=" changes", unit_scale=True, desc="projecting", dynamic_ncols=True) as bar:
        while True:
            fresh = house.background.wait_until(account_id, last, 0.5)
            bar.update(fresh.projected_change - bar.n)
            if fresh.is_current:
                return


def _show(house: House, made: Made, url: str) -> None:
    """How to get in, and the first report."""
    question: dict[str, Any] = {
        "type": "leads",
        "dimensions": ["clicks.channel"],
        "metrics": ["leads", "numOfCustomers", "conversionRate", "revenue", "leadValue"],
    }
    print(f"\nHeadwater      {url}")
    print(f"account        {made.account_id}")
    print(f"integration    {made.integration_id}")
    print(f"API key        {made.api_key}")
    print(f"\nLeads of the last 30 days by channel, last touch:\n\n  curl -H 'Authorization: {made.api_key}' \\")
    print(f"    '{url}/{made.account_id}/report/leads?start=-30+days&end=now'\n")
    print_table(answer_query(house, made.account_id, question))
    print("\nStop with Ctrl-C.", flush=True)


def _number(text: str) -> int:
    number = int(text.replace("_", ""))
    if number < 1:
        raise ValueError(text)
    return number


COMMANDS: Final = (
    Command(
        ("demo",),
        "Run the server over a generated business: an online course seller with two years of traffic",
        "headwater demo --data ./data/demo --contacts 20000 --days 730 --seed 1",
        _demo,
        tuple(setting.name for setting in SETTINGS),
        (
            argument("--contacts", type=_number, default=20_000, metavar="N", help="contacts (default: 20000)"),
            argument("--days", type=_number, default=730, metavar="N", help="days of traffic (default: 730)"),
            argument("--seed", type=int, default=1, metavar="N", help="which of the many worlds (default: 1)"),
            argument("--load-only", action="store_true", help="load and show, without serving"),
        ),
    ),
)
