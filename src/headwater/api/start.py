"""How far an account is on its way to its first report: what of each kind has come in, and when the first of it did.

In: an account. Out: a row per step, told from what the warehouse holds, so that a step is done when reports know of it.
"""

from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.clock import iso

STEPS: Final = {"page_views": "page_views", "contacts": "contacts", "orders": "orders", "ad_days": "ad_days"}
"""The steps: what has to come in, and the table that it is in."""
_COUNTED: Final = "(SELECT count(*) FROM {table})"
_SQL: Final = (
    f"SELECT {', '.join(_COUNTED.format(table=table) for table in STEPS.values())},"  # noqa: S608 - tables of ours
    ' (SELECT epoch_us(min("at")) FROM page_views)'
)


async def start(request: Request) -> Response:
    """What has come in so far."""
    house, _, standing = enter(request, "report")
    return json_answer(await house.ask(answer_start, house, standing.account.account_id))


def answer_start(house: House, account_id: str) -> dict[str, Any]:
    """How much there is of each kind, and when the first page was viewed."""
    *counts, first = cast("list[int | None]", house.readers.run(account_id, _SQL, {}).rows[0])
    told = dict(zip(STEPS, counts, strict=True))
    return {**told, "first_page_view_at": iso(first) if first is not None else None}
