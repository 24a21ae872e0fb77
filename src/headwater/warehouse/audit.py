"""Adding up an account's warehouse, for comparing it with the ledger and with itself.

Out: `figures`, whose names are those of the ledger's own figures where both have them; `faults`, which are all zero in
a sound warehouse. Knows nothing of what the ledger says.
"""

from collections.abc import Mapping
from typing import Final

from headwater.scalars import checksum
from headwater.warehouse import person_touches, tables, touches
from headwater.warehouse.cursors import Cursor, transaction
from headwater.warehouse.engine import Warehouse
from headwater.warehouse.restored import CARRIED

_CHUNK: Final = 10_000
_OWN: Final = frozenset({"origin_id"})
"""Columns that the warehouse adds to what it was told."""
_SPELLED: Final = {"TIMESTAMP": 'epoch_us("{}")', "DATE": "\"{}\" - DATE '1970-01-01'"}

_FIGURES: Final = {
    "orders.amount": "SELECT sum(amount) FROM orders",
    "orders.paid": "SELECT sum(paid) FROM orders",
    "orders.refund_amount": "SELECT sum(refund_amount) FROM orders",
    "order_items.amount": "SELECT sum(amount) FROM order_items",
    "subscriptions.amount": "SELECT sum(amount) FROM subscriptions",
    "ad_days.spend": "SELECT sum(spend) FROM ad_days",
    "origins": "SELECT count(*) FROM origins",
    "page_views": "SELECT count(*) FROM page_views",
    "touches": "SELECT count(*) FROM touches",
    "drops": "SELECT sum(hits) FROM drops",
    "failed_hits": "SELECT count(*) FROM failed_hits",
    "hits": CARRIED,
    "change": "SELECT min(change) FROM marks",
}
_FAULTS: Final = {
    **{
        f"{copied.table} doubled": f"SELECT count(*) - count(DISTINCT id) FROM {copied.table}"  # noqa: S608 - our own
        for copied in tables.COPIED
        if copied.key == "id"
    },
    "order items doubled": "SELECT count(*) - count(DISTINCT (order_id, position)) FROM order_items",
    "contact labels doubled": "SELECT count(*) - count(DISTINCT (contact, label)) FROM contact_labels",
    "subscription versions doubled": """
        SELECT count(*) - count(DISTINCT (subscription, version)) FROM subscription_versions""",
    "visitor spans doubled": "SELECT count(*) - count(DISTINCT (visitor_id, since)) FROM visitors",
    "page views doubled": "SELECT count(*) - count(DISTINCT id) FROM page_views",
    "origins doubled": "SELECT count(*) - count(DISTINCT origin_id) FROM origins",
    "contact labels without contact": """
        SELECT count(*) FROM contact_labels WHERE contact NOT IN (SELECT id FROM contacts)""",
    "subscription versions without subscription": """
        SELECT count(*) FROM subscription_versions WHERE subscription NOT IN (SELECT id FROM subscriptions)""",
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
    """Rows and checksums of copied tables, sums of columns, all of one moment; `hits` is every hit that came here."""
    with warehouse.cursor(account_id) as cursor, transaction(cursor):
        found = _all(cursor, _FIGURES)
        for name in tables.names():
            found[name], found[f"{name}.checksum"] = _summed(cursor, name)
    return found


def faults(warehouse: Warehouse, account_id: str) -> dict[str, int]:
    """How often the account's tables break a rule of their own; telling all touches again takes time."""
    with warehouse.cursor(account_id) as cursor, transaction(cursor):
        wrong = {"touches wrong": touches.count_wrong(cursor)}
        return {**_all(cursor, _FAULTS), **wrong, "touches of persons wrong": person_touches.count_wrong(cursor)}


def _summed(cursor: Cursor, table: str) -> tuple[int, int]:
    """How many rows a table has, and the sum of their checksums; instants and days as the ledger spells them."""
    described = cursor.execute(f'DESCRIBE "{table}"').fetchall()
    columns = {str(name): _SPELLED.get(str(kind), '"{}"') for name, kind, *_ in described if name not in _OWN}
    spelled = ", ".join(how.format(name) for name, how in columns.items())
    cursor.execute(f'SELECT {spelled} FROM "{table}"')  # noqa: S608 - the migrations' own names
    rows = total = 0
    while some := cursor.fetchmany(_CHUNK):
        rows += len(some)
        total += sum(checksum(dict(zip(columns, row, strict=True))) for row in some)
    return rows, total


def _all(cursor: Cursor, questions: Mapping[str, str]) -> dict[str, int]:
    """Every question's one number, in one statement and therefore of one moment."""
    listed = ", ".join(f"coalesce(({sql}), 0)::HUGEINT" for sql in questions.values())
    answers = cursor.execute(f"SELECT {listed}").fetchall()[0]
    return dict(zip(questions, map(int, answers), strict=True))
