"""A server that is killed in the middle of an import goes on where it was: nothing is lost, nothing is doubled."""

import sqlite3
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.process import Served, create_account, run, wait_for

RECORDS = 30_000


def call(server: Served, made: dict[str, str], path: str, body: bytes | None = None) -> dict[str, Any]:
    """What is answered at a path of the account, as JSON."""
    url = f"{server.url}/api/v1/{made['account_id']}/{path}"
    request = urllib.request.Request(url, body, {"Authorization": made["api_key"]})  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
        return msgspec.json.decode(answer.read())["job"]


def ended(server: Served, made: dict[str, str], job: str) -> dict[str, Any] | None:
    """A job that is done."""
    now = call(server, made, f"jobs/{job}")
    return now if now["state"] == "done" else None


def lines() -> bytes:
    """Contacts; each tenth is wrong."""
    emails = (f"person{number}@mail.example" if number % 10 else "nobody" for number in range(RECORDS))
    return b"\n".join(msgspec.json.encode({"type": "contact", "data": {"email": email}}) for email in emails)


@pytest.mark.crash
def test_a_killed_import_goes_on_where_it_was(tmp_path: Path) -> None:
    """Killed as soon as it has moved, again and again; beside it, the same import without a kill."""
    killed, whole = create_account(tmp_path), create_account(tmp_path)
    servers = [Served(tmp_path)]
    try:
        _kill_and_compare(tmp_path, servers, killed, whole)
    finally:
        for server in servers:
            if server.process.poll() is None:
                server.kill()


def _kill_and_compare(tmp_path: Path, servers: list[Served], killed: dict[str, str], whole: dict[str, str]) -> None:
    server = servers[0]
    path = f"{killed['integration_id']}/bulk?job=the-killed-import"
    assert call(server, killed, path, lines())["state"] == "waiting"
    before = 0
    for _ in range(2):

        def moved(server: Served = server, before: int = before) -> int | None:
            now = call(server, killed, "jobs/the-killed-import")["records"]
            return now if now > before else None

        before = wait_for(moved)
        server.kill()
        assert before < RECORDS
        server = Served(tmp_path)
        servers.append(server)
    call(server, whole, f"{whole['integration_id']}/bulk?job=the-other-import", lines())
    for made, job in ((killed, "the-killed-import"), (whole, "the-other-import")):
        done = wait_for(partial(ended, server, made, job))
        assert (done["records"], done["failed"], done["succeeded"]) == (RECORDS, RECORDS // 10, RECORDS * 9 // 10)
    assert run("verify", "--data", str(tmp_path), "--account", killed["account_id"])
    assert server.stop() == 0
    ledger = sqlite3.connect(tmp_path / "ledger.db")

    def found(column: str, table: str, made: dict[str, str], order: str) -> list[object]:
        sql = f"SELECT {column} FROM {table} WHERE account_id = ? ORDER BY {order}"  # noqa: S608 - our own words
        return [value for (value,) in ledger.execute(sql, (made["account_id"],))]

    # A record that was written twice would have used up more change numbers.
    assert found("change", "accounts", killed, "1") == found("change", "accounts", whole, "1")
    assert found("email", "contacts", killed, "id") == [f"person{n}@mail.example" for n in range(RECORDS) if n % 10]
    assert found("line", "refusals", killed, "line") == list(range(1, RECORDS + 1, 10))
    ledger.close()
    assert not [file for file in (tmp_path / "uploads").rglob("*") if file.is_file()]
