"""Answers to take away: each form read back by a reader of its own, and in pieces."""

import csv
import io
from collections.abc import Generator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import msgspec
import nanoarrow  # pyright: ignore[reportMissingTypeStubs]
import pytest

from headwater.reporting.export import to_arrow, to_csv, to_lines
from tests.reporting.store import Store
from tests.stand import Stand, stand

ASKED: Final[dict[str, Any]] = {
    "type": "leads",
    "dimensions": ["date", "clicks.utm_source"],
    "metrics": ["leads", "revenue", "conversionRate", "aov"],
    "date_range": {"start": "2026-03-01", "end": "2026-03-31"},
    "options": {"sort": "date"},
}
ROWS: Final[list[list[Any]]] = [
    [date(2026, 3, 2), "=1+1", 1, 10.5, 100, 10.5],
    [date(2026, 3, 3), "(none)", 1, 0, 0, None],
]
KEYS: Final = ["date", "utm_source", "leads", "revenue", "conversionRate", "aov"]


@pytest.fixture(scope="module", name="shop")
def _shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stand]:
    """Ann came by a link that a spreadsheet would compute, and bought for 10.50; Bob opted in a day later."""
    with stand(tmp_path_factory.mktemp("taken")) as shop:
        came = {"utm_source": "=1+1", "date_created": "2026-03-02"}
        shop.post("contact", {"contact_id": "ann", "email": "ann@mail.example", **came})
        shop.post("contact", {"contact_id": "bob", "email": "bob@mail.example", "date_created": "2026-03-03"})
        order = {"items": "", "date_created": "2026-03-04"}
        shop.post("invoice", {"id": 1, "contact_id": "ann", "amount": 1050, "paid": 1050, **order})
        yield shop


def take(shop: Stand, accept: str = "", **more: object) -> tuple[str, bytes]:
    answer = shop.client.post(
        f"/v2/{shop.account}/data/query",
        content=msgspec.json.encode({**ASKED, **more}),
        headers={"Authorization": shop.key} | ({"Accept": accept} if accept else {}),
    )
    assert answer.status_code == 200, answer.text
    return answer.headers["content-type"].partition(";")[0], answer.content


def test_lines_of_json(shop: Stand) -> None:
    media, body = take(shop, format="ndjson")
    assert media == "application/x-ndjson"
    told = [msgspec.json.decode(line) for line in body.splitlines()]
    assert [list(line) for line in told] == [KEYS, KEYS]
    assert [list(line.values()) for line in told] == [[row[0].isoformat(), *row[1:]] for row in ROWS]


def test_csv_shows_what_a_spreadsheet_would_compute(shop: Stand) -> None:
    media, body = take(shop, "text/csv")
    assert media == "text/csv"
    head, first, second = csv.reader(io.StringIO(body.decode()))
    assert head == KEYS
    assert first[:2] == ["2026-03-02", "'=1+1"]
    assert second[-1] == ""


def test_parquet(shop: Stand, tmp_path: Path) -> None:
    media, body = take(shop, "application/vnd.apache.parquet")
    assert media == "application/vnd.apache.parquet"
    (tmp_path / "x.parquet").write_bytes(body)
    found = duckdb.sql(f"FROM read_parquet('{tmp_path}/x.parquet')")
    assert found.columns == KEYS
    assert [str(kind) for kind in found.types] == ["DATE", "VARCHAR", "DOUBLE", "DOUBLE", "DOUBLE", "DOUBLE"]
    assert [list(row) for row in found.fetchall()] == ROWS
    _, empty = take(shop, format="parquet", date_range={"start": "2020-01-01", "end": "2020-01-02"})
    (tmp_path / "y.parquet").write_bytes(empty)
    nothing = duckdb.sql(f"FROM read_parquet('{tmp_path}/y.parquet')")
    assert (nothing.columns, nothing.fetchall()) == (KEYS, [])


def read_arrow(body: bytes) -> list[dict[str, Any]]:
    library: Any = nanoarrow
    return [row for batch in library.ArrayStream.from_readable(body) for row in batch.to_pylist()]


def test_arrow(shop: Stand) -> None:
    media, body = take(shop, "application/vnd.apache.arrow.stream")
    assert media == "application/vnd.apache.arrow.stream"
    assert [list(row.values()) for row in read_arrow(body)] == ROWS
    _, by_hour = take(shop, format="arrow", date_range={**ASKED["date_range"], "scale": "hour"})
    assert read_arrow(by_hour)[0]["date"] == datetime(2026, 3, 2)  # noqa: DTZ001 - local, as rows show it
    _, empty = take(shop, format="arrow", date_range={"start": "2020-01-01", "end": "2020-01-02"})
    assert read_arrow(empty) == []


def test_the_questions_own_word_wins(shop: Stand) -> None:
    assert take(shop, "text/csv", format="json")[0] == "application/json"
    assert take(shop, "text/html, */*")[0] == "application/json"
    assert take(shop, "application/json, text/csv")[0] == "application/json"


def test_much_comes_in_pieces() -> None:
    """Ten thousand leads by person, read back whole from several pieces."""
    store = Store()
    store.connection.execute(
        "INSERT INTO contacts SELECT i, i, 'i1', i, 'a' || i || '@mail.example', NULL, NULL, 'active',"
        " TIMESTAMP '2026-03-05', NULL, '{}', NULL FROM range(1, 10001) AS t(i)"
    )
    days = {"start": "2026-03-01", "end": "2026-03-31"}
    found = store.ask(dimensions=["contact.email"], metrics=["leads"], date_range=days)
    assert found.row_count == 10_000
    for spell, least in ((to_csv, 3), (to_lines, 3), (to_arrow, 3)):
        pieces = list(spell(found))
        assert len(pieces) >= least
    assert b"".join(to_lines(found)).count(b"\n") == 10_000
    assert len(read_arrow(b"".join(to_arrow(found)))) == 10_000
