"""Broken bodies for every entity: valid examples, cut, torn and stuffed, as bytes and as JSON.

In: edits, which Hypothesis draws in tests and a seeded generator in the benchmark. Out: bodies; and `Target`, a real
server with two accounts, of which one is fuzzed and the other must not notice.
"""

import json
import random
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from urllib.parse import quote

import httpx2

from headwater.intake.entities import ENTITIES, Entity
from tests.process import Served, create_account, served

PATIENCE_S: Final = 20

# What breaks readers: signs of JSON, edges of numbers and of Unicode, other people's syntax.
TOKENS: Final = (
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"/*", b"//", b"#", b"\x00"),
    *(b"\xff", b"\xef\xbb\xbf", "\U0001f600".encode(), "\u202e".encode(), b"null", b"true", b"NaN", b"-Infinity"),
    *(b"1e400", b"-0", b"9" * 25, b"0" * 40, b"1.5", b"{" * 40, b"[" * 40, b"[[]]", b"{}", b'""', b"=1+1", b"';--"),
)
VALUES: Final[Sequence[Any]] = (
    *(None, True, False, 0, -1, 1, 1.5, 1e-7, 1e300, -(2**63), 2**64, 10**30, "", " ", "0", "x", "x" * 5_000, "\x00"),
    *("\ud7ff", "a@b.c", "2026-02-30", "2026-03-01", "9" * 30, "1e9", [], [None], [[]], {}, {"id": {}}, {"": ""}),
)
EDITS: Final = ("cut", "insert", "double", "flip", "end", "splice")


class Edit(NamedTuple):
    """One change: what is done, where (0 to 1 of the length), how much, and with which token or value."""

    kind: str
    at: float
    length: int
    token: int


def torn(body: bytes, edits: Sequence[Edit], other: bytes) -> bytes:
    """The bytes after each edit in turn."""
    for edit in edits:
        place = int(edit.at * len(body))
        head, middle, tail = body[:place], body[place : place + edit.length], body[place + edit.length :]
        match edit.kind:
            case "cut":
                body = head + tail
            case "insert":
                body = head + TOKENS[edit.token % len(TOKENS)] + middle + tail
            case "double":
                body = head + middle * 2 + tail
            case "flip":
                body = head + bytes(byte ^ (1 << edit.token % 8) for byte in middle) + tail
            case "end":
                body = head
            case _:
                body = head + other[int(edit.at * len(other)) :]
    return body


def twisted(body: Mapping[str, Any], edits: Sequence[Edit]) -> bytes:
    """The JSON after each edit in turn: a value elsewhere in it is replaced, taken out, wrapped or copied."""
    whole: Any = copy_of(body)
    for edit in edits:
        places = list(_places(whole))
        if not places:
            break
        holder, key = places[int(edit.at * len(places)) % len(places)]
        match edit.kind:
            case "cut":
                del holder[key]
            case "insert" | "end":
                holder[key] = copy_of(VALUES[edit.token % len(VALUES)])
            case "double":
                holder[key] = [copy_of(holder[key]) for _ in range(edit.length % 4)]
            case "flip":
                holder[key] = {"id": holder[key]}
            case _:
                other, name = places[edit.token % len(places)]
                holder[key] = copy_of(other[name])
    return json.dumps(whole).encode()


def copy_of(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """The same again, so that what is done to one is not done to the other."""
    return json.loads(json.dumps(value))


def _places(value: object) -> Generator[tuple[Any, Any]]:
    """Every place in it where a value is."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(cast("dict[str, Any]", value).items())
    elif isinstance(value, list):
        pairs = list(enumerate(cast("list[Any]", value)))
    for key, inner in pairs:
        yield value, key
        yield from _places(inner)


def examples() -> list[tuple[Entity, Mapping[str, Any]]]:
    """Every example of every entity."""
    return [(entity, example) for entity in ENTITIES for example in entity.payload.examples.values()]


def drawn(chance: random.Random) -> list[Edit]:
    """Edits by chance."""
    return [
        Edit(chance.choice(EDITS), chance.random(), chance.randrange(1, 12), chance.randrange(1_000))
        for _ in range(chance.randrange(1, 5))
    ]


class Target:
    """A server with two accounts that hold the same; the first is fuzzed."""

    def __init__(self, directory: Path, server: Served, accounts: Sequence[Mapping[str, str]]) -> None:
        """Put every example into both."""
        self._ledger = directory / "ledger.db"
        self._operator: str = json.loads((directory / "server.json").read_text())["operator"]
        self._client = httpx2.Client(base_url=server.url, timeout=PATIENCE_S)
        self._mine, self._other = accounts
        for account in accounts:
            for entity, example in examples():
                answer = self._send(account, "POST", entity.path, json.dumps(example).encode())
                assert answer.status_code == 200, answer.text
        self._before = self._rows(self._other["account_id"])
        assert self._before

    def fuzz(self, entity: Entity, body: bytes) -> int:
        """Send a body, and now and then its beginning as what to delete; the status, which is never a 5xx."""
        answer = self._send(self._mine, "POST", entity.path, body)
        self._judge(answer, body)
        if answer.status_code == 200 and body[-2:-1] in b'0123456789"':
            record = quote(body[:20].decode("utf-8", "replace"), safe="")
            self._judge(self._send(self._mine, "DELETE", f"{entity.path}/{record}", b""), body)
        return answer.status_code

    def settle(self) -> None:
        """The other account has not changed, and what was taken adds up."""
        assert self._rows(self._other["account_id"]) == self._before
        verified = self._client.post(
            f"/api/app/{self._mine['account_id']}/verify", headers={"Authorization": self._operator}
        )
        assert verified.json()["differences"] == []
        self._client.close()

    def _judge(self, answer: httpx2.Response, body: bytes) -> None:
        assert answer.status_code in (200, 400, 404, 413), (answer.status_code, answer.text, body)
        told = answer.json()
        assert told["status"] == ("success" if answer.status_code == 200 else "error"), body
        assert answer.status_code == 200 or all(told["errors"]), body

    def _send(self, account: Mapping[str, str], method: str, path: str, body: bytes) -> httpx2.Response:
        address = f"/api/v1/{account['account_id']}/{account['integration_id']}/{path}"
        return self._client.request(method, address, content=body, headers={"Authorization": account["api_key"]})

    def _rows(self, account_id: str) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that the ledger holds of an account, but for hits on their way to the warehouse."""
        with closing(sqlite3.connect(self._ledger)) as ledger:
            tables = [row[0] for row in ledger.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            kept = {
                table: ledger.execute(f'SELECT * FROM "{table}" WHERE account_id = ?', (account_id,)).fetchall()  # noqa: S608 - names from the database itself
                for table in tables
                if table != "spool"
                and any(column[1] == "account_id" for column in ledger.execute(f'PRAGMA table_info("{table}")'))
            }
        return {table: sorted(rows, key=repr) for table, rows in kept.items() if rows}


@contextmanager
def target(directory: Path) -> Generator[Target]:
    """A server to be fuzzed; in the end all must be well with it."""
    accounts = [create_account(directory) for _ in range(2)]
    with served(directory, "--rate-limit", "100000000") as server:
        fuzzed = Target(directory, server, accounts)
        yield fuzzed
        fuzzed.settle()
