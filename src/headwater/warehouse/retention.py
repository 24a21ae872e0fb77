"""Deleting page views that are older than they may be kept, so that everything still adds up.

In: the moment before which nothing is kept, in the caller's transaction. Out: tables without them; the views are
counted among the drops as "retention", and a session that the moment cuts begins anew after it.
"""

from typing import Final

from headwater.warehouse import person_touches, touches, trails
from headwater.warehouse.bulk import Bulk
from headwater.warehouse.cursors import Cursor, number
from headwater.warehouse.statements import statement
from headwater.warehouse.writer import add_drops

SENT_DAYS: Final = 8
"""How long it is remembered that a hit came: a browser may send it again for seven days."""


def forget(cursor: Cursor, bulk: Bulk, before: int | None, today: int) -> int:
    """Delete page views before the instant, if there is one, and what is too old to be sent again; how many views."""
    cursor.execute("DELETE FROM sent_hits WHERE day < DATE '1970-01-01' + ?::INTEGER", [today - SENT_DAYS])
    if before is None:
        return 0
    touches.set_instant(cursor, "earliest", before)
    gone = number(cursor, """SELECT count(*) FROM page_views WHERE "at" < getvariable('earliest')""")
    if gone:
        cursor.execute(statement("scope_cut"))
        for table in ("page_views", "touches", "person_touches"):
            cursor.execute(f"""DELETE FROM {table} WHERE "at" < getvariable('earliest')""")  # noqa: S608 - see above
        touches.retell_scope(cursor)
        person_touches.follow_scope(cursor)
        trails.mend(cursor)
        add_drops(cursor, bulk, {(today, "retention"): gone})
    return gone
