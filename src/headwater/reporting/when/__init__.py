"""Dates as people and PHP write them: `2026-03-15`, `-30 days`, `last friday of next month`.

In: a text. Out: a `When`, which names a day once it is told the time and the zone. Refuses to know what time it is.
The rules are rows of `grammar.py`; what they fill in, and the day that results, is `said.py`.
"""

import re
from datetime import UTC, date, datetime, tzinfo
from difflib import get_close_matches

from msgspec import Struct

from headwater.clock import to_datetime
from headwater.reporting.when import grammar, words
from headwater.reporting.when.said import Said

__all__ = ["UTC", "When", "read"]

_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_LONGEST = 200
_EXAMPLES = "must be a date such as '2026-03-15', '-30 days' or 'first day of last month'"
_EPOCH = re.compile("[0-9]{9,10}")


class When(Struct, frozen=True):
    """A day that was named in words; `day` tells which it is."""

    text: str
    said: Said

    def day(self, now: int, zone: tzinfo) -> date:
        """The local day that is meant at the instant `now`; `ValueError` if it lies beyond the calendar we keep."""
        return self.hour(now, zone).date()

    def hour(self, now: int, zone: tzinfo) -> datetime:
        """The hour on the local clock that is meant, like `day`; of a day, its first."""
        try:
            local = self.said.local(to_datetime(now).astimezone(zone), zone)
        except (OverflowError, ValueError):
            local = datetime.min  # noqa: DTZ901 - local, as all that we tell
        if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
            raise ValueError(f"{self.text!r} is not between {_FIRST_YEAR} and {_LAST_YEAR}")
        return local.replace(minute=0, second=0, microsecond=0)


def read(text: str) -> When:
    """What a text means. `ValueError` if it means nothing; its message completes "field 'x' …"."""
    try:
        return When(text=text, said=_said(text.strip()))
    except ValueError as fault:
        raise ValueError(f"{_EXAMPLES}; {_meant(text) or fault}") from None


def _said(text: str) -> Said:
    """What a text says. Digits that are no date of PHP's are seconds since 1970, as everywhere in the API."""
    if len(text) > _LONGEST:
        raise ValueError(f"this one has more than {_LONGEST} characters")
    said = Said()
    grammar.read("@" + text if _EPOCH.fullmatch(text) else text, said)
    said.check()
    return said


def _meant(text: str) -> str:
    """The end of a complaint about a text that is nearly a date."""
    near = re.sub("[A-Za-z]+", _near, text.strip()) if len(text) <= _LONGEST else text
    try:
        _said(near)
    except ValueError:
        return ""
    return f"did you mean {near!r}?"


def _near(word: re.Match[str]) -> str:
    """The word of ours that one is nearest to, if any is near."""
    lower = word[0].lower()
    known = lower in words.KNOWN
    return word[0] if known else next(iter(get_close_matches(lower, words.KNOWN, n=1, cutoff=0.7)), word[0])
