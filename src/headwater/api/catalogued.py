"""What can be asked, over HTTP: metrics, dimensions, filters, models, channels, events, report types, with a search.

`GET /v2/{account}/…`. The account's own metrics and channels are among them.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.reports import account_of
from headwater.catalog.channels import CHANNELS
from headwater.errors import Problem
from headwater.intake.channel_rules import rules_of
from headwater.ledger.accounts import find_standing
from headwater.reporting import catalogue
from headwater.reporting.account import Account
from headwater.reporting.catalogue import Listing, Types
from headwater.reporting.definitions import report_types
from headwater.reporting.names import near


async def listing(kind: str, request: Request) -> Response:
    """One listing of the catalogue; `search` has words that must all be there, `report` a type of reports."""
    house, _, standing = enter(request, "report", narrows=True)
    parameters = request.query_params
    return json_answer(await run_in_threadpool(listed, house, standing.account.account_id, kind, parameters))


def listed(house: House, account_id: str, kind: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The body of a listing, its rows under its name."""
    account = account_of(house, account_id)
    types = report_types(account)
    report = parameters.get("report", "").strip()
    if report and report not in types:
        raise Problem(f"parameter 'report': unknown {report!r}{near(report, list(types))}")
    return {kind: LISTINGS[kind](house, account, (parameters.get("search", ""), report, types))}


_Asked = tuple[str, str, Types]  # words, a report type, and all types that there are


def _models(_: House, account: Account, asked: _Asked) -> Listing:
    """`is_default` is of the product, `is_own_default` of the account."""
    return [row | {"is_own_default": row["key"] == account.attribution_model} for row in catalogue.models(asked[0])]


def _reports(_: House, _account: Account, asked: _Asked) -> Listing:
    words, report, types = asked
    return [row for row in catalogue.reports(words, types) if report in ("", row["key"])]


def _channels(house: House, account: Account, asked: _Asked) -> Listing:
    """The channels of the product, and those that only the account's own rules know."""
    rules = rules_of(find_standing(house.store, account.account_id).account.settings)
    known = {channel.slug: (channel.name, channel.doc) for channel in CHANNELS}
    known |= {rule.channel: (rule.channel, "A channel of this account.") for rule in rules if rule.channel not in known}
    words = asked[0].lower().split()
    return [
        {"key": slug, "name": name, "doc": doc, "rules": [rule.because for rule in rules if rule.channel == slug]}
        for slug, (name, doc) in known.items()
        if all(word in f"{slug} {name} {doc}".lower() for word in words)
    ]


LISTINGS: Final[Mapping[str, Callable[[House, Account, _Asked], object]]] = {
    "metrics": lambda _, __, asked: catalogue.metrics(*asked),
    "dimensions": lambda _, __, asked: catalogue.dimensions(*asked),
    "filters": lambda _, __, asked: catalogue.filters(*asked),
    "models": _models,
    "channels": _channels,
    "events": lambda _, __, asked: catalogue.events(asked[0]),
    "reports": _reports,
}
