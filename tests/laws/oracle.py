"""What every report must say, worked out from the facts alone, the slow way: sessions, touches, credit, rows, totals.

Who is who comes from `memory`. Of one conversion, which touches earn credit and what part of its money is told by
`tests.oracle`. In: facts in the order of arrival. Out: figures as `questions` reads them from a shop.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests import oracle
from tests.laws.facts import WAYS, Fact, Order
from tests.laws.memory import HALF_AN_HOUR, NUMBERS, ORIGINS, contact, remember, seconds, who_is_who
from tests.laws.questions import MONEY, Figures, Question
from tests.oracle import UNIT


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
        memory = remember(facts)
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
            channels={number: WAYS[way].channel for number, way in ORIGINS.items()},
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
        touches = oracle.candidates(self._world, told.person, told.at, options)
        if question.model == "any_touch":
            yield from ((each.origin, 0, UNIT) for each in touches)
            yield from [] if touches else [(None, 0, UNIT)]
        else:
            yield from oracle.shares(touches, question.model)

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


def touches(views: Sequence[tuple[int, int, int, bool]]) -> Iterator[tuple[int, int, int]]:
    """The views that start a session, or bring an origin that differs from the latest one: (number, at, origin)."""
    before, latest = -HALF_AN_HOUR, 0
    for at, number, origin, is_new in sorted(views):
        starts = at - before >= (1 if is_new else HALF_AN_HOUR)  # a hit that came twice starts one session
        if starts or origin not in (0, latest):
            latest = origin
            yield number, at, origin
        before = at


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
