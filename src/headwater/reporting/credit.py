"""How a conversion is shared among its touches: from conversions to candidates to shares that sum to one.

A share is a run of whole units, from `before` to `upto` of UNIT, so that the shares of a conversion sum to UNIT
exactly; money follows the same run and is rounded at its ends, so that the parts of an amount sum to the amount. The
last touch ends at UNIT whatever the weights say. Knows no metric by name.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from headwater.catalog.kinds import Measure, Model
from headwater.reporting.money import UNIT
from headwater.reporting.plan import Plan
from headwater.reporting.steps import Step, columns, name, step

# Microseconds · 2^64 + id: one number, which is compared faster than two.
_BY_TIME = 'epoch_us("at")::HUGEINT * 18446744073709551616 + id'
_DIRECT_LAST = " * 21267647932558653966460912964485513216"  # 2^124, above every time
_BY_OPT_IN = re.compile(r"\be\b")  # a weight that knows how many touches there were up to the opt-in
_ONE_TOUCH = "i = "  # how the weight of a model begins that gives all to one touch


class Wants(Struct, frozen=True):
    """What later steps read of touches beside their origin."""

    touch: bool = False  # which touch it is
    journeys: Sequence[str] = ()  # columns about all touches of a conversion


def steps(plan: Plan, wants: Wants) -> list[Step]:
    """The steps from the conversions to `picked`, `shares` or `eligible`, as the plan's way needs, and `journeys`."""
    before = [_tracked(plan), *_candidates(plan, is_shared=bool(wants.journeys))]
    after = [step("journeys", columns=columns("conversion_id", *wants.journeys))] if wants.journeys else []
    if plan.way == "picked":
        return [*before, _picked(plan, wants), *after]
    if plan.way == "whole":
        return [*before, *after]
    is_by_opt_in = _converts_by_opting_in(plan)
    if is_by_opt_in and not wants.journeys:
        # An import is a touch only where nothing was tracked, so it can be looked for among the few quiet conversions.
        before = [_tracked(plan), _quiet(plan, "tracked"), *_candidates(plan, conversions="quiet")]
    else:
        before = [_tracked(plan), *_candidates(plan, is_shared=True), _quiet(plan, "candidates")]
    from_tracked = is_by_opt_in and not wants.journeys
    found = [*before, _eligible(plan, "tracked" if from_tracked else "candidates")]
    return [*found, *(_shares(plan, wants) if plan.sharing else []), *after]


def run_of(plan: Plan, model: Model) -> tuple[str, str]:
    """The columns of a model's run: where it begins and where it ends."""
    suffix = f"_{model.key}" if len(plan.sharing) > 1 else ""
    return f"before{suffix}", f"upto{suffix}"


def part(measure: Measure, before: str, upto: str) -> str:
    """The part of a measure that a share earns, a whole number: of counts in units, of money rounded to minor units.

    Money is rounded half away from zero at both ends of the run. Amounts are split at UNIT, so that 64 bits hold every
    product of any amount; the parts of an amount still sum to it.
    """
    value = name(measure.key)
    if measure.type != "CURRENCY":
        return f"{value} * ({upto} - {before})"
    half = f"CASE WHEN {value} < 0 THEN -{UNIT} ELSE {UNIT} END"
    ends = [f"(2 * ({value} % {UNIT}) * {end} + {half}) // {2 * UNIT}" for end in (upto, before)]
    return f"\n        {value} // {UNIT} * ({upto} - {before})\n        + {ends[0]}\n        - {ends[1]}\n    "


def _converts_by_opting_in(plan: Plan) -> bool:
    return plan.conversions is not None and plan.conversions.opt_in == "conversion.at"


def _weights(plan: Plan) -> str:
    return " ".join(model.weight for model in plan.models)


def _age(plan: Plan) -> str:
    """The column of a touch's age in microseconds, where it is asked about."""
    return ", age" if plan.lookback is not None or "age" in _weights(plan) else ""


def _early(plan: Plan) -> str:
    """The column that says whether a touch was before the opt-in, where it is asked about."""
    return ", is_early" if _BY_OPT_IN.search(_weights(plan)) else ""


def _more(plan: Plan) -> str:
    return _age(plan) + _early(plan)


def _tracked(plan: Plan) -> Step:
    more = ",\n    epoch_us(conversion.at) - epoch_us(touch.at) AS age" if _age(plan) else ""
    if not _converts_by_opting_in(plan):
        opt_in = plan.conversions.opt_in if plan.conversions else ""
        more += f",\n    touch.at <= {opt_in} AS is_early"
    elif _early(plan):
        more += ",\n    true AS is_early"
    return step("tracked", more=more, is_shared=True)


def _candidates(plan: Plan, conversions: str = "conversions", *, is_shared: bool = False) -> list[Step]:
    """Imports as touches, and with them which touches may earn credit at all."""
    is_by_opt_in = _converts_by_opting_in(plan)
    more = ",\n    epoch_us(conversion.at) - epoch_us(min(contact.created_at)) AS age" if _age(plan) else ""
    if _early(plan):
        known = "conversion.at" if is_by_opt_in or plan.conversions is None else plan.conversions.opt_in
        more += f",\n    coalesce(min(contact.created_at) <= any_value({known}), false) AS is_early"
    if_early = "" if is_by_opt_in else " WHERE is_early"
    found = step("imports", more=more, conversions=conversions, if_early=if_early)
    conditions = _where(plan, no_direct=plan.direct == "never")
    return [found, step("candidates", more=_more(plan), if_candidate=conditions, is_shared=is_shared)]


def _quiet(plan: Plan, touches: str) -> Step:
    by_itself = "; a direct one does only where there is no other" if plan.direct == "fallback" else ""
    return step("quiet", touches=touches, if_heard=_if_heard(plan), by_itself=by_itself, is_shared=True)


def _eligible(plan: Plan, touches: str) -> Step:
    return step("eligible", touches=touches, if_heard=_if_heard(plan), more=_more(plan), is_shared=bool(plan.including))


def _if_heard(plan: Plan) -> str:
    """Which touches earn credit whatever else there is."""
    return _where(plan, no_direct=plan.direct != "equal")


def _where(plan: Plan, *, no_direct: bool) -> str:
    conditions = ["NOT is_direct"] * no_direct + ["age <= $lookback"] * (plan.lookback is not None)
    return " WHERE " + " AND ".join(conditions) if conditions else ""


def _picked(plan: Plan, wants: Wants) -> Step:
    """Models that give all to the first or the last touch: the extreme of one number, with no sorting."""
    is_first = plan.models[0].weight == "i = 1"
    edge, pick = ("first", "arg_min") if is_first else ("last", "arg_max")
    rank, direct_last = _BY_TIME, ""
    if plan.direct == "fallback":
        rank = f"({'is_direct' if is_first else 'NOT is_direct'})::HUGEINT{_DIRECT_LAST}\n    + {_BY_TIME}"
        direct_last = "; a direct one only where there is no other"
    touch = f",\n    {pick}(id, {rank}) AS touch_id" if wants.touch else ""
    return step("picked", edge=edge, pick=pick, rank=rank, touch=touch, direct_last=direct_last)


def _shares(plan: Plan, wants: Wants) -> list[Step]:
    """Every touch's run of units, by the weights of each model."""
    weights = " ".join(model.weight for model in plan.sharing)
    more = [", id AS touch_id"] * wants.touch + [", age / 86400e6 AS age"] * ("age" in weights)
    if _BY_OPT_IN.search(weights):
        more.append(",\n    count(*) FILTER (is_early) OVER (PARTITION BY conversion_id) AS e")
    uneven = [model for model in plan.sharing if model.weight != "1" and not model.weight.startswith(_ONE_TOUCH)]
    runs = [run for model in plan.sharing for run in _run(plan, model)]
    if_any = " OR ".join(f"{upto} > {before}" for before, upto in (run_of(plan, model) for model in plan.sharing))
    touch = ", touch_id" if wants.touch else ""
    last = step(
        "shares", source="summed" if uneven else "placed", touch=touch, runs=columns(*runs), if_any=if_any, unit=UNIT
    )
    first = step("placed", more="".join(more))
    return [first, *(_sums(plan, uneven) if uneven else []), last]


def _sums(plan: Plan, uneven: Sequence[Model]) -> list[Step]:
    """Of models whose run has no short formula: weights, and what they come to up to each touch."""
    ends = [(run_of(plan, model)[1], model.weight) for model in uneven]
    weighed = [f"({weight})::DOUBLE AS weight_{upto}" for upto, weight in ends]
    whole = [
        f"round(1099511627776 * weight_{upto} / nullif(max(weight_{upto}) OVER conversion, 0))::BIGINT AS weight_{upto}"
        for upto, _ in ends
    ]
    totals = [
        f"CASE WHEN i = n THEN {UNIT} ELSE coalesce(round({UNIT}::DOUBLE\n        * sum(weight_{upto}) OVER so_far\n"
        f"        / nullif(sum(weight_{upto}) OVER conversion, 0)), 0)::BIGINT END AS {upto}"
        for upto, _ in ends
    ]
    return [
        step("weighted", weights=columns(*weighed), whole=columns(*whole)),
        step("summed", ends=columns(*totals)),
    ]


def _run(plan: Plan, model: Model) -> tuple[str, str]:
    """Where a model's run begins and ends, as columns."""
    before, upto = run_of(plan, model)
    if model.weight == "1":
        return (
            f"round({UNIT}::DOUBLE * (i - 1) / n)::BIGINT AS {before}",
            f"round({UNIT}::DOUBLE * i / n)::BIGINT AS {upto}",
        )
    if model.weight.startswith(_ONE_TOUCH):
        one = model.weight.removeprefix(_ONE_TOUCH)
        return f"CASE WHEN i > {one} THEN {UNIT} ELSE 0 END AS {before}", (
            f"CASE WHEN i >= {one} THEN {UNIT} ELSE 0 END AS {upto}"
        )
    return f"lag({upto}, 1, 0) OVER (PARTITION BY conversion_id ORDER BY i) AS {before}", upto
