"""From a plan to SQL: one statement of named steps, each with a comment, and its parameters.

Pure: the same plan gives the same text, and what a user sent is only ever bound, never written into it. The steps are
`sql/*.sql` files; `credit` has those that share conversions among touches, this module those that add up and tell.
"""

import re
from datetime import datetime
from fractions import Fraction

from headwater.catalog.kinds import Dimension, Formula, Measure, Metric, Ratio
from headwater.clock import to_datetime
from headwater.reporting import credit
from headwater.reporting.money import UNIT
from headwater.reporting.plan import Plan
from headwater.reporting.steps import Step, columns, name, relation, step

NONE = "(none)"  # the row of conversions that no touch led to
NOT_SET = "(not set)"  # a touch that does not say


def render(plan: Plan) -> tuple[str, dict[str, object]]:
    """The SQL of a plan and its named parameters.

    Columns: is_total, then row_count and the dimensions if there are any, the metrics as asked, and `unattributed_…`.
    Measures and formulas are whole numbers (see `Plan.unit`), ratios are doubles, NULL where they divide by zero. The
    row of the totals comes first.
    """
    steps = [relation("conversions", plan.conversions, is_shared=True)]
    steps += [relation(fact.key, fact) for fact in plan.facts]
    if plan.way != "whole":
        steps += credit.steps(plan)
    steps += [_worth(plan), *_sums(plan), _figures(plan)]
    text = "WITH\n" + ",\n".join(found.text for found in steps) + "\n" + _answer(plan)
    named = sorted(set(re.findall(r"\$(\w+)", text)))
    values = _parameters(plan, has_offsets="offset_0" in named)
    return text, {key: values[key] for key in named}


def _worth(plan: Plan) -> Step:
    """Per conversion, all that is added up, and the dimensions that it has by itself."""
    joins = "".join(f"\nLEFT JOIN {fact.key} USING (conversion_id)" for fact in plan.facts)
    own = [_own_name(plan, dimension) for dimension in plan.dimensions if dimension.source == "conversion"]
    values = [f"CAST({_value(plan, measure)} AS BIGINT) AS {name(measure.key)}" for measure in plan.measures]
    is_shared = plan.way == "included"
    return step("worth", columns=columns("conversion_id", *own, *values), joins=joins, is_shared=is_shared)


def _value(plan: Plan, measure: Measure) -> str:
    """A fact that a conversion lacks counts as 0."""
    return measure.value if measure.source == plan.conversions.key else f"coalesce({measure.value}, 0)"


def _sums(plan: Plan) -> list[Step]:
    """From what each conversion is worth to rows and their total."""
    if plan.way == "included":
        return _included_sums(plan)
    own = [name(dimension.field) for dimension in plan.dimensions if dimension.source == "conversion"]
    keys = [name(measure.key) for measure in plan.measures]
    names = [_touch_name(d) if d.source == "touch" else name(d.field) for d in plan.dimensions]
    if plan.way == "whole":
        first = step("added", columns=columns(*own, *_whole_sums(plan)), unit=UNIT)
        second = step("named", columns=columns(*names, *keys), sums="added")
    else:
        sums = _whole_sums(plan) if plan.way == "picked" else _shared_sums(plan)
        first = step("by_origin", columns=columns("origin_id", *own, *sums), credits=_credits(plan), unit=UNIT)
        join = "by_origin LEFT JOIN origins AS origin USING (origin_id)" if plan.touch_dimensions else "by_origin"
        second = step("named", columns=columns("origin_id IS NULL AS is_untouched", *names, *keys), sums=join)
    return [first, second, _grouped(plan)]


def _grouped(plan: Plan) -> Step:
    fields = [name(dimension.field) for dimension in plan.dimensions]
    is_total = f"grouping({', '.join(fields)}) <> 0" if fields else "true"
    sums = [f"coalesce(sum({name(m.key)}), 0) AS {name(m.key)}" for m in plan.measures]
    missed = [f"coalesce(sum({name(m.key)}) FILTER (is_untouched), 0) AS {_unattributed(m)}" for m in plan.unattributed]
    sets = f"({', '.join(fields)}), ()" if fields else "()"
    return step("grouped", columns=columns(f"{is_total} AS is_total", *fields, *sums, *missed), sets=sets)


def _included_sums(plan: Plan) -> list[Step]:
    fields = [name(dimension.field) for dimension in plan.dimensions]
    names = [_touch_name(dimension) for dimension in plan.touch_dimensions]
    missed = [
        f"coalesce(sum({name(m.key)}) FILTER (is_untouched), 0){_times_unit(m)} AS {_unattributed(m)}"
        for m in plan.unattributed
    ]
    totals = [f"coalesce(sum({name(m.key)}), 0){_times_unit(m)} AS {name(m.key)}" for m in plan.measures]
    rows = columns("false AS is_total", *fields, *_whole_sums(plan))
    return [
        step("included", columns=columns("conversion_id", *names)),
        step("grouped", "overlapping", row_columns=rows, total_columns=columns("true AS is_total", *totals, *missed)),
    ]


def _figures(plan: Plan) -> Step:
    asked = [
        name(metric.key) if isinstance(metric, Measure) else f"{_metric(plan, metric)} AS {name(metric.key)}"
        for metric in plan.metrics
    ]
    fields = [name(dimension.field) for dimension in plan.dimensions]
    counted = ["count(*) OVER () - 1 AS row_count"] if fields else []
    missed = [_unattributed(measure) for measure in plan.unattributed]
    return step("figures", columns=columns("is_total", *counted, *fields, *asked, *missed))


def _answer(plan: Plan) -> str:
    order = ", ".join([f"{name(key)}{' DESC' if descending else ''} NULLS LAST" for key, descending in _order(plan)])
    qualify = ""
    if plan.dimensions and (plan.limit is not None or plan.offset):
        page = "> $offset" if plan.limit is None else "BETWEEN $offset + 1 AND $last"
        qualify = f"\nQUALIFY is_total OR row_number() OVER (PARTITION BY is_total ORDER BY {order}) {page}"
    return step("answer", qualify=qualify, order=f"is_total DESC, {order}").body + "\n"


def _order(plan: Plan) -> tuple[tuple[str, bool], ...]:
    """As asked, or the greatest first (dates: the earliest); rows that are alike by their names, so that pages hold."""
    fields = tuple((dimension.field, False) for dimension in plan.dimensions)
    by_date = bool(plan.dimensions) and plan.dimensions[0].type == "DATE"
    asked = plan.sort or (fields if by_date else ((plan.metrics[0].key, True),))
    return asked + tuple(field for field in fields if field[0] not in {key for key, _ in asked})


def _metric(plan: Plan, metric: Metric) -> str:
    """A metric as SQL over sums."""
    if isinstance(metric, Measure):
        return name(metric.key)
    if isinstance(metric, Formula):
        return "(" + metric.value.format_map({measure.key: name(measure.key) for measure in plan.measures}) + ")"
    return _ratio(plan, metric, plan.metric(metric.numerator), plan.metric(metric.denominator))


def _ratio(plan: Plan, metric: Ratio, above: Metric, below: Metric) -> str:
    factor = Fraction(metric.times * plan.unit(below), metric.per * plan.unit(above))
    times = f" * {factor.numerator}" if factor.numerator != 1 else ""
    per = f" * {factor.denominator}" if factor.denominator != 1 else ""
    return f"{_metric(plan, above)}::DOUBLE{times} / nullif({_metric(plan, below)}{per}, 0)"


def _touch_name(dimension: Dimension) -> str:
    direct = dimension.direct.replace("'", "''")
    return (
        f"CASE\n        WHEN origin_id IS NULL THEN '{NONE}' WHEN origin_id = 0 THEN '{direct}'\n"
        f"        ELSE coalesce(nullif({dimension.value}, ''), '{NOT_SET}') END AS {name(dimension.field)}"
    )


def _own_name(plan: Plan, dimension: Dimension) -> str:
    local = _local_time(plan)
    return f"{dimension.value.format(local=local, period=_period(plan, local))} AS {name(dimension.field)}"


def _credits(plan: Plan) -> str:
    if plan.way == "picked":
        return "worth LEFT JOIN picked USING (conversion_id)"
    return "shares JOIN worth USING (conversion_id)"


def _times_unit(measure: Measure) -> str:
    return "" if measure.type == "CURRENCY" else f" * {UNIT}"


def _whole_sums(plan: Plan) -> list[str]:
    return [f"sum({name(m.key)}){_times_unit(m)} AS {name(m.key)}" for m in plan.measures]


def _shared_sums(plan: Plan) -> list[str]:
    return [f"sum({credit.part(measure)}) AS {name(measure.key)}" for measure in plan.measures]


def _unattributed(measure: Measure) -> str:
    return name(f"unattributed_{measure.key}")


def _local_time(plan: Plan) -> str:
    """UTC plus the zone's offset, which changes at most a few times within a range."""
    *changes, last = range(len(plan.period.offsets()))
    arms = "".join(f"WHEN conversion.at < $change_{n + 1} THEN $offset_{n} " for n in changes)
    seconds = f"CASE {arms}ELSE $offset_{last} END" if arms else f"$offset_{last}"
    return f"conversion.at + to_seconds({seconds})"


def _period(plan: Plan, local: str) -> str:
    scale, shift = plan.period.scale, plan.period.week_shift
    if scale == "week" and shift:
        return f"(date_trunc('week', {local} - to_days({shift})) + to_days({shift}))::DATE"
    return f"({local})::DATE" if scale == "day" else f"date_trunc('{scale}', {local})::DATE"


def _parameters(plan: Plan, *, has_offsets: bool) -> dict[str, object]:
    """Every value that a step may name; the zone's offsets take a look at every day, so only where they are named."""
    values: dict[str, object] = {
        "start": _naive(plan.period.since),
        "until": _naive(plan.period.until),
        "lookback": plan.lookback,
        "offset": plan.offset,
        "last": plan.offset + (plan.limit or 0),
    }
    for n, (instant, seconds) in enumerate(plan.period.offsets() if has_offsets else ()):
        values |= {f"change_{n}": _naive(instant), f"offset_{n}": seconds}
    return values


def _naive(instant: int) -> datetime:
    """As the store keeps times: UTC without a zone."""
    return to_datetime(instant).replace(tzinfo=None)
