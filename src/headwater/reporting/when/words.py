"""The words that dates are made of, and what they stand for.

Rows of data: months, weekdays counted from Sunday as 0, ordinal numbers, and units with the field of `Said` that each
adds to.
"""

from typing import Final

WEEKDAYS: Final = {
    **{name: number for number, name in enumerate("sun mon tue wed thu fri sat".split())},
    **{name: number for number, name in enumerate("sunday monday tuesday wednesday thursday friday saturday".split())},
    **{name: number for number, name in enumerate("sundays mondays tuesdays wednesdays thursdays fridays".split())},
    "saturdays": 6,
}
_NAMES = "january february march april may june july august september october november december"
FULL_MONTHS: Final = {name: number for number, name in enumerate(_NAMES.split(), 1)}
SHORT_MONTHS: Final = {name[:3]: number for name, number in FULL_MONTHS.items()} | {"sept": 9}
ROMAN_MONTHS: Final = {name: number for number, name in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)}
NUMBERS: Final = {
    **{name: number for number, name in enumerate("first second third fourth fifth sixth seventh eighth".split(), 1)},
    "eight": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
}
AROUND: Final = {"last": -1, "previous": -1, "this": 0, "next": 1}

UNITS: Final = {
    **dict.fromkeys(("µs", "usec", "usecs", "µsec", "µsecs", "microsecond", "microseconds"), ("micros", 1)),
    **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds"), ("micros", 1000)),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), ("seconds", 1)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), ("seconds", 60)),
    **dict.fromkeys(("hour", "hours"), ("seconds", 3600)),
    **dict.fromkeys(("day", "days"), ("days", 1)),
    **dict.fromkeys(("week", "weeks"), ("days", 7)),
    **dict.fromkeys(("fortnight", "fortnights", "forthnight", "forthnights"), ("days", 14)),
    **dict.fromkeys(("month", "months"), ("months", 1)),
    **dict.fromkeys(("year", "years"), ("years", 1)),
}
WORKING_DAYS: Final = ("weekday", "weekdays")

KNOWN: Final = (
    *("now", "today", "midnight", "noon", "yesterday", "tomorrow", "ago", "of", "back", "front", "am", "pm"),
    *(*AROUND, *NUMBERS, *UNITS, *WORKING_DAYS, *WEEKDAYS, *FULL_MONTHS, *SHORT_MONTHS),
)
