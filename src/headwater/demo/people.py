"""Who somebody is: name, address, place, and the browsers they use, all computed from their number.

In: the stage and a number. Out: the same answer at any time, so that nobody has to be remembered.
It refuses to know what they do.
"""

from bisect import bisect_right
from typing import NamedTuple

from headwater.demo import cast
from headwater.demo.draw import mix
from headwater.demo.stage import Stage

FIRST_CONTACT_ID = 5_000_000_001  # beyond 32 bits, as some senders' ids are
_DEVICES = 8  # room for devices in a browser's number
_STRANGER, _PERSON = 1 << 62, 1 << 61  # number spaces that never meet
_PARTS = 1 << 16


class Person(NamedTuple):
    """A person as the business has them on file."""

    contact_id: int
    email: str
    first_name: str
    last_name: str
    place: cast.Place
    level: str
    goal: str
    by_email: bool  # orders of this person name the address and not the contact's id
    shouts: bool  # writes the own address in capitals, with a blank behind


class Browser(NamedTuple):
    """A browser as a hit shows it; `sessions` is empty where storage is blocked, so the server must tell sessions."""

    uid: str
    sessions: str
    ip: str
    agent: str


def person(stage: Stage, who: int) -> Person:
    """The person of this number."""
    bits = mix(stage.key ^ (_PERSON | who))
    first = cast.FIRST_NAMES[bits % len(cast.FIRST_NAMES)]
    last = cast.LAST_NAMES[(bits >> 8) % len(cast.LAST_NAMES)]
    host = cast.MAIL_HOSTS[(bits >> 16) % len(cast.MAIL_HOSTS)]
    return Person(
        contact_id=FIRST_CONTACT_ID + who,
        email=f"{first.lower()}.{last.lower()}{who + 1}@{host}",
        first_name=first,
        last_name=last,
        place=cast.PLACES[_share(stage.places, bits >> 48)],
        level=cast.LEVELS[(bits >> 24) & 3],
        goal=cast.GOALS[(bits >> 26) & 3],
        by_email=(bits >> 28) & 3 == 0,
        shouts=(bits >> 30) & 31 == 0,
    )


def uid(stage: Stage, who: int, device: int) -> str:
    """The visitor id of one of a person's browsers."""
    return f"{mix(stage.key ^ (_PERSON << 1 | _PERSON | who * _DEVICES + device)):016x}"


def browser(stage: Stage, who: int, device: int) -> Browser:
    """One of a person's browsers: the second is a phone or tablet more often than chance would have it."""
    return _browser(stage, _PERSON << 1 | _PERSON | who * _DEVICES + device, mix(stage.key ^ who), mobile=device == 1)


def strange_browser(stage: Stage, number: int) -> Browser:
    """The browser of somebody who is never identified."""
    return _browser(stage, _STRANGER | number, number)


def _browser(stage: Stage, number: int, home: int, *, mobile: bool = False) -> Browser:
    """All of it from one stirred number; `home` tells households, whose browsers share an address."""
    bits = mix(stage.key ^ number)
    spelled = f"{bits:016x}"
    part = _share(stage.browsers, (bits & 0xFFFF) // 2 + _PARTS // 2 if mobile else bits & 0xFFFF)
    house = mix(home)
    if house & 15 == 0:
        address = f"2001:db8:{(house >> 4) & 0xFFFF:x}:{(house >> 20) & 0xFFFF:x}::{(house >> 36) & 0xFFFF:x}"
    else:
        address = f"198.{18 + (house >> 4 & 1)}.{(house >> 5) & 255}.{1 + (house >> 13) % 254}"
    return Browser(spelled, "" if bits >> 58 == 0 else spelled[4:12], address, cast.BROWSERS[part].agent)


def _share(running: list[int], bits: int) -> int:
    """The place that 16 bits fall on, by running weights (integers only)."""
    return bisect_right(running, (bits & (_PARTS - 1)) * running[-1] // _PARTS)
