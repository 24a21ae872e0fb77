"""What an account's people may see and decide of its tracking: what came in, what was dropped and why, the policy.

The policy's settings are rows of `intake.policy.FIELDS`; they hold for every hit within a second. The snippet is what
has to be put into pages, as tools that install it ask for it.
"""

from html import escape
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.sender import scheme_of
from headwater.clock import DAY, to_datetime
from headwater.errors import Problem
from headwater.intake.json import read_json
from headwater.intake.policy import Policy, policy_of, read_changes
from headwater.ledger.accounts import SCOPES, change_settings, find_standing
from headwater.ledger.feed import refused

DAYS = 30
_DROPPED = "SELECT epoch_us(day) // 86400000000, reason, hits FROM drops WHERE day > ?::DATE"
_VIEWS = 'SELECT epoch_us("at"::DATE) // 86400000000, count(*) FROM page_views WHERE "at" > ?::DATE GROUP BY 1'


async def tracking(request: Request) -> Response:
    """How the account's tracking is doing."""
    house, _, standing = enter(request, "admin")
    return json_answer(await run_in_threadpool(examine_tracking, house, standing.account.account_id))


async def change_tracking(request: Request) -> Response:
    """Change some settings of the policy."""
    house, _, standing = enter(request, "admin")
    sent = read_json(await read_body(request))
    if not isinstance(sent, dict):
        raise Problem("the body must be an object of settings")
    changes = read_changes(sent)  # pyright: ignore[reportUnknownArgumentType] - of JSON
    account_id = standing.account.account_id
    settings = await run_in_threadpool(change_settings, house.store, account_id, changes)
    return json_answer({"account": account_id, "policy": policy_of(settings)})


def examine_tracking(house: House, account_id: str) -> dict[str, Any]:
    """Policy, page views and drops of the last thirty days, the last hits, and what each step of enrichment costs."""
    today = house.clock() // DAY
    since = [_date(today - DAYS)]
    views = cast("dict[int, int]", dict(cast("Any", house.readers.run(account_id, _VIEWS, since).rows)))
    drops: list[Any] = [("collector", *row) for row in refused(house.store, account_id, today - DAYS)]
    drops += [("enrichment", *row) for row in house.readers.run(account_id, _DROPPED, since).rows]
    return {
        "account": account_id,
        "policy": policy_of(find_standing(house.store, account_id).account.settings),
        "page_views": [{"day": _date(day), "page_views": views[day]} for day in sorted(views)],
        "drops": [
            {"day": _date(day), "reason": reason, "hits": hits, "by": by}
            for by, day, reason, hits in sorted(drops, key=lambda row: row[1:3])
        ],
        "last_hits": house.enricher.watch.last(account_id),
        "steps": [step._asdict() for step in house.enricher.times()],
        "unread": dict(house.enricher.unread),
    }


async def snippet(request: Request) -> Response:
    """What has to be put into pages, for tools that install it."""
    _, _, standing = enter(request, *SCOPES, narrows=True)
    account_id = standing.account.account_id
    policy = policy_of(standing.account.settings)
    return json_answer(
        {
            "account": account_id,
            "tracking-domain": policy.tracking_domain or None,
            "snippet": snippet_of(account_id, policy, _origin(request)),
        }
    )


def snippet_of(account_id: str, policy: Policy, origin: str) -> str:
    """The tag for an account's pages; the script comes from the account's own domain if it has one, else from here."""
    base = f"https://{policy.tracking_domain}" if policy.tracking_domain else origin
    return f'<script async src="{escape(base)}/{account_id}.js"></script>'


def _origin(request: Request) -> str:
    """How the outside sees this server."""
    return f"{scheme_of(request)}://{request.url.netloc}"


def _date(day: int) -> str:
    """The date of a day since 1970."""
    return to_datetime(day * DAY).date().isoformat()
