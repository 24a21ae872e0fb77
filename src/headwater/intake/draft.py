"""A hit on its way to being a page view, and what becomes of it: what the steps of enrichment have in hand.

In: a hit, the account's settings. Out: a row that is filled step by step. Knows no step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from headwater.intake.enrich_place import Atlas
from headwater.intake.enrich_url import Landing, landing
from headwater.intake.policy import Policy

_NOWHERE = landing("")


class Enriched(msgspec.Struct, frozen=True):
    """What became of a hit: the reason of its drop, or a row of `page_views` and, if it brought one, of `origins`."""

    drop: str | None = None
    page_view: Mapping[str, object] | None = None
    sent: tuple[int, int] | None = None
    origin: Mapping[str, object] | None = None
    is_imported: bool = False


@dataclass(slots=True)
class Draft:
    """A hit on its way through the steps, and the row of `page_views` that it becomes."""

    settings: str
    policy: Policy
    atlas: Atlas
    hit: Mapping[str, Any]
    row: dict[str, object]
    landing: Landing = _NOWHERE
    place: str = ""  # of an external referrer
    origin: Mapping[str, object] | None = None
    unread: list[str] = field(default_factory=list[str])  # what was there and could not be read


def kept_address(policy: Policy, network: str, sent: object) -> object:
    """What of an address, and of the network that it is in, an account keeps."""
    return None if policy.ip == "none" else sent if policy.ip == "full" else network
