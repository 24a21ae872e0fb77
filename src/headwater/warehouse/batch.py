"""One reading of the feed, made ready for the warehouse's tables.

In: `Changes` and the enrichment. Out: a `Batch` of rows as the tables want them. Writes nothing. A hit that the program
fails at is kept as it came: one visitor's hit must not stop an account's reports, nor a fault of ours lose any hit.
"""

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from headwater.clock import DAY
from headwater.warehouse.feed import AccountFacts, Changes, Enrichment, Origin, PageView, Row

_log = logging.getLogger(__name__)


class Sent(NamedTuple):
    """What a page view is known by when its browser sends it again; `day` is that of arrival."""

    key: int
    t: int
    day: int


View: TypeAlias = tuple[int, int, str, str]
"""What makes an imported page view the same as another: visitor, instant, type and URL."""


def said_of(view: PageView) -> View:
    """What an imported page view is known by."""
    return view["visitor_id"], view["at"], view["type"], view["url"]


class Batch(msgspec.Struct, kw_only=True):
    """What one transaction writes."""

    upto: int
    rows: dict[str, Sequence[Row]]
    gone: Mapping[str, Sequence[int]]
    page_views: list[PageView] = []
    origins: dict[int, Origin] = {}
    drops: dict[tuple[int, str], int] = {}
    """(days since 1970 at arrival, reason) → hits."""
    failed_hits: list[Row] = []
    sent: dict[int, Sent] = {}
    """Id of a page view → what it is known by."""
    imported: dict[int, int] = {}
    """Id of a page view that was known before → the day on which it was imported."""

    def drop(self, day: int, reason: str) -> None:
        """Count a hit that becomes no page view."""
        self.drops[day, reason] = self.drops.get((day, reason), 0) + 1

    def drop_repeated(self, known: Collection[int]) -> int:
        """Take out page views whose keys are known, and all but the first with the same key; how many they were."""
        seen, repeated = set(known), dict[int, int]()
        for view_id, sent in self.sent.items():
            if sent.key in seen:
                repeated[view_id] = sent.day
            seen.add(sent.key)
        return self._take_out(repeated)

    def drop_imported(self, known: Collection[View]) -> int:
        """Take out imported page views that are known, and all but the first of those that are the same."""
        seen, repeated = set(known), dict[int, int]()
        for view in self.page_views:
            if (day := self.imported.get(view["id"])) is not None:
                if (said := said_of(view)) in seen:
                    repeated[view["id"]] = day
                seen.add(said)
        return self._take_out(repeated)

    def _take_out(self, repeated: Mapping[int, int]) -> int:
        """Drop these page views, each on its day."""
        for view_id, day in repeated.items():
            self.sent.pop(view_id, None)
            self.drop(day, "repeated")
        if repeated:
            self.page_views = [view for view in self.page_views if view["id"] not in repeated]
        return len(repeated)


def prepare(enrich: Enrichment, account: AccountFacts, changes: Changes) -> Batch:
    """Enrich what was read: hits become page views or drops, contacts get the id of the origin they tell of."""
    batch = Batch(upto=changes.upto, rows=dict(changes.rows), gone=changes.gone)
    batch.rows["contacts"] = _with_origins(batch, enrich, account, changes.rows.get("contacts", ()))
    for hit in changes.hits:
        try:
            _put_hit(batch, enrich, account, hit)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the hit is kept
            if not batch.failed_hits:  # one trace is enough: the next release may fail at every hit
                _log.exception("account %s: hit %s cannot be enriched, and is kept", account.account_id, hit["id"])
            batch.failed_hits.append({"id": hit["id"], "fault": repr(fault), "hit": json.dumps(dict(hit))})
    return batch


def _put_hit(batch: Batch, enrich: Enrichment, account: AccountFacts, hit: Row) -> None:
    enriched = enrich.hit(account, hit)
    arrived = hit.get("received_at")
    day = arrived // DAY if isinstance(arrived, int) else 0
    if enriched.drop is not None:
        batch.drop(day, enriched.drop)
        return
    page_view = msgspec.convert(enriched.page_view, PageView)
    if enriched.origin is not None:
        _put_origin(batch, enriched.origin)
    batch.page_views.append(page_view)
    if enriched.is_imported:
        batch.imported[page_view["id"]] = day
    if enriched.sent is not None:
        batch.sent[page_view["id"]] = Sent(*enriched.sent, day)


def _put_origin(batch: Batch, row: Row) -> int:
    """Keep the origin once; its id."""
    origin_id = row["origin_id"]
    if not isinstance(origin_id, int) or origin_id not in batch.origins:
        origin = msgspec.convert(row, Origin)
        origin_id = origin["origin_id"]
        batch.origins[origin_id] = origin
    return origin_id


def _with_origins(batch: Batch, enrich: Enrichment, account: AccountFacts, contacts: Sequence[Row]) -> list[Row]:
    """The contacts with `origin_id`. One whose origin the program fails to tell has none, until the next rebuild."""
    found: list[Row] = []
    has_failed = False
    for contact in contacts:
        origin_id = None
        try:
            if (origin := enrich.origin_of(account, contact)) is not None:
                origin_id = _put_origin(batch, origin)
        except Exception:  # noqa: BLE001 - a contact is never dropped
            if not has_failed:
                _log.exception("account %s: contact %s: no origin can be told", account.account_id, contact["id"])
            has_failed = True
        found.append({**contact, "origin_id": origin_id})
    return found
