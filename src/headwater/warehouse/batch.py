"""One reading of the feed, made ready for the warehouse's tables.

In: `Changes` and the enrichment. Out: a `Batch` of rows as the tables want them. Writes nothing. A hit that cannot be
enriched, or whose columns cannot be stored, is dropped with the reason `failed` and logged: a visitor must not be able
to stop an account's reports.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from headwater.clock import DAY
from headwater.warehouse.feed import AccountFacts, Changes, Enrichment, Origin, PageView, Row

FAILED: Final = "failed"

_log = logging.getLogger(__name__)


class Batch(msgspec.Struct, kw_only=True):
    """What one transaction writes."""

    upto: int
    rows: dict[str, Sequence[Row]]
    gone: Mapping[str, Sequence[int]]
    page_views: list[PageView] = []
    origins: dict[int, Origin] = {}
    drops: dict[tuple[int, str], int] = {}
    """(days since 1970 at arrival, reason) → hits."""

    def drop(self, hit: Row, reason: str) -> None:
        """Count a hit that becomes no page view."""
        arrived = hit.get("received_at")
        key = (arrived // DAY if isinstance(arrived, int) else 0, reason)
        self.drops[key] = self.drops.get(key, 0) + 1


def prepare(enrich: Enrichment, account: AccountFacts, changes: Changes) -> Batch:
    """Enrich what was read: hits become page views or drops, contacts get the id of the origin they tell of."""
    batch = Batch(upto=changes.upto, rows=dict(changes.rows), gone=changes.gone)
    batch.rows["contacts"] = [
        _with_origin(batch, enrich, account, contact) for contact in changes.rows.get("contacts", ())
    ]
    for hit in changes.hits:
        try:
            _put_hit(batch, enrich, account, hit)
        except Exception:  # noqa: BLE001 - one hit must not stop an account
            _log.exception("account %s: hit %s is dropped: it could not be enriched", account.account_id, hit.get("id"))
            batch.drop(hit, FAILED)
    return batch


def _put_hit(batch: Batch, enrich: Enrichment, account: AccountFacts, hit: Row) -> None:
    enriched = enrich.hit(account, hit)
    if enriched.drop is not None:
        batch.drop(hit, enriched.drop)
        return
    page_view = msgspec.convert(enriched.page_view, PageView)
    if enriched.origin is not None:
        _put_origin(batch, enriched.origin)
    batch.page_views.append(page_view)


def _put_origin(batch: Batch, row: Row) -> int:
    """Keep the origin once; its id."""
    origin_id = row["origin_id"]
    if not isinstance(origin_id, int) or origin_id not in batch.origins:
        origin = msgspec.convert(row, Origin)
        origin_id = origin["origin_id"]
        batch.origins[origin_id] = origin
    return origin_id


def _with_origin(batch: Batch, enrich: Enrichment, account: AccountFacts, contact: Row) -> Row:
    """The contact with `origin_id`. A contact is never dropped: when its origin cannot be told, it has none."""
    try:
        origin = enrich.origin_of(account, contact)
        return {**contact, "origin_id": None if origin is None else _put_origin(batch, origin)}
    except Exception:  # noqa: BLE001 - nor one contact
        _log.exception("account %s: the origin of contact %s cannot be told", account.account_id, contact.get("id"))
        return {**contact, "origin_id": None}
