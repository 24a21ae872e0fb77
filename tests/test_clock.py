"""Instants: whole microseconds, exact in both directions, spelled one way."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater import clock

MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    max_value=datetime(2200, 12, 31),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30)), timezone(timedelta(hours=14))]),
)


@given(MOMENTS)
def test_a_moment_survives_the_way_there_and_back(moment: datetime) -> None:
    assert clock.to_datetime(clock.to_instant(moment)) == moment


@given(st.integers(min_value=-(2**51), max_value=2**52))
def test_an_instant_survives_the_way_there_and_back(instant: int) -> None:
    assert clock.to_instant(clock.to_datetime(instant)) == instant
    assert datetime.fromisoformat(clock.iso(instant)) == clock.to_datetime(instant)


@pytest.mark.parametrize(
    ("instant", "spelled"),
    [
        (0, "1970-01-01T00:00:00+00:00"),
        (1_538_496_900_000_000, "2018-10-02T16:15:00+00:00"),
        (1_538_496_900_250_000, "2018-10-02T16:15:00.250000+00:00"),
        (1, "1970-01-01T00:00:00.000001+00:00"),
        (-1, "1969-12-31T23:59:59.999999+00:00"),
    ],
)
def test_answers_spell_a_time_in_utc(instant: int, spelled: str) -> None:
    assert clock.iso(instant) == spelled


def test_the_system_clock_counts_microseconds_of_this_century() -> None:
    first, second = clock.system_clock(), clock.system_clock()
    assert 1_600_000_000_000_000 < first <= second < 4_100_000_000_000_000


def test_the_units_are_whole() -> None:
    assert (clock.SECOND, clock.MINUTE, clock.HOUR, clock.DAY) == (10**6, 6 * 10**7, 36 * 10**8, 864 * 10**8)
