"""Ledgers to test: every test that asks for one runs on SQLite and on a real PostgreSQL."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from headwater.ledger.store import Store, open_store, sqlite_url
from tests.ledger.desk import Desk
from tests.ledger.postgres import Postgres, running


@pytest.fixture(scope="session")
def postgres() -> Generator[Postgres]:
    """A server for the session."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: once of each kind."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "ledger.sqlite")
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_schema()


@pytest.fixture
def store(ledger_url: str) -> Iterator[Store]:
    """An open, empty ledger."""
    opened = open_store(ledger_url)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """An account in it, with two integrations."""
    return Desk(store)
