"""Questions over HTTP: any question by `POST …/data/query`, and the default report of a type.

The functions without a request are what the command line calls, too. Each waits until the account's warehouse knows
what the ledger knew when the question came (read your own writes), for a bounded time, and says how fresh it is.
"""

from collections.abc import Mapping
from typing import Any, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body, read_parameters
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.taken import form_of, sent
from headwater.clock import iso
from headwater.errors import NotFound
from headwater.intake.json import read_object
from headwater.ledger import rows
from headwater.ledger.accounts import Caller, find_standing
from headwater.ledger.definitions import list_definitions
from headwater.reporting import definitions
from headwater.reporting import query as query_body
from headwater.reporting import report as reports
from headwater.reporting.account import EVERYTHING, Account, Sight
from headwater.reporting.answer import Answer, answer
from headwater.reporting.definitions import Definition, Definitions, Kind, report_types
from headwater.reporting.export import to_csv
from headwater.reporting.question import Question
from headwater.reporting.settings import BY_NAME_OF


def answer_query(house: House, account_id: str, body: object, sight: Sight = EVERYTHING) -> dict[str, Any]:
    """The body of a v2 query."""
    account, known = account_of(house, account_id, sight), definitions_of(house, account_id)
    asked = definitions.parse(body, account, known)
    fresh = freshness_of(house, account_id)
    return query_body.body(answer(asked, account, house.readers, house.clock()), fresh)


def answer_csv(house: House, account_id: str, body: object) -> str:
    """The rows of a v2 query as CSV."""
    return b"".join(to_csv(answer_bare(house, account_id, body))).decode()


def answer_bare(house: House, account_id: str, body: object, sight: Sight = EVERYTHING) -> Answer:
    """The answer to a v2 query, for spelling it otherwise than as JSON."""
    account, known = account_of(house, account_id, sight), definitions_of(house, account_id)
    asked = definitions.parse(body, account, known)
    freshness_of(house, account_id)
    return answer(asked, account, house.readers, house.clock())


def answer_report(
    house: House, account_id: str, which: tuple[str, str], parameters: Mapping[str, object], sight: Sight
) -> dict[str, Any]:
    """The body of a type's default report, or of the saved report with this id; `NotFound` where there is none.

    `which` is the report's type, and the id of a saved one or "" for the type's default report.
    """
    account, known = account_of(house, account_id, sight), definitions_of(house, account_id)
    asked, name = asked_report(account, known, parameters, *which)
    fresh = freshness_of(house, account_id)
    return reports.body(reports.report(asked, account, house.readers, house.clock()), fresh, name)


def asked_report(
    account: Account, known: Definitions, parameters: Mapping[str, object], kind: str, saved: str
) -> tuple[Question, str]:
    """The question of a report, with what the parameters say of its days and how it counts; and its name."""
    types = report_types(account)
    if not saved:
        asked = reports.parse(kind, parameters, types)
        return asked, asked.type.name
    found = known.of("report").get(saved)
    if found is None or found.body["type"] != kind:
        raise NotFound(f"there is no saved report {saved!r} of type {kind!r}")
    body = reports.overridden(found.body["query"], parameters)
    return definitions.parse(body, account, known), found.body["name"]


async def query(request: Request) -> Response:
    """Any question; as JSON, or as what else `format` or the `Accept` header says."""
    house, caller, standing = enter(request, "report", narrows=True)
    body = read_object(await read_body(request))
    asked = house, standing.account.account_id, body, sight_of(caller)
    if (form := form_of(request.headers.get("accept", ""), body)) != "json":
        return await sent(await house.ask(answer_bare, *asked), form, house.settings.data)
    return json_answer(await house.ask(answer_query, *asked))


async def report(request: Request) -> Response:
    """The default report of a type, or a saved one."""
    house, caller, standing = enter(request, "report", narrows=True)
    parameters = await read_parameters(request)
    which = request.path_params["type"], request.path_params.get("report", "")
    asked = house, standing.account.account_id, which, parameters, sight_of(caller)
    return json_answer(await house.ask(answer_report, *asked))


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


def account_of(house: House, account_id: str, sight: Sight = EVERYTHING) -> Account:
    """What reporting needs to know of the account: its zone and currency, its own defaults, its own metrics.

    And what whoever asks may see: whatever is planned for this account obeys it.
    """
    row = find_standing(house.store, account_id).account
    own: dict[str, Any] = msgspec.json.decode(row.settings)
    facts = {"account_id": account_id, "timezone": row.timezone, "currency": row.currency}
    told = msgspec.convert({name: own[name] for name in BY_NAME_OF if name in own} | facts, Account)
    return msgspec.structs.replace(told, metrics=definitions_of(house, account_id).metrics, sight=sight)


def sight_of(caller: Caller) -> Sight:
    """What a caller may see."""
    return Sight(caller.filters, not caller.scopes.isdisjoint({"contacts", "admin"}))


def definitions_of(house: House, account_id: str) -> Definitions:
    """What the account has defined for itself."""
    found = list_definitions(house.store, account_id)
    return Definitions(tuple(read_row(each) for each in found))


def read_row(row: rows.Definition) -> Definition:
    """A definition as the ledger keeps it."""
    return Definition(cast("Kind", row.kind), row.definition_id, msgspec.json.decode(row.body))
