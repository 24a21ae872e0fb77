"""The demo world as a stream of facts, in order of time, in memory that does not grow with the world.

In: how many contacts, days, a seed, and what time it is. Out: facts, and the truth beside them. People are planned on
the day they arrive; what they will do later waits in a `Diary` on disk; the facts of a day are made when it has come.
The same arguments give the same facts, byte for byte, on any machine. It refuses to know who takes the facts.
"""

from bisect import bisect_left
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

from headwater.demo import payloads, records, views, world
from headwater.demo.crowd import on_day
from headwater.demo.forecast import Forecast, foresee
from headwater.demo.life import LANDINGS
from headwater.demo.records import Diary, Record
from headwater.demo.seasons import DAY, HOUR
from headwater.demo.stage import Stage, set_up, weights_on
from headwater.demo.story import live
from headwater.demo.truth import Book, Tally, month_of
from headwater.demo.views import Fact
from headwater.errors import Problem

_RUN = 500  # records that are turned into facts before the facts are put in order
_UNTRACKED_CLICKS = 8  # per cent of an ad's clicks that never reach the page
_REPORTED_AT = 3 * HOUR  # when ad platforms report the day before
_by_time: Callable[[Fact], int] = itemgetter(1)


def _one(kind: str, make: Callable[[Stage, Record], dict[str, Any]]) -> Callable[[Stage, Record], list[Fact]]:
    """A maker of the single fact that a record stands for."""

    def made(stage: Stage, record: Record) -> list[Fact]:
        return [Fact(kind, record.at * 1000, make(stage, record))]

    return made


_MAKERS: dict[int, tuple[str, Callable[[Stage, Record], list[Fact]]]] = {
    records.CONTACT: ("contact", _one("contact", payloads.contact)),
    records.TAGS: ("tags", _one("tags", payloads.tags)),
    records.IDENTIFY: ("identify", _one("identify", payloads.identify)),
    records.INVOICE: ("invoice", _one("invoice", payloads.invoice)),
    records.SUBSCRIPTION: ("subscription", _one("subscription", payloads.subscription)),
    records.AD: ("ad_performance", _one("ad_performance", payloads.ad_performance)),
    records.PRODUCT: ("product", _one("product", payloads.product)),
    records.VISIT: ("hit", views.visit),
    records.CROWD: ("hit", views.visit),
    records.BOT: ("hit", views.machine),
    records.SPAM: ("hit", views.machine),
}
KINDS = tuple(dict.fromkeys(name for name, _ in _MAKERS.values()))


@dataclass(frozen=True)
class World:
    """What a demo world is made from.

    `now` is its end in microseconds; `page_views` is about how many there shall be of everybody but machines (a number
    of them per contact if not given); `host` is the site's domain, which the account has to know as its own.
    """

    contacts: int
    days: int
    seed: int
    now: int
    host: str = world.HOST
    page_views: int | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no world."""
        faults = [f"'{name}' must be at least 1" for name in ("contacts", "days") if getattr(self, name) < 1]
        if self.page_views is not None and self.page_views < 0:
            faults.append("'page_views' must not be negative")
        if faults:
            raise Problem(*faults)

    @cached_property
    def forecast(self) -> Forecast:
        """When how many people and strangers arrive; found by drawing some of them ahead."""
        views_wanted = self.contacts * world.VIEWS_PER_CONTACT if self.page_views is None else self.page_views
        return foresee(set_up(self.seed, self.now, self.days, self.host), self.contacts, views_wanted)

    @property
    def expected_facts(self) -> int:
        """About how many facts there will be, for a progress bar; a few per cent off at most."""
        return self.forecast.facts

    def facts(self, truth: Path | None = None) -> Generator[Fact, None, None]:
        """Generate the world, in order of time; with a directory, the truth is written into it on the way."""
        with closing(Diary(len(self.forecast.stage.busy))) as diary, closing(Book(truth)) as book:
            yield from _days(self.forecast, book, diary)
            book.finish(asdict(self))


def _days(forecast: Forecast, book: Book, diary: Diary) -> Iterator[Fact]:
    """Day by day: plan who arrives, take out what was planned for the day, and tell it in order."""
    stage, pending = forecast.stage, list[Fact]()
    first = stage.span.first
    for place in range(len(world.PRODUCTS)):
        diary.write(0, records.pack(Record(stage.span.start, records.PRODUCT, place)))
    for index in range(len(stage.busy)):
        arriving, strange = weights_on(stage, first + index)
        for who, old in forecast.people(index):
            life = live(stage, who, first + index, arriving, old=old)
            book.enter(life)
            for at, packed in life.records:
                diary.write(at // DAY - first, packed)
        for record in on_day(stage, forecast.crowd, index, strange):
            diary.write(index, records.pack(record))
        clicks = [0] * len(world.ADS)
        yield from _tell(stage, diary.tear(index), pending, book.tally, clicks)
        for record in _spent(stage, first + index, clicks, book.tally):
            last = index == len(stage.busy) - 1
            if last:
                pending += _make(stage, record, book.tally, clicks)
            else:
                diary.write(index + 1, records.pack(record))
    pending.sort(key=_by_time)
    yield from pending


def _tell(stage: Stage, packed: list[bytes], pending: list[Fact], tally: Tally, clicks: list[int]) -> Iterator[Fact]:
    """Turn a day's records into facts in order of time; what reaches into the next day stays in `pending`."""
    for start in range(0, len(packed), _RUN):
        for one in packed[start : start + _RUN]:
            pending += _make(stage, records.unpack(one), tally, clicks)
        pending.sort(key=_by_time)
        following = packed[start + _RUN : start + _RUN + 1] or packed[-1:]
        until = records.unpack(following[0]).at * 1000
        ready = bisect_left(pending, until, key=_by_time)
        yield from pending[:ready]
        del pending[:ready]


def _make(stage: Stage, record: Record, tally: Tally, clicks: list[int]) -> list[Fact]:
    """The facts of a record, counted."""
    kind, maker = _MAKERS[record.kind]
    facts = maker(stage, record)
    tally.facts[kind] += len(facts)
    if kind == "hit":
        _count_hits(stage, record, len(facts), tally, clicks)
    return facts


def _count_hits(stage: Stage, record: Record, hits: int, tally: Tally, clicks: list[int]) -> None:
    """Count clicks on ads, machines, and strangers; the visits of contacts are counted with their lives."""
    if record.kind in {records.BOT, records.SPAM}:
        tally.drops["bot" if record.kind == records.BOT else "spam"] += hits
        return
    way = stage.ways[record.a]
    if way.ad >= 0:
        clicks[way.ad] += 1
    if record.kind == records.CROWD:
        counts = tally.counts
        counts["page_views"] += hits
        counts["sessions"] += 1
        counts["touches"] += 1
        counts["visitors"] += record.d < 2 * LANDINGS  # the first of the stranger's sessions
        tally.touches[month_of(record.at)][way.channel] += 1


def _spent(stage: Stage, day: int, clicks: list[int], tally: Tally) -> Iterator[Record]:
    """What the ad platforms report for a day: a first figure, which is too low, and soon after it the settled one."""
    at = min((day + 1) * DAY + _REPORTED_AT, stage.span.end - 2)
    for place, tracked in enumerate(clicks):
        if tracked:
            clicked = tracked + (tracked * _UNTRACKED_CLICKS + 99) // 100
            tally.spend[str(world.ADS[place].ad_id)] += payloads.spend(stage, day, place, clicked)
            if place % 2:
                yield Record(at, records.AD, day, 0, place, 1, 0, clicked)
            yield Record(at + 1, records.AD, day, 0, place, 0, 0, clicked)
