"""A report knows what was written before it was asked for, or says that it does not."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from headwater.clock import MINUTE, SECOND, iso
from headwater.ledger.accounts import NewAccount
from tests.api.shop import ORDER, Place, ask, held_up, opened, refused
from tests.process import wait_for
from tests.stand import BROWSER, Stand

SOLD: dict[str, Any] = {"type": "revenue", "metrics": ["orders", "revenue"], "date_range": {"start": "2026-03-01"}}


@pytest.fixture
def hasty(tmp_path: Path) -> Generator[Place]:
    """A house whose reports wait for a moment only."""
    with opened(tmp_path, freshness_timeout="0.2") as place:
        yield place


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    """A house whose reports wait for as long as it takes."""
    with opened(tmp_path, freshness_timeout="60") as place:
        yield place


def test_what_was_written_is_in_the_next_report(place: Place) -> None:
    shop = place.shop
    for number in range(1, 11):
        change = place.house.feed.last_change(shop.account)
        shop.post("invoice", ORDER | {"id": number, "amount": 100 * number})
        told = shop.ask(SOLD)
        assert told["totals"] == [number, number * (number + 1) / 2]
        assert told["freshness"]["is_current"]
        assert told["freshness"]["ledger_change"] > change
        assert told["freshness"]["projected_change"] >= told["freshness"]["ledger_change"]
    shop.delete("invoice/10")
    assert shop.ask(SOLD)["totals"] == [9, 45]


def test_a_report_that_cannot_wait_any_longer_says_so_and_comes(hasty: Place) -> None:
    shop = hasty.shop
    shop.post("invoice", ORDER)
    wait_for(lambda: shop.ask(SOLD)["freshness"]["is_current"])
    before = shop.ask(SOLD)["freshness"]
    assert before == {
        "is_current": True,
        "as_of": iso(shop.clock()),
        "projected_change": before["ledger_change"],
        "ledger_change": before["ledger_change"],
    }
    as_of = iso(shop.clock())
    with held_up(hasty, shop):
        shop.clock.set(shop.clock() + MINUTE)
        shop.post("invoice", ORDER | {"id": 2})
        for told in (shop.ask(SOLD), shop.report("revenue", start="2026-03-01")):
            fresh = told["freshness"]
            assert (fresh["is_current"], fresh["as_of"]) == (False, as_of)
            assert fresh["projected_change"] == before["ledger_change"] < fresh["ledger_change"]
        assert shop.ask(SOLD)["totals"] == [1, 45]
        assert ask(shop, SOLD, Accept="text/csv").text == "orders,revenue\r\n1,45\r\n"
    wait_for(lambda: shop.ask(SOLD)["freshness"]["is_current"])
    assert shop.ask(SOLD)["totals"] == [2, 90]


def test_one_account_that_is_held_up_holds_up_no_other(tmp_path: Path) -> None:
    with opened(tmp_path, accounts=2, freshness_timeout="60") as place:
        held, other = place.shops
        with held_up(place, held):
            other.post("invoice", ORDER)
            told = other.ask(SOLD)
            assert (told["totals"], told["freshness"]["is_current"]) == ([1, 45], True)


def test_page_views_are_waited_for_as_well(place: Place) -> None:
    shop = place.shop
    url = "https://shop.example/?utm_source=news&utm_medium=email"
    with held_up(place, shop):
        hit = {"a": shop.account, "uid": "v1", "url": url}
        shop.client.post("/hit", json=hit, headers={"User-Agent": BROWSER})
        shop.client.get("/identify", params={"a": shop.account, "uid": "v1", "e": "ann@mail.example"})
        shop.clock.set(shop.clock() + SECOND)
        shop.post("contact", {"email": "ann@mail.example"})
    found = shop.ask({"type": "leads", "dimensions": ["clicks.channel"], "metrics": ["leads"]})
    assert found["rows"] == [["email", 1]]


def test_an_account_that_nothing_was_sent_to_is_current(place: Place) -> None:
    told = place.shop.report()
    assert told["freshness"]["is_current"]
    assert told["freshness"]["ledger_change"] == told["freshness"]["projected_change"]


def test_a_failing_projection_is_no_endless_wait_and_ready_tells(place: Place) -> None:
    """The ledger loses a table that the projection reads."""
    shop = place.shop
    shop.post("invoice", ORDER)
    assert shop.ask(SOLD)["totals"] == [1, 45]
    with place.house.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE tombstones RENAME TO hidden")
        connection.exec_driver_sql("UPDATE accounts SET change = change + 1")
    told = shop.ask(SOLD)
    assert (told["totals"], told["freshness"]["is_current"]) == ([1, 45], False)
    answer = shop.client.get("/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "failing", "failing_accounts": 1})
    with place.house.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE hidden RENAME TO tombstones")
    place.house.projector.catch_up(shop.account)
    assert shop.client.get("/ready").json()["status"] == "ok"
    assert shop.ask(SOLD)["freshness"]["is_current"]


def test_a_ledger_that_is_older_than_its_warehouse_is_told_to_the_operator_alone(tmp_path: Path) -> None:
    """The ledger is restored from a backup, the warehouse is not."""
    backup = tmp_path / "backup.db"
    with opened(tmp_path) as place:
        made = place.shop
        made.post("invoice", ORDER)
    shutil.copy(tmp_path / "ledger.db", backup)
    with again(tmp_path, made) as (shop, operator):
        shop.post("invoice", ORDER | {"id": 2})
        assert shop.ask(SOLD)["totals"] == [2, 90]
    shutil.copy(backup, tmp_path / "ledger.db")
    with again(tmp_path, made) as (shop, operator):
        assert refused(ask(shop, SOLD), 500) == ["internal error: please report the request id"]
        (fault,) = shop.client.post(f"/api/app/{shop.account}/verify", headers=operator).json()["differences"]
        assert "restore both from the same backup, or run `headwater rebuild`" in fault
        told = shop.client.get("/api/app/doctor", headers=operator).json()["accounts"]
        found = {one["account_id"]: (one["fault"], one["is_current"]) for one in told}
        assert found.pop(shop.account) == (fault, False)
        assert list(found.values()) == [(None, True)]
        assert shop.client.post(f"/api/app/{shop.account}/rebuild", headers=operator).status_code == 200
        assert shop.ask(SOLD)["totals"] == [1, 45]


@contextmanager
def again(directory: Path, made: Stand) -> Generator[tuple[Stand, dict[str, str]]]:
    """A house that is opened again, as an account of it and its operator see it; it gets one more account."""
    with opened(directory) as place:
        account = NewAccount(made.account, made.integration, made.key)
        yield Stand(place.shop.client, place.shop.clock, account), {"Authorization": place.house.operator}
