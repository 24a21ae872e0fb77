"""What an integration sent can be taken away, and tells the same wherever it is brought."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from headwater.api.management import verify_account
from headwater.intake.exports import EXPORTS
from tests.api.shop import ORDER, Place, opened, refused, send
from tests.api.test_entities import PERFORMANCE, PLAN
from tests.stand import Stand


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with opened(tmp_path, accounts=2) as place:
        fill(place.shop)
        yield place


def fill(shop: Stand) -> None:
    """Something of everything."""
    ann = {"contact_id": 249, "email": "ann@mail.example", "first_name": 'Ann "A", é', "date_created": "2026-02-01"}
    more = {"tags": [{"id": 3, "name": "New Lead", "date": "2026-02-02"}], "lists": ["News"], "custom_fields": {"a": 1}}
    send(shop, "contact", ann | more | {"utm_source": "news", "utm_medium": "email"})
    send(shop, "contact", {"contact_id": "gone", "email": "gone@mail.example", "date_created": "2026-02-01"})
    send(shop, "invoice", ORDER | {"id": "r", "is_refunded": 1, "refund_amount": 500, "date_refunded": "2026-03-01"})
    send(shop, "invoice", ORDER | {"id": "2024/17", "email": "gone@mail.example", "contact_id": None})
    send(shop, "invoice", ORDER | {"id": "late", "email": "late@mail.example", "amount": 1, "paid": 0})
    send(shop, "subscription", PLAN)
    shop.clock.set("2026-03-05 00:00:00")
    send(shop, "subscription", PLAN | {"amount": 9000, "canceled_date": "2026-03-04"})
    send(shop, "product", {"id": 108, "name": "Club"})
    send(shop, "ad/performance", PERFORMANCE)
    send(shop, "event", {"type": "call", "email": "ann@mail.example", "date": "2026-02-05", "meta": {"by": "Bob"}})
    send(shop, "event", {"type": "click", "uid": "u1", "date": "2026-02-05"})
    shop.delete("contact/gone")


def export(shop: Stand, entity: str, form: str = "ndjson") -> bytes:
    answer = shop.client.get(
        f"/api/v1/{shop.account}/{shop.integration}/export/{entity}",
        params={"format": form},
        headers={"Authorization": shop.key},
    )
    assert answer.status_code == 200, answer.text
    return answer.content


TABLES = (
    (
        "SELECT contact_id, email, first_name, created_at, custom_fields, utm_source, channel"
        " FROM contacts LEFT JOIN origins USING (origin_id)"
    ),
    "SELECT kind, label_id, name, since FROM contact_labels c JOIN labels l ON l.id = c.label",
    "SELECT order_id, amount, paid, is_refunded, refund_amount, created_at, refunded_at FROM orders",
    "SELECT o.order_id, i.* EXCLUDE (order_id) FROM order_items i JOIN orders o ON o.id = i.order_id",
    "SELECT product_id, name FROM products",
    "SELECT * EXCLUDE (id, person_id, integration_id) FROM subscriptions",
    "SELECT v.* EXCLUDE (subscription, told_at) FROM subscription_versions v",
    "SELECT * EXCLUDE (id, person_id, integration_id) FROM events",
    "SELECT ad_id, name, adset_id, adcampaign_id FROM ads",
    "SELECT adset_id, name, adcampaign_id FROM adsets",
    "SELECT adcampaign_id, name FROM adcampaigns",
    "SELECT ad_id, day, spend, clicks, impressions FROM ad_days",
    (
        "SELECT o.order_id, e.event_id, s.subscription_id FROM orders o LEFT JOIN events e USING (person_id)"
        " LEFT JOIN subscriptions s USING (person_id)"
    ),  # who belongs together
)


def contents(place: Place, shop: Stand) -> list[list[str]]:
    place.house.projector.catch_up(shop.account)
    return [sorted(str(row) for row in place.house.readers.run(shop.account, sql).rows) for sql in TABLES]


def test_an_export_imported_into_an_empty_account_is_the_same(place: Place) -> None:
    first, second = place.shops
    everything = b"".join(export(first, one.path) for one in EXPORTS)
    answer = send(second, "bulk", everything)
    results = [json.loads(line) for line in answer.text.splitlines()]
    assert [result for result in results if result.get("status") == "error"] == []
    assert contents(place, second) == contents(place, first)
    assert all(contents(place, first))
    one, other = (shop.report(start="2026-01-01", end="2026-12-31", scale="month") for shop in (first, second))
    assert one | {"freshness": None} == other | {"freshness": None}
    assert b"".join(export(second, one.path) for one in EXPORTS).count(b"\n") == everything.count(b"\n")
    for shop in place.shops:
        assert verify_account(place.house, shop.account)["differences"] == []


def test_every_export_is_csv_and_parquet_too(place: Place) -> None:
    for one in EXPORTS:
        lines = [json.loads(line)["data"] for line in export(place.shop, one.path).splitlines()]
        names, *cells = csv.reader(io.StringIO(export(place.shop, one.path, "csv").decode(), newline=""))
        assert tuple(names) == tuple(one.columns)
        assert {len(row) for row in cells} == {len(names)}
        assert len(cells) == len(lines)
        assert set().union(*lines) <= set(one.columns), one.path


def test_parquet_keeps_nested_values(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "contacts.parquet"
    file.write_bytes(export(place.shop, "contact", "parquet"))
    found: Any = duckdb.sql(f"SELECT email, tags[1].name, custom_fields.a FROM '{file}'").fetchall()  # noqa: S608
    assert found == [("ann@mail.example", "New Lead", 1)]
    empty = tmp_path / "none.parquet"
    empty.write_bytes(export(place.shops[1], "contact", "parquet"))
    assert duckdb.sql(f"FROM '{empty}'").fetchall() == []


def test_what_cannot_be_exported_is_said(place: Place) -> None:
    shop = place.shop
    path = f"/api/v1/{shop.account}/{shop.integration}/export"
    keys = {"Authorization": shop.key}
    assert "use one of product, contact" in refused(shop.client.get(f"{path}/visits", headers=keys), 404)[0]
    fault = refused(shop.client.get(f"{path}/contact?format=xls", headers=keys), 400)
    assert fault == ["parameter 'format' must be 'ndjson' or 'csv' or 'parquet'"]
    refused(shop.client.get(f"{path}/contact"), 401)
