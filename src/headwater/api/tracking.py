"""The tracking endpoints: page views and identifications, from any page, without a key.

A page always gets a 2xx: why a hit was dropped is told in `Headwater-Dropped` and counted, never in its console.
"""

import base64
from collections.abc import Mapping
from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body, read_parameters
from headwater.api.doors import doors_of
from headwater.api.house import House, house_of
from headwater.api.limits import spend_address
from headwater.api.sender import limited_as, sender_address
from headwater.errors import NotFound, Problem
from headwater.intake.fields import says_any
from headwater.intake.hit import Hits, Sender, read_hit
from headwater.intake.identify import read_identification
from headwater.intake.json import read_json

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
MAX_HITS: Final = 1_000
_PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


async def options(_request: Request) -> Response:
    """Let every page through."""
    return Response(status_code=204, headers=_PREFLIGHT)


async def hit(request: Request) -> Response:
    """One page view or a list of them."""
    house = house_of(request)
    kept: dict[str, Hits] = {}
    dropped: set[str] = set()
    for sent in await _sent(request, dropped):
        if reason := _keep(request, house, sent, kept):
            dropped.add(reason)
    for account_id, hits in kept.items():  # nearly always one account
        count = len(hits.payloads) + sum(hits.drops.values())
        standing = doors_of(request).standing(account_id)
        spend_address(request, limited_as(sender_address(request)), standing, count)
    for hits in kept.values():
        await house.write(hits)
    headers = {"Headwater-Dropped": ", ".join(sorted(dropped))} if dropped else None
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
    spend_address(request, limited_as(sender_address(request)), standing)
    change = read_identification(standing.account, standing.integrations, sent, house.clock())
    return json_answer((await house.write(change)).body)


async def _sent(request: Request, dropped: set[str]) -> list[Any]:
    """What was sent: a hit, or several; a broken body is a dropped hit, not an error in a page."""
    if request.method == "GET":
        return [dict(request.query_params)]
    try:
        body = read_json(await read_body(request))
    except Problem as problem:
        dropped.add(_reason(problem))
        return []
    hits = cast("list[Any]", body) if isinstance(body, list) else [body]
    if len(hits) > MAX_HITS:
        dropped.add(f"beyond the {MAX_HITS} hits of one call")
    return hits[:MAX_HITS]


def _keep(request: Request, house: House, sent: object, kept: dict[str, Hits]) -> str | None:
    """Put a hit with the others of its account, or say why not."""
    if not isinstance(sent, dict):
        return "not an object"
    fields = cast("Mapping[str, Any]", sent)
    try:
        account_id = doors_of(request).standing(str(fields.get("a", ""))).account.account_id
    except NotFound:
        return "unknown account"
    hits = kept.setdefault(account_id, Hits(account_id))
    try:
        hits.payloads.append(read_hit(fields, _sender(request), house.clock()))
    except Problem as problem:
        hits.drops["invalid"] = hits.drops.get("invalid", 0) + 1
        return _reason(problem)
    return None


def _reason(problem: Problem) -> str:
    """What is wrong with a hit, fit for a header."""
    return f"invalid: {problem}".encode("ascii", "replace").decode()


def _sender(request: Request) -> Sender:
    """Who sends hits over this connection."""
    headers = request.headers
    return Sender(sender_address(request), headers.get("user-agent"), headers.get("sec-purpose"))
