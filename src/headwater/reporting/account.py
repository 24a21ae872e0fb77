"""What a report must know of the account it is told for; the caller fills it in from the ledger."""

from typing import Literal

from msgspec import Struct

from headwater.catalog.attribution import DEFAULT
from headwater.catalog.kinds import Formula

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Direct = Literal["fallback", "equal", "never"]
Refunds = Literal["in", "out"]  # of revenue: billed amounts as they are, or less what was paid back


class OwnMetric(Struct, frozen=True):
    """A metric that the account has defined for itself, and the type of reports that has it."""

    report: str
    metric: Formula


class Sight(Struct, frozen=True):
    """What whoever asks may see: `filters` are conditions, as JSON, that cannot be taken off."""

    filters: tuple[object, ...] = ()
    knows_people: bool = True  # or nothing by which people are named


EVERYTHING = Sight()


class Account(Struct, frozen=True, kw_only=True):
    """Facts and defaults of one account. A question's own options go before its defaults."""

    account_id: str
    timezone: str  # an IANA name: days are cut in it
    currency: str  # ISO 4217: decides what a minor unit is
    week_start: Weekday = "monday"
    attribution_model: str = DEFAULT
    lookback_days: int | None = None  # None: touches of any age are candidates
    direct: Direct = "fallback"
    refunds: Refunds = "in"
    metrics: tuple[OwnMetric, ...] = ()
    test_people: tuple[str, ...] = ()  # e-mail addresses, or `@domain`, whose people no report knows
    sight: Sight = EVERYTHING  # of whoever asks
