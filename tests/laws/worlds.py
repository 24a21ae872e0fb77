"""Random tiny worlds: a few people, browsers, contacts and orders, at few moments, so that ties and edges are common.

`anything` is whatever clients may send. `settled` worlds say nothing twice in different words and nothing at the same
instant, so that their facts mean the same in any order. A world shrinks to the fewest and plainest facts.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.laws.facts import WAYS, Contact, ContactGone, Fact, Glance, Identify, Order, OrderGone, Visit
from tests.laws.questions import DIRECTS, KINDS, MODELS, SCALES, Question


class World(NamedTuple):
    """Facts in the order of their arrival, and the time zone in which the account cuts its days."""

    timezone: str
    facts: list[Fact]


# Four days in UTC. In New York (midnight is 05:00, then 04:00) clocks go forward on 8 March; on Lord Howe Island
# (midnight is 13:00, then 13:30) they go back by half an hour on 5 April.
ZONES: Final = {
    "UTC": [f"2026-03-{day:02}" for day in (1, 2, 3, 4)],
    "America/New_York": [f"2026-03-{day:02}" for day in (6, 7, 8, 9)],
    "Australia/Lord_Howe": [f"2026-04-{day:02}" for day in (3, 4, 5, 6)],
}
# Around sessions of half an hour, and around midnight in each of the zones.
CLOCK: Final = "00:00 00:10 00:29 00:30 00:59 03:59 04:00 04:59 05:00 12:59 13:00 13:29 13:30 23:59".split()
FAR: Final = ("2026-02-28 23:59:00", "2026-01-15 12:00:00", "2026-05-31 23:59:00")  # for contacts and orders

UIDS: Final = ("phone", "laptop", "kiosk")
NAMES: Final = ("ann", "bob", "cyd")
NUMBERS: Final = {0: (1, 2), 1: (3, 4)}  # contact ids by integration
IMPORTED: Final = (None, "ad", "news", "search")
AMOUNTS: Final = st.sampled_from([0, 1, 100, 999, 1999, -500, 10**15, 720_720_001])
REFUNDS: Final = st.sampled_from([None, 0, 50])
LATE: Final = st.sampled_from([0, 0, 1, 6])

# Contacts and orders that go together in any order: contact 2 has two addresses in turn, 4 gets its first one later.
FACES: Final = ((0, 1, ("ann",)), (0, 2, ("bob", "cyd")), (1, 3, ("ann",)), (1, 3, (None,)), (1, 4, (None, "dan")))
BUYERS: Final = ((0, 1, None), (0, 2, "eve"), (1, 4, None), (0, None, "ann"), (1, None, "dan"))


def examples(of_fifty: int, *, shrinks: bool = True) -> settings:
    """So many examples where the profile says fifty, which is what a whole run of the tests has time for."""
    phases = [phase for phase in Phase if shrinks or phase != Phase.shrink]
    return settings(max_examples=max(1, settings().max_examples * of_fifty // 50), phases=phases)


def moments(timezone: str) -> SearchStrategy[str]:
    """Around the days on which all visits are."""
    return st.builds("{} {}:00".format, st.sampled_from(ZONES[timezone]), st.sampled_from(CLOCK))


def days(world: World) -> SearchStrategy[str]:
    """The days on which all visits are."""
    return st.sampled_from(ZONES[world.timezone])


@st.composite
def anything(draw: st.DrawFn) -> World:
    """Whatever clients may send, in any order: contacts sent again, re-keyed, merged and deleted; ties in time."""
    timezone = draw(st.sampled_from(sorted(ZONES)))
    near = moments(timezone)
    far = near | st.sampled_from(FAR)
    facts: list[Fact] = [
        *draw(st.lists(_visits(near), max_size=8)),
        *draw(st.lists(_identifications(near), max_size=5, unique_by=lambda fact: fact.at)),
        *draw(st.lists(_contacts(far, 0) | _contacts(far, 1), max_size=4)),
        *draw(st.lists(_orders(far, 0) | _orders(far, 1), max_size=4)),
        *draw(st.lists(_gone(0) | _gone(1) | st.just(Glance()), max_size=2)),
    ]
    return World(timezone, draw(st.permutations(facts)))


@st.composite
def settled(draw: st.DrawFn) -> World:
    """Facts that mean the same in any order: no two at one instant, and no contact or order told in two ways."""
    timezone = draw(st.sampled_from(sorted(ZONES)))
    near = moments(timezone)
    far = near | st.sampled_from(FAR)
    facts: list[Fact] = [
        *draw(st.lists(_visits(near), max_size=8)),
        *draw(st.lists(_identifications(near), max_size=4)),
    ]
    for source, number, names in draw(st.lists(st.sampled_from(FACES), unique_by=lambda face: face[1])):
        at, way = draw(far), draw(st.sampled_from([*IMPORTED, "tagged direct"]))
        facts += [Contact(at, source, number, name, way) for name in names]
    for number, (source, contact, name) in enumerate(draw(st.lists(st.sampled_from(BUYERS), max_size=4))):
        facts.append(Order(draw(far), source, number, contact, name, draw(AMOUNTS), draw(AMOUNTS), draw(REFUNDS)))
    return World(timezone, apart(facts))


def apart(facts: Sequence[Fact]) -> list[Fact]:
    """The facts some seconds apart, so that no order of arrival has a tie to break; a contact's own keep one time."""
    found: list[Fact] = []
    for second, fact in enumerate(facts):
        if isinstance(fact, Contact):
            found.append(fact._replace(at=f"{fact.at[:-2]}{50 + (fact.number or 0)}"))
        elif isinstance(fact, Visit | Identify | Order):
            found.append(fact._replace(at=f"{fact.at[:-2]}{second:02}"))
    return found


@st.composite
def questions(draw: st.DrawFn, world: World) -> Question:
    """Anything that can be asked of a world; of a range that holds it all, or whose ends lie within it."""
    ends = [draw(st.sampled_from([edge, *ZONES[world.timezone]])) for edge in ("2026-01-01", "2026-06-30")]
    dimensions = [("clicks.channel",), ("clicks.utm_campaign", "date"), ("date",), ("clicks.source",)]
    return Question(
        kind=draw(st.sampled_from(KINDS)),
        by=draw(st.sampled_from(dimensions)),
        model=draw(st.sampled_from(MODELS)),
        direct=draw(st.sampled_from(DIRECTS)),
        lookback=draw(st.sampled_from([None, 1, 2, 30])),
        start=min(ends),
        end=max(ends),
        scale=draw(st.sampled_from(SCALES)),
    )


def _visits(at: SearchStrategy[str]) -> SearchStrategy[Visit]:
    return st.builds(Visit, at, st.sampled_from(UIDS), st.sampled_from(list(WAYS)), st.booleans(), LATE)


def _identifications(at: SearchStrategy[str]) -> SearchStrategy[Identify]:
    who = st.sampled_from([*NAMES, *(str(number) for numbers in NUMBERS.values() for number in numbers)])
    return st.builds(Identify, at, st.sampled_from(UIDS), who)


def _contacts(at: SearchStrategy[str], source: int) -> SearchStrategy[Contact]:
    who = st.sampled_from([*NUMBERS[source], None]), st.sampled_from([*NAMES, None])
    made = st.builds(Contact, at, st.just(source), *who, st.sampled_from(IMPORTED))
    return made.filter(lambda fact: (fact.number, fact.name) != (None, None))


def _orders(at: SearchStrategy[str], source: int) -> SearchStrategy[Order]:
    who = st.sampled_from([*NUMBERS[source], None]), st.sampled_from([*NAMES, None])
    made = st.builds(Order, at, st.just(source), st.integers(1, 4), *who, AMOUNTS, AMOUNTS, REFUNDS)
    return made.filter(lambda fact: (fact.contact, fact.name) != (None, None))


def _gone(source: int) -> SearchStrategy[ContactGone | OrderGone]:
    number = st.sampled_from(NUMBERS[source])
    return st.builds(ContactGone, st.just(source), number) | st.builds(OrderGone, st.just(source), st.integers(1, 4))
