"""Random tiny worlds: a few people, browsers, contacts and orders, at few moments, so that ties and edges are common.

`anything` is whatever clients may send. `settled` worlds say nothing twice in different words and nothing at the same
instant, so that their facts mean the same in any order. A world shrinks to the fewest and plainest facts.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from hypothesis import strategies as st

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
FAR: Final = ("2026-02-28 23:59:59", "2026-01-15 12:00:00", "2026-05-31 23:59:59")  # for contacts and orders

UIDS: Final = ("phone", "laptop", "kiosk")
NAMES: Final = ("ann", "bob", "cyd")
NUMBERS: Final = {0: (1, 2), 1: (3, 4)}  # contact ids by integration
IMPORTED: Final = ("ad", "news", "search", "tagged direct")
AMOUNTS: Final = st.sampled_from([0, 1, 100, 999, 1999, -500, 10**15, 720_720_001])
LATE: Final = st.sampled_from([0, 0, 1, 6])


def moments(timezone: str) -> st.SearchStrategy[str]:
    return st.builds("{} {}:00".format, st.sampled_from(ZONES[timezone]), st.sampled_from(CLOCK))


@st.composite
def anything(draw: st.DrawFn, visits: int = 8) -> World:
    """Whatever clients may send, in any order: contacts sent again, re-keyed, merged and deleted; ties in time."""
    timezone = draw(st.sampled_from(sorted(ZONES)))
    near = moments(timezone)
    far = near | st.sampled_from(FAR)
    source = st.sampled_from((0, 1))
    key = st.sampled_from([(source, number) for source, numbers in NUMBERS.items() for number in numbers])
    name = st.sampled_from(NAMES)
    way = st.none() | st.sampled_from(IMPORTED)
    contact = st.builds(lambda at, key, name, way: Contact(at, *key, name, way), far, key, st.none() | name, way)
    nameless = st.builds(lambda at, source, name, way: Contact(at, source, None, name, way), far, source, name, way)
    whose = st.tuples(key, st.none() | name) | st.tuples(st.tuples(source, st.none()), name)
    order = st.builds(_order, far, st.integers(1, 4), whose, AMOUNTS, st.sampled_from([None, 0, 50]), st.booleans())
    gone = st.builds(lambda key: ContactGone(*key), key) | st.builds(OrderGone, source, st.integers(1, 4))
    kinds = [
        st.lists(_visits(near), max_size=visits),
        st.lists(_identifications(near), max_size=5, unique_by=lambda fact: fact.at),
        st.lists(contact | contact | nameless, max_size=4),
        st.lists(order, max_size=4),
        st.lists(gone | st.just(Glance()), max_size=2),
    ]
    return World(timezone, draw(st.permutations([fact for kind in kinds for fact in draw(kind)])))


@st.composite
def settled(draw: st.DrawFn) -> World:
    """Facts that mean the same in any order: no two at one instant, and no contact or order told in two ways."""
    timezone = draw(st.sampled_from(sorted(ZONES)))
    near = moments(timezone)
    far = near | st.sampled_from(FAR)
    # Contact 2 has two addresses in turn, contact 4 gets its first one later.
    faces = [(0, 1, ("ann",)), (0, 2, ("bob", "cyd")), (1, 3, ("ann",)), (1, 4, (None, "dan"))]
    contacts: list[Fact] = []
    for source, number, names in draw(st.lists(st.sampled_from(faces), unique=True, max_size=4)):
        at, way = draw(far), draw(st.none() | st.sampled_from(IMPORTED))
        contacts += [Contact(at, source, number, name, way) for name in names]
    whose = st.sampled_from([((0, 1), None), ((0, 2), "eve"), ((1, 4), None), ((0, None), "ann"), ((1, None), "dan")])
    numbers = st.integers(1, 4)
    order = st.builds(_order, far, numbers, whose, AMOUNTS, st.sampled_from([None, 0, 50]), st.booleans())
    facts = [
        *draw(st.lists(_visits(near), max_size=8)),
        *draw(st.lists(_identifications(near), max_size=4)),
        *contacts,
        *draw(st.lists(order, max_size=4, unique_by=lambda fact: (fact.source, fact.number))),
    ]
    return World(timezone, apart(facts))


def apart(facts: Sequence[Fact]) -> list[Fact]:
    """The facts some seconds apart, so that no order of arrival has a tie to break; a contact's own keep one time."""
    found: list[Fact] = []
    for number, fact in enumerate(facts):
        if isinstance(fact, Visit | Identify | Order | Contact):
            place = 40 + fact.number % 10 if isinstance(fact, Contact) and fact.number else number
            found.append(fact._replace(at=f"{fact.at[:-2]}{place:02}"))
        else:
            found.append(fact)
    return found


def questions(world: World) -> st.SearchStrategy[Question]:
    """Anything that can be asked of a world; ranges that hold it all, or whose ends lie within it."""
    days = ZONES[world.timezone]
    start, end = st.sampled_from(["2025-12-29", "2026-02-28", *days]), st.sampled_from(["2026-06-01", *reversed(days)])
    return st.builds(
        lambda start, end, **more: Question(start=min(start, end), end=max(start, end), **more),
        start,
        end,
        kind=st.sampled_from(KINDS),
        by=st.sampled_from([("clicks.channel",), ("clicks.utm_campaign", "date"), ("date",), ("clicks.source",)]),
        model=st.sampled_from(MODELS),
        direct=st.sampled_from(DIRECTS),
        lookback=st.sampled_from([None, 1, 2, 30]),
        scale=st.sampled_from(SCALES),
    )


def _visits(at: st.SearchStrategy[str]) -> st.SearchStrategy[Visit]:
    return st.builds(Visit, at, st.sampled_from(UIDS), st.sampled_from(list(WAYS)), st.booleans(), LATE)


def _identifications(at: st.SearchStrategy[str]) -> st.SearchStrategy[Identify]:
    who = st.sampled_from([*NAMES, *(str(number) for numbers in NUMBERS.values() for number in numbers)])
    return st.builds(Identify, at, st.sampled_from(UIDS), who)


def _order(
    at: str, number: int, whose: tuple[tuple[int, int | None], str | None], amount: int, refunded: int | None, is_paid: bool
) -> Order:
    (source, contact), name = whose
    return Order(at, source, number, contact, name, amount, amount if is_paid else 0, refunded)
