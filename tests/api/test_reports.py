"""`GET /{account}/report/{type}` key by key, as the reference prints it and as clients in the field read it."""

from collections.abc import Generator
from typing import Any

import pytest

from tests.api.shop import ORDER, Place, by_key, opened, refused
from tests.stand import Stand

NEWS = "https://shop.example/?utm_source=news&utm_medium=email&utm_campaign=welcome"

FIELDS = [  # of a leads report
    ("Channel", "channel", "STRING", None),
    ("Leads", "leads", "NUMBER", "SUM"),
    ("Customers", "numOfCustomers", "NUMBER", "SUM"),
    ("Conversion Rate", "conversionRate", "PERCENT", "AVG"),
    ("Revenue", "revenue", "CURRENCY", "SUM"),
    ("Lead Value", "leadValue", "CURRENCY", "AVG"),
    ("Days until Purchase", "daysUntilPurchase", "NUMBER", "AVG"),
]
# Ann came by the newsletter, opted in on 5 February and bought for 45.00 on 7 February and for 0.50 on 8 February.
# Bob came by nothing, and bought nothing.
ANN = [1, 1, 100, 45.5, 45.5, 2]
BOB = [1, 0, 0, 0, 0, 0]
BOTH = [2, 1, 50, 45.5, 22.75, 2]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("reports"), accounts=2) as place:
        shop = place.shop
        shop.visit("2026-02-05 09:00:00", "ann", url=NEWS)
        shop.identify("2026-02-05 09:01:00", "ann", "ann@mail.example")
        shop.post("contact", {"email": "ann@mail.example", "date_created": "2026-02-05 10:00:00"})
        shop.post("contact", {"email": "bob@mail.example", "date_created": "2026-02-08 10:00:00"})
        shop.post("invoice", ORDER | {"date_created": "2026-02-07 10:00:00"})
        shop.post("invoice", ORDER | {"id": 2, "amount": 50, "paid": 50, "date_created": "2026-02-08 12:00:00"})
        shop.clock.set("2026-03-01 12:00:00")
        yield place


@pytest.fixture(scope="module")
def report(place: Place) -> dict[str, Any]:
    return place.shop.report(start="2026-02-01", end="2026-02-28")


def test_the_report_has_the_published_parts_in_their_order(report: dict[str, Any]) -> None:
    assert list(report) == ["report", "kpis", "graph", "table", "unattributed", "freshness"]
    assert report["report"] == {
        "name": "New Leads",
        "type": "leads",
        "date_range": {
            "start": "2026-02-01",
            "end": "2026-02-28",
            "duration": None,
            "scale": "day",
            "start_date": "2026-02-01",
            "end_date": "2026-02-28",
            "name": "",
        },
    }


def test_kpis_are_the_totals(report: dict[str, Any]) -> None:
    assert report["kpis"] == [
        {"name": name, "key": key, "value": value, "type": kind, "aggregation": aggregation}
        for (name, key, kind, aggregation), value in zip(FIELDS[1:], BOTH, strict=True)
    ]


def test_the_table_has_objects_for_rows(report: dict[str, Any]) -> None:
    keys = [key for _, key, _, _ in FIELDS]
    assert report["table"] == {
        "fields": [
            {"name": name, "key": key, "type": kind, "aggregation": aggregation}
            for name, key, kind, aggregation in FIELDS
        ],
        "rows": [dict(zip(keys, row, strict=True)) for row in (["(none)", *BOB], ["email", *ANN])],
    }
    assert [list(row) for row in report["table"]["rows"]] == [keys, keys]
    assert report["unattributed"] == {"leads": 1, "revenue": 0}


def test_the_graph_has_a_point_for_every_day(report: dict[str, Any]) -> None:
    graph = report["graph"]
    assert list(graph) == ["labels", "datasets"]
    assert (graph["labels"][0], graph["labels"][-1], len(graph["labels"])) == ("2026-02-01", "2026-02-28", 28)
    assert [(each["label"], each["key"]) for each in graph["datasets"]] == [
        (name, key) for name, key, _, _ in FIELDS[1:]
    ]
    assert {list(each)[2]: len(each["data"]) for each in graph["datasets"]} == {"data": 28}
    data = by_key(graph["datasets"], "data")
    assert {day: leads for day, leads in enumerate(data["leads"], 1) if leads} == {5: 1, 8: 1}
    assert {day: revenue for day, revenue in enumerate(data["revenue"], 1) if revenue} == {5: 45.5}


@pytest.mark.parametrize(
    ("scale", "labels", "leads"),
    [
        ("week", ["2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"], [0, 2, 0, 0, 0]),
        ("month", ["2026-02-01"], [2]),
    ],
)
def test_the_graph_is_bundled_by_scale(place: Place, scale: str, labels: list[str], leads: list[int]) -> None:
    told = place.shop.report(start="2026-02-01", end="2026-02-28", scale=scale)
    assert told["report"]["date_range"]["scale"] == scale
    assert told["graph"]["labels"] == labels
    assert by_key(told["graph"]["datasets"], "data")["leads"] == leads


def test_without_dates_it_is_the_last_thirty_days_today_included(place: Place) -> None:
    told = place.shop.report()
    dates = told["report"]["date_range"]
    assert (dates["start"], dates["end"], len(told["graph"]["labels"])) == ("2026-01-31", "2026-03-01", 30)


def test_the_end_is_a_day_that_belongs_to_the_range(place: Place) -> None:
    told = place.shop.report(start="2026-02-05", end="2026-02-05")
    assert by_key(told["kpis"], "value")["leads"] == 1
    assert by_key(place.shop.report(start="2026-02-06", end="2026-02-07")["kpis"], "value")["leads"] == 0


def test_revenue_is_told_by_the_day_of_the_order(place: Place) -> None:
    told = place.shop.report("revenue", start="2026-02-01", end="2026-02-28")
    assert [kpi["key"] for kpi in told["kpis"]] == ["revenue", "numOfCustomers", "aov", "orders"]
    assert list(by_key(told["kpis"], "value").values()) == [45.5, 1, 22.75, 2]
    assert told["table"]["rows"] == [
        {"channel": "email", "revenue": 45.5, "numOfCustomers": 1, "aov": 22.75, "orders": 2}
    ]
    data = by_key(told["graph"]["datasets"], "data")["revenue"]
    assert {day: revenue for day, revenue in enumerate(data, 1) if revenue} == {7: 45, 8: 0.5}


@pytest.mark.parametrize("model", ["first_touch", "linear", "any_touch", "full_funnel"])
def test_a_model_may_be_chosen(place: Place, model: str) -> None:
    told = place.shop.report(start="2026-02-01", end="2026-02-28", attribution_model=model)
    assert [row["channel"] for row in told["table"]["rows"]] == ["(none)", "email"]
    overlap = [field["key"] for field in told["table"]["fields"] if field.get("additive") is False]
    assert overlap == (["leads", "numOfCustomers", "revenue"] if model in ("any_touch", "full_funnel") else [])


def test_an_account_without_facts_has_a_report_of_nothing(place: Place) -> None:
    told = place.shops[1].report()
    assert [kpi["value"] for kpi in told["kpis"]] == [0] * 6
    assert told["table"]["rows"] == []
    assert {len(each["data"]) for each in told["graph"]["datasets"]} == {30}
    assert told["unattributed"] == {"leads": 0, "revenue": 0}


def test_a_saved_report_that_there_is_not_is_not_found(shop: Stand) -> None:
    answer = shop.client.get(f"/{shop.account}/report/leads/4711", headers={"Authorization": shop.key})
    assert refused(answer, 404) == ["there is no saved report '4711' of type 'leads'"]


def test_a_type_that_there_is_not_is_not_found(shop: Stand) -> None:
    answer = shop.client.get(f"/{shop.account}/report/leeds", headers={"Authorization": shop.key})
    known = "leads, revenue, ads, subscriptions, products, traffic, funnel"
    assert refused(answer, 404) == [f"unknown report type 'leeds': known are {known}"]


def test_accounts_know_nothing_of_each_other(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same facts under the same ids in two accounts, and one fact more in one of them."""
    with opened(tmp_path_factory.mktemp("two"), accounts=2) as place:
        for shop in place.shops:
            shop.visit("2026-03-01 09:00:00", "ann", url=NEWS)
            shop.identify("2026-03-01 09:01:00", "ann", "ann@mail.example")
            shop.post("contact", {"contact_id": 1, "email": "ann@mail.example", "date_created": "2026-03-01 10:00:00"})
            shop.post("invoice", ORDER)
        first, second = place.shops
        before = [shop.report(start="2026-03-01", end="2026-03-01")["table"] for shop in place.shops]
        assert before[0] == before[1]
        second.post("contact", {"contact_id": 2, "email": "bob@mail.example", "date_created": "2026-03-01 10:00:00"})
        second.post("invoice", ORDER | {"amount": 9900, "paid": 9900})
        second.delete("contact/1")
        assert first.report(start="2026-03-01", end="2026-03-01")["table"] == before[0]
        assert first.delete("contact/1")["deleted"]


@pytest.mark.parametrize(("currency", "revenue", "value"), [("JPY", 4500, 2250), ("KWD", 4.5, 2.25), ("EUR", 45, 22.5)])
def test_money_is_told_in_the_units_of_its_currency(
    tmp_path_factory: pytest.TempPathFactory, currency: str, revenue: float, value: float
) -> None:
    """4500 of the smallest unit: the yen has none below it, the dinar has a thousand."""
    with opened(tmp_path_factory.mktemp("money"), currency=currency) as place:
        for name in ("ann", "bob"):
            place.shop.post("contact", {"email": f"{name}@mail.example", "date_created": "2026-03-01"})
        echoed = place.shop.post("invoice", ORDER)
        told = place.shop.report(start="2026-03-01", end="2026-03-01")
        assert echoed["invoice"]["amount"] == 4500
        figures = by_key(told["kpis"], "value")
        assert (figures["revenue"], figures["leadValue"]) == (revenue, value)
        assert isinstance(figures["revenue"], int) == (revenue == int(revenue))
        assert told["unattributed"] == {"leads": 2, "revenue": revenue}
        assert by_key(told["graph"]["datasets"], "data")["revenue"] == [revenue]
