"""From a question to a plan: the account's defaults filled in, the days settled, and the measures that are needed.

In: a question, the account and the time. Out: a `Plan`, all that SQL is rendered from. Does no I/O.
"""

from string import Formatter
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct

from headwater.catalog.attribution import BY_NAME, DEFAULT
from headwater.catalog.kinds import Dimension, Formula, Measure, Metric, Model, Ratio, Relation, ReportType
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.clock import DAY
from headwater.errors import Problem
from headwater.reporting import when
from headwater.reporting.account import Account, Direct
from headwater.reporting.money import UNIT, exponent
from headwater.reporting.period import Period, default_start
from headwater.reporting.question import Question

Way: TypeAlias = Literal["whole", "picked", "shared", "included"]

_ONE_TOUCH = ("i = 1", "i = n")


class Plan(Struct, frozen=True, kw_only=True):
    """Everything decided; the same plan renders to the same SQL."""

    report: ReportType
    dimensions: tuple[Dimension, ...]
    metrics: tuple[Metric, ...]  # as asked, in the order of columns
    measures: tuple[Measure, ...]  # all that must be added up for them
    unattributed: tuple[Measure, ...]  # of these, what is told of conversions without a touch
    conversions: Relation
    facts: tuple[Relation, ...]
    model: Model
    direct: Direct
    lookback: int | None  # microseconds
    period: Period
    decimals: int  # of the account's currency
    sort: tuple[tuple[str, bool], ...]
    limit: int | None
    offset: int

    @property
    def touch_dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions that credit is needed for."""
        return tuple(dimension for dimension in self.dimensions if dimension.source == "touch")

    @property
    def way(self) -> Way:
        """How values get to rows: whole (no touch is asked about), to one picked touch, shared, or by inclusion."""
        if not self.touch_dimensions:
            return "picked" if self.unattributed else "whole"
        if self.model.inclusion:
            return "included"
        return "picked" if self.model.weight in _ONE_TOUCH else "shared"

    def metric(self, key: str) -> Metric:
        """The metric of this report that a formula or a ratio names."""
        return next(metric for metric in self.report.metrics if metric.key == key)

    def unit(self, metric: Metric) -> int:
        """How many of the whole numbers that are added up make one: minor units of money, or shares of a count."""
        return 10**self.decimals if metric.type == "CURRENCY" else UNIT

    def is_additive(self, metric: Metric) -> bool:
        """Whether the metric's rows sum to its total."""
        return self.way != "included" or isinstance(metric, Ratio)


def plan(question: Question, account: Account, now: int) -> Plan:
    """Settle everything. `Problem` if the range is none."""
    by_key = {metric.key: metric for metric in question.type.metrics}
    unattributed = question.type.unattributed if question.wants_unattributed else ()
    needed = {key for metric in question.metrics for key in _terms(metric, by_key)} | set(unattributed)
    measures = tuple(m for m in question.type.metrics if isinstance(m, Measure) and m.key in needed)
    sources = dict.fromkeys(measure.source for measure in measures if measure.source != question.type.conversions)
    lookback = account.lookback_days if question.lookback_days is None else question.lookback_days
    return Plan(
        report=question.type,
        dimensions=question.dimensions,
        metrics=question.metrics,
        measures=measures,
        unattributed=tuple(m for key in unattributed for m in measures if m.key == key),
        conversions=RELATION_BY_KEY[question.type.conversions],
        facts=tuple(RELATION_BY_KEY[source] for source in sources),
        model=question.model or BY_NAME.get(account.attribution_model) or BY_NAME[DEFAULT],
        direct=question.direct or account.direct,
        lookback=None if lookback is None else lookback * DAY,
        period=_period(question, account, now),
        decimals=exponent(account.currency),
        sort=question.sort,
        limit=question.limit,
        offset=question.offset,
    )


def _terms(metric: Metric, by_key: dict[str, Metric]) -> set[str]:
    """The keys of the measures that a metric is made of."""
    if isinstance(metric, Measure):
        return {metric.key}
    if isinstance(metric, Formula):
        return {name for _, name, _, _ in Formatter().parse(metric.value) if name}
    return _terms(by_key[metric.numerator], by_key) | _terms(by_key[metric.denominator], by_key)


MAX_POINTS = 5_000
_DAYS = {"day": 1, "week": 7, "month": 28}


def _period(question: Question, account: Account, now: int) -> Period:
    """The range in days of the account's time zone; by default the last thirty days, today included."""
    zone, faults = ZoneInfo(account.timezone), list[str]()
    today = when.read("today").day(now, zone)
    try:
        end = question.end.day(now, zone) if question.end else today
    except ValueError as fault:
        faults.append(f"field 'date_range.end': {fault}")
        end = today
    try:
        start = question.start.day(now, zone) if question.start else default_start(end)
    except ValueError as fault:
        faults.append(f"field 'date_range.start': {fault}")
        start = end
    if start > end:
        faults.append(f"field 'date_range.start' ({start}) must not be after 'date_range.end' ({end})")
    is_by_date = any(dimension.key == "date" for dimension in question.dimensions)
    if is_by_date and (end - start).days / _DAYS[question.scale] > MAX_POINTS:
        faults.append(f"field 'date_range': more than {MAX_POINTS} dates: ask for a shorter range or a longer 'scale'")
    if faults:
        raise Problem(*faults)
    week = account.week_start
    return Period(start=start, end=end, scale=question.scale, timezone=account.timezone, week_start=week)
