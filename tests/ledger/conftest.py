"""Ledgers to test: every test that asks for one runs on SQLite and on a real PostgreSQL.

Tests share a database of each kind, since making one takes longer than most tests; each has an account of its own,
which is as good as a database of its own, or the ledger is wrong. Who needs an empty one asks for `empty_url`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from headwater.ledger.store import Store, open_store, sqlite_url
from tests.ledger.desk import Desk
from tests.ledger.postgres import Postgres


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Gives the URL of an empty database whenever it is called: once of each kind."""
    if request.param == "sqlite":
        return lambda: sqlite_url(tmp_path_factory.mktemp("sqlite") / "ledger.sqlite")
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_schema


@pytest.fixture
def empty_url(new_url: Callable[[], str]) -> str:
    """The URL of an empty database."""
    return new_url()


@pytest.fixture(scope="session")
def url(new_url: Callable[[], str]) -> str:
    """The URL of the database that tests share."""
    return new_url()


@pytest.fixture(scope="session")
def store(url: str) -> Iterator[Store]:
    """The ledger that tests share, open."""
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """An account in it, with two integrations."""
    return Desk(store)


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """Where a SQLite ledger may be, for tests of what only SQLite has."""
    return tmp_path / "ledger.sqlite"
