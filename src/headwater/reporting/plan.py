"""From a question to a plan: the account's defaults filled in, the days settled, and the measures that are needed.

In: a question, the account and the time. Out: a `Plan`, all that SQL is rendered from. Does no I/O.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog.attribution import BY_NAME, DEFAULT, HALF_LIFE_DAYS
from headwater.catalog.dimensions import BY_KEY as BY_DIMENSION
from headwater.catalog.filters import BY_KEY as OPERATORS
from headwater.catalog.kinds import Dimension, Measure, Metric, Model, Ratio, Relation, ReportType
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.clock import DAY
from headwater.errors import Problem
from headwater.reporting import conditions, when
from headwater.reporting.account import Account, Direct
from headwater.reporting.conditions import Condition, Test
from headwater.reporting.money import UNIT, exponent
from headwater.reporting.period import Period, default_start
from headwater.reporting.question import Comparison, Question, column_key, narrowed
from headwater.reporting.stages import Stage
from headwater.reporting.terms import check_told, terms_in_order, terms_of

Way: TypeAlias = Literal["whole", "picked", "shared"]

_ONE_TOUCH = ("i = 1", "i = n")
_OF_TOUCHES = ("touch", "view", "advert")
MAX_POINTS = 5_000
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}


class Plan(Struct, frozen=True, kw_only=True):
    """Everything decided; the same plan renders to the same SQL."""

    report: ReportType
    dimensions: tuple[Dimension, ...]
    metrics: tuple[Metric, ...]  # as asked, in the order of columns
    measures: tuple[Measure, ...]  # all that must be added up for them
    unattributed: tuple[Measure, ...]  # of these, what is told of conversions without a touch
    conversions: Relation | None
    facts: tuple[Relation, ...]
    apart: tuple[Relation, ...]
    models: tuple[Model, ...]
    filters: tuple[Condition, ...]  # all must hold
    pruners: tuple[Condition, ...]
    stages: tuple[Stage, ...]  # of funnels
    test_people: tuple[str, ...]
    direct: Direct
    lookback: int | None  # microseconds
    half_life: int  # days
    now: int
    period: Period
    currency: str  # the account's
    sort: tuple[tuple[str, bool], ...]
    limit: int | None
    offset: int
    is_traced: bool = False  # every share of every touch is told, also where rows need less

    @property
    def decimals(self) -> int:
        """How many decimals money has."""
        return exponent(self.currency)

    @property
    def of_conversions(self) -> tuple[Measure, ...]:
        """The measures that conversions and facts about them have."""
        return tuple(measure for measure in self.measures if not RELATION_BY_KEY[measure.source].is_apart)

    def of_apart(self, relation: Relation) -> tuple[Measure, ...]:
        """The measures of rows that stand apart."""
        return tuple(measure for measure in self.measures if measure.source == relation.key)

    @property
    def fields(self) -> tuple[Dimension, ...]:
        """What rows are broken down by, and what filters ask about."""
        tested = (test.field for test in conditions.tests(*self.filters))
        return (*self.dimensions, *(field for field in tested if isinstance(field, Dimension)))

    def rows_of(self, relation: Relation) -> Relation:
        """Where the rows of a relation apart are read from: with their touch if that is asked about."""
        is_by_touch = any(each.source in _OF_TOUCHES for each in self.fields)
        return RELATION_BY_KEY[relation.with_touch] if relation.with_touch and is_by_touch else relation

    @property
    def is_by_touch(self) -> bool:
        """Whether rows, or which of them count, depend on the touches that earn credit."""
        fields = [test.field for test in conditions.tests(*self.late_filters)]
        by_touch = any(dimension.source in _OF_TOUCHES for dimension in self.dimensions)
        return self.is_traced or bool(fields) or by_touch

    @property
    def early_filters(self) -> tuple[Condition, ...]:
        """The filters that choose conversions, whatever touch earned credit."""
        return tuple(each for each in conditions.conjuncts(self.filters) if not _is_late(each))

    @property
    def late_filters(self) -> tuple[Condition, ...]:
        """The filters that choose among what touches earned."""
        only = BY_DIMENSION[self.report.only] if self.report.only else None
        chosen = (Test(only, OPERATORS["is_set"], ()),) if only else ()
        return chosen + tuple(each for each in conditions.conjuncts(self.filters) if _is_late(each))

    @property
    def sharing(self) -> tuple[Model, ...]:
        """The models whose credits sum to one."""
        return tuple(model for model in self.models if not (model.inclusion and self.is_by_touch))

    @property
    def including(self) -> tuple[Model, ...]:
        """The models that count a conversion in full in every row."""
        return tuple(model for model in self.models if model.inclusion and self.is_by_touch)

    @property
    def way(self) -> Way:
        """How values get to rows: whole (no touch is asked about), to one picked touch, or shared."""
        if not self.is_by_touch:
            is_asked = self.unattributed or any(measure.touched for measure in self.measures)
            return "picked" if is_asked else "whole"
        is_one = len(self.models) == 1 and self.models[0].weight in _ONE_TOUCH and not self.is_traced
        return "picked" if is_one else "shared"

    def metric(self, key: str) -> Metric:
        """The metric of this report that a formula or a ratio names."""
        return next(metric for metric in self.report.metrics if metric.key == key)

    def unit(self, metric: Metric) -> int:
        """How many of the whole numbers that are added up make one: minor units of money, or shares of a count."""
        return 10**self.decimals if metric.type == "CURRENCY" else UNIT

    @property
    def levels(self) -> tuple[Measure, ...]:
        """The measures that by date are what has come together so far."""
        is_by_date = any(dimension.key == "date" for dimension in self.dimensions)
        return tuple(measure for measure in self.measures if measure.stock and is_by_date)

    def key(self, metric: Metric, model: Model) -> str:
        """The key of a metric's column."""
        return column_key(metric, model, self.models)

    def terms(self, metric: Metric) -> tuple[Measure, ...]:
        """The measures that a metric is made of."""
        return terms_in_order(metric, self.report)

    def is_additive(self, metric: Metric, model: Model) -> bool:
        """Whether the metric's rows sum to its total."""
        if isinstance(metric, Ratio):
            return True
        measures = self.terms(metric)
        if any(m.distinct or m.middle or m in self.levels or RELATION_BY_KEY[m.source].whole for m in measures):
            return False
        of_conversions = any(measure in self.of_conversions for measure in measures)
        return not (of_conversions and model in self.including) and not any(each.many for each in self.dimensions)


def plan(question: Question, account: Account, now: int) -> Plan:
    """Settle everything. `Problem` if the range is none, or a metric cannot be told by a dimension."""
    question = narrowed(question, account.sight)
    report = question.type
    unattributed = _unattributed(question)
    measures = _measures(question, unattributed)
    sources = [RELATION_BY_KEY[key] for key in dict.fromkeys(measure.source for measure in measures)]
    lookback = account.lookback_days if question.lookback_days is None else question.lookback_days
    check_told(question, {metric.key: metric for metric in report.metrics})
    settled = _settler(question, account, now)

    return Plan(
        report=report,
        dimensions=question.dimensions,
        metrics=question.metrics,
        measures=measures,
        unattributed=tuple(m for key in unattributed for m in measures if m.key == key),
        conversions=RELATION_BY_KEY[report.conversions] if report.conversions else None,
        facts=tuple(each for each in sources if each.key != report.conversions and not each.is_apart),
        apart=tuple(each for each in sources if each.is_apart),
        models=question.models or (BY_NAME.get(account.attribution_model) or BY_NAME[DEFAULT],),
        filters=settled(question.filters),
        pruners=settled(question.pruners),
        stages=tuple(replace(each, filters=settled(each.filters)) for each in question.stages),
        test_people=account.test_people,
        direct=question.direct or account.direct,
        lookback=None if lookback is None else lookback * DAY,
        half_life=question.half_life_days or HALF_LIFE_DAYS,
        now=now,
        period=_period(question, account, now),
        currency=account.currency,
        sort=question.sort,
        limit=question.limit,
        offset=question.offset,
    )


def compared(comparison: Comparison, period: Period, now: int) -> Period:
    """The range that a range is compared with. `Problem` if it is none."""
    if comparison == "previous_period":
        return period.before()
    if comparison == "previous_year":
        return period.year_before()
    try:
        start, end = (each.day(now, period.zone) for each in comparison)
    except ValueError as fault:
        raise Problem(f"field 'compare': {fault}") from fault
    if start > end:
        raise Problem(f"field 'compare.start' ({start}) must not be after 'compare.end' ({end})")
    return replace(period, start=start, end=end)


def _measures(question: Question, unattributed: Iterable[str]) -> tuple[Measure, ...]:
    """All that must be added up, in the order of listings."""
    by_key = {metric.key: metric for metric in question.type.metrics}
    needed = {key for metric in question.metrics for key in terms_of(metric, by_key)} | set(unattributed)
    return tuple(m for m in question.type.metrics if isinstance(m, Measure) and m.key in needed)


def _unattributed(question: Question) -> tuple[str, ...]:
    """What is told of conversions without a touch, unless conversions are not what the question is about."""
    report = question.type
    asked = (*question.dimensions, *(test.field for test in conditions.tests(*question.filters)))
    fields = [each for each in asked if isinstance(each, Dimension)]
    has_all = all(RELATION_BY_KEY[report.conversions].has(each) for each in fields) if report.unattributed else False
    return report.unattributed if question.wants_unattributed and has_all else ()


def _is_late(condition: Condition) -> bool:
    fields = (test.field for test in conditions.tests(condition))
    return any(isinstance(each, Dimension) and each.source in (*_OF_TOUCHES, "journey") for each in fields)


def _settler(question: Question, account: Account, now: int) -> Callable[[Iterable[Condition]], tuple[Condition, ...]]:
    """What makes the values of conditions those that the store compares."""
    zone, decimals = ZoneInfo(account.timezone), exponent(account.currency)

    def settle(test: Test) -> tuple[object, ...]:
        told = when.When.hour if (test.field.key, question.scale) == ("date", "hour") else when.When.day
        return tuple(_settled(value, test, decimals, lambda said: told(said, now, zone)) for value in test.values)

    def settled(found: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(conditions.settled(each, settle) for each in found)

    return settled


def _settled(value: object, test: Test, decimals: int, told: Callable[[when.When], date]) -> object:
    """A value as the store compares it, dates as `told`; of columns, money stays in major units."""
    if isinstance(value, when.When):
        try:
            return told(value)
        except ValueError as fault:
            raise Problem(f"field 'filters': {fault}") from fault
    if isinstance(value, Decimal) and isinstance(test.field, Dimension) and test.field.type == "CURRENCY":
        value *= 10**decimals
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


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
