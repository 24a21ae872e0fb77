"""Adding up an account's warehouse, for comparing it with the ledger and with itself.

Out: `figures`, whose names are those of the ledger's own figures where both have them; `faults`, which are all zero in
a sound warehouse. Knows nothing of what the ledger says.
"""

from collections.abc import Mapping
from typing import Final

from headwater.warehouse import touches
from headwater.warehouse.cursors import Cursor, transaction
from headwater.warehouse.engine import Warehouse

_FIGURES: Final = {
    "contacts": "SELECT count(*) FROM contacts",
    "contacts.person_id": "SELECT sum(person_id) FROM contacts",
    "contact_tags": "SELECT count(*) FROM contact_tags",
    "tags": "SELECT count(*) FROM tags",
    "products": "SELECT count(*) FROM products",
    "orders": "SELECT count(*) FROM orders",
    "orders.amount": "SELECT sum(amount) FROM orders",
    "orders.paid": "SELECT sum(paid) FROM orders",
    "orders.refund_amount": "SELECT sum(refund_amount) FROM orders",
    "orders.person_id": "SELECT sum(person_id) FROM orders",
    "order_items": "SELECT count(*) FROM order_items",
    "order_items.amount": "SELECT sum(amount) FROM order_items",
    "visitors": "SELECT count(*) FROM visitors",
    "origins": "SELECT count(*) FROM origins",
    "page_views": "SELECT count(*) FROM page_views",
    "touches": "SELECT count(*) FROM touches",
    "drops": "SELECT sum(hits) FROM drops",
    "failed_hits": "SELECT count(*) FROM failed_hits",
    "hits": """
        SELECT (SELECT count(*) FROM page_views) + (SELECT coalesce(sum(hits), 0) FROM drops)
             + (SELECT count(*) FROM failed_hits)""",
    "change": "SELECT min(change) FROM marks",
}
_FAULTS: Final = {
    "contacts doubled": "SELECT count(*) - count(DISTINCT id) FROM contacts",
    "tags doubled": "SELECT count(*) - count(DISTINCT id) FROM tags",
    "products doubled": "SELECT count(*) - count(DISTINCT id) FROM products",
    "orders doubled": "SELECT count(*) - count(DISTINCT id) FROM orders",
    "order items doubled": "SELECT count(*) - count(DISTINCT (order_id, position)) FROM order_items",
    "contact tags doubled": "SELECT count(*) - count(DISTINCT (contact, tag)) FROM contact_tags",
    "visitor spans doubled": "SELECT count(*) - count(DISTINCT (visitor_id, since)) FROM visitors",
    "page views doubled": "SELECT count(*) - count(DISTINCT id) FROM page_views",
    "origins doubled": "SELECT count(*) - count(DISTINCT origin_id) FROM origins",
    "contact tags without contact": "SELECT count(*) FROM contact_tags WHERE contact NOT IN (SELECT id FROM contacts)",
    "order items without order": "SELECT count(*) FROM order_items WHERE order_id NOT IN (SELECT id FROM orders)",
    "touches of unknown origin": """
        SELECT count(*) FROM touches WHERE origin_id <> 0 AND origin_id NOT IN (SELECT origin_id FROM origins)""",
    "contacts of unknown origin": """
        SELECT count(*) FROM contacts
        WHERE origin_id IS NOT NULL AND origin_id NOT IN (SELECT origin_id FROM origins)""",
    "visitor spans overlapping": """
        SELECT count(*) FROM (
            SELECT until > lead(since) OVER (PARTITION BY visitor_id ORDER BY since) AS is_bad FROM visitors
        ) WHERE is_bad""",
}


def figures(warehouse: Warehouse, account_id: str) -> dict[str, int]:
    """Counts of rows and sums of columns, all of one moment; `hits` is every hit that ever arrived here."""
    with warehouse.cursor(account_id) as cursor:
        return _all(cursor, _FIGURES)


def faults(warehouse: Warehouse, account_id: str) -> dict[str, int]:
    """How often the account's tables break a rule of their own; telling all touches again takes time."""
    with warehouse.cursor(account_id) as cursor, transaction(cursor):
        return {**_all(cursor, _FAULTS), "touches wrong": touches.count_wrong(cursor)}


def _all(cursor: Cursor, questions: Mapping[str, str]) -> dict[str, int]:
    """Every question's one number, in one statement and therefore of one moment."""
    listed = ", ".join(f"coalesce(({sql}), 0)::HUGEINT" for sql in questions.values())
    answers = cursor.execute(f"SELECT {listed}").fetchall()[0]
    return dict(zip(questions, map(int, answers), strict=True))
