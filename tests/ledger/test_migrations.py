"""Migrations: from nothing and from every earlier version to the tables that `rows` describes; never backwards."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Boolean, Engine, Integer, String, Table, create_engine, inspect, select, text

from headwater.errors import Problem
from headwater.ledger import tables
from headwater.ledger.accounts import create_account, find_standing
from headwater.ledger.store import Store, migrations, open_store
from tests.ledger.desk import NOW

LATEST = max(migrations())
FAMILIES = {Integer: "number", String: "text", Boolean: "flag"}


@pytest.fixture
def engine(empty_url: str) -> Iterator[Engine]:
    """The empty database, without our store around it."""
    made = create_engine(empty_url)
    yield made
    made.dispose()


def bring_to(engine: Engine, version: int) -> None:
    """What a program of that version left behind."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE schema_versions (version BIGINT PRIMARY KEY)"))
        for number, script in migrations().items():
            if number <= version:
                bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
                for statement in filter(str.strip, bare.split(";")):
                    connection.exec_driver_sql(statement)
                connection.execute(text("INSERT INTO schema_versions VALUES (:number)"), {"number": number})


def versions(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT version FROM schema_versions ORDER BY version")).scalars())


def works(store: Store) -> None:
    made = create_account(store, NOW, "Shop", "UTC", "USD")
    assert find_standing(store, made.account_id).account.name == "Shop"


def test_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert list(migrations()) == list(range(1, LATEST + 1))


def test_an_empty_database_is_brought_to_the_latest_version(empty_url: str, engine: Engine) -> None:
    store = open_store(empty_url)
    assert versions(engine) == list(range(1, LATEST + 1))
    works(store)
    store.close()


@pytest.mark.parametrize("version", range(LATEST))
def test_a_database_of_an_earlier_version_is_brought_to_the_latest(
    empty_url: str, engine: Engine, version: int
) -> None:
    bring_to(engine, version)
    store = open_store(empty_url)
    assert versions(engine) == list(range(1, LATEST + 1))
    works(store)
    store.close()


def test_a_database_of_this_version_stays_as_it_is(empty_url: str, engine: Engine) -> None:
    first = open_store(empty_url)
    made = create_account(first, NOW, "Shop", "UTC", "USD")
    first.close()
    again = open_store(empty_url)
    assert versions(engine) == list(range(1, LATEST + 1))
    assert find_standing(again, made.account_id).integrations == (made.integration_id,)
    again.close()


def test_a_newer_database_is_refused_and_left_alone(empty_url: str, engine: Engine) -> None:
    open_store(empty_url).close()
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO schema_versions VALUES (9999)"))
    with pytest.raises(Problem) as problem:
        open_store(empty_url)
    assert problem.value.errors == (
        f"the ledger is at version 9999, this program knows {LATEST}: install a newer Headwater",
    )
    assert versions(engine) == [*range(1, LATEST + 1), 9999]


PROGRAM = """
import sys
from headwater.ledger.store import open_store
print("ready", flush=True)
for url in sys.stdin.read().split():
    open_store(url).close()
"""


def test_many_processes_may_migrate_at_once(new_url: Callable[[], str]) -> None:
    urls = [new_url() for _ in range(5)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n".join(urls))
        program.stdin.close()
        program.stdin = None
    said = [program.communicate() for program in programs]
    assert [(program.returncode, errors) for program, (_, errors) in zip(programs, said, strict=True)] == [(0, "")] * 3
    for url in urls:
        store = open_store(url)
        with store.read() as connection:
            assert connection.execute(text("SELECT count(*) FROM schema_versions")).scalar_one() == LATEST
        store.close()


@pytest.mark.parametrize("table", tables.METADATA.sorted_tables, ids=lambda table: table.name)
def test_a_table_is_what_its_struct_says(store: Store, table: Table) -> None:
    found = inspect(store.engine)
    described = {column.name: (_family(column.type), column.nullable) for column in table.columns}
    made = {column["name"]: (_family(column["type"]), column["nullable"]) for column in found.get_columns(table.name)}
    assert made == described
    key = found.get_pk_constraint(table.name)["constrained_columns"]
    assert key == [column.name for column in table.primary_key]


def test_there_are_no_other_tables(store: Store) -> None:
    assert set(inspect(store.engine).get_table_names()) == {*tables.METADATA.tables, "schema_versions"}


def test_the_account_leads_every_key_and_every_index(store: Store) -> None:
    found = inspect(store.engine)
    # Found by account id itself, by the hash of a key; and users are nobody's.
    not_bound = {"accounts", "api_keys", "users", "sessions", "tickets"}
    for name in tables.METADATA.tables.keys() - not_bound:
        assert found.get_pk_constraint(name)["constrained_columns"][0] == "account_id", name
    for name in tables.METADATA.tables:
        for index in found.get_indexes(name):
            assert index["column_names"][0] in {"account_id", "hash", "user_id", "email"}, index


def test_every_table_can_be_read_with_its_columns(store: Store) -> None:
    with store.read() as connection:
        for table in tables.METADATA.sorted_tables:
            connection.execute(select(table).limit(1)).all()


def _family(kind: object) -> str:
    (family,) = {name for base, name in FAMILIES.items() if isinstance(kind, base)}
    return family
