"""Who sent it: bot or browser, and on what device, from the user agent.

In: a user agent as it was sent. Out: `Agent`. The knowledge is that of two libraries (named crawlers; browsers, systems
and devices), with rows of our own where they err. An unknown or absent user agent is a person's: nobody is lost.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

import ua_parser
from crawleruseragents import is_crawler  # pyright: ignore[reportMissingTypeStubs] - typed inside, but not marked so

from headwater.intake.enrich_url import clean

MAX_AGENT: Final = 512

_UNNAMED_BOTS: Final = (
    # Marks of browsers without a person, and tools that the library's list lacks.
    "headless", "phantomjs", "playwright", "puppeteer", "selenium", "webdriver", "cypress", "lighthouse", "prerender",
    "newrelicpinger", "synthetics", "undici", "go-http-client",
)  # fmt: skip
_PROGRAMS: Final = ("java/", "postmanruntime/")
"""How programs begin that the library's list lacks; in the middle these words are a person's telephone."""
_IN_APP: Final = re.compile(r"\b(?:Viber|WhatsApp|PayPal)(?:/[\w.]+)?")
"""Apps whose link previews are bots by name, but whose built-in browsers are people's."""

_DEVICES: Final = (
    # The first mark that stands in the user agent tells. Android without "Mobile" is a tablet.
    ("tv", ("smart-tv", "smarttv", "appletv", "googletv", "hbbtv", "web0s", "webos", "roku", "aftt", "bravia", " tv ")),
    ("console", ("playstation", "xbox", "nintendo")),
    ("tablet", ("ipad", "tablet", "kindle", "silk/", "playbook")),
    ("mobile", ("mobi", "iphone", "ipod", "opera mini", "windows phone", "blackberry", "kaios")),
    ("tablet", ("android",)),
    ("desktop", ("windows nt", "macintosh", "x11", "cros", "linux")),
)
_PLAIN_BROWSER: Final = re.compile(r"^Mobile | Mobile\b| iOS$| WebView$| UI/WKWebView$|/WKWebView$| \(Desktop\)$")
_SYSTEMS: Final = {
    "Mac OS X": "macOS",
    "Ubuntu": "Linux",
    "Fedora": "Linux",
    "Debian": "Linux",
    "Chrome OS": "ChromeOS",
}


class Agent(NamedTuple):
    """What a user agent says; None where it says nothing."""

    is_bot: bool = False
    device: str | None = None
    os: str | None = None
    browser: str | None = None


_UNKNOWN = Agent()


def agent(sent: object) -> Agent:
    """Bot or browser, device, system and browser of a user agent."""
    return _read(sent[:MAX_AGENT]) if isinstance(sent, str) and sent else _UNKNOWN


@lru_cache(maxsize=4_096)
def _read(raw: str) -> Agent:
    sent = clean(raw, MAX_AGENT)
    lowered = sent.lower()
    if _is_bot(sent, lowered):
        return Agent(is_bot=True)
    parsed = ua_parser.parse(sent)
    system = parsed.os.family if parsed.os else None
    browser = parsed.user_agent.family if parsed.user_agent else None
    return Agent(
        device=next((device for device, marks in _DEVICES if any(mark in lowered for mark in marks)), None),
        os=_SYSTEMS.get(system, system) if system else None,
        browser=_PLAIN_BROWSER.sub("", browser).strip() or None if browser else None,
    )


def _is_bot(sent: str, lowered: str) -> bool:
    if lowered == "node" or lowered.startswith(_PROGRAMS) or any(mark in lowered for mark in _UNNAMED_BOTS):
        return True
    return is_crawler(_IN_APP.sub("", sent) if sent.startswith("Mozilla/") else sent)
