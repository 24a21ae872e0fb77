"""The range of a report: which days it has, where they are cut, and how they are bundled into weeks and months.

In: two days, a scale and a time zone. Out: instants, labels, and the zone's offsets in between, so that the store needs
no time zones of its own. Knows nothing of texts (see `when`) or of SQL.
"""

from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct

from headwater.clock import SECOND, to_datetime, to_instant

Scale: TypeAlias = Literal["day", "week", "month"]
SCALES: Final[tuple[Scale, ...]] = ("day", "week", "month")
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
        """The first day of the day, week or month that a day belongs to."""
        if self.scale == "month":
            return day.replace(day=1)
        return day - timedelta(days=(day.weekday() - self.week_shift) % 7) if self.scale == "week" else day

    def labels(self) -> list[date]:
        """The first days of all units that the range touches, in order; the first may lie before the range."""
        days = ((self.start + timedelta(days=n)) for n in range((self.end - self.start).days + 1))
        return list(dict.fromkeys(self.bucket(day) for day in days))

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
