"""What can be asked, as JSON: the rows of the catalogue with their documentation, for listings, pickers and agents."""

from collections.abc import Iterable

from headwater.catalog.attribution import DEFAULT, MODELS
from headwater.catalog.dimensions import DIMENSIONS
from headwater.catalog.kinds import Formula, Measure, Ratio
from headwater.catalog.reports import REPORT_TYPES

KIND = {Measure: "measure", Formula: "formula", Ratio: "ratio"}

Listing = list[dict[str, object]]


def metrics(search: str = "") -> Listing:
    """Every metric of every report type."""
    return _found(
        search,
        (
            {
                "key": metric.key,
                "name": metric.name,
                "report": report.key,
                "kind": KIND[type(metric)],
                "type": metric.type,
                "aggregation": metric.aggregation,
                "value": metric.value,
                "source": metric.source if isinstance(metric, Measure) else None,
                "doc": metric.doc,
                "example": metric.example,
            }
            for report in REPORT_TYPES
            for metric in report.metrics
            if metric.listed
        ),
    )


def dimensions(search: str = "") -> Listing:
    """Every dimension; `field` is the key of its column in answers."""
    return _found(
        search,
        (
            {
                "key": dimension.key,
                "field": dimension.field,
                "name": dimension.name,
                "type": dimension.type,
                "source": dimension.source,
                "doc": dimension.doc,
                "example": dimension.example,
            }
            for dimension in DIMENSIONS
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


def reports(search: str = "") -> Listing:
    """Every type of report, with the columns of its default report."""
    return _found(
        search,
        (
            {
                "key": report.key,
                "name": report.name,
                "doc": report.doc,
                "metrics": [metric.key for metric in report.metrics if metric.listed],
                "default_metrics": list(report.shown),
                "default_dimensions": list(report.by),
            }
            for report in REPORT_TYPES
        ),
    )


def _found(search: str, rows: Iterable[dict[str, object]]) -> Listing:
    """The rows of which key, name or documentation has every word that is searched for."""
    words = search.lower().split()
    return [row for row in rows if all(word in f"{row['key']} {row['name']} {row['doc']}".lower() for word in words)]
