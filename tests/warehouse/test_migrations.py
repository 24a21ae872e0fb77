"""Every way to the newest version ends in the same tables."""

from pathlib import Path
from typing import get_type_hints

import duckdb
import pytest

from headwater.warehouse.engine import Warehouse
from headwater.warehouse.feed import Origin, PageView
from headwater.warehouse.migrations import Step, steps
from headwater.warehouse.place import StoreUnreadable

LATER = (
    *steps(),
    Step(9001, "notes", "CREATE TABLE notes (id BIGINT NOT NULL); INSERT INTO notes VALUES (7);"),
    Step(9002, "wider_notes", "ALTER TABLE notes ADD COLUMN body VARCHAR; UPDATE notes SET body = 'kept'"),
)


def schema(directory: Path, wanted: tuple[Step, ...]) -> list[tuple[object, ...]]:
    """Open the account with these steps, close it, and say what tables it has."""
    warehouse = Warehouse(directory, wanted=wanted)
    try:
        with warehouse.cursor("a1") as cursor:
            return cursor.execute(
                "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
                " WHERE table_catalog = current_database() ORDER BY ALL"
            ).fetchall()
    finally:
        warehouse.close()


def rows(directory: Path, sql: str, wanted: tuple[Step, ...] | None = None) -> list[tuple[object, ...]]:
    warehouse = Warehouse(directory, wanted=wanted)
    try:
        with warehouse.cursor("a1") as cursor:
            return cursor.execute(sql).fetchall()
    finally:
        warehouse.close()


def test_the_steps_are_numbered_one_after_another() -> None:
    assert [step.version for step in steps()] == list(range(1, len(steps()) + 1))


@pytest.mark.parametrize("known", range(len(LATER)), ids=lambda known: f"from version {known}")
def test_from_every_earlier_version_to_the_newest(tmp_path: Path, known: int) -> None:
    if known:
        schema(tmp_path / "old", LATER[:known])
    assert schema(tmp_path / "old", LATER) == schema(tmp_path / "new", LATER)
    assert rows(tmp_path / "old", "FROM notes", LATER) == [(7, "kept")]
    assert rows(tmp_path / "old", "SELECT version FROM migrations ORDER BY ALL", LATER) == [
        (step.version,) for step in LATER
    ]


def test_rows_stay_through_a_migration(tmp_path: Path) -> None:
    rows(tmp_path, "INSERT INTO products VALUES (1, 'i', 't', 'Tag')")
    assert rows(tmp_path, "FROM products", LATER) == [(1, "i", "t", "Tag")]


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = (*steps(), Step(9001, "broken", "CREATE TABLE notes (id BIGINT); SELECT no_such_function()"))
    with pytest.raises(duckdb.Error):
        schema(tmp_path, broken)
    assert schema(tmp_path, steps()) == schema(tmp_path / "fresh", steps())


def test_a_warehouse_of_a_newer_program_is_refused_in_words(tmp_path: Path) -> None:
    schema(tmp_path, LATER)
    with pytest.raises(StoreUnreadable, match="at version 9002 and this program knows versions up to"):
        schema(tmp_path, steps())
    assert rows(tmp_path, "FROM notes", LATER) == [(7, "kept")]


@pytest.mark.parametrize(("table", "declared"), [("page_views", PageView), ("origins", Origin)])
def test_what_enrichment_gives_is_what_the_table_takes(tmp_path: Path, table: str, declared: type) -> None:
    described = rows(tmp_path, f"DESCRIBE {table}")
    assert [column[0] for column in described] == list(get_type_hints(declared))
