"""Who is behind a host, a utm_source or a click id: a readable name and a kind, from `data/sources.toml`.

In: the host of a referrer, perhaps with the beginning of its path, a utm_source as a marketer typed it, or the name of
a URL parameter. Out: `Source` or `ClickId`, or None for what nobody has heard of. Knows no URLs, no channels, no I/O
beyond its own file.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "search", "social", "ai", "mail", "sms", "push", "video", "audio",
    "shopping", "ads", "affiliate", "payment", "signin", "site", "spam",
]  # fmt: skip
Proof: TypeAlias = Literal["paid", "display", "affiliate", "mail", "none"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
PASSING: Final[frozenset[str]] = frozenset({"payment", "signin"})
"""Kinds that a visitor passes through on the way: coming back from there is no new visit."""

_UNCOUNTED = re.compile(r"[\s._+-]+")  # what does not count when a utm_source is looked up
_SECOND_LEVEL = frozenset({"co", "com", "or", "ne", "net", "org"})  # google.co.uk: an ending of two labels
_COUNTRY_CODE = 2  # letters


class Source(NamedTuple):
    """A readable name, such as Google, and what it is."""

    name: str
    kind: Kind


class ClickId(NamedTuple):
    """A parameter that a network adds to links: whose it is and what it proves ("none" for nothing)."""

    parameter: str
    source: str
    proves: Proof


class _Table(NamedTuple):
    """The file, turned round: from what is looked up to the answer."""

    names: Mapping[str, Source]
    trees: Mapping[str, Source]  # the host and all below it
    leaves: Mapping[str, Source]  # the host alone
    paths: Mapping[str, Mapping[str, Source]]  # host → path → answer
    aliases: Mapping[str, Source]
    clicks: Mapping[str, ClickId]


@cache
def text() -> str:
    """The file as it is, by which a change of it is seen."""
    return files("headwater.catalog").joinpath("data", "sources.toml").read_text(encoding="utf-8")


@cache
def _table() -> _Table:
    tables = tomllib.loads(text())
    names: dict[str, Source] = {}
    trees: dict[str, Source] = {}
    leaves: dict[str, Source] = {}
    paths: dict[str, dict[str, Source]] = {}
    for kind in KINDS:
        for name, hosts in tables[kind].items():
            names[name] = source = Source(name, kind)
            for written in hosts:
                host, path = _cut(written)
                if path:
                    paths.setdefault(host, {})[path] = source
                elif host.startswith("="):
                    leaves[host[1:]] = source
                else:
                    trees[host] = source
    aliases = {alias: names[name] for name, spellings in tables["aliases"].items() for alias in spellings}
    clicks = {key: ClickId(key, whose, proves) for key, (whose, proves) in tables["click_ids"].items()}
    return _Table(names, trees, leaves, paths, aliases, clicks)


def _cut(place: str) -> tuple[str, str]:
    """Host and path of a place; the `//` of an app's address belongs to its host."""
    start = place.find("://") + 3 if "://" in place else 0
    slash = place.find("/", start)
    return (place, "") if slash < 0 else (place[:slash], place[slash:])


def _spellings(host: str) -> Iterator[tuple[str, bool]]:
    """The host and its parents, most specific first, also with `*` for a country's ending; whether it is the host."""
    yield host, True
    if "://" in host or "." not in host:
        return
    labels = host.split(".")
    ending = _ending(labels)
    for start in range(len(labels) - 1):
        if start:
            yield ".".join(labels[start:]), False
        if ending and start < len(labels) - ending:
            yield ".".join([*labels[start : len(labels) - ending], "*"]), start == 0


def _ending(labels: list[str]) -> int:
    """How many labels `*` stands for: `.com`, `.de`, `.co.uk`; 0 for names such as `.shop`, which anybody can buy."""
    if labels[-1] == "com":
        return 1
    if len(labels[-1]) != _COUNTRY_CODE:
        return 0
    return 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 1  # noqa: PLR2004 - name, second level, country


def place(host: str, path: str) -> str:
    """What to remember of a referrer: its host, with the part of the path by which this table tells sources apart."""
    for spelling, _ in _spellings(host):
        for known in _table().paths.get(spelling, ()):
            if path == known or path.startswith(known + "/"):
                return host + known
    return host


@lru_cache(maxsize=8_192)
def of_place(spelled: str) -> Source | None:
    """Who is behind a place as `place` spelled it: a lower-case host without `www.`, or an app's address."""
    table = _table()
    host, path = _cut(spelled)
    if path:
        for spelling, _ in _spellings(host):
            if found := table.paths.get(spelling, {}).get(path):
                return found
    for spelling, is_host in _spellings(host):
        if found := (table.leaves.get(spelling) if is_host else None) or table.trees.get(spelling):
            return found
    return None


@lru_cache(maxsize=4_096)
def of_utm_source(written: str) -> Source | None:
    """Whom a marketer meant by a utm_source: a word of the alias table, or a host."""
    lowered = written.strip().casefold()
    if found := _table().aliases.get(_UNCOUNTED.sub("", lowered)):
        return found
    if "." not in lowered:
        return None
    host = lowered.partition("://")[2] or lowered
    return of_place(host.partition("/")[0].removeprefix("www."))


def click_ids() -> Mapping[str, ClickId]:
    """All parameters that are click ids, by their lower-case name, the weightiest first."""
    return _table().clicks


def of_name(name: str) -> Source | None:
    """The source of a readable name."""
    return _table().names.get(name)
