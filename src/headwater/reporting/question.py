"""What is asked, read from the JSON of a query and checked against the catalogue.

In: a decoded JSON object. Out: a `Question`, or one `Problem` with every fault found, each naming its field and, where
a name is near to one we know, that name. Knows neither the account nor the time: dates stay words until the plan.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import TypeVar, cast

from msgspec import Struct

from headwater.catalog import attribution, dimensions, reports
from headwater.catalog.kinds import Dimension, Metric, Model, ReportType
from headwater.errors import Problem
from headwater.reporting import when
from headwater.reporting.account import Direct
from headwater.reporting.period import SCALES, Scale
from headwater.scalars import flag, whole

MAX_LOOKBACK_DAYS = 36_500
MAX_LIMIT = 1_000_000
FORMATS = ("json", "csv")
T = TypeVar("T")

_SCALES: dict[str, Scale] = {scale: scale for scale in SCALES}
DIRECTS: dict[str, Direct] = {"fallback": "fallback", "equal": "equal", "never": "never"}


class Question(Struct, frozen=True, kw_only=True):
    """A well-formed question. `None` leaves the choice to the account, or to the default of the option."""

    type: ReportType
    dimensions: tuple[Dimension, ...] = ()
    metrics: tuple[Metric, ...]
    start: when.When | None = None
    end: when.When | None = None
    scale: Scale = "day"
    model: Model | None = None
    lookback_days: int | None = None
    direct: Direct | None = None
    limit: int | None = None
    offset: int = 0
    sort: tuple[tuple[str, bool], ...] = ()  # column key, descending?
    format: str = "json"
    wants_sql: bool = False
    wants_unattributed: bool = True


def parse(body: object) -> Question:
    """Read a v2 query. `Problem` lists all faults at once."""
    faults: list[str] = []
    fields = _object(body, "the query", faults)
    options = _object(fields.get("options"), "options", faults)
    dates = _object(fields.get("date_range"), "date_range", faults)
    for path, given, known in (("", fields, _FIELDS), ("options.", options, _OPTIONS), ("date_range.", dates, _DATES)):
        faults += [f"unknown field '{path}{key}'{_near(key, known)}" for key in given if key not in known]
    faults += [
        f"field '{name}' is not supported yet: leave it out or empty"
        for name in ("filters", "pruners", "steps", "compare")
        if fields.get(name)
    ]
    report = _choice(fields.get("type"), "type", reports.BY_KEY, faults)
    if report is None:
        if fields.get("type") is None:
            faults.append(f"missing 'type' field: one of {', '.join(reports.BY_KEY)}")
        report = reports.REPORT_TYPES[0]
    question = _question(report, fields, options, dates, faults)
    if faults:
        raise Problem(*faults)
    return question


def metrics_of(report: ReportType) -> dict[str, Metric]:
    """The metrics that can be asked of a report type, by key, in the order of listings."""
    return {metric.key: metric for metric in report.metrics if metric.listed}


_FIELDS = ("type", "dimensions", "metrics", "date_range", "filters", "pruners", "steps", "options", "compare", "format")
_DATES = ("start", "end", "scale")
_OPTIONS = (
    *("attribution_model", "lookback_days", "direct", "include_source"),
    *("limit", "offset", "sort", "format", "sql"),
)


def _question(
    report: ReportType,
    fields: Mapping[str, object],
    options: Mapping[str, object],
    dates: Mapping[str, object],
    faults: list[str],
) -> Question:
    """Read every part, whatever was wrong with the others."""
    known = metrics_of(report)
    metrics = _choices(fields.get("metrics"), "metrics", known, faults) or tuple(known[key] for key in report.shown)
    chosen = _choices(fields.get("dimensions"), "dimensions", dimensions.BY_KEY, faults)
    source = dimensions.BY_KEY["clicks.source"]
    if _value(options, "options.include_source", flag, faults) and source not in chosen:
        chosen = (*chosen, source)
    columns = [dimension.field for dimension in chosen] + [metric.key for metric in metrics]
    spelled = options.get("format", fields.get("format"))
    return Question(
        type=report,
        dimensions=chosen,
        metrics=metrics,
        start=_value(dates, "date_range.start", _date, faults),
        end=_value(dates, "date_range.end", _date, faults),
        scale=_choice(dates.get("scale"), "date_range.scale", _SCALES, faults) or "day",
        model=_choice(options.get("attribution_model"), "options.attribution_model", attribution.BY_NAME, faults),
        lookback_days=_value(options, "options.lookback_days", _between(1, MAX_LOOKBACK_DAYS), faults),
        direct=_choice(options.get("direct"), "options.direct", DIRECTS, faults),
        limit=_value(options, "options.limit", _between(1, MAX_LIMIT), faults),
        offset=_value(options, "options.offset", _between(0, 10**12), faults) or 0,
        sort=_sort(options.get("sort"), columns, faults),
        format=_choice(spelled, "format", {f: f for f in FORMATS}, faults) or "json",
        wants_sql=_value(options, "options.sql", flag, faults) or False,
    )


def _object(value: object, name: str, faults: list[str]) -> Mapping[str, object]:
    """A JSON object; nothing and an empty list (PHP's spelling of an empty object) are an empty one."""
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    if value not in (None, []):
        faults.append(f"{name if ' ' in name else f'field {name!r}'} must be an object")
    return {}


def _near(name: str, known: Sequence[str]) -> str:
    """The end of a complaint about a name that we do not know."""
    by_lower = {key.lower(): key for key in known} | {key.rpartition(".")[2].lower(): key for key in known}
    if close := get_close_matches(name.strip().lower(), list(by_lower), n=1, cutoff=0.6):
        return f"; did you mean '{by_lower[close[0]]}'?"
    return f"; known are {', '.join(dict.fromkeys(known))}"


def _choice(value: object, name: str, known: Mapping[str, T], faults: list[str]) -> T | None:
    """One of the names that we know, or nothing."""
    if value is None:
        return None
    if isinstance(value, str) and value.strip() in known:
        return known[value.strip()]
    faults.append(f"field '{name}': unknown {value!r}{_near(str(value), list(known))}")
    return None


def _choices(value: object, name: str, known: Mapping[str, T], faults: list[str]) -> tuple[T, ...]:
    """A list of names that we know, each once; tools that have no lists may send the names with commas between."""
    items = [item for item in value.split(",") if item.strip()] if isinstance(value, str) else value
    if not isinstance(items, list | tuple | None):
        faults.append(f"field '{name}' must be a list of names")
        return ()
    names = [str(item).strip() for item in cast("Sequence[object]", items or ())]
    faults += [f"field '{name}': {key!r} is there twice" for key in dict.fromkeys(names) if names.count(key) > 1]
    chosen = [_choice(key, name, known, faults) for key in dict.fromkeys(names)]
    return tuple(item for item in chosen if item is not None)


def _value(fields: Mapping[str, object], path: str, read: Callable[[object], T], faults: list[str]) -> T | None:
    """One optional value; what `read` complains of completes the sentence "field 'x' …"."""
    value = fields.get(path.rpartition(".")[2])
    if value is None or value == "":
        return None
    try:
        return read(value)
    except ValueError as fault:
        faults.append(f"field '{path}' {fault}")
        return None


def _between(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        number = whole(value)
        if not least <= number <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return number

    return read


def _sort(value: object, columns: Sequence[str], faults: list[str]) -> tuple[tuple[str, bool], ...]:
    """Keys of columns of the answer, `-key` for descending: one, or several with commas or in a list."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple | None):
        faults.append("field 'options.sort' must be a column, or a list of columns, such as '-revenue'")
        return ()
    names = [str(item).strip() for item in cast("Sequence[object]", items or ())]
    known = {column: column for column in columns}
    chosen = [(_choice(name.lstrip("-+"), "options.sort", known, faults), name.startswith("-")) for name in names]
    return tuple((key, descending) for key, descending in chosen if key is not None)


def _date(value: object) -> when.When:
    """A date in words; `ValueError` completes "field 'x' …"."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        with suppress(ValueError):
            return when.read(str(value))
    raise ValueError("must be a date such as '2021-11-30', '-30 days' or 'first day of last month'")
