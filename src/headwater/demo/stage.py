"""Everything that is settled before the first person arrives: ways in, pages and walks over them, how long pages hold.

In: the seed, the span and the site's host. Out: one `Stage`, which never changes afterwards, so that a person can be
drawn from it in any order. It refuses to know about people.
"""

from random import Random
from typing import NamedTuple

from headwater.demo import cast, rows, world
from headwater.demo.draw import Draw, mix, pick, sums
from headwater.demo.seasons import MINUTE, SECOND, Span, busyness, discounts, span_of
from headwater.demo.ways import Letter, Way, address, open_ways, pages_of, weight

SESSION_GAP = 30 * MINUTE  # a pause this long ends a session
PATTERNS = 256  # ways of lingering
_LONGEST = 8  # pages of the longest walk, its landing page and a reload included
_DECISIVE = ("welcome", "thanks", "thanks_stripe", "thanks_paypal")


class Intent(NamedTuple):
    """The walks for one reason to come: running weights of the rows, and the number of the first one."""

    running: list[int]
    first: int


class Stage(NamedTuple):
    """What every person of the world has in common."""

    key: int  # stands for the seed in every draw
    span: Span
    host: str
    ways: list[Way]
    by_door: dict[str, list[int]]
    letters: list[Letter]
    busy: list[int]
    sale: dict[int, int]
    walks: list[tuple[int, ...]]  # the pages after the landing page
    decisive: list[int]  # for each walk, which page of the visit decides (the thank-you page); 0 is none
    intents: dict[str, Intent]
    lingers: list[tuple[int, ...]]  # for each pattern, when each page of a visit is opened, in ms after the first
    addresses: list[str]
    browsers: list[int]  # running weights
    places: list[int]  # running weights


def set_up(seed: int, now: int, days: int, host: str) -> Stage:
    """Build the stage; the same arguments give the same stage everywhere."""
    span = span_of(now, days)
    ways, letters = open_ways(span)
    by_door: dict[str, list[int]] = {}
    for place, way in enumerate(ways):
        by_door.setdefault(way.door, []).append(place)
    key = mix(seed & ((1 << 64) - 1))
    walks = [pages for walk in world.WALKS for pages in _variants(walk)]
    return Stage(
        key=key,
        span=span,
        host=host,
        ways=ways,
        by_door=by_door,
        letters=letters,
        busy=busyness(span),
        sale=discounts(span),
        walks=walks,
        decisive=[_decisive(walk) for walk in walks],
        intents=_intents(),
        lingers=_lingers(Random(key).random),
        addresses=[address(host, page) for page in range(len(world.PAGES))],
        browsers=sums(browser.weight for browser in cast.BROWSERS),
        places=sums(place.weight for place in cast.PLACES),
    )


def walk_for(stage: Stage, intent: str, draw: Draw, product: int = -1) -> int:
    """The number of a walk for this intent; for "buy", the one that ends with this product."""
    known = stage.intents[intent]
    row = known.first + pick(known.running, draw())
    return row * world.WALK_VARIANTS + (product if product >= 0 else int(draw() * world.WALK_VARIANTS))


def way_today(stage: Stage, door: str, day: int) -> int:
    """A door's way that is open on the day, or the direct one; of several ads, another each day."""
    found = [place for place in stage.by_door.get(door, ()) if weight(stage.ways[place], day)]
    return found[day % len(found)] if found else stage.by_door["direct"][0]


def arrivals(stage: Stage) -> list[int]:
    """How many leads each day of the span draws, as weights."""
    return _by_day(stage, [way.leads for way in stage.ways])


def crowds(stage: Stage) -> list[int]:
    """How many strangers each day of the span draws, as weights."""
    return _by_day(stage, [way.visits for way in stage.ways])


def weights_on(stage: Stage, day: int) -> tuple[list[int], list[int]]:
    """Running weights of the ways on a day: for those who become leads, and for the crowd. Never all zero."""
    open_today = [weight(way, day) for way in stage.ways]
    return (
        sums(share * way.leads for share, way in zip(open_today, stage.ways, strict=True)),
        sums(share * way.visits for share, way in zip(open_today, stage.ways, strict=True)),
    )


def _by_day(stage: Stage, weights: list[int]) -> list[int]:
    """The sum of the ways' weights on each day, times how busy the day is."""
    drawn = [(way, share) for way, share in zip(stage.ways, weights, strict=True) if share]
    return [
        busy * sum(share * weight(way, stage.span.first + index) for way, share in drawn) // 1000
        for index, busy in enumerate(stage.busy)
    ]


def _variants(walk: rows.Walk) -> list[tuple[int, ...]]:
    """The pages of a walk, once for each variant: other posts and lessons, or the pages of another product."""
    families = [pages_of(name) for name in walk.pages.split()]
    step = 0 if walk.intent == "buy" else 3
    return [
        tuple(members[(variant + nth * step) % len(members)] for nth, members in enumerate(families))
        for variant in range(world.WALK_VARIANTS)
    ]


def _decisive(walk: tuple[int, ...]) -> int:
    """Which page of the visit is the thank-you page, the landing page being number 0."""
    return next((nth for nth, page in enumerate(walk, 1) if world.PAGES[page].family in _DECISIVE), 0)


def _intents() -> dict[str, Intent]:
    """The rows of WALKS by intent; rows of one intent stand together."""
    names = [walk.intent for walk in world.WALKS]
    return {
        name: Intent(sums(walk.weight for walk in world.WALKS if walk.intent == name), names.index(name))
        for name in dict.fromkeys(names)
    }


def _lingers(draw: Draw) -> list[tuple[int, ...]]:
    """Patterns of lingering: the pauses are those of DWELLS, give or take half, and always shorter than a session's."""
    patterns: list[tuple[int, ...]] = []
    for _ in range(PATTERNS):
        opened = [0]
        for _ in range(_LONGEST - 1):
            pause = world.DWELLS[int(draw() * len(world.DWELLS))] * SECOND
            opened.append(opened[-1] + min(pause // 2 + int(draw() * pause), SESSION_GAP - MINUTE) + SECOND)
        patterns.append(tuple(opened))
    return patterns
