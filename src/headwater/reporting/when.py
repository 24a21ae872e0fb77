"""Dates as people and PHP write them: ISO-8601, or relative such as `-30 days` and `first day of last month`.

In: a text. Out: a `When`, which names a day once it is told the time and the zone. Refuses to know what time it is.
Reads a clear subset of PHP's relative formats; each rule is one row of `_RULES`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeAlias

from msgspec import Struct

from headwater.clock import to_datetime

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AROUND = {"last": -1, "previous": -1, "this": 0, "next": 1}
_SECONDS = {"sec": 1, "second": 1, "min": 60, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}
_UNITS = "|".join((*_SECONDS, *_DAYS, *_MONTHS))
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


class _Draft(Struct):
    """A moment in the making: where it starts from, and what is still to be added."""

    local: datetime  # wall clock of the zone
    zone: tzinfo
    months: int = 0
    days: int = 0
    seconds: int = 0
    edge: str = ""  # 'first' or 'last' day of the month
    weekday: int = -1
    toward: int = 0  # for a weekday: -1 strictly before, 0 today or after, 1 strictly after
    in_week: bool = False  # for a weekday: the one of the week at hand


_Step: TypeAlias = Callable[[_Draft, re.Match[str]], None]


class When(Struct, frozen=True):
    """A day that was named in words; `day` tells which it is."""

    text: str
    steps: tuple[tuple[_Step, re.Match[str]], ...]

    def day(self, now: int, zone: tzinfo) -> date:
        """The local day that is meant at the instant `now`; `ValueError` if it lies beyond the calendar we keep."""
        draft = _Draft(local=to_datetime(now).astimezone(zone).replace(tzinfo=None), zone=zone)
        try:
            for step, match in self.steps:
                step(draft, match)
            day = _settle(draft)
        except (OverflowError, ValueError):
            day = date.min
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValueError(f"{self.text!r} is not between {_FIRST_YEAR} and {_LAST_YEAR}")
        return day


def read(text: str) -> When:
    """What a text means, or `ValueError` if it means nothing."""
    rest, steps = text.strip().lower(), list[tuple[_Step, re.Match[str]]]()
    while rest:
        step, match = _next_step(rest)
        steps.append((step, match))
        rest = rest[match.end() :].lstrip(" ,")
    if not steps:
        raise ValueError("empty")
    trial = _Draft(local=datetime(2000, 1, 1), zone=UTC)  # noqa: DTZ001 - a wall clock; 30 February shows itself here
    for step, match in steps:
        step(trial, match)
    return When(text=text, steps=tuple(steps))


def _next_step(rest: str) -> tuple[_Step, re.Match[str]]:
    for pattern, step in _RULES:
        if match := pattern.match(rest):
            return step, match
    raise ValueError(f"cannot read {rest!r}")


def _set_date(draft: _Draft, match: re.Match[str]) -> None:
    text = f"{match['day']}T{match['clock'] or '00:00'}"
    if not match["offset"]:
        draft.local = datetime.fromisoformat(text)
        return
    aware = datetime.fromisoformat(text + match["offset"].upper())
    draft.local = aware.astimezone(draft.zone).replace(tzinfo=None)


def _set_epoch(draft: _Draft, match: re.Match[str]) -> None:
    moment = datetime.fromtimestamp(int(match["epoch"]), UTC)
    draft.local = moment.astimezone(draft.zone).replace(tzinfo=None)


def _set_word(draft: _Draft, match: re.Match[str]) -> None:
    days = {"yesterday": -1, "tomorrow": 1}.get(match["word"], 0)
    if match["word"] != "now":
        draft.local = draft.local.replace(hour=0, minute=0, second=0, microsecond=0)
    draft.days += days


def _set_edge(draft: _Draft, match: re.Match[str]) -> None:
    draft.edge = match["edge"]


def _set_weekday(draft: _Draft, match: re.Match[str]) -> None:
    draft.weekday = _WEEKDAYS.index(match["weekday"])
    draft.toward = _AROUND[match["around"]] if match["around"] else 0


def _add_around(draft: _Draft, match: re.Match[str]) -> None:
    draft.in_week |= match["unit"] == "week"
    _add(draft, _AROUND[match["around"]], match["unit"])


def _add_amount(draft: _Draft, match: re.Match[str]) -> None:
    sign = -1 if match["sign"].count("-") % 2 else 1
    _add(draft, sign * int(match["amount"]), match["unit"])


def _add(draft: _Draft, amount: int, unit: str) -> None:
    draft.seconds += amount * _SECONDS.get(unit, 0)
    draft.days += amount * _DAYS.get(unit, 0)
    draft.months += amount * _MONTHS.get(unit, 0)


def _negate(draft: _Draft, _match: re.Match[str]) -> None:
    draft.seconds, draft.days, draft.months = -draft.seconds, -draft.days, -draft.months


def _settle(draft: _Draft) -> date:
    """Months first, which may overflow as in PHP (31 January + 1 month = 3 March), then edge, weekday and the rest."""
    years, month = divmod(draft.local.month - 1 + draft.months, 12)
    first = draft.local.replace(year=draft.local.year + years, month=month + 1, day=1)
    last_day = monthrange(first.year, first.month)[1]
    day = {"first": 1, "last": last_day}.get(draft.edge, draft.local.day)
    moment = first + timedelta(days=day - 1)
    if draft.weekday >= 0:
        moment += timedelta(days=_to_weekday(draft, moment.weekday()))
    return (moment + timedelta(days=draft.days, seconds=draft.seconds)).date()


def _to_weekday(draft: _Draft, today: int) -> int:
    distance = draft.weekday - today
    if draft.in_week:
        return distance
    if draft.toward < 0:
        return distance % 7 - 7
    return distance % 7 or (7 if draft.toward > 0 else 0)


def _rule(pattern: str, step: _Step) -> tuple[re.Pattern[str], _Step]:
    return re.compile(pattern + r"(?![a-z0-9])"), step


_RULES: tuple[tuple[re.Pattern[str], _Step], ...] = (
    _rule(
        r"(?P<day>\d{4}-\d{2}-\d{2})"
        r"(?:(?:t|\s+)(?P<clock>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(?P<offset>z|[+-]\d{2}:?\d{2}(?!\s*[a-z]))?)?",
        _set_date,
    ),
    _rule(r"@?(?P<epoch>\d{9,11})", _set_epoch),
    _rule(r"(?P<word>now|today|midnight|yesterday|tomorrow)", _set_word),
    _rule(r"(?P<edge>first|last) day of", _set_edge),
    _rule(rf"(?:(?P<around>last|previous|this|next) )?(?P<weekday>{'|'.join(_WEEKDAYS)})", _set_weekday),
    _rule(rf"(?P<around>last|previous|this|next) (?P<unit>{_UNITS})s?", _add_around),
    _rule(rf"(?P<sign>[+-]*)\s*(?P<amount>\d{{1,6}})\s*(?P<unit>{_UNITS})s?", _add_amount),
    _rule(r"ago", _negate),
)
