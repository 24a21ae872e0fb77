"""What metrics are made of, and what they can be told by.

In: rows of the catalogue and a question. Out: the measures of a metric, and a `Problem` for what would be a silent lie.
"""

from collections.abc import Mapping
from string import Formatter

from headwater.catalog.kinds import Dimension, Measure, Metric, Ratio, ReportType
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.errors import Problem
from headwater.reporting import conditions
from headwater.reporting.question import Question


def terms_in_order(metric: Metric, report: ReportType) -> tuple[Measure, ...]:
    """The measures that a metric of a report is made of, in the order in which it names them."""
    by_key = {each.key: each for each in report.metrics}
    return tuple(each for key in terms_of(metric, by_key) if isinstance(each := by_key[key], Measure))


def terms_of(metric: Metric, by_key: Mapping[str, Metric]) -> dict[str, None]:
    """The keys of the measures that a metric is made of, each once."""
    if isinstance(metric, Measure):
        return {metric.key: None}
    if isinstance(metric, Ratio):
        named = [metric.numerator, metric.denominator]
    else:
        named = [name for _, name, _, _ in Formatter().parse(metric.value) if name]
    return {key: None for name in named for key in terms_of(by_key[name], by_key)}


def check_told(question: Question, by_key: Mapping[str, Metric]) -> None:
    """What a metric cannot be told by is refused; a silent nothing would be a lie."""
    filtered = {test.field for test in conditions.tests(*question.filters) if isinstance(test.field, Dimension)}
    faults = [
        f"metric '{metric.key}' cannot be told by '{dimension.key}': {why}"
        for fields, is_filter in ((question.dimensions, False), (sorted(filtered, key=lambda each: each.key), True))
        for dimension in fields
        for metric in question.metrics
        for measure in (by_key[key] for key in sorted(terms_of(metric, by_key)))
        if isinstance(measure, Measure) and (why := _why_not(question.type, measure, dimension, is_filter=is_filter))
    ]
    if faults:
        raise Problem(*dict.fromkeys(faults))


def _why_not(report: ReportType, measure: Measure, dimension: Dimension, *, is_filter: bool) -> str:
    """Why a measure cannot be told by a dimension, if so. Facts have the dimensions of their conversions."""
    source = RELATION_BY_KEY[measure.source]
    if not (source if source.is_apart else RELATION_BY_KEY[report.conversions]).has(dimension):
        return "leave one of them out"
    if measure.stock and dimension.is_of_time and (is_filter or dimension.key != "date"):
        return "it is a level; ask for a range, or by 'date' with a scale"
    return ""
