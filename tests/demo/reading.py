"""What the tests of the demo world read out of facts and of the truth: the last state of things, sessions and touches.

In: facts. Out: plain dicts. The touches are found here by looking at addresses and pauses alone, apart from how the
world was drawn; nothing of the product's own classification is used.
"""

import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from headwater.demo.generate import World
from headwater.demo.views import Fact

NOW = 1_763_900_000_000_000  # 2025-11-23 12:13:20 UTC
DAY = 86_400 * 1_000_000
SESSION_GAP_MS = 30 * 60 * 1000
CONTINUE = {"checkout.stripe.com", "www.paypal.com", "accounts.google.com"}  # payment and sign-in hosts
CLICKS = ("gclid", "fbclid", "ttclid")


def small(contacts: int = 300, days: int = 120, seed: int = 7) -> World:
    """A world that is drawn in a moment."""
    return World(contacts=contacts, days=days, seed=seed, now=NOW)


def truth(directory: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The contacts and the totals that were written beside a world."""
    lines = (directory / "contacts.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines], json.loads((directory / "totals.json").read_text(encoding="utf-8"))


def by_kind(facts: list[Fact]) -> dict[str, list[Fact]]:
    """Facts by kind."""
    found: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.kind].append(fact)
    return found


def instant(spelled: str) -> int:
    """The microseconds of a time as the import API spells it."""
    return int(datetime.fromisoformat(spelled).replace(tzinfo=UTC).timestamp()) * 1_000_000


def last_of(facts: list[Fact], *path: str) -> dict[str, dict[str, Any]]:
    """The latest payload for each id, which is found at the path."""
    latest: dict[str, dict[str, Any]] = {}
    for fact in facts:
        key: Any = fact.data
        for name in path:
            key = key[name]
        latest[str(key)] = fact.data
    return latest


def touches(hits: list[Fact], host: str) -> dict[str, list[int]]:
    """The times of each visitor's touches: a pause before it, or an origin that differs from the session's latest."""
    seen: dict[str, tuple[int, tuple[str, ...]]] = {}
    found: defaultdict[str, list[int]] = defaultdict(list)
    for hit in sorted(hits, key=lambda fact: fact.at):
        uid, at, origin = hit.data["uid"], hit.at, origin_of(hit.data, host)
        before, latest = seen.get(uid, (-SESSION_GAP_MS * 1000, ()))
        starts = at - before >= SESSION_GAP_MS * 1000
        if starts or (origin and origin != latest):
            found[uid].append(at)
        seen[uid] = (at, origin if starts else origin or latest)
    return found


def origin_of(hit: dict[str, Any], host: str) -> tuple[str, ...]:
    """What a page view says of where it came from; empty if it says nothing."""
    url, came_from = str(hit["url"]), str(hit["ref"])
    referrer = urlsplit(came_from).hostname or ""
    if referrer in CONTINUE or referrer == host or referrer.endswith("." + host):
        referrer = ""
    query = dict(parse_qsl(urlsplit(url).query))
    said = tuple(query.get(f"utm_{name}", "") for name in ("source", "medium", "campaign", "content", "term"))
    clicked = next((name for name in CLICKS if name in query), "")
    origin = (referrer, *said, clicked, query.get("ad_id", ""))
    return origin if any(origin) else ()
