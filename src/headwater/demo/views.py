"""From a planned visit to the hits that the browser's script would send; and the hits of machines.

In: the stage and a record. Out: facts. Pure, and the hot path of the demo: a hit costs a few microseconds.
It refuses to know what the server will make of them.
"""

from typing import Any, NamedTuple

from headwater.demo import cast, world
from headwater.demo.draw import mix
from headwater.demo.life import LANDINGS, RELOADS, STARTS
from headwater.demo.people import Browser, browser, strange_browser
from headwater.demo.records import BOT, CROWD, Record
from headwater.demo.stage import PATTERNS, Stage
from headwater.demo.ways import Way

_MACHINE = 1 << 40  # numbers of machines, apart from those of strangers
_TITLES = tuple(page.title for page in world.PAGES)
_BACKS = tuple(page.back for page in world.PAGES)


class Fact(NamedTuple):
    """Something a client would tell: what kind, when it would arrive (microseconds), and the exact payload."""

    kind: str
    at: int
    data: dict[str, Any]


def visit(stage: Stage, record: Record) -> list[Fact]:
    """The page views of a visit, or of the part of one that came through another door."""
    at, kind, who, nth, a, walk, flags, counted = record
    seen = strange_browser(stage, who) if kind == CROWD else browser(stage, who, nth)
    number, landing = divmod(counted, LANDINGS)
    way, opened, addresses = stage.ways[a], stage.lingers[flags & (PATTERNS - 1)], stage.addresses
    first = way.pages[landing]
    url, referrer, new = _landing(way, addresses[first], at ^ who), way.referrer, bool(flags & STARTS)
    session = f"{seen.sessions}.{number}" if seen.sessions else ""
    facts = [_hit(seen, session, at, (url, referrer, _TITLES[first]), new=new)]
    if flags & RELOADS:
        facts.append(_hit(seen, session, at + opened[1], (url, referrer, _TITLES[first])))
    for page in stage.walks[walk]:
        referrer = _BACKS[page] or url
        url = addresses[page]
        facts.append(_hit(seen, session, at + opened[len(facts)], (url, referrer, _TITLES[page])))
    return facts


def machine(stage: Stage, record: Record) -> list[Fact]:
    """One hit of a crawler, or of a spammer who wants the referrer to be seen. `a` is the page, `b` which of them."""
    seen = strange_browser(stage, _MACHINE | record.who)
    referrer = ""
    if record.kind == BOT:
        seen = seen._replace(agent=cast.CRAWLERS[record.b])
    else:
        referrer = f"http://{world.SPAM_HOSTS[record.b]}/"
    page = (stage.addresses[record.a], referrer, _TITLES[record.a])
    return [_hit(seen, "", record.at, page)]


def _hit(seen: Browser, session: str, at: int, page: tuple[str, str, str], *, new: bool = False) -> Fact:
    """A page view; where storage is blocked, the script tells no session."""
    uid, _, ip, agent = seen
    url, referrer, title = page
    if not session:
        return Fact(
            "hit", at * 1000, {"uid": uid, "url": url, "ref": referrer, "title": title, "t": at, "ip": ip, "ua": agent}
        )
    return Fact(
        "hit",
        at * 1000,
        {
            "uid": uid,
            "url": url,
            "ref": referrer,
            "title": title,
            "t": at,
            "sid": session,
            "new": new,
            "ip": ip,
            "ua": agent,
        },
    )


def _landing(way: Way, address: str, salt: int) -> str:
    """The address that the link leads to, with what the ad platform appends for this click."""
    query = way.query
    if way.click:
        query = f"{query}{'&' if query else ''}{way.click}={mix(salt):x}"
    return f"{address}?{query}" if query else address
