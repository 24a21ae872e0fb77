"""Dates in words against PHP itself: every case of tests/reporting/dates.toml, and texts that are made up.

Needs `php` (Debian's php-cli); `--texts N` and `--seed S` ask for more, or others. Prints every difference that the
guide (docs/guides/dates.md) does not name, and ends with 1 if there is one; what the guide names is counted.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from headwater.clock import to_instant
from headwater.reporting import when
from headwater.reporting.when import words
from tests.reporting import dates

TEXTS = 20_000
SEED = 20_260_401

# PHP reads lines [text, now, zone] and answers [day or null, warnings].
_ORACLE = """
while (($line = fgets(STDIN)) !== false) {
    [$text, $now, $zone] = json_decode($line);
    date_default_timezone_set($zone);
    $found = strtotime($text, $now);
    $warnings = array_values(date_parse($text)['warnings']);
    echo json_encode([$found === false ? null : date('Y-m-d', $found), $warnings]), "\\n";
}
"""


class Case(NamedTuple):
    """A text, and when and where it is said: seconds since 1970, the name of a zone."""

    text: str
    now: int
    zone: str


# Days on which clocks were changed, ends of months and years, leap days; the time is the zone's.
_MOMENTS = (
    ("UTC", "2026-03-15 12:00"),
    ("UTC", "2024-02-29 23:59:59"),
    ("Europe/Berlin", "2026-12-31 00:30"),
    ("Europe/Berlin", "2026-03-29 01:59"),
    ("Europe/Berlin", "2026-10-25 02:30"),
    ("America/New_York", "2026-03-08 01:30"),
    ("America/New_York", "2026-11-01 00:30"),
    ("America/New_York", "2027-01-31 23:30"),
    ("America/Sao_Paulo", "2018-11-03 23:30"),
    ("America/Sao_Paulo", "2019-02-16 23:30"),
    ("Asia/Kathmandu", "1985-12-31 23:50"),
    ("Asia/Kolkata", "2025-05-31 04:00"),
    ("Pacific/Apia", "2011-12-29 23:30"),
    ("Pacific/Apia", "2011-12-31 00:10"),
    ("Pacific/Kiritimati", "2028-02-29 08:00"),
    ("Pacific/Pago_Pago", "2021-08-01 00:00"),
)


def main(argv: list[str] | None = None) -> int:
    """Ask both, and compare."""
    parser = argparse.ArgumentParser(prog="python -m bench dates")
    parser.add_argument("--texts", type=int, default=TEXTS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(argv)
    if not shutil.which("php"):
        print("there is no php here: install php-cli")
        return 1
    table = [Case(text, _seconds(at.now, at.zone), at.zone) for at in dates.table() for text, _, _ in at.cases]
    made_up = list(made(options.texts, options.seed))
    return max(_compare("the table", table), _compare(f"made up with seed {options.seed}", made_up))


def _compare(name: str, cases: list[Case]) -> int:
    """Print what PHP says otherwise."""
    asked = "".join(json.dumps(case) + "\n" for case in cases)
    told = subprocess.run(["php", "-r", _ORACLE], input=asked, capture_output=True, text=True, check=True)  # noqa: S607
    named, differences, agreed = Counter[str](), 0, Counter[str]()
    for case, line in zip(cases, told.stdout.splitlines(), strict=True):
        php, warnings = json.loads(line)
        ours = _ours(case)
        if ours == php:
            agreed["refused" if php is None else "a day"] += 1
        elif reason := _named(case.text, ours, php, warnings):
            named[reason] += 1
        else:
            differences += 1
            print(f"  {case.text!r} at {case.now} in {case.zone}: PHP {php}, we {ours}")
    print(f"{name}: {len(cases):,} cases, alike {agreed['a day']:,}, both refuse {agreed['refused']:,}", end="")
    print(f", named in the guide {dict(named)}, other differences {differences}")
    return min(differences, 1)


def _ours(case: Case) -> str | None:
    try:
        return when.read(case.text).day(case.now * 1_000_000, ZoneInfo(case.zone)).isoformat()
    except ValueError:
        return None


def _named(text: str, ours: str | None, php: str | None, warnings: list[str]) -> str:
    """Which of the differences that the guide names it is, if it is one."""
    if re.fullmatch("[0-9]{9,10}", text.strip()):
        return "epoch without @"
    if php is None or ours is not None:
        return ""
    if not text.strip():
        return "blank"
    if not re.fullmatch("(19[7-9]|20.|21.).-..-..", php) or re.search("[0-9]{12}", text):  # PHP's numbers overflow
        return "beyond the calendar"
    if _LOCAL_MEAN_TIME.search(text):
        return "local mean time"
    return next((_WARNINGS[warning] for warning in warnings if warning in _WARNINGS), "")


# What PHP warns of, and reads in some way; we refuse it.
_WARNINGS = {
    "The parsed date was invalid": "no such day",
    "Double timezone specification": "two time zones",
}
_LOCAL_MEAN_TIME = re.compile("([abcdefhijkmpqrstw]m|ffm|nd|plm|ppm|sdm|sjm|tbm)t|lst|mdst", re.IGNORECASE)


def _seconds(local: str, zone: str) -> int:
    return to_instant(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))) // 1_000_000


def made(count: int, seed: int) -> Iterator[Case]:
    """Texts of one to four pieces, some of them with a slip of the finger, at a moment of the list."""
    draw = random.Random(seed)
    moments = [(_seconds(local, zone), zone) for zone, local in _MOMENTS]
    for _ in range(count):
        pieces = [_piece(draw) for _ in range(draw.choice((1, 1, 2, 2, 2, 3, 4)))]
        text = draw.choice((" ", " ", " ", ", ", "")).join(pieces)
        if draw.random() < 1 / 8:
            text = _slipped(text, draw)
        yield Case(_cased(text, draw), *draw.choice(moments))


def _piece(draw: random.Random) -> str:
    """One form, with numbers in place of the letters in braces."""
    form = draw.choice(draw.choice(_FORMS))
    return re.sub(r"\{(\w+)\}", lambda name: draw.choice(_PARTS[name[1]]), form)


def _slipped(text: str, draw: random.Random) -> str:
    at, letter = draw.randrange(len(text) + 1), draw.choice("0123456789 :./-+,@TWaeimstx")
    return text[:at] + draw.choice((letter, "")) + text[at + draw.choice((0, 1, 1)) :]


def _cased(text: str, draw: random.Random) -> str:
    return draw.choice((str, str, str, str, str.upper, str.lower))(text)


_PARTS = {
    "y": ["2026", "2024", "1999", "2000", "2100"],
    "yy": ["26", "99", "70", "69", "5", "126"],
    "m": [*map(str, range(13)), "01", "02", "09"],
    "mm": [f"{month:02}" for month in range(1, 13)],
    "d": [*map(str, range(1, 33)), "01", "09"],
    "dd": [f"{day:02}" for day in range(32)],
    "th": ["st", "nd", "rd", "th"],
    "month": [*words.FULL_MONTHS, *words.SHORT_MONTHS, *words.ROMAN_MONTHS, "March", "Feb", "SEP"],
    "mon": [*words.SHORT_MONTHS],
    "h": [*map(str, range(25)), "00", "07"],
    "hh": [f"{hour:02}" for hour in range(25)],
    "ii": ["00", "15", "30", "59", "5"],
    "ss": ["00", "30", "59", "60"],
    "half": ["am", "pm", " AM", " p.m.", "a.m"],
    "week": ["01", "05", "09", "52", "53"],
    "doy": ["001", "060", "074", "365", "366", "400"],
    "n": ["0", "1", "2", "3", "5", "7", "10", "30", "31", "52", "100", "400", "1000"],
    "sign": ["+", "-", "", "--", "+-", "- ", "+ "],
    "unit": [*words.UNITS, *words.WORKING_DAYS, *words.WORKING_DAYS, *words.WEEKDAYS],
    "which": [*words.AROUND, *words.NUMBERS],
    "around": [*words.AROUND],
    "weekday": [*words.WEEKDAYS, "weekday"],
    "zone": ["UTC", "Z", "GMT", "CET", "est", "(PDT)", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Cuba", "x"],
    "offset": ["+0200", "-03:30", "+5", "+14:00", "-1130", "+05:45:30", "GMT+2", "+020030"],
    "epoch": ["0", "-1", "1577836799", "1577836799.5", "-86400.25", "2000000000"],
}
_FORMS = (
    ("{y}-{mm}-{dd}", "{y}/{m}/{d}", "{m}/{d}/{y}", "{m}/{d}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{d}.{m}.{yy}", "{y}-{m}"),
    ("{yy}-{m}-{d}", "{m}/{d}/{yy}", "{y}{mm}{dd}", "{y}", "{y}.{doy}", "{y}{doy}", "{y}W{week}", "{y}-W{week}-{n}"),
    (
        "{d} {month} {y}",
        "{month} {d}, {y}",
        "{month} {d}{th}",
        "{d}{th} {month}",
        "{month} {y}",
        "{month}",
        "{y} {month}",
    ),
    (
        "{d}-{mon}-{yy}",
        "{mon}-{dd}-{yy}",
        "{yy}-{mon}-{dd}",
        "{month} {d} {h}:{ii}",
        "{month} {d}, {hh}:{ii}:{ss} {zone}",
    ),
    (
        "{y}-{mm}-{dd}T{hh}:{ii}:{ss}{offset}",
        "{y}-{mm}-{dd} {hh}:{ii}:{ss} {zone}",
        "{y}-{mm}-{dd}T{hh}:{ii}:{ss}.5{offset}",
    ),
    ("{y}{mm}{dd}T{hh}:{ii}:{ss}", "{y}{mm}{dd}t{hh}{ii}{ss}", "{y}:{mm}:{dd} {hh}:{ii}:{ss}", "@{epoch}"),
    ("{dd}/{mon}/{y}:{hh}:{ii}:{ss} {offset}", "{weekday}, {d} {mon} {y} {hh}:{ii}:{ss} {offset}"),
    (
        "{h}:{ii}",
        "{h}{half}",
        "{h}:{ii}{half}",
        "{h}.{ii}",
        "T{hh}:{ii}:{ss}",
        "{hh}{ii}",
        "{hh}:{ii}:{ss}.999",
        "{hh}{ii}{ss}",
    ),
    ("now", "today", "midnight", "noon", "yesterday", "tomorrow"),
    ("back of {h}", "front of {h}", "back of {h}{half}", "front of {h}{half}"),
    (
        "{sign}{n} {unit}",
        "{sign}{n}{unit}",
        "{n} {unit} ago",
        "{sign}{n} {unit} {sign}{n} {unit}",
        "{n} {unit} {n} {unit} ago",
    ),
    (
        "{which} {unit}",
        "{around} week",
        "{weekday} {around} week",
        "{weekday}",
        "{which} {weekday}",
        "{around} {unit} ago",
    ),
    (
        "first day of",
        "last day of",
        "first day of {around} month",
        "last day of {month} {y}",
        "first day of {sign}{n} months",
    ),
    ("{which} {weekday} of", "{which} {weekday} of {month} {y}", "{which} {weekday} of {around} month"),
    ("{zone}", "{offset}", "{h}:{ii} {zone}", "{h}:{ii} {offset}"),
)
