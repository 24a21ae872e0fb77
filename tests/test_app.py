"""The wiring: one process has a data directory, what it held is let go of, and what it was sent is kept."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from headwater.app import Busy, alone, open_house, open_ledger, web
from headwater.errors import Overloaded, Problem
from headwater.intake.contact import read_contact
from headwater.ledger.accounts import NewAccount, create_account, find_standing, list_accounts, save_settings
from headwater.ledger.change import Outcome, Submission
from headwater.settings import Settings, load_settings

HOLDER = """
import sys, time
from pathlib import Path
from headwater.app import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def settings(data: Path, **more: str) -> Settings:
    return load_settings({"data": str(data), "warehouse_threads": "1"} | more, {}, None)


def made(chosen: Settings) -> NewAccount:
    store = open_ledger(chosen)
    account = create_account(store, 0, "Shop", "UTC", "USD")
    store.close()
    return account


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_a_directory_is_made_with_all_above_it(tmp_path: Path) -> None:
    data = tmp_path / "a" / "b" / "c d"
    with open_house(settings(data)) as house:
        assert list_accounts(house.store) == []
    assert {"ledger.db", "accounts"} <= {path.name for path in data.iterdir()}


def test_one_process_has_a_directory_and_lets_it_go(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    with open_house(chosen):
        with pytest.raises(Busy, match="another Headwater process works on"), open_house(chosen):
            pass
        with pytest.raises(Busy), alone(tmp_path):
            pass
    with alone(tmp_path):
        pass
    with open_house(chosen):
        pass


def test_a_process_that_was_killed_does_not_hold_its_directory(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy), alone(tmp_path):
            pass
        os.kill(holder.pid, signal.SIGKILL)
    with alone(tmp_path):
        pass


def test_what_cannot_be_opened_leaves_nothing_open(tmp_path: Path) -> None:
    """Neither the lock nor a thread."""
    before = names()
    for wrong in (settings(tmp_path, ledger="sqlite:////nowhere/ledger.db"), settings(tmp_path / "ledger.db")):
        (tmp_path / "ledger.db").touch()
        with pytest.raises(Problem), open_house(wrong):
            pass
    assert names() == before
    (tmp_path / "ledger.db").unlink()
    with open_house(settings(tmp_path)):
        assert {"projector", "headwater-writer"} <= names()
    assert names() == before


def test_a_house_that_falls_over_is_closed(tmp_path: Path) -> None:
    before = names()
    with pytest.raises(ZeroDivisionError), open_house(settings(tmp_path)):
        raise ZeroDivisionError
    assert names() == before
    with open_house(settings(tmp_path)):
        pass


def test_the_ledger_may_be_opened_beside_a_house(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    with open_house(chosen) as house:
        account = made(chosen)
        assert find_standing(house.store, account.account_id).integrations == (account.integration_id,)


def test_what_was_handed_over_is_written_before_the_house_is_closed(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    account = made(chosen)
    outcomes: list[Outcome] = []
    with open_house(chosen) as house:
        standing = find_standing(house.store, account.account_id)
        changes = [read_contact(standing.account, account.integration_id, {"contact_id": n}) for n in range(1000)]
        for change in changes:
            house.writer.submit(Submission(change, outcomes.append))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    with open_house(chosen) as house:
        assert house.projector.catch_up(account.account_id).change == house.feed.last_change(account.account_id)
        found = house.readers.run(account.account_id, "SELECT count(*) FROM contacts").rows
    assert (len(outcomes), found) == (1000, [(1000,)])
    with pytest.raises(Overloaded):  # and afterwards nothing is taken on
        house.writer.submit(Submission(changes[0], outcomes.append))


def test_every_house_has_a_token_of_its_own(tmp_path: Path) -> None:
    tokens: set[str] = set()
    for _ in range(2):
        with open_house(settings(tmp_path)) as house:
            tokens.add(house.operator)
            with TestClient(web(house)) as client:
                assert client.get("/api/app/doctor", headers={"Authorization": house.operator}).status_code == 200
    assert len(tokens) == 2
    assert all(len(token) >= 32 for token in tokens)


def test_an_accounts_own_domains_are_known_to_the_projection(tmp_path: Path) -> None:
    """A visit that comes from the account's other site goes on, and does not come from there."""
    chosen = settings(tmp_path)
    account = made(chosen)
    with open_house(chosen) as house, TestClient(web(house)) as client:
        save_settings(house.store, account.account_id, {"own_domains": ["blog.example"]})
        for uid, ref in (("v1", "https://blog.example/post"), ("v2", "https://news.example/post")):
            hit = {"a": account.account_id, "uid": uid, "url": "https://shop.example/", "ref": ref}
            assert client.post("/hit", json=hit, headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"}).status_code == 204
        house.projector.catch_up(account.account_id)
        assert house.readers.run(account.account_id, "SELECT referrer_host FROM origins").rows == [("news.example",)]
