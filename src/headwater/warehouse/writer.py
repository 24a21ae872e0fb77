"""What a batch does to an account's tables.

In: a `Batch`, the marks before and after it, a cursor in a transaction that the caller ends. Knows nothing of where the
batch came from.
"""

from typing import Final

from headwater.warehouse import tables, touches
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


def marks_on(cursor: Cursor) -> Marks:
    """The marks as the cursor sees them."""
    found = cursor.execute("SELECT feed, change, epoch_us(complete_at) FROM marks").fetchall()
    change = {feed: int(number) for feed, number, _ in found}
    return Marks(rows=change["rows"], hits=change["hits"], complete_at=max(int(at or 0) for _, _, at in found))


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
        with self._meter.step("page_views"):
            self._bulk.insert(cursor, "origins", list(batch.origins.values()), unless_known="origin_id")
            self._bulk.insert(cursor, "page_views", batch.page_views)
            self._bulk.insert(cursor, "failed_hits", batch.failed_hits)
        if batch.page_views:
            with self._meter.step("touches"):
                touches.retell(cursor, before.hits, min(view["at"] for view in batch.page_views))
        self._add_drops(cursor, batch)
        cursor.execute(_MOVE_MARKS, {"rows": after.rows, "hits": after.hits, "complete_at": after.complete_at})

    def _add_drops(self, cursor: Cursor, batch: Batch) -> None:
        """Add to the day's counts; one row per day and reason is kept."""
        for (day, reason), hits in batch.drops.items():
            row = {"day": day, "reason": reason, "hits": hits}
            if not cursor.execute(_ADD_TO_DROPS, row).fetchall():
                self._bulk.insert(cursor, "drops", [row])
