"""Share links over HTTP: made by who manages an account, and what whoever has one can see: this answer, nothing else.

A link has no account in its address, and whoever opens it has no key; what it shows is looked up by its token.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater import scalars
from headwater.api.answers import json_answer
from headwater.api.audited import aim
from headwater.api.cookies import refuse_forged
from headwater.api.doors import enter
from headwater.api.forms import name, plain, read_form
from headwater.api.house import House, house_of
from headwater.api.limits import forgive_attempts, spend_attempt, spend_share
from headwater.api.passwords import fits, hash_password
from headwater.api.reports import account_of, answer_query, definitions_of
from headwater.clock import MINUTE, iso
from headwater.errors import Incomplete, NotFound, Problem
from headwater.ledger import rows, shares
from headwater.ledger.accounts import Caller, find_standing
from headwater.reporting import definitions
from headwater.reporting.report import overridden
from headwater.scalars import new_token, secret_token, token_hash

_GONE: Final = "this link shows nothing any more: ask for a new one"
_SHORTEST: Final = 4


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("must be an object")
    return cast("dict[str, Any]", value)


def _password(value: object) -> str:
    said = plain(value)
    if len(said) < _SHORTEST:
        raise ValueError(f"must have {_SHORTEST} characters or more")
    return said


async def list_all(request: Request) -> Response:
    """The account's links, the newest first; not their tokens."""
    house, _, standing = enter(request, "admin")
    found = await run_in_threadpool(shares.list_shares, house.store, standing.account.account_id)
    return json_answer({"shares": [_told(each) for each in found]})


async def create(request: Request) -> Response:
    """A link that shows a saved report or a question; its token is shown this once."""
    house, caller, standing = enter(request, "admin")
    form = await read_form(
        request,
        {},
        {
            "title": name,
            "report_id": scalars.identifier,
            "question": _object,
            "password": _password,
            "expires_at": scalars.instant,
        },
    )
    share, token = await house.ask(_make, house, (caller, standing.account.account_id), form)
    aim(request, share.share_id)
    return json_answer({"share": _told(share), "token": token})


async def revoke(request: Request) -> Response:
    """It shows nothing any more."""
    house, _, standing = enter(request, "admin")
    gone = request.path_params["share"]
    await run_in_threadpool(shares.revoke_share, house.store, house.clock(), standing.account.account_id, gone)
    return json_answer({"id": gone, "status": "success", "object": "share", "deleted": True})


async def opened(request: Request) -> Response:
    """What a link shows; the question of one with a password comes with its answer."""
    house, share = await _shared(request)
    account, question = await run_in_threadpool(_shown, house, share)
    return json_answer(
        {
            "title": share.title,
            "question": None if share.password else question,
            "account_name": account.name,
            "currency": account.currency,
            "timezone": account.timezone,
            "needs_password": share.password is not None,
        }
    )


async def data(request: Request) -> Response:
    """The answer to what a link shows, of other days if the body says so."""
    refuse_forged(request)
    house, share = await _shared(request)
    form = await read_form(request, {}, {"password": plain, "date_range": _object})
    if share.password is not None:
        await _see_password(request, house, share, form.get("password"))
    return json_answer(await house.ask(_answer, house, share, form.get("date_range", {})))


async def _shared(request: Request) -> tuple[House, rows.Share]:
    house = house_of(request)
    share = await run_in_threadpool(shares.find_share, house.store, house.clock(), request.path_params["token"])
    spend_share(request, share.share_id)
    return house, share


async def _see_password(request: Request, house: House, share: rows.Share, said: str | None) -> None:
    if said is None:
        raise Incomplete("password", "this link has a password: send it as field 'password'")
    secret = f"share {share.share_id}"
    spend_attempt(request, secret)
    if not await house.ask(fits, said, share.password):
        raise Incomplete("password", "field 'password' is not the password of this link")
    forgive_attempts(request, secret)


def _make(house: House, by: tuple[Caller, str], form: Mapping[str, Any]) -> tuple[rows.Share, str]:
    caller, account_id = by
    now = house.clock()
    title = _checked(house, account_id, form)
    if form.get("expires_at", now + 1) <= now:
        raise Problem("field 'expires_at' is in the past")
    token, password = secret_token(), form.get("password")
    share = rows.Share(
        account_id=account_id,
        share_id=new_token(10),
        hash=token_hash(token),
        title=form.get("title", title),
        report_id=form.get("report_id"),
        question=msgspec.json.encode(form["question"]).decode() if "question" in form else None,
        password=hash_password(password) if password else None,
        created_by=caller.actor,
        created_at=now,
        expires_at=form.get("expires_at"),
    )
    shares.add_share(house.store, share)
    return share, token


def _checked(house: House, account_id: str, form: Mapping[str, Any]) -> str:
    """What the link is called by itself; `Problem` when it would show nothing."""
    known = definitions_of(house, account_id)
    if ("report_id" in form) == ("question" in form):
        raise Problem("send either 'report_id', a saved report, or 'question', the body of a query")
    if "question" in form:
        return definitions.parse(form["question"], account_of(house, account_id), known).type.name
    found = known.of("report").get(form["report_id"])
    if found is None:
        raise Problem(f"field 'report_id': there is no saved report {form['report_id']!r}")
    return str(found.body["name"])


def _shown(house: House, share: rows.Share) -> tuple[rows.Account, dict[str, Any]]:
    """The account, and the question as it is now; `NotFound` when its saved report is gone."""
    account = find_standing(house.store, share.account_id).account
    if share.question is not None:
        return account, msgspec.json.decode(share.question)
    found = definitions_of(house, share.account_id).of("report").get(share.report_id or "")
    if found is None:
        raise NotFound(_GONE)
    return account, dict(found.body["query"])


def _answer(house: House, share: rows.Share, dates: Mapping[str, object]) -> dict[str, Any]:
    _, question = _shown(house, share)
    asked = overridden(question, {name: dates[name] for name in ("start", "end", "scale") if name in dates})
    asked["options"] = {key: value for key, value in asked["options"].items() if key != "sql"}  # how is nobody's matter
    answer = answer_query(house, share.account_id, asked)
    if (now := house.clock()) - (share.used_at or 0) >= MINUTE:
        shares.note_use(house.store, now, share)
    return answer | {"question": question}


def _told(share: rows.Share) -> dict[str, Any]:
    def at(instant: int | None) -> str | None:
        return iso(instant) if instant is not None else None

    return {
        "share_id": share.share_id,
        "title": share.title,
        "report_id": share.report_id,
        "question": msgspec.json.decode(share.question) if share.question is not None else None,
        "has_password": share.password is not None,
        "created_by": share.created_by,
        "created_at": iso(share.created_at),
        "expires_at": at(share.expires_at),
        "revoked_at": at(share.revoked_at),
        "last_used_at": at(share.used_at),
    }
