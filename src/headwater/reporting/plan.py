"""From a question to a plan: the account's defaults filled in, the days settled, and the measures that are needed.

In: a question, the account and the time. Out: a `Plan`, all that SQL is rendered from. Does no I/O.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from string import Formatter
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog.attribution import BY_NAME, DEFAULT, HALF_LIFE_DAYS
from headwater.catalog.dimensions import BY_KEY as BY_DIMENSION
from headwater.catalog.filters import BY_KEY as OPERATORS
from headwater.catalog.kinds import Dimension, Formula, Measure, Metric, Model, Ratio, Relation, ReportType
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.clock import DAY
from headwater.errors import Problem
from headwater.reporting import conditions, when
from headwater.reporting.account import Account, Direct
from headwater.reporting.conditions import Condition, Test
from headwater.reporting.money import UNIT, exponent
from headwater.reporting.period import Period, default_start
from headwater.reporting.question import Comparison, Question, column_key
from headwater.reporting.stages import Stage

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
    decimals: int  # of the account's currency
    sort: tuple[tuple[str, bool], ...]
    limit: int | None
    offset: int

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
        return bool(fields) or any(dimension.source in _OF_TOUCHES for dimension in self.dimensions)

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
        return "picked" if len(self.sharing) == 1 and self.sharing[0].weight in _ONE_TOUCH else "shared"

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
        by_key = {each.key: each for each in self.report.metrics}
        return tuple(measure for measure in self.measures if measure.key in _terms(metric, by_key))

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
    report = question.type
    unattributed = _unattributed(question)
    measures = _measures(question, unattributed)
    sources = [RELATION_BY_KEY[key] for key in dict.fromkeys(measure.source for measure in measures)]
    lookback = account.lookback_days if question.lookback_days is None else question.lookback_days
    zone, decimals = ZoneInfo(account.timezone), exponent(account.currency)
    _check_apart(question, sources)

    def settled(found: Iterable[Condition]) -> tuple[Condition, ...]:
        def settle(test: Test) -> tuple[object, ...]:
            return tuple(_settled(value, test, decimals, now, zone) for value in test.values)

        return tuple(conditions.settled(each, settle) for each in found)

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
        decimals=decimals,
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
    needed = {key for metric in question.metrics for key in _terms(metric, by_key)} | set(unattributed)
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


def _terms(metric: Metric, by_key: Mapping[str, Metric]) -> set[str]:
    """The keys of the measures that a metric is made of."""
    if isinstance(metric, Measure):
        return {metric.key}
    if isinstance(metric, Formula):
        named = {name for _, name, _, _ in Formatter().parse(metric.value) if name}
        return {key for name in named for key in _terms(by_key[name], by_key)}
    return _terms(by_key[metric.numerator], by_key) | _terms(by_key[metric.denominator], by_key)


def _check_apart(question: Question, sources: Iterable[Relation]) -> None:
    """What is counted apart from conversions has no more dimensions than it has; a silent nothing would be a lie."""
    by_key = {metric.key: metric for metric in question.type.metrics}
    fields = {test.field for test in conditions.tests(*question.filters) if isinstance(test.field, Dimension)}
    faults = [
        f"metric '{metric.key}' cannot be told by '{dimension.key}': leave one of them out"
        for relation in sources
        for dimension in (*question.dimensions, *sorted(fields, key=lambda each: each.key))
        if not relation.has(dimension)
        for metric in question.metrics
        if any(isinstance(m := by_key[key], Measure) and m.source == relation.key for key in _terms(metric, by_key))
    ]
    if faults:
        raise Problem(*dict.fromkeys(faults))


def _settled(value: object, test: Test, decimals: int, now: int, zone: ZoneInfo) -> object:
    """A value as the store compares it; of columns, money stays in major units."""
    if isinstance(value, when.When):
        try:
            return value.day(now, zone)
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
