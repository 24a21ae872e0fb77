"""Ads come in: campaigns, sets, ads, and what an ad cost and brought on a day.

In: the JSON of `POST ad/performance`, `ad`, `adset` and `adcampaign`; wherever an id may stand, an object may, and
parents are inherited from the level above. Out: `AdsChange`. What only an id is known of has its id for a name.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import msgspec

from headwater import scalars
from headwater.intake.change import Sent
from headwater.intake.fields import Faults, Field, not_negative, read_fields, says_any
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants

_EPOCH: Final = date(1970, 1, 1)

_PARENTS: Final = {"ad": ("adcampaign", "adset"), "adset": ("adcampaign",), "adcampaign": ()}
_KINDS: Final = {"ad": rows.Ad, "adset": rows.AdSet, "adcampaign": rows.AdCampaign}

FIELDS: Final = (
    Field("id", scalars.identifier, "Id at the ad platform", required=True),
    Field("name", scalars.text, "Name; the id, as long as none was sent"),
)
DAY_FIELDS: Final = (
    Field("spend", scalars.cents, "What the ad cost on this day, in cents", required=True),
    Field("date", scalars.day, "The day, in the ad platform's calendar", required=True, also=("date_created",)),
    Field("clicks", not_negative, "Clicks on this day"),
    Field("impressions", not_negative, "Impressions on this day"),
)


class Told(NamedTuple):
    """What was said of an ad, a set or a campaign: its id, and the columns that it tells."""

    level: str
    id: str
    columns: Mapping[str, str]


class AdsChange(Sent):
    """Ads, sets and campaigns, each after its parents; the last is what the call is about, and `figures` its day's."""

    told: list[Told]
    figures: dict[str, int] | None = None

    def wants(self, wants: Wants) -> None:
        """All that is named, and the day."""
        for told in self.told:
            getattr(wants, f"{told.level}_ids").add(told.id)
        if self.figures is not None:
            wants.ad_day_ids.add(self._day_id(self.figures))

    def apply(self, book: Book) -> dict[str, Any]:
        """Create or update everything, and answer with what the call is about."""
        shown = [self._put(book, told) for told in self.told][-1]
        if self.figures is not None:
            return {"status": "success", "performance": self._put_day(book, self.figures)}
        return {"status": "success", self.told[-1].level: shown}

    def _put(self, book: Book, told: Told) -> dict[str, Any]:
        """Create or update one of them; how answers show it."""
        shelf, own_id = getattr(book, f"{told.level}s"), f"{told.level}_id"
        known = shelf.first(own_id, (self.integration_id, told.id))
        blank: dict[str, Any] = self._blank() | {own_id: told.id, "name": told.id}
        row = known or _KINDS[told.level](**blank)
        row = msgspec.structs.replace(row, **told.columns)
        if row != known:
            book.put(shelf, row)
        parents = {parent: getattr(row, f"{parent}_id") for parent in _PARENTS[told.level]}
        return {"id": told.id, "name": row.name, **parents}

    def _put_day(self, book: Book, figures: Mapping[str, int]) -> dict[str, Any]:
        """Create the day, or update what was sent of it; how answers show it."""
        own_id = self._day_id(figures)
        row = book.ad_days.first("ad_day_id", (self.integration_id, own_id)) or rows.AdDay(
            **self._blank(), ad_day_id=own_id, ad_id=self.told[-1].id, day=0, spend=0, clicks=0, impressions=0
        )
        row = book.put(book.ad_days, msgspec.structs.replace(row, **figures))
        return {
            "ad": row.ad_id,
            "date": (_EPOCH + timedelta(days=row.day)).isoformat(),
            "spend": row.spend,
            "clicks": row.clicks,
            "impressions": row.impressions,
        }

    def _blank(self) -> dict[str, Any]:
        return {"account_id": self.account_id, "id": 0, "integration_id": self.integration_id, "change": 0}

    def _day_id(self, figures: Mapping[str, int]) -> str:
        return f"{figures['day']}/{self.told[-1].id}"


def read_performance(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> AdsChange:
    """What an ad cost on a day, with the ad itself and its parents; raises `Problem` with every fault."""
    faults = Faults()
    figures = read_fields(DAY_FIELDS, body, faults)
    above, parents = _parents("ad", body, "", {}, faults)
    if not says_any(body, "ad"):
        faults.missing("ad")
    told = above + (_told("ad", body["ad"], "ad", parents, faults) if says_any(body, "ad") else [])
    faults.settle()
    figures["day"] = figures.pop("date")
    return AdsChange(account, integration_id, told, figures)


def read_ads(level: str, account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> AdsChange:
    """An ad, a set or a campaign, with its parents; raises `Problem` with every fault."""
    faults = Faults()
    told = _told(level, body, "", {}, faults)
    faults.settle()
    return AdsChange(account, integration_id, told)


def _told(level: str, sent: object, at: str, inherited: Mapping[str, str], faults: Faults) -> list[Told]:
    """What is said by an object or an id, after what it says of its parents; `at` is its place in the body."""
    if not isinstance(sent, Mapping):
        own_id = faults.read(at, scalars.identifier, sent)
        return [] if own_id is None else [Told(level, own_id, inherited)]
    body: Mapping[str, Any] = sent  # pyright: ignore[reportUnknownVariableType] - keys of JSON objects are strings
    prefix = f"{at}." if at else ""
    values = read_fields(FIELDS, body, faults, prefix)
    above, parents = _parents(level, body, prefix, inherited, faults)
    named = {"name": values["name"]} if "name" in values else {}
    return [*above, Told(level, values.get("id", ""), {**parents, **named})]


def _parents(
    level: str, body: Mapping[str, Any], prefix: str, inherited: Mapping[str, str], faults: Faults
) -> tuple[list[Told], dict[str, str]]:
    """What a body says of the parents of `level`, and their ids: its own, else its set's, else inherited ones."""
    found: list[Told] = []
    own: dict[str, str] = {}
    for parent in _PARENTS[level]:
        if not says_any(body, parent):
            continue
        known = {**inherited, **own}
        passed = {f"{above}_id": known[f"{above}_id"] for above in _PARENTS[parent] if f"{above}_id" in known}
        if above := _told(parent, body[parent], f"{prefix}{parent}", passed, faults):
            found += above
            grand = {name: value for name, value in above[-1].columns.items() if name != "name"}
            own = {**grand, **own, f"{parent}_id": above[-1].id}
    return found, {**inherited, **own}
