"""The database behind the ledger: durable transactions, whole snapshots, and odd places for the file."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from headwater.errors import Problem
from headwater.ledger.accounts import create_account, list_accounts
from headwater.ledger.store import Held, Store, open_store, sqlite_url
from tests.ledger.desk import NOW


def names(store: Store) -> list[str]:
    return [account.name for account in list_accounts(store)]


def test_what_is_committed_is_there_when_it_is_opened_again(empty_url: str) -> None:
    store = open_store(empty_url)
    create_account(store, NOW, "Shop", "UTC", "USD")
    store.close()
    again = open_store(empty_url)
    assert names(again) == ["Shop"]
    again.close()


def test_a_transaction_that_breaks_leaves_nothing(store: Store) -> None:
    def broken() -> None:
        with store.write() as connection:
            connection.execute(text("INSERT INTO hit_drops VALUES ('nobody', 1, 'bot', 5)"))
            raise LookupError

    with pytest.raises(LookupError):
        broken()
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM hit_drops WHERE account_id = 'nobody'")).scalar_one() == 0


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(store: Store, url: str) -> None:
    count = text("SELECT count(*) FROM accounts")
    other = open_store(url)
    with store.read() as connection:
        before = connection.execute(count).scalar_one()
        create_account(other, NOW, "Shop", "UTC", "USD")
        assert connection.execute(count).scalar_one() == before
    other.close()
    with store.read() as connection:
        assert connection.execute(count).scalar_one() == before + 1


def test_sqlite_is_on_disk_at_every_commit_and_lets_readers_pass(sqlite_file: Path) -> None:
    store = open_store(sqlite_url(sqlite_file))
    with store.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 10_000
    store.close()


def test_postgresql_is_on_disk_at_every_commit(store: Store) -> None:
    if store.is_sqlite:
        return
    with store.write() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


@pytest.mark.parametrize("folder", ["a b", "100%", "c#", "what?", "ü", "it's", "a&b=c", "a:b@c"])
def test_the_data_may_be_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    place = tmp_path / folder
    place.mkdir()
    store = open_store(sqlite_url(place / "ledger.sqlite"))
    create_account(store, NOW, "Shop", "UTC", "USD")
    store.close()
    assert (place / "ledger.sqlite").exists()
    bare = sqlite3.connect(place / "ledger.sqlite")
    assert bare.execute("SELECT name FROM accounts").fetchall() == [("Shop",)]
    bare.close()


@pytest.mark.parametrize(
    "url",
    ["", "ledger.sqlite", "mysql://db/ledger", "nonsense://db/ledger", "sqlite:///nowhere/at/all/ledger.sqlite"],
)
def test_a_place_that_cannot_be_opened_is_a_problem_and_not_a_trace(url: str) -> None:
    with pytest.raises(Problem, match=r"^setting 'ledger': ") as problem:
        open_store(url)
    assert "\n" not in str(problem.value)


def test_a_password_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        open_store(f"postgresql+psycopg://me:hunter2@/ledger?host={tmp_path}")
    assert "hunter2" not in str(problem.value)


def test_the_version_of_the_database_is_told(store: Store) -> None:
    kind, _, number = store.version().partition(" ")
    assert kind == ("sqlite" if store.is_sqlite else "postgresql")
    assert number.split(".")[0] in {"3", "18"}


def test_one_server_at_a_time_works_on_a_ledger(store: Store, url: str) -> None:
    other = open_store(url)
    with store.hold(), pytest.raises(Held, match="another Headwater server"), other.hold():
        pass
    with other.hold():  # the first has ended
        pass
    other.close()
