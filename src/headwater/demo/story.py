"""How a person's life begins: looking around, then leaving an address, or buying first, or being typed in.

In: a stage, a person's number, the day of arrival and the kind of person. Out: a finished `Life`.
It refuses to know what a payload looks like; see `payloads` and `views`.
"""

from random import Random

from headwater.demo import records, world
from headwater.demo.draw import mix, pick, sums
from headwater.demo.life import Life, Trip, begin, chance, device_at_hand, identify, moment, send
from headwater.demo.nurture import enter, go_on, product_for, way_back
from headwater.demo.purchases import buy
from headwater.demo.records import Record
from headwater.demo.seasons import DAY, HOUR, SECOND
from headwater.demo.stage import Stage, walk_for
from headwater.demo.ways import Way

OLD = "old list"
_KINDS = sums(weight for weight, _ in world.KINDS)
_LOOKS = sums(weight for weight, _ in world.LOOKS)
_SAYS_SOURCE = 300  # per mille of forms that also pass the campaign on with the contact
_BATCHED = 150  # per mille of contacts that are told by a nightly job and not at once


def live(stage: Stage, who: int, day: int, arriving: list[int], *, old: bool = False) -> Life:
    """Draw the whole life of a person who arrives on a day; `arriving` are the running weights of ways that day."""
    draw = Random(mix(stage.key + who)).random
    kind = OLD if old else world.KINDS[pick(_KINDS, draw())][1]
    life = begin(stage, who, kind, draw)
    life.way = pick(arriving, draw())
    if kind == OLD:
        told = stage.span.start + int(draw() * min(HOUR, stage.span.end - stage.span.start))
        _sign_up(life, told, told - int(draw() * world.OLD_LIST_DAYS * DAY), -1)
    elif kind == "guest":
        _buy_first(life, day)
    elif kind == "tracked":
        _sign_up_by_visit(life, day)
    else:
        _typed_in(life, day)
    go_on(life)
    return life


def _look_around(life: Life, day: int, intent: str, product: int = -1) -> tuple[int, int]:
    """The visits up to the decisive one; its decisive moment (0: the world ended first) and its device."""
    stage, draw, at, device = life.stage, life.draw, 0, 0
    looks = world.LOOKS[pick(_LOOKS, draw())][1]
    for nth in range(looks):
        gap = world.GAPS[int(draw() * len(world.GAPS))]
        final = nth == looks - 1 or day + gap > stage.span.last
        way = life.way if nth == 0 else way_back(life, day)
        walk = walk_for(stage, intent, draw, product) if final else walk_for(stage, "read", draw)
        device = device_at_hand(life) if nth else 0
        at = enter(life, moment(life, day), Trip(device, way, walk))
        if final or not at:
            break
        day += gap
    return at, device


def _sign_up_by_visit(life: Life, day: int) -> None:
    """Look around, then leave an address; without a visit if the world ends too soon for it."""
    at, device = _look_around(life, day, "optin")
    if not at:
        _typed_in(life, day)
        return
    if chance(life, world.IDENTIFIED):
        identify(life, at + 200, device)
    lag = int(life.draw() * 6 * HOUR) if chance(life, _BATCHED) else 2 * SECOND + int(life.draw() * 8 * SECOND)
    _sign_up(life, min(at + lag, life.stage.span.end - 1), at, life.way if chance(life, _SAYS_SOURCE) else -1)


def _buy_first(life: Life, day: int) -> None:
    """Buy as a guest; the business tells us of the contact days later, with that later date."""
    product = product_for(life)
    at, device = _look_around(life, day, "buy", product)
    end = life.stage.span.end
    if not at:
        _typed_in(life, day)
        return
    identify(life, at + 200, device)
    buy(life, at, product)
    told = min(at + DAY + int(life.draw() * 20 * DAY), end - 1)
    _sign_up(life, told, told - min(5 * SECOND, told - at), -1)


def _typed_in(life: Life, day: int) -> None:
    """A contact that somebody typed in or uploaded, with its source told or not."""
    at = moment(life, day)
    _sign_up(life, at, at, life.way if life.kind == "imported" else -1)


def _sign_up(life: Life, told: int, opted_in: int, says: int) -> None:
    """Plan the contact. `says`: the way that it tells of itself, -1 for none."""
    life.opted_in, life.told = opted_in // SECOND * SECOND, told
    guide = int(life.draw() * len(world.GUIDES))
    life.says = says if says >= 0 and _can_tell(life.stage.ways[says]) else -1
    lag = told // SECOND - life.opted_in // SECOND
    send(life, Record(told, records.CONTACT, life.who, 0, life.says + 1, 0, guide, lag))
    life.tags.append(world.GUIDES[guide])


def _can_tell(way: Way) -> bool:
    """Whether the fields of a contact can say all that makes this way what it is; they have none for click ids."""
    return bool(way.source or (way.referrer and not way.click and way.origin))
