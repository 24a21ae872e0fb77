"""What a batch does to an account's tables.

In: a `Batch`, the marks before and after it, a cursor in a transaction that the caller ends. Knows nothing of where the
batch came from.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from headwater.warehouse import person_touches, tables, touches
from headwater.warehouse.batch import Batch
from headwater.warehouse.bulk import Bulk
from headwater.warehouse.cursors import Cursor
from headwater.warehouse.meter import Meter
from headwater.warehouse.progress import Marks

_MOVE_MARKS: Final = """
    UPDATE marks SET change = CASE feed WHEN 'rows' THEN $rows ELSE $hits END,
                     complete_at = make_timestamp(nullif($complete_at, 0)::BIGINT)
"""
_ADD_TO_DROPS: Final = """
    UPDATE drops SET hits = hits + $hits WHERE day = DATE '1970-01-01' + $day::INTEGER AND reason = $reason RETURNING 1
"""


_KNOWN: Final = """
    SELECT key FROM sent_hits
    WHERE t BETWEEN $first AND $last AND key IN (SELECT unnest(from_json_strict($keys, '["BIGINT"]')))
"""


_KNOWN_VIEWS: Final = """
    SELECT visitor_id, epoch_us("at"), type, url FROM page_views
    WHERE "at" BETWEEN make_timestamp($first::BIGINT) AND make_timestamp($last::BIGINT)
      AND visitor_id IN (SELECT unnest(from_json_strict($visitors, '["BIGINT"]')))
"""


def marks_on(cursor: Cursor) -> Marks:
    """The marks as the cursor sees them."""
    found = cursor.execute("SELECT feed, change, epoch_us(complete_at) FROM marks").fetchall()
    change = {feed: int(number) for feed, number, _ in found}
    return Marks(rows=change["rows"], hits=change["hits"], complete_at=max(int(at or 0) for _, _, at in found))


def add_drops(cursor: Cursor, bulk: Bulk, drops: Mapping[tuple[int, str], int]) -> None:
    """Add to the counts by day (since 1970) and reason, of which there is one row each."""
    for (day, reason), hits in drops.items():
        row = {"day": day, "reason": reason, "hits": hits}
        if not cursor.execute(_ADD_TO_DROPS, row).fetchall():
            bulk.insert(cursor, "drops", [row])


class Writer:
    """Writes batches; keeps the shapes of tables between them."""

    def __init__(self, bulk: Bulk, meter: Meter) -> None:
        """Time the steps on `meter`."""
        self._bulk = bulk
        self._meter = meter

    def write(self, cursor: Cursor, batch: Batch, before: Marks, after: Marks) -> None:
        """In the caller's transaction: copied rows, page views and what is derived from them, drops, marks."""
        with self._meter.step("rows"):
            tables.replace(cursor, self._bulk, batch.rows, batch.gone)
            person_touches.follow_map(cursor, tables.keys("visitors", batch.rows, batch.gone))
        if batch.sent or batch.imported:
            with self._meter.step("repeated"):
                if batch.sent:
                    self._drop_repeated(cursor, batch)
                if batch.imported:
                    self._drop_imported(cursor, batch)
        with self._meter.step("page_views"):
            self._bulk.insert(cursor, "origins", list(batch.origins.values()), unless_known="origin_id")
            self._bulk.insert(cursor, "page_views", batch.page_views)
            self._bulk.insert(cursor, "failed_hits", batch.failed_hits)
        if batch.page_views:
            with self._meter.step("touches"):
                touches.retell(cursor, before.hits, min(view["at"] for view in batch.page_views))
                person_touches.follow_scope(cursor)
        add_drops(cursor, self._bulk, batch.drops)
        cursor.execute(_MOVE_MARKS, {"rows": after.rows, "hits": after.hits, "complete_at": after.complete_at})

    def _drop_repeated(self, cursor: Cursor, batch: Batch) -> None:
        """A hit that its browser sent again, because no answer came the first time, is no second page view."""
        times = [sent.t for sent in batch.sent.values()]
        keys = msgspec.json.encode([sent.key for sent in batch.sent.values()]).decode()
        known = cursor.execute(_KNOWN, {"first": min(times), "last": max(times), "keys": keys}).fetchall()
        if repeated := batch.drop_repeated({key for (key,) in known}):
            self._meter.count("drops.repeated", repeated)
        self._bulk.insert(cursor, "sent_hits", [sent._asdict() for sent in batch.sent.values()])

    def _drop_imported(self, cursor: Cursor, batch: Batch) -> None:
        """A page view that was imported before, or that is there for another reason, is no second one."""
        views = [view for view in batch.page_views if view["id"] in batch.imported]
        times = [view["at"] for view in views]
        visitors = msgspec.json.encode(sorted({view["visitor_id"] for view in views})).decode()
        asked = {"first": min(times), "last": max(times), "visitors": visitors}
        known = cursor.execute(_KNOWN_VIEWS, asked).fetchall()
        if repeated := batch.drop_imported({(visitor, at, kind, url) for visitor, at, kind, url in known}):
            self._meter.count("drops.repeated", repeated)
