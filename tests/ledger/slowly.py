"""Who is who, told slowly: the rules of docs/guides/identity.md as an oracle, and edges to try it on.

In: edges. Out: groups of names, each one person. Looks through everything from the beginning each time, on purpose.
"""

from itertools import product

from hypothesis import strategies as st

from headwater.ledger.resolve import CLAIM, LIFTED, MERGE, RULED, SPLIT
from headwater.ledger.rows import Edge
from tests.ledger.desk import HOUR, MINUTE

VISITORS = ["v:1", "v:2", "v:3"]
CONTACTS = ["c:1", "c:2", "c:3", "c:4"]
EMAILS = ["e:1", "e:2", "e:3"]


def edge(a: str, b: str, at: int = 1, last: int | None = None, source: str = "test") -> Edge:
    return Edge(account_id="acme", a=a, b=b, slot=at, at=at, last=at if last is None else last, source=source)


def ruling(word: str, a: str, b: str, at: int = 1) -> Edge:
    return Edge(account_id="acme", a=a, b=b, slot=RULED, at=at, last=at, source=word)


TIMES = st.integers(0, 6).map(lambda number: number * 20 * MINUTE)
LATEST = 120 * MINUTE
NAMES = [*CONTACTS, *EMAILS]
SAID = st.tuples(
    st.sampled_from(VISITORS), st.sampled_from(NAMES), TIMES, st.none() | TIMES, st.sampled_from(["identify", CLAIM])
)
DATA = st.tuples(
    st.sampled_from(CONTACTS), st.sampled_from(NAMES), TIMES, st.none(), st.sampled_from(["contact", "order"])
)
FACTS = st.one_of(SAID, DATA).map(
    lambda one: edge(
        one[0], one[1], min(one[2], LATEST if one[3] is None else one[3]), max(one[2], one[3] or 0), one[4]
    )
)
RULINGS = st.builds(
    ruling, st.sampled_from([MERGE, SPLIT, SPLIT, LIFTED]), st.sampled_from([*VISITORS, *NAMES]), st.sampled_from(NAMES)
)
EDGES = st.lists(st.one_of(FACTS, FACTS, FACTS, RULINGS), max_size=14, unique_by=lambda one: (one.a, one.b, one.slot))


def split(edges: list[Edge]) -> set[frozenset[str]]:
    return {frozenset((one.a, one.b)) for one in edges if one.slot == RULED and one.source == SPLIT}


def standing(edges: list[Edge]) -> list[Edge]:
    """What says that two belong together."""
    return [one for one in edges if one.slot != RULED or one.source == MERGE]


def heard(edges: list[Edge]) -> list[Edge]:
    """What was said of visitors and counts, in order, about addresses and about contacts that exist."""
    facts = standing(edges)
    exist = {one.a for one in facts}
    said = [
        one
        for one in facts
        if one.a.startswith("v:")
        and (one.b in exist or one.b.startswith("e:"))
        and frozenset((one.a, one.b)) not in split(edges)
        and (one.source != CLAIM or any(confirms(other, one) for other in edges))
    ]
    return sorted(said, key=lambda one: (one.at, one.b, one.a))


def confirms(other: Edge, claim: Edge) -> bool:
    near = any(claim.at - HOUR <= at <= claim.last + HOUR for at in (other.at, other.last))
    return near and other.source == "contact" and claim.b in (other.a, other.b)


class Slow:
    """Sets of names, looked through from the beginning each time."""

    def __init__(self, names: set[str], apart: set[frozenset[str]]) -> None:
        self.groups = {frozenset([name]) for name in names}
        self._apart = apart

    def of(self, name: str) -> frozenset[str]:
        return next(group for group in self.groups if name in group)

    def unite(self, one: str, other: str) -> None:
        both = self.of(one) | self.of(other)
        self.groups = {group for group in self.groups if not group <= both} | {both}

    def may(self, one: str, other: str) -> bool:
        """Whether browsers may unite the groups of two."""
        pairs = product(self.of(one), self.of(other))
        return self.of(one) == self.of(other) or not any(frozenset(pair) in self._apart for pair in pairs)

    def named(self, name: str) -> bool:
        return any(other.startswith("e:") for other in self.of(name))


def slow_people(edges: list[Edge]) -> set[frozenset[str]]:
    """The rules of docs/guides/identity.md, one after the other."""
    said = heard(edges)
    apart = split(edges)
    contact_data = [one for one in standing(edges) if not one.a.startswith("v:")]
    slow = Slow({node for one in [*said, *contact_data] for node in (one.a, one.b) if not node.startswith("v:")}, apart)
    for one in contact_data:
        if frozenset((one.a, one.b)) not in apart:
            slow.unite(one.a, one.b)
    for visitor in dict.fromkeys(one.a for one in said):
        names = [one.b for one in said if one.a == visitor and not slow.named(one.b)]
        for place, name in enumerate(names):
            for other in [other for other in names[:place] if slow.may(other, name)][:1]:
                slow.unite(other, name)
    orphans = {min(group) for group in slow.groups if not slow.named(min(group))}
    offers = {orphan: offered(slow, said, orphan) for orphan in orphans}
    for orphan in sorted((one for one in orphans if offers[one]), key=lambda one: (offers[one][0].at, one)):
        for best in [one for one in offers[orphan] if slow.may(orphan, one.b)][:1]:
            slow.unite(orphan, best.b)
    return slow.groups


def offered(slow: Slow, said: list[Edge], orphan: str) -> list[Edge]:
    """Of each browser of an orphan, the first who has an address and may adopt it."""
    firsts: list[Edge] = []
    for visitor in {one.a for one in said if one.b in slow.of(orphan)}:
        theirs = [one for one in said if one.a == visitor and slow.named(one.b) and slow.may(orphan, one.b)]
        firsts += theirs[:1]
    return sorted(firsts, key=lambda one: (one.at, one.b))
