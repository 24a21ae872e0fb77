"""Figures as numbers of JSON."""

import pytest

from headwater.reporting.money import UNIT, exponent, quotient, ratio


@pytest.mark.parametrize(("currency", "decimals"), [("USD", 2), ("eur", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_currencies_have_their_decimals(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [(290_000, 100, 2900), (2950, 100, 29.5), (-1, 100, -0.01), (0, 100, 0), (10**17 + 1, 100, 1e15), (7, 1, 7)],
)
def test_money_in_major_units(amount: int, unit: int, expected: float) -> None:
    found = quotient(amount, unit)
    assert found == expected
    assert isinstance(found, int) == (amount % unit == 0)


def test_every_part_up_to_a_sixteenth_is_exact() -> None:
    assert all(UNIT % parts == 0 for parts in range(1, 17))
    assert quotient(UNIT // 7, UNIT) == 1 / 7


def test_ratios_are_rounded() -> None:
    assert ratio(2900 / 33) == 87.878788
    assert ratio(15.0000000001) == 15
    assert isinstance(ratio(15.0), int)
