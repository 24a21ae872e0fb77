"""The answer to a question: fields, rows, totals, and what no touch led to, as plain numbers.

In: a question, the account, something that runs SQL, and the time. Out: an `Answer`, the same for every surface; how it
is spelled for HTTP, CSV or a terminal is the business of `query`, `report`, `export` and `text`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog.kinds import Aggregation, Dimension, Metric, Model, Type
from headwater.errors import Problem
from headwater.reporting.account import Account
from headwater.reporting.money import quotient, ratio
from headwater.reporting.period import Period, label
from headwater.reporting.plan import Plan, compared, plan
from headwater.reporting.question import Question
from headwater.reporting.readers import Readers
from headwater.reporting.render import is_exact, render

Value: TypeAlias = str | int | float | None
MAX_ROWS = 100_000
NARROW = "ask for a shorter period, fewer dimensions, add a filter, or page with 'options.limit' and 'options.offset'"


class Field(Struct, frozen=True, kw_only=True):
    """One column: its key, how it reads, and whether rows may be added up."""

    name: str
    key: str
    type: Type
    aggregation: Aggregation | None
    additive: bool = True
    model: str | None = None  # where several models stand side by side


class Answer(Struct, frozen=True, kw_only=True):
    """Rows are in the order of `fields`, dimensions first. A ratio that divides by zero is None.

    Money is in major units, percentages run to 100, dates are `YYYY-MM-DD`.
    """

    question: Question
    period: Period
    decimals: int  # of the account's currency
    dimensions: tuple[Field, ...]
    metrics: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    row_count: int  # before `limit` and `offset`
    totals: tuple[Value, ...]  # in the order of `metrics`
    unattributed: Mapping[str, Value] | None  # None where it was not asked for
    comparison: "Answer | None" = None  # the same question about another range
    sql: str
    params: Mapping[str, object]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All columns, in order."""
        return self.dimensions + self.metrics


def answer(question: Question, account: Account, readers: Readers, now: int) -> Answer:
    """Ask the store. `Problem` where the question is at fault; whatever the store raises passes through."""
    planned = plan(question, account, now)
    told = _ask(question, planned, account, readers)
    if question.compare is None:
        return told
    other = replace(planned, period=compared(question.compare, planned.period, now), limit=None, offset=0)
    return replace(told, comparison=_ask(question, other, account, readers))


def _ask(question: Question, planned: Plan, account: Account, readers: Readers) -> Answer:
    sql, params = render(planned)
    (total, *rows) = readers.run(account.account_id, sql, params).rows
    width = len(planned.dimensions)
    if len(rows) > MAX_ROWS:
        raise Problem(f"the answer has more than {MAX_ROWS:,} rows: {NARROW}")
    start = 1 + (width > 0)
    columns = [(metric, model) for metric in planned.metrics for model in planned.models]
    told = slice(start + width, start + width + len(columns))
    figures = _figures(planned, total[told])
    return Answer(
        question=question,
        period=planned.period,
        decimals=planned.decimals,
        dimensions=tuple(Field(name=d.name, key=d.field, type=d.type, aggregation=None) for d in planned.dimensions),
        metrics=tuple(_field(planned, metric, model) for metric, model in columns),
        rows=tuple(_row(planned, row[start : told.stop]) for row in rows) if width else (figures,),
        row_count=cast("int", total[1]) if width else 1,
        totals=figures,
        unattributed=_unattributed(planned, total[told.stop :]) if planned.unattributed else None,
        sql=sql,
        params=params,
    )


def _field(planned: Plan, metric: Metric, model: Model) -> Field:
    is_alone = len(planned.models) == 1
    return Field(
        name=metric.name if is_alone else f"{metric.name}, {model.name}",
        key=planned.key(metric, model),
        type=metric.type,
        aggregation=metric.aggregation,
        additive=planned.is_additive(metric, model),
        model=None if is_alone else model.key,
    )


def _row(planned: Plan, row: Sequence[object]) -> tuple[Value, ...]:
    width = len(planned.dimensions)
    names = (_name(planned, d, value) for d, value in zip(planned.dimensions, row[:width], strict=True))
    return (*names, *_figures(planned, row[width:]))


def _name(planned: Plan, dimension: Dimension, value: object) -> Value:
    """What a row shows under a dimension."""
    if isinstance(value, date):
        return label(value)
    if dimension.type == "CURRENCY" and isinstance(value, int):
        return quotient(value, 10**planned.decimals)
    return cast("Value", value)


def _figures(planned: Plan, values: Sequence[object]) -> tuple[Value, ...]:
    metrics = [metric for metric in planned.metrics for _ in planned.models]
    return tuple(figure(planned, metric, value) for metric, value in zip(metrics, values, strict=True))


def figure(planned: Plan, metric: Metric, value: object) -> Value:
    """Whole numbers of the store become money and counts; ratios are rounded for their type."""
    if value is None:
        return None
    if not is_exact(metric):
        return ratio(cast("float", value))
    return quotient(cast("int", value), planned.unit(metric))


def _unattributed(planned: Plan, values: Sequence[object]) -> dict[str, Value]:
    pairs = zip(planned.unattributed, values, strict=True)
    return {measure.key: figure(planned, measure, value) for measure, value in pairs}
