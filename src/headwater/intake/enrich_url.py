"""What a URL says, whatever state it is in: host, path, campaign parameters, and a text that may be stored.

In: any text that a browser, a proxy or a spammer calls a URL. Out: `Address` and `Landing`; what cannot be read is
empty, and the text is kept. Nothing here raises, and nothing here knows whose site it is or what a campaign means.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from headwater.catalog import sources

MAX_URL: Final = 2_048  # characters that are stored; a longer one is read in full and stored cut
MAX_READ: Final = 8_192
MAX_VALUE: Final = 255
MAX_HOST: Final = 253
CAMPAIGN: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
EXCLUSION: Final = "seg-pixel"
HIDDEN: Final = "(email)"  # stands where an e-mail address stood

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_APPS = frozenset({"android-app", "ios-app"})
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_AUTHORITY_END = re.compile(r"[/?#\\]")
_PIECES = re.compile(r"[?&]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_AT = re.compile(r"@|%40|%2540")
_BETWEEN_DELIMITERS = re.compile(r"[^/?&=#;,:|\s]+")
_TOP_LEVEL = re.compile(r"[^.]\.([A-Za-z]{2,24})(?![\w-])")
_NO_TOP_LEVEL = frozenset("png jpg jpeg gif webp svg avif css js htm html php".split())  # logo@2x.png is no address


class Address(NamedTuple):
    """The parts of a URL: a lower-case ASCII host without port, the path, and the parameters of query and fragment."""

    host: str
    path: str
    parameters: str
    stored: str


class Landing(NamedTuple):
    """What the URL of a page says; `campaign` holds the values of CAMPAIGN, `click_id` a parameter's name."""

    host: str
    path: str
    stored: str
    campaign: tuple[str, ...]
    click_id: str
    ad_id: str
    excluded: bool


def clean(text: object, limit: int) -> str:
    """A text that every store takes: no control characters, no lone surrogates, trimmed and cut."""
    if not isinstance(text, str):
        return ""
    return (
        text[: limit * 2].strip()[:limit] if text.isprintable() else _CONTROL.sub("", text[: limit * 2]).strip()[:limit]
    )


def read_address(text: str) -> Address:
    """Take a URL apart, also one without a scheme; the host is empty when there is none to be found."""
    scheme, rest = _without_scheme(text)
    if scheme in _APPS:
        package = _AUTHORITY_END.split(rest, maxsplit=1)[0].lower()[:MAX_HOST]
        return Address(f"{scheme}://{package}" if package else "", "", "", text[:MAX_URL])
    if scheme not in {"http", "https", ""}:
        return Address("", "", "", hide_emails(text)[:MAX_URL])
    end = _AUTHORITY_END.search(rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    user, _, named = authority.rpartition("@")
    host = read_host(named)
    if not scheme and "." not in host and host != "localhost":
        host, tail = "", rest if rest.startswith(("/", "?", "#")) else ""
    stored = text.replace(f"{user}@", "", 1) if user else text
    path, parameters = _split_tail(tail)
    return Address(host, path if host or path != "/" else "", parameters, hide_emails(stored)[:MAX_URL])


def _without_scheme(text: str) -> tuple[str, str]:
    """The lower-case scheme ("" when there is none) and what follows it; `javascript:` and the like are schemes."""
    scheme, mark, rest = text.partition(":")
    if not mark or not _SCHEME.fullmatch(scheme) or rest[:1].isdigit():  # a port: example.com:8080
        return "", text.removeprefix("//")
    if rest.startswith("//"):
        return scheme.lower(), rest[2:]
    if scheme.lower() in {"http", "https"}:  # http:/example.com, which browsers mend
        return scheme.lower(), rest.lstrip("/\\")
    return ("", text) if "." in scheme else (scheme.lower(), rest)


def _split_tail(tail: str) -> tuple[str, str]:
    """The path, and the parameters of query and fragment joined by `&`."""
    before, _, fragment = tail.partition("#")
    path, _, query = before.partition("?")
    path = hide_emails(path.replace("\\", "/"))[:MAX_URL] or "/"
    return path, f"{query}&{fragment}" if "=" in fragment else query


@lru_cache(maxsize=8_192)
def read_host(named: str) -> str:
    """A host in its one spelling: lower-case, punycode, no port, no dot at the end; "" for what cannot be one."""
    host = named.strip().lower()
    if len(host) > MAX_HOST * 3:  # percent-encoded at most
        return ""
    if not host.startswith("["):
        host = host.partition(":")[0]
    elif "]" in host:
        host = host[: host.index("]") + 1]
    host = unquote(host).rstrip(".")
    if not host.isascii() and len(host) <= MAX_HOST:
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ""
    return host if len(host) <= MAX_HOST and _HOST.fullmatch(host) and ".." not in host else ""


def hide_emails(text: str) -> str:
    """The text with `(email)` wherever an e-mail address stood, encoded or not."""
    return _BETWEEN_DELIMITERS.sub(_hidden, text) if "@" in text or "%40" in text or "%2540" in text else text


def _hidden(piece: re.Match[str]) -> str:
    local, *domain = _AT.split(piece[0], maxsplit=1)
    if not local or not domain:
        return piece[0]
    endings = _TOP_LEVEL.findall(domain[0])
    return HIDDEN if any(ending.lower() not in _NO_TOP_LEVEL for ending in endings) else piece[0]


def read_landing(text: str) -> Landing:
    """The URL of a page: where it is, and which campaign, click id and ad its parameters name."""
    address = read_address(text)
    found = _known_parameters(address.parameters)
    clicks = sources.click_ids()
    click_id = next((name for name in clicks if name in found), "") if found else ""
    campaign = tuple([found.get(name, "") for name in CAMPAIGN]) if found else _NO_CAMPAIGN
    excluded = found.get(EXCLUSION, "").lower() == "disable"
    return Landing(address.host, address.path, address.stored, campaign, click_id, found.get("ad_id", ""), excluded)


_NO_CAMPAIGN = ("",) * len(CAMPAIGN)


def _known_parameters(parameters: str) -> dict[str, str]:
    """The parameters that mean something here, cleaned; the first that is not empty counts, and case does not."""
    found: dict[str, str] = {}
    clicks = sources.click_ids()
    for name, value in _pairs(parameters):
        known = name in _PLAIN or name in clicks
        if known and name not in found and (read := read_value(value)):
            found[name] = read
    return found


_PLAIN = frozenset({*CAMPAIGN, EXCLUSION, "ad_id"})


def _pairs(parameters: str) -> Iterator[tuple[str, str]]:
    """Names and raw values, also behind a second `?` and where `&` was written as `&amp;`."""
    for piece in _PIECES.split(parameters) if parameters else ():
        name, mark, value = piece.partition("=")
        if mark:
            lowered = name.lower()
            yield (unquote(lowered) if "%" in lowered else lowered).strip().removeprefix("amp;"), value


def has_parameter(url: object, wanted: tuple[str, ...]) -> bool:
    """Does a URL carry one of these, written as `name` or `name=value` in lower case?"""
    found = {
        f"{name}={read_value(value).lower()}" for name, value in _pairs(read_address(clean(url, MAX_READ)).parameters)
    }
    return any(pair == one or pair.startswith(f"{one}=") for one in wanted for pair in found)


def read_value(value: str) -> str:
    """The value of a parameter: decoded (twice where it was encoded twice), spaces in order, no e-mail address."""
    value = value[: MAX_VALUE * 12]
    if "+" in value or "%" in value:
        value = unquote(value.replace("+", " "))
        if "%" in value and _ENCODED.search(value):
            value = _decoded_again(value)
    return tidy(value)


def tidy(value: object) -> str:
    """A value of a campaign field as it is stored: one line, single spaces, cut, without e-mail addresses."""
    text = " ".join(clean(value, MAX_VALUE * 4).split()) if isinstance(value, str) else ""
    return hide_emails(text)[:MAX_VALUE].rstrip()


def _decoded_again(value: str) -> str:
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value


_cached_landing = lru_cache(maxsize=4_096)(read_landing)
_CACHED_LENGTH = 512  # longer ones are rarely seen twice and would fill the memory


def landing(text: str) -> Landing:
    """`read_landing`, remembering the pages that are seen all the time."""
    return _cached_landing(text) if len(text) <= _CACHED_LENGTH else read_landing(text[:MAX_READ])
