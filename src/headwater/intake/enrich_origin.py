"""Which origin a visitor came by: from the parts that the steps found to a row of `origins`, classified.

In: a channel catalogue `Origin`, a referrer as it was sent, a contact's own utm_* and referring_url. Out: rows of the
warehouse's `origins`. Knows no hits and no stores.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from headwater.catalog import channels, sources
from headwater.catalog.channels import Origin
from headwater.intake.channel_rules import rules_of
from headwater.intake.enrich_host import is_external
from headwater.intake.enrich_url import CAMPAIGN, clean, hide_emails, landing, read_address, tidy
from headwater.scalars import hash63

MAX_REFERRER: Final = 2_048
_SEPARATOR = "\x1f"  # no field holds it: control characters are taken out


class Referrer(NamedTuple):
    """A referrer: what of it an origin keeps ("" when it names no place), and the text that is stored."""

    place: str
    stored: str


@lru_cache(maxsize=4_096)
def _read(text: str) -> Referrer:
    address = read_address(text)
    host = address.host.removeprefix("www.")
    return Referrer(sources.place(host, address.path) if host else "", hide_emails(address.stored)[:MAX_REFERRER])


def referrer(sent: object) -> Referrer:
    """Read a referrer: a URL, a bare host, an app's address, or nonsense."""
    return _read(clean(sent, MAX_REFERRER))


@lru_cache(maxsize=16_384)
def described(origin: Origin, settings: str) -> Mapping[str, object]:
    """The row of an origin: its id, its fields, its channel and source by the rules in an account's settings.

    Shared by all who came so: do not change it.
    """
    verdict = channels.classify(origin, rules_of(settings))
    return {
        "origin_id": hash63(_SEPARATOR.join(origin)),
        **origin._asdict(),
        "channel": verdict.channel,
        "source": verdict.source,
    }


def of_row(row: Mapping[str, object]) -> Origin:
    """The `Origin` of a row that has its columns."""
    return Origin(*[str(row.get(field) or "") for field in Origin._fields])


def known(said: Mapping[str, object]) -> Origin:
    """The `Origin` that an imported page view names, field by field."""
    fields = {name: tidy(said.get(name)) for name in Origin._fields}
    return Origin(**fields | {"click_id": fields["click_id"].lower()})


def of_contact(contact: Mapping[str, object], mine: tuple[str, ...]) -> Origin:
    """The `Origin` that a contact brought along: its utm_* and, if it is a stranger's, its referring_url."""
    came = referrer(contact.get("referring_url")).place
    opted_in_on = landing(clean(contact.get("optin_url"), MAX_REFERRER)).host
    campaign = [tidy(contact.get(field)) for field in CAMPAIGN]
    return Origin(came if came and is_external(came, opted_in_on, mine) else "", *campaign)
