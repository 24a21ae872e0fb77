"""The range of a report: which days it has, where they are cut, and how they are bundled into weeks, months and so on.

In: two days, a scale and a time zone. Out: instants, labels, and the zone's offsets in between, so that the store needs
no time zones of its own. Knows nothing of texts (see `when`) or of SQL.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from headwater.clock import SECOND, to_datetime, to_instant

Scale: TypeAlias = Literal["hour", "day", "week", "month", "quarter", "year"]
SCALES: Final[tuple[Scale, ...]] = ("hour", "day", "week", "month", "quarter", "year")
DEFAULT_DAYS: Final = 30

_DAY = timedelta(days=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Period(Struct, frozen=True, kw_only=True):
    """The local days from `start` to `end`, both included, in units of `scale`."""

    start: date
    end: date
    scale: Scale
    timezone: str
    week_start: str = "monday"

    @property
    def zone(self) -> tzinfo:
        """The time zone in which days are cut."""
        return ZoneInfo(self.timezone)

    @property
    def since(self) -> int:
        """The first instant of the range."""
        return midnight(self.start, self.zone)

    @property
    def until(self) -> int:
        """The first instant after the range."""
        return midnight(self.end + _DAY, self.zone)

    @property
    def week_shift(self) -> int:
        """How many days after Monday a week begins."""
        return _WEEKDAYS.index(self.week_start)

    def bucket(self, day: date) -> date:
        """The first day of the day, week, month, quarter or year that a day belongs to."""
        if self.scale == "week":
            return day - timedelta(days=(day.weekday() - self.week_shift) % 7)
        if self.scale in ("hour", "day"):
            return day
        month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[self.scale]
        return day.replace(month=month, day=1)

    def units(self) -> list[date]:
        """The first days, or hours, of all units that the range touches; the first may lie before the range."""
        days = ((self.start + timedelta(days=n)) for n in range((self.end - self.start).days + 1))
        firsts = list(dict.fromkeys(self.bucket(day) for day in days))
        if self.scale == "hour":
            return [datetime.combine(day, time(hour)) for day in firsts for hour in range(24)]
        return firsts

    def labels(self) -> list[str]:
        """The units as they are told."""
        return [label(unit) for unit in self.units()]

    def before(self) -> "Period":
        """As many days as this period has, right before it."""
        days = self.end - self.start + _DAY
        return replace(self, start=self.start - days, end=self.end - days)

    def year_before(self) -> "Period":
        """The same days of the year before; of 29 February, 28 February."""
        return replace(self, start=_year_before(self.start), end=_year_before(self.end))

    def offsets(self) -> list[tuple[int, int]]:
        """From which instant on the zone was how many seconds ahead of UTC; the first holds from the start."""
        zone, day, last = self.zone, self.start, self.since
        found = [(last, _offset(last, zone))]
        while day <= self.end:
            day += _DAY
            moment = midnight(day, zone)
            if (offset := _offset(moment - 1, zone)) != found[-1][1]:
                found.append((_change(last, moment - 1, zone), offset))
            last = moment - 1
        return found


def label(unit: date) -> str:
    """How a day, or an hour, is told: `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM`."""
    return unit.isoformat(timespec="minutes") if isinstance(unit, datetime) else unit.isoformat()


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def midnight(day: date, zone: tzinfo) -> int:
    """The first instant of a local day, also where the clocks skip midnight."""
    return to_instant(datetime(day.year, day.month, day.day, tzinfo=zone))


def default_start(end: date) -> date:
    """Where a range begins if nothing was said: it has the last thirty days, `end` included."""
    return end - timedelta(days=DEFAULT_DAYS - 1)


def _offset(instant: int, zone: tzinfo) -> int:
    offset = to_datetime(instant).astimezone(zone).utcoffset() or timedelta()
    return int(offset.total_seconds())


def _change(low: int, high: int, zone: tzinfo) -> int:
    """The first instant of the offset at `high`, which differs from the one at `low`; zones change at whole seconds."""
    after = _offset(high, zone)
    low, high = low // SECOND, high // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(middle * SECOND, zone) == after else (middle, high)
    return high * SECOND
