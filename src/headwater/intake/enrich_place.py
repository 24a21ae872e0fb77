"""Where it was sent from, as far as it may be kept: addresses lose their last part before they are stored.

In: an address as the server saw it. Out: the network it belongs to, 256 addresses (IPv4) or a /48 (IPv6) wide. The
country is told by a database that is not read yet.
"""

import ipaddress
import re
from functools import lru_cache

_KEPT_BITS = {4: 24, 6: 48}
_PART = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(rf"({_PART}\.{_PART}\.{_PART}\.){_PART}", re.ASCII)


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
