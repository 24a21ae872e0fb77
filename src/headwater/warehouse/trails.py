"""Laying the trails: by visitor, the ids of their page views, so that one person's views need no scan of everyone's.

In: page views already in the table, in the caller's transaction. Out: the tables `trails` and `trails_upto`. Sorted by
visitor, so that what is known of each block's smallest and greatest value leaves a look-up a block or two to read; laid
anew as a whole when a tenth has come since. Page views that are deleted later may still be named, and are not found.
"""

from typing import Final

from headwater.warehouse.cursors import Cursor, number

LEAST: Final = 250_000
"""So many page views are looked through in a millisecond or two: fewer are worth no trail."""
_TENTH: Final = 10

_SINCE: Final = "SELECT count(*) FROM page_views WHERE id > (SELECT upto FROM trails_upto)"
_LAY: Final = (
    "DELETE FROM trails",
    "INSERT INTO trails SELECT visitor_id, id FROM page_views ORDER BY visitor_id, id",
    "UPDATE trails_upto SET upto = (SELECT coalesce(max(id), 0) FROM page_views)",
)


def is_due(cursor: Cursor, least: int = LEAST) -> bool:
    """Whether enough page views have come since the trails were laid: a tenth, and not fewer than `least`."""
    laid = number(cursor, "SELECT count(*) FROM trails")
    return number(cursor, _SINCE) >= max(least, laid // _TENTH)


def lay(cursor: Cursor) -> None:
    """Lay all trails anew."""
    for statement in _LAY:
        cursor.execute(statement)


def mend(cursor: Cursor) -> None:
    """Lay the trails anew, if there are any, after page views with old numbers have come or gone."""
    if number(cursor, "SELECT upto FROM trails_upto"):
        lay(cursor)
