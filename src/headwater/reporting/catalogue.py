"""What can be asked, as JSON: the rows of the catalogue with their documentation, for listings, pickers and agents.

In: words to search for, a report type, and the report types as the account has them. Out: rows, each with what it is,
what it counts, an example, and which reports have it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from headwater.catalog.attribution import DEFAULT, MODELS
from headwater.catalog.dimensions import DIMENSIONS
from headwater.catalog.events import CUSTOM, EVENTS
from headwater.catalog.filters import OPERATORS
from headwater.catalog.kinds import Formula, Measure, Metric, Ratio, ReportType, Type
from headwater.catalog.reports import BY_KEY, RELATION_BY_KEY
from headwater.reporting.plan import terms_in_order
from headwater.reporting.question import dimensions_of, metrics_of
from headwater.reporting.render import is_exact

KIND: Final = {Measure: "measure", Formula: "formula", Ratio: "ratio"}

Listing = list[dict[str, Any]]
Types = Mapping[str, ReportType]


def metrics(search: str = "", report: str = "", types: Types = BY_KEY) -> Listing:
    """Every metric of every report type; the same key can mean another thing in another report."""
    having: dict[str, list[str]] = {}
    for each in types.values():
        for key in metrics_of(each):
            having.setdefault(key, []).append(each.key)
    return _found(
        search,
        (
            _metric(metric, each) | {"reports": having[metric.key]}
            for each in types.values()
            if report in ("", each.key)
            for metric in metrics_of(each).values()
        ),
    )


def _metric(metric: Metric, report: ReportType) -> dict[str, Any]:
    terms = terms_in_order(metric, report)
    own = BY_KEY[report.key].metrics
    return {
        "key": metric.key,
        "name": metric.name,
        "report": report.key,
        "kind": KIND[type(metric)],
        "type": metric.type,
        "aggregation": metric.aggregation,
        "value": metric.value,
        "source": metric.source if isinstance(metric, Measure) else None,
        "counts": list(dict.fromkeys(RELATION_BY_KEY[term.source].doc for term in terms)),
        "terms": [term.key for term in terms],
        "additive": is_exact(metric) and not any(term.distinct for term in terms),
        "is_level": any(term.stock for term in terms),
        "is_shown": metric.key in report.shown,
        "is_own": all(metric.key != each.key for each in own),
        "doc": metric.doc,
        "example": metric.example,
    }


def dimensions(search: str = "", report: str = "", types: Types = BY_KEY) -> Listing:
    """Every dimension; `field` is the key of its column in answers."""
    having = {key: dimensions_of(each) for key, each in types.items()}
    return _found(
        search,
        (
            {
                "key": dimension.key,
                "field": dimension.field,
                "name": dimension.name,
                "type": dimension.type,
                "source": dimension.source,
                "reports": [key for key, known in having.items() if dimension.key in known],
                "additive": not dimension.many,
                "doc": dimension.doc,
                "example": dimension.example,
            }
            for dimension in DIMENSIONS
            if not report or dimension.key in having[report]
        ),
    )


def filters(search: str = "", report: str = "", types: Types = BY_KEY) -> dict[str, Listing]:
    """What conditions are made of: operators, and fields with the operators that fit them."""
    operators = [
        {
            "key": each.key,
            "name": each.name,
            "types": list(each.types),
            "values": each.values,
            "negates": each.negates,
            "doc": each.doc,
        }
        for each in OPERATORS
    ]
    fields = [row | {"operators": _operators_of(row["type"])} for row in dimensions(search, report, types)]
    return {"operators": operators, "fields": fields}


def _operators_of(kind: Type) -> list[str]:
    return [each.key for each in OPERATORS if kind in each.types]


def events(search: str = "") -> Listing:
    """Every kind of event that a step of a funnel can be; the one without a key is any of the account's own."""
    return _found(
        search,
        (
            {
                "key": event.key,
                "name": event.name,
                "doc": event.doc,
                "fields": [
                    {
                        "key": field.key,
                        "name": field.name,
                        "type": field.type,
                        "doc": field.doc,
                        "operators": _operators_of(field.type),
                        "known": dict(zip(("report", "dimension"), event.known.get(field.key, ()), strict=False))
                        or None,
                    }
                    for field in event.fields
                ],
            }
            for event in (*EVENTS, CUSTOM)
        ),
    )


def models(search: str = "") -> Listing:
    """Every attribution model."""
    return _found(
        search,
        (
            {
                "key": model.key,
                "name": model.name,
                "aliases": list(model.aliases),
                "weight": model.weight,
                "is_default": model.key == DEFAULT,
                "additive": not model.inclusion,
                "doc": model.doc,
                "example": model.example,
            }
            for model in MODELS
        ),
    )


def reports(search: str = "", types: Types = BY_KEY) -> Listing:
    """Every type of report, with the columns of its default report."""
    return _found(
        search,
        (
            {
                "key": report.key,
                "name": report.name,
                "doc": report.doc,
                "metrics": list(metrics_of(report)),
                "dimensions": list(dimensions_of(report)),
                "default_metrics": list(report.shown),
                "default_dimensions": list(report.by),
            }
            for report in types.values()
        ),
    )


def _found(search: str, rows: Iterable[dict[str, Any]]) -> Listing:
    """The rows of which key, name or documentation has every word that is searched for."""
    words = search.lower().split()
    return [row for row in rows if all(word in f"{row['key']} {row['name']} {row['doc']}".lower() for word in words)]
