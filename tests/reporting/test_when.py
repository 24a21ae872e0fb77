"""Dates in words: the table, what is refused and how, and that reading does not depend on the time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.clock import to_instant
from headwater.reporting.when import read
from tests.reporting import dates

BERLIN = ZoneInfo("Europe/Berlin")
NOW = to_instant(datetime(2026, 12, 31, 0, 30, tzinfo=BERLIN))


CASES = [
    pytest.param(text, at, day, id=f"{why}: {text!r}, {at.now} {at.zone}")
    for at in dates.table()
    for text, day, why in at.cases
]


@pytest.mark.parametrize(("text", "at", "day"), CASES)
def test_a_day_in_words(text: str, at: dates.At, day: str) -> None:
    zone = ZoneInfo(at.zone)
    now = to_instant(datetime.fromisoformat(at.now).replace(tzinfo=zone))
    if day:
        assert read(text).day(now, zone) == date.fromisoformat(day)
    else:
        with pytest.raises(ValueError, match=r"must be a date such as|is not between 1970 and 2199"):
            read(text).day(now, zone)


@pytest.mark.parametrize("text", ["-999999 years", "999999 years", "-500 years", "1960-01-01", "999999 months"])
def test_days_beyond_the_calendar_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not between 1970 and 2199"):
        read(text).day(NOW, BERLIN)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("yesterdy", "did you mean 'yesterday'?"),
        ("-30 dyas", "did you mean '-30 days'?"),
        ("frist day of last mounth", "did you mean 'first day of last month'?"),
        ("15 Marhc 2026", "did you mean '15 march 2026'?"),
        ("satur", "did you mean 'saturday'?"),
        ("2026-03-15 soonish", "cannot read 'soonish'"),
        ("today!", "cannot read '!'"),
        ("2026-02-29", "there is no 2026-02-29"),
        ("30 February", "there is no 02-30"),
        ("2026-03-15 until 2026-03-16", "cannot read 'until 2026-03-16'"),
        ("2026-03-15 2026-03-16", "there are two dates"),
        ("10:00 11:00", "there are two times"),
        ("10:00 UTC+2", "there are two time zones"),
        ("UTC @5", "seconds since 1970 have no time zone"),
        ("Mar 15, 9.11.05", "the seconds of 'Mar 15, 9.11.05' need a colon"),
        ("", "this one is empty"),
        ("today " * 50, "this one has more than 200 characters"),
    ],
)
def test_a_refusal_shows_what_works_and_what_was_meant(text: str, end: str) -> None:
    with pytest.raises(ValueError, match=r".*") as refused:
        read(text)
    assert str(refused.value) == f"must be a date such as '2026-03-15', '-30 days' or 'first day of last month'; {end}"


def test_reading_does_not_depend_on_the_time() -> None:
    meant = read("yesterday")
    assert meant.day(NOW, BERLIN) == date(2026, 12, 30)
    assert meant.day(NOW - 86_400_000_000, BERLIN) == date(2026, 12, 29)


WORDS = st.sampled_from(
    "today +1 -2 3 days month ago of first last monday 2026-03-15 @99 12:30 UTC + - . , µs T ( x".split()
)


@given(st.lists(WORDS | st.text(max_size=3), max_size=8).map(" ".join) | st.text())
def test_whatever_is_asked_for_is_a_day_or_a_clear_refusal(text: str) -> None:
    fault = ""
    try:
        day = read(text).day(NOW, BERLIN)
    except ValueError as refused:
        day, fault = date.max, str(refused)
    assert 1970 <= day.year <= 2199 or fault.startswith("must be a date such as") or fault.endswith("1970 and 2199")
