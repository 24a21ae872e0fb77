"""Leaving no trace on disk of what was deleted: files are written anew, with what is there now.

In: an open house. Out: the accounts whose stores were written anew. It works while the house is at work.
"""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api import runs
from headwater.api.answers import json_answer
from headwater.api.doors import doors_of
from headwater.api.house import House, house_of
from headwater.errors import Problem
from headwater.ledger.accounts import list_accounts


def scrub_house(house: House) -> dict[str, Any]:
    """Write the ledger and all warehouses anew; the ledger last, because a warehouse takes hits off its spool."""
    runs.tidy(house)
    accounts = [account.account_id for account in list_accounts(house.store)]
    faults: list[str] = []
    for account_id in accounts:
        try:
            house.projector.scrub(account_id)
        except Problem as problem:  # the others are scrubbed all the same
            faults.append(f"account {account_id} is not scrubbed: {problem}")
    house.store.rewrite()
    if faults:
        raise Problem(*faults, status=503)
    return {"status": "success", "accounts": accounts}


async def scrub(request: Request) -> Response:
    """`scrub_house` over HTTP."""
    doors_of(request).operator(request)
    return json_answer(await run_in_threadpool(scrub_house, house_of(request)))
