"""Those who are never identified: strangers, some of whom come back, and machines.

In: the stage, how many strangers and machine hits arrive on each day, and a day. Out: the records of that day, from
nothing but its number, so that nobody has to be remembered between the visits.
"""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from headwater.demo import cast, records, world
from headwater.demo.draw import Draw, mix, pick, spread, sums
from headwater.demo.life import LANDINGS, STARTS
from headwater.demo.records import Record
from headwater.demo.seasons import DAY, HOUR
from headwater.demo.stage import PATTERNS, Stage, crowds, walk_for, way_today

_HOURS = sums(world.HOURS)
_SLOTS = 1000  # a stranger's number modulo this decides whether and when they come back
_STRAIGHT_BACK = 600  # per mille of those who do, by typing the address
_DAY_SALT = 1 << 50
_PAGES = [place for place, page in enumerate(world.PAGES) if page.family in {"home", "blog", "course", "pricing"}]


class Crowd(NamedTuple):
    """How many strangers, crawlers' hits and spam hits came before each day of the span; the last number is the sum."""

    strangers: list[int]
    bots: list[int]
    spam: list[int]


def gather(stage: Stage, page_views: int, of_people: int) -> Crowd:
    """As many strangers as bring the page views of everybody to the wanted number, and the machines on top."""
    busy = crowds(stage)
    per_thousand = _views_per_thousand(len(stage.busy))
    strangers = max(page_views - of_people, 0) * 1000 // per_thousand
    return Crowd(
        spread(strangers, busy),
        spread(page_views * world.BOTS // 1000, stage.busy),
        spread(page_views * world.SPAM // 1000, stage.busy),
    )


def on_day(stage: Stage, crowd: Crowd, index: int, arriving: list[int]) -> Iterator[Record]:
    """The visits of strangers on a day of the span; `arriving` are the running weights of the ways that day."""
    draw = Random(mix(stage.key ^ (_DAY_SALT + index))).random
    for number in range(crowd.strangers[index], crowd.strangers[index + 1]):
        yield from _visit(stage, index, draw, (number, 1), pick(arriving, draw()))
    for number in _coming_back(crowd, index):
        direct = draw() * 1000 < _STRAIGHT_BACK
        way = way_today(stage, "direct", stage.span.first + index) if direct else pick(arriving, draw())
        yield from _visit(stage, index, draw, (number, 2), way)
    yield from _machines(stage, index, draw, (records.BOT, crowd.bots, len(cast.CRAWLERS)))
    yield from _machines(stage, index, draw, (records.SPAM, crowd.spam, len(world.SPAM_HOSTS)))


def _coming_back(crowd: Crowd, index: int) -> Iterator[int]:
    """The numbers of those strangers of earlier days who come back on this one."""
    low = 0
    for gap, share in world.CROWD_BACK:
        if gap <= index:
            first, last = crowd.strangers[index - gap], crowd.strangers[index - gap + 1]
            for base in range(first // _SLOTS * _SLOTS + low, last, _SLOTS):
                yield from range(max(base, first), min(base + share, last))
        low += share


def _visit(stage: Stage, index: int, draw: Draw, who: tuple[int, int], way: int) -> Iterator[Record]:
    """A stranger's visit: none if the world ends before its last page."""
    at = _moment(stage, index, draw)
    walk, pattern = walk_for(stage, "glance", draw), int(draw() * PATTERNS)
    if at + stage.lingers[pattern][len(stage.walks[walk])] < stage.span.end:
        number, session = who
        landing = int(draw() * len(stage.ways[way].pages))
        yield Record(at, records.CROWD, number, 0, way, walk, pattern + STARTS, session * LANDINGS + landing)


def _machines(stage: Stage, index: int, draw: Draw, which: tuple[int, list[int], int]) -> Iterator[Record]:
    """The single hits of crawlers or spammers on a day."""
    kind, before, sorts = which
    for number in range(before[index], before[index + 1]):
        page = _PAGES[int(draw() * len(_PAGES))]
        yield Record(_moment(stage, index, draw), kind, number * 2 + kind % 2, 0, page, int(draw() * sorts))


def _moment(stage: Stage, index: int, draw: Draw) -> int:
    """A time on a day of the span, by the hours people keep."""
    span, day = stage.span, stage.span.first + index
    at = day * DAY + pick(_HOURS, draw()) * HOUR + int(draw() * HOUR)
    low, high = max(day * DAY, span.start), min((day + 1) * DAY, span.end)
    return at if low <= at < high else low + int(draw() * (high - low))


def _views_per_thousand(days: int) -> int:
    """The page views that a thousand strangers bring, those of their coming back included."""
    rows = [walk for walk in world.WALKS if walk.intent == "glance"]
    weight = sum(walk.weight for walk in rows)
    views = sum(walk.weight * (1 + len(walk.pages.split())) for walk in rows)
    visits = 1000 + sum(share * max(days - gap, 0) // days for gap, share in world.CROWD_BACK)
    return visits * views // weight
