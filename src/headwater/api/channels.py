"""An account's channel rules over HTTP: what they are, what others would move, and changing them for all of history.

A preview tells every origin by the rules that were sent and compares; a change keeps them and tells all origins anew,
so that reports of any past day follow at once.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.reports import account_of
from headwater.catalog.channels import CHANNELS, classify
from headwater.clock import iso
from headwater.errors import Problem
from headwater.intake import channel_rules
from headwater.intake.channel_rules import KEY, read_rules, rules_of
from headwater.intake.enrich_origin import of_row
from headwater.intake.json import read_json
from headwater.ledger import rows
from headwater.ledger.accounts import change_settings, find_standing
from headwater.ledger.members import list_members
from headwater.ledger.rule_history import has_versions, keep_version, list_versions
from headwater.reporting.origins import earned_by_origin

_ORIGINS: Final = """
    SELECT o.*, (SELECT count(*) FROM touches t WHERE t.origin_id = o.origin_id) AS touches,
        (SELECT count(*) FROM contacts c WHERE c.origin_id = o.origin_id) AS contacts
    FROM origins o
"""
_EXAMPLES: Final = 5
_MOST_VERSIONS: Final = 50


async def show(request: Request) -> Response:
    """The rules, in the order in which they are asked."""
    house, _, standing = enter(request, "admin")
    return json_answer(_told(find_standing(house.store, standing.account.account_id).account.settings))


async def preview(request: Request) -> Response:
    """What the rules in the body would move."""
    house, _, standing = enter(request, "admin")
    kept = await _sent(request)
    account_id = standing.account.account_id
    return json_answer(await run_in_threadpool(moves, house, account_id, msgspec.json.encode({KEY: kept}).decode()))


async def change(request: Request) -> Response:
    """Keep the rules in the body, or the product's for null, and tell all of history by them."""
    house, caller, standing = enter(request, "admin")
    kept = await _sent(request)
    account_id = standing.account.account_id
    settings = await run_in_threadpool(_keep, house, account_id, caller.actor, kept)
    origins = await run_in_threadpool(house.projector.reclassify, account_id)
    return json_answer(_told(settings) | {"origins": origins})


async def history(request: Request) -> Response:
    """The rules that the account has had, the newest first, with who gave them."""
    house, _, standing = enter(request, "admin")
    return json_answer({"versions": await run_in_threadpool(_versions, house, standing.account.account_id)})


def _keep(house: House, account_id: str, actor: str, kept: dict[str, Any] | None) -> str:
    """Change the rules; what there was before the first change is a version, too."""
    if not has_versions(house.store, account_id):
        before = msgspec.json.decode(find_standing(house.store, account_id).account.settings).get(KEY)
        keep_version(house.store, house.clock() - 1, account_id, "", msgspec.json.encode(before).decode())
    settings = change_settings(house.store, account_id, {KEY: kept})
    keep_version(house.store, house.clock(), account_id, actor, msgspec.json.encode(kept).decode())
    return settings


def _versions(house: House, account_id: str) -> list[dict[str, Any]]:
    emails = {f"user {each.user.user_id}": each.user.email for each in list_members(house.store, account_id)}
    return [_version(row, emails) for row in list_versions(house.store, account_id, _MOST_VERSIONS)]


def _version(row: rows.RulesVersion, emails: Mapping[str, str]) -> dict[str, Any]:
    kept = msgspec.json.decode(row.rules)
    return {
        "version_id": row.version_id,
        "at": iso(row.at),
        "actor": row.actor or None,
        "email": emails.get(row.actor),
        "is_default": kept is None,
        "rules": channel_rules.shown(msgspec.json.encode({KEY: kept}).decode()),
    }


def moves(house: House, account_id: str, settings: str) -> dict[str, Any]:
    """From which channel to which, how many origins and touches would go, with examples; nothing is changed.

    `contacts` say of themselves that they came so, which counts where nothing was tracked.
    `revenue` is what these origins earned of all orders by the account's own model, in major units.
    """
    found = house.readers.run(account_id, _ORIGINS)
    earned = earned_by_origin(account_of(house, account_id), house.readers, house.clock())
    rules = rules_of(settings)
    origins: Counter[tuple[str, str]] = Counter()
    touches: Counter[tuple[str, str]] = Counter()
    contacts: Counter[tuple[str, str]] = Counter()
    revenue: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    examples: dict[tuple[str, str], list[dict[str, str]]] = {}
    for values in found.rows:
        row = dict(zip(found.columns, values, strict=True))
        origin, before = of_row(row), str(row["channel"])
        if (after := classify(origin, rules).channel) != before:
            move = before, after
            origins[move] += 1
            touches[move] += cast("int", row["touches"])
            contacts[move] += cast("int", row["contacts"])
            revenue[move] += earned.get(cast("int", row["origin_id"]), Decimal())
            if origins[move] <= _EXAMPLES:
                examples.setdefault(move, []).append({name: told for name, told in origin._asdict().items() if told})
    ordered = sorted(origins, key=lambda move: (-touches[move], move))
    return {
        "origins": len(found.rows),
        "moves": [
            {"from": move[0], "to": move[1], "origins": origins[move], "touches": touches[move],
             "contacts": contacts[move], "revenue": float(revenue[move]), "examples": examples[move]}
            for move in ordered
        ],
    }  # fmt: skip


async def _sent(request: Request) -> dict[str, Any] | None:
    """The rules in the body, as they are kept; None for the product's own."""
    body = read_json(await read_body(request))
    if not isinstance(body, dict) or "rules" not in body:
        raise Problem("missing 'rules' field: a list of rules, or null for the product's own")
    rules = cast("Mapping[str, object]", body)["rules"]
    return None if rules is None else read_rules(rules)


def _told(settings: str) -> dict[str, Any]:
    return {
        "rules": channel_rules.shown(settings),
        "channels": [channel._asdict() for channel in CHANNELS],
    }
