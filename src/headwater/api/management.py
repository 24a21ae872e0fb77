"""What whoever runs the house may ask of it: is it sound, how current is it, make it anew.

The functions work on an open house and are what the command line calls, too; the endpoints let only the operator's
token pass, which lies in the data directory of the running server.
"""

import platform
import shutil
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater import __version__
from headwater.api.answers import OUR_FAULT, json_answer
from headwater.api.doors import doors_of
from headwater.api.house import House, house_of
from headwater.clock import iso
from headwater.errors import Overloaded, Problem
from headwater.ledger.accounts import find_standing, list_accounts
from headwater.ledger.feed import figures as ledger_figures
from headwater.warehouse import audit
from headwater.warehouse.restored import Apart

_ATTEMPTS: Final = 50
_PARTS: Final = ("duckdb", "sqlalchemy", "starlette", "granian", "msgspec")


def verify_account(house: House, account_id: str) -> dict[str, Any]:
    """Add the account's warehouse up against its ledger, and against its own rules.

    `differences` is empty when all is well; each says what differs, and by how much.
    """
    find_standing(house.store, account_id)
    with house.projector.lock(account_id):
        try:
            told = _told_and_carried(house, account_id)
        except Apart as apart:
            found = audit.figures(house.warehouse, account_id)
            return {"account_id": account_id, "checked": found, "differences": list(apart.errors)}
        found = audit.figures(house.warehouse, account_id)
        faults = audit.faults(house.warehouse, account_id)
    differences = [
        f"{name}: the ledger has {told[name]}, the warehouse {found[name]}"
        for name in told
        if name != "change" and told[name] != found[name]
    ]
    differences += [f"{name}: {count}" for name, count in faults.items() if count]
    return {"account_id": account_id, "checked": found, "differences": differences}


def _told_and_carried(house: House, account_id: str) -> dict[str, int]:
    """The ledger's figures at a moment up to which the warehouse, which nobody else moves now, has come exactly."""
    for _ in range(_ATTEMPTS):
        marks = house.projector.catch_up(account_id)
        told = ledger_figures(house.store, account_id)
        if told["change"] == marks.change:
            told["hits"] -= told.pop("spool")
            return told
    raise Overloaded("the account is written to all the time: verify it in a quieter moment")


def rebuild_account(house: House, account_id: str) -> dict[str, Any]:
    """Make the account's warehouse anew from its ledger; page views stay."""
    find_standing(house.store, account_id)
    marks = house.projector.rebuild(account_id)
    return {"account_id": account_id, "change": marks.change}


def examine(house: House) -> dict[str, Any]:
    """Versions, stores, disk, and how current each account is."""
    disk = shutil.disk_usage(house.settings.data)
    return {
        "versions": {"headwater": __version__, "python": platform.python_version()}
        | {part: version(part) for part in _PARTS},
        "stores": {
            "data": str(house.settings.data.resolve()),
            "ledger": house.store.engine.url.render_as_string(hide_password=True),
            "ledger_database": house.store.version(),
        },
        "disk": {"free_bytes": disk.free, "total_bytes": disk.total},
        "queue": {"writes_waiting": house.writer.waiting, "limit": house.settings.write_queue},
        "accounts": [_examine_account(house, account.account_id) for account in list_accounts(house.store)],
        "failing_accounts": sorted(house.projector.progress.faults()),
    }


def _examine_account(house: House, account_id: str) -> dict[str, Any]:
    """How current an account is, or why that cannot be said: of all commands, this one must not fail with the house."""
    told: dict[str, Any] = {"account_id": account_id, "ledger_change": house.feed.last_change(account_id)}
    try:
        fresh = house.projector.freshness(account_id, told["ledger_change"])
    except Problem as problem:
        return told | {"projected_change": None, "is_current": False, "as_of": None, "fault": str(problem)}
    as_of = iso(fresh.as_of) if fresh.as_of else None
    return told | {
        "projected_change": fresh.projected_change,
        "is_current": fresh.is_current,
        "as_of": as_of,
        "fault": None,
    }


async def verify(request: Request) -> Response:
    """`verify_account` over HTTP."""
    return await _done(request, verify_account, request.path_params["account"])


async def rebuild(request: Request) -> Response:
    """`rebuild_account` over HTTP."""
    return await _done(request, rebuild_account, request.path_params["account"])


async def doctor(request: Request) -> Response:
    """`examine` over HTTP."""
    return await _done(request, examine)


async def _done(request: Request, work: Callable[..., dict[str, Any]], *arguments: str) -> Response:
    """What the operator asked for; who runs the house is told what is wrong with it, as nobody else is."""
    doors_of(request).operator(request)
    try:
        return json_answer(await run_in_threadpool(work, house_of(request), *arguments))
    except Problem as problem:
        raise Problem(*problem.errors, status=503 if problem.status == OUR_FAULT else problem.status) from problem
