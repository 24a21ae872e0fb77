"""Signing in and out over HTTP: the first owner, passwords, codes, links that set a password, and who am I.

Whoever asks is not told whether an address is anybody's: every refusal is the same, and takes as long.
"""

import hmac
from collections.abc import Mapping
from functools import partial
from ipaddress import ip_address
from typing import Any, Final, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater import scalars
from headwater.api import letters
from headwater.api.answers import json_answer
from headwater.api.audited import deed_of, note_later
from headwater.api.cookies import refuse_forged, session_cookie
from headwater.api.doors import doors_of
from headwater.api.forms import name, new_password, plain, read_form
from headwater.api.house import House, house_of
from headwater.api.limits import forgive_attempts, spend_attempt
from headwater.api.mail import Letter
from headwater.api.passwords import fits, hash_password, is_dated, step_of
from headwater.api.sender import limited_as, sender_address
from headwater.errors import Conflict, Incomplete, NotFound, Unauthorized
from headwater.ledger import rows, users
from headwater.ledger.accounts import Facts, list_accounts
from headwater.ledger.members import accounts_of, first_owner
from headwater.ledger.sessions import begin_session, end_session
from headwater.ledger.users import NewUser, has_users
from headwater.scalars import token_hash

WRONG: Final = "this e-mail address and this password do not belong together"
WRONG_CODE: Final = "this code is not the one of now: see whether the clock of your phone is right"
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_FORWARDED: Final = ("x-forwarded-for", "x-forwarded-host", "forwarded")


async def me(request: Request) -> Response:
    """Who is signed in, and what is theirs; nobody is no fault."""
    found = doors_of(request).signed_in(request)
    return await _told(request, found.user if found else None)


async def own(request: Request) -> Response:
    """The first user, who owns what there is; signed in at once."""
    refuse_forged(request)
    house = house_of(request)
    form = await read_form(
        request,
        {"email": scalars.email, "name": name, "password": new_password},
        {"account_name": name, "timezone": scalars.timezone, "currency": scalars.currency, "code": plain},
    )
    if await run_in_threadpool(is_set_up, house):
        raise Conflict("somebody has set this server up already: sign in")
    _see_operator(request, form.get("code", ""))
    user = await house.ask(_make_owner, house, form)
    house.has_users = True
    note_later(request, await run_in_threadpool(_ids, house, user), deed_of(request, _actor(user), "server.set_up"))
    return await _begin(request, user)


async def sign_in(request: Request) -> Response:
    """A session for whoever knows the password, and the code where there are codes."""
    refuse_forged(request)
    house = house_of(request)
    form = await read_form(request, {"email": plain, "password": plain}, {"code": plain})
    secret = f"password of {form['email'].strip().lower()}"
    spend_attempt(request, secret)
    user, fault = await house.ask(recognise, house, form)
    if user is None or fault is not None:
        if user is not None:
            note_later(request, _ids(house, user), deed_of(request, _actor(user), "session.refuse"))
        raise fault or Unauthorized(WRONG)
    forgive_attempts(request, secret)
    note_later(request, await run_in_threadpool(_ids, house, user), deed_of(request, _actor(user), "session.begin"))
    return await _begin(request, user)


async def sign_out(request: Request) -> Response:
    """No session any more in this browser."""
    refuse_forged(request)
    doors, house = doors_of(request), house_of(request)
    if (found := doors.signed_in(request)) is not None:
        await run_in_threadpool(end_session, house.store, found.user.user_id, found.session.session_id)
        doors.look_again()
    answer = json_answer({"status": "success"})
    answer.headers["Set-Cookie"] = session_cookie(request, "")
    return answer


async def set_password(request: Request) -> Response:
    """What a link is for: a password for who was invited, or has lost theirs.

    Who has a password already takes an invitation with that one.
    """
    refuse_forged(request)
    house = house_of(request)
    form = await read_form(request, {"token": plain, "password": new_password}, {"name": name})
    spend_attempt(request, f"ticket {token_hash(form['token'])}")
    user = await house.ask(_redeem, house, form)
    doors_of(request).look_again()
    note_later(request, await run_in_threadpool(_ids, house, user), deed_of(request, _actor(user), "password.set"))
    return await _told(request, None) if user.totp else await _begin(request, user)


async def ask_password(request: Request) -> Response:
    """A link for a new password by mail, if the address is somebody's; the answer is the same if it is not."""
    refuse_forged(request)
    house = house_of(request)
    form = await read_form(request, {"email": scalars.email}, {})
    email: str = form["email"]
    if not house.postman.is_there:
        raise Conflict("this server sends no mail: ask whoever runs it for a link, made by `headwater user reset`")
    spend_attempt(request, f"mail to {email}")
    house.postman.later(partial(_lost, house, email))
    return json_answer({"status": "success"})


def _lost(house: House, email: str) -> Letter | None:
    try:
        token = users.reset(house.store, house.clock(), email, without_codes=False)
    except NotFound:
        return None
    return letters.lost(email, house.postman.link(letters.LINK + token))


def recognise(house: House, form: Mapping[str, str]) -> tuple[rows.User | None, Unauthorized | None]:
    """The user of an address, and what is wrong with the rest; takes as long for an address that is nobody's."""
    try:
        user = users.find_user(house.store, scalars.email(form["email"]))
    except ValueError:
        user = None
    if not fits(form["password"], user.password if user else None) or user is None:
        return user, Unauthorized(WRONG)
    if user.password and is_dated(user.password):
        users.change_user(house.store, user.user_id, password=hash_password(form["password"]))
    return user, _code_fault(house, user, form.get("code", ""))


def _code_fault(house: House, user: rows.User, code: str) -> Unauthorized | None:
    """What is wrong with a code, if anything; each is taken once."""
    if user.totp is None:
        return None
    if not code.strip():
        return Incomplete("code", "send the code of your phone as field 'code', too")
    step = step_of(user.totp, code, house.clock())
    if step is None or not users.spend_code(house.store, user.user_id, step):
        return Incomplete("code", WRONG_CODE)
    return None


def is_set_up(house: House) -> bool:
    """Whether there is a user."""
    house.has_users = house.has_users or has_users(house.store)
    return house.has_users


def _make_owner(house: House, form: Mapping[str, str]) -> rows.User:
    facts = None
    if "account_name" in form:
        facts = Facts(form["account_name"], form.get("timezone", "UTC"), form.get("currency", "USD"))
    new = NewUser(form["email"], form["name"], hash_password(form["password"]))
    return first_owner(house.store, house.clock(), new, facts)


def _redeem(house: House, form: Mapping[str, str]) -> rows.User:
    store, now, password = house.store, house.clock(), form["password"]
    ticket, user = users.find_ticket(store, now, form["token"])
    if ticket.account_id is None or user.password is None:
        return users.redeem(store, now, form["token"], (hash_password(password), form.get("name", "")))
    if not fits(password, user.password):
        raise Unauthorized("there is a password for this address already: send that one")
    return users.redeem(store, now, form["token"], (None, ""))


def _see_operator(request: Request, code: str) -> None:
    """Who sits at the server's own machine may set it up; everybody else must know what it printed at its start."""
    if is_at_home(request):
        return
    spend_attempt(request, f"set-up code, {limited_as(sender_address(request))}")
    if hmac.compare_digest(code.strip().lower().encode(), house_of(request).setup_code.encode()):
        return
    if code:
        raise Incomplete("code", "this is not the set-up code that the server printed when it started")
    raise Incomplete("code", "send the set-up code that the server printed when it started as field 'code'")


def is_at_home(request: Request) -> bool:
    """Whether a request comes from the server's own machine: not through a proxy, and not by a page of another name."""
    address = sender_address(request) or ""
    host = request.headers.get("host", "")
    bare = host if host.endswith("]") else host.rpartition(":")[0] or host
    if bare not in _LOOPBACK or any(header in request.headers for header in _FORWARDED):
        return False
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


async def _begin(request: Request, user: rows.User) -> Response:
    """A new session; one that this browser had before ends."""
    house, doors = house_of(request), doors_of(request)
    if (before := doors.signed_in(request)) is not None:
        await run_in_threadpool(end_session, house.store, before.user.user_id, before.session.session_id)
    agent = request.headers.get("user-agent", "")
    token = await run_in_threadpool(begin_session, house.store, house.clock(), user.user_id, agent)
    doors.look_again()
    request.scope.pop("headwater.cookie", None)
    answer = await _told(request, user)
    answer.headers["Set-Cookie"] = session_cookie(request, token)
    return answer


async def _told(request: Request, user: rows.User | None) -> Response:
    return json_answer(await run_in_threadpool(about_user, house_of(request), user))


def about_user(house: House, user: rows.User | None) -> dict[str, Any]:
    """Who somebody is, and their accounts."""
    mine = accounts_of(house.store, user.user_id) if user else []
    is_first_run = not is_set_up(house)
    return {
        "user": user and shown(user),
        "accounts": [about_account(account) | {"role": member.role} for member, account in mine],
        "is_first_run": is_first_run,
        "sends_mail": house.postman.is_there,
        "has_accounts": bool(mine) or (is_first_run and bool(list_accounts(house.store))),
    }


def shown(user: rows.User) -> dict[str, Any]:
    """A user as answers show it."""
    return {"user_id": user.user_id, "email": user.email, "name": user.name, "has_totp": user.totp is not None}


def about_account(account: rows.Account) -> dict[str, Any]:
    """An account as answers show it."""
    facts = ("account_id", "name", "timezone", "currency")
    return {fact: cast("str", getattr(account, fact)) for fact in facts}


def _ids(house: House, user: rows.User) -> list[str]:
    return [account.account_id for _, account in accounts_of(house.store, user.user_id)]


def _actor(user: rows.User) -> str:
    return f"user {user.user_id}"
