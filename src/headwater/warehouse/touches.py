"""Telling touches from page views, anew for those visitors whom new page views concern, or for all.

In: page views already in the table, in the caller's transaction. Out: the table `touches`, equal to what all page views
would give at once. The rule itself is `sql/touches.sql`.
"""

from collections.abc import Collection
from typing import Final

import msgspec

from headwater.clock import DAY
from headwater.warehouse.cursors import Cursor, number
from headwater.warehouse.statements import statement

_BEGINNING: Final = -62_000_000_000_000_000  # in the year 5: before any page view
_REACH: Final = DAY  # how far back a session that goes on is first looked for; few last longer

_DELETE = """
    DELETE FROM touches USING scope
    WHERE touches.at >= getvariable('earliest')
      AND touches.visitor_id = scope.visitor_id AND touches.at >= scope.since
"""


def retell(cursor: Cursor, after: int, earliest: int) -> None:
    """Tell the touches of the visitors of page views with ids above `after`; `earliest` is the first time of these."""
    cursor.execute("SET VARIABLE after = ?::BIGINT", [after])
    set_instant(cursor, "earliest", earliest)
    for reach in (earliest - _REACH, _BEGINNING):
        set_instant(cursor, "reach", reach)
        cursor.execute(statement("scope"))
        if not number(cursor, "SELECT count(*) FROM scope WHERE is_continued AND origin_before IS NULL"):
            break
    retell_scope(cursor)


def retell_scope(cursor: Cursor) -> None:
    """Tell the touches of the visitors in the temporary table `scope` anew, each from its `since` on."""
    cursor.execute(_DELETE)
    cursor.execute(f"INSERT INTO touches {statement('touches')}")


def retell_visitors(cursor: Cursor, visitor_ids: Collection[int]) -> None:
    """Tell all touches of these visitors anew."""
    set_instant(cursor, "earliest", _BEGINNING)
    cursor.execute(statement("scope_some"), [msgspec.json.encode(list(visitor_ids)).decode()])
    retell_scope(cursor)


def retell_all(cursor: Cursor) -> None:
    """Tell all touches from all page views, laid down in order of time so that scans of a period stay short."""
    _scope_all(cursor)
    cursor.execute("DELETE FROM touches")
    cursor.execute(f'INSERT INTO touches FROM ({statement("touches")}) ORDER BY "at", id')


def count_wrong(cursor: Cursor) -> int:
    """How many rows the table `touches` has too many or too few."""
    _scope_all(cursor)
    told = f"FROM ({statement('touches')})"
    return number(
        cursor,
        f"""SELECT (SELECT count(*) FROM (FROM touches EXCEPT ALL {told}))
                 + (SELECT count(*) FROM ({told} EXCEPT ALL FROM touches))""",  # noqa: S608 - a file of this package
    )


def _scope_all(cursor: Cursor) -> None:
    set_instant(cursor, "earliest", _BEGINNING)
    cursor.execute(statement("scope_all"))


def set_instant(cursor: Cursor, name: str, instant: int) -> None:
    """Give a variable of the statements an instant."""
    cursor.execute(f"SET VARIABLE {name} = make_timestamp(?::BIGINT)", [instant])
