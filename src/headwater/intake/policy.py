"""What an account has decided about its tracking: whose pages are its own, who is left out, what may be stored.

In: the account's settings, as the ledger keeps them, or what somebody wants to change in them. Out: `Policy`. A setting
is a row of `FIELDS`; the collector, the enrichment and the browser script obey the same policy.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias, cast

import msgspec

from headwater import scalars
from headwater.intake.enrich_url import read_host
from headwater.intake.fields import Faults, Field

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_LISTED: Final = 500
MAX_DAYS: Final = 36_500
_PARAMETER = re.compile(r"[^\s&=#?]{1,100}(=[^\s&#]{0,255})?")


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of an account that concern tracking, each with its default."""

    own_domains: tuple[str, ...] = ()
    linked_domains: tuple[str, ...] = ()
    passing_hosts: tuple[str, ...] = ()
    excluded_addresses: tuple[str, ...] = ()
    excluded_parameters: tuple[str, ...] = ()
    ip: Literal["truncated", "full", "none"] = "truncated"
    visitors: Literal["cookie", "cookieless"] = "cookie"
    consent: Literal["assumed", "required"] = "assumed"
    gpc: Literal["obey", "ignore"] = "obey"
    dnt: Literal["obey", "ignore"] = "ignore"
    identify: Literal["at once", "confirmed"] = "at once"
    identify_by_forms: bool = True
    identify_by_links: bool = True
    retention_days: int | None = None
    tracking_domain: str = ""

    @property
    def mine(self) -> tuple[str, ...]:
        """The hosts from which no new visit begins."""
        return self.own_domains + self.linked_domains + self.passing_hosts


def _listed(read: Callable[[str], str]) -> Callable[[object], list[str]]:
    """A reader of lists, which also takes one text with commas or lines."""

    def read_list(value: object) -> list[str]:
        parts = re.split(r"[,\s]+", value) if isinstance(value, str) else value
        if not isinstance(parts, Sequence) or isinstance(parts, bytes):
            raise ValueError("must be a list of texts")
        texts = [part.strip() for part in cast("Sequence[object]", parts) if isinstance(part, str) and part.strip()]
        if len(texts) > MAX_LISTED:
            raise ValueError(f"may have {MAX_LISTED} entries at most")
        return list(dict.fromkeys(read(text) for text in texts))

    return read_list


def _host(text: str) -> str:
    host = read_host(re.sub(r"^\w+://|[/?#].*$", "", text.lower())).removeprefix("www.")
    if "." not in host and host != "localhost":
        raise ValueError(f"has {text!r}, which is no host: write 'example.com'")
    return host


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise ValueError(f"has {text!r}: write an address ('203.0.113.7') or a network ('203.0.113.0/24')") from None


def _parameter(text: str) -> str:
    if not _PARAMETER.fullmatch(text):
        raise ValueError(f"has {text!r}: write a parameter's name, or 'name=value'")
    return text.lower()


def _one_of(*words: str) -> Callable[[object], str]:
    def read_word(value: object) -> str:
        if value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return str(value)

    return read_word


def _days(value: object) -> int:
    days = scalars.whole(value)
    if not 1 <= days <= MAX_DAYS:
        raise ValueError(f"must be a number of days from 1 to {MAX_DAYS}")
    return days


def _domain(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a host, with a path if you like: 'example.com/stats'")
    bare = re.sub(r"^https?://", "", value.strip()).rstrip("/")
    host, slash, path = bare.partition("/")
    if not re.fullmatch(r"[\w.-]+(:\d+)?", host, re.ASCII) or not re.fullmatch(r"[\w./~-]*", path, re.ASCII):
        raise ValueError("must be a host, with a path if you like: 'example.com/stats'")
    return host.lower() + slash + path


FIELDS: Final = (
    Field("own_domains", _listed(_host), "Domains whose links begin no new visit, with all their sub-domains"),
    Field("linked_domains", _listed(_host), "Domains of the same business: also handed the visitor over to"),
    Field("passing_hosts", _listed(_host), "Hosts that only send visitors back: payment providers, sign-in, surveys"),
    Field("excluded_addresses", _listed(_address), "Addresses and networks whose hits are not counted"),
    Field("excluded_parameters", _listed(_parameter), "Pages with this parameter, or `name=value`, are not counted"),
    Field("ip", _one_of("truncated", "full", "none"), "How addresses are stored: without their last part by default"),
    Field("visitors", _one_of("cookie", "cookieless"), "`cookieless`: nothing in the browser, a new visitor every day"),
    Field("consent", _one_of("assumed", "required"), "`required`: nothing before the page says that consent is given"),
    Field("gpc", _one_of("obey", "ignore"), "Global Privacy Control: `obey` (default) counts nothing of such browsers"),
    Field("dnt", _one_of("obey", "ignore"), "Do Not Track: the same; `ignore` by default"),
    Field(
        "identify",
        _one_of("at once", "confirmed"),
        "`confirmed`: what a browser says counts only with an opt-in at that time, or with a key",
    ),
    Field("identify_by_forms", scalars.flag, "Whether a form with an e-mail address says who the visitor is"),
    Field("identify_by_links", scalars.flag, "Whether `?seg_email=` in a link says who the visitor is"),
    Field("retention_days", _days, "Page views older than this are deleted; not set: kept"),
    Field("tracking_domain", _domain, "Host, and path, under which the script is delivered: for the snippet"),
)


def read_changes(sent: Mapping[str, object]) -> dict[str, Any]:
    """What is to be changed, checked; None means back to the default. Raises `Problem` with every fault."""
    faults = Faults()
    known = {field.name: field for field in FIELDS}
    changes: dict[str, Any] = {}
    for name, value in sent.items():
        if name not in known:
            faults.append(f"unknown setting '{name}': there are {', '.join(known)}")
        else:
            changes[name] = None if value is None else faults.read(name, known[name].read, value)
    faults.settle()
    return changes


@lru_cache(maxsize=1_024)
def policy_of(settings: str) -> Policy:
    """The policy in an account's settings, JSON; a value that this version does not take has its default."""
    own: dict[str, Any] = msgspec.json.decode(settings)
    kept = {name: own[name] for name in Policy.__struct_fields__ if own.get(name) is not None}
    try:
        return msgspec.convert(kept, Policy)
    except msgspec.ValidationError:  # written by another version: what can be read still counts
        return msgspec.convert({name: value for name, value in kept.items() if _fits(name, value)}, Policy)


def _fits(name: str, value: object) -> bool:
    try:
        msgspec.convert({name: value}, Policy)
    except msgspec.ValidationError:
        return False
    return True


def script_options(policy: Policy) -> dict[str, object]:
    """What the browser script must know of a policy, in its own words; nothing where the default is meant."""
    said: dict[str, object] = {
        "consent": "required" if policy.consent == "required" else None,
        "gpc": "off" if policy.gpc == "ignore" else None,
        "dnt": "on" if policy.dnt == "obey" else None,
        "forms": None if policy.identify_by_forms else "off",
        "email": None if policy.identify_by_links else "off",
        "cookies": "off" if policy.visitors == "cookieless" else None,
        "link": list(policy.linked_domains) or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def is_excluded(policy: Policy, address: str | None) -> bool:
    """Is it one of the addresses that are left out?"""
    return bool(policy.excluded_addresses and address) and _is_within(policy.excluded_addresses, str(address))


@lru_cache(maxsize=8_192)
def _is_within(networks: tuple[str, ...], address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.partition("%")[0].strip("[]"))
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found.version == network.version and found in network for network in _networks(networks))


@lru_cache(maxsize=1_024)
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
