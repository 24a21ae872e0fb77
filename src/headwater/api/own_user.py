"""What somebody who is signed in does with the own user: name, address, password, codes of a phone, sessions."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater import scalars
from headwater.api.answers import json_answer
from headwater.api.audited import deed_of, note_later
from headwater.api.doors import doors_of, user_of
from headwater.api.forms import name, new_password, plain, read_form
from headwater.api.house import House
from headwater.api.limits import forgive_attempts, spend_attempt
from headwater.api.passwords import fits, hash_password, new_secret, secret_uri, step_of
from headwater.api.signing_in import WRONG_CODE, about_user
from headwater.clock import iso
from headwater.errors import Forbidden, Problem
from headwater.ledger import sessions, users
from headwater.ledger.sessions import SignedIn

_GUARDED = ("email", "password")


async def change(request: Request) -> Response:
    """Another name; with the password that was, another address or another password, which ends all other sessions."""
    house, found = user_of(request)
    form = await read_form(
        request, {}, {"name": name, "email": scalars.email, "password": new_password, "old_password": plain}
    )
    old = form.pop("old_password", None)
    if any(field in form for field in _GUARDED):
        await _see_password(request, house, found, old)
    if form:
        await house.ask(_change, house, found, form)
        _entered(request, found, f"user.change {' '.join(sorted(form))}")
    return await _told(request, house, found)


async def begin_codes(request: Request) -> Response:
    """A secret for a phone, which counts once a code has confirmed it."""
    house, found = user_of(request)
    secret = new_secret()
    await run_in_threadpool(_keep, house, found, {"totp_draft": secret})
    return json_answer({"secret": secret, "otpauth_uri": secret_uri(secret, found.user.email)})


async def confirm_codes(request: Request) -> Response:
    """From now on signing in needs a code."""
    house, found = user_of(request)
    form = await read_form(request, {"code": plain}, {})
    spend_attempt(request, f"codes of {found.user.user_id}")
    user = await run_in_threadpool(users.find_user, house.store, found.user.email)
    draft = user.totp_draft if user else None
    if draft is None:
        raise Problem("there is nothing to confirm: ask for a secret first, with POST")
    step = step_of(draft, form["code"], house.clock())
    if step is None:
        raise Problem(f"field 'code': {WRONG_CODE}")
    await run_in_threadpool(_keep, house, found, {"totp": draft, "totp_draft": None, "totp_used": step})
    _entered(request, found, "codes.begin")
    return await _told(request, house, found)


async def end_codes(request: Request) -> Response:
    """Signing in needs no code any more."""
    house, found = user_of(request)
    await run_in_threadpool(_keep, house, found, {"totp": None, "totp_draft": None, "totp_used": None})
    _entered(request, found, "codes.end")
    return await _told(request, house, found)


async def list_sessions(request: Request) -> Response:
    """Where I am signed in."""
    house, found = user_of(request)
    mine = await run_in_threadpool(sessions.list_sessions, house.store, house.clock(), found.user.user_id)
    told = [
        {
            "session_id": session.session_id,
            "user_agent": session.agent,
            "created_at": iso(session.created_at),
            "seen_at": iso(session.seen_at),
            "expires_at": iso(session.expires_at),
            "is_current": session.session_id == found.session.session_id,
        }
        for session in mine
    ]
    return json_answer({"sessions": told})


async def end_session(request: Request) -> Response:
    """Sign out there."""
    house, found = user_of(request)
    gone = request.path_params["session"]
    await run_in_threadpool(sessions.end_session, house.store, found.user.user_id, gone)
    doors_of(request).look_again()
    return json_answer({"id": gone, "status": "success", "object": "session", "deleted": True})


async def _see_password(request: Request, house: House, found: SignedIn, old: str | None) -> None:
    if old is None:
        raise Problem("missing 'old_password' field: another address or password needs the password that was")
    secret = f"old password of {found.user.user_id}"
    spend_attempt(request, secret)
    if not await house.ask(fits, old, found.user.password):
        raise Forbidden("field 'old_password' is not your password")
    forgive_attempts(request, secret)


def _change(house: House, found: SignedIn, form: Mapping[str, str]) -> None:
    values = dict(form)
    if "password" in values:
        values["password"] = hash_password(values["password"])
    _keep(house, found, values)
    if "password" in values:
        sessions.end_others(house.store, found.user.user_id, found.session.session_id)


def _keep(house: House, found: SignedIn, values: Mapping[str, Any]) -> None:
    users.change_user(house.store, found.user.user_id, **values)


def _entered(request: Request, found: SignedIn, action: str) -> None:
    doors_of(request).look_again()
    note_later(request, found.members, deed_of(request, f"user {found.user.user_id}", action))


async def _told(request: Request, house: House, found: SignedIn) -> Response:
    doors_of(request).look_again()
    user = (doors_of(request).signed_in(request) or found).user
    return json_answer(await run_in_threadpool(about_user, house, user))
