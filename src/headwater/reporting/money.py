"""How figures are spelled in answers: money in major units, counts as numbers, ratios to a sensible precision.

In: the whole numbers that the store added up. Out: JSON numbers, as `int` wherever they are whole.
"""

from typing import Final

UNIT: Final = 720_720_000  # shares of one conversion; a thousandth of it is divisible by every number up to 16

_NO_DECIMALS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THREE_DECIMALS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_FOUR_DECIMALS = frozenset(("CLF", "UYW"))

_PRECISION: Final = 6  # decimals of a ratio, as of the lead value in the published API's example


def exponent(currency: str) -> int:
    """How many decimals the currency has, by ISO 4217: 2 for nearly all, 0 for JPY, 3 for KWD."""
    code = currency.upper()
    if code in _NO_DECIMALS:
        return 0
    if code in _THREE_DECIMALS:
        return 3
    return 4 if code in _FOUR_DECIMALS else 2


def quotient(amount: int, unit: int) -> int | float:
    """An exact whole number of units as a JSON number: an `int` if it is whole, else the nearest `float`."""
    whole, rest = divmod(amount, unit)
    return amount / unit if rest else whole


def ratio(value: float) -> int | float:
    """A ratio, rounded; an `int` if it is whole then."""
    rounded = round(value, _PRECISION)
    return int(rounded) if rounded.is_integer() else rounded
