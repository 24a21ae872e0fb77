"""Answers have the published shape, key by key, and small clients find in them what they look for.

The example is a transcription of the published one. The clients use fields as those in use do: figures by `key`, lines
of the graph by `key`, cells by the keys of the table's fields, and rows of queries by their place.
"""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.reports.telling import Worlds, worlds
from tests.stand import Stand

PUBLISHED: Final[dict[str, Any]] = {
    "report": {
        "name": "New Lead Report",
        "type": "leads",
        "date_range": {
            "start": "2021-11-01",
            "end": "2021-11-30",
            "duration": None,
            "scale": "day",
            "start_date": "2021-11-01",
            "end_date": "2021-11-30",
            "name": "",
        },
    },
    "kpis": [{"name": "Leads", "key": "leads", "value": 42, "type": "NUMBER", "aggregation": "SUM"}],
    "graph": {"labels": ["2021-11-01"], "datasets": [{"label": "Leads", "data": [0]}]},
    "table": {
        "fields": [
            {"name": "Channel", "key": "channel", "type": "STRING", "aggregation": None},
            {"name": "Leads", "key": "leads", "type": "NUMBER", "aggregation": "SUM"},
        ],
        "rows": [
            {
                "channel": "paid",
                "leads": 33,
                "numOfCustomers": 5,
                "conversionRate": 15.1515,
                "revenue": 2900,
                "leadValue": 87.878788,
            }
        ],
    },
}
MARCH: Final = {"start": "2026-03-01", "end": "2026-03-31"}
TYPES: Final = {
    "leads": ("shop", MARCH),
    "revenue": ("shop", MARCH),
    "ads": ("ads", {"start": "2026-05-01", "end": "2026-05-31"}),
    "subscriptions": ("plans", MARCH),
}


@pytest.fixture(scope="module", name="known")
def _known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    with worlds(tmp_path_factory.mktemp("shapes")) as found:
        yield found


def report(known: Worlds, kind: str) -> dict[str, Any]:
    world, dates = TYPES[kind]
    return known.stand(world).report(kind, **dates)


def assert_has(published: object, found: object, path: str = "") -> None:
    """Every published key is there and holds the same kind of thing; of a list, each entry is like the published."""
    if isinstance(published, dict):
        assert isinstance(found, dict), path
        for key, value in published.items():  # pyright: ignore[reportUnknownVariableType] - JSON
            assert key in found, f"{path}.{key}"
            assert_has(value, found[key], f"{path}.{key}")  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(published, list):
        assert isinstance(found, list), path
        assert found, f"{path} is empty"
        for each in found:  # pyright: ignore[reportUnknownVariableType]
            assert_has(published[-1], each, f"{path}[]")  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(published, int | float):
        assert isinstance(found, int | float), path
    elif published is not None:
        assert isinstance(found, str), path


def without_aggregation(published: dict[str, Any], kind: str) -> dict[str, Any]:
    """The example for another type: its rows have other keys, and a dimension has no aggregation."""
    row = {"channel": ""} if kind == "leads" else {}
    fields = [{"name": "", "key": "", "type": "", "aggregation": None}]
    rows = [published["table"]["rows"][0] if kind == "leads" else row]
    return published | {"table": {"fields": fields, "rows": rows}}


@pytest.mark.parametrize("kind", TYPES)
def test_a_report_has_every_published_key(known: Worlds, kind: str) -> None:
    told = report(known, kind)
    assert_has(without_aggregation(PUBLISHED, kind), told)
    assert list(told)[:4] == list(PUBLISHED)
    assert told["report"]["type"] == kind
    assert list(told["report"]["date_range"]) == list(PUBLISHED["report"]["date_range"])
    assert [list(kpi) for kpi in told["kpis"]] == [list(PUBLISHED["kpis"][0])] * len(told["kpis"])


@pytest.mark.parametrize("kind", TYPES)
def test_types_and_aggregations_are_the_published_words(known: Worlds, kind: str) -> None:
    told = report(known, kind)
    assert {each["type"] for each in (*told["kpis"], *told["table"]["fields"])} <= {
        *("STRING", "NUMBER", "CURRENCY", "PERCENT", "DATE")
    }
    assert {each["aggregation"] for each in told["kpis"]} <= {"SUM", "AVG"}
    (dimension, *metrics) = told["table"]["fields"]
    assert dimension["aggregation"] is None
    assert [each["key"] for each in metrics] == [kpi["key"] for kpi in told["kpis"]]


@pytest.mark.parametrize("kind", TYPES)
def test_every_row_has_a_cell_for_every_field_and_every_line_a_point_for_every_label(known: Worlds, kind: str) -> None:
    told = report(known, kind)
    keys = [field["key"] for field in told["table"]["fields"]]
    assert told["table"]["rows"]
    assert all(list(row) == keys for row in told["table"]["rows"])
    graph = told["graph"]
    assert (graph["labels"][0], len(graph["labels"])) == (TYPES[kind][1]["start"], 31)
    assert all(list(each) == ["label", "key", "data"] and len(each["data"]) == 31 for each in graph["datasets"])


def figures(told: dict[str, Any]) -> dict[str, float]:
    """A client's figures on top of its page."""
    return {kpi["key"]: kpi["value"] for kpi in told["kpis"]}


def line(told: dict[str, Any], key: str) -> dict[str, float]:
    """A client's line: the value of each day, found by the key of the dataset."""
    (dataset,) = [each for each in told["graph"]["datasets"] if each["key"] == key]
    return {day: value for day, value in zip(told["graph"]["labels"], dataset["data"], strict=True) if value}


def test_a_client_reads_leads(known: Worlds) -> None:
    told = report(known, "leads")
    assert figures(told) == {  # the case 'What the leads of March are worth' and its neighbours
        "leads": 5,
        "numOfCustomers": 4,
        "conversionRate": 80,
        "revenue": 322.5,
        "leadValue": 64.5,
        "daysUntilPurchase": 2.25,
    }
    assert line(told, "leads") == dict.fromkeys([f"2026-03-{day}" for day in ("06", "11", "15", "20", "21")], 1)


def test_a_client_reads_revenue(known: Worlds) -> None:
    told = report(known, "revenue")
    assert figures(told) == {"revenue": 322.5, "numOfCustomers": 4, "aov": 46.071429, "orders": 7}
    assert line(told, "revenue")["2026-03-22"] == 150


def test_a_client_reads_ads(known: Worlds) -> None:
    """Campaigns by the keys of the table, and the five lines of its graph."""
    told = report(known, "ads")
    keys = "ad_campaign leads numOfCustomers revenue adClicks adSpend ad_cpc adCpa adCac adRoi".split()
    campaigns = {row["ad_campaign"]: [row[key] for key in keys[1:]] for row in told["table"]["rows"]}
    assert [field["key"] for field in told["table"]["fields"]] == keys
    assert campaigns["Spring"] == [4, 2, 110, 40, 20, 0.5, 5, 10, 450]
    assert campaigns["Autumn"] == [0, 0, 0, 0, 30, 0, 0, 0, -100]
    assert line(told, "adSpend") == {"2026-05-01": 10, "2026-05-02": 10, "2026-05-03": 30}
    assert line(told, "adImpressions") == {"2026-05-01": 1000, "2026-05-02": 1000, "2026-05-03": 3000}
    assert line(told, "adClicks") == {"2026-05-01": 20, "2026-05-02": 20}
    assert line(told, "leads") == {"2026-05-01": 1, "2026-05-02": 2, "2026-05-03": 1}
    assert line(told, "revenue") == {"2026-05-01": 50, "2026-05-02": 20, "2026-05-03": 40}


def test_a_client_reads_subscriptions(known: Worlds) -> None:
    told = report(known, "subscriptions")
    assert figures(told)["mrr"] == 90.04
    assert line(told, "mrr")["2026-03-31"] == 90.04
    assert line(told, "mrr")["2026-03-01"] == 88.33


@pytest.mark.parametrize("kind", TYPES)
def test_a_client_of_queries_reads_rows_by_place(known: Worlds, kind: str) -> None:
    world, dates = TYPES[kind]
    shop: Stand = known.stand(world)
    told = shop.ask({"type": kind, "dimensions": ["date"], "metrics": [], "date_range": dates | {"scale": "month"}})
    assert (told["type"], told["v"], told["date_range"]) == (kind, "2022-06", dates | {"scale": "month"})
    assert told["comparison"] is None
    keys = [field["key"] for field in told["fields"]]
    assert keys[0] == "date"
    assert [len(row) for row in told["rows"]] == [len(keys)]
    assert told["rows"][0][1:] == told["totals"]  # one month is all of it
    assert dict(zip(keys[1:], told["totals"], strict=True)) == figures(report(known, kind))
