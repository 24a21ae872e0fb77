"""What a person buys: orders with their instalments and refunds, and memberships with renewals, upgrades and churn.

In: a life and a time. Out: records planned, and in the life the orders and memberships as they stand at the end.
It refuses to know how the person came; that is `story`.
"""

from headwater.demo import records, world
from headwater.demo.life import Life, Membership, Order, chance, send
from headwater.demo.prices import FIRST_PART, PAID, PART_REFUNDED, REFUNDED, SECOND_PART, UNPAID, Terms, bill, pack
from headwater.demo.records import Record
from headwater.demo.seasons import DAY, SECOND, months_later

TRIAL, CANCELED = 1, 2  # flags of a subscription's record
_MOST = 250  # orders and memberships of one person that the packed record can count
_DAY_S = DAY // SECOND
CUSTOMER, REFUNDED_ONCE, MEMBER = range(3)
TAGS = ((90_001, "Customer"), (90_002, "Refunded"), (90_003, "Member"))


def buy(life: Life, at: int, product: int) -> None:
    """Order a product now, or start the membership that it is."""
    second = at // SECOND
    if world.PRODUCTS[product].cycle:
        _join(life, second, product)
    else:
        _order_course(life, second, product)


def tag(life: Life, at: int, which: int) -> None:
    """Tag the contact, once it is there and only once."""
    name = TAGS[which][1]
    if life.told and name not in life.tags:
        record = Record(max(at, life.told + SECOND), records.TAGS, life.who, 0, which)
        if send(life, record):
            life.tags.append(name)


def _order_course(life: Life, second: int, product: int) -> None:
    """A course or bundle: at once or in three parts, with or without the workbook, and now and then given back."""
    states = [(0, PAID)]
    if world.PRODUCTS[product].price >= world.INSTALMENTS_FROM and chance(life, world.IN_INSTALMENTS):
        states = [(0, FIRST_PART), (30 * _DAY_S, SECOND_PART), (60 * _DAY_S, PAID)]
    elif chance(life, world.REFUNDED):
        states.append((int(life.draw() * 28 * _DAY_S) + 3600, REFUNDED))
    elif chance(life, world.PART_REFUNDED):
        states.append((int(life.draw() * 20 * _DAY_S) + 3600, PART_REFUNDED))
    off = life.stage.sale.get(second // _DAY_S, 0)
    order(life, second, Terms(product, off, chance(life, world.WITH_WORKBOOK)), states)
    if states[-1][1] == REFUNDED:
        tag(life, (second + states[-1][0] + 60) * SECOND, REFUNDED_ONCE)


def order(life: Life, second: int, terms: Terms, states: list[tuple[int, int]]) -> None:
    """Plan an invoice for each state (seconds after the order, state) that is reached before the world ends."""
    number = len(life.orders)
    reached: int | None = None
    for later, state in states if number < _MOST else ():
        at = (second + later) * SECOND + 2 * SECOND + number
        if not send(life, Record(at, records.INVOICE, life.who, number, *pack(terms, state), at // SECOND - second)):
            break
        reached = state
    if reached is not None:
        due = bill(terms, reached)
        life.orders.append(Order(number, second, terms.product, due.amount, due.paid, due.refunded))


def _join(life: Life, start: int, plan: int) -> None:
    """Start a membership and let it run to its end or the world's."""
    monthly = world.PRODUCTS[plan].cycle == "month"
    trial = monthly and chance(life, world.WITH_TRIAL)
    begin = start + world.TRIAL_DAYS * _DAY_S if trial else start
    number = len(life.memberships) + 1
    held = Membership(number, plan, start, begin if trial else 0, 0)
    if number > _MOST or not _tell(life, start, held, 0):
        return
    life.memberships.append(held)
    if trial and chance(life, world.TRIAL_LOST):
        _cancel(life, start + int(life.draw() * world.TRIAL_DAYS * _DAY_S), 0)
        return
    tag(life, start * SECOND + 5 * SECOND, MEMBER)
    _renew(life, begin, 1 if monthly else 12)


def _renew(life: Life, begin: int, step: int) -> None:
    """Bill the latest membership every `step` months; it may be upgraded, may fail to be paid, and may end."""
    months = 0
    while True:
        due = months_later(begin, months)
        if due * SECOND >= life.stage.span.end:
            return
        if months and chance(life, world.CHURN if step == 1 else world.YEARLY_CHURN):
            _cancel(life, due - 3600 - int(life.draw() * 5 * _DAY_S), months - step)
            return
        held = life.memberships[-1]
        if months and step == 1 and chance(life, world.UPGRADE):
            held = held._replace(plan=world.PLUS)
        order(life, due, Terms(held.plan, renews=held.number), _renewal_states(life, months))
        if due > held.start and _tell(life, due, held, months):
            life.memberships[-1] = held
        months += step


def _renewal_states(life: Life, months: int) -> list[tuple[int, int]]:
    """Paid, or failed, or failed and paid days later. The first bill is always paid."""
    if not months or not chance(life, world.UNPAID):
        return [(0, PAID)]
    return [(0, UNPAID), (3 * _DAY_S, PAID)] if chance(life, 500) else [(0, UNPAID)]


def _cancel(life: Life, second: int, months: int) -> None:
    """End the latest membership at a time."""
    held = life.memberships[-1]._replace(canceled=second)
    if _tell(life, second, held, months):
        life.memberships[-1] = held


def _tell(life: Life, second: int, held: Membership, months: int) -> bool:
    """Plan the record of a membership's present state; `months` from the first bill to the latest."""
    flags = (TRIAL if held.trial_end else 0) + (CANCELED if held.canceled else 0)
    at = (second + 3) * SECOND
    nth = held.number
    return send(
        life, Record(at, records.SUBSCRIPTION, life.who, nth, held.plan, flags, months, second + 3 - held.start)
    )
