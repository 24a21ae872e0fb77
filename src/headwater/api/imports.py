"""The import API: one handler over a table of entities.

Path → row of `ENTITIES` → body read by `intake` → change applied by the writer → the answer that the change gave.
"""

import hashlib
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House, house_of
from headwater.clock import MINUTE
from headwater.errors import NotFound, Problem
from headwater.intake.entities import Entity
from headwater.intake.json import read_object
from headwater.ledger.accounts import Caller, Standing
from headwater.ledger.change import Change, Once
from headwater.ledger.integrations import note_activity
from headwater.ledger.rows import Account


async def post(entity: Entity, request: Request) -> Response:
    """Add or update one record."""
    house, caller, standing = enter(request, "import")
    integration = integration_of(request, standing)
    body = await read_body(request)
    change = entity.read(standing.account, integration, read_object(body))
    return await _written(house, change, _once(request, caller, body))


async def delete(read_deletion: Callable[[Account, str, str], Change], request: Request) -> Response:
    """Delete one record."""
    house, caller, standing = enter(request, "import")
    change = read_deletion(standing.account, integration_of(request, standing), request.path_params["record"])
    return await _written(house, change, _once(request, caller, await read_body(request)))


async def _written(house: House, change: Change, once: Once | None) -> Response:
    """The answer that a change gave, now or the first time that it was sent."""
    answer = await house.write(change, once)
    return json_answer(answer.body, headers={"Idempotent-Replayed": "true"} if answer.replayed else None)


def integration_of(request: Request, standing: Standing) -> str:
    """The integration in the path, if the account has it."""
    integration: str = request.path_params["integration"]
    if integration not in standing.integrations:
        raise NotFound(f"this account has no integration {integration!r}")
    if request.method != "GET":
        _hear(house_of(request), standing.account.account_id, integration)
    return integration


def _hear(house: House, account_id: str, integration: str) -> None:
    """Something came in of an integration: one write a minute, not one a request."""
    now = house.clock()
    if now - house.heard.get((account_id, integration), -_HEARD_AGAIN) >= _HEARD_AGAIN:
        house.heard[account_id, integration] = now
        house.askers.submit(note_activity, house.store, now, account_id, integration)


_MAX_KEY: Final = 255
_HEARD_AGAIN: Final = MINUTE


def _once(request: Request, caller: Caller, body: bytes) -> Once | None:
    """The request's idempotency key, and what it was sent with."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 0 < len(key) <= _MAX_KEY:
        raise Problem(f"header 'Idempotency-Key' must be 1 to {_MAX_KEY} characters long")
    return Once(caller.key_id, key, hashlib.sha256(request.url.path.encode() + b"\n" + body).hexdigest())
