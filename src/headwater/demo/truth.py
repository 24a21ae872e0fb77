"""The truth about the demo world, written beside it: who every contact is, where they came from, what they bought.

In: finished lives, and counts of everything else. Out: `contacts.ndjson` (a line per contact) and `totals.json`, in a
directory, as the world is generated. It knows the channels because they were drawn; it refuses to classify anything,
and shares no code with what does. Times are microseconds, months are those of UTC, money is cents.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from headwater.demo import world
from headwater.demo.life import Life, Membership, Order, Touch
from headwater.demo.people import person, uid
from headwater.demo.seasons import DAY, SECOND, day_text
from headwater.demo.stage import Stage

Sums: TypeAlias = "defaultdict[str, defaultdict[str, Counter[str]]]"

NONE = "(none)"
MODELS = ("first_touch", "last_touch")


def _sums() -> Sums:
    """Sums by month and channel."""
    return defaultdict(lambda: defaultdict(Counter))


@dataclass(slots=True)
class Tally:
    """Everything that is counted while the world is generated."""

    counts: Counter[str] = field(default_factory=Counter[str])
    facts: Counter[str] = field(default_factory=Counter[str])
    drops: Counter[str] = field(default_factory=Counter[str])
    spend: Counter[str] = field(default_factory=Counter[str])
    kinds: Counter[str] = field(default_factory=Counter[str])
    touches: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter[str]))
    leads: dict[str, Sums] = field(default_factory=lambda: {model: _sums() for model in MODELS})
    sales: dict[str, Sums] = field(default_factory=lambda: {model: _sums() for model in MODELS})


class Book:
    """The files of the truth, open while the world is generated; without a directory only the tally is kept."""

    def __init__(self, directory: Path | None) -> None:
        """Open the files in the directory, which is made if it is not there."""
        self.tally = Tally()
        self._directory = directory
        self._contacts = None
        if directory:
            directory.mkdir(parents=True, exist_ok=True)
            self._contacts = (directory / "contacts.ndjson").open("w", encoding="utf-8", newline="\n")

    def close(self) -> None:
        """Close what is open; without `finish` the totals are missing, which tells that the world is not whole."""
        if self._contacts:
            self._contacts.close()

    def enter(self, life: Life) -> None:
        """Note a finished life."""
        touches = known_touches(life)
        first, last = credited(life.stage, touches, life.opted_in)
        _count(self.tally, life, touches)
        if self._contacts:
            line = _line(life, touches) | {"first": _channel(life.stage, first), "last": _channel(life.stage, last)}
            self._contacts.write(json.dumps(line, separators=(",", ":")) + "\n")

    def finish(self, parameters: dict[str, Any]) -> None:
        """Write the totals of a world that was generated to its end."""
        if self._directory:
            text = json.dumps({"world": parameters, **totals(self.tally)}, indent=1, sort_keys=True)
            (self._directory / "totals.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def known_touches(life: Life) -> list[Touch]:
    """The touches that a server can know, in order: those of identified browsers, else what the contact said."""
    touches = sorted(touch for touch in life.touches if life.devices[touch.device].identified)
    if life.says >= 0 and not any(touch.at <= life.opted_in for touch in touches):
        touches.append(Touch(life.opted_in, -1, life.says, "import"))
        touches.sort()
    return touches


def credited(stage: Stage, touches: list[Touch], until: int) -> tuple[Touch | None, Touch | None]:
    """The first and the last touch at or before a time (ms); direct ones only where there is no other."""
    before = [touch for touch in touches if touch.at <= until]
    found = [touch for touch in before if stage.ways[touch.way].channel != "direct"] or before
    return (found[0], found[-1]) if found else (None, None)


def totals(tally: Tally) -> dict[str, Any]:
    """The tally as plain data: counts, drops, spend by ad, and leads and sales by model, month and channel."""
    return {
        "counts": dict(tally.counts),
        "facts": dict(tally.facts),
        "drops": dict(tally.drops),
        "kinds": dict(tally.kinds),
        "spend": dict(tally.spend),
        "touches": {month: dict(channels) for month, channels in tally.touches.items()},
        "leads": _plain(tally.leads),
        "sales": _plain(tally.sales),
    }


def month_of(at: int) -> str:
    """The month (`YYYY-MM`) of a time in ms."""
    return day_text(at // DAY)[:7]


def _plain(models: dict[str, Sums]) -> dict[str, Any]:
    """Nested counters as nested dicts."""
    return {
        model: {month: {channel: dict(row) for channel, row in channels.items()} for month, channels in months.items()}
        for model, months in models.items()
    }


def _channel(stage: Stage, touch: Touch | None) -> str:
    """The channel of a touch, or the row for none."""
    return stage.ways[touch.way].channel if touch else NONE


def _count(tally: Tally, life: Life, touches: list[Touch]) -> None:
    """Add a life to the tally."""
    stage, orders = life.stage, life.orders
    amount, paid = sum(order.amount for order in orders), sum(order.paid for order in orders)
    refunded = sum(order.refunded for order in orders)
    _add(
        tally.counts,
        contacts=1,
        customers=int(bool(orders)),
        orders=len(orders),
        amount=amount,
        paid=paid,
        refunded=refunded,
        refunds=sum(bool(order.refunded) for order in orders),
        memberships=len(life.memberships),
        page_views=life.page_views,
        sessions=life.visits,
        visitors=sum(bool(device.sessions) for device in life.devices),
        touches=len(life.touches),
        on_several_devices=int(_identified(life) > 1),
    )
    tally.kinds[life.kind] += 1
    for touch in life.touches:
        tally.touches[month_of(touch.at)][stage.ways[touch.way].channel] += 1
    for model, touch in zip(MODELS, credited(stage, touches, life.opted_in), strict=True):
        row = tally.leads[model][month_of(life.opted_in)][_channel(stage, touch)]
        _add(row, leads=1, customers=int(bool(orders)), revenue=amount, collected=paid, refunds=refunded)
    for order in orders:
        at = order.at * SECOND
        for model, touch in zip(MODELS, credited(stage, touches, at), strict=True):
            row = tally.sales[model][month_of(at)][_channel(stage, touch)]
            _add(row, orders=1, revenue=order.amount, collected=order.paid, refunds=order.refunded)


def _add(row: Counter[str], **amounts: int) -> None:
    """Add to a row of sums (several times faster than `Counter.update`)."""
    for name, amount in amounts.items():
        row[name] += amount


def _identified(life: Life) -> int:
    """On how many devices the person was recognised."""
    return sum(bool(device.identified) for device in life.devices)


def _line(life: Life, touches: list[Touch]) -> dict[str, Any]:
    """A contact's line; touches of browsers that were never identified stand apart, because no server can know them."""
    stage, who = life.stage, person(life.stage, life.who)
    unknown = sorted(touch for touch in life.touches if not life.devices[touch.device].identified)
    return {
        "person": life.who,
        "contact_id": str(who.contact_id),
        "email": who.email,
        "kind": life.kind,
        "opt_in": life.opted_in * 1000,
        "told": life.told * 1000,
        "visitors": [
            {"uid": uid(stage, life.who, place), "identified": device.identified * 1000 or None}
            for place, device in enumerate(life.devices)
            if device.sessions
        ],
        "touches": [_told(life, touch) for touch in touches],
        "unknown": [_told(life, touch) for touch in unknown],
        "orders": [_order(life, order) for order in life.orders],
        "subscriptions": [_membership(life, held) for held in life.memberships],
        "tags": life.tags,
    }


def _order(life: Life, order: Order) -> dict[str, Any]:
    """An order as it should stand at the end."""
    return {
        "id": f"F-{life.who + 1}-{order.number + 1}",
        "at": order.at * 1_000_000,
        "product": str(world.PRODUCTS[order.product].number),
        "amount": order.amount,
        "paid": order.paid,
        "refunded": order.refunded,
    }


def _membership(life: Life, held: Membership) -> dict[str, Any]:
    """A subscription as it should stand at the end."""
    return {
        "id": f"S-{life.who + 1}-{held.number}",
        "product": str(world.PRODUCTS[held.plan].number),
        "start": held.start * 1_000_000,
        "trial_end": held.trial_end * 1_000_000 or None,
        "canceled": held.canceled * 1_000_000 or None,
    }


def _told(life: Life, touch: Touch) -> list[object]:
    """A touch: time, visitor id (null for an import), channel, campaign, which door, and what made it a touch."""
    way = life.stage.ways[touch.way]
    visitor = uid(life.stage, life.who, touch.device) if touch.device >= 0 else None
    return [touch.at * 1000, visitor, way.channel, way.campaign, way.door, touch.how]
