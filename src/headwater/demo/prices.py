"""What an order costs in each state it can be in.

In: the terms of an order and its state. Out: cents. Pure.
"""

from typing import NamedTuple

from headwater.demo import world

PAID, UNPAID, FIRST_PART, SECOND_PART, REFUNDED, PART_REFUNDED = range(6)
_PARTS = 3
_WORKBOOK_FLAG, _OFF_SHIFT = 8, 4  # in packed terms: the state, the flag, the per cent off


class Terms(NamedTuple):
    """What is ordered: a product's place, per cent off, the workbook with it, and the membership that it renews."""

    product: int
    off: int = 0
    workbook: bool = False
    renews: int = 0


class Bill(NamedTuple):
    """The money of an order."""

    amount: int
    paid: int
    refunded: int
    discount: int
    product: int  # the first item's part of the amount
    workbook: int  # the second item's part, 0 without one


def bill(terms: Terms, state: int) -> Bill:
    """What is billed, paid and given back; the items add up to the amount."""
    price = world.PRODUCTS[terms.product].price
    discount = price * terms.off // 100
    extra = world.PRODUCTS[world.WORKBOOK].price if terms.workbook else 0
    amount = price - discount + extra
    paid = {UNPAID: 0, FIRST_PART: amount // _PARTS, SECOND_PART: amount * 2 // _PARTS}.get(state, amount)
    refunded = {REFUNDED: amount, PART_REFUNDED: amount // 2}.get(state, 0)
    return Bill(amount, paid, refunded, discount, price - discount, extra)


def pack(terms: Terms, state: int) -> tuple[int, int, int]:
    """The terms and the state as three small numbers, for a record."""
    return terms.product, state + (_WORKBOOK_FLAG if terms.workbook else 0) + (terms.off << _OFF_SHIFT), terms.renews


def unpack(product: int, packed: int, renews: int) -> tuple[Terms, int]:
    """The terms and the state that `pack` packed."""
    return Terms(product, packed >> _OFF_SHIFT, bool(packed & _WORKBOOK_FLAG), renews), packed & (_WORKBOOK_FLAG - 1)
