"""A page is viewed: the cheap checks that a hit must pass before it is kept, raw, for the warehouse.

In: what the script sent, and who sent it. Out: `Hit`, or the reason why it is dropped. What the hit means is worked out
later, in batches, by `enrich`.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from headwater import scalars
from headwater.clock import DAY, MINUTE, SECOND
from headwater.errors import Problem
from headwater.intake.fields import Faults, Field, mapping, read_fields
from headwater.intake.schemas import VALUES, taking
from headwater.intake.sender import Sender
from headwater.ledger.book import Book, Wants

MAX_URL: Final = 8_192
MAX_PROPS: Final = 4_096
LATE: Final = 7 * DAY
EARLY: Final = 5 * MINUTE
SLOW: Final = 5 * SECOND
"""A browser's clock that differs by less is right, and the network was slow."""


@taking({"type": "object"})
def props(value: object) -> dict[str, Any] | None:
    """Properties of an event; None for more than may be kept."""
    return sent if len(msgspec.json.encode(sent := mapping(value))) <= MAX_PROPS else None


@taking({"type": "string", "pattern": r"\S", "examples": ["https://shop.example/?utm_source=ads"]})
def url(value: object) -> str:
    """The URL of a page, as far as it is read."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be the full URL of the page")
    return value.replace("\x00", "").encode("utf-8", "replace").decode().strip()[:MAX_URL]


@taking({"type": ["string", "number"]})
def short(value: object) -> str:
    """A text, cut where it is longer than one may be."""
    return scalars.text(value if not isinstance(value, str) else value[: scalars.MAX_TEXT])


@taking(VALUES[scalars.whole].schema)
def _milliseconds(value: object) -> int:
    return scalars.whole(value) * 1000


FIELDS: Final = (
    Field("url", url, "Full URL of the page", required=True),
    Field("uid", scalars.identifier, "The visitor"),
    Field("ref", short, "Referrer"),
    Field("title", short, "Title of the page"),
    Field("t", _milliseconds, "The browser's time of the event, in milliseconds since 1970"),
    Field("s", _milliseconds, "The browser's time of sending, by which the server corrects a wrong clock"),
    Field("sid", scalars.identifier, "Session"),
    Field("new", scalars.flag, "Whether this is the first hit of the session"),
    Field("type", scalars.identifier, "What happened; `page_view` by default"),
    Field("props", props, "Properties of an event of one's own"),
)


BLANK: Final = {"ref": None, "title": None, "sid": None, "new": False, "type": "page_view", "props": None}


class Hits(msgspec.Struct):
    """Hits of one account to be spooled, and how many were refused, by reason."""

    account_id: str
    payloads: list[dict[str, Any]] = msgspec.field(default_factory=list[dict[str, Any]])
    drops: dict[str, int] = msgspec.field(default_factory=dict[str, int])

    def wants(self, wants: Wants) -> None:
        """Nothing."""

    def apply(self, book: Book) -> dict[str, Any]:
        """Spool and count them."""
        for payload in self.payloads:
            book.spool(payload)
        for reason, hits in self.drops.items():
            book.count_drops(reason, hits)
        return {"status": "success", "hits": len(self.payloads)}


def read_hit(sent: Mapping[str, Any], sender: Sender, now: int) -> dict[str, Any]:
    """A hit that may be kept, as the spool keeps it; raises `Problem` with every fault.

    A hit without a visitor is one of its own. `t` is kept beside `at`, so that a hit that is sent again is known.
    """
    faults = Faults()
    values = read_fields(FIELDS, sent, faults)
    faults.settle()
    happened, sent_at = values.pop("t", None), values.pop("s", None)
    if sender.visitor:  # nobody's uid is kept, and sessions are told by the server
        values |= {"uid": sender.visitor, "sid": None, "new": False}
    return {
        **BLANK,
        "uid": values.get("uid") or f"anonymous-{scalars.new_token(20)}",
        **values,
        "t": happened,
        "at": _when(happened, sent_at, now),
        "received_at": now,
        "ip": sender.ip,
        "ua": sender.ua,
        "purpose": sender.purpose,
        "country": sender.country,
    }


def _when(happened: int | None, sent_at: int | None, now: int) -> int:
    """When it happened, by our clock: a hit that is sent late keeps its own time, for up to seven days.

    The browser says how long ago it was by its own clock, right or wrong, if it says when it sent the hit. If not, its
    time counts as far as it is possible, and otherwise the time of arrival.
    """
    if happened is None:
        return now
    if sent_at is None:
        return min(happened, now) if now - LATE <= happened <= now + EARLY else now
    if abs(now - sent_at) > SLOW:
        happened += now - sent_at
    if happened < now - LATE:
        raise Problem("it happened more than 7 days ago")
    return min(happened, now)
