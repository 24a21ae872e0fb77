"""What is taken for a question, and what is said about everything that is wrong with one."""

from collections.abc import Mapping

import pytest

from headwater.errors import Problem
from headwater.reporting.question import Question, parse


def faults(body: object) -> list[str]:
    with pytest.raises(Problem) as caught:
        parse(body)
    assert caught.value.status == 400
    return list(caught.value.errors)


def asked(**body: object) -> Question:
    return parse({"type": "leads"} | body)


def test_the_least_question_has_the_metrics_of_the_default_report() -> None:
    found = asked()
    assert [metric.key for metric in found.metrics] == list(found.type.shown)
    assert found.dimensions == ()
    assert (found.scale, found.models, found.lookback_days, found.direct) == ("day", (), None, None)
    assert (found.limit, found.offset, found.sort, found.wants_sql, found.format) == (None, 0, (), False, "json")


def test_everything_at_once() -> None:
    found = parse(
        {
            "type": "leads",
            "dimensions": ["clicks.channel", "date"],
            "metrics": ["revenue", "leads"],
            "date_range": {"start": "2026-01-01", "end": "today", "scale": "month"},
            "filters": [],
            "steps": None,
            "compare": None,
            "options": {
                "attribution_model": "full_funnel",
                "lookback_days": "30",
                "direct": "never",
                "limit": 10,
                "offset": "20",
                "sort": ["-revenue", "channel"],
                "sql": True,
                "format": "csv",
                "include_source": 1,
            },
        }
    )
    assert [dimension.field for dimension in found.dimensions] == ["channel", "date", "source"]
    assert [metric.key for metric in found.metrics] == ["revenue", "leads"]
    (model,) = found.models
    assert (model.key, found.lookback_days, found.direct, found.scale) == ("any_touch", 30, "never", "month")
    assert found.sort == (("revenue", True), ("channel", False))
    assert (found.limit, found.offset, found.wants_sql, found.format) == (10, 20, True, "csv")


def test_names_may_come_with_commas() -> None:
    """As tools send them that have no lists."""
    found = asked(dimensions="date,clicks.channel", metrics="leads, revenue", options={"sort": "-leads,date"})
    assert [dimension.key for dimension in found.dimensions] == ["date", "clicks.channel"]
    assert [metric.key for metric in found.metrics] == ["leads", "revenue"]
    assert found.sort == (("leads", True), ("date", False))


def test_an_empty_list_is_an_empty_object() -> None:
    """PHP spells both alike."""
    assert asked(options=[], date_range=[]) == asked()


def test_the_metrics_of_another_report_are_not_known() -> None:
    assert asked(type="revenue", metrics=["taxRate"]).metrics[0].key == "taxRate"
    assert faults({"type": "leads", "metrics": ["taxRate"]})[0].startswith("field 'metrics': unknown 'taxRate'; ")


def test_a_measure_that_only_a_ratio_needs_cannot_be_asked_for() -> None:
    assert faults({"type": "leads", "metrics": ["secondsUntilPurchase"]})


EVERYTHING_WRONG: Mapping[str, object] = {
    "type": "leads",
    "dimension": [],
    "dimensions": ["channel", "clicks.utm_sorce", "date", "date"],
    "metrics": ["revenu", "Leads"],
    "date_range": {"start": "30 february", "scale": "minute", "from": 1},
    "filters": [{"field": "contry"}],
    "compare": {"period": "previous"},
    "options": {
        "attribution_model": "lastclick",
        "lookback_days": "x",
        "direct": "no",
        "limit": 0,
        "sort": "-revenu",
        "sql": "maybe",
        "sqll": 1,
        "format": "xml",
    },
}


def test_all_faults_are_told_at_once() -> None:
    assert faults(dict(EVERYTHING_WRONG)) == [
        "unknown field 'dimension'; did you mean 'dimensions'?",
        "unknown field 'options.sqll'; did you mean 'sql'?",
        "unknown field 'date_range.from'; known are start, end, scale",
        "field 'metrics': unknown 'revenu'; did you mean 'revenue'?",
        "field 'metrics': unknown 'Leads'; did you mean 'leads'?",
        "field 'dimensions': 'date' is there twice",
        "field 'dimensions': unknown 'channel'; did you mean 'clicks.channel'?",
        "field 'dimensions': unknown 'clicks.utm_sorce'; did you mean 'clicks.utm_source'?",
        "field 'options.attribution_model': unknown 'lastclick'; did you mean 'last_click'?",
        (
            "field 'date_range.start' must be a date such as '2026-03-15', '-30 days' or 'first day of last month'; "
            "there is no 02-30"
        ),
        "field 'date_range.scale': unknown 'minute'; known are hour, day, week, month, quarter, year",
        "field 'filters.field': unknown 'contry'; did you mean 'clicks.country'?",
        "unknown field 'compare.period'",
        "field 'compare' needs both 'start' and 'end'",
        "field 'options.lookback_days' must be a whole number",
        "field 'options.direct': unknown 'no'; known are fallback, equal, never",
        "field 'options.limit' must be a whole number from 1 to 1000000",
        "field 'options.sort': unknown 'revenu'; did you mean 'revenue'?",
        "field 'format': unknown 'xml'; known are json, csv, ndjson, parquet, arrow",
        "field 'options.sql' must be 0 or 1",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, ["missing 'type' field: one of leads, revenue, ads, subscriptions, products, traffic, funnel, cohorts"]),
        ({}, ["missing 'type' field: one of leads, revenue, ads, subscriptions, products, traffic, funnel, cohorts"]),
        ({"type": "lead"}, ["field 'type': unknown 'lead'; did you mean 'leads'?"]),
        ({"type": ["leads"]}, ["field 'type': unknown ['leads']; did you mean 'leads'?"]),
        (
            "leads",
            [
                "the query must be an object",
                "missing 'type' field: one of leads, revenue, ads, subscriptions, products, traffic, funnel, cohorts",
            ],
        ),
        ({"type": "leads", "options": "none"}, ["field 'options' must be an object"]),
        ({"type": "leads", "date_range": "today"}, ["field 'date_range' must be an object"]),
        ({"type": "leads", "metrics": {"leads": 1}}, ["field 'metrics' must be a list of names"]),
        (
            {"type": "leads", "options": {"sort": {"leads": "desc"}}},
            ["field 'options.sort' must be a column, or a list of columns, such as '-revenue'"],
        ),
        (
            {"type": "leads", "date_range": {"start": True, "end": 1.5}},
            [
                "field 'date_range.start' must be a date such as '2021-11-30', '-30 days' or 'first day of last month'",
                "field 'date_range.end' must be a date such as '2021-11-30', '-30 days' or 'first day of last month'",
            ],
        ),
    ],
)
def test_what_is_said(body: object, expected: list[str]) -> None:
    assert faults(body) == expected
