"""What every report must say, worked out from the facts alone, the slow way: who is who, visits, touches, credit, rows.

Written from the documents (who is who: docs/guides/identity.md), not from the code. Of one conversion, which touches
earn credit and what part of its money is told by `tests.oracle`. In: facts in the order of arrival. Out: figures as
`questions` reads them from a shop. Times are seconds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from tests import oracle
from tests.laws.facts import NOWHERE, WAYS, Contact, ContactGone, Fact, Identify, Order, OrderGone, Visit
from tests.laws.questions import MONEY, Figures, Question
from tests.oracle import UNIT

HALF_AN_HOUR: Final = 1800
ORIGINS: Final = {0: "typed"} | {n: way for n, way in enumerate(WAYS, 1) if way not in NOWHERE}
NUMBERS: Final = {way: number for number, way in ORIGINS.items()}
CHANNELS: Final = {number: WAYS[way].channel for number, way in ORIGINS.items()}

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
        ways = [fact.way, row.way, *(self.contacts[other].way for other in others)]
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


class Telling(NamedTuple):
    """One conversion: whose, when, and what it is worth; counts in ones, money in cents."""

    person: int
    at: int
    worth: Figures


class Oracle:
    """Answers to all questions, from the facts."""

    def __init__(self, facts: Iterable[Fact], timezone: str) -> None:
        """Hear all facts."""
        self._zone = ZoneInfo(timezone)
        memory = Memory()
        for number, fact in enumerate(facts):
            memory.hear(number, fact)
        group, spans = who_is_who(memory)
        people = {name: number for number, name in enumerate(sorted(set(group.values())))}
        person = {node: people[name] for node, name in group.items()}
        uids = {uid: number for number, uid in enumerate(memory.views)}
        self._bills = [(person[bill.node], bill) for bill in memory.bills.values()]
        self._world = oracle.World(
            contacts=[
                oracle.Contact(row.id, person[contact(key)], row.at, NUMBERS[row.way] if row.way else None)
                for key, row in memory.contacts.items()
            ],
            orders=[],
            touches=[
                oracle.Touch(number, uids[uid], at, origin)
                for uid, views in memory.views.items()
                for number, at, origin in touches(views)
            ],
            visitors=[
                oracle.Visitor(uids[uid], since, until, people[name])
                for uid, line in spans.items()
                if uid in uids
                for since, until, name in line
            ],
            channels=CHANNELS,
        )

    def answer(self, question: Question) -> tuple[dict[tuple[str, ...], Figures], Figures, Figures]:
        """Rows, totals, and what no touch led to."""
        rows: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        totals: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        for told in self._conversions(question):
            whole = _part(told.worth, 0, UNIT)
            shares = list(self._credits(told, question))
            totals.update(whole)
            missed.update(whole if shares == [(None, 0, UNIT)] else {})
            names = [(self._name(told, origin, question), before, upto) for origin, before, upto in shares]
            for name, before, upto in dict.fromkeys(names):
                rows[name].update(_part(told.worth, before, upto))
        return {name: _figures(row, question) for name, row in rows.items()}, _figures(totals, question), dict(missed)

    def days(self, question: Question) -> float:
        """Of the customers among the leads, the mean of days until the first purchase."""
        waits = [told.worth["seconds"] for told in self._conversions(question) if told.worth["numOfCustomers"]]
        return sum(waits) / len(waits) / 86_400 if waits else 0

    def _credits(self, told: Telling, question: Question) -> Iterator[tuple[int | None, int, int]]:
        """Which origin has which run of the shares; with inclusion everyone has all."""
        lookback = oracle.FOREVER if question.lookback is None else question.lookback * 86_400
        options = oracle.Options(question.model, question.direct, lookback)
        origins = oracle.candidates(self._world, told.person, told.at, options)
        if question.model == "any_touch":
            yield from ((origin, 0, UNIT) for origin in origins or [None])
        else:
            yield from oracle.shares(origins, question.model)

    def _conversions(self, question: Question) -> list[Telling]:
        return list(self._leads(question) if question.kind == "leads" else self._orders(question))

    def _leads(self, question: Question) -> Iterator[Telling]:
        for person in {each.person for each in self._world.contacts}:
            at = oracle.opt_in(self._world, person)
            bills = [bill.fact for whose, bill in self._bills if whose == person]
            paid = [seconds(bill.at) for bill in bills if bill.paid > 0]
            if self._is_within(at, question):
                worth = {"leads": 1, "numOfCustomers": len(paid[:1]), **_money(bills)}
                worth["seconds"] = max(min(paid, default=at) - at, 0)
                yield Telling(person, at, worth)

    def _orders(self, question: Question) -> Iterator[Telling]:
        """Of a person's orders in the range, the first paid one counts the customer."""
        customers: set[int] = set()
        for whose, bill in sorted(self._bills, key=lambda each: (seconds(each[1].fact.at), each[1].id)):
            at = seconds(bill.fact.at)
            if self._is_within(at, question):
                is_first = bill.fact.paid > 0 and whose not in customers
                customers |= {whose} if is_first else set()
                yield Telling(whose, at, {"orders": 1, "numOfCustomers": int(is_first), **_money([bill.fact])})

    def _local(self, at: int) -> date:
        return datetime.fromtimestamp(at, self._zone).date()

    def _is_within(self, at: int, question: Question) -> bool:
        return question.start <= self._local(at).isoformat() <= question.end

    def _name(self, told: Telling, origin: int | None, question: Question) -> tuple[str, ...]:
        return tuple(
            self._bucket(told.at, question.scale) if each == "date" else _spelled(each, origin) for each in question.by
        )

    def _bucket(self, at: int, scale: str) -> str:
        day = self._local(at)
        first = {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}
        return first[scale].isoformat()


def seconds(at: str) -> int:
    return int(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp())


def email(name: str) -> str:
    return f"e:{name}"


def contact(key: Key) -> str:
    return f"c:{key[0]}:{key[1]}"


def touches(views: Sequence[tuple[int, int, int, bool]]) -> Iterator[tuple[int, int, int]]:
    """The views that start a session, or bring an origin that differs from the latest one: (number, at, origin)."""
    before, latest = -HALF_AN_HOUR, 0
    for at, number, origin, is_new in sorted(views):
        starts = at - before >= (1 if is_new else HALF_AN_HOUR)  # a hit that came twice starts one session
        if starts or origin not in (0, latest):
            latest = origin
            yield number, at, origin
        before = at


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
    ends = [*times[1:], oracle.FOREVER]
    spans = zip([0, *times[1:]], ends, line, strict=True)
    return [(since, until, person[node]) for since, until, (_, node) in spans]


def _unite(group: dict[str, set[str]], one: str, other: str) -> None:
    together = group[one] | group[other]
    group |= dict.fromkeys(together, together)


def _money(bills: Sequence[Order]) -> Figures:
    refunds = sum(bill.paid if bill.refunded == 0 else bill.refunded or 0 for bill in bills)
    amount, paid = sum(bill.amount for bill in bills), sum(bill.paid for bill in bills)
    return {"revenue": amount, "collected": paid, "refunds": refunds}


def _part(worth: Figures, before: int, upto: int) -> Figures:
    """What a run of shares has of each figure: of money in whole cents, of counts in shares."""
    return {
        metric: oracle.part(value, before, upto) if metric in MONEY else value * (upto - before)
        for metric, value in worth.items()
    }


def _figures(row: Counter[str], question: Question) -> Figures:
    told = dict(row) | {"netRevenue": row["collected"] - row["refunds"]}
    return {metric: told.get(metric, 0) for metric in question.measures}


def _spelled(dimension: str, origin: int | None) -> str:
    """What a touch is called by a dimension."""
    if origin is None:
        return "(none)"
    way = WAYS[ORIGINS[origin]]
    said = {"channel": way.channel, "source": way.name, "utm_source": way.source}
    said |= {"utm_medium": way.medium, "utm_campaign": way.campaign}
    return said.get(dimension.removeprefix("clicks."), "") or "(not set)"
