"""Kills a server at random moments under mixed load, and looks whether every acknowledged write is there exactly once.

Each fact has an id of its own, so that what is there can be held against what was acknowledged, one by one. What was
sent and not acknowledged may be there or not, but not twice. Used by the tests (20 kills) and by `bench` (200).
"""

import http.client
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import msgspec

from tests.process import Served, create_account, run

CLIENTS: Final = 4
BROWSER: Final = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


class Request(NamedTuple):
    """A fact to send."""

    kind: str
    name: str
    path: str
    body: object


class Load:
    """Clients that send facts one after the other, and note what was acknowledged, until the server is gone."""

    def __init__(self, made: dict[str, str], seed: int) -> None:
        """Send to the account in `made`."""
        self.made = made
        self.sent: Counter[tuple[str, str]] = Counter()
        self.acknowledged: Counter[tuple[str, str]] = Counter()
        self._seed = seed
        self._round = 0

    def run(self, server: Served, seconds: float) -> None:
        """Load the server for a while, then kill it."""
        self._round += 1
        threads = [threading.Thread(target=self._client, args=(server.url, client)) for client in range(CLIENTS)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        server.kill()
        for thread in threads:
            thread.join(60)

    def _client(self, url: str, client: int) -> None:
        draw = random.Random(f"{self._seed} {self._round} {client}")
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
        number = 0
        while True:
            number += 1
            request = self._request(draw, f"{self._round}-{client}-{number}")
            fact = (request.kind, request.name)
            self.sent[fact] += 1
            headers = {"Authorization": self.made["api_key"], "User-Agent": BROWSER}
            try:
                connection.request("POST", request.path, msgspec.json.encode(request.body), headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status < 300:
                self.acknowledged[fact] += 1

    def _request(self, draw: random.Random, name: str) -> Request:
        kind = draw.choice(["contact", "invoice", "hit"])
        account, integration = self.made["account_id"], self.made["integration_id"]
        if kind == "hit":
            url = f"https://shop.example/{name}"
            return Request(kind, name, "/hit", {"a": account, "uid": f"visitor-{draw.randrange(50)}", "url": url})
        email = f"person-{draw.randrange(200)}@mail.example"
        path = f"/api/v1/{account}/{integration}/{kind}"
        if kind == "contact":
            return Request(kind, name, path, {"contact_id": name, "email": f"{name}@mail.example", "tags": ["A", "B"]})
        items = [{"name": "Course", "product_id": draw.randrange(9), "amount": 700}] * draw.randrange(1, 4)
        body = {"id": name, "email": email, "amount": 700, "paid": 700, "date_created": "2026-03-01", "items": items}
        return Request(kind, name, path, body)


def kill_many(data: Path, rounds: int, seed: int, said: Callable[[str], None] = lambda _: None) -> Load:
    """Kill a server `rounds` times under load, then let one come up and catch up; returns what was sent."""
    draw = random.Random(seed)
    load = Load(create_account(data), seed)
    for number in range(rounds):
        load.run(Served(data), draw.uniform(0.05, 1.0))
        said(f"kill {number + 1} of {rounds}: {load.acknowledged.total()} writes acknowledged so far")
    last = Served(data)
    assert run("verify", "--data", str(data)).strip().startswith("account")
    assert last.stop() == 0
    return load


def faults(data: Path, load: Load) -> list[str]:
    """What is lost, doubled or made up; empty when all is well."""
    ledger = sqlite3.connect(data / "ledger.db")
    warehouse = duckdb.connect(str(data / "accounts" / f"{load.made['account_id']}.duckdb"), read_only=True)
    there: Counter[tuple[str, str]] = Counter()
    for kind, found in (
        ("contact", ledger.execute("SELECT contact_id FROM contacts").fetchall()),
        ("invoice", ledger.execute("SELECT invoice_id FROM invoices").fetchall()),
        ("hit", warehouse.execute("SELECT split_part(path, '/', 2) FROM page_views").fetchall()),
    ):
        there.update((kind, str(name)) for (name,) in found)
    projected: Counter[tuple[str, str]] = Counter()
    for kind, sql in (("contact", "SELECT contact_id FROM contacts"), ("invoice", "SELECT order_id FROM orders")):
        projected.update((kind, str(name)) for (name,) in warehouse.execute(sql).fetchall())
    ledger.close()
    warehouse.close()
    wrong = [f"lost: {fact}" for fact in load.acknowledged if fact not in there]
    wrong += [f"doubled: {fact}" for fact, times in there.items() if times > 1]
    wrong += [f"made up: {fact}" for fact in there if fact not in load.sent]
    rows = {fact for fact in there if fact[0] != "hit"}
    wrong += [f"not in both stores: {fact}" for fact in rows ^ projected.keys()]
    return wrong
