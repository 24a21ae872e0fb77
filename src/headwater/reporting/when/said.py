"""What a text says about a day, and the day that results: the arithmetic of PHP, step by step.

In: fields that the grammar filled in, the local time, the account's zone. Out: a local day. Refuses to know how any of
it was spelled. Weekdays count from Sunday as 0, as in PHP. All arithmetic is the wall clock's.
"""

from calendar import monthrange
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

_DAY = timedelta(days=1)
_WORKING_DAYS, _SATURDAY = 5, 6


class Said(Struct):
    """What was said: fields of a date and of a clock, and what is to be added to them. `None`: nothing was said."""

    year: int | None = None
    month: int | None = None
    day_of_month: int | None = None
    clock: timedelta | None = None  # since midnight
    zone: ZoneInfo | int | None = None  # seconds east of UTC
    dates: int = 0  # how many dates, clocks and zones were named
    clocks: int = 0
    zones: int = 0
    day_of_year: bool = False  # the day of the month counts from January
    years: int = 0
    months: int = 0
    days: int = 0
    seconds: int = 0
    micros: int = 0  # which `ago` does not turn round, as in PHP
    edge: Literal["", "first", "last"] = ""  # of the month
    weekday: int | None = None  # negative: after `ago`
    toward: int = 0  # for a weekday: 0 strictly after, 1 today or after, 2 the one of the week at hand
    special: Literal["", "nth", "last", "weekdays"] = ""  # `first monday of`, `last monday of`, `3 weekdays`
    weekdays: int = 0

    def check(self) -> None:
        """`ValueError` for a day that no calendar has, such as 29 February 2021."""
        if not self.dates or self.day_of_year or self.month is None or self.day_of_month is None:
            return
        leap = 2000
        year = leap if self.year is None else self.year
        if not self.month or not 1 <= self.day_of_month <= monthrange(year % 400 + leap, self.month)[1]:
            spelled = f"{self.month:02}-{self.day_of_month:02}"
            raise ValueError(f"there is no {spelled if self.year is None else f'{year}-{spelled}'}")

    def local(self, now: datetime, zone: tzinfo) -> datetime:
        """What clocks in `zone` show then; `now` is their time. `ValueError`, `OverflowError` beyond any calendar."""
        wall = self._wall(now.replace(tzinfo=None))
        instant = _instant(wall, zone if self.zone is None else self.zone)
        return instant + _offset(instant, zone)

    def _wall(self, now: datetime) -> datetime:
        """What the clock on the wall shows in the end: weekday, then months and days, then working days."""
        start = self._start(now)
        if self.weekday is not None:
            start += self._to_weekday(self.weekday, start.isoweekday() % 7) * _DAY
        year, month, day = start.year + self.years, start.month, start.day + self.days
        if self.special not in ("nth", "last"):
            month += self.months
        if self.edge:
            month, day = self._at_edge(month)
        wall = (
            _midnight(year, month, day)
            + _since_midnight(start)
            + timedelta(seconds=self.seconds, microseconds=self.micros)
        )
        if self.special == "weekdays":
            wall += _over_weekends(self.weekdays, wall.isoweekday() % 7) * _DAY
        return wall

    def _start(self, now: datetime) -> datetime:
        """Where the counting starts from: what was named, and what was not from `now`. A date starts at midnight."""
        year = now.year if self.year is None else self.year
        month = now.month if self.month is None else self.month
        day = now.day if self.day_of_month is None else self.day_of_month
        if self.special in ("nth", "last"):
            month, day = month + self.months + (self.special == "last"), 1
        if self.edge:
            month, day = self._at_edge(month)
        clock = _since_midnight(now) if self.clock is None else self.clock
        return _midnight(year, month, day) + (timedelta() if self.dates and not self.clocks else clock)

    def _at_edge(self, month: int) -> tuple[int, int]:
        """Month and day of the first or the last day of a month: day 0 is the last one of the month before."""
        return (month, 1) if self.edge == "first" else (month + 1, 0)

    def _to_weekday(self, weekday: int, today: int) -> int:
        """Days to a weekday. What is to be added later decides, too, whether today counts, as in PHP."""
        if self.toward == 2:  # noqa: PLR2004 - see `toward`
            if today == 0 and weekday != 0:
                return weekday - 7
            return (7 if weekday == 0 and today != 0 else weekday) - today
        if weekday < 0:
            return -weekday - today - 7
        ahead = weekday - today
        passed = ahead < 0 if self.days < 0 else ahead <= -self.toward
        return ahead + 7 if passed else ahead


def _midnight(year: int, month: int, day: int) -> datetime:
    """The start of a day, where months and days may be too many or too few: 31 February is 3 March or 2 March."""
    years, month = divmod(month - 1, 12)
    return datetime(year + years, month + 1, 1) + (day - 1) * _DAY  # noqa: DTZ001 - a wall clock


def _since_midnight(wall: datetime) -> timedelta:
    return wall - datetime.combine(wall, time.min)


def _over_weekends(count: int, today: int) -> int:
    """Days that `count` working days take, seen from the weekday `today`; the past mirrors the future."""
    return _forward(count, today) if count > 0 else -_forward(-count, _SATURDAY - today)


def _forward(count: int, today: int) -> int:
    weeks, rest = divmod(count, _WORKING_DAYS)
    days = weeks * 7 + rest
    if not rest:
        return days - {0: 2, _SATURDAY: 1}.get(today, 0)
    if today == _SATURDAY:
        return days + 1
    return days + (2 if today + rest > _WORKING_DAYS else 0)


def _instant(wall: datetime, zone: tzinfo | int) -> datetime:
    """The instant, as a wall clock in UTC. A time that was skipped is as much later; of two alike, PHP's choice."""
    if isinstance(zone, int):
        return wall - timedelta(seconds=zone)
    taken_as_utc = _offset(wall, zone)
    offset = _offset(wall - taken_as_utc, zone)
    if offset > taken_as_utc and _offset(wall - offset, zone) != offset:
        offset = taken_as_utc
    return wall - offset


def _offset(instant: datetime, zone: tzinfo) -> timedelta:
    """How far a zone is ahead of UTC at an instant."""
    return instant.replace(tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()
