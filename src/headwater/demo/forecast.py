"""How many people and strangers arrive on which day, and about how many facts that makes.

In: the stage, the number of contacts and of page views wanted. Out: a `Forecast`. A few hundred lives are drawn ahead,
evenly over all of them, because that is simpler and closer than reckoning with all the rows.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from headwater.demo import records, world
from headwater.demo.crowd import Crowd, gather
from headwater.demo.draw import spread
from headwater.demo.stage import Stage, arrivals, weights_on
from headwater.demo.story import live

_SAMPLE = 1000
_KIND_AT = 8  # where a packed record holds its kind


class Forecast(NamedTuple):
    """The plan of arrivals. People are numbered in the order they arrive; the first `old` are an imported list."""

    stage: Stage
    old: int
    before: list[int]  # how many people came before each day of the span; the last number is all of them
    crowd: Crowd
    facts: int

    def people(self, index: int) -> Iterator[tuple[int, bool]]:
        """Who arrives on a day of the span, and whether they are from the old list."""
        if index == 0:
            yield from ((who, True) for who in range(self.old))
        yield from ((who, False) for who in range(self.before[index], self.before[index + 1]))


def foresee(stage: Stage, contacts: int, page_views: int) -> Forecast:
    """Spread people and strangers over the days, so that about `page_views` come together."""
    old = contacts * world.OLD_LIST // 1000
    before = [old + count for count in spread(contacts - old, arrivals(stage))]
    sample = min(contacts, _SAMPLE)
    views, others = 0, 0
    for nth in range(sample):
        who = nth * contacts // sample
        index = max(bisect_right(before, who) - 1, 0)
        day = stage.span.first + index
        life = live(stage, who, day, weights_on(stage, day)[0], old=who < old)
        views += life.page_views
        others += sum(packed[_KIND_AT] != records.VISIT for _, packed in life.records)
    of_people = views * contacts // sample
    crowd = gather(stage, page_views, of_people)
    machines = crowd.bots[-1] + crowd.spam[-1]
    facts = max(page_views, of_people) + others * contacts // sample + machines + _ad_days(stage, crowd)
    return Forecast(stage, old, before, crowd, facts + len(world.PRODUCTS))


def _ad_days(stage: Stage, crowd: Crowd) -> int:
    """About how many days of ads will be reported: those with a click, and half of them twice."""
    per_mille = 0
    for index in range(len(stage.busy)):
        strangers = crowd.strangers[index + 1] - crowd.strangers[index]
        running = [0, *weights_on(stage, stage.span.first + index)[1]]
        drawn = [0] * len(world.ADS)
        for place, way in enumerate(stage.ways):
            if way.ad >= 0:
                drawn[way.ad] += running[place + 1] - running[place]
        per_mille += sum(_any_of(1000 * strangers * weight // (running[-1] or 1)) for weight in drawn)
    return per_mille * 3 // 2000


def _any_of(expected: int) -> int:
    """The per mille chance of at least one click where so many per mille are expected (a series for 1 - 1/e^x)."""
    power = 1000 + expected + expected**2 // 2000 + expected**3 // 6_000_000
    return 1000 - 1_000_000 // power
