"""Questions over HTTP: any question by `POST …/data/query`, and the default report of a type.

The functions without a request are what the command line calls, too. Each waits until the account's warehouse knows
what the ledger knew when the question came (read your own writes), for a bounded time, and says how fresh it is.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body, read_parameters
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.catalog.kinds import ReportType
from headwater.catalog.reports import BY_KEY
from headwater.clock import iso
from headwater.errors import NotFound
from headwater.intake.json import read_object
from headwater.ledger.accounts import find_standing
from headwater.reporting import query as query_body
from headwater.reporting import question as questions
from headwater.reporting import report as reports
from headwater.reporting.account import Account
from headwater.reporting.answer import answer
from headwater.reporting.export import to_csv


def answer_query(house: House, account_id: str, body: object) -> dict[str, Any]:
    """The body of a v2 query."""
    asked = questions.parse(body)
    fresh = freshness_of(house, account_id)
    return query_body.body(answer(asked, account_of(house, account_id), house.readers, house.clock()), fresh)


def answer_csv(house: House, account_id: str, body: object) -> str:
    """The rows of a v2 query as CSV."""
    asked = questions.parse(body)
    freshness_of(house, account_id)
    return to_csv(answer(asked, account_of(house, account_id), house.readers, house.clock()))


def answer_report(house: House, account_id: str, kind: str, parameters: Mapping[str, object]) -> dict[str, Any]:
    """The body of a type's default report."""
    asked = reports.parse(kind, parameters)
    fresh = freshness_of(house, account_id)
    return reports.body(reports.report(asked, account_of(house, account_id), house.readers, house.clock()), fresh)


async def query(request: Request) -> Response:
    """Any question; as JSON, or as CSV when `format` or the `Accept` header says so."""
    house, _, standing = enter(request, "report")
    body = read_object(await read_body(request))
    account_id = standing.account.account_id
    if _wants_csv(request, body):
        text = await house.ask(answer_csv, house, account_id, body)
        return Response(text, media_type="text/csv; charset=utf-8")
    return json_answer(await house.ask(answer_query, house, account_id, body))


async def report(request: Request) -> Response:
    """The default report of a type."""
    house, _, standing = enter(request, "report")
    parameters = await read_parameters(request)
    kind: str = request.path_params["type"]
    return json_answer(await house.ask(answer_report, house, standing.account.account_id, kind, parameters))


async def saved_report(request: Request) -> Response:
    """A saved report; there is none yet, and the type's default report is not taken for it."""
    enter(request, "report")
    raise NotFound(f"there is no saved report {request.path_params['report']!r}")


def _wants_csv(request: Request, body: Mapping[str, Any]) -> bool:
    """Whether rows are asked for as CSV: by the question's own word, which wins, or else by the header."""
    options = body.get("options")
    said = (options.get("format") if isinstance(options, dict) else None) or body.get("format")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return str(said).strip() == "csv" if said else "text/csv" in request.headers.get("accept", "")  # pyright: ignore[reportUnknownArgumentType]


def freshness_of(house: House, account_id: str) -> dict[str, Any]:
    """Wait for the ledger's newest change, for as long as the settings allow; how fresh an answer given now is."""
    asked = house.feed.last_change(account_id)
    fresh = house.background.wait_until(account_id, asked, house.settings.freshness_timeout)
    return {
        "is_current": fresh.is_current,
        "as_of": iso(fresh.as_of) if fresh.as_of else None,
        "projected_change": fresh.projected_change,
        "ledger_change": fresh.ledger_change,
    }


def types_of(house: House, account_id: str) -> Mapping[str, ReportType]:  # noqa: ARG001
    """The report types as the account has them."""
    return BY_KEY


def account_of(house: House, account_id: str) -> Account:
    """What reporting needs to know of the account: its zone and currency, and its own defaults where it has any."""
    row = find_standing(house.store, account_id).account
    own: dict[str, Any] = msgspec.json.decode(row.settings)
    facts = {"account_id": account_id, "timezone": row.timezone, "currency": row.currency}
    return msgspec.convert({name: own[name] for name in Account.__struct_fields__ if name in own} | facts, Account)
