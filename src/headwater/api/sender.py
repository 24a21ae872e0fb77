"""Who sent a request: the address of the connection, or what proxies that we trust say in its name.

Each proxy appends the address that it was asked from to `X-Forwarded-For`, so what a client made up stands to the left
of what our own proxies said. In: a request. Out: an address, in its one spelling.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from starlette.requests import Request

from headwater.api.house import house_of
from headwater.settings import Network

_REMEMBERED: Final = 10_000
_SITE: Final = 64  # bits of an IPv6 address that one customer of a provider has for themselves at least


def sender_address(request: Request) -> str | None:
    """The rightmost address that is no proxy of ours; None for a connection without an address."""
    peer = request.client.host if request.client else None
    trusted = house_of(request).settings.trusted_proxies
    if peer is None or not _is_trusted(peer, trusted):
        return peer
    told = peer
    for said in reversed(",".join(request.headers.getlist("x-forwarded-for")).split(",")):
        address = _read(said)
        if address is None:  # "unknown", or nothing: who told it is all that is known
            return told
        told = address
        if not _is_trusted(address, trusted):
            return told
    return told


def is_proxied(request: Request) -> bool:
    """Whether a trusted proxy speaks in somebody's name."""
    return request.client is not None and _is_trusted(request.client.host, house_of(request).settings.trusted_proxies)


def scheme_of(request: Request) -> str:
    """`https` or `http`, as the outside sees this server."""
    said = request.headers.get("x-forwarded-proto", "").lower() if is_proxied(request) else ""
    return said if said in {"http", "https"} else request.url.scheme


@lru_cache(_REMEMBERED)
def limited_as(address: str | None) -> str:
    """What of an address a limit goes by: a provider gives each customer a whole network of IPv6 addresses."""
    if address is None or ":" not in address:
        return address or ""
    try:
        return str(ip_network(f"{address.partition('%')[0]}/{_SITE}", strict=False))
    except ValueError:
        return address


@lru_cache(_REMEMBERED)
def _is_trusted(address: str, networks: tuple[Network, ...]) -> bool:
    found = _parsed(address)
    return found is not None and any(found in network for network in networks)


@lru_cache(_REMEMBERED)
def _read(said: str) -> str | None:
    """An address as proxies write it, some with a port: `203.0.113.7:4711`, `[2001:db8::7]:4711`."""
    bare = said.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    found = _parsed(bare)
    return str(found) if found else None


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """The address; one of IPv4 that comes in the clothes of IPv6 is itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
