"""An account's members over HTTP: who may what, invitations, and the filters that a member's questions get.

Filters are kept with the conditions of segments in them, so that whoever changes a segment changes nobody's sight.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater import scalars
from headwater.api import letters
from headwater.api.answers import json_answer
from headwater.api.audited import aim
from headwater.api.doors import doors_of, enter
from headwater.api.forms import name, read_form, yes_or_no
from headwater.api.house import House
from headwater.api.reports import definitions_of
from headwater.clock import iso
from headwater.ledger import members, rows
from headwater.ledger.members import ROLES, Membership
from headwater.ledger.users import NewUser
from headwater.reporting.definitions import read_forced


def role(value: object) -> str:
    """One of the roles."""
    said = str(value).strip().lower()
    if said not in ROLES:
        raise ValueError(f"must be one of {', '.join(ROLES)}")
    return said


def _conditions(value: object) -> object:
    if not isinstance(value, list | dict):
        raise ValueError("must be a list of conditions")
    return cast("object", value)


_GIVEN: Final = {"role": role, "filters": _conditions, "contacts": yes_or_no}


async def list_all(request: Request) -> Response:
    """All of them, oldest first."""
    house, _, standing = enter(request, "admin")
    found = await run_in_threadpool(members.list_members, house.store, standing.account.account_id)
    return json_answer({"members": [told(each) for each in found]})


async def invite(request: Request) -> Response:
    """Somebody new; who has no password yet gets a link to set one."""
    house, caller, standing = enter(request, "admin")
    form = await read_form(request, {"email": scalars.email, "role": role}, _GIVEN | {"name": name, "role": role})
    account_id = standing.account.account_id
    wanted = rows.Member(
        account_id=account_id,
        user_id="",
        role=form["role"],
        filters=await run_in_threadpool(_filters, house, account_id, form.get("filters", [])),
        sees_contacts=form.get("contacts", True),
        created_at=house.clock(),
    )
    new = NewUser(form["email"], form.get("name", ""))
    invited = await run_in_threadpool(members.invite, house.store, caller.role, wanted, new)
    doors_of(request).look_again()
    aim(request, invited.membership.user.user_id)
    is_mailed = house.postman.is_there and invited.token is not None
    if is_mailed:
        link = house.postman.link(f"{letters.LINK}{invited.token}")
        house.postman.later(partial(letters.invited, form["email"], standing.account.name, link))
    return json_answer({"member": told(invited.membership), "token": invited.token, "is_mailed": is_mailed})


async def change(request: Request) -> Response:
    """Another role, other filters, contacts or none."""
    house, caller, standing = enter(request, "admin")
    form = await read_form(request, {}, _GIVEN)
    account_id = standing.account.account_id
    changes: dict[str, Any] = {"role": form["role"]} if "role" in form else {}
    if "contacts" in form:
        changes["sees_contacts"] = form["contacts"]
    if "filters" in form:
        changes["filters"] = await run_in_threadpool(_filters, house, account_id, form["filters"])
    which = account_id, request.path_params["user"]
    changed = await run_in_threadpool(members.change_member, house.store, caller.role, which, changes)
    doors_of(request).look_again()
    return json_answer({"member": told(changed)})


async def link(request: Request) -> Response:
    """A new link by which a member sets a password; the one before works no more."""
    house, caller, standing = enter(request, "admin")
    which = standing.account.account_id, request.path_params["user"]
    token = await run_in_threadpool(members.new_link, house.store, house.clock(), caller.role, which)
    return json_answer({"token": token})


async def remove(request: Request) -> Response:
    """No member any more."""
    house, caller, standing = enter(request, "admin")
    gone = request.path_params["user"]
    which = standing.account.account_id, gone
    await run_in_threadpool(members.remove_member, house.store, caller.role, which)
    doors_of(request).look_again()
    return json_answer({"id": gone, "status": "success", "object": "member", "deleted": True})


def told(found: Membership) -> dict[str, Any]:
    """A member as answers show it."""
    member, user = found
    return {
        "user_id": user.user_id,
        "email": user.email,
        "name": user.name,
        "role": member.role,
        "filters": cast("list[object]", msgspec.json.decode(member.filters)),
        "contacts": "contacts" in members.scopes_of(member),
        "has_totp": user.totp is not None,
        "is_invited": member.accepted_at is None,
        "created_at": iso(member.created_at),
    }


def _filters(house: House, account_id: str, sent: object) -> str:
    """Conditions as they are kept."""
    found = read_forced(cast("Mapping[str, object]", sent), definitions_of(house, account_id))
    return msgspec.json.encode(found).decode()
