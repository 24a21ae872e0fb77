"""Rows come out of a table as they went into it, whatever is in them."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from headwater.warehouse.bulk import Bulk
from headwater.warehouse.cursors import Cursor
from headwater.warehouse.engine import Warehouse
from headwater.warehouse.feed import Row


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    warehouse = Warehouse(tmp_path)
    yield warehouse
    warehouse.close()


@pytest.fixture
def cursor(warehouse: Warehouse) -> Iterator[Cursor]:
    with warehouse.cursor("a1") as cursor:
        cursor.execute('CREATE TABLE t (id BIGINT NOT NULL, name VARCHAR, "at" TIMESTAMP, yes BOOLEAN, day DATE)')
        yield cursor


def row(number: int, name: str | None = None, **rest: object) -> Row:
    return {"id": number, "name": name, "at": None, "yes": None, "day": None, **rest}


def names(cursor: Cursor) -> list[str | None]:
    return [name for (name,) in cursor.execute("SELECT name FROM t ORDER BY id").fetchall()]


@pytest.mark.parametrize(
    "text",
    ["", "\0", "a\0b\0", "\\u0000", '"quoted"', "{}", "[1]", "null", "é😀\u2028", "\ufffe\uffff", "x" * 100_000],
)
def test_text_is_kept_to_the_character(cursor: Cursor, text: str) -> None:
    Bulk().insert(cursor, "t", [row(1, text), row(2, None)])
    assert names(cursor) == [text, None]
    assert cursor.execute("SELECT length(name) FROM t WHERE id = 1").fetchall() == [(len(text),)]


def test_nul_characters_survive_the_file(tmp_path: Path) -> None:
    for attempt in range(2):
        warehouse = Warehouse(tmp_path)
        with warehouse.cursor("a1") as cursor:
            if attempt == 0:
                Bulk().insert(
                    cursor, "products", [{"id": 1, "integration_id": "i", "product_id": "a\0b", "name": "\0"}]
                )
            assert cursor.execute("SELECT product_id, name FROM products").fetchall() == [("a\0b", "\0")]
        warehouse.close()


def test_a_lone_surrogate_is_no_text_and_becomes_a_question_mark(cursor: Cursor) -> None:
    Bulk().insert(cursor, "t", [row(1, "good"), row(2, "a\ud800b"), row(3, "\udc00"), row(4, "😀")])
    assert names(cursor) == ["good", "a?b", "?", "😀"]


def test_integers_up_to_the_last_one(cursor: Cursor) -> None:
    numbers = [-(2**63), -1, 0, 2**53 + 1, 2**63 - 1]
    Bulk().insert(cursor, "t", [row(number) for number in numbers])
    assert cursor.execute("SELECT id FROM t ORDER BY id").fetchall() == [(number,) for number in numbers]


def test_times_days_and_flags(cursor: Cursor) -> None:
    rows = [row(1, at=1_709_294_400_000_001, day=19_783, yes=True), row(2, at=-1, day=-1, yes=False)]
    Bulk().insert(cursor, "t", rows)
    told = cursor.execute('SELECT epoch_us("at"), day::VARCHAR, yes FROM t ORDER BY id').fetchall()
    assert told == [(1_709_294_400_000_001, "2024-03-01", True), (-1, "1969-12-31", False)]


def test_a_hundred_thousand_rows_in_one_call(cursor: Cursor) -> None:
    Bulk().insert(cursor, "t", [row(number, f"n{number}") for number in range(100_000)])
    found = cursor.execute("SELECT count(*), sum(id), count(DISTINCT name) FROM t").fetchall()
    assert found == [(100_000, 4_999_950_000, 100_000)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 1, "name": "no other column"},
        row(2**63),
        row(1, at="yesterday"),
        row(1, at=2**63 - 1),
        {**row(1), "id": None},
    ],
    ids=["missing", "too big", "not a time", "beyond time", "null"],
)
def test_a_row_that_does_not_fit_is_refused_with_all_others(cursor: Cursor, wrong: Row) -> None:
    with pytest.raises(duckdb.Error):
        Bulk().insert(cursor, "t", [row(7), wrong])
    assert names(cursor) == []


def test_columns_that_the_table_does_not_have_are_left_out(cursor: Cursor) -> None:
    Bulk().insert(cursor, "t", [row(1, "x", utm_source="news", nested={"a": [1]})])
    assert names(cursor) == ["x"]


def test_only_what_is_not_known_yet(cursor: Cursor) -> None:
    bulk = Bulk()
    bulk.insert(cursor, "t", [row(1, "first")], unless_known="id")
    bulk.insert(cursor, "t", [row(1, "second"), row(2, "first")], unless_known="id")
    assert names(cursor) == ["first", "first"]


def test_delete_by_keys(cursor: Cursor) -> None:
    bulk = Bulk()
    bulk.insert(cursor, "t", [row(number, str(number)) for number in range(6)])
    bulk.delete(cursor, "t", "id", {1, 3, 99, -(2**63)})
    bulk.delete(cursor, "t", "id", set())
    assert names(cursor) == ["0", "2", "4", "5"]
