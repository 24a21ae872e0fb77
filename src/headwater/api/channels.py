"""An account's channel rules over HTTP: what they are, what others would move, and changing them for all of history.

A preview tells every origin by the rules that were sent and compares; a change keeps them and tells all origins anew,
so that reports of any past day follow at once.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.catalog.channels import CHANNELS, classify
from headwater.errors import Problem
from headwater.intake import channel_rules
from headwater.intake.channel_rules import KEY, read_rules, rules_of
from headwater.intake.enrich_origin import of_row
from headwater.intake.json import read_json
from headwater.ledger.accounts import change_settings, find_standing

_ORIGINS: Final = """
    SELECT o.*, (SELECT count(*) FROM touches t WHERE t.origin_id = o.origin_id) AS touches FROM origins o
"""
_EXAMPLES: Final = 5


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
    house, _, standing = enter(request, "admin")
    kept = await _sent(request)
    account_id = standing.account.account_id
    settings = await run_in_threadpool(change_settings, house.store, account_id, {KEY: kept})
    origins = await run_in_threadpool(house.projector.reclassify, account_id)
    return json_answer(_told(settings) | {"origins": origins})


def moves(house: House, account_id: str, settings: str) -> dict[str, Any]:
    """From which channel to which, how many origins and touches would go, with examples; nothing is changed."""
    found = house.readers.run(account_id, _ORIGINS)
    rules = rules_of(settings)
    origins: Counter[tuple[str, str]] = Counter()
    touches: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[dict[str, str]]] = {}
    for values in found.rows:
        row = dict(zip(found.columns, values, strict=True))
        origin, before = of_row(row), str(row["channel"])
        if (after := classify(origin, rules).channel) != before:
            move = before, after
            origins[move] += 1
            touches[move] += cast("int", row["touches"])
            if origins[move] <= _EXAMPLES:
                examples.setdefault(move, []).append({name: told for name, told in origin._asdict().items() if told})
    ordered = sorted(origins, key=lambda move: (-touches[move], move))
    return {
        "origins": len(found.rows),
        "moves": [
            {"from": move[0], "to": move[1], "origins": origins[move], "touches": touches[move],
             "examples": examples[move]}
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
