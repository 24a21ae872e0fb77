"""One thing that a person did, and how the published API spells it.

In: what the store knows of a page view, of an event that a server told, or of the way by which a contact came. Out: the
event object of the reference, every key of it; what we do not keep is null. Knows no SQL and no contact.
"""

import json
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from msgspec import Struct

from headwater.reporting.money import quotient

UTM: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


class Event(Struct, frozen=True, kw_only=True):
    """A page view, an event of the script's or a server's, or `import`: what a contact itself says of its coming."""

    at: datetime  # UTC, naive, as the store gives it
    id: int  # the number of its arrival: of two at the same instant, the first comes first
    type: str
    is_view: bool = False  # whether a browser sent it
    uid: str | None = None
    host: str | None = None  # of a page view, as reports know it; otherwise the URL says it
    path: str | None = None
    url: str | None = None
    referrer: str | None = None
    title: str | None = None
    country: str | None = None
    region: str | None = None
    city: str | None = None
    ip: str | None = None
    device: str | None = None
    os: str | None = None
    browser: str | None = None
    channel: str | None = None  # None for a page view in the middle of a visit
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    ad_id: str | None = None
    meta: str | None = None  # JSON
    value: int | None = None  # minor units; what a server said it is worth


def spell_time(moment: datetime) -> str:
    """As the reference does: UTC, whole seconds."""
    return moment.replace(microsecond=0, tzinfo=UTC).isoformat()


def spell_campaign(event: Event | None) -> dict[str, str | None]:
    """The `utm_*` of an event; all null where there is none."""
    return {name: getattr(event, name) or None if event else None for name in UTM}


def spell_event(event: Event, contact_id: str | None, unit: int) -> dict[str, Any]:
    """The event object of the reference, with what we know beyond it at the end; `unit` minor units are a major one."""
    url = _split(event.url or "")
    return {
        "type": event.type,
        "contact_id": contact_id,
        "uid": event.uid,
        "fingerprint": None,
        "date_created": spell_time(event.at),
        "ip_address": event.ip,
        "country_code": event.country,
        "region": event.region,
        "city": event.city,
        "postal_code": None,
        "latitude": None,
        "longitude": None,
        "url": urlunsplit(url._replace(query="", fragment="")) or None,
        "full_url": event.url or None,
        "referrer": _split(event.referrer or "").hostname or event.referrer or None,
        "host": event.host or url.hostname,
        "path": event.path or url.path or None,
        "args": _args(url.query),
        "meta": json.loads(event.meta) or None if event.meta else None,
        "channel": event.channel,
        **spell_campaign(event),
        "ad_id": event.ad_id or None,
        "full_referrer": event.referrer or None,
        "title": event.title,
        "device": event.device,
        "os": event.os,
        "browser": event.browser,
        "value": None if event.value is None else quotient(event.value, unit),
    }


def _split(url: str) -> SplitResult:
    """The parts of a URL; one that is none, such as with a bracket where none may be, is a path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def _args(query: str) -> dict[str, str]:
    """Every parameter by its name; of several values the first counts, as for campaigns."""
    args: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        args.setdefault(name, value)
    return args
