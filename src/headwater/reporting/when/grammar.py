"""How dates are spelled: a row for each form, and what it says.

In: a text. Out: its fields, filled into a `Said`. At every place the longest form that fits is taken, of two equally
long ones the upper row, as in PHP (https://www.php.net/datetime.formats). Knows no calendar: `said.py` does.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from headwater.reporting.when import actions as say
from headwater.reporting.when import words
from headwater.reporting.when.said import Said

Row: TypeAlias = tuple[re.Pattern[str], Callable[[Said, re.Match[str]], None]]


def read(text: str, said: Said) -> None:
    """Fill in what a text says; `ValueError` at the first word that says nothing."""
    if not text:
        raise ValueError("this one is empty")
    ended, at = f"{text}\0", 0
    while at < len(text):
        if text[at] in " .,\t\n":
            at += 1
            continue
        found = [(match, action) for form, action in ROWS if (match := form.match(ended, at))]
        if not found:
            raise ValueError(f"cannot read {text[at:]!r}")
        match, action = max(found, key=lambda pair: pair[0].end())
        action(said, match)
        at = match.end()


def _one_of(names: Iterable[str]) -> str:
    """The longest first, since the first that fits is taken."""
    return "|".join(sorted(names, key=len, reverse=True))


# Pieces of forms. `(?-i:…)` is where PHP wants just this case; \0 stands for the end of the text.
_GAP, _MAYBE_GAP = r"[ \t]+", r"[ \t]*"
_Y, _Y2, _Y4 = r"(?P<year>[0-9]{1,4})", r"(?P<year>[0-9]{2})", r"(?P<year>[0-9]{4})"
_M, _MM = r"(?P<month>1[0-2]|0?[0-9])", r"(?P<month>1[0-2]|0[0-9])"
_D, _DD = r"(?P<day>3[01]|[0-2]?[0-9])(?-i:st|nd|rd|th)?", r"(?P<day>3[01]|[0-2][0-9])"
_ABBR = rf"(?P<month>{_one_of(words.SHORT_MONTHS)})"
_MONTH_ALONE = rf"(?P<month>{_one_of((*words.FULL_MONTHS, *words.SHORT_MONTHS))})"
_MONTH = rf"(?P<month>{_one_of((*words.FULL_MONTHS, *words.SHORT_MONTHS))}|(?-i:{_one_of(words.ROMAN_MONTHS)}))"
_H, _HH, _H12 = r"(?P<hour>2[0-4]|[01]?[0-9])", r"(?P<hour>2[0-4]|[01][0-9])", r"(?P<hour>1[0-2]|0?[1-9])"
_I, _II = r"(?P<minute>[0-5]?[0-9])", r"(?P<minute>[0-5][0-9])"
_S, _SS = r"(?P<second>60|[0-5]?[0-9])", r"(?P<second>60|[0-5][0-9])"
_RUN_TOGETHER = r"[0-5][0-9](?:60|[0-5][0-9])"  # after an hour of one digit; PHP then takes two digits for it
_FRACTION = r"\.(?P<fraction>[0-9]+)"
_HALF = r"(?P<half>[ap])\.?m\.?[\0\t ]"
_OFFSET = (
    r"(?-i:GMT)?(?P<offset>[+-](?:(?:2[0-4]|[01][0-9])(?::[0-5][0-9]:(?:60|[0-5][0-9])|[0-5][0-9](?:60|[0-5][0-9]))"
    r"|(?:2[0-4]|[01]?[0-9])(?::?[0-5]?[0-9])?))"
)
_ZONE = r"(?P<zone>(?-i:[A-Z][a-z]+)(?:[_/-][a-z]+)+|\(?[a-z]{1,6}\)?)"
_MONTH_DAY = rf"{_MONTH}[ .\t-]*{_D}(?:(?-i:[,.stndrh\t ]+)|\0)"
_UNIT_OR_WEEK = rf"(?P<unit>{_one_of((*words.UNITS, *words.WORKING_DAYS, *words.WEEKDAYS))})"
_UNIT = rf"(?P<unit>{_one_of({*words.UNITS, *words.WORKING_DAYS, *words.WEEKDAYS} - {'week'})})"
_WEEKDAY = rf"(?P<unit>{_one_of(words.WEEKDAYS)})"
_AROUND, _WHICH = (rf"(?P<which>{_one_of(names)})" for names in (words.AROUND, {*words.AROUND, *words.NUMBERS}))

_FORMS = (
    # Words.
    ("yesterday", say.yesterday),
    ("now", say.now),
    ("noon", say.noon),
    ("midnight|today", say.today),
    ("tomorrow", say.tomorrow),
    (r"@(?P<sign>-?)(?P<seconds>[0-9]++)(?:\.(?P<fraction>[0-9]{1,6})|(?!\.))", say.epoch),
    ("(?P<edge>first|last) day of", say.edge_of_month),
    (rf"(?:(?P<side>b)ack|front) of {_H}(?:{_MAYBE_GAP}{_HALF})?", say.around_hour),
    (rf"{_WHICH}{_GAP}{_WEEKDAY}{_GAP}of", say.weekday_of_month),
    # Times: 4 am, 4:08:37 am, 04:08, T04:08:37.5, 0408 (after a time: a year), 040837.
    (rf"{_H12}(?:[:.]{_II})?{_MAYBE_GAP}{_HALF}", say.clock_named),
    (rf"{_H12}[:.]{_I}[:.]{_SS}{_MAYBE_GAP}{_HALF}", say.clock_named),
    (rf"{_H12}:{_II}:{_SS}[:.](?P<fraction>[0-9]+){_HALF}", say.clock_named),
    (rf"t?{_H}[:.]{_I}(?:[:.]{_S}(?:{_FRACTION})?)?", say.clock_named),
    (rf"t{_H}", say.clock_named),
    (rf"t?{_HH}{_II}", say.clock_or_year),
    (rf"t?{_HH}{_II}{_SS}", say.clock_named),
    # Dates in digits: 3/15, 3/15/2026, 2026-03-15, 2026/3/15, 26-03-15, 2026-3, 15.3.2026, 15-3-2026, 15.3.26.
    (rf"{_M}/{_D}(?:(?<=[0-9])/{_Y})?", say.date_named),
    (rf"(?P<year>[+-]?[0-9]{{4}}|[+-][0-9]{{5,19}})-{_MM}-{_DD}", say.date_named),
    (rf"{_Y4}/{_MM}/{_DD}/?", say.date_named),
    (rf"{_Y4}/{_M}/{_D}", say.date_named),
    (rf"{_Y2}-{_MM}-{_DD}", say.date_named),
    (rf"{_Y4}-{_M}", say.month_named),
    (rf"{_Y}-{_M}-{_D}", say.date_named),
    # Dates with the name of the month: 15 March 2026, March 2026, 2026 March, March 15, 2026, 15 March.
    (rf"{_D}[ \t.-]*{_MONTH}[ \t.-]*{_Y}", say.date_named),
    (rf"{_D}[.\t-]{_M}[.-]{_Y4}", say.date_named),
    (rf"{_D}[.\t]{_M}\.{_Y2}", say.date_named),
    (rf"{_MONTH}[ .\t-]*{_Y4}", say.month_named),
    (rf"{_Y4}[ .\t-]*{_MONTH}", say.month_named),
    (rf"{_MONTH}[ .\t-]*{_D}(?-i:[,.stndrh\t ]+){_Y}", say.date_named),
    (_MONTH_DAY, say.month_and_day),
    (rf"{_D}[ .\t-]*{_MONTH}", say.date_named),
    # Dates for machines: 20260315, 20260315T10:20:30, 2026-03-15T10:20:30.5+02:00, 2026.074, 2026W11, 2026-W11-7.
    (rf"{_Y4}{_MM}{_DD}", say.date_named),
    (rf"{_Y4}{_MM}{_DD}(?-i:T){_H}:{_II}:{_SS}", say.moment_named),
    (rf"{_Y4}{_MM}{_DD}t{_HH}{_II}{_SS}", say.moment_named),
    (rf"{_Y4}{_MM}{_DD}t(?=[0-9]{_RUN_TOGETHER})(?P<hour>..)(?P<minute>..)(?P<second>.)", say.moment_named),
    (rf"{_Y4}-{_MM}-{_DD}(?-i:T){_HH}:{_II}:{_SS}{_FRACTION}(?:{_OFFSET})?", say.moment_named),
    (rf"{_Y4}-{_M}-{_D}(?-i:T){_H}:{_I}:{_S}", say.moment_named),
    (rf"{_Y4}:{_MM}:{_DD} {_HH}:{_II}:{_SS}", say.moment_named),
    (rf"{_Y4}[.-]?(?P<of_year>00[1-9]|0[1-9][0-9]|[12][0-9][0-9]|3[0-5][0-9]|36[0-6])", say.day_of_year),
    (rf"{_Y4}-?(?-i:W)(?P<week>0[1-9]|[1-4][0-9]|5[0-3])(?:-?(?P<weekday>[0-7]))?", say.iso_week),
    (rf"{_ABBR}-{_DD}-{_Y}", say.date_named),
    (rf"{_Y}-{_ABBR}-{_DD}", say.date_named),
    (rf"{_D}/{_ABBR}/{_Y4}:{_HH}:{_II}:{_SS}{_GAP}{_OFFSET}", say.moment_named),
    (_Y4, say.year_named),
    # Relative to what was said, or to now.
    ("ago", say.ago),
    (rf"(?P<unit>{_one_of((*words.WEEKDAYS, *words.WORKING_DAYS))})", say.weekday),
    (rf"{_AROUND}{_GAP}week", say.week_around),
    (rf"{_WHICH}{_GAP}{_UNIT}", say.unit_around),
    (_MONTH_ALONE, say.date_named),
    (rf"{_OFFSET}|{_ZONE}", say.zone_named),
    (rf"{_MONTH_DAY}{_H12}[:.]{_II}(?:[:.]{_SS})?{_MAYBE_GAP}{_HALF}", say.moment_named),
    (rf"{_MONTH_DAY}t?{_H}[:.]{_I}(?:(?P<mark>[:.]){_S})?", say.day_with_clock),
    (rf"{_MONTH_DAY}t?{_H}[:.]{_I}(?P<mark>[:.]){_SS}{_MAYBE_GAP}(?:{_OFFSET}|{_ZONE})", say.day_with_clock),
    (rf"(?P<signs>[+-]*){_MAYBE_GAP}(?P<amount>[0-9]+){_MAYBE_GAP}{_UNIT_OR_WEEK}", say.amount),
)
ROWS: Final[tuple[Row, ...]] = tuple((re.compile(form, re.ASCII | re.IGNORECASE), action) for form, action in _FORMS)
