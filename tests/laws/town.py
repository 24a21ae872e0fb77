"""A real house with room for many shops: a law takes fresh accounts for every example, since opening a house is slow.

In: a time zone. Out: shops that know nothing yet. Every so many shops the house is closed and another is opened in its
place, so that a night's search does not fill the disk.
"""

import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import insert
from starlette.testclient import TestClient

from headwater.api.house import House
from headwater.api.management import rebuild_account, verify_account
from headwater.app import open_house, web
from headwater.ledger import rows, tables
from headwater.ledger.accounts import NewAccount, create_account
from headwater.ledger.store import Store
from headwater.settings import load_settings
from tests.laws.facts import Shop
from tests.stand import Hands

ROOM: Final = 200  # shops in one house
PATIENCE: Final = "60"  # seconds that a report waits for the newest fact, however busy the machine is


class Town:
    """Opens houses, and accounts in them."""

    def __init__(self, closing: ExitStack) -> None:
        """Whatever is opened is closed with `closing`."""
        self._closing = closing
        self._clock = Hands("2026-01-01")
        self._made = 0
        self._house, self._client = self._open()

    def shops(self, count: int, timezone: str = "UTC") -> list[Shop]:
        """New accounts; those of earlier calls are not to be used any more."""
        if self._made >= ROOM:
            self._closing.close()
            self._made = 0
            self._house, self._client = self._open()
        self._made += count
        return [self._shop(timezone) for _ in range(count)]

    def shop(self, timezone: str = "UTC") -> Shop:
        """One new account."""
        return self.shops(1, timezone)[0]

    @property
    def store(self) -> Store:
        """The ledger of the house that the latest shops are in."""
        return self._house.store

    def verify(self, shop: Shop) -> list[str]:
        """What `headwater verify` finds wrong."""
        return verify_account(self._house, shop.account)["differences"]

    def rebuild(self, shop: Shop) -> None:
        """What `headwater rebuild` does."""
        rebuild_account(self._house, shop.account)

    def _open(self) -> tuple[House, TestClient]:
        directory = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="headwater-laws-")))
        said = {"data": str(directory), "warehouse_threads": "1", "freshness_timeout": PATIENCE}
        house = self._closing.enter_context(open_house(load_settings(said, {}, None), self._clock))
        return house, self._closing.enter_context(TestClient(web(house), raise_server_exceptions=False))

    def _shop(self, timezone: str) -> Shop:
        made = create_account(self._house.store, self._clock(), "Shop", timezone, "USD")
        shop = Shop(self._client, self._clock, made)
        shop.integrations = (made.integration_id, self._second_integration(made))
        return shop

    def _second_integration(self, made: NewAccount) -> str:
        """There is no endpoint for it yet, so it is written as `create_account` writes the first."""
        second = rows.Integration(
            account_id=made.account_id, integration_id=f"{made.integration_id}-2", name="Second", created_at=0
        )
        with self._house.store.write() as connection:
            connection.execute(insert(tables.integrations).values(rows.as_dict(second)))
        return second.integration_id


@contextmanager
def town() -> Generator[Town]:
    """A town, as long as the block lasts."""
    with ExitStack() as closing:
        yield Town(closing)
