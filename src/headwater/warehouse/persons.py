"""The page views of one person: to be handed out, or to be deleted so that everything still adds up.

In: stretches of visitors' time that are the person's. Out: what to ask a reader, or tables without these views; what is
deleted is counted among the drops as "erased", and touches and trails of what is left are told anew.
"""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import msgspec

from headwater.warehouse import person_touches, touches, trails
from headwater.warehouse.bulk import Bulk
from headwater.warehouse.cursors import Cursor, number
from headwater.warehouse.writer import add_drops


class Stretch(NamedTuple):
    """A visitor's time from `since` on and before `until`."""

    uid: str
    visitor_id: int
    since: int
    until: int


_STRETCHES: Final = """(
    SELECT unnest(from_json_strict(
        ?, '[{"uid": "VARCHAR", "visitor_id": "BIGINT", "since": "BIGINT", "until": "BIGINT"}]'
    ), recursive := true)
) s"""

_VIEWS: Final = f"""
    FROM page_views v JOIN {_STRETCHES} ON v.visitor_id = s.visitor_id
     AND v.at >= make_timestamp(s.since) AND v.at < make_timestamp(s.until)
"""

_FAILED: Final = f"""
    FROM failed_hits f JOIN {_STRETCHES}
      ON CASE WHEN json_extract_string(f.hit, '$.known.visitor_id') > '0'
              THEN json_extract_string(f.hit, '$.known.visitor_id') = s.visitor_id::VARCHAR
              ELSE json_extract_string(f.hit, '$.uid') = s.uid END
     AND json_extract(f.hit, '$.at')::BIGINT >= s.since AND json_extract(f.hit, '$.at')::BIGINT < s.until
"""

PAGE_VIEWS: Final = f"""
    SELECT s.uid, epoch_us(v.at) AS "at", v.* EXCLUDE (id, visitor_id, "at", origin_id), o.* EXCLUDE (origin_id)
    {_VIEWS} LEFT JOIN origins o ON o.origin_id = v.origin_id ORDER BY v.at, v.id
"""
"""The page views of stretches, with where each came from; `told` makes its one value."""

FAILED_HITS: Final = f"SELECT f.hit {_FAILED} ORDER BY f.id"
"""The hits of stretches that could not be read, as they came."""


def told(stretches: Collection[Stretch]) -> list[str]:
    """The value of these questions."""
    return [msgspec.json.encode([stretch._asdict() for stretch in stretches]).decode()]


def erase(cursor: Cursor, bulk: Bulk, stretches: Sequence[Stretch], today: int) -> int:
    """Delete the hits of stretches, in the caller's transaction; how many there were."""
    value = told(stretches)
    gone = number(cursor, f"SELECT count(*) {_VIEWS}", value)
    cursor.execute(f"DELETE FROM page_views WHERE id IN (SELECT v.id {_VIEWS})", value)  # noqa: S608 - our own text
    failed = number(cursor, f"SELECT count(*) {_FAILED}", value)
    cursor.execute(f"DELETE FROM failed_hits WHERE id IN (SELECT f.id {_FAILED})", value)  # noqa: S608 - our own text
    touches.retell_visitors(cursor, {stretch.visitor_id for stretch in stretches})
    person_touches.follow_scope(cursor)
    if gone:
        trails.mend(cursor)
    if gone + failed:
        add_drops(cursor, bulk, {(today, "erased"): gone + failed})
    return gone + failed
