"""What a report must say, worked out the slow way from plain lists: the law that the SQL is held to.

It lives in tests only and shares nothing with the engine but the meaning of the words. Times are whole numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import floor
from typing import NamedTuple

UNIT = 720_720_000
FOREVER = 10**18


class Contact(NamedTuple):
    id: int
    person: int
    at: int
    origin: int | None


class Order(NamedTuple):
    id: int
    person: int
    at: int
    amount: int


class Touch(NamedTuple):
    id: int
    visitor: int
    at: int
    origin: int


class Visitor(NamedTuple):
    visitor: int
    since: int
    until: int
    person: int


class World(NamedTuple):
    contacts: Sequence[Contact]
    orders: Sequence[Order]
    touches: Sequence[Touch]
    visitors: Sequence[Visitor]
    channels: dict[int, str]  # of origins; 0 is direct


class Options(NamedTuple):
    model: str
    direct: str
    lookback: int


def opt_in(world: World, person: int) -> int:
    return min((c.at for c in world.contacts if c.person == person), default=-1)


class Earning(NamedTuple):
    """A touch that earns credit: how it came, how long before the conversion, and whether before the opt-in."""

    origin: int
    age: int
    is_early: bool


def candidates(world: World, person: int, at: int, options: Options) -> list[Earning]:
    """The touches that earn credit, in order."""
    owned = [
        (t.at, t.id, t.origin)
        for t in world.touches
        for v in world.visitors
        if (v.visitor, v.person) == (t.visitor, person) and v.since <= t.at < v.until
    ]
    known = opt_in(world, person)
    if not any(moment <= known for moment, _, _ in owned):
        told = sorted((c.at, c.id, c.origin) for c in world.contacts if c.person == person and c.origin is not None)
        owned += told[:1]
    found = [
        Earning(origin, at - moment, moment <= known)
        for moment, _, origin in sorted(owned)
        if at - options.lookback <= moment <= at
    ]
    others = [each for each in found if world.channels[each.origin] != "direct"]
    return others if options.direct == "never" or (options.direct == "fallback" and others) else found


def shares(touches: Sequence[Earning], model: str) -> list[tuple[int | None, int, int]]:
    """Of one conversion: which origin has which run of its UNIT shares; who earns nothing is left out."""
    if not touches:
        return [(None, 0, UNIT)]
    n = len(touches)
    e = max(sum(each.is_early for each in touches), 1)
    one = {"first_touch": 1, "optin": e, "last_touch": n}.get(model)
    if one is not None:
        return [(touches[one - 1].origin, 0, UNIT)]
    if model == "linear":
        ends = [(2 * UNIT * i + n) // (2 * n) for i in range(n + 1)]
    else:
        ends = _ends([_weight(model, i, e, touches) for i in range(1, n + 1)])
    runs = zip(touches, ends, ends[1:], strict=False)
    return [(each.origin, before, upto) for each, before, upto in runs if upto > before]


def _ends(weights: Sequence[float]) -> list[int]:
    """Where runs end, in the proportion of the weights, which count in 2^40ths of the greatest."""
    whole = [floor(2**40 * weight / max(weights) + 0.5) for weight in weights]
    inner = [floor(float(UNIT) * sum(whole[:i]) / sum(whole) + 0.5) for i in range(1, len(whole))]
    return [0, *inner, UNIT]


def _weight(model: str, i: int, e: int, touches: Sequence[Earning]) -> float:
    """What the touch at place i weighs; e is the place of the one that led to the opt-in."""
    n = len(touches)
    if model == "time_decay":
        return pow(2.0, -(touches[i - 1].age / 86_400) / 7)
    if model == "position":
        return 1.0 if n <= 2 else 0.4 if i in (1, n) else 0.2 / (n - 2)
    marked = [1, e, n]  # w_shaped
    return 30.0 * marked.count(i) if i in marked else 10.0 / (n - len(set(marked)))


def part(amount: int, before: int, upto: int) -> int:
    """What a run of shares has of an amount, rounded half away from zero at both ends."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) * upto + UNIT) // (2 * UNIT) - (2 * abs(amount) * before + UNIT) // (2 * UNIT))


def by_channel(
    world: World, conversions: Sequence[tuple[int, int, int]], options: Options
) -> dict[str, tuple[int, int]]:
    """Shares and money of every channel, for conversions (person, at, amount)."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for person, at, amount in conversions:
        touches = candidates(world, person, at, options)
        if options.model == "any_touch":
            names = {world.channels[each.origin] for each in touches} or {"(none)"}
            credit = [(name, 0, UNIT) for name in names]
        else:
            found = shares(touches, options.model)
            credit = [("(none)" if o is None else world.channels[o], before, upto) for o, before, upto in found]
        for name, before, upto in credit:
            rows[name].update(shares=upto - before, money=part(amount, before, upto))
    return {name: (row["shares"], row["money"]) for name, row in rows.items()}


def leads(world: World, start: int, until: int) -> list[tuple[int, int, int]]:
    """A person's opt-in, with all that was ever ordered."""
    people = {c.person for c in world.contacts if start <= opt_in(world, c.person) < until}
    return [(p, opt_in(world, p), sum(o.amount for o in world.orders if o.person == p)) for p in people]


def orders(world: World, start: int, until: int) -> list[tuple[int, int, int]]:
    return [(o.person, o.at, o.amount) for o in world.orders if start <= o.at < until]
