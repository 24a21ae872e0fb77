"""What an account defines for itself, over HTTP: saved reports, segments and metrics of its own.

Whoever may ask reports may read them. Members change reports and segments; for metrics, and with a key for all of them,
it needs `admin`. What would leave a saved report without something that it uses is refused, and says which report that
is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.audited import aim
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.reports import account_of, definitions_of, read_row
from headwater.clock import iso
from headwater.errors import Conflict, NotFound
from headwater.intake.json import read_object
from headwater.ledger import rows
from headwater.ledger.definitions import Check, delete_definition, list_definitions, save_definition
from headwater.reporting.account import Account
from headwater.reporting.definitions import Definitions, Kind, broken, read
from headwater.scalars import new_token

_ID_LENGTH = 10
_SAVING: Mapping[Kind, str] = {"report": "save", "segment": "save", "metric": "admin"}


async def list_all(kind: Kind, request: Request) -> Response:
    """All of a kind, oldest first."""
    house, _, standing = enter(request, "report", narrows=True)
    found = await run_in_threadpool(list_definitions, house.store, standing.account.account_id)
    return json_answer({f"{kind}s": [_told(each) for each in found if each.kind == kind]})


async def show(kind: Kind, request: Request) -> Response:
    """One of them."""
    house, _, standing = enter(request, "report", narrows=True)
    found = await run_in_threadpool(list_definitions, house.store, standing.account.account_id)
    wanted = request.path_params["definition"]
    for each in found:
        if (each.kind, each.definition_id) == (kind, wanted):
            return json_answer({kind: _told(each)})
    raise NotFound(f"there is no {kind} {wanted!r}")


async def create(kind: Kind, request: Request) -> Response:
    """A new one."""
    return await _save(kind, request, None)


async def change(kind: Kind, request: Request) -> Response:
    """Another body in the place of the one that was."""
    return await _save(kind, request, request.path_params["definition"])


async def delete(kind: Kind, request: Request) -> Response:
    """Away with one that no saved report uses."""
    house, _, standing = enter(request, _SAVING[kind], narrows=True)
    account_id, gone = standing.account.account_id, request.path_params["definition"]
    account = await run_in_threadpool(account_of, house, account_id)
    check = _check(account, f"the {kind} {gone!r} cannot be deleted")
    await run_in_threadpool(delete_definition, house.store, account_id, kind, gone, check)
    return json_answer({"id": gone, "status": "success", "object": kind, "deleted": True})


async def _save(kind: Kind, request: Request, existing: str | None) -> Response:
    house, _, standing = enter(request, _SAVING[kind], narrows=True)
    body = read_object(await read_body(request))
    account_id = standing.account.account_id
    saved = await run_in_threadpool(save, house, account_id, (kind, existing), body)
    aim(request, saved.definition_id)
    return json_answer({kind: _told(saved)})


def save(house: House, account_id: str, which: tuple[Kind, str | None], body: Mapping[str, object]) -> rows.Definition:
    """Check a body and keep it, as a new one where `which` has no id; `Problem` with every fault."""
    kind, existing = which
    account, known = account_of(house, account_id), definitions_of(house, account_id)
    if kind == "metric" and existing is not None:
        body = {"key": existing, **body}
    kept = read(kind, body, account, known)
    named = str(kept["key"]) if kind == "metric" else new_token(_ID_LENGTH)
    if kind == "metric" and existing not in (None, named):
        raise Conflict(f"field 'key' is '{named}', but the address says '{existing}': a key stays as it is")
    now = house.clock()
    row = rows.Definition(
        account_id=account_id,
        kind=kind,
        definition_id=existing or named,
        body=msgspec.json.encode(kept).decode(),
        created_at=now,
        changed_at=now,
    )
    check = _check(account, f"the {kind} {row.definition_id!r} cannot be changed so")
    return save_definition(house.store, row, check, is_new=existing is None)


def _check(account: Account, refusal: str) -> Check:
    """Refuse what would break a saved report."""

    def check(before: Sequence[rows.Definition], after: Sequence[rows.Definition]) -> None:
        were, are = (Definitions(tuple(map(read_row, each))) for each in (before, after))
        if users := broken(were, are, account):
            names = ", ".join(map(repr, users))
            raise Conflict(f"{refusal}, because saved reports use it: {names}")

    return check


def _told(row: rows.Definition) -> dict[str, Any]:
    """One of them as it is shown, and may be sent back without its id and times."""
    body = cast("dict[str, Any]", msgspec.json.decode(row.body))
    times = {"created_at": iso(row.created_at), "changed_at": iso(row.changed_at)}
    return {"id": row.definition_id, **body, **times}
