"""What is told of all the touches before a conversion, its journey: columns of the step `journeys`, as SQL.

In: a plan. Out: the columns that its dimensions, filters and measures name as `journey.…`; a new one is a row below.
"""

import re

from headwater.catalog.kinds import Dimension
from headwater.reporting.conditions import tests
from headwater.reporting.plan import Plan

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
    "channels": _path(_CHANNEL),
    "sources": _path(_SOURCE),
    "campaigns": _path(_CAMPAIGN),
    "touches": "count(*)",
    "seconds": "(epoch_us(any_value(converted_at)) - epoch_us(min(touch.at))) // 1000000",
    "days": "(epoch_us(any_value(converted_at)) - epoch_us(min(touch.at))) // 86400000000",
    "first_channel": f"arg_min({_CHANNEL}, i)",
    "last_channel": f"arg_max({_CHANNEL}, i)",
}


def told_of_journeys(plan: Plan) -> tuple[str, ...]:
    """What is told of all touches of a conversion."""
    fields = [*plan.dimensions, *(test.field for test in tests(*plan.filters))]
    read = [each.value for each in fields if isinstance(each, Dimension) and each.source == "journey"]
    read += [measure.value for measure in plan.measures if measure.source == "journeys"]
    asked = dict.fromkeys(found for value in read for found in re.findall(r"\bjourney\.(\w+)", value))
    return tuple(f"{_JOURNEYS[key]} AS {key}" for key in asked)
