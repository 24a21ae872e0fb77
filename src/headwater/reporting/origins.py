"""What each way to come has earned: revenue of all time by origin, as the account's own model credits it.

In: the account, what reads its warehouse, the time. Out: major units by origin. It is a revenue report by a dimension
that no client sees.
"""

from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from headwater.catalog.kinds import Dimension
from headwater.reporting import question
from headwater.reporting.account import Account
from headwater.reporting.answer import answer
from headwater.reporting.readers import Readers

_DIRECT: Final = 0
_BY_ORIGIN: Final = Dimension(
    key="clicks.origin",
    name="Origin",
    type="STRING",
    source="touch",
    value="CAST(origin.origin_id AS VARCHAR)",
    direct=str(_DIRECT),
    doc="The way to come itself.",
    example="1",
)
_EVER: Final = {"start": "1970-01-01", "end": "today", "scale": "year"}


def earned_by_origin(account: Account, readers: Readers, now: int) -> dict[int, Decimal]:
    """Revenue by origin, without what nothing led to."""
    asked = question.parse({"type": "revenue", "metrics": ["revenue"], "date_range": _EVER})
    told = answer(replace(asked, dimensions=(_BY_ORIGIN,)), account, readers, now)
    return {int(str(origin)): Decimal(str(revenue)) for origin, revenue in told.rows if str(origin).isdigit()}
