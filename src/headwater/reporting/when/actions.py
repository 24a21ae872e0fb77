"""What each form says: functions that fill in a `Said` from the named groups of a match.

In: what was said so far, a match of a row of `grammar.py`. Out: nothing; fields are set, or added to. `ValueError`
where a text contradicts itself. The order of words matters as in PHP: `yesterday` sets days, `+2 days` adds to them.
"""

import re
from datetime import date, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from headwater.reporting.when import words, zones
from headwater.reporting.when.said import Said

Match: TypeAlias = re.Match[str]

_MONTHS = words.FULL_MONTHS | words.SHORT_MONTHS | {name.lower(): n for name, n in words.ROMAN_MONTHS.items()}
_WHICH = words.NUMBERS | words.AROUND
_TURN_OF_CENTURY = 70  # two digits of a year: 69 is 2069, 70 is 1970
_NOON = 12


def date_named(said: Said, match: Match) -> None:
    """A date, or what is given of one."""
    if said.dates:
        raise ValueError("there are two dates")
    said.dates = 1
    parts = match.groupdict()
    if year := parts.get("year"):
        said.year = _year(year)
    if month := parts.get("month"):
        said.month = int(month) if month.isdigit() else _MONTHS[month.lower()]
    if day := parts.get("day"):
        said.day_of_month = int(day)


def month_named(said: Said, match: Match) -> None:
    """A month of a year, which is its first day."""
    date_named(said, match)
    said.day_of_month = 1


def month_and_day(said: Said, match: Match) -> None:
    """A day of this year, whatever year was named before."""
    date_named(said, match)
    said.year = None


def day_of_year(said: Said, match: Match) -> None:
    """The year and the number of the day in it, from 1."""
    month_named(said, match)
    said.month, said.day_of_month, said.day_of_year = 1, int(match["of_year"]), True


def iso_week(said: Said, match: Match) -> None:
    """The year and the number of its ISO week, and the day of the week, Monday by default."""
    month_named(said, match)
    said.month = 1
    first = date(int(match["year"]), 1, 1).isoweekday() % 7
    monday = (first - 7 if first > 4 else first) - 1  # noqa: PLR2004 - week 1 is the one with the Thursday
    said.days = 7 * (int(match["week"]) - 1) + int(match["weekday"] or 1) - 1 - monday


def year_named(said: Said, match: Match) -> None:
    """Four digits that are no time: a year, and today's day of it."""
    said.year = int(match["year"])


def clock_named(said: Said, match: Match) -> None:
    """A time of the day."""
    if said.clocks:
        raise ValueError("there are two times")
    said.clocks, said.clock = 1, _clock(match)


def clock_or_year(said: Said, match: Match) -> None:
    """Four digits: a time, and after a time a year."""
    if said.clocks > 1:
        raise ValueError("there are two times")
    if said.clocks:
        said.year = int(match["hour"] + match["minute"])
    else:
        said.clock = _clock(match)
    said.clocks += 1


def moment_named(said: Said, match: Match) -> None:
    """A date with its time, maybe with its zone."""
    clock_named(said, match)
    date_named(said, match)
    if match.groupdict().keys() & {"offset", "zone"}:
        said.zone = _zone(match)


def day_with_clock(said: Said, match: Match) -> None:
    """A month and a day with a time, where a dot before the seconds is a fault in PHP, too."""
    if match["mark"] == ".":
        raise ValueError(f"the seconds of {match[0]!r} need a colon")
    moment_named(said, match)


def zone_named(said: Said, match: Match) -> None:
    """A time zone, or how far it is from UTC. PHP ignores a second one, and so takes `-30 dyas` for a zone."""
    if said.zones:
        raise ValueError("there are two time zones")
    said.zones, said.zone = 1, _zone(match)


def epoch(said: Said, match: Match) -> None:
    """Seconds since 1970 in UTC."""
    if said.zones:
        raise ValueError("seconds since 1970 have no time zone")
    said.dates, said.zone, said.zones = 0, 0, 1
    said.year, said.month, said.day_of_month = 1970, 1, 1
    _reset_clock(said)
    sign = -1 if match["sign"] else 1
    said.seconds += sign * int(match["seconds"])
    if match["fraction"]:
        said.micros = sign * int(match["fraction"].ljust(6, "0"))


def now(_said: Said, _match: Match) -> None:
    """Says nothing: what is not said is as it is now."""


def today(said: Said, _match: Match) -> None:
    """The start of the day: `today`, `midnight`."""
    _reset_clock(said)


def noon(said: Said, _match: Match) -> None:
    """Twelve o'clock, whatever time was named before."""
    said.clocks, said.clock = 1, timedelta(hours=_NOON)


def yesterday(said: Said, _match: Match) -> None:
    """The start of the day before."""
    _reset_clock(said)
    said.days = -1


def tomorrow(said: Said, _match: Match) -> None:
    """The start of the day after."""
    _reset_clock(said)
    said.days = 1


def around_hour(said: Said, match: Match) -> None:
    """A quarter past (`back of 7pm`) or a quarter to (`front of 7pm`); in capitals PHP takes back for front, too."""
    before = match["side"] != "b"
    hour = _hour(int(match["hour"]) - before, match["half"])
    said.clocks, said.clock = 1, timedelta(hours=hour, minutes=45 if before else 15)


def edge_of_month(said: Said, match: Match) -> None:
    """`first day of`, `last day of`."""
    said.edge = "last" if match["edge"].lower() == "last" else "first"


def weekday(said: Said, match: Match) -> None:
    """A weekday, today or after; a `weekday` alone is a Monday, as in PHP."""
    _reset_clock(said)
    said.weekday = words.WEEKDAYS.get(match["unit"].lower(), 1)
    said.toward = said.toward if said.toward == 2 else 1  # noqa: PLR2004 - see `Said.toward`


def weekday_of_month(said: Said, match: Match) -> None:
    """`first monday of`, `last friday of`."""
    which = _WHICH[match["which"].lower()]
    said.special = "nth" if which > 0 else "last"
    _reset_clock(said)
    _to_weekday(said, which, match["unit"].lower())
    said.toward = 1 if which >= 0 else 0


def week_around(said: Said, match: Match) -> None:
    """`last week`: a weekday that is named is the one of that week, and without any it is Monday."""
    said.days += 7 * words.AROUND[match["which"].lower()]
    said.toward = 2
    said.weekday = 1 if said.weekday is None else said.weekday


def unit_around(said: Said, match: Match) -> None:
    """`next month`, `third day`, `last monday`."""
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit not in words.UNITS:
        _reset_clock(said)
    _add(said, _WHICH[which], unit)
    if unit in words.WEEKDAYS:
        said.toward = 1 if which == "this" else 0


def amount(said: Said, match: Match) -> None:
    """`+2 weeks`, `3 weekdays`, `-1 monday`; each minus turns it round."""
    sign = -1 if match["signs"].count("-") % 2 else 1
    unit = match["unit"].lower()
    _add(said, sign * int(match["amount"]), unit)
    if unit in words.WEEKDAYS:
        said.toward = 1


def ago(said: Said, _match: Match) -> None:
    """Turns round everything that was to be added so far."""
    said.years, said.months, said.days, said.seconds = -said.years, -said.months, -said.days, -said.seconds
    if said.weekday is not None:
        said.weekday = -(said.weekday or 7)
    if said.special == "weekdays":
        said.weekdays = -said.weekdays


def _add(said: Said, count: int, unit: str) -> None:
    if unit in words.UNITS:
        field, factor = words.UNITS[unit]
        setattr(said, field, getattr(said, field) + count * factor)
    elif unit in words.WORKING_DAYS:
        said.special, said.weekdays = "weekdays", count
    else:
        _to_weekday(said, count, unit)


def _to_weekday(said: Said, count: int, unit: str) -> None:
    """The first one ahead takes no whole week."""
    said.weekday = words.WEEKDAYS[unit]
    said.days += 7 * (count - 1 if count > 0 else count)


def _reset_clock(said: Said) -> None:
    said.clocks, said.clock = 0, timedelta()


def _zone(match: Match) -> ZoneInfo | int | None:
    """The zone of a match, if it has one; a word that is no zone is one that nobody knows."""
    parts = match.groupdict()
    if parts["offset"]:
        return zones.ahead(parts["offset"])
    zone = zones.named(parts["zone"]) if parts.get("zone") else None
    if zone is None and parts.get("zone"):
        raise ValueError(f"cannot read {match.string[match.start('zone') : -1]!r}")
    return zone


def _clock(match: Match) -> timedelta:
    parts = match.groupdict()
    return timedelta(
        hours=_hour(int(parts["hour"]), parts.get("half")),
        minutes=int(parts.get("minute") or 0),
        seconds=int(parts.get("second") or 0),
        microseconds=int((parts.get("fraction") or "")[:6].ljust(6, "0")),
    )


def _hour(hour: int, half: str | None) -> int:
    """The hour on a clock of 24 hours: 12am is 0, 12pm is 12."""
    if not half:
        return hour
    if half in "aA":
        return 0 if hour == _NOON else hour
    return hour if hour == _NOON else hour + _NOON


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits.lstrip("+-")) < 4 and year < 100:  # noqa: PLR2004 - `0099` is the year 99, `99` is 1999
        return year + (2000 if year < _TURN_OF_CENTURY else 1900)
    return year
