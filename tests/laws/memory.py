"""What facts leave behind, and who is who after all of them: intake and identity, the slow way.

Written from the documents (the contract of contacts and invoices, docs/guides/identity.md), not from the code.
In: facts in the order of arrival. Out: contacts and orders as they are now, page views, and persons. Times are seconds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple, TypeAlias

from tests.laws.facts import NOWHERE, WAYS, Contact, ContactGone, Fact, Identify, Order, OrderGone, Visit
from tests.oracle import FOREVER

HALF_AN_HOUR: Final = 1800
ORIGINS: Final = {0: "typed"} | {n: way for n, way in enumerate(WAYS, 1) if way not in NOWHERE}
NUMBERS: Final = {way: number for number, way in ORIGINS.items()}

Key: TypeAlias = tuple[int, int | str]  # integration, contact id


class Known(NamedTuple):
    """A contact as it is now; `id` is when it was first heard of."""

    id: int
    at: int
    name: str | None
    way: str | None


class Bill(NamedTuple):
    """An order as it is now, and the node that it hangs on."""

    id: int
    fact: Order
    node: str


@dataclass
class Memory:
    """All that the facts left behind."""

    contacts: dict[Key, Known] = field(default_factory=dict[Key, Known])
    bills: dict[tuple[int, int], Bill] = field(default_factory=dict[tuple[int, int], Bill])
    same: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])  # nodes that contact data unites
    said: dict[str, dict[tuple[str, int], list[int]]] = field(
        default_factory=lambda: defaultdict[str, dict[tuple[str, int], list[int]]](dict)
    )
    views: dict[str, list[tuple[int, int, int, bool]]] = field(
        default_factory=lambda: defaultdict[str, list[tuple[int, int, int, bool]]](list)
    )

    def hear(self, number: int, fact: Fact) -> None:
        """One fact more."""
        if isinstance(fact, Visit):
            self.views[fact.uid].append((seconds(fact.at), number, NUMBERS.get(fact.way, 0), fact.new))
        elif isinstance(fact, Identify):
            self._identify(fact)
        elif isinstance(fact, Contact):
            self._contact(number, fact)
        elif isinstance(fact, Order):
            self._order(number, fact)
        elif isinstance(fact, ContactGone):
            self.contacts.pop((fact.source, fact.number), None)
        elif isinstance(fact, OrderGone):
            self.bills.pop((fact.source, fact.number), None)

    def _identify(self, fact: Identify) -> None:
        """Within half an hour of the clock, the first and the last of the same saying are kept."""
        at = seconds(fact.at)
        targets = [contact((source, int(fact.who))) for source in (0, 1)] if fact.who.isdigit() else [email(fact.who)]
        for target in targets:
            slot = (target, at // HALF_AN_HOUR)
            times = [at, *self.said[fact.uid].get(slot, ())]
            self.said[fact.uid][slot] = [min(times), max(times)]

    def _order(self, number: int, fact: Order) -> None:
        """It hangs on its contact if that is there, else on its e-mail address, else on a contact yet to come."""
        key = (fact.source, fact.contact or 0)
        node = email(fact.name) if fact.name and key not in self.contacts else contact(key)
        before = self.bills.get((fact.source, fact.number))
        self.bills[fact.source, fact.number] = Bill(before.id if before else number, fact, node)
        self.same.append((node, node))

    def _contact(self, number: int, fact: Contact) -> None:
        """By its id, else by its e-mail (and then it gets the id); who has the same e-mail beside it is absorbed."""
        mates = [
            key for key, row in self.contacts.items() if fact.name and (key[0], row.name) == (fact.source, fact.name)
        ]
        mates.sort(key=lambda key: self.contacts[key].id)
        key: Key = (fact.source, fact.number) if fact.number else mates[0] if mates else (fact.source, f"new {number}")
        others = [mate for mate in mates if mate != key] if key in self.contacts else []
        if key not in self.contacts and mates:
            self.contacts[key] = self.contacts.pop(mates[0])
            self._move(mates[0], key)
        row = self.contacts.get(key, Known(number, 0, None, None))
        ways = [_way(fact.way, row.way), *(self.contacts[other].way for other in others)]
        way = next((each for each in ways if each), None)
        self.contacts[key] = Known(row.id, seconds(fact.at), fact.name or row.name, way)
        for other in others:
            del self.contacts[other]
            self._move(other, key)
        if name := self.contacts[key].name:
            self.same.append((contact(key), email(name)))
        self._move(key, key)

    def _move(self, old: Key, new: Key) -> None:
        """What hung on one contact id hangs on another."""
        self.same.append((contact(old), contact(new)))
        for at, bill in self.bills.items():
            if (bill.fact.source, bill.fact.contact) == old and isinstance(new[1], int):
                self.bills[at] = Bill(bill.id, bill.fact._replace(contact=new[1]), contact(new))


def _way(said: str | None, before: str | None) -> str | None:
    """A campaign that was said before stays beside a referrer that is said now, and counts more."""
    return before if said is None or (before and not WAYS[said].campaign) else said


def remember(facts: Iterable[Fact]) -> Memory:
    """Hear all facts."""
    memory = Memory()
    for number, fact in enumerate(facts):
        memory.hear(number, fact)
    return memory


def seconds(at: str) -> int:
    return int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp())


def email(name: str) -> str:
    return f"e:{name}"


def contact(key: Key) -> str:
    return f"c:{key[0]}:{key[1]}"


def who_is_who(memory: Memory) -> tuple[dict[str, str], dict[str, list[tuple[int, int, str]]]]:
    """Every node's person, and the time line of every browser: (since, until, person).

    A contact id counts once a contact or an order has it.
    """
    group = {node: {node} for pair in memory.same for node in pair}
    group |= {node: {node} for said in memory.said.values() for node, _ in said if node.startswith("e:")}
    sayings = {
        uid: sorted({(at, node) for (node, _), times in said.items() for at in times if node in group})
        for uid, said in memory.said.items()
    }
    for one, other in memory.same:
        _unite(group, one, other)
    named = {node for node in group if any(each.startswith("e:") for each in group[node])}
    for line in sayings.values():
        nameless = [node for _, node in line if node not in named]
        for node in nameless[1:]:
            _unite(group, nameless[0], node)
    ways_home: list[tuple[int, str, str]] = []
    for line in sayings.values():
        first = next(((at, node) for at, node in line if node in named), None)
        ways_home += [(*first, node) for _, node in line if node not in named and first]
    homeless = set(group) - named
    for _, home, node in sorted(ways_home):
        if node in homeless:
            homeless -= group[node]
            _unite(group, home, node)
    person = {node: min(each) for node, each in group.items()}
    return person, {uid: _time_line(line, person) for uid, line in sayings.items() if line}


def _time_line(line: list[tuple[int, str]], person: dict[str, str]) -> list[tuple[int, int, str]]:
    """From ever on the first one, from then on whoever was said last."""
    times = [at for at, _ in line]
    ends = [*times[1:], FOREVER]
    spans = zip([0, *times[1:]], ends, line, strict=True)
    return [(since, until, person[node]) for since, until, (_, node) in spans]


def _unite(group: dict[str, set[str]], one: str, other: str) -> None:
    together = group[one] | group[other]
    group |= dict.fromkeys(together, together)
