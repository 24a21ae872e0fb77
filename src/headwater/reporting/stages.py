"""The steps of a funnel, read from the JSON of a question.

In: `steps` of a query, each an event with its filters and how soon it must follow. Out: `Stage`s, and every fault with
the number of its step. Knows no SQL.
"""

import re
from typing import Final, cast

from msgspec import Struct

from headwater.catalog import events
from headwater.catalog.events import Event
from headwater.clock import DAY, SECOND
from headwater.reporting import conditions
from headwater.reporting.conditions import Condition
from headwater.reporting.names import Faults, optional, read_object

LEAST: Final = 2
MOST: Final = 12
MAX_WITHIN: Final = 3_650 * DAY
_FIELDS = ("event", "name", "filters", "within")
_UNITS = {"second": SECOND, "minute": 60 * SECOND, "hour": 3_600 * SECOND, "day": DAY, "week": 7 * DAY}
_WITHIN = re.compile(r"\+?(\d{1,9}) (second|minute|hour|day|week)s?")
_TYPE = re.compile(r"[^\x00-\x1f]{1,100}")


class Stage(Struct, frozen=True, kw_only=True):
    """One step: which event, under which conditions, and how many microseconds after the step before at most."""

    event: Event
    type: str  # as it was asked: of the account's own events, what they are called
    name: str
    filters: tuple[Condition, ...] = ()
    within: int | None = None


def read(value: object, faults: Faults) -> tuple[Stage, ...]:
    """The steps of a funnel; every fault is told with the number of its step."""
    if not isinstance(value, list) or not LEAST <= len(cast("list[object]", value)) <= MOST:
        faults.append(
            f"field 'steps' must be a list of {LEAST} to {MOST} steps such as "
            '[{"event": "page_view"}, {"event": "contact_created", "within": "14 days"}]'
        )
        return ()
    found = [_stage(item, number, faults) for number, item in enumerate(cast("list[object]", value), 1)]
    return tuple(stage for stage in found if stage is not None)


def _stage(value: object, number: int, faults: Faults) -> Stage | None:
    path = f"steps[{number}]"
    fields = read_object(value, path, faults)
    faults += [f"unknown field '{path}.{key}': known are {', '.join(_FIELDS)}" for key in fields if key not in _FIELDS]
    said = fields.get("event")
    if not isinstance(said, str) or not _TYPE.fullmatch(said.strip()):
        known = ", ".join(events.BY_KEY)
        faults.append(f"field '{path}.event' must be one of {known}, or the type of an event of your own")
        return None
    if said == "identified":
        faults.append(f"field '{path}.event': when a visitor was identified is not kept; use 'contact_created'")
    within = optional(fields, f"{path}.within", _read_within, faults)
    if within is not None and number == 1:
        faults.append(f"field '{path}.within': the first step follows nothing")
    event = events.BY_KEY.get(said.strip(), events.CUSTOM)
    reader = conditions.Reader(
        f"{path}.filters", lambda key: events.find(event, key), {each.key: each for each in event.fields}, faults
    )
    return Stage(
        event=event,
        type=said.strip(),
        name=str(fields.get("name") or (event.name if event.key else said.strip()))[:200],
        filters=reader.read(fields.get("filters")),
        within=within,
    )


def _read_within(value: object) -> int:
    found = _WITHIN.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    within = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 0 < within <= MAX_WITHIN:
        raise ValueError("must be a time such as '30 minutes', '24 hours', '14 days' or '6 weeks', ten years at most")
    return within
