"""A page view that is known already comes in: from an export, or from what was used before.

In: the JSON of `POST pageview`. Out: `PageViewChange`, which spools it like a hit. What it says of itself counts; the
rest is told from its URL and its referrer. Sent twice it is one.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, TypedDict

from headwater import scalars
from headwater.clock import iso
from headwater.intake import hit
from headwater.intake.change import Sent
from headwater.intake.enrich_url import CAMPAIGN
from headwater.intake.fields import Faults, Field, read_fields, says_any
from headwater.intake.schemas import taking, up_to
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants

_LARGEST: Final = 2**63 - 1
_DIGITS: Final = re.compile(r"\s*[0-9]+\s*")


@taking(
    {
        "type": "string",
        "pattern": rf"^\s*{up_to(_LARGEST)}\s*$",
        "maxLength": 32,
        "examples": ["4611686018427387904"],
    }
)
def _visitor_id(value: object) -> int:
    """The number as a text: JSON's numbers are not exact beyond 2 to the power of 53."""
    if isinstance(value, str) and len(value) <= 32 and _DIGITS.fullmatch(value):  # noqa: PLR2004 - spaces, too
        number = int(value.strip())
        if number <= _LARGEST:
            return number
    raise ValueError("must be a visitor's number as an export tells it, as a text of digits")


ORIGIN: Final = (*CAMPAIGN, "referrer_host", "click_id", "ad_id")
PLACE: Final = ("country", "region", "city", "ip")
DEVICE: Final = ("device", "os", "browser")

FIELDS: Final = (
    Field("uid", scalars.identifier, "The visitor's uid, as in `_segs.data.uid`"),
    Field("visitor_id", _visitor_id, "The visitor, as exports name it; required if there is no uid"),
    Field("date", scalars.instant, "When it was viewed; now, if it is not said", also=("date_created",)),
    Field("url", hit.url, "Full URL of the page", required=True),
    Field("referrer", hit.short, "Referrer", also=("ref",)),
    Field("title", hit.short, "Title of the page"),
    Field("type", scalars.identifier, "What happened; `page_view` by default"),
    Field("props", hit.props, "Properties of an event of one's own"),
    Field("new", scalars.flag, "Whether it is the first of a session, as the browser saw it"),
    Field("origin_known", scalars.flag, "Whether the next fields say all of its origin; else URL and referrer do"),
    *(Field(name, hit.short, f"Of its origin: {name}") for name in ORIGIN),
    *(Field(name, hit.short, f"Where the visitor was: {name}") for name in PLACE),
    *(Field(name, hit.short, f"What it was seen on: {name}") for name in DEVICE),
)


class PageViewChange(Sent):
    """A page view as sent."""

    values: dict[str, Any]

    def wants(self, wants: Wants) -> None:
        """Nothing."""

    def apply(self, book: Book) -> dict[str, Any]:
        """Spool it, with what is known of it."""
        values = self.values
        at = values.get("date", book.now)
        known = {name: values[name] for name in (*PLACE, *DEVICE, "visitor_id") if name in values}
        if values.get("origin_known") or any(values.get(name) for name in ORIGIN):
            known["origin"] = {name: values[name] for name in ORIGIN if name in values}
        spooled = {
            **hit.BLANK,
            **{name: values[name] for name in ("uid", "url", "title", "type", "props", "new") if name in values},
            "ref": values.get("referrer"),
            "at": at,
            "received_at": book.now,
            "known": known,
        }
        book.spool(spooled)
        return {"status": "success", "pageview": {"url": values["url"], "date": iso(at)}}


class PageViewResource(TypedDict):
    """A page view as answers show it."""

    url: str
    date: str


def read_page_view(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> PageViewChange:
    """The change that a body asks for; raises `Problem` with every fault."""
    faults = Faults()
    values = read_fields(FIELDS, body, faults)
    if not says_any(body, "uid", "visitor_id"):
        faults.append("missing 'uid' or 'visitor_id' field")
    faults.settle()
    return PageViewChange(account, integration_id, values)
