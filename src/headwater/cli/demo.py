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
from headwater.app import alone, open_house
from headwater.cli.arguments import Command, argument, settings_of
from headwater.cli.questions import print_table
from headwater.cli.serving import serve_house, setup_told
from headwater.clock import DAY, SECOND
from headwater.demo.generate import World
from headwater.demo.loader import load
from headwater.demo.sinks import sinks
from headwater.errors import Problem
from headwater.ledger.accounts import create_account, find_standing, list_accounts, save_settings
from headwater.ledger.users import has_users
from headwater.settings import SETTINGS

_DIRECTORY: Final = "data/demo"
_MADE: Final = "demo.json"
_MAKING: Final = "demo.loading"
_LOADED: Final = ("ledger.db", "ledger.db-wal", "ledger.db-shm", "accounts", "tmp", "truth", _MADE, _MAKING)
"""What a loading makes; the marker is the last to go, so that a clearing that is interrupted begins again."""


class Made(msgspec.Struct):
    """What a directory's demo was made from, and how to get in."""

    contacts: int
    days: int
    seed: int
    account_id: str
    integration_id: str
    api_key: str
    page_views: int | None = None


def _demo(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    settings = settings_of(arguments, environment)
    logging.getLogger().setLevel(settings.log_level)
    _clear(settings.data)
    with open_house(settings) as house:
        made = _known(house, arguments) or _make(house, arguments)
        if arguments.load_only:
            _show(house, made, f"http://{settings.host}:{settings.port}")
        else:
            serve_house(house, lambda url: _show_served(house, made, url))
    return 0


def _clear(data: Path) -> None:
    """Take away what an interrupted loading left, and nothing else that may lie there."""
    with alone(data):  # or it is not interrupted, but at work
        if (data / _MAKING).exists():
            for left in (data / name for name in _LOADED):
                if left.is_dir():
                    shutil.rmtree(left)
                else:
                    left.unlink(missing_ok=True)


def _known(house: House, arguments: argparse.Namespace) -> Made | None:
    """The demo that is there already, if it is the one that is asked for."""
    data = house.settings.data
    if not (data / _MADE).exists():
        if list_accounts(house.store):
            raise Problem(f"{data} holds data that is no demo: choose another directory with '--data'")
        return None
    made = msgspec.json.decode((data / _MADE).read_bytes(), type=Made)
    asked = (arguments.contacts, arguments.days, arguments.seed, arguments.page_views)
    if (made.contacts, made.days, made.seed, made.page_views) != asked:
        raise Problem(f"{data} holds another demo: delete the directory, or choose another with '--data'")
    print(f"The demo in {data} is there already; delete the directory to make it anew.", file=sys.stderr)
    return made


def _make(house: House, arguments: argparse.Namespace) -> Made:
    """Generate the world into a new account, and note that it is all there."""
    data = house.settings.data
    (data / _MAKING).touch()
    world = World(
        contacts=arguments.contacts,
        days=arguments.days,
        seed=arguments.seed,
        # It ends with yesterday, so that every generated fact lies in the past, whatever the hour.
        now=house.clock() // DAY * DAY - SECOND,
        page_views=arguments.page_views,
    )
    new = create_account(house.store, world.now - world.days * DAY, "Demo", "America/New_York", "USD")
    save_settings(house.store, new.account_id, {"own_domains": [world.host]})
    _load(house, world, new.account_id)
    made = Made(
        contacts=world.contacts,
        days=world.days,
        seed=world.seed,
        account_id=new.account_id,
        integration_id=new.integration_id,
        api_key=new.api_key,
        page_views=world.page_views,
    )
    (data / _MADE).write_bytes(msgspec.json.encode(made))
    (data / _MAKING).unlink()
    return made


def _load(house: House, world: World, account_id: str) -> None:
    """Pour the world through the intake, showing how far it is, until the warehouse knows it all."""
    began = time.monotonic()
    standing = find_standing(house.store, account_id)
    written = sinks(house.store, standing, lambda: house.background.nudge(account_id))
    with tqdm(total=world.expected_facts, unit=" facts", unit_scale=True, desc="loading", dynamic_ncols=True) as bar:

        def seen(facts: int) -> None:
            bar.update(facts - bar.n)

        loaded = load(world.facts(house.settings.data / "truth"), written, seen)
    _wait(house, account_id)
    counted = ", ".join(f"{number:,} × {kind}" for kind, number in sorted(loaded.items()))
    print(f"Loaded {counted} in {time.monotonic() - began:.0f} s.", file=sys.stderr)


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


def _show_served(house: House, made: Made, url: str) -> None:
    """The same, to one who has a server now."""
    _show(house, made, url)
    if not has_users(house.store):
        print(f"\n{setup_told(house, url)}")
    print("\nStop with Ctrl-C.", flush=True)


def _number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
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
            argument("--page-views", type=_number, metavar="N", help="page views (default: 26 for each contact)"),
            argument("--days", type=_number, default=730, metavar="N", help="days of traffic (default: 730)"),
            argument("--seed", type=int, default=1, metavar="N", help="which of the many worlds (default: 1)"),
            argument("--load-only", action="store_true", help="load and show, without serving"),
        ),
        {"data": _DIRECTORY, "log_level": "WARNING"},
        makes_data=True,
    ),
)
