"""Accounts are opened when they are needed, kept apart, and refused in words when they cannot be opened."""

import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from headwater.warehouse import audit
from headwater.warehouse.engine import Options, Warehouse
from headwater.warehouse.place import StoreInUse, StoreUnreadable
from tests.warehouse.world import ACCOUNT, DAY, NOON, World, hit, shop

_HOLD = """
import sys
from pathlib import Path
from headwater.warehouse.engine import Warehouse
warehouse = Warehouse(Path(sys.argv[1]))
with warehouse.cursor("a1"):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse(tmp_path, Options(threads=2))
    yield warehouse
    warehouse.close()


def tag(warehouse: Warehouse, account_id: str, name: str) -> None:
    with warehouse.cursor(account_id) as cursor:
        cursor.execute("INSERT INTO products VALUES (1, 'i', 't', ?)", [name])


def products(warehouse: Warehouse, account_id: str) -> list[str]:
    with warehouse.cursor(account_id) as cursor:
        return [name for (name,) in cursor.execute("SELECT name FROM products ORDER BY name").fetchall()]


def test_an_account_is_made_on_first_use_and_kept(tmp_path: Path) -> None:
    first = Warehouse(tmp_path)
    tag(first, "a1", "kept")
    first.close()
    second = Warehouse(tmp_path)
    assert products(second, "a1") == ["kept"]
    second.close()
    assert [path.name for path in (tmp_path / "accounts").iterdir()] == ["a1.duckdb"]


def test_accounts_never_see_each_other(warehouse: Warehouse) -> None:
    names = ["a1", "a2", "main", "memory", "temp", "system", "0", "a-b_c"]
    for name in names:
        tag(warehouse, name, f"of {name}")
    assert {name: products(warehouse, name) for name in names} == {name: [f"of {name}"] for name in names}


@pytest.mark.parametrize(
    "account_id", ["", "A1", "../a1", "a/b", "a.b", 'a"b', "a'b", "-a", "a b", "é", "a" * 64, "a\0"]
)
def test_ids_that_are_no_names_are_refused(warehouse: Warehouse, tmp_path: Path, account_id: str) -> None:
    with pytest.raises(ValueError, match="account id"), warehouse.cursor(account_id):
        pass
    assert warehouse.open_accounts() == []
    assert list((tmp_path / "accounts").iterdir()) == []


def test_what_is_not_committed_is_undone_when_a_cursor_closes(warehouse: Warehouse) -> None:
    with warehouse.cursor("a1") as cursor:
        cursor.execute("BEGIN")
        cursor.execute("INSERT INTO products VALUES (1, 'i', 't', 'never')")
    assert products(warehouse, "a1") == []


def test_no_more_accounts_stay_open_than_allowed(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, Options(max_open=3))
    for number in range(8):
        tag(warehouse, f"a{number}", f"tag {number}")
    assert warehouse.open_accounts() == ["a5", "a6", "a7"]
    assert [products(warehouse, f"a{number}") for number in range(8)] == [[f"tag {number}"] for number in range(8)]
    warehouse.close()


def test_an_account_in_use_is_not_closed(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, Options(max_open=1))
    with warehouse.cursor("a1") as cursor:
        assert products(warehouse, "a2") == []
        assert not warehouse.close_account("a1")
        assert cursor.execute("SELECT count(*) FROM products").fetchall() == [(0,)]
    assert warehouse.close_account("a1")
    assert warehouse.close_account("never seen")
    assert products(warehouse, "a1") == []
    warehouse.close()


def test_many_threads_open_the_same_accounts_at_once(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, Options(max_open=2))
    faults: list[BaseException] = []

    def work(offset: int) -> None:
        try:
            for number in range(20):
                assert products(warehouse, f"a{(number + offset) % 4}") == []
        except BaseException as fault:  # noqa: BLE001 - told to the test below
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    warehouse.close()


def test_a_file_that_another_process_has_open_is_refused_in_words(tmp_path: Path, warehouse: Warehouse) -> None:
    held = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(held, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreInUse, match=r"a1\.duckdb is open in another process") as refused:
            products(warehouse, "a1")
        assert refused.value.status == 503
        other.communicate(b"")
    assert products(warehouse, "a1") == []


@pytest.mark.parametrize("damage", [b"no database at all" * 1000, None], ids=["something else", "cut off"])
def test_a_damaged_file_is_refused_in_words_and_others_go_on(tmp_path: Path, damage: bytes | None) -> None:
    warehouse = Warehouse(tmp_path)
    tag(warehouse, "a1", "lost")
    warehouse.close()
    path = tmp_path / "accounts" / "a1.duckdb"
    path.write_bytes(path.read_bytes()[:3000] if damage is None else damage)
    warehouse = Warehouse(tmp_path)
    with pytest.raises(StoreUnreadable, match=r"a1\.duckdb"):
        products(warehouse, "a1")
    assert products(warehouse, "a2") == []
    warehouse.close()


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('/etc/passwd')",
        "COPY tags TO '/tmp/tags.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "LOAD '/tmp/x.duckdb_extension'",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
    ],
)
def test_sql_reaches_nothing_but_the_warehouse(warehouse: Warehouse, sql: str) -> None:
    with warehouse.cursor("a1") as cursor, pytest.raises(duckdb.Error):
        cursor.execute(sql)


def test_time_is_utc_wherever_the_server_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    warehouse = Warehouse(tmp_path)
    with warehouse.cursor("a1") as cursor:
        assert cursor.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
        cut = "SELECT (TIMESTAMP '2024-07-01 22:30' AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin')::DATE::VARCHAR"
        assert cursor.execute(cut).fetchall() == [("2024-07-02",)]
    warehouse.close()


def test_a_full_disk_is_survived_without_a_restart(world: World) -> None:
    shop(world.feed)
    world.projector.catch_up(ACCOUNT)
    before = world.tables()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(duckdb.Error, match="too large"), world.warehouse.cursor(ACCOUNT) as cursor:
            cursor.execute("CHECKPOINT")
        world.feed.spool(ACCOUNT, *(hit(NOON + DAY + number) for number in range(500)))
        for _ in range(3):
            with pytest.raises((duckdb.Error, StoreUnreadable)):
                world.projector.project(ACCOUNT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    world.projector.catch_up(ACCOUNT)
    after = world.tables()
    assert len(after["page_views"]) == len(before["page_views"]) + 500
    assert (after["orders"], after["drops"]) == (before["orders"], before["drops"])
    assert not any(audit.faults(world.warehouse, ACCOUNT).values())


def test_an_account_that_the_engine_gave_up_is_closed_when_its_last_user_leaves(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    tag(warehouse, "a1", "kept")
    with warehouse.cursor("a1"):
        with pytest.raises(duckdb.Error), warehouse.cursor("a1"):
            raise duckdb.IOException("Database has been invalidated")
        with pytest.raises(StoreUnreadable, match="being opened again") as refused, warehouse.cursor("a1"):
            pass
        assert refused.value.status == 503
    assert products(warehouse, "a1") == ["kept"]
    warehouse.close()


FATAL = "FATAL Error: database has been invalidated because of a previous fatal error. It must be restarted"


@pytest.mark.parametrize("fault", [duckdb.FatalException(FATAL), duckdb.InternalException("INTERNAL Error: oops")])
def test_an_engine_that_gave_up_is_started_again_when_its_last_user_leaves(tmp_path: Path, fault: duckdb.Error) -> None:
    """Faults of its own end it for all accounts, whoever's question it was."""
    warehouse = Warehouse(tmp_path)
    for account in ("a1", "a2", "a3"):
        tag(warehouse, account, f"of {account}")
    with warehouse.cursor("a2"):
        with pytest.raises(duckdb.Error), warehouse.cursor("a1"):
            raise fault
        with pytest.raises(StoreUnreadable, match="is being started again") as refused, warehouse.cursor("a3"):
            pass
        assert refused.value.status == 503
    assert warehouse.open_accounts() == []
    for account in ("a1", "a2", "a3"):
        assert products(warehouse, account) == [f"of {account}"]
    warehouse.close()


def test_what_killed_processes_spilled_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "tmp" / "999999999"
    left.mkdir(parents=True)
    (left / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"x")
    Warehouse(tmp_path).close()
    assert not left.exists()


def test_a_question_larger_than_memory_spills_and_answers(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path, Options(threads=2, memory_limit="64MiB"))
    with warehouse.cursor("a1") as cursor:
        found = cursor.execute(
            "SELECT count(*), min(r) FROM"
            " (SELECT row_number() OVER (ORDER BY hash(i), i) AS r FROM range(5000000) t(i))"
        ).fetchall()
        assert found == [(5_000_000, 1)]
    warehouse.close()
