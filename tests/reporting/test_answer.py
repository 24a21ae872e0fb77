"""The spellings of an answer: the v2 query, the report, CSV and a terminal's table."""

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from headwater.catalog.reports import BY_KEY
from headwater.errors import NotFound, Problem
from headwater.reporting import query, report
from headwater.reporting.export import to_csv
from headwater.reporting.text import answer_table, text_table
from tests.reporting.store import NOW, UTC, Store

FRESH: Mapping[str, object] = {"is_current": True}
MARCH = {"start": "2026-03-09", "end": "2026-03-11"}


@pytest.fixture
def shop(store: Store) -> Store:
    """Three leads: one by mail who bought twice, one by an ad who bought nothing, and one who was never seen."""
    for person, origin in ((1, 2), (2, 1)):
        store.visitor(person, person)
        store.touch(person, "2026-03-09 08:00", origin)
        store.contact(person, f"2026-03-{8 + person:02} 09:00")
    store.contact(3, "2026-03-11 09:00")
    store.order(1, "2026-03-13 09:00", 2950)
    store.order(1, "2026-03-14 09:00", 1001, paid=0)
    store.order(3, "2026-03-01 09:00", 500, is_refunded=True)
    return store


def test_the_body_of_a_query(shop: Store) -> None:
    asked = {"dimensions": ["clicks.channel"], "metrics": ["leads", "revenue", "conversionRate"], "date_range": MARCH}
    assert query.body(shop.ask(**asked), FRESH) == {
        "type": "leads",
        "fields": [
            {"name": "Channel", "key": "channel", "type": "STRING", "aggregation": None},
            {"name": "Leads", "key": "leads", "type": "NUMBER", "aggregation": "SUM"},
            {"name": "Revenue", "key": "revenue", "type": "CURRENCY", "aggregation": "SUM"},
            {"name": "Conversion Rate", "key": "conversionRate", "type": "PERCENT", "aggregation": "AVG"},
        ],
        "rows": [["(none)", 1, 5, 100], ["email", 1, 39.51, 100], ["paid", 1, 0, 0]],
        "row_count": 3,
        "totals": [3, 44.51, 66.666667],
        "date_range": {"start": "2026-03-09", "end": "2026-03-11", "scale": "day"},
        "comparison": None,
        "v": "2022-06",
        "freshness": {"is_current": True},
        "unattributed": {"leads": 1, "revenue": 5},
    }
    assert shop.asked == ["a1"]


def test_metrics_by_hand(shop: Store) -> None:
    metrics = ["leads", "numOfCustomers", "collected", "refunds", "netRevenue", "leadValue", "daysUntilPurchase"]
    found = shop.ask(dimensions=["clicks.channel"], metrics=metrics, date_range=MARCH)
    assert {row[0]: row[1:] for row in found.rows} == {
        "email": (1, 1, 29.5, 0, 29.5, 39.51, 4),
        "paid": (1, 0, 0, 0, 0, 0, None),
        "(none)": (1, 1, 5, 5, 0, 5, 0),  # bought before the opt-in; marked as refunded, so all of it
    }
    assert found.totals == (3, 2, 34.5, 5, 29.5, 14.836667, 2)


def test_the_metrics_of_orders_by_hand(shop: Store) -> None:
    dates = {"start": "2026-03-01", "end": "2026-03-31"}
    metrics = ["revenue", "collected", "refunds", "netRevenue", "orders", "aov", "numOfCustomers"]
    found = shop.ask(type="revenue", dimensions=["clicks.channel"], metrics=metrics, date_range=dates)
    assert {row[0]: row[1:] for row in found.rows} == {
        "email": (39.51, 29.5, 0, 29.5, 2, 19.755, 1),
        "(none)": (5, 5, 5, 0, 1, 5, 1),
    }
    assert found.totals == (44.51, 34.5, 5, 29.5, 3, 14.836667, 2)
    assert found.unattributed == {"orders": 1, "revenue": 5}


def test_a_customer_of_two_orders_counts_at_the_first_paid_one(shop: Store) -> None:
    shop.order(1, "2026-03-12 09:00", 100, paid=0)
    found = shop.ask(
        type="revenue", dimensions=["date"], metrics=["numOfCustomers"], date_range={"start": "2026-03-12"}
    )
    assert found.rows == (("2026-03-12", 0), ("2026-03-13", 1), ("2026-03-14", 0))


def test_without_dimensions_the_only_row_is_the_total(shop: Store) -> None:
    found = shop.ask(metrics=["leads", "revenue"], date_range=MARCH)
    assert found.rows == (found.totals,) == ((3, 44.51),)
    assert found.unattributed == {"leads": 1, "revenue": 5}


@pytest.mark.parametrize("dimensions", [[], ["date"], ["clicks.channel"], ["clicks.utm_term", "date"]])
@pytest.mark.parametrize("model", ["last_touch", "linear", "any_touch"])
@pytest.mark.parametrize("kind", ["leads", "revenue"])
def test_of_nothing_there_is_a_total_of_zeros(store: Store, kind: str, model: str, dimensions: list[str]) -> None:
    found = query.body(store.ask(type=kind, dimensions=dimensions, options={"attribution_model": model}), FRESH)
    metrics = BY_KEY[kind].shown
    assert found["totals"] == [0] * len(metrics)
    assert found["rows"] == ([] if dimensions else [found["totals"]])
    assert found["unattributed"] == dict.fromkeys(BY_KEY[kind].unattributed, 0)


def test_rows_that_overlap_say_so(shop: Store) -> None:
    found = shop.ask(dimensions=["clicks.channel"], options={"attribution_model": "any_touch"})
    told = [query.field(field) for field in found.fields]
    assert {field["key"] for field in told if field.get("additive") is False} == {"leads", "numOfCustomers", "revenue"}
    by_day = shop.ask(dimensions=["date"], options={"attribution_model": "any_touch"})
    assert all(field.additive for field in by_day.fields)


def test_sorting_and_paging_leave_totals_alone(shop: Store) -> None:
    asked = {"dimensions": ["clicks.channel"], "metrics": ["leads", "revenue"], "date_range": MARCH}
    found = shop.ask(**asked, options={"sort": "revenue", "limit": 1, "offset": 1})
    assert (found.rows, found.row_count, found.totals) == ((("(none)", 1, 5),), 3, (3, 44.51))
    rest = shop.ask(**asked, options={"sort": "-channel", "offset": 1})
    assert [row[0] for row in rest.rows] == ["email", "(none)"]
    assert shop.ask(**asked, options={"limit": 5, "offset": 5}).rows == ()


def test_the_sql_can_be_had(shop: Store) -> None:
    told = query.body(shop.ask(date_range=MARCH, options={"sql": 1}), FRESH)
    assert str(told["sql"]).startswith("WITH\n-- the persons who opted in")
    assert told["params"] == {"start": "2026-03-09 00:00:00", "until": "2026-03-12 00:00:00"}


@pytest.mark.parametrize(("currency", "amount"), [("USD", 39.51), ("JPY", 3951), ("KWD", 3.951)])
def test_money_is_in_the_currencys_major_units(shop: Store, currency: str, amount: float) -> None:
    account = replace(UTC, currency=currency)
    found = shop.ask(account, dimensions=["clicks.channel"], metrics=["revenue", "leadValue"], date_range=MARCH)
    assert found.rows[0] == ("email", amount, amount)


def test_a_name_that_says_nothing_is_not_set(shop: Store) -> None:
    shop.visitor(4, 4)
    shop.touch(4, "2026-03-09", 0)
    shop.contact(4, "2026-03-10")
    assert {row[0] for row in shop.ask(dimensions=["clicks.utm_term"], date_range=MARCH).rows} == {
        "(not set)",
        "(none)",
    }
    rows = shop.ask(dimensions=["clicks.source", "clicks.utm_source"], date_range=MARCH).rows
    assert {row[:2] for row in rows} == {
        ("S2", "source2"),
        ("S1", "source1"),
        ("Direct", "(not set)"),
        ("(none)", "(none)"),
    }


def test_the_default_report(shop: Store) -> None:
    asked = report.parse("leads", MARCH | {"scale": "day", "page": "7"})
    told: dict[str, Any] = report.body(report.report(asked, UTC, shop, NOW), FRESH)
    days = {"start": "2026-03-09", "end": "2026-03-11", "duration": None, "scale": "day"}
    assert told["report"] == {
        "name": "New Leads",
        "type": "leads",
        "date_range": days | {"start_date": "2026-03-09", "end_date": "2026-03-11", "name": ""},
    }
    kpis = told["kpis"]
    assert kpis[0] == {"name": "Leads", "key": "leads", "value": 3, "type": "NUMBER", "aggregation": "SUM"}
    values = [("leads", 3), ("numOfCustomers", 2), ("conversionRate", 66.666667), ("revenue", 44.51)]
    values += [("leadValue", 14.836667), ("daysUntilPurchase", 2)]
    assert [(kpi["key"], kpi["value"]) for kpi in kpis] == values
    graph = told["graph"]
    assert graph["labels"] == ["2026-03-09", "2026-03-10", "2026-03-11"]
    assert graph["datasets"][0] == {"label": "Leads", "key": "leads", "data": [1, 1, 1]}
    assert graph["datasets"][3] == {"label": "Revenue", "key": "revenue", "data": [39.51, 0, 5]}
    table = told["table"]
    assert [field["key"] for field in table["fields"]] == ["channel", *[key for key, _ in values]]
    assert table["rows"][1] == {
        "channel": "email",
        "leads": 1,
        "numOfCustomers": 1,
        "conversionRate": 100,
        "revenue": 39.51,
        "leadValue": 39.51,
        "daysUntilPurchase": 4,
    }
    assert (told["unattributed"], told["freshness"]) == ({"leads": 1, "revenue": 5}, FRESH)


def test_a_graph_has_a_point_for_every_unit_of_the_range(shop: Store) -> None:
    asked = report.parse("revenue", {"start": "2026-01-15", "end": "2026-04-15", "scale": "month"})
    told: dict[str, Any] = report.body(report.report(asked, UTC, shop, NOW), FRESH)
    graph = told["graph"]
    assert graph["labels"] == ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    assert graph["datasets"][0]["data"] == [0, 0, 44.51, 0]


def test_a_report_takes_the_models_too() -> None:
    asked = report.parse("leads", {"attribution_model": "any", "lookback_days": "7", "direct": "equal", "start": ""})
    (model,) = asked.models
    assert (model.key, asked.lookback_days, asked.direct, asked.start) == ("any_touch", 7, "equal", None)


def test_a_report_that_is_none() -> None:
    with pytest.raises(NotFound, match="unknown report type 'contacts': known are leads, revenue"):
        report.parse("contacts", {})
    with pytest.raises(Problem) as caught:
        report.parse("leads", {"start": "soon", "scale": "decade"})
    assert len(caught.value.errors) == 2


def test_csv(shop: Store) -> None:
    shop.connection.execute("UPDATE origins SET utm_campaign = '=1+1,\"x\"' WHERE origin_id = 2")
    asked = {"dimensions": ["clicks.utm_campaign"], "metrics": ["leads", "daysUntilPurchase"], "date_range": MARCH}
    found = b"".join(to_csv(shop.ask(**asked))).decode()
    assert found == ('utm_campaign,leads,daysUntilPurchase\r\n(none),1,0\r\n"\'=1+1,""x""",1,4\r\ncampaign1,1,\r\n')


def test_a_terminals_table(shop: Store) -> None:
    asked = {"dimensions": ["clicks.channel"], "metrics": ["leads", "revenue", "conversionRate", "daysUntilPurchase"]}
    found = answer_table(shop.ask(**asked, date_range=MARCH))
    assert found.splitlines() == [
        "Channel  Leads  Revenue  Conversion Rate  Days until Purchase",
        "───────  ─────  ───────  ───────────────  ───────────────────",
        "(none)       1     5.00          100.0 %                    0",
        "email        1    39.51          100.0 %                    4",
        "paid         1     0.00            0.0 %                    –",
        "───────  ─────  ───────  ───────────────  ───────────────────",
        "Total        3    44.51           66.7 %                    2",
    ]
    total = answer_table(shop.ask(metrics=["leads", "revenue"], date_range=MARCH))
    assert total.splitlines() == ["Leads  Revenue", "─────  ───────", "    3    44.51"]


def test_any_table() -> None:
    found = text_table(["key", "count", "share"], [["a\x1b[2J", 1234, 0.5], ["b", None, 12]], ["Total", 1234, 12.5])
    assert found.splitlines() == [
        "key    count  share",
        "─────  ─────  ─────",
        "a�[2J  1,234   0.50",
        "b          –  12.00",
        "─────  ─────  ─────",
        "Total  1,234  12.50",
    ]
    assert text_table(["a", "b"], []) == "a  b\n─  ─"
