"""The audit log: who did what in an account, on what, from which address. Entries are added, and never changed.

In: entries. Out: entries, the newest first. Persons are no target here: of those, who is who has a log of its own.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import insert, or_, select

from headwater.ledger import rows, tables
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.scalars import new_token

_LOG: Final = tables.audit_log


class Deed(NamedTuple):
    """What somebody did."""

    actor: str
    action: str
    target: str
    address: str


class Wanted(NamedTuple):
    """Which entries are wanted: how many from before an instant, by whom, of which action or its first word."""

    before: int
    limit: int
    actor: str = ""
    action: str = ""


def note(store: Store, now: int, accounts: Iterable[str], deed: Deed) -> None:
    """Add an entry to the log of each of the accounts."""
    entries = [
        rows.AuditEntry(account_id=account_id, entry_id=new_token(12), at=now, **deed._asdict())
        for account_id in accounts
    ]
    if entries:
        with store.write() as connection:
            connection.execute(insert(_LOG), [as_dict(entry) for entry in entries])


def read_log(store: Store, account_id: str, wanted: Wanted) -> list[rows.AuditEntry]:
    """The newest entries of an account that are wanted."""
    mine = [_LOG.c.account_id == account_id, _LOG.c.at < wanted.before]
    if wanted.actor:
        mine.append(_LOG.c.actor == wanted.actor)
    if wanted.action:
        beginning = _LOG.c.action.startswith(f"{wanted.action}.", autoescape=True)
        mine.append(or_(_LOG.c.action == wanted.action, beginning))
    newest = select(_LOG).where(*mine).order_by(_LOG.c.at.desc(), _LOG.c.entry_id).limit(wanted.limit)
    with store.read() as connection:
        return [rows.AuditEntry(**row) for row in connection.execute(newest).mappings()]
