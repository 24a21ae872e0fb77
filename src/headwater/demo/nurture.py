"""How a person's life goes on once we have the address: letters read, returns, orders, lessons.

In: a life that has a contact. Out: the same life, lived to the end of the world. What one wishes to do next waits in a
heap and is done in order of time, because every visit depends on the one before it on the same device.
"""

from heapq import heappop, heappush
from typing import TypeAlias

from headwater.demo import records, world
from headwater.demo.draw import pick, sums
from headwater.demo.life import Life, Trip, chance, come_again, device_at_hand, identify, moment, send, visit
from headwater.demo.purchases import CUSTOMER, buy, tag
from headwater.demo.records import Record
from headwater.demo.seasons import DAY, HOUR, MINUTE, SECOND
from headwater.demo.stage import walk_for, way_today

Wishes: TypeAlias = list[tuple[int, int, int]]  # when, what, and which letter or product

UPDATED = 1  # the field `b` of a contact's record: told again after the first order

_LETTER, _LOOK, _BUY, _LEARN = range(4)
_BACK_LOOKS = sums(back.looks for back in world.RETURNS)
_BACK_BUYS = sums(back.buys for back in world.RETURNS)
_CHOSEN = sums(product.chosen for product in world.PRODUCTS)
_LOOKS = sums(weight for weight, _ in world.LOOKS)
_MAIL_HOURS = sums(world.MAIL_HOURS)
_PHONE_READS = 550  # per mille of letters that are read on another device, by those who own one
_MOST_LESSONS = 8
_WAITS_FOR_SALE = 500  # per mille of buyers who know that a sale is near, and wait
_SALE_NEAR = 25  # days


def go_on(life: Life) -> None:
    """Live on from the opt-in to the end of the world."""
    since = max(life.told, life.opted_in)
    wishes: Wishes = []
    _expect_letters(life, wishes, since)
    for _ in range(world.LOOKS[pick(_LOOKS, life.draw())][1] - 1):
        _wish(life, wishes, since, world.GAPS[int(life.draw() * len(world.GAPS))], (_LOOK, 0))
    if life.orders:
        _after_order(life, wishes, life.orders[0].at * SECOND, life.orders[0].product)
    elif chance(life, life.stage.ways[life.way].buys):
        days = world.DELAYS[int(life.draw() * len(world.DELAYS))]
        _wish(life, wishes, since, _or_until_sale(life, since, days), (_BUY, product_for(life)))
    while wishes:
        at, what, which = heappop(wishes)
        _DO[what](life, wishes, at, which)


def product_for(life: Life) -> int:
    """The place of the product that somebody chooses; nobody joins twice."""
    chosen = pick(_CHOSEN, life.draw())
    return 0 if life.memberships and world.PRODUCTS[chosen].cycle else chosen


def way_back(life: Life, day: int, *, buying: bool = False) -> int:
    """One of the ways that people come back by, open on that day."""
    chosen = pick(_BACK_BUYS if buying else _BACK_LOOKS, life.draw())
    return way_today(life.stage, world.RETURNS[chosen].door, day)


def enter(life: Life, at: int, trip: Trip) -> int:
    """A visit, now and then broken off and taken up again through another door; returns as `life.visit` does."""
    if not chance(life, world.BACK_WITHIN_VISIT):
        return visit(life, at, trip)
    if not visit(life, at, trip._replace(walk=walk_for(life.stage, "read", life.draw))):
        return 0
    return come_again(life, trip._replace(way=way_back(life, at // DAY)))


def _wish(life: Life, wishes: Wishes, since: int, days: int, what: tuple[int, int]) -> None:
    """Want to do something so many days later; on the same day, within the next hours."""
    if not days:
        heappush(wishes, (since + MINUTE + int(life.draw() * 3 * HOUR), *what))
        return
    day = since // DAY + days
    if day <= life.stage.span.last:
        heappush(wishes, (moment(life, day), *what))


def _expect_letters(life: Life, wishes: Wishes, since: int) -> None:
    """Which letters will be clicked, and when: soon after they were sent, in the morning."""
    joined = since // DAY
    for place, (mail, _, period) in enumerate(life.stage.letters):
        if not chance(life, mail.clicks):
            continue
        if period is None and not mail.after:
            heappush(wishes, (since + MINUTE + int(life.draw() * 90 * MINUTE), _LETTER, place))
            continue
        day = joined + mail.after if period is None else period.first + int(life.draw() * 2)
        if joined < day <= life.stage.span.last:
            heappush(wishes, (moment(life, day, _MAIL_HOURS), _LETTER, place))


def _or_until_sale(life: Life, since: int, days: int) -> int:
    """So many days, or until a sale that begins soon after them."""
    day = since // DAY + days
    near = next((later for later in range(_SALE_NEAR) if day + later in life.stage.sale), None)
    return days if near is None or not chance(life, _WAITS_FOR_SALE) else days + near


def _read_letter(life: Life, wishes: Wishes, at: int, place: int) -> None:
    """Click a letter's link; the link tells the page who it is."""
    letter, draw = life.stage.letters[place], life.draw
    device = device_at_hand(life, _PHONE_READS)
    known = chance(life, world.MAIL_IDENTIFIED)
    product = product_for(life) if letter.mail.buys and chance(life, letter.mail.buys) else -1
    walk = walk_for(life.stage, "read" if product < 0 else "buy", draw, product)
    sessions = life.devices[device].sessions
    decided = visit(life, at, Trip(device, letter.way, walk))
    if life.devices[device].sessions == sessions:
        return
    if known:
        identify(life, life.touches[-1].at + 900, device)
    if decided and product >= 0:
        _order(life, wishes, (decided, device), product)


def _look_again(life: Life, _wishes: Wishes, at: int, _which: int) -> None:
    """Come back to look."""
    enter(life, at, Trip(device_at_hand(life), way_back(life, at // DAY), walk_for(life.stage, "read", life.draw)))


def _come_to_buy(life: Life, wishes: Wishes, at: int, product: int) -> None:
    """Come back to buy, or ring up; some look for a discount just before they pay."""
    if chance(life, world.BY_PHONE):
        buy(life, at, product)
        _after_order(life, wishes, at, product)
        return
    device, way = device_at_hand(life), way_back(life, at // DAY, buying=True)
    walk = walk_for(life.stage, "buy", life.draw, product)
    if life.stage.ways[way].door == "coupon":
        direct = way_today(life.stage, "direct", at // DAY)
        read = visit(life, at, Trip(device, direct, walk_for(life.stage, "read", life.draw)))
        decided = come_again(life, Trip(device, way, walk)) if read else 0
    else:
        decided = visit(life, at, Trip(device, way, walk))
    if decided:
        _order(life, wishes, (decided, device), product)


def _order(life: Life, wishes: Wishes, where: tuple[int, int], product: int) -> None:
    """Order at the checkout, which asks for the address."""
    at, device = where
    identify(life, at + 200, device)
    buy(life, at, product)
    _after_order(life, wishes, at, product)


def _after_order(life: Life, wishes: Wishes, at: int, product: int) -> None:
    """What follows an order: the contact's details are told again, lessons, and perhaps the next order."""
    if life.orders and "Customer" not in life.tags:
        tag(life, at + 4 * SECOND, CUSTOMER)
        told = max(at + 5 * SECOND, life.told + SECOND)
        send(
            life,
            Record(told, records.CONTACT, life.who, 0, 0, UPDATED, product, told // SECOND - life.opted_in // SECOND),
        )
    days = 0
    for _ in range(int(life.draw() * _MOST_LESSONS)):
        days += 1 + int(life.draw() * 6)
        _wish(life, wishes, at, days, (_LEARN, 0))
    if chance(life, world.ORDERS_AGAIN):
        gap = world.AGAIN[int(life.draw() * len(world.AGAIN))]
        _wish(life, wishes, at, _or_until_sale(life, at, gap), (_BUY, product_for(life)))


def _take_lesson(life: Life, _wishes: Wishes, at: int, _which: int) -> None:
    """Come straight to the lessons, some by way of a sign-in host."""
    way = way_today(life.stage, "sign-in" if chance(life, 300) else "learn", at // DAY)
    visit(life, at, Trip(device_at_hand(life), way, walk_for(life.stage, "learn", life.draw)))


_DO = {_LETTER: _read_letter, _LOOK: _look_again, _BUY: _come_to_buy, _LEARN: _take_lesson}
