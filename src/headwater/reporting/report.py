"""The default report of a type: figures, a graph over time and a table, as `GET /{account}/report/{type}` gives them.

In: the type and the parameters of the URL. Out: the published body plus freshness and unattributed. It is two
questions, one by the report's own dimensions and one by date, and knows no SQL.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from headwater.catalog import dimensions, reports
from headwater.catalog.kinds import ReportType
from headwater.errors import NotFound
from headwater.reporting import question
from headwater.reporting.account import Account
from headwater.reporting.answer import Answer, Value, answer
from headwater.reporting.query import cells, field, or_zero
from headwater.reporting.question import Question
from headwater.reporting.readers import Readers

_OPTIONS = ("attribution_model", "lookback_days", "direct")


class Report(msgspec.Struct, frozen=True):
    """The two answers of a report: by its own dimensions, and by date."""

    table: Answer
    graph: Answer


def parse(type_key: str, params: Mapping[str, object], types: Mapping[str, ReportType] = reports.BY_KEY) -> Question:
    """The question of a type's default report. Parameters that we do not know are left alone, as clients send them.

    `NotFound` for an unknown type; `Problem` with every fault of the parameters.
    """
    report = types.get(type_key)
    if report is None:
        known = ", ".join(types)
        raise NotFound(f"unknown report type {type_key!r}: known are {known}")
    given = {key: value for key, value in params.items() if value not in (None, "")}
    return question.parse(
        {
            "type": report.key,
            "dimensions": list(report.by),
            "metrics": list(report.shown),
            "date_range": {key: given[key] for key in ("start", "end", "scale") if key in given},
            "options": {key: given[key] for key in _OPTIONS if key in given},
        },
        types,
    )


def overridden(query: Mapping[str, Any], params: Mapping[str, object]) -> dict[str, Any]:
    """A saved query with the days and options that the parameters of the URL say; all else is as it was saved."""
    given = {key: value for key, value in params.items() if value not in (None, "")}
    days = {key: given[key] for key in ("start", "end", "scale") if key in given}
    options = {key: given[key] for key in _OPTIONS if key in given}
    return {
        **query,
        "date_range": (query.get("date_range") or {}) | days,
        "options": (query.get("options") or {}) | options,
    }


def report(asked: Question, account: Account, readers: Readers, now: int) -> Report:
    """Ask the store for the table and the graph."""
    metrics = question.metrics_of(asked.type)
    shown = dict.fromkeys((*(metrics[key] for key in asked.type.graph), *asked.metrics))
    over_time = msgspec.structs.replace(
        asked,
        dimensions=(dimensions.BY_KEY["date"],),
        metrics=tuple(shown),
        pruners=(),
        compare=None,
        sort=(),
        limit=None,
        offset=0,
        wants_unattributed=False,
    )
    return Report(table=answer(asked, account, readers, now), graph=answer(over_time, account, readers, now))


def body(told: Report, freshness: Mapping[str, object], name: str = "") -> dict[str, object]:
    """The published shape of the report that is called `name`, or as its type is. A ratio that divides by zero is 0."""
    table = told.table
    return {
        "report": _heading(name or table.question.type.name, table),
        "kpis": [
            {
                "name": each.name,
                "key": each.key,
                "value": or_zero(value),
                "type": each.type,
                "aggregation": each.aggregation,
            }
            for each, value in zip(table.metrics, table.totals, strict=True)
        ],
        "graph": _graph(told.graph),
        "table": {
            "fields": [field(each) for each in table.fields],
            "rows": [
                {each.key: value for each, value in zip(table.fields, cells(table, row), strict=True)}
                for row in table.rows
            ],
        },
        "unattributed": table.unattributed,
        "freshness": freshness,
    }


def _heading(name: str, told: Answer) -> dict[str, object]:
    start, end = told.period.start.isoformat(), told.period.end.isoformat()
    days = {"start": start, "end": end, "duration": None, "scale": told.period.scale}
    return {
        "name": name,
        "type": told.question.type.key,
        "date_range": days | {"start_date": start, "end_date": end, "name": ""},
    }


def _graph(told: Answer) -> dict[str, object]:
    """Every day, week or month of the range has a point, also where nothing happened."""
    labels = told.period.labels()
    by_label: dict[Value, tuple[Value, ...]] = {row[0]: row[1:] for row in told.rows}
    nothing = (0,) * len(told.metrics)
    points = [by_label.get(label, nothing) for label in labels]
    datasets = [
        {"label": each.name, "key": each.key, "data": [or_zero(point[n]) for point in points]}
        for n, each in enumerate(told.metrics)
    ]
    return {"labels": labels, "datasets": datasets}
