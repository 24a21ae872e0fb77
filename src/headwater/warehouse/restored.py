"""Whether a ledger and a warehouse belong together, or one of them was restored from a backup without the other.

In: the ledger's counts by its feed, the warehouse's own. The last numbers alone would not do: a restored ledger grows
past the old mark with traffic, under numbers that were given before. So every hit that ever was is counted, too.
"""

from typing import Final

from headwater.errors import Problem
from headwater.warehouse.cursors import Cursor, number
from headwater.warehouse.feed import ChangeFeed
from headwater.warehouse.progress import Marks

CARRIED: Final = """
    SELECT (SELECT count(*) FROM page_views) + (SELECT coalesce(sum(hits), 0) FROM drops)
         + (SELECT count(*) FROM failed_hits)
"""
"""Every hit that ever came into an account's warehouse."""


class Apart(Problem):
    """The ledger and the warehouse of an account are not of one history."""

    status = 500


def carried(cursor: Cursor) -> int:
    """How many hits have ever come into the warehouse."""
    return number(cursor, CARRIED)


def difference(cursor: Cursor, feed: ChangeFeed, account_id: str, marks: Marks) -> str | None:
    """What shows that the two are not of one history; None when they are."""
    last, mark = feed.last_change(account_id), max(marks.rows, marks.hits)
    if last < mark:
        return f"the warehouse is at change {mark}, the ledger only at {last}"
    handed, here = feed.hits_upto(account_id, marks.hits), carried(cursor)
    if handed != here:
        return f"the ledger has handed over {handed} hits, and {here} have come into the warehouse"
    return None


def require_one_history(cursor: Cursor, feed: ChangeFeed, account_id: str, marks: Marks) -> None:
    """Raise `Apart`, which says the remedy, when one of the two was restored without the other."""
    if said := difference(cursor, feed, account_id, marks):
        raise Apart(f"account {account_id}: {said}: restore both from the same backup, or run `headwater rebuild`")
