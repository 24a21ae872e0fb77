"""What time it is, as an argument.

Everything that needs "now" is given a `Clock`, so that a test, a demo or a replay can say what time it is.
Instants are integers: microseconds since 1970-01-01 UTC, the unit of both stores.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Clock: TypeAlias = Callable[[], int]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def system_clock() -> int:
    """The machine's time in microseconds."""
    return time.time_ns() // 1000


def to_datetime(instant: int) -> datetime:
    """The aware UTC datetime of an instant, exact to the microsecond."""
    return _EPOCH + timedelta(microseconds=instant)


def to_instant(moment: datetime) -> int:
    """The instant of an aware datetime, exact to the microsecond (no floating point on the way)."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def iso(instant: int) -> str:
    """How every answer spells a time: ISO-8601 in UTC with `+00:00`, fractions only where there are any."""
    return to_datetime(instant).isoformat()
