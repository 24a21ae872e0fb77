"""From a plan to SQL: one statement of named steps, each with a comment, and its parameters.

Pure: the same plan gives the same text, and what a user sent is only ever bound, never written into it. The steps are
`sql/*.sql` files; `credit` has those that share conversions among touches, `sums` those that add up, this module those
that choose conversions and tell the answer.
"""

import re
from datetime import datetime
from fractions import Fraction
from string import Formatter

from headwater.catalog.kinds import Dimension, Formula, Measure, Metric, Model, Ratio, Relation
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.clock import to_datetime
from headwater.reporting import cohorts, credit, funnel
from headwater.reporting.conditions import Condition, Group, Test, tests
from headwater.reporting.naming import Namer, joined, relations, with_needs
from headwater.reporting.plan import Plan
from headwater.reporting.steps import Step, columns, name, relation, step
from headwater.reporting.sums import TOUCHED, Sums, unattributed


def render(plan: Plan) -> tuple[str, dict[str, object]]:
    """The SQL of a plan and its named parameters.

    Columns: is_total, then row_count and the dimensions if there are any, the metrics as asked, each for every model,
    and `unattributed_…`. Measures and exact formulas are whole numbers (see `Plan.unit`), ratios are doubles, NULL
    where they divide by zero. The row of the totals comes first.
    """
    namer = Namer(plan)
    conversions = plan.conversions if plan.of_conversions or not plan.apart else None
    steps = (funnel.steps(namer) if plan.stages else cohorts.steps(namer)) + _beside(plan)
    if conversions is not None:
        steps += _chosen(namer, conversions)
        steps += [relation(fact.key, fact) for fact in plan.facts if fact.key != "journeys"]
        if plan.way != "whole" or plan.including or _journeys(plan):
            steps += credit.steps(plan, credit.Wants(touch=_wants_touch(plan), journeys=_journeys(plan)))
        steps += [_worth(namer, conversions), *_spread(namer, conversions), *_kept(namer, conversions)]
    steps += [*Sums(namer, conversions).steps(), _figures(plan)]
    text = "WITH\n" + ",\n".join(found.text for found in steps) + "\n" + _answer(namer)
    named = sorted(set(re.findall(r"\$(\w+)", text)))
    values = _parameters(plan, has_offsets="offset_0" in named) | namer.values
    return text, {key: values[key] for key in named}


def _beside(plan: Plan) -> list[Step]:
    """What dimensions, filters and rows apart read, whatever converts."""
    found = {each.key: each for each in relations(plan.dimensions, (*plan.early_filters, *plan.late_filters))}
    for fact in plan.facts:
        for key in fact.needs:
            with_needs(RELATION_BY_KEY[key], found)
    for each in plan.apart:
        with_needs(plan.rows_of(each), found)
    return [relation(each.key, each) for each in found.values()]


def _chosen(namer: Namer, conversions: Relation) -> list[Step]:
    """The conversions that the filters let in."""
    plan = namer.plan
    tested = plan.early_filters
    if not tested and not plan.test_people:
        return [relation("conversions", conversions, is_shared=True)]
    conditions = [namer.all_of(tested, conversions)] if tested else []
    conditions += [namer.no_test_people()] if plan.test_people else []
    joins = joined((), tested, ("conversion",))
    chosen = step("conversions", "chosen", joins=joins, conditions="\n  AND ".join(conditions), is_shared=True)
    return [relation("found", conversions), chosen]


def _wants_touch(plan: Plan) -> bool:
    fields = [*plan.dimensions, *(test.field for test in tests(*plan.late_filters))]
    return any(isinstance(each, Dimension) and each.source == "view" for each in fields)


def _journeys(plan: Plan) -> tuple[str, ...]:
    """What is told of all touches of a conversion."""
    fields = [*plan.dimensions, *(test.field for test in tests(*plan.filters))]
    asked = {each.value: None for each in fields if isinstance(each, Dimension) and each.source == "journey"}
    asked |= {measure.value: None for measure in plan.measures if measure.source == "journeys"}
    return tuple(f"{_JOURNEYS[value]} AS {value.removeprefix('journey.')}" for value in asked)


def _worth(namer: Namer, conversions: Relation) -> Step:
    """Per conversion, all that is added up, and the dimensions that it has by itself."""
    plan = namer.plan
    own = [each for each in plan.dimensions if each.source in ("conversion", "journey") and not each.many]
    sources = dict.fromkeys([f"{fact.key} USING ({fact.by})" for fact in plan.facts if fact.key != "journeys"])
    if _journeys(plan):
        sources["journeys AS journey USING (conversion_id)"] = None
    joins = joined(own, (), ("conversion",))
    joins += "".join(f"\nLEFT JOIN {source}" for source in sources if f"LEFT JOIN {source}" not in joins)
    names = [namer.named(dimension, conversions) for dimension in own]
    values = [
        f"CAST({_value(conversions, measure)} AS BIGINT) AS {name(measure.key)}" for measure in plan.of_conversions
    ]
    is_shared = bool(plan.including) or any(each.many for each in plan.dimensions)
    return step("worth", columns=columns("conversion_id", *names, *values), joins=joins, is_shared=is_shared)


def _value(conversions: Relation, measure: Measure) -> str:
    """A fact that a conversion lacks counts as 0."""
    return measure.value if measure.source == conversions.key else f"coalesce({measure.value}, 0)"


def _spread(namer: Namer, conversions: Relation) -> list[Step]:
    """The dimensions of which a conversion can have several values."""
    many = [dimension for dimension in namer.plan.dimensions if dimension.many]
    names = [namer.named(dimension, conversions) for dimension in many]
    joins = joined(many, (), ("conversion",), many=True)
    return [step("spread", columns=columns("conversion_id", *names), joins=joins)] if many else []


def _kept(namer: Namer, conversions: Relation) -> list[Step]:
    """What touches earned, of which the filters let in."""
    plan = namer.plan
    if not plan.late_filters:
        return []
    joins = joined((), plan.late_filters, (*TOUCHED, "journey", "conversion"))
    conditions = namer.all_of(plan.late_filters, conversions)
    found: list[Step] = []
    if plan.sharing:
        earned, side = ("picked", "RIGHT JOIN") if plan.way == "picked" else ("shares", "JOIN")
        found.append(step("kept", credits=f"{earned} AS credit", side=side, joins=joins, conditions=conditions))
    if plan.including:
        earned = "(SELECT conversion_id, origin_id, id AS touch_id FROM eligible) AS credit"
        found.append(step("kept_in_full", "kept", credits=earned, side="JOIN", joins=joins, conditions=conditions))
    return found


def _figures(plan: Plan) -> Step:
    asked = [
        f"{_metric(plan, metric, model)} AS {name(plan.key(metric, model))}"
        for metric in plan.metrics
        for model in plan.models
    ]
    fields = [name(dimension.field) for dimension in plan.dimensions]
    missed = [unattributed(measure) for measure in plan.unattributed]
    return step("figures", columns=columns("is_total", *fields, *asked, *missed))


def _answer(namer: Namer) -> str:
    plan = namer.plan
    order = ", ".join([f"{name(key)}{' DESC' if descending else ''} NULLS LAST" for key, descending in _order(plan)])
    pruned = " AND ".join(_column_condition(namer, each) for each in plan.pruners)
    where = f"\nWHERE is_total OR ({pruned})" if pruned else ""
    qualify = ""
    if plan.dimensions and (plan.limit is not None or plan.offset):
        page = "> $offset" if plan.limit is None else "BETWEEN $offset + 1 AND $last"
        qualify = f"\nQUALIFY is_total OR row_number() OVER (PARTITION BY is_total ORDER BY {order}) {page}"
    fields = [name(dimension.field) for dimension in plan.dimensions]
    listed = columns("is_total", "count(*) OVER () - 1 AS row_count", "* EXCLUDE (is_total)") if fields else "*"
    return step("answer", columns=listed, where=where, qualify=qualify, order=f"is_total DESC, {order}").body + "\n"


def _column_condition(namer: Namer, condition: Condition) -> str:
    """A pruner: a condition over columns of the answer."""
    if isinstance(condition, Group):
        parts = [_column_condition(namer, part) for part in condition.parts]
        word = " OR " if condition.way == "any" else " AND "
        return f"{'NOT ' * (condition.way == 'not')}({word.join(parts)})"
    key = condition.field.key
    metrics = {namer.plan.key(metric, model): metric for metric in namer.plan.metrics for model in namer.plan.models}
    return namer.compared(_in_units(namer.plan, condition, metrics.get(key)), name(key))


def _in_units(plan: Plan, test: Test, metric: Metric | None) -> Test:
    """A test of a metric, its values in the whole numbers that are added up."""
    if metric is None or not is_exact(metric):
        return test
    unit = plan.unit(metric)
    values = (value * unit if isinstance(value, int | float) else value for value in test.values)
    return Test(test.field, test.operator, tuple(values))


def _order(plan: Plan) -> tuple[tuple[str, bool], ...]:
    """As asked, or the greatest first (dates: the earliest); rows that are alike by their names, so that pages hold."""
    fields = tuple((dimension.field, False) for dimension in plan.dimensions)
    by_date = bool(plan.dimensions) and plan.dimensions[0].type == "DATE"
    asked = plan.sort or (
        fields if by_date or plan.report.always else ((plan.key(plan.metrics[0], plan.models[0]), True),)
    )
    return asked + tuple(field for field in fields if field[0] not in {key for key, _ in asked})


def is_exact(metric: Metric) -> bool:
    """Whether a metric is told in whole numbers of its unit, and not as a double."""
    if isinstance(metric, Measure):
        return True
    return isinstance(metric, Formula) and not set(metric.value) & set("*/.")


def _metric(plan: Plan, metric: Metric, model: Model) -> str:
    """A metric as SQL over sums."""
    if isinstance(metric, Measure):
        return name(plan.key(metric, model))
    if isinstance(metric, Ratio):
        return _ratio(plan, metric, model)
    named = {field for _, field, _, _ in Formatter().parse(metric.value) if field}
    if is_exact(metric):
        return f"({metric.value.format_map({key: _metric(plan, plan.metric(key), model) for key in named})})"
    value = metric.value.format_map({key: _major(plan, plan.metric(key), model) for key in named})
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def _major(plan: Plan, metric: Metric, model: Model) -> str:
    """A metric as a number that reads as it is told, for arithmetic."""
    value = _metric(plan, metric, model)
    return f"({value})" if not is_exact(metric) else f"({value}::DOUBLE / {plan.unit(metric)})"


def _ratio(plan: Plan, metric: Ratio, model: Model) -> str:
    above, below = plan.metric(metric.numerator), plan.metric(metric.denominator)
    factor = Fraction(metric.times * plan.unit(below), metric.per * plan.unit(above))
    times = f" * {factor.numerator}" if factor.numerator != 1 else ""
    per = f" * {factor.denominator}" if factor.denominator != 1 else ""
    return f"{_metric(plan, above, model)}::DOUBLE{times} / nullif({_metric(plan, below, model)}{per}, 0)"


def _parameters(plan: Plan, *, has_offsets: bool) -> dict[str, object]:
    """Every value that a step may name; the zone's offsets take a look at every day, so only where they are named."""
    values: dict[str, object] = {
        "start": _naive(plan.period.since),
        "until": _naive(plan.period.until),
        "start_day": plan.period.start,
        "end_day": plan.period.end,
        "now": _naive(plan.now),
        "lookback": plan.lookback,
        "half_life": plan.half_life,
        "offset": plan.offset,
        "last": plan.offset + (plan.limit or 0),
    }
    for n, (instant, seconds) in enumerate(plan.period.offsets() if has_offsets else ()):
        values |= {f"change_{n}": _naive(instant), f"offset_{n}": seconds}
    return values


def _naive(instant: int) -> datetime:
    """As the store keeps times: UTC without a zone."""
    return to_datetime(instant).replace(tzinfo=None)


_CHANNEL = "coalesce(nullif(origin.channel, ''), 'direct')"
_SOURCE = "CASE WHEN origin_id = 0 THEN 'Direct' ELSE coalesce(nullif(origin.source, ''), '(not set)') END"
_CAMPAIGN = "coalesce(nullif(origin.utm_campaign, ''), '(not set)')"


def _path(value: str) -> str:
    """Values in order, the same one several times in a row once."""
    return (
        f"array_to_string(list_reduce(list_transform(list({value} ORDER BY i), lambda each: [each]),"
        " lambda before, each: CASE WHEN before[-1] = each[1] THEN before ELSE before || each END), ' > ')"
    )


_JOURNEYS = {
    "journey.channels": _path(_CHANNEL),
    "journey.sources": _path(_SOURCE),
    "journey.campaigns": _path(_CAMPAIGN),
    "journey.touches": "count(*)",
    "journey.seconds": "(epoch_us(any_value(converted_at)) - epoch_us(min(touch.at))) // 1000000",
    "journey.days": "(epoch_us(any_value(converted_at)) - epoch_us(min(touch.at))) // 86400000000",
    "journey.first_channel": f"arg_min({_CHANNEL}, i)",
    "journey.last_channel": f"arg_max({_CHANNEL}, i)",
}
