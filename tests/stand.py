"""A whole Headwater in this process, over a directory of its own, with a clock that a test sets.

Facts go in through the real endpoints and answers come out of them; only the network is left out. In: what happened, in
words of the business. Out: the bodies of answers.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from starlette.testclient import TestClient

from headwater.app import open_house, web
from headwater.ledger.accounts import NewAccount, create_account
from headwater.scalars import instant
from headwater.settings import load_settings
from tests.modes import stores


class Hands:
    """A clock's hands."""

    def __init__(self, at: str) -> None:
        """Start at this time."""
        self.at = instant(at)

    def __call__(self) -> int:
        return self.at

    def set(self, at: str | int) -> None:
        self.at = instant(at) if isinstance(at, str) else at


class Stand:
    """One account of a running house, seen from outside."""

    def __init__(self, client: TestClient, clock: Hands, made: NewAccount) -> None:
        """Speak for the account that was made."""
        self.client = client
        self.clock = clock
        self.account: str = made.account_id
        self.integration: str = made.integration_id
        self.key: str = made.api_key

    def post(self, path: str, body: Mapping[str, Any], **headers: str) -> dict[str, Any]:
        """Import a record; whatever is refused fails the test."""
        answer = self.client.post(
            f"/api/v1/{self.account}/{self.integration}/{path}",
            content=msgspec.json.encode(body),
            headers={"Authorization": self.key} | headers,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def delete(self, path: str) -> dict[str, Any]:
        """Delete a record."""
        answer = self.client.delete(
            f"/api/v1/{self.account}/{self.integration}/{path}", headers={"Authorization": self.key}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def visit(self, at: str, uid: str, url: str = "https://shop.example/", ref: str = "", **more: object) -> None:
        """A page is viewed at this time; the hit arrives at once."""
        self.clock.set(at)
        hit = {"a": self.account, "uid": uid, "url": url, "ref": ref, **more}
        answer = self.client.post(
            "/hit", content=msgspec.json.encode(hit), headers={"User-Agent": BROWSER, "Content-Type": "text/plain"}
        )
        assert answer.status_code == 204
        assert "Headwater-Dropped" not in answer.headers, answer.headers

    def identify(self, at: str, uid: str, email: str) -> None:
        """A visitor says who they are."""
        self.clock.set(at)
        answer = self.client.get("/identify", params={"a": self.account, "uid": uid, "e": email})
        assert answer.status_code == 200, answer.text

    def report(self, kind: str = "leads", **parameters: str) -> dict[str, Any]:
        """The default report of a type."""
        answer = self.client.get(
            f"/{self.account}/report/{kind}", params=parameters, headers={"Authorization": self.key}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """A v2 query."""
        return self._asked("query", question)

    def explain(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """What stands behind a figure."""
        return self._asked("explain", question)

    def _asked(self, what: str, question: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.client.post(
            f"/v2/{self.account}/data/{what}",
            content=msgspec.json.encode(question),
            headers={"Authorization": f"Bearer {self.key}"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@contextmanager
def stand(directory: Path, at: str = "2026-03-01 00:00:00", timezone: str = "UTC", accounts: int = 1) -> Generator[Any]:
    """A stand, or several accounts of one house, with the clock at `at`."""
    settings = load_settings(stores(directory) | {"warehouse_threads": "2"}, {}, None)
    clock = Hands(at)
    with open_house(settings, clock) as house, TestClient(web(house), raise_server_exceptions=False) as client:
        made = [create_account(house.store, clock(), f"Shop {n}", timezone, "USD") for n in range(accounts)]
        stands = [Stand(client, clock, one) for one in made]
        yield stands[0] if accounts == 1 else stands
