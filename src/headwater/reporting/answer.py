"""The answer to a question: fields, rows, totals, and what no touch led to, as plain numbers.

In: a question, the account, something that runs SQL, and the time. Out: an `Answer`, the same for every surface; how it
is spelled for HTTP, CSV or a terminal is the business of `query`, `report`, `export` and `text`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias, cast

from msgspec import Struct

from headwater.catalog.kinds import Aggregation, Metric, Ratio, Type
from headwater.reporting.account import Account
from headwater.reporting.money import quotient, ratio
from headwater.reporting.period import Period
from headwater.reporting.plan import Plan, plan
from headwater.reporting.question import Question
from headwater.reporting.readers import Readers
from headwater.reporting.render import render

Value: TypeAlias = str | int | float | None


class Field(Struct, frozen=True, kw_only=True):
    """One column: its key, how it reads, and whether rows may be added up."""

    name: str
    key: str
    type: Type
    aggregation: Aggregation | None
    additive: bool = True


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
    sql: str
    params: Mapping[str, object]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All columns, in order."""
        return self.dimensions + self.metrics


def answer(question: Question, account: Account, readers: Readers, now: int) -> Answer:
    """Ask the store. `Problem` where the question is at fault; whatever the store raises passes through."""
    planned = plan(question, account, now)
    sql, params = render(planned)
    (total, *rows) = readers.run(account.account_id, sql, params).rows
    width = len(planned.dimensions)
    start = 1 + (width > 0)
    told = slice(start + width, start + width + len(planned.metrics))
    figures = _figures(planned, total[told])
    unattributed = total[told.stop :]
    return Answer(
        question=question,
        period=planned.period,
        decimals=planned.decimals,
        dimensions=tuple(Field(name=d.name, key=d.field, type=d.type, aggregation=None) for d in planned.dimensions),
        metrics=tuple(_field(planned, metric) for metric in planned.metrics),
        rows=tuple(_row(planned, row[start : told.stop]) for row in rows) if width else (figures,),
        row_count=cast("int", total[1]) if width else 1,
        totals=figures,
        unattributed=_unattributed(planned, unattributed) if planned.unattributed else None,
        sql=sql,
        params=params,
    )


def _field(planned: Plan, metric: Metric) -> Field:
    return Field(
        name=metric.name,
        key=metric.key,
        type=metric.type,
        aggregation=metric.aggregation,
        additive=planned.is_additive(metric),
    )


def _row(planned: Plan, row: Sequence[object]) -> tuple[Value, ...]:
    width = len(planned.dimensions)
    names = (value.isoformat() if isinstance(value, date) else cast("Value", value) for value in row[:width])
    return (*names, *_figures(planned, row[width:]))


def _figures(planned: Plan, values: Sequence[object]) -> tuple[Value, ...]:
    return tuple(_figure(planned, metric, value) for metric, value in zip(planned.metrics, values, strict=True))


def _figure(planned: Plan, metric: Metric, value: object) -> Value:
    """Whole numbers of the store become money and counts; ratios are rounded for their type."""
    if value is None:
        return None
    if isinstance(metric, Ratio):
        return ratio(cast("float", value))
    return quotient(cast("int", value), planned.unit(metric))


def _unattributed(planned: Plan, values: Sequence[object]) -> dict[str, Value]:
    pairs = zip(planned.unattributed, values, strict=True)
    return {measure.key: _figure(planned, measure, value) for measure, value in pairs}
