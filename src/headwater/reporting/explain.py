"""Why a figure is what it is: the conversions behind it, what of each counts, and the touches that earned it.

In: a question, which of its rows and metrics is meant, the account, something that runs SQL, and the time. Out: an
`Explanation`; its `sum` is that of everything listed on all pages, and equals the figure, or the term of it that is
listed. Knows no channel rules: who decided where a touch belongs is told by the caller.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog.attribution import BY_NAME
from headwater.catalog.kinds import Dimension, Measure, Metric, Model, ReportType
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.errors import Problem
from headwater.reporting import question as questions
from headwater.reporting.account import Account
from headwater.reporting.answer import Value, figure
from headwater.reporting.names import Faults, between, choice, optional, read_object
from headwater.reporting.plan import Plan, plan
from headwater.reporting.question import Question
from headwater.reporting.readers import Readers
from headwater.reporting.terms import terms_in_order
from headwater.reporting.tracing import APART, CONVERSION, trace

MOST: Final = 100
DEFAULT: Final = 20
OWN_FIELDS: Final = ("row", "metric", "model", "term", "limit", "page")


class Asked(Struct, frozen=True, kw_only=True):
    """What is to be explained: the question is of one metric and one model, by the dimensions that the row has."""

    question: Question
    row: Mapping[str, object]
    term: Measure
    limit: int
    page: int

    @property
    def metric(self) -> Metric:
        """The metric of the figure."""
        return self.question.metrics[0]


class Term(Struct, frozen=True, kw_only=True):
    """One of the sums that a figure is made of."""

    measure: Measure
    sum: Value


class Explanation(Struct, frozen=True, kw_only=True):
    """What stands behind a figure; `behind` is a page of rows by the names in `tracing`, in whole numbers."""

    asked: Asked
    plan: Plan
    figure: Value
    terms: tuple[Term, ...]
    sum: Value
    count: int
    behind: tuple[Mapping[str, Any], ...]
    sql: str
    params: Mapping[str, object]

    @property
    def model(self) -> Model:
        """The model by which credit was given."""
        return self.plan.models[0]

    def told(self, value: object) -> Value:
        """A whole number of the listed term, as money or a count."""
        return figure(self.plan, self.asked.term, value)


def parse(body: Mapping[str, object], types: Mapping[str, ReportType]) -> Asked:
    """Read what is to be explained: a v2 query and beside it `row`, `metric`, `model`, `term`, `limit`, `page`."""
    question_faults: Sequence[str] = ()
    try:
        asked = questions.parse({key: value for key, value in body.items() if key not in OWN_FIELDS}, types)
    except Problem as problem:
        question_faults = problem.errors  # the rest is checked against what its type shows by itself
        asked = questions.parse({"type": str(body.get("type")).strip()} if body.get("type") in types else _ANY, types)
    faults: Faults = [*question_faults]
    metric = _metric(asked, body, faults)
    terms = {each.key: each for each in terms_in_order(metric, asked.type)}
    term = choice(body.get("term") or None, "term", terms, faults)
    model = _model(asked, body, faults)
    said = read_object(body.get("row"), "row", faults)
    dimensions, row = _row(asked, {} if question_faults else said, faults)
    limit = optional(body, "limit", between(1, MOST), faults) or DEFAULT
    page = optional(body, "page", between(1, 10**9), faults) or 1
    if faults:
        raise Problem(*faults)
    alone = replace(
        asked,
        dimensions=dimensions,
        metrics=(metric,),
        models=(model,) if model else (),
        pruners=(),
        sort=(),
        wants_unattributed=False,
    )
    return Asked(question=alone, row=row, term=term or next(iter(terms.values())), limit=limit, page=page)


_ANY: Final = {"type": "leads"}  # where the type is wrong, the rest is checked against one


def explain(asked: Asked, account: Account, readers: Readers, now: int) -> Explanation:
    """Ask the store. `Problem` where the question is at fault; whatever the store raises passes through."""
    first = (asked.page - 1) * asked.limit
    traced = replace(plan(asked.question, account, now), is_traced=True, limit=asked.limit, offset=first)
    row = {each.field: _stored(asked.row[each.field], each, traced.decimals) for each in traced.dimensions}
    sql, params = trace(traced, row, asked.term)
    found = readers.run(account.account_id, sql, params).rows
    told, count, *rest = found[0]
    sums = dict(zip((each.key for each in traced.measures), rest, strict=False))
    terms = tuple(
        Term(measure=each, sum=figure(traced, each, sums[each.key]))
        for each in terms_in_order(asked.metric, asked.question.type)
    )
    width = 2 + len(traced.measures)
    names = APART if RELATION_BY_KEY[asked.term.source].is_apart else CONVERSION
    listed = [dict(zip(names, each[width:], strict=True)) for each in found]
    return Explanation(
        asked=asked,
        plan=traced,
        figure=figure(traced, asked.metric, told),
        terms=terms,
        sum=figure(traced, asked.term, sums[asked.term.key]),
        count=cast("int", count),
        behind=tuple(each for each in listed if each["n"] is not None),
        sql=sql,
        params=params,
    )


def in_words(metric: Metric) -> str:
    """How a metric is worked out, with the keys of what it is made of."""
    if isinstance(metric, Measure):
        if metric.middle:
            return f"median of {metric.key}"
        return f"sum of {metric.key}" if not metric.distinct else f"different values of {metric.key}"
    return metric.value.replace("{", "").replace("}", "")


def _metric(asked: Question, body: Mapping[str, object], faults: Faults) -> Metric:
    """The metric that is meant: one of the report, whether or not the question shows it."""
    known = questions.metrics_of(asked.type)
    found = choice(body.get("metric") or None, "metric", known, faults)
    if found is None and not body.get("metric"):
        faults.append(
            f"missing 'metric' field: which figure of the row; one of {', '.join(m.key for m in asked.metrics)}"
        )
    return found or asked.metrics[0]


def _model(asked: Question, body: Mapping[str, object], faults: Faults) -> Model | None:
    """The model that is meant, where the question names several; None for the account's."""
    known = {name: model for name, model in BY_NAME.items() if not asked.models or model in asked.models}
    found = choice(body.get("model") or None, "model", known, faults)
    if found is None and not body.get("model") and len(asked.models) > 1:
        faults.append(f"missing 'model' field: one of {', '.join(each.key for each in asked.models)}")
    return found or next(iter(asked.models), None)


def _row(asked: Question, row: Mapping[str, object], faults: Faults) -> tuple[tuple[Dimension, ...], dict[str, object]]:
    """The dimensions that the row says something of, and what it says; by the keys of columns, or of dimensions."""
    known = {name: each for each in asked.dimensions for name in (each.key, each.field)}
    found: dict[str, object] = {}
    for key, value in row.items():
        if not known:
            faults.append(f"field 'row' has '{key}', but the question has no dimensions: leave it out for the total")
        elif (dimension := choice(key, "row", known, faults)) is not None:
            try:
                found[dimension.field] = _read(value, dimension)
            except (ValueError, InvalidOperation):
                faults.append(f"field 'row.{key}' must be what the column shows: {_SHOWN[dimension.type]}")
    return tuple(each for each in asked.dimensions if each.field in found), found


_SHOWN: Final = {
    "STRING": "a text",
    "NUMBER": "a number",
    "CURRENCY": "an amount",
    "PERCENT": "a number",
    "DATE": "a date such as '2021-11-30'",
}


def _read(value: object, dimension: Dimension) -> object:
    """What a column shows, by its type; a date of hours is a time."""
    if value is None or dimension.type == "STRING":
        return value if value is None else str(value)
    if dimension.type == "DATE":
        said = str(value)
        return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
    number = Decimal(str(value))
    if isinstance(value, bool) or not number.is_finite():
        raise ValueError(value)
    return number


def _stored(value: object, dimension: Dimension, decimals: int) -> object:
    """A value as the store compares it."""
    if not isinstance(value, Decimal):
        return value
    number = value * 10**decimals if dimension.type == "CURRENCY" else value
    return int(number) if number == number.to_integral_value() else float(number)
