"""The people of the world of seven, and what they did, against the figures of its reports."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stand import Stand, stand
from tests.worlds.test_seven import FACTS

DAYS = {"start": "2026-03-01", "end": "2026-03-31"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with stand(Path(tmp_path_factory.mktemp("people"))) as one:
        for happen in FACTS:
            happen(one)
        one.clock.set("2026-04-15 12:00:00")
        yield one


def people(shop: Stand, kind: str) -> dict[str, Any]:
    answer = shop.client.get(
        f"/{shop.account}/report/{kind}/contacts",
        params={**DAYS, "extend": "orders,events"},
        headers={"Authorization": shop.key},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def kpi(shop: Stand, kind: str, key: str) -> float:
    return next(one["value"] for one in shop.report(kind, **DAYS)["kpis"] if one["key"] == key)


def test_the_people_of_leads_are_the_leads_and_their_orders_are_the_revenue(shop: Stand) -> None:
    told = people(shop, "leads")
    assert told["meta"]["total"] == len(told["data"]) == kpi(shop, "leads", "leads")
    cents = sum(round(order["total"] * 100) for one in told["data"] for order in one["orders"])
    assert cents == round(kpi(shop, "leads", "revenue") * 100)


def test_the_people_of_revenue_made_all_of_its_orders(shop: Stand) -> None:
    orders = [order for one in people(shop, "revenue")["data"] for order in one["orders"]]
    assert len([one for one in orders if one["date_created"][:7] == "2026-03"]) == kpi(shop, "revenue", "orders")


def test_a_journey_goes_over_both_devices_from_the_first_touch_on(shop: Stand) -> None:
    ann = next(one for one in people(shop, "leads")["data"] if one["email"] == "ann@mail.example")
    assert [(event["uid"], event["channel"], event["utm_campaign"]) for event in ann["events"]][:4] == [
        ("ann-phone", "paid", "spring"),
        ("ann-phone", None, None),
        ("ann-laptop", "email", "welcome"),
        ("ann-laptop", "direct", None),
    ]
    assert ann["utm_campaign"] == "spring"
    assert [order["total"] for order in ann["orders"]] == [100, 50.01, 0.01]


def test_those_never_seen_and_those_who_say_how_they_came(shop: Stand) -> None:
    by_name = {one["email"].partition("@")[0]: one for one in people(shop, "leads")["data"]}
    assert by_name["cyd"]["events"] == []
    assert by_name["cyd"]["utm_source"] is None
    (gus,) = by_name["gus"]["events"]
    assert (gus["type"], gus["channel"]) == ("import", "affiliate")


def test_a_refund_is_told_of_its_order(shop: Stand) -> None:
    eve = next(one for one in people(shop, "leads")["data"] if one["email"] == "eve@mail.example")
    assert sorted((order["total"], order["is_refunded"]) for order in eve["orders"]) == [(40, True), (45, False)]
