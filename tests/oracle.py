"""What a report must say, worked out the slow way from plain lists: the law that the SQL is held to.

It lives in tests only and shares nothing with the engine but the meaning of the words. Times are whole numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
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


def candidates(world: World, person: int, at: int, options: Options) -> list[int]:
    """The origins of the touches that earn credit, in order."""
    owned = [
        (t.at, t.id, t.origin)
        for t in world.touches
        for v in world.visitors
        if (v.visitor, v.person) == (t.visitor, person) and v.since <= t.at < v.until
    ]
    if not any(moment <= opt_in(world, person) for moment, _, _ in owned):
        told = sorted((c.at, c.id, c.origin) for c in world.contacts if c.person == person and c.origin is not None)
        owned += told[:1]
    found = [origin for moment, _, origin in sorted(owned) if at - options.lookback <= moment <= at]
    others = [origin for origin in found if world.channels[origin] != "direct"]
    return others if options.direct == "never" or (options.direct == "fallback" and others) else found


def shares(origins: list[int], model: str) -> list[tuple[int | None, int, int]]:
    """Of one conversion: which origin has which run of its UNIT shares."""
    last = len(origins)
    if not origins or model in ("first_touch", "last_touch"):
        return [((origins[0] if model == "first_touch" else origins[-1]) if origins else None, 0, UNIT)]
    ends = [(2 * UNIT * i + last) // (2 * last) for i in range(last + 1)]
    return list(zip(origins, ends, ends[1:], strict=False))


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
        origins = candidates(world, person, at, options)
        if options.model == "any_touch":
            names = {world.channels[origin] for origin in origins} or {"(none)"}
            credit = [(name, 0, UNIT) for name in names]
        else:
            found = shares(origins, options.model)
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
