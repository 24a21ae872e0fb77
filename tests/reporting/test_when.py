"""Dates in words. Now is Thursday, 31 December 2026, half past midnight in Berlin, still Wednesday in UTC."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from headwater.reporting.when import read
from headwater.scalars import instant

BERLIN = ZoneInfo("Europe/Berlin")
NOW = instant("2026-12-30 23:30:00")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("now", "2026-12-31"),
        ("today", "2026-12-31"),
        ("Today ", "2026-12-31"),
        ("midnight", "2026-12-31"),
        ("yesterday", "2026-12-30"),
        ("tomorrow", "2027-01-01"),
        ("-30 days", "2026-12-01"),
        ("-30 day", "2026-12-01"),
        ("30 days ago", "2026-12-01"),
        ("now -1 hour", "2026-12-30"),
        ("+1 week", "2027-01-07"),
        ("1 week", "2027-01-07"),
        ("-1 week +2 days", "2026-12-26"),
        ("2 weeks 1 day ago", "2026-12-16"),
        ("-1 fortnight", "2026-12-17"),
        ("-1 month", "2026-12-01"),  # 31 November is 1 December, as in PHP
        ("+2 months", "2027-03-03"),  # 31 February 2027
        ("last month", "2026-12-01"),
        ("-1 year", "2025-12-31"),
        ("first day of last month", "2026-11-01"),
        ("last day of previous month", "2026-11-30"),
        ("first day of this month", "2026-12-01"),
        ("last day of next month", "2027-01-31"),
        ("last day of february", None),
        ("first day of -14 months", "2025-10-01"),
        ("monday this week", "2026-12-28"),
        ("sunday this week", "2027-01-03"),
        ("monday last week", "2026-12-21"),
        ("monday next week", "2027-01-04"),
        ("this week", "2026-12-31"),
        ("monday", "2027-01-04"),
        ("thursday", "2026-12-31"),
        ("next thursday", "2027-01-07"),
        ("last thursday", "2026-12-24"),
        ("last monday", "2026-12-28"),
        ("2020-01-01", "2020-01-01"),
        ("2020-02-29", "2020-02-29"),
        ("2021-02-29", None),
        ("2020-01-01 23:59:59", "2020-01-01"),
        ("2020-01-01T23:30:00Z", "2020-01-02"),  # in Berlin
        ("2020-01-01T00:30:00+02:00", "2019-12-31"),
        ("2020-01-01 00:30:00 +0200", "2019-12-31"),
        ("2020-01-01 25:00", None),
        ("2020-01-01 -3 month", "2019-10-01"),
        ("2020-01-01 10:00 +10 days", "2020-01-11"),
        ("2024-03-31 -1 month", "2024-03-02"),
        ("1577836799", "2020-01-01"),  # a second before midnight UTC
        ("@1577836799", "2020-01-01"),
        ("", None),
        ("   ", None),
        ("soon", None),
        ("days", None),
        ("todayish", None),
        ("2020-1-1", None),
        ("01/02/2020", None),
    ],
)
def test_a_day_in_words(text: str, day: str | None) -> None:
    if day is None:
        with pytest.raises(ValueError, match=r".*"):
            read(text)
    else:
        assert read(text).day(NOW, BERLIN) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["-999999 years", "999999 years", "-500 years", "1960-01-01", "999999 months"])
def test_days_beyond_the_calendar_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not between 1970 and 2199"):
        read(text).day(NOW, BERLIN)


def test_reading_does_not_depend_on_the_time() -> None:
    meant = read("yesterday")
    assert meant.day(NOW, BERLIN) == date(2026, 12, 30)
    assert meant.day(NOW - 86_400_000_000, BERLIN) == date(2026, 12, 29)
