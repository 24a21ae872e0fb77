"""What an account decides of its reports, over HTTP: time zone, weeks, default model, refunds, test people."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.reports import account_of
from headwater.intake.json import read_object
from headwater.ledger.accounts import change_settings
from headwater.reporting.settings import read_changes, shown


async def settings(request: Request) -> Response:
    """The settings as they are."""
    house, _, standing = enter(request, "report", narrows=True)
    return json_answer(await run_in_threadpool(_told, house, standing.account.account_id))


async def change(request: Request) -> Response:
    """Change some of them."""
    house, _, standing = enter(request, "admin")
    changes = read_changes(read_object(await read_body(request)))
    account_id = standing.account.account_id
    await run_in_threadpool(change_settings, house.store, account_id, changes)
    return json_answer(await run_in_threadpool(_told, house, account_id))


def _told(house: House, account_id: str) -> dict[str, Any]:
    return {"account": account_id, "settings": shown(account_of(house, account_id))}
