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
    send(shop, "contact", {"contact_id": 300, "email": "old@mail.example", "date_created": "2026-02-01"})
    send(shop, "invoice", ORDER | {"id": "old", "email": "old@mail.example"})
    send(shop, "contact", {"contact_id": 300, "email": "new@mail.example"})
    touch(shop)
    shop.delete("contact/gone")


def touch(shop: Stand) -> None:
    """How they came: before and after an opt-in, on several devices, told by an address, by an id, by what is gone."""
    own = "https://shop.example"
    shop.client.patch(f"/api/app/{shop.account}/tracking", json={"own_domains": ["shop.example"]}, headers=keys(shop))
    shop.visit("2026-01-10 10:00:00.250", "u1", f"{own}/?utm_source=ads&utm_medium=cpc&gclid=x", title="Hello")
    shop.visit(
        "2026-01-10 10:05:00", "u1", f"{own}/b", "https://www.google.com/", type="sign_up", props={"plan": "pro"}
    )
    shop.visit("2026-01-31 10:00:00", "u2", f"{own}/", "https://www.google.com/")
    shop.visit("2026-02-20 10:00:00", "u2", f"{own}/", f"{own}/b")
    shop.visit("2026-02-25 10:00:00", "phone", f"{own}/?utm_source=friend@mail.example&utm_medium=email")
    shop.visit("2026-02-26 10:00:00", "nobody", f"{own}/?utm_campaign=spring")
    shop.visit("2026-02-26 10:00:00", "nobody", f"{own}/?utm_campaign=spring#again")
    for at, uid, who in (
        ("2026-01-10 10:06:00", "u1", {"e": "ann@mail.example"}),
        ("2026-01-10 10:07:30", "u1", {"e": "ann@mail.example"}),
        ("2026-01-31 10:02:00", "u2", {"e": "gone@mail.example"}),
        ("2026-02-20 10:02:00", "u2", {"cid": "249"}),
        ("2026-02-25 10:02:00", "phone", {"e": "late@mail.example"}),
    ):
        shop.clock.set(at)
        assert shop.client.get("/identify", params={"a": shop.account, "uid": uid, **who}).status_code == 200
    shop.clock.set("2026-03-05 00:00:00")


def keys(shop: Stand) -> dict[str, str]:
    return {"Authorization": shop.key}


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
    "SELECT * EXCLUDE (id) FROM page_views",
    "SELECT * EXCLUDE (id) FROM touches",
    "SELECT * FROM origins",
    "SELECT visitor_id, since, until FROM visitors",
    (
        "SELECT o.order_id, e.event_id, s.subscription_id FROM orders o LEFT JOIN events e USING (person_id)"
        " LEFT JOIN subscriptions s USING (person_id)"
    ),  # who belongs together
    (
        "SELECT v.visitor_id, v.since, o.order_id, c.contact_id FROM visitors v LEFT JOIN orders o USING (person_id)"
        " LEFT JOIN contacts c USING (person_id)"
    ),
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
    for kind in ("leads", "revenue"):
        for model in ("first_touch", "last_touch", "linear"):
            asked: dict[str, Any] = {
                "type": kind,
                "dimensions": ["clicks.channel"],
                "metrics": ["revenue", "numOfCustomers"],
                "date_range": {"start": "2026-01-01", "end": "2026-12-31"},
                "options": {"attribution_model": model},
            }
            one, other = (shop.ask(asked) for shop in (first, second))
            assert one | {"freshness": None} == other | {"freshness": None}
            assert len(one["rows"]) > (kind == "revenue")
        one, other = (shop.report(kind, start="2026-01-01", end="2026-12-31") for shop in (first, second))
        assert one | {"freshness": None} == other | {"freshness": None}
    assert b"".join(export(second, one.path) for one in EXPORTS).count(b"\n") == everything.count(b"\n")
    for entity in EXPORTS:  # nothing is doubled, the history of subscriptions included
        send(second, "bulk", export(first, entity.path))
    assert contents(place, second) == contents(place, first)
    for shop in place.shops:
        assert verify_account(place.house, shop.account)["differences"] == []


def test_what_browsers_said_and_does_not_count_is_not_exported(place: Place) -> None:
    """It would come with a key that vouches, and come true."""
    shop = place.shop
    shop.client.patch(f"/api/app/{shop.account}/tracking", json={"identify": "confirmed"}, headers=keys(shop))
    for minute, email in enumerate(("ann@mail.example", "new@mail.example")):
        shop.identify(f"2026-03-06 10:0{minute}:00", "tablet", email)
    send(shop, "contact", {"contact_id": 300, "email": "new@mail.example", "date_created": "2026-03-06 10:30:00"})
    person = f"/api/app/{shop.account}/person"
    for method, of, body in (
        ("split", "ann@mail.example", {"names": ["visitor:u1"]}),
        ("merge", "late@mail.example", {"with": "visitor:nobody"}),
    ):
        answer = shop.client.post(f"{person}/{of}/{method}", json=body, headers=keys(shop))
        assert answer.status_code == 200, answer.text
    lines = [json.loads(line)["data"] for line in export(shop, "identify").splitlines()]
    assert {(line["uid"], line["email"]) for line in lines if "email" in line} >= {
        ("tablet", "new@mail.example"),
        ("nobody", "late@mail.example"),
    }
    assert "u1" not in {line["uid"] for line in lines}
    assert ("tablet", "ann@mail.example") not in {(line["uid"], line.get("email")) for line in lines}
    for one in EXPORTS:
        send(place.shops[1], "bulk", export(shop, one.path))
    assert contents(place, place.shops[1]) == contents(place, shop)


def test_an_export_as_csv_can_be_imported_too(place: Place) -> None:
    first, second = place.shops
    for one in EXPORTS:
        answer = send(second, f"csv/{one.path}", export(first, one.path, "csv"))
        assert (answer.status_code, answer.json()["job"]["failed"]) == (200, 0), (one.path, answer.text)
    assert contents(place, second) == contents(place, first)


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
    found: Any = (
        duckdb.read_parquet(str(file)).filter("contact_id = '249'").project("email, tags[1].name, custom_fields.a")
    )
    assert found.fetchall() == [("ann@mail.example", "New Lead", 1)]
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
