"""Integrations of an account, seen and named by its people; and the account's own name.

In: names. Out: rows.
"""

from typing import Final

from sqlalchemy import insert, update

from headwater.errors import NotFound
from headwater.ledger import rows, tables
from headwater.ledger.accounts import named
from headwater.ledger.handle import select_rows
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.scalars import new_token

_INTEGRATIONS: Final = tables.integrations


def list_integrations(store: Store, account_id: str) -> list[rows.Integration]:
    """The account's integrations, oldest first."""
    with store.read() as connection:
        found = select_rows(connection, rows.Integration, _INTEGRATIONS, _INTEGRATIONS.c.account_id == account_id)
    return sorted(found, key=lambda row: (row.created_at, row.integration_id))


def create_integration(store: Store, now: int, account_id: str, name: str) -> rows.Integration:
    """A new one."""
    row = rows.Integration(account_id=account_id, integration_id=new_token(7), name=named(name), created_at=now)
    with store.write() as connection:
        connection.execute(insert(_INTEGRATIONS).values(as_dict(row)))
    return row


def rename_integration(store: Store, account_id: str, integration_id: str, name: str) -> rows.Integration:
    """Call it something else; `NotFound` when the account has none with this id."""
    mine = (_INTEGRATIONS.c.account_id == account_id, _INTEGRATIONS.c.integration_id == integration_id)
    with store.write() as connection:
        connection.execute(update(_INTEGRATIONS).where(*mine).values(name=named(name)))
        found = select_rows(connection, rows.Integration, _INTEGRATIONS, *mine)
    if not found:
        raise NotFound(f"this account has no integration {integration_id!r}")
    return found[0]


def note_activity(store: Store, now: int, account_id: str, integration_id: str) -> None:
    """Keep when something came in of an integration last."""
    mine = (_INTEGRATIONS.c.account_id == account_id, _INTEGRATIONS.c.integration_id == integration_id)
    with store.write() as connection:
        connection.execute(update(_INTEGRATIONS).where(*mine).values(active_at=now))


def rename_account(store: Store, account_id: str, name: str) -> None:
    """Call an account something else."""
    with store.write() as connection:
        mine = tables.accounts.c.account_id == account_id
        connection.execute(update(tables.accounts).where(mine).values(name=named(name)))
