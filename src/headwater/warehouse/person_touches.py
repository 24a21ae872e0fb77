"""Following touches and the map of visitors: whose touches are whose, in the order of persons.

In: touches and visitors as they are now, in the caller's transaction. Out: the table `person_touches`, equal to their
join. Knows nothing of how either came to be; `scope` is the temporary table of `sql/scope.sql`.
"""

from collections.abc import Iterable
from typing import Final

from headwater.warehouse.cursors import Cursor, number

_JOINED: Final = """
    SELECT v.person_id, t.visitor_id, t.at, t.id, t.origin_id
    FROM touches t JOIN visitors v ON v.visitor_id = t.visitor_id AND t.at >= v.since AND t.at < v.until
"""
_ALL: Final = f"INSERT INTO person_touches {_JOINED} ORDER BY v.person_id, t.at, t.id"
_MOVED: Final = """
    CREATE OR REPLACE TEMP TABLE moved AS
    SELECT unnest(?::BIGINT[]) AS visitor_id, TIMESTAMP '0001-01-01' AS since
"""
_IN_SCOPE: Final = """
    CREATE OR REPLACE TEMP TABLE moved AS
    SELECT visitor_id, since FROM scope WHERE visitor_id IN (SELECT visitor_id FROM visitors)
"""
_RETELL: Final = (
    """
    DELETE FROM person_touches USING moved
    WHERE person_touches.visitor_id = moved.visitor_id AND person_touches.at >= moved.since
    """,
    f"""
    INSERT INTO person_touches {_JOINED} JOIN moved m ON m.visitor_id = t.visitor_id AND t.at >= m.since
    ORDER BY v.person_id, t.at, t.id
    """,
)


def follow_map(cursor: Cursor, visitors: Iterable[int]) -> None:
    """Tell anew whose the touches of these visitors are: they have become somebody, somebody else, or nobody."""
    if moved := list(visitors):
        cursor.execute(_MOVED, [moved])
        _retell(cursor)


def follow_scope(cursor: Cursor) -> None:
    """Tell anew whose the touches are that were told anew: those of the visitors in `scope`, from their `since` on."""
    cursor.execute(_IN_SCOPE)
    if number(cursor, "SELECT count(*) FROM moved"):
        _retell(cursor)


def lay(cursor: Cursor) -> None:
    """Tell them all, laid down in the order of persons."""
    cursor.execute("DELETE FROM person_touches")
    cursor.execute(_ALL)


def count_wrong(cursor: Cursor) -> int:
    """How many rows the table has too many or too few."""
    return number(
        cursor,
        f"""SELECT (SELECT count(*) FROM (FROM person_touches EXCEPT ALL ({_JOINED})))
                 + (SELECT count(*) FROM (({_JOINED}) EXCEPT ALL FROM person_touches))""",  # noqa: S608 - see above
    )


def _retell(cursor: Cursor) -> None:
    for statement in _RETELL:
        cursor.execute(statement)
