"""Cohorts as SQL: the leads of the range by the calendar unit of their opt-in, and what they ordered in each since.

In: the plan. Out: steps up to `born` and `bought`, from which the rows of `cells` are told. Units are cut in the
account's time zone, whose offsets are those of all days from the range until now.
"""

from itertools import pairwise

from msgspec.structs import replace

from headwater.catalog.reports import RELATION_BY_KEY
from headwater.clock import to_datetime
from headwater.errors import Problem
from headwater.reporting.naming import Namer
from headwater.reporting.period import Period
from headwater.reporting.plan import MAX_POINTS, Plan
from headwater.reporting.steps import Step, relation, step


def steps(namer: Namer) -> list[Step]:
    """The steps that cohorts begin with, none of other reports. `Problem` where there would be too many cells."""
    plan = namer.plan
    if all(each.key != "cells" for each in plan.apart):
        return []
    scale = plan.period.scale
    until_now = _until_now(plan)
    cohorts = len(plan.period.units())
    if scale == "hour" or cohorts * len(until_now.units()) > MAX_POINTS:
        raise Problem(f"field 'date_range': more than {MAX_POINTS} cells: ask for a shorter range or a longer 'scale'")
    shift = plan.period.week_shift if scale == "week" else 0

    def first(moment: str) -> str:
        """The first day of a moment's unit; of weeks the Monday, between which the store counts weeks rightly."""
        return f"date_trunc('{scale}', {_local(namer, until_now, moment)})"

    cohort = f"({first('leads.at')} + to_days({shift}))::DATE"
    then = first("leads.at")
    return [
        relation("leads", RELATION_BY_KEY["leads"]),
        step("born", scale=scale, cohort=cohort, then=then, now=first("$now"), is_shared=True),
        step("bought", scale=scale, then=first("lead.at"), moment=first("bill.created_at")),
        Step("entered", "-- who opted in, and when", 'SELECT actor, "at" FROM born', is_shared=False),
    ]


def _until_now(plan: Plan) -> Period:
    """The days from the first of the range to the last of it, or to today if that is later."""
    today = to_datetime(plan.now).astimezone(plan.period.zone).date()
    return replace(plan.period, end=max(plan.period.end, today))


def _local(namer: Namer, period: Period, moment: str) -> str:
    """A moment in the account's zone, with weeks that begin on Monday."""
    offsets = period.offsets()
    shift = 86_400 * (period.week_shift if period.scale == "week" else 0)
    arms = "".join(
        f"WHEN {moment} < {namer.bind(to_datetime(after).replace(tzinfo=None))} THEN {seconds - shift} "
        for (_, seconds), (after, _) in pairwise(offsets)
    )
    last = offsets[-1][1] - shift
    return f"({moment} + to_seconds({f'CASE {arms}ELSE {last} END' if arms else last}))"
