"""An account over HTTP: new ones, what one is called, its integrations, its keys, and its audit log."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater import scalars
from headwater.api.answers import json_answer
from headwater.api.audited import aim, deed_of, note_later
from headwater.api.doors import doors_of, enter, user_of
from headwater.api.forms import name, read_form, words
from headwater.api.house import House
from headwater.api.signing_in import about_account
from headwater.clock import DAY, iso
from headwater.errors import Problem
from headwater.ledger import accounts, integrations, rows
from headwater.ledger.accounts import Facts, change_settings, find_standing, list_keys, new_key, revoke_key
from headwater.ledger.audit_log import Wanted, read_log
from headwater.ledger.members import list_members, open_account

_MOST_ENTRIES = 1_000


async def open_new(request: Request) -> Response:
    """Another account, of which whoever asks becomes the owner."""
    house, found = user_of(request)
    form = await read_form(request, {"name": name}, {"timezone": scalars.timezone, "currency": scalars.currency})
    facts = Facts(form["name"], form.get("timezone", "UTC"), form.get("currency", "USD"))
    user_id = found.user.user_id
    account_id, integration_id = await run_in_threadpool(open_account, house.store, house.clock(), user_id, facts)
    doors_of(request).look_again()
    note_later(request, [account_id], deed_of(request, f"user {user_id}", "account.create"))
    standing = doors_of(request).standing(account_id)
    return json_answer(
        {"account": about_account(standing.account) | {"role": "owner"}, "integration_id": integration_id}
    )


async def show(request: Request) -> Response:
    """What it is called, and how days and money are told."""
    _, caller, standing = enter(request, "report", narrows=True)
    about = about_account(standing.account) | {"created_at": iso(standing.account.created_at)}
    return json_answer({"account": about | {"role": caller.role or None}})


async def change(request: Request) -> Response:
    """Another name, another time zone."""
    house, caller, standing = enter(request, "admin")
    form = await read_form(request, {}, {"name": name, "timezone": scalars.timezone})
    account = await run_in_threadpool(_change, house, standing.account.account_id, form)
    doors_of(request).look_again()
    about = about_account(account) | {"created_at": iso(account.created_at)}
    return json_answer({"account": about | {"role": caller.role or None}})


def _change(house: House, account_id: str, form: dict[str, str]) -> rows.Account:
    if "name" in form:
        integrations.rename_account(house.store, account_id, form["name"])
    if "timezone" in form:
        change_settings(house.store, account_id, {"timezone": form["timezone"]})
    return find_standing(house.store, account_id).account


async def list_integrations(request: Request) -> Response:
    """Where facts come from."""
    house, _, standing = enter(request, "report")
    found = await run_in_threadpool(integrations.list_integrations, house.store, standing.account.account_id)
    return json_answer({"integrations": [_integration(house, each) for each in found]})


async def create_integration(request: Request) -> Response:
    """Another one."""
    house, _, standing = enter(request, "admin")
    form = await read_form(request, {"name": name}, {})
    account_id = standing.account.account_id
    made = await run_in_threadpool(
        integrations.create_integration, house.store, house.clock(), account_id, form["name"]
    )
    doors_of(request).look_again()
    aim(request, made.integration_id)
    return json_answer({"integration": _integration(house, made)})


async def rename_integration(request: Request) -> Response:
    """Another name for one."""
    house, _, standing = enter(request, "admin")
    form = await read_form(request, {"name": name}, {})
    asked = standing.account.account_id, request.path_params["integration"], form["name"]
    return json_answer(
        {
            "integration": _integration(
                house, await run_in_threadpool(integrations.rename_integration, house.store, *asked)
            )
        }
    )


def _integration(house: House, row: rows.Integration) -> dict[str, Any]:
    heard = house.heard.get((row.account_id, row.integration_id), row.active_at)
    return {
        "integration_id": row.integration_id,
        "name": row.name,
        "created_at": iso(row.created_at),
        "last_activity_at": iso(heard) if heard is not None else None,
    }


async def show_keys(request: Request) -> Response:
    """The keys, revoked ones too, oldest first."""
    house, _, standing = enter(request, "admin")
    found = await run_in_threadpool(list_keys, house.store, standing.account.account_id)
    return json_answer({"keys": [_key(each) for each in found]})


async def create_key(request: Request) -> Response:
    """A new one, shown this once."""
    house, _, standing = enter(request, "admin")
    form = await read_form(request, {"name": name, "scopes": words}, {})
    asked = standing.account.account_id, form["name"], form["scopes"]
    row, key = await run_in_threadpool(new_key, house.store, house.clock(), *asked)
    aim(request, row.key_id)
    return json_answer({"key": _key(row), "api_key": key})


async def end_key(request: Request) -> Response:
    """Worthless from now on."""
    house, _, standing = enter(request, "admin")
    gone = request.path_params["key"]
    await run_in_threadpool(revoke_key, house.store, house.clock(), standing.account.account_id, gone)
    doors_of(request).look_again()
    return json_answer({"id": gone, "status": "success", "object": "key", "deleted": True})


def _key(row: rows.ApiKey) -> dict[str, Any]:
    return {
        "key_id": row.key_id,
        "name": row.name,
        "hint": row.hint,
        "scopes": [scope for scope in accounts.SCOPES if scope in row.scopes.split()],
        "created_at": iso(row.created_at),
        "revoked_at": iso(row.revoked_at) if row.revoked_at is not None else None,
    }


async def audit(request: Request) -> Response:
    """Who did what, the newest first; `before` goes on where the last page ended."""
    house, _, standing = enter(request, "admin")
    wanted = _wanted(house, request)
    account_id = standing.account.account_id
    found = await run_in_threadpool(read_log, house.store, account_id, wanted)
    names = {each.user.user_id: each.user for each in await run_in_threadpool(list_members, house.store, account_id)}
    entries = [
        {
            "at": iso(entry.at),
            "actor": entry.actor,
            "email": who.email if (who := names.get(entry.actor.removeprefix("user "))) else None,
            "action": entry.action,
            "target": entry.target or None,
            "address": entry.address or None,
        }
        for entry in found
    ]
    return json_answer({"entries": entries, "before": entries[-1]["at"] if len(entries) == wanted.limit else None})


def _wanted(house: House, request: Request) -> Wanted:
    """Before when, how many, by whom, and what."""
    faults: list[str] = []
    before, limit = house.clock() + DAY, 100
    try:
        if said := request.query_params.get("before"):
            before = scalars.instant(said)
    except ValueError as fault:
        faults.append(f"parameter 'before' {fault}")
    try:
        if said := request.query_params.get("limit"):
            limit = scalars.whole(said)
    except ValueError:
        limit = 0
    if not 1 <= limit <= _MOST_ENTRIES:
        faults.append(f"parameter 'limit' must be a whole number from 1 to {_MOST_ENTRIES}")
    if faults:
        raise Problem(*faults)
    said = request.query_params
    return Wanted(before, limit, said.get("actor", ""), said.get("action", ""))
