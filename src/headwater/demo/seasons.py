"""When things happen: the length of the world, seasons, sales, and how busy each day is.

In: the rows of `world.SEASONS` and a span of time. Out: days as numbers since 1970-01-01 (UTC) and weights per mille.
It refuses to know about people and channels. Times are milliseconds.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from headwater.demo import world

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = date(1970, 1, 1)
_THURSDAY = 3


class Span(NamedTuple):
    """The world from `start` (inclusive) to `end` (exclusive), and the days that it touches, both inclusive."""

    start: int
    end: int
    first: int
    last: int


class Period(NamedTuple):
    """The days on which a door is open or a letter goes out, both inclusive, and the year that its name tells."""

    first: int
    last: int
    year: int


def span_of(now: int, days: int) -> Span:
    """The span of so many days that ends at an instant (microseconds)."""
    end = now // 1_000
    start = end - days * DAY
    return Span(start, end, start // DAY, (end - 1) // DAY)


def day_of(text: str, year: int) -> int:
    """The number of a day such as "12-22" or "friday-3" (three days before Black Friday)."""
    if text.startswith("friday"):
        november = date(year, 11, 1)
        thursday = 1 + (_THURSDAY - november.weekday()) % 7 + 21
        return (november - _EPOCH).days + thursday + int(text.removeprefix("friday") or 0)
    month, day = text.split("-")
    return (date(year, int(month), int(day)) - _EPOCH).days


def periods(when: str, span: Span) -> list[Period]:
    """When a row's `when` comes true within the span: per mille of it ("180", "150-330"), or each turn of a season."""
    if when[0].isdigit():
        length = span.last - span.first + 1
        head, _, tail = when.partition("-")
        first = span.first + min(int(head) * length // 1000, length - 1)
        last = span.first + int(tail) * length // 1000 - 1 if tail else first
        return [Period(first, max(first, last), year_of(first))]
    season = next(season for season in world.SEASONS if season.name == when)
    turns = [
        Period(max(day_of(season.first, year), span.first), min(day_of(season.last, year), span.last), year)
        for year in range(year_of(span.first), year_of(span.last) + 1)
    ]
    return [turn for turn in turns if turn.first <= turn.last]


def discounts(span: Span) -> dict[int, int]:
    """The per cent off at the checkout, for the days of a sale."""
    return {
        day: season.discount
        for season in world.SEASONS
        if season.discount
        for turn in periods(season.name, span)
        for day in range(turn.first, turn.last + 1)
    }


def busyness(span: Span) -> list[int]:
    """How busy each day of the span is, per mille: season, weekday, growth, and the part of the day that is in it."""
    days = span.last - span.first + 1
    busy = [1000] * days
    for season in world.SEASONS:
        for turn in periods(season.name, span):
            for day in range(turn.first, turn.last + 1):
                busy[day - span.first] = busy[day - span.first] * season.traffic // 1000
    low, high = world.GROWTH
    steps = max(days - 1, 1)
    for index in range(days):
        day = span.first + index
        inside = min((day + 1) * DAY, span.end) - max(day * DAY, span.start)
        weekday = world.WEEKDAYS[(day + _THURSDAY) % 7]  # 1970-01-01 was a Thursday
        growth = low + (high - low) * index // steps
        busy[index] = busy[index] * weekday * growth * inside // (1_000_000 * DAY)
    return busy


def year_of(day: int) -> int:
    """The year of a day."""
    return (_EPOCH + timedelta(days=day)).year


@lru_cache(maxsize=4096)
def day_text(day: int) -> str:
    """The day as `YYYY-MM-DD`."""
    return (_EPOCH + timedelta(days=day)).isoformat()


def time_text(second: int) -> str:
    """Seconds since the epoch as `YYYY-MM-DD HH:MM:SS`, the import API's spelling."""
    day, rest = divmod(second, 86_400)
    hour, rest = divmod(rest, 3600)
    return f"{day_text(day)} {hour:02}:{rest // 60:02}:{rest % 60:02}"


def months_later(second: int, months: int) -> int:
    """The same time of day so many months later, on the last day of the month where the day does not exist."""
    moment = datetime.fromtimestamp(second, UTC)
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return int(moment.replace(year=year, month=month + 1, day=day).timestamp())
