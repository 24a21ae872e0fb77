"""Where it was sent from, as far as that may be known and kept.

In: an address, whole or already without its last part. Out: the network it belongs to, 256 addresses (IPv4) or a /48
(IPv6) wide, and a `Place`: the country by a table that a library ships, or more by a database in MaxMind's format.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, cast

import maxminddb
from iptocc import country_code

from headwater.errors import Problem

_KEPT_BITS = {4: 24, 6: 48}
_PART = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(rf"({_PART}\.{_PART}\.{_PART}\.){_PART}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")
_NOWHERE: Final = frozenset({"XX", "ZZ", "T1", "A1", "A2", "EU", "AP"})
"""Codes that stand for no country: unknown, Tor, anonymous, and whole continents."""
_KEPT: Final = 8_192


class Place(NamedTuple):
    """Where an address is: the country's two letters (ISO 3166), and names as far as they are known."""

    country: str | None = None
    region: str | None = None
    city: str | None = None


class _Reader(Protocol):
    """An open database, as far as we use it."""

    def get(self, ip_address: str) -> object:
        """The record of the address, or None; `ValueError` when it is none."""
        ...


Atlas: TypeAlias = Callable[[str], Place]
_UNKNOWN: Final = Place()


def shortened(sent: object) -> str | None:
    """The address without its last part; None for what is no address."""
    if not isinstance(sent, str):
        return None
    if plain := _IPV4.fullmatch(sent):  # nearly all are this, and seldom seen twice
        return plain[1] + "0"
    return _shortened(sent)


@lru_cache(maxsize=4_096)
def _shortened(sent: str) -> str | None:
    try:
        address = ipaddress.ip_address(sent.strip().partition("%")[0].strip("[]"))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, _KEPT_BITS[address.version]), strict=False).network_address)


def country(code: object) -> str | None:
    """A country's two letters in capitals; None for what stands for none."""
    spelled = code.strip().upper() if isinstance(code, str) else ""
    return spelled if _COUNTRY.fullmatch(spelled) and spelled not in _NOWHERE else None


@lru_cache(maxsize=_KEPT)
def countries(address: str) -> Place:
    """The country to which a registry gave the address: known out of the box, right for about 19 in 20."""
    return Place(country(country_code(address)))


def atlas(database: Path | None) -> Atlas:
    """Who knows places: the database at this path, or the countries that are known without one."""
    if database is None:
        return countries
    try:
        reader = cast("_Reader", maxminddb.open_database(database))  # pyright: ignore[reportUnknownMemberType] - its types name types that they do not have
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        raise Problem(f"setting 'geo_database': {database} cannot be read: {error}") from None

    @lru_cache(maxsize=_KEPT)
    def look_up(address: str) -> Place:
        try:
            found = reader.get(address)
        except ValueError:
            return _UNKNOWN
        place = _place(cast("Mapping[str, Any]", found)) if isinstance(found, dict) else _UNKNOWN
        return place if place.country else countries(address)._replace(region=place.region, city=place.city)

    return look_up


def _place(found: Mapping[str, Any]) -> Place:
    """What a record says: nested as MaxMind and DB-IP write it, or flat as smaller lists do."""
    regions = found.get("subdivisions")
    return Place(
        country(_inner(found.get("country"), "iso_code") or found.get("country_code")),
        _name(regions[0] if isinstance(regions, list) and regions else found.get("region") or found.get("state1")),  # pyright: ignore[reportUnknownArgumentType] - of a file
        _name(found.get("city")),
    )


def _inner(value: object, key: str) -> object:
    return cast("Mapping[str, object]", value).get(key) if isinstance(value, dict) else value


def _name(value: object) -> str | None:
    """A name in English, however deep it lies."""
    named = _inner(_inner(value, "names"), "en")
    return named[:100] if isinstance(named, str) and named else None
