"""Worlds and cases out of YAML, and the house that the worlds are told to.

In: the files beside this module. Out: `Case` rows, and `Worlds`, which opens one house and tells it each world through
the real endpoints when a case first asks for it. Knows no figure.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

import msgspec
import yaml
from sqlalchemy import insert, text, update
from starlette.testclient import TestClient

from headwater.api.house import House
from headwater.app import open_house, web
from headwater.ledger import rows, tables
from headwater.ledger.accounts import create_account
from headwater.settings import load_settings
from tests.stand import Hands, Stand

HERE: Final = Path(__file__).parent
INTEGRATIONS: Final = ("crm", "shop", "adnet")  # every world has these; a fact says `via`, or comes by the first


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to a world, and what the answer must say; what a case leaves out is not compared."""

    shows: str
    world: str
    ask: dict[str, Any]
    rows: list[list[Any]] | None = None
    totals: list[Any] | None = None
    unattributed: dict[str, float] | None = None
    compared: list[list[Any]] | None = None  # the rows of the comparison
    compared_totals: list[Any] | None = None
    rowcount: int | None = None
    additive: list[str] | None = None  # the columns that are not
    ordered: bool = False  # rows must come in this order
    sql: str | None = None  # the rows again, told by the ledger
    refused: str | None = None  # why the question is none


class World(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account, and all that happens to it, in order of arrival."""

    story: str
    facts: list[dict[str, Any]]
    timezone: str = "UTC"
    currency: str = "USD"
    settings: dict[str, Any] = {}
    now: str = "2026-03-31 12:00:00"
    ways: dict[str, dict[str, str]] = {}  # how visits come, by short names


class _Loader(yaml.SafeLoader):
    """Dates stay texts."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Mapping[str, Any]:
    """A file of ours."""
    return cast("Mapping[str, Any]", yaml.load(path.read_text("utf-8"), _Loader))  # noqa: S506 - a safe one


def cases() -> list[tuple[str, Case]]:
    """All cases with the names of their files; a file's world and question stand for what a case does not say."""
    found: list[tuple[str, Case]] = []
    for path in sorted(HERE.glob("*.yaml")):
        if path.stem == "worlds":
            continue
        told = read(path)
        for each in told["cases"]:
            asked = told.get("question", {}) | (each.get("ask") or {})
            said = {"world": told.get("world")} | each | {"ask": asked}
            found.append((path.stem, msgspec.convert(said, Case)))
    return found


def known_worlds() -> dict[str, World]:
    """The worlds by their names."""
    return msgspec.convert(read(HERE / "worlds.yaml"), dict[str, World])


class Worlds:
    """One house with an account for every world."""

    def __init__(self, house: House, client: TestClient, clock: Hands) -> None:
        """Know the worlds, and tell none yet."""
        self._house = house
        self._client = client
        self._clock = clock
        self._worlds = known_worlds()
        self._told: dict[str, Stand] = {}

    def stand(self, name: str) -> Stand:
        """The account of a world, with the clock at the world's present."""
        world = self._worlds[name]
        if name not in self._told:
            self._told[name] = self.tell(world)
        self._clock.set(world.now)
        return self._told[name]

    def ledger(self, name: str, sql: str) -> list[list[Any]]:
        """What the ledger says; `:account` is the world's account."""
        with self._house.store.read() as connection:
            return [list(row) for row in connection.execute(text(sql), {"account": self.stand(name).account})]

    def tell(self, world: World) -> Stand:
        """A new account to which this happened."""
        shop = self._open(world)
        for fact in world.facts:
            ((kind, said),) = fact.items()
            said = dict(said)
            shop.integration = said.pop("via", INTEGRATIONS[0])
            if kind == "visit":
                shop.visit(**(world.ways[said.pop("by")] if "by" in said else {}), **said)
            elif kind == "identify":
                shop.identify(**said)
            else:
                shop.clock.set(said.pop("told", said.get("date_created", world.now)))
                shop.post(kind, said)
        return shop

    def _open(self, world: World) -> Stand:
        made = create_account(self._house.store, self._clock(), world.story[:20], world.timezone, world.currency)
        mine = tables.accounts.c.account_id == made.account_id
        with self._house.store.write() as connection:
            settings = msgspec.json.encode(world.settings).decode()
            connection.execute(update(tables.accounts).where(mine).values(settings=settings))
            for name in INTEGRATIONS:
                row = rows.Integration(account_id=made.account_id, integration_id=name, name=name, created_at=0)
                connection.execute(insert(tables.integrations).values(rows.as_dict(row)))
        return Stand(self._client, self._clock, made)


@contextmanager
def worlds(directory: Path) -> Generator[Worlds]:
    """The house, as long as the block lasts."""
    clock = Hands("2026-01-01")
    said = {"data": str(directory), "warehouse_threads": "1", "freshness_timeout": "60"}
    with (
        open_house(load_settings(said, {}, None), clock) as house,
        TestClient(web(house), raise_server_exceptions=False) as client,
    ):
        yield Worlds(house, client, clock)


def by_name(found: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows in an order of their own."""
    return sorted((list(row) for row in found), key=lambda row: [str(value) for value in row])
