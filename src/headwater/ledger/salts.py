"""The secrets of a day: they key the hashes that stand for visitors where nothing may be stored in browsers.

In: an account and a day. Out: its salt, on disk before it is used, so that a restart does not make new visitors of all.
After two days a salt is destroyed, and nobody can tell any more whose hashes those were, ourselves included.
"""

import secrets
from typing import Final

from sqlalchemy import delete, insert, select

from headwater.clock import DAY
from headwater.ledger import rows, tables
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store

KEPT_DAYS: Final = 2
_BYTES: Final = 32


def salt_of(store: Store, account_id: str, now: int) -> bytes:
    """The account's salt of the day (UTC) of `now`, made if there is none."""
    table, day = tables.daily_salts, now // DAY
    with store.write() as connection:
        mine = (table.c.account_id == account_id, table.c.day == day)
        salt = connection.execute(select(table.c.salt).where(*mine)).scalar_one_or_none()
        if salt is None:
            salt = secrets.token_hex(_BYTES)
            row = rows.DailySalt(account_id=account_id, day=day, salt=salt)
            connection.execute(insert(table).values(as_dict(row)))
    return bytes.fromhex(salt)


def forget_salts(store: Store, now: int) -> int:
    """Destroy the salts of days that ended a day ago or longer, of all accounts; how many there were."""
    table = tables.daily_salts
    with store.write() as connection:
        gone = connection.execute(delete(table).where(table.c.day <= now // DAY - KEPT_DAYS)).rowcount
    if gone:
        store.scrub()
    return gone
