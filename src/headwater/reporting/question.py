"""What is asked, read from the JSON of a query and checked against the catalogue.

In: a decoded JSON object. Out: a `Question`, or one `Problem` with every fault found, each naming its field and, where
a name is near to one we know, that name. Knows neither the account nor the time: dates stay words until the plan.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog import attribution, dimensions, reports
from headwater.catalog.kinds import Dimension, Metric, Model, ReportType, Type
from headwater.errors import Forbidden, Problem
from headwater.reporting import conditions, names, stages, when
from headwater.reporting.account import Direct, Sight
from headwater.reporting.conditions import Condition
from headwater.reporting.names import Faults, between, choice, choices, optional, read_object
from headwater.reporting.period import SCALES, Scale
from headwater.reporting.stages import Stage
from headwater.scalars import flag

MAX_LOOKBACK_DAYS: Final = 36_500
MAX_LIMIT: Final = 1_000_000
FORMATS: Final = ("json", "csv", "ndjson", "parquet", "arrow")
DIRECTS: Final[dict[str, Direct]] = {"fallback": "fallback", "equal": "equal", "never": "never"}
Comparison: TypeAlias = Literal["previous_period", "previous_year"] | tuple[when.When, when.When]
COMPARISONS: Final = ("previous_period", "previous_year")

_SCALES: dict[str, Scale] = {scale: scale for scale in SCALES}
_FIELDS = ("type", "dimensions", "metrics", "date_range", "filters", "pruners", "steps", "options", "compare", "format")
_DATES = ("start", "end", "scale")
_OPTIONS = (
    *("attribution_model", "lookback_days", "half_life_days", "direct", "include_source"),
    *("limit", "offset", "sort", "format", "sql"),
)


class Column(Struct, frozen=True):
    """A column of the answer: what rows are sorted and pruned by."""

    key: str
    type: Type


class Question(Struct, frozen=True, kw_only=True):
    """A well-formed question. `None` or nothing leaves the choice to the account, or to the default of the option."""

    type: ReportType
    dimensions: tuple[Dimension, ...] = ()
    metrics: tuple[Metric, ...]
    start: when.When | None = None
    end: when.When | None = None
    scale: Scale = "day"
    filters: tuple[Condition, ...] = ()  # all must hold
    pruners: tuple[Condition, ...] = ()
    stages: tuple[Stage, ...] = ()  # of funnels
    compare: Comparison | None = None
    models: tuple[Model, ...] = ()  # several: side by side
    lookback_days: int | None = None
    half_life_days: int | None = None
    direct: Direct | None = None
    limit: int | None = None
    offset: int = 0
    sort: tuple[tuple[str, bool], ...] = ()  # column key, descending?
    format: str = "json"
    wants_sql: bool = False
    wants_unattributed: bool = True


def parse(body: object, types: Mapping[str, ReportType] = reports.BY_KEY) -> Question:
    """Read a v2 query; `types` are the report types that there are. `Problem` lists all faults at once."""
    faults: Faults = []
    fields = read_object(body, "the query", faults)
    options = read_object(fields.get("options"), "options", faults)
    dates = read_object(fields.get("date_range"), "date_range", faults)
    for path, given, known in (("", fields, _FIELDS), ("options.", options, _OPTIONS), ("date_range.", dates, _DATES)):
        faults += [f"unknown field '{path}{key}'{names.near(key, known)}" for key in given if key not in known]
    report = choice(fields.get("type"), "type", types, faults)
    if report is None:
        if fields.get("type") is None:
            faults.append(f"missing 'type' field: one of {', '.join(types)}")
        report = next(iter(types.values()))
    if fields.get("steps") and not report.has_steps:
        faults.append("field 'steps' belongs to funnels: leave it out, or ask with type 'funnel'")
    question = _question(report, fields, options, dates, faults)
    if faults:
        raise Problem(*faults)
    return question


def narrowed(question: Question, sight: Sight) -> Question:
    """The question as somebody may ask it, with the conditions that are forced on them; `Forbidden` where it cannot be.

    What is forced may name people, also to those who may not.
    """
    asked = (*question.dimensions, *(test.field for test in conditions.tests(*question.filters)))
    personal = [each.key for each in asked if isinstance(each, Dimension) and each.is_personal]
    if personal and not sight.knows_people:
        raise Forbidden(f"'{personal[0]}' names people: it needs the scope 'contacts'")
    faults: Faults = []
    filters = _filters(question.type, list(sight.filters), faults)
    conversions = reports.RELATION_BY_KEY.get(question.type.conversions)
    tested = (cast("Dimension", test.field) for test in conditions.tests(*filters))
    if faults or not all(conversions is None or conversions.has(each) for each in tested):
        raise Forbidden(f"you see a part of this account only, and a report of {question.type.key} cannot be cut to it")
    return replace(question, filters=(*filters, *question.filters)) if filters else question


def metrics_of(report: ReportType) -> dict[str, Metric]:
    """The metrics that can be asked of a report type, by key, in the order of listings."""
    return {metric.key: metric for metric in report.metrics if metric.listed}


def dimensions_of(report: ReportType) -> dict[str, Dimension]:
    """The dimensions that some of a report's rows can be told apart by, by key, in the order of listings."""
    relations = [reports.RELATION_BY_KEY[key] for key in (report.conversions, *report.apart) if key]
    return {each.key: each for each in dimensions.DIMENSIONS if any(relation.has(each) for relation in relations)}


def _question(
    report: ReportType,
    fields: Mapping[str, object],
    options: Mapping[str, object],
    dates: Mapping[str, object],
    faults: Faults,
) -> Question:
    """Read every part, whatever was wrong with the others."""
    known = metrics_of(report)
    metrics = choices(fields.get("metrics"), "metrics", known, faults) or tuple(known[key] for key in report.shown)
    chosen = _dimensions(report, fields, options, faults)
    models = choices(_listed(options.get("attribution_model")), _MODEL, attribution.BY_NAME, faults)
    columns = _columns(chosen, metrics, models)
    spelled = options.get("format", fields.get("format"))
    return Question(
        type=report,
        dimensions=chosen,
        metrics=metrics,
        start=optional(dates, "date_range.start", _date, faults),
        end=optional(dates, "date_range.end", _date, faults),
        scale=choice(dates.get("scale"), "date_range.scale", _SCALES, faults) or report.scale,
        filters=_filters(report, fields.get("filters"), faults),
        pruners=conditions.Reader("pruners", columns.get, columns, faults).read(fields.get("pruners")),
        compare=_comparison(fields.get("compare"), faults),
        models=tuple(dict.fromkeys(models)),
        lookback_days=optional(options, "options.lookback_days", between(1, MAX_LOOKBACK_DAYS), faults),
        half_life_days=optional(options, "options.half_life_days", between(1, MAX_LOOKBACK_DAYS), faults),
        direct=choice(options.get("direct"), "options.direct", DIRECTS, faults),
        limit=optional(options, "options.limit", between(1, MAX_LIMIT), faults),
        offset=optional(options, "options.offset", between(0, 10**12), faults) or 0,
        sort=_sort(options.get("sort"), columns, faults),
        stages=stages.read(fields.get("steps"), faults) if report.has_steps else (),
        format=choice(spelled, "format", {f: f for f in FORMATS}, faults) or "json",
        wants_sql=optional(options, "options.sql", flag, faults) or False,
    )


_MODEL: Final = "options.attribution_model"


def _listed(value: object) -> object:
    """One name as a list of one, so that a name without a comma is complained of as what it is."""
    return [value] if isinstance(value, str) and "," not in value and value.strip() else value


def _dimensions(
    report: ReportType, fields: Mapping[str, object], options: Mapping[str, object], faults: Faults
) -> tuple[Dimension, ...]:
    known = dimensions_of(report)
    asked = names.names(fields.get("dimensions"), "dimensions", faults)
    found = [_dimension(report, key, "dimensions", known, faults) for key in asked]
    chosen = tuple(each for each in found if each is not None)
    source = dimensions.BY_KEY["clicks.source"]
    if optional(options, "options.include_source", flag, faults) and source not in chosen:
        chosen = (*chosen, source)
    return chosen + tuple(each for each in report.always if each not in chosen)


def _dimension(
    report: ReportType, key: str, path: str, known: Mapping[str, Dimension], faults: Faults
) -> Dimension | None:
    """A dimension of this report; one that others have is told so."""
    found = dimensions.find(key)
    if found is None or found.key in known or found.parameter:
        return names.pick(key, path, lambda _: found, known, faults)
    having = ", ".join(each.key for each in reports.REPORT_TYPES if found.key in dimensions_of(each))
    faults.append(f"field '{path}': '{key}' is not told of {report.key}; reports that have it: {having}")
    return None


def _filters(report: ReportType, value: object, faults: Faults) -> tuple[Condition, ...]:
    known = dimensions_of(report)
    by_field = {each.field: each for each in known.values()}

    def find(key: str) -> Dimension | None:
        return by_field.get(key) or dimensions.find(key)

    found = conditions.Reader("filters", find, known, faults).read(value)
    for test in conditions.tests(*found):
        _dimension(report, test.field.key, "filters.field", known, faults)
    return found


def _columns(chosen: Sequence[Dimension], metrics: Sequence[Metric], models: Sequence[Model]) -> dict[str, Column]:
    """The columns of the answer by their keys; of several models, a metric's key stands for its first column."""
    found = {each.field: Column(each.field, each.type) for each in chosen}
    for metric in metrics:
        keys = [column_key(metric, model, models) for model in models] or [metric.key]
        found |= {key: Column(key, metric.type) for key in keys}
        found[metric.key] = found[keys[0]]
    return found


def column_key(metric: Metric, model: Model, models: Sequence[Model]) -> str:
    """The key of a metric's column: its own, and with the model's where several stand side by side."""
    return metric.key if len(models) == 1 else f"{metric.key}.{model.key}"


def _comparison(value: object, faults: Faults) -> Comparison | None:
    if value in (None, "", False, [], {}):
        return None
    if isinstance(value, dict):
        dates = cast("dict[str, object]", value)
        faults += [f"unknown field 'compare.{key}'" for key in dates if key not in ("start", "end")]
        ends = [optional(dates, f"compare.{key}", _date, faults) for key in ("start", "end")]
        if ends[0] is None or ends[1] is None:
            faults.append("field 'compare' needs both 'start' and 'end'")
            return None
        return ends[0], ends[1]
    known: dict[str, Comparison] = {"previous_period": "previous_period", "previous_year": "previous_year"}
    return choice(value, "compare", known, faults)


def _sort(value: object, columns: Mapping[str, Column], faults: Faults) -> tuple[tuple[str, bool], ...]:
    """Keys of columns of the answer, `-key` for descending: one, or several with commas or in a list."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple | None):
        faults.append("field 'options.sort' must be a column, or a list of columns, such as '-revenue'")
        return ()
    asked = [str(item).strip() for item in cast("Sequence[object]", items or ())]
    known = {key: column.key for key, column in columns.items()}
    chosen = [(choice(each.lstrip("-+"), "options.sort", known, faults), each.startswith("-")) for each in asked]
    return tuple((key, descending) for key, descending in chosen if key is not None)


def _date(value: object) -> when.When:
    """A date in words; `ValueError` completes "field 'x' …"."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return when.read(str(value))
    raise ValueError("must be a date such as '2021-11-30', '-30 days' or 'first day of last month'")
