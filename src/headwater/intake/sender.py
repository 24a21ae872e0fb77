"""Who sends hits over a connection: what its headers say, and what an account's policy lets through of that.

In: `Headers`, the policy, the visitor of the day where nothing may be stored in browsers. Out: `Sender`, as far as it
may be written down, or the reason why nothing of this connection is counted. The whole address goes no further.
"""

from typing import Final

import msgspec

from headwater import scalars
from headwater.intake.enrich_place import shortened
from headwater.intake.policy import Policy, is_excluded

AHEAD: Final = ("sec-purpose", "purpose", "x-purpose", "x-moz")
"""The headers by which browsers say that a page is fetched ahead."""


class Headers(msgspec.Struct, frozen=True):
    """What a connection says: its address, who it claims to be, and what it asks for."""

    ip: str | None = None
    ua: str | None = None
    purpose: str | None = None
    country: str | None = None
    """As a trusted proxy tells it."""
    brands: str = ""
    gpc: bool = False
    dnt: bool = False


class Sender(msgspec.Struct, frozen=True):
    """Whoever sent a hit, as far as the spool keeps it; `visitor` stands in for every uid that was sent."""

    ip: str | None = None
    ua: str | None = None
    purpose: str | None = None
    country: str | None = None
    visitor: str | None = None


def refusal(policy: Policy, headers: Headers) -> str | None:
    """Why nothing of this connection is counted, if so."""
    if is_excluded(policy, headers.ip):
        return "excluded address"
    if headers.gpc and policy.gpc == "obey":
        return "gpc"
    if headers.dnt and policy.dnt == "obey":
        return "dnt"
    if "headless" in headers.brands.lower():
        return "bot"
    return None


def admit(policy: Policy, headers: Headers, salt: bytes | None = None) -> Sender:
    """The sender as the policy lets it be kept; with a `salt`, the visitor is who the connection seems to be today."""
    visitor = None
    if salt is not None:
        visitor = f"day-{scalars.keyed_hash(salt, f'{headers.ip} {headers.ua}')}"
    ip = headers.ip if policy.ip == "full" else shortened(headers.ip)
    return Sender(ip, headers.ua, headers.purpose, headers.country, visitor)
