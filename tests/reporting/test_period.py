"""Where days are cut: in the account's zone, whatever its clocks do."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from headwater.clock import HOUR, to_datetime
from headwater.errors import Problem
from headwater.reporting.account import Account, Weekday
from headwater.reporting.period import Period, Scale, midnight
from headwater.reporting.plan import plan
from headwater.reporting.question import parse
from headwater.scalars import instant
from tests.reporting.store import BERLIN, NOW, UTC, Store

ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "America/Havana", "Africa/Cairo", "Asia/Kathmandu", "Asia/Beirut"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "Atlantic/Azores"),
)


def period(start: str, end: str, zone: str = "Europe/Berlin", scale: Scale = "day", week: str = "monday") -> Period:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return Period(start=first, end=last, scale=scale, timezone=zone, week_start=week)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-28", "2026-03-28", 24),
        ("2026-03-29", "2026-03-29", 23),  # the clocks go forward
        ("2026-10-25", "2026-10-25", 25),  # and back
        ("2026-01-01", "2026-12-31", 365 * 24),
    ],
)
def test_days_have_the_hours_that_they_have(start: str, end: str, hours: int) -> None:
    days = period(start, end)
    assert days.until - days.since == hours * HOUR


def test_offsets_change_where_the_clocks_do() -> None:
    assert period("2026-03-01", "2026-11-01").offsets() == [
        (instant("2026-02-28 23:00:00"), 3600),
        (instant("2026-03-29 01:00:00"), 7200),
        (instant("2026-10-25 01:00:00"), 3600),
    ]
    assert period("2026-04-01", "2026-10-01").offsets() == [(instant("2026-03-31 22:00:00"), 7200)]
    assert period("2026-03-29", "2026-03-29", "UTC").offsets() == [(instant("2026-03-29"), 0)]


def test_a_day_that_was_left_out() -> None:
    """Samoa went over the date line and had no 30 December 2011."""
    days = period("2011-12-29", "2011-12-31", "Pacific/Apia")
    assert days.until - days.since == 48 * HOUR


def test_clocks_that_skip_midnight() -> None:
    """In Beirut, 29 March 2020 began at one o'clock."""
    beirut = ZoneInfo("Asia/Beirut")
    first = midnight(date(2020, 3, 29), beirut)
    assert to_datetime(first).astimezone(beirut).isoformat() == "2020-03-29T01:00:00+03:00"
    assert to_datetime(first - 1).astimezone(beirut).date() == date(2020, 3, 28)


@given(
    zone=st.sampled_from(ZONES),
    start=st.dates(date(1975, 1, 1), date(2037, 12, 31)),
    days=st.integers(0, 800),
    at=st.floats(0, 1, exclude_max=True),
)
def test_offsets_tell_the_local_time_of_any_instant(zone: str, start: date, days: int, at: float) -> None:
    """What the SQL does with the offsets is what the zone says."""
    found = Period(start=start, end=start + timedelta(days=days), scale="day", timezone=zone)
    moment = found.since + int((found.until - found.since) * at)
    offset = [seconds for begins, seconds in found.offsets() if begins <= moment][-1]
    local = to_datetime(moment).astimezone(ZoneInfo(zone))
    assert (to_datetime(moment) + timedelta(seconds=offset)).replace(tzinfo=None) == local.replace(tzinfo=None)
    assert found.start <= local.date() <= found.end


def test_units() -> None:
    assert len(period("2026-03-01", "2026-03-31").units()) == 31
    weeks = period("2026-03-04", "2026-03-17", scale="week")  # from a Wednesday to a Tuesday
    assert weeks.units() == [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]
    sundays = period("2026-03-04", "2026-03-17", scale="week", week="sunday")
    assert sundays.units() == [date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 15)]
    assert period("2025-12-31", "2026-02-01", scale="month").units() == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert all(second - first == timedelta(days=7) for first, second in pairwise(weeks.units()))
    assert period("2026-02-14", "2026-04-01", scale="quarter").labels() == ["2026-01-01", "2026-04-01"]
    assert period("2025-02-14", "2026-04-01", scale="year").labels() == ["2025-01-01", "2026-01-01"]
    hours = period("2026-03-29", "2026-03-29", scale="hour").labels()
    assert (len(hours), hours[0], hours[-1]) == (24, "2026-03-29T00:00", "2026-03-29T23:00")


@pytest.mark.parametrize(
    ("dates", "start", "end"),
    [
        ({}, "2026-03-02", "2026-03-31"),  # thirty days, today included
        ({"end": "yesterday"}, "2026-03-01", "2026-03-30"),
        ({"start": "2026-03-01"}, "2026-03-01", "2026-03-31"),
        ({"start": "first day of last month", "end": "last day of last month"}, "2026-02-01", "2026-02-28"),
        ({"start": "2026-03-10 15:00", "end": "2026-03-10 16:00"}, "2026-03-10", "2026-03-10"),  # whole days
        ({"start": 1_773_000_000, "end": "2026-03-10"}, "2026-03-08", "2026-03-10"),
        ({"start": "", "end": None}, "2026-03-02", "2026-03-31"),
    ],
)
def test_ranges(dates: dict[str, object], start: str, end: str) -> None:
    found = plan(parse({"type": "leads", "date_range": dates}), UTC, NOW).period
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


def test_today_is_the_accounts() -> None:
    late = instant("2026-03-31 22:30:00")
    assert plan(parse({"type": "leads"}), BERLIN, late).period.end == date(2026, 4, 1)
    assert plan(parse({"type": "leads"}), UTC, late).period.end == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("dates", "faults"),
    [
        (
            {"start": "2026-03-02", "end": "2026-03-01"},
            ["field 'date_range.start' (2026-03-02) must not be after 'date_range.end' (2026-03-01)"],
        ),
        (
            {"start": "-900 years", "end": "+900 years"},
            [
                "field 'date_range.end': '+900 years' is not between 1970 and 2199",
                "field 'date_range.start': '-900 years' is not between 1970 and 2199",
            ],
        ),
    ],
)
def test_ranges_that_are_none(dates: dict[str, object], faults: list[str]) -> None:
    with pytest.raises(Problem) as caught:
        plan(parse({"type": "leads", "date_range": dates}), UTC, NOW)
    assert list(caught.value.errors) == faults


@pytest.mark.parametrize(
    ("account", "scale", "expected"),
    [
        (UTC, "day", {"2026-03-28": 1, "2026-03-29": 2, "2026-03-31": 1}),
        (BERLIN, "day", {"2026-03-29": 3}),  # the last is on 1 April
        (replace(BERLIN, timezone="America/New_York"), "day", {"2026-03-28": 2, "2026-03-29": 1, "2026-03-31": 1}),
        (UTC, "week", {"2026-03-23": 3, "2026-03-30": 1}),
        (UTC, "month", {"2026-03-01": 4}),
        (BERLIN, "month", {"2026-03-01": 3}),
    ],
)
def test_conversions_fall_on_local_days(
    store: Store, account: Account, scale: str, expected: dict[object, int]
) -> None:
    """In Berlin the clocks go forward at 01:00 UTC of the 29th, so that 22:30 UTC is half past midnight that day."""
    for person, at in enumerate(("2026-03-28 23:30", "2026-03-29 00:30", "2026-03-29 21:30", "2026-03-31 22:30"), 1):
        store.contact(person, at)
    found = store.rows("date", account=account, date_range={"start": "2026-03-01", "end": "2026-03-31", "scale": scale})
    assert {day: row[0] for day, row in found.items()} == expected


@pytest.mark.parametrize(("week", "expected"), [("monday", "2026-03-23"), ("sunday", "2026-03-29")])
def test_a_week_begins_where_the_account_says(store: Store, week: Weekday, expected: str) -> None:
    store.contact(1, "2026-03-29 12:00")  # a Sunday
    dates = {"start": "2026-03-01", "end": "2026-03-31", "scale": "week"}
    assert list(store.rows("date", account=replace(UTC, week_start=week), date_range=dates)) == [expected]
