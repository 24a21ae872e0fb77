"""Whose host it is: which referrers come from outside, and which belong to the visit that is under way.

In: hosts as `enrich_url` spells them, and the domains that an account calls its own. Out: yes or no. Knows the list of
public suffixes (example.co.uk is a site, co.uk is none), and nothing of hits.
"""

import ipaddress
from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList

from headwater.catalog import sources


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=8_192)
def site(host: str) -> str:
    """The registrable domain of a host (shop.example.co.uk → example.co.uk); of an address or a bare name, itself."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return _suffixes().privatesuffix(host) or host
    return host


@lru_cache(maxsize=16_384)
def is_external(place: str, page_host: str, mine: tuple[str, ...]) -> bool:
    """Does a visit begin where this referrer leads to this page?

    Not from a page of the same site, from a domain that the account calls its own or passes through (`mine`), or from
    those who take a payment or ask for a password and send the visitor back.
    """
    source = sources.of_place(place)
    if source and source.kind in sources.PASSING:
        return False
    if "://" in place:
        return True
    host = place.partition("/")[0]
    if any(host == own or host.endswith("." + own) for own in map(_own, mine)):
        return False
    return not page_host or site(host) != site(page_host.removeprefix("www."))


@lru_cache(maxsize=4_096)
def _own(domain: str) -> str:
    return domain.strip().lower().removeprefix("www.").rstrip(".")
