"""From a plan to SQL: one statement of named steps, each with a comment, and its parameters.

Pure: the same plan gives the same text, and what a user sent is only ever bound, never written into it. The steps are
`sql/*.sql` files; `credit` has those that share conversions among touches, `sums` those that add up, this module those
that choose conversions and tell the answer.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from string import Formatter

from headwater.catalog.kinds import Dimension, Formula, Measure, Metric, Model, Ratio, Relation
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.clock import to_datetime
from headwater.reporting import cohorts, credit, funnel
from headwater.reporting.conditions import Condition, Group, Test, tests
from headwater.reporting.naming import Namer, joined, relations, with_needs
from headwater.reporting.paths import told_of_journeys
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
    conversions = converting(plan)
    steps = [*sources(namer, conversions), *Sums(namer, conversions).steps(), _figures(plan)]
    return finished(namer, steps, _answer(namer))


def converting(plan: Plan) -> Relation | None:
    """The conversions of a plan, if anything is told of them."""
    return plan.conversions if plan.of_conversions or not plan.apart else None


def sources(namer: Namer, conversions: Relation | None) -> list[Step]:
    """The steps up to what each conversion is worth and which touches earned it, and the rows that stand apart."""
    plan = namer.plan
    steps = (funnel.steps(namer) if plan.stages else cohorts.steps(namer)) + _beside(plan)
    if conversions is None:
        return steps
    steps += _chosen(namer, conversions)
    told = {"journeys", *(each.name for each in steps)}  # a dimension may read what a measure does
    steps += [relation(fact.key, fact) for fact in plan.facts if fact.key not in told]
    if plan.way != "whole" or plan.including or told_of_journeys(plan):
        steps += credit.steps(plan, credit.Wants(touch=_wants_touch(plan), journeys=told_of_journeys(plan)))
    return [*steps, _worth(namer, conversions), *_spread(namer, conversions), *_kept(namer, conversions)]


def render_over(plan: Plan, conversions: Relation, body: str) -> tuple[str, dict[str, object]]:
    """Any SQL over the conversions of a plan, which it reads as `converted`, and its named parameters."""
    namer = Namer(plan)
    steps = [*_beside(plan), *_chosen(namer, conversions)]
    if plan.late_filters:
        steps += credit.steps(plan, credit.Wants(touch=_wants_touch(plan), journeys=told_of_journeys(plan)))
        steps += _kept(namer, conversions)
    kept = "kept" if plan.sharing else "kept_in_full"
    semi = f" SEMI JOIN {kept} USING (conversion_id)" if plan.late_filters else ""
    return finished(namer, [*steps, step("converted", within=conversions.within, kept=semi)], body)


def finished(namer: Namer, steps: Sequence[Step], answer: str) -> tuple[str, dict[str, object]]:
    """The statement of these steps, and the values that it names, as far as the plan has them."""
    text = "WITH\n" + ",\n".join(found.text for found in steps) + "\n" + answer
    named = sorted(set(re.findall(r"\$(\w+)", text)))
    values = _parameters(namer, has_offsets="offset_0" in named) | namer.values
    return text, {key: values[key] for key in named if key in values}


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
    return plan.is_traced or any(isinstance(each, Dimension) and each.source == "view" for each in fields)


def _worth(namer: Namer, conversions: Relation) -> Step:
    """Per conversion, all that is added up, and the dimensions that it has by itself."""
    plan = namer.plan
    own = [each for each in plan.dimensions if each.source in ("conversion", "journey") and not each.many]
    sources = dict.fromkeys([f"{fact.key} USING ({fact.by})" for fact in plan.facts if fact.key != "journeys"])
    if told_of_journeys(plan):
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
        f"{told(plan, metric, model)} AS {name(plan.key(metric, model))}"
        for metric in plan.metrics
        for model in plan.models
    ]
    fields = [name(dimension.field) for dimension in plan.dimensions]
    missed = [unattributed(measure) for measure in plan.unattributed]
    listed = columns("is_total", *fields, *asked, *missed)
    return step("figures", columns=listed, is_shared=bool(fields))


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
    # Counted by itself: a window over all rows has been seen to fail in the engine when several ran at once.
    count = f"(SELECT count(*) FROM figures{where}) - 1 AS row_count"  # noqa: S608 - conditions of ours, values bound
    listed = columns("is_total", count, "* EXCLUDE (is_total)") if fields else "*"
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


def told(plan: Plan, metric: Metric, model: Model) -> str:
    """A metric as SQL over sums."""
    if isinstance(metric, Measure):
        return name(plan.key(metric, model))
    if isinstance(metric, Ratio):
        return _ratio(plan, metric, model)
    named = {field for _, field, _, _ in Formatter().parse(metric.value) if field}
    if is_exact(metric):
        return f"({metric.value.format_map({key: told(plan, plan.metric(key), model) for key in named})})"
    value = metric.value.format_map({key: _major(plan, plan.metric(key), model) for key in named})
    return f"CASE WHEN isfinite({value}) THEN {value} END"


def _major(plan: Plan, metric: Metric, model: Model) -> str:
    """A metric as a number that reads as it is told, for arithmetic."""
    value = told(plan, metric, model)
    return f"({value})" if not is_exact(metric) else f"({value}::DOUBLE / {plan.unit(metric)})"


def _ratio(plan: Plan, metric: Ratio, model: Model) -> str:
    above, below = plan.metric(metric.numerator), plan.metric(metric.denominator)
    factor = Fraction(metric.times * plan.unit(below), metric.per * plan.unit(above))
    times = f" * {factor.numerator}" if factor.numerator != 1 else ""
    per = f" * {factor.denominator}" if factor.denominator != 1 else ""
    return f"{told(plan, above, model)}::DOUBLE{times} / nullif({told(plan, below, model)}{per}, 0)"


def _parameters(namer: Namer, *, has_offsets: bool) -> dict[str, object]:
    """Every value that a step may name; the zone's offsets take a look at every day, so only where they are named."""
    plan = namer.plan
    values: dict[str, object] = {
        "start": _naive(plan.period.since),
        "until": _naive(plan.period.until),
        "start_day": plan.period.start,
        "end_day": plan.period.end,
        "now": _naive(plan.now),
        "currency": plan.currency,
        "lookback": plan.lookback,
        "half_life": plan.half_life,
        "offset": plan.offset,
        "last": plan.offset + (plan.limit or 0),
    }
    for n, (instant, seconds) in enumerate(namer.offsets if has_offsets else ()):
        values |= {f"change_{n}": _naive(instant), f"offset_{n}": seconds}
    return values


def _naive(instant: int) -> datetime:
    """As the store keeps times: UTC without a zone."""
    return to_datetime(instant).replace(tzinfo=None)
