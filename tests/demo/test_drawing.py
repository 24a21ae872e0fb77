"""The small parts that the world is drawn with, against numbers worked out by hand."""

from datetime import date

import pytest

from headwater.demo import prices, records, seasons
from headwater.demo.draw import mix, pick, spread, sums
from headwater.demo.prices import Terms
from tests.demo import reading

EPOCH = date(1970, 1, 1)


def day(year: int, month: int, number: int) -> int:
    return (date(year, month, number) - EPOCH).days


def test_mix_is_splitmix64() -> None:
    assert mix(0) == 0xE220A8397B1DCDAF  # the first number that SplitMix64 gives from the seed 0
    assert len({mix(number) for number in range(10_000)}) == 10_000


def test_pick_gives_each_place_its_weight() -> None:
    running = sums([1, 0, 3])
    assert [pick(running, chance) for chance in (0.0, 0.2499, 0.25, 0.9999999999999999)] == [0, 0, 2, 2]


def test_spread_shares_out_exactly() -> None:
    assert spread(10, [1, 1, 1]) == [0, 3, 6, 10]
    assert spread(0, [5]) == [0, 0]
    assert spread(7, [0, 1, 0]) == [0, 0, 7, 7]


@pytest.mark.parametrize(("year", "month", "number"), [(2023, 11, 24), (2024, 11, 29), (2025, 11, 28), (2019, 11, 29)])
def test_black_friday_follows_the_fourth_thursday_of_november(year: int, month: int, number: int) -> None:
    assert seasons.day_of("friday", year) == day(year, month, number)
    assert seasons.day_of("friday-3", year) == day(year, month, number) - 3


def test_months_later_ends_on_the_last_day_of_short_months() -> None:
    january = reading.instant("2024-01-31 12:30:00") // 1_000_000
    for months, expected in ((1, "2024-02-29 12:30:00"), (13, "2025-02-28 12:30:00"), (12, "2025-01-31 12:30:00")):
        assert seasons.time_text(seasons.months_later(january, months)) == expected


def test_seasons_are_cut_at_the_ends_of_the_world() -> None:
    span = seasons.span_of(reading.instant("2025-01-10 00:00:00"), 30)
    assert (span.first, span.last) == (day(2024, 12, 11), day(2025, 1, 9))
    assert seasons.periods("january", span) == [(day(2025, 1, 2), day(2025, 1, 9), 2025)]
    assert seasons.periods("summer", span) == []
    assert seasons.periods("0-1000", span) == [(span.first, span.last, 2024)]
    assert seasons.periods("500", span) == [(span.first + 15, span.first + 15, 2024)]


@pytest.mark.parametrize(
    ("state", "paid", "refunded"),
    [
        (prices.PAID, 31_840, 0),
        (prices.UNPAID, 0, 0),
        (prices.FIRST_PART, 10_613, 0),
        (prices.SECOND_PART, 21_226, 0),
        (prices.REFUNDED, 31_840, 31_840),
        (prices.PART_REFUNDED, 31_840, 15_920),
    ],
)
def test_a_bill_in_each_state(state: int, paid: int, refunded: int) -> None:
    terms = Terms(3, off=40, workbook=True, renews=2)  # 499.00 less 40 % is 299.40, and 19.00 for the workbook
    assert prices.bill(terms, state) == (31_840, paid, refunded, 19_960, 29_940, 1_900)
    assert prices.unpack(*prices.pack(terms, state)) == (terms, state)


def test_a_diary_gives_each_day_in_order_of_time_whatever_it_was_written_in() -> None:
    diary = records.Diary(2)
    written = [records.Record(at * 7_919 % 1_000, records.VISIT, at) for at in range(1_000)]
    for record in written:
        diary.write(record.who % 2, records.pack(record))
    assert [records.unpack(one) for one in diary.tear(0)] == sorted(record for record in written if record.who % 2 == 0)
    assert [records.unpack(one) for one in diary.tear(1)] == sorted(record for record in written if record.who % 2)
    assert diary.tear(0) == []
    diary.close()
