"""The tracking endpoints: page views and identifications, from any page, without a key. A key vouches.

A page always gets a 2xx: why a hit was dropped is told in `Headwater-Dropped` and counted, never in its console.
"""

import base64
from collections.abc import Mapping
from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body, read_parameters
from headwater.api.claims import Claims, Said
from headwater.api.collector import MAX_HITS, Call, headers_of, reason, sender_of
from headwater.api.doors import doors_of
from headwater.api.house import house_of
from headwater.api.limits import identify_limit, spend_address, spend_key
from headwater.api.sender import limited_as, scheme_of, sender_address
from headwater.errors import Problem
from headwater.intake.cookie import visitor_cookie
from headwater.intake.fields import says_any
from headwater.intake.identify import Identification, read_identification
from headwater.intake.json import read_json
from headwater.intake.policy import policy_of
from headwater.ledger.accounts import Standing
from headwater.ledger.resolve import CLAIM

OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Headwater-Dropped",
    "Cache-Control": "no-store",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
}
_PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


async def options(_request: Request) -> Response:
    """Let every page through."""
    return Response(status_code=204, headers=_PREFLIGHT)


async def hit(request: Request) -> Response:
    """One page view or a list of them."""
    house, call = house_of(request), Call(request)
    sent = await _sent(request, call)
    for one in sent[:MAX_HITS]:
        await call.take(one)
    if len(sent) > MAX_HITS:
        call.refuse(sent[MAX_HITS:])
    for account_id, hits in call.hits.items():  # nearly always one account
        count = len(hits.payloads) + sum(hits.drops.values())
        spend_address(request, limited_as(sender_address(request)), doors_of(request).standing(account_id), count)
    for hits in call.hits.values():
        await house.write(hits)
    headers = {"Headwater-Dropped": ", ".join(sorted(call.reasons))} if call.reasons else {}
    if request.headers.get("sec-fetch-site") == "same-origin" and (cookie := _cookie(request, call)):
        headers["Set-Cookie"] = cookie
    if request.method == "GET":
        return Response(_PIXEL, 200, headers, "image/gif")
    return Response(status_code=204, headers=headers)


async def identify(request: Request) -> Response:
    """A visitor is this contact; parameters in both spellings, in the query, a form or JSON."""
    house = house_of(request)
    sent = await read_parameters(request)
    account_id = next((sent[name] for name in ("a", "account_id") if says_any(sent, name)), None)
    if account_id is None:
        raise Problem("missing 'account_id' field")
    standing = doors_of(request).standing(str(account_id))
    policy, key_id = policy_of(standing.account.settings), doors_of(request).vouches(request, str(account_id))
    if key_id:
        spend_key(request, key_id, standing)
    else:
        spend_address(request, limited_as(sender_address(request)), standing)
    if policy.visitors == "cookieless" and not key_id:
        sender = await sender_of(house, standing.account, headers_of(request))
        if isinstance(sender, str):
            return json_answer({"status": "success", "uid": None}, headers={"Headwater-Dropped": sender})
        sent = {name: value for name, value in sent.items() if name != "seg_uid"} | {"uid": sender.visitor}
    change = read_identification(standing.account, standing.integrations, sent, house.clock())
    if not key_id:
        _weigh(request, standing, change)
    return json_answer((await house.write(change)).body)


def _weigh(request: Request, standing: Standing, change: Identification) -> None:
    """What nobody vouches for may have to wait for an opt-in; the answer is the same, for it would tell of others."""
    sender = limited_as(sender_address(request))
    said = Said(change.account_id, change.uid, change.names, sender, identify_limit(request, standing))
    verdict = cast("Claims", request.scope["headwater.claims"]).judge(said)
    if not verdict.counts or policy_of(standing.account.settings).identify == "confirmed":
        change.source = CLAIM
    if not verdict.is_kept:
        change.targets = ()


def _cookie(request: Request, call: Call) -> str | None:
    """The visitor's cookie for another year, where pages and this server are one site."""
    return visitor_cookie(request.headers.get("host", ""), call.uid, is_secure=scheme_of(request) == "https")


async def _sent(request: Request, call: Call) -> list[Mapping[str, Any]]:
    """What was sent: a hit, or several; a broken body is a dropped hit, not an error in a page."""
    if request.method == "GET":
        return [dict(request.query_params)]
    try:
        body = read_json(await read_body(request))
    except Problem as problem:
        call.reasons.add(reason(problem))
        return []
    sent = cast("list[object]", body) if isinstance(body, list) else [body]
    hits = [cast("Mapping[str, Any]", one) for one in sent if isinstance(one, dict)]
    if len(hits) < len(sent):
        call.reasons.add("not an object")
    return hits
