"""How a conversion is shared among its touches: from conversions to candidates to shares that sum to one.

A share is a run of whole units, from `before` to `upto` of UNIT, so that the shares of a conversion sum to UNIT
exactly; money follows the same run and is rounded at its ends, so that the parts of an amount sum to the amount. The
last touch ends at UNIT whatever the weights say. Knows no metric by name.
"""

from headwater.catalog.kinds import Measure
from headwater.reporting.money import UNIT
from headwater.reporting.plan import Plan
from headwater.reporting.steps import Step, name, step

# Microseconds · 2^64 + id: one number, which is compared faster than two.
_BY_TIME = 'epoch_us("at")::HUGEINT * 18446744073709551616 + id'
_DIRECT_LAST = " * 21267647932558653966460912964485513216"  # 2^124, above every time


def steps(plan: Plan) -> list[Step]:
    """The steps from the conversions to `picked`, `shares` or `eligible`, as the plan's way needs."""
    if plan.way == "picked":
        return [_tracked(plan), _imports(plan, "conversions"), _candidates(plan), _picked(plan)]
    shares = _shares(plan) if plan.way == "shared" else []
    if _converts_by_opting_in(plan):
        # An import is a touch only where nothing was tracked, so it can be looked for among the few quiet conversions.
        early = [_quiet(plan, "tracked"), _imports(plan, "quiet"), _candidates(plan)]
        return [_tracked(plan), *early, _eligible(plan, "tracked"), *shares]
    early = [_imports(plan, "conversions"), _candidates(plan, is_shared=True), _quiet(plan, "candidates")]
    return [_tracked(plan), *early, _eligible(plan, "candidates"), *shares]


def part(measure: Measure) -> str:
    """The part of a measure that a share earns, a whole number: of counts in units, of money rounded to minor units.

    Money is rounded half away from zero at both ends of the run. Amounts are split at UNIT, so that 64 bits hold every
    product of any amount; the parts of an amount still sum to it.
    """
    value = name(measure.key)
    if measure.type != "CURRENCY":
        return f"{value} * (upto - before)"
    half = f"CASE WHEN {value} < 0 THEN -{UNIT} ELSE {UNIT} END"
    ends = [f"(2 * ({value} % {UNIT}) * {end} + {half}) // {2 * UNIT}" for end in ("upto", "before")]
    return f"\n        {value} // {UNIT} * (upto - before)\n        + {ends[0]}\n        - {ends[1]}\n    "


def _converts_by_opting_in(plan: Plan) -> bool:
    return plan.conversions.opt_in == "conversion.at"


def _age(plan: Plan) -> str:
    """The column of a touch's age in microseconds, where it is asked about."""
    return ", age" if plan.lookback is not None or "age" in plan.model.weight else ""


def _tracked(plan: Plan) -> Step:
    more = ",\n    epoch_us(conversion.at) - epoch_us(touch.at) AS age" if _age(plan) else ""
    if not _converts_by_opting_in(plan):
        more += f",\n    touch.at <= {plan.conversions.opt_in} AS is_early"
    return step("tracked", more=more, is_shared=True)


def _imports(plan: Plan, conversions: str) -> Step:
    more = ",\n    epoch_us(conversion.at) - epoch_us(min(contact.created_at)) AS age" if _age(plan) else ""
    if_early = "" if _converts_by_opting_in(plan) else " WHERE is_early"
    return step("imports", more=more, conversions=conversions, if_early=if_early)


def _candidates(plan: Plan, *, is_shared: bool = False) -> Step:
    """Which touches may earn credit at all."""
    conditions = _where(plan, no_direct=plan.direct == "never")
    return step("candidates", age=_age(plan), if_candidate=conditions, is_shared=is_shared)


def _quiet(plan: Plan, touches: str) -> Step:
    by_itself = "; a direct one does only where there is no other" if plan.direct == "fallback" else ""
    return step("quiet", touches=touches, if_heard=_if_heard(plan), by_itself=by_itself, is_shared=True)


def _eligible(plan: Plan, touches: str) -> Step:
    return step("eligible", touches=touches, if_heard=_if_heard(plan), age=_age(plan), is_shared=plan.way == "included")


def _if_heard(plan: Plan) -> str:
    """Which touches earn credit whatever else there is."""
    return _where(plan, no_direct=plan.direct != "equal")


def _where(plan: Plan, *, no_direct: bool) -> str:
    conditions = ["NOT is_direct"] * no_direct + ["age <= $lookback"] * (plan.lookback is not None)
    return " WHERE " + " AND ".join(conditions) if conditions else ""


def _picked(plan: Plan) -> Step:
    """Models that give all to the first or the last touch: the extreme of one number, with no sorting."""
    is_first = plan.model.weight == "i = 1"
    edge, pick = ("first", "arg_min") if is_first else ("last", "arg_max")
    if plan.direct != "fallback":
        return step("picked", edge=edge, pick=pick, rank=_BY_TIME, direct_last="")
    rank = f"({'is_direct' if is_first else 'NOT is_direct'})::HUGEINT{_DIRECT_LAST}\n    + {_BY_TIME}"
    return step("picked", edge=edge, pick=pick, rank=rank, direct_last="; a direct one only where there is no other")


def _shares(plan: Plan) -> list[Step]:
    """Every touch's run of units, by the model's weights."""
    has_age = "age" in plan.model.weight
    placed = step("placed", age_in_days=", age / 86400e6 AS age" if has_age else "")
    if plan.model.weight == "1":
        return [placed, step("shares", "even", unit=UNIT)]
    return [placed, step("weighted", weight=plan.model.weight), step("shares", "uneven", unit=UNIT)]
