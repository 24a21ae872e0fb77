"""One person's life as it is planned: devices, visits, touches, and the records that will become facts.

In: a stage and a person's number. Out: a `Life` that fills up as the functions here and in `story` and `purchases` are
called in order of time. The rules of sessions and touches are applied here, to visits that are known exactly; the
product has its own, and tests compare the two. Nothing is planned at or after the end of the world. Times are ms.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from headwater.demo import records, world
from headwater.demo.draw import Draw, pick, sums
from headwater.demo.records import Record
from headwater.demo.seasons import DAY, HOUR, MINUTE
from headwater.demo.stage import PATTERNS, SESSION_GAP, Stage

# What the field `c` of a visit holds beside the pattern of lingering.
STARTS, RELOADS = PATTERNS, PATTERNS * 2
LANDINGS = 64  # the field `d` of a visit: the session's number times this, plus which landing page
_RELOADED = 15  # per mille of visits whose landing page is loaded twice
_MANY = 60_000  # sessions of one browser that the packed record can count

_HOURS = sums(world.HOURS)
_DEVICES = sums(weight for weight, _ in world.DEVICES)


class Trip(NamedTuple):
    """How a visit is made: on which device, through which way, and along which walk."""

    device: int
    way: int
    walk: int


class Touch(NamedTuple):
    """A way in that counts: the start of a session, another origin within one, or what a contact said of itself."""

    at: int
    device: int  # -1 for an import
    way: int
    how: str


class Order(NamedTuple):
    """An order as the ledger should end up holding it. Cents; `at` in seconds."""

    number: int
    at: int
    product: int
    amount: int
    paid: int
    refunded: int


class Membership(NamedTuple):
    """A subscription as it stands at the end of the world. Times in seconds, 0 for never."""

    number: int
    plan: int
    start: int
    trial_end: int
    canceled: int


@dataclass(slots=True)
class Device:
    """A browser of a person's: when it was last used, how many sessions it had, and when it was first identified."""

    last: int = 0
    sessions: int = 0
    origin: int = 0
    identified: int = 0


@dataclass(slots=True)
class Life:
    """A person in the making; times in ms, 0 for never."""

    who: int
    kind: str
    stage: Stage
    draw: Draw
    devices: list[Device]
    way: int = 0  # the first one in
    opted_in: int = 0
    told: int = 0  # when the business told us of the contact
    says: int = -1  # the way that the contact tells of itself
    records: list[tuple[int, bytes]] = field(default_factory=list[tuple[int, bytes]])
    touches: list[Touch] = field(default_factory=list[Touch])
    orders: list[Order] = field(default_factory=list[Order])
    memberships: list[Membership] = field(default_factory=list[Membership])
    tags: list[str] = field(default_factory=list[str])
    page_views: int = 0
    visits: int = 0


def begin(stage: Stage, who: int, kind: str, draw: Draw) -> Life:
    """A person about to enter, with the devices they own."""
    owned = world.DEVICES[pick(_DEVICES, draw())][1]
    return Life(who, kind, stage, draw, [Device() for _ in range(owned)])


def chance(life: Life, per_mille: int) -> bool:
    """Whether something happens that happens so often in a thousand."""
    return life.draw() * 1000 < per_mille


def send(life: Life, record: Record) -> bool:
    """Plan a record, unless the world ends before it; says whether it was planned."""
    if record.at >= life.stage.span.end:
        return False
    life.records.append((record.at, records.pack(record)))
    return True


def moment(life: Life, day: int, hours: list[int] = _HOURS) -> int:
    """A time on a day, within the span, by the hours people keep."""
    span = life.stage.span
    at = day * DAY + pick(hours, life.draw()) * HOUR + int(life.draw() * HOUR)
    low, high = max(day * DAY, span.start), min((day + 1) * DAY, span.end)
    return at if low <= at < high else low + int(life.draw() * (high - low))


def device_at_hand(life: Life, other: int = world.OTHER_DEVICE) -> int:
    """The first device, or, so often in a thousand, another one if there is any."""
    if len(life.devices) == 1 or not chance(life, other):
        return 0
    return 1 + int(life.draw() * (len(life.devices) - 1))


def visit(life: Life, at: int, trip: Trip) -> int:
    """Plan a visit that starts a session; the time of its decisive (or last) page, 0 if the world ends too soon."""
    free = life.devices[trip.device].last + SESSION_GAP + MINUTE
    return _visit(life, max(at, free + int(life.draw() * HOUR)) if at < free else at, trip, STARTS)


def come_again(life: Life, trip: Trip) -> int:
    """Plan that a session goes on through another door some minutes after its last page; returns as `visit` does."""
    pause = 2 * MINUTE + int(life.draw() * 24 * MINUTE)
    return _visit(life, life.devices[trip.device].last + pause, trip, 0)


def _visit(life: Life, at: int, trip: Trip, starts: int) -> int:
    """Plan a run of page views, and note the touch if it is one."""
    draw, stage, used = life.draw, life.stage, life.devices[trip.device]
    pattern, reloads = int(draw() * PATTERNS), draw() * 1000 < _RELOADED
    opened = stage.lingers[pattern]
    pages = 1 + len(stage.walks[trip.walk]) + reloads
    last = at + opened[pages - 1]
    if last >= stage.span.end or used.sessions >= _MANY:
        return 0
    used.sessions += 1 if starts else 0
    number = used.sessions * LANDINGS + int(draw() * len(stage.ways[trip.way].pages))
    flags = pattern + starts + (RELOADS if reloads else 0)
    send(life, Record(at, records.VISIT, life.who, *trip, flags, number))
    _touch(life, at, trip, starts=bool(starts))
    used.last = last
    life.page_views += pages
    life.visits += 1 if starts else 0
    decisive = stage.decisive[trip.walk]
    return at + opened[decisive + reloads] if decisive else last


def _touch(life: Life, at: int, trip: Trip, *, starts: bool) -> None:
    """A session's start is a touch; within it, only an origin of its own that differs from the latest one."""
    used, origin = life.devices[trip.device], life.stage.ways[trip.way].origin
    if starts or origin not in {0, used.origin}:
        life.touches.append(Touch(at, trip.device, trip.way, "session" if starts else "origin"))
        used.origin = origin


def identify(life: Life, at: int, device: int) -> None:
    """The page tells the script who this is, now; telling it again changes nothing."""
    spelling = int(life.draw() * 16)
    if send(life, Record(at, records.IDENTIFY, life.who, device, spelling)):
        before = life.devices[device].identified
        life.devices[device].identified = min(before, at) if before else at
