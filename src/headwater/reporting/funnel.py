"""Funnels as SQL: from the events of each step to how far each actor came.

In: the stages of a plan. Out: steps up to `depths`, from which the rows of `passages` are added up as any others. An
actor is a person, or a visitor who was nobody's at the time of the event.
"""

import re

from headwater.catalog.kinds import Dimension
from headwater.reporting import conditions
from headwater.reporting.conditions import Condition, Test
from headwater.reporting.naming import Namer
from headwater.reporting.stages import Stage
from headwater.reporting.steps import Step, source_of, step


def steps(namer: Namer) -> list[Step]:
    """The SQL from events to `depths`: entries within the range, what followed whenever it did."""
    stages = namer.plan.stages
    numbers = range(1, len(stages) + 1)
    reached = [_reached(namer, number) for number in numbers]
    times = [f'min(epoch_us("at")) FILTER (step = {n})' for n in numbers]
    told = "\n    UNION ALL ".join(_reaching(n) for n in numbers)
    named = ", ".join(f"({n}, {namer.bind(stage.name)})" for n, stage in enumerate(stages, 1))
    listed = f"SELECT * FROM (VALUES {named}) AS stages (step, step_name)"  # noqa: S608 - bound values
    depths = step("depths", times=", ".join(times), reached=told, is_shared=True)
    entered = 'SELECT actor, make_timestamp(passed[1]) AS "at" FROM depths'
    return [
        *reached,
        depths,
        Step("stages", "-- what the steps are called", listed, is_shared=False),
        Step("entered", "-- who entered, and when", entered, is_shared=False),
    ]


def _reaching(number: int) -> str:
    return f'SELECT {number} AS step, actor, "at" FROM reached_{number}'  # noqa: S608 - numbers of ours


def _reached(namer: Namer, number: int) -> Step:
    """The events of one step that were reached; only each actor's first, unless the next must follow within a time.

    An event is reached if some reached event of the step before lies before it, by no more than `within`. Without one
    that is so if the actor's first one lies before it. With one, the latest that lies before it is the nearest: if that
    is too long ago, so are all others. So the one that an ASOF join finds decides, and the answer is exact.
    """
    stages = namer.plan.stages
    stage, is_last = stages[number - 1], number == len(stages)
    fields = [test.field for test in conditions.tests(*stage.filters) if isinstance(test.field, Dimension)]
    joins = _PERSON if "visitor" in _ACTOR[stage.event.source] else ""
    if any("origin." in field.value for field in fields):
        joins += "\n    LEFT JOIN origins AS origin ON origin.origin_id = event.origin_id"
    is_first_only = is_last or stages[number].within is None
    after = _after(namer, number) if number > 1 else ""
    return step(
        f"reached_{number}",
        "reached",
        number=number,
        what=stage.event.name.lower(),
        which="each actor's first" if is_first_only else "all, because the next must follow within a time",
        columns='min(event.at) AS "at", min(event.place) AS place' if is_first_only else "event.at, event.place",
        actor=_ACTOR[stage.event.source],
        later=" + 1" if stage.event.source == "labelings" else "",
        events="\n".join(f"        {line}" for line in source_of(stage.event.source).splitlines()),
        joins=joins,
        conditions="\n        AND ".join([*_conditions(namer, stage), *_when(namer, number)]),
        after=after + "\nGROUP BY event.actor" * is_first_only,
        is_shared=True,
    )


def _after(namer: Namer, number: int) -> str:
    """What ties a step to the one before it; only the events of actors whom that one has need to be put in order."""
    within = namer.plan.stages[number - 1].within
    before = f"reached_{number - 1}"
    tied = f"\nASOF JOIN {before} AS earlier ON earlier.actor = event.actor AND earlier.place < event.place"
    tied += f"\nWHERE event.actor IN (SELECT actor FROM {before})"  # noqa: S608 - a name of ours
    return tied if within is None else f"{tied} AND epoch_us(event.at) - epoch_us(earlier.at) <= {namer.bind(within)}"


def _when(namer: Namer, number: int) -> list[str]:
    """From the start of the range, and for as long as the steps so far may take after it."""
    allowed = [stage.within for stage in namer.plan.stages[1:number]]
    bounds = ["event.at >= $start", "event.at <= $now"]
    if None not in allowed:
        later = sum(each for each in allowed if each)
        bounds.append(f"event.at < $until + to_microseconds({namer.bind(later)})" if later else "event.at < $until")
    return bounds


_ACTOR = dict.fromkeys(("creations", "labelings", "purchases", "subscribings"), "event.person_id") | {
    "hits": "coalesce(visitor.person_id, -event.visitor_id)",
    "happenings": "coalesce(event.person_id, visitor.person_id, -event.visitor_id)",
}
_PERSON = (
    "\n    LEFT JOIN visitors AS visitor ON visitor.visitor_id = event.visitor_id"
    " AND event.at >= visitor.since AND event.at < visitor.until"
)


def _conditions(namer: Namer, stage: Stage) -> list[str]:
    kind = stage.event.where
    told = [kind.format(type=namer.bind(stage.type)) if "{type}" in kind else kind] if kind else []
    return told + [_condition(namer, each) for each in conditions.conjuncts(stage.filters)]


def _condition(namer: Namer, condition: Condition) -> str:
    """A condition on an event; one of nothing to compare is false, and its opposite true."""
    if isinstance(condition, Test):
        assert isinstance(condition.field, Dimension)  # noqa: S101 - `read` finds nothing else
        return namer.compared(condition, _value(namer, condition.field))
    parts = [_condition(namer, part) for part in condition.parts]
    if condition.way == "not":
        return f"NOT ({parts[0]})"
    return f"({(' AND ' if condition.way == 'all' else ' OR ').join(parts)})"


def _value(namer: Namer, field: Dimension) -> str:
    if not field.parameter:
        return field.value
    is_url = field.key.startswith("url_parameter.")
    name = re.escape(field.parameter) if is_url else "/" + field.parameter.replace("~", "~0").replace("/", "~1")
    return field.value.format(parameter=namer.bind(name))
