"""A house with settings of one's own, its accounts, and the requests that tests of the HTTP surface make.

In: a directory and settings. Out: `Place`, the open house and a `Stand` for each account. `refused` reads an answer
that has to be an error in the one shape.
"""

import threading
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from httpx2 import Response
from starlette.testclient import TestClient

from headwater.api.house import House
from headwater.app import open_house, web
from headwater.ledger.accounts import create_account
from headwater.settings import load_settings
from tests.stand import Hands, Stand

PEER = "192.0.2.1"  # where the requests of tests come from, unless a test says otherwise

ORDER: dict[str, Any] = {
    "id": 1,
    "email": "ann@mail.example",
    "amount": 4500,
    "paid": 4500,
    "date_created": "2026-03-01 10:00:00",
    "items": [{"name": "Course", "product_id": 7, "amount": 4500}],
}


class Place(NamedTuple):
    """An open house, and its accounts as seen from outside."""

    house: House
    shops: list[Stand]

    @property
    def shop(self) -> Stand:
        """The first account."""
        return self.shops[0]


@contextmanager
def opened(directory: Path, accounts: int = 1, currency: str = "USD", **settings: str) -> Generator[Place]:
    """A house with new accounts; its clock stands at noon of 2026-03-01."""
    flags = {"data": str(directory), "warehouse_threads": "1"} | settings
    clock = Hands("2026-03-01 12:00:00")
    with (
        open_house(load_settings(flags, {}, None), clock) as house,
        TestClient(web(house), raise_server_exceptions=False, client=(PEER, 1)) as client,
    ):
        made = [create_account(house.store, clock(), f"Shop {n}", "UTC", currency) for n in range(accounts)]
        yield Place(house, [Stand(client, clock, one) for one in made])


@contextmanager
def held_up(place: Place, shop: Stand) -> Generator[None]:
    """The account cannot be projected meanwhile, as if it were being rebuilt."""
    go, held = threading.Event(), threading.Event()

    def hold() -> None:
        with place.house.projector.lock(shop.account):
            held.set()
            go.wait(60)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        try:
            assert held.wait(60)
            yield
        finally:
            go.set()


def send(shop: Stand, path: str, content: bytes | object, method: str = "POST", **headers: str) -> Response:
    """A call of the import API, with a body as it is or as JSON."""
    return shop.client.request(
        method,
        f"/api/v1/{shop.account}/{shop.integration}/{path}",
        content=content if isinstance(content, bytes) else msgspec.json.encode(content),
        headers={"Authorization": shop.key} | {name.replace("_", "-"): value for name, value in headers.items()},
    )


def ask(shop: Stand, question: object, **headers: str) -> Response:
    """A v2 query."""
    return shop.client.post(
        f"/v2/{shop.account}/data/query",
        content=msgspec.json.encode(question),
        headers={"Authorization": shop.key} | headers,
    )


def refused(answer: Response, status: int) -> list[str]:
    """The faults that an answer names; anything but an error of this status, in the one shape, fails."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    body: dict[str, Any] = answer.json()
    assert list(body) == ["status", "errors", "message", "request_id"]
    assert body["status"] == "error"
    assert body["errors"]
    assert body["message"] == "; ".join(body["errors"])
    assert body["request_id"] == answer.headers["X-Request-Id"]
    return body["errors"]


def dropped(answer: Response) -> str:
    """Why a hit was dropped; nothing when it was not."""
    assert answer.status_code in (200, 204), answer.text
    return answer.headers.get("Headwater-Dropped", "")


def by_key(told: list[dict[str, Any]], name: str) -> Mapping[str, Any]:
    """Objects that have a key, by it."""
    return {each["key"]: each[name] for each in told}
