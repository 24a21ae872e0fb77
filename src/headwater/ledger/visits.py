"""All that the visitors of an account ever said of themselves, page by page, for whoever takes it away.

In: an open store. Out: pages of `Said`, in the order of visitors. No transaction stays open between pages.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select, tuple_

from headwater.ledger import nodes, rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.names import Said, Sayings
from headwater.ledger.store import Store

PAGE: Final = 2_000


def read_sayings(store: Store, account: rows.Account, integration_id: str) -> Iterator[list[Said]]:
    """Pages of what visitors said; of contacts, those of the integration."""
    table = tables.identity_edges.c
    key = tuple_(table.a, table.b, table.slot)
    after, is_last = (nodes.VISITOR, "", 0), False
    while not is_last:
        mine = (table.account_id == account.account_id, table.a.like(f"{nodes.VISITOR}%"), key > after)
        statement = select(tables.identity_edges).where(*mine).order_by(table.a, table.b, table.slot).limit(PAGE)
        with store.read() as connection:
            page = [rows.Edge(**row) for row in connection.execute(statement).mappings()]
            names = Sayings(Handle(connection, account.account_id), account, integration_id, page)
        yield [said for edge in page for said in names.sayings(edge)]
        is_last = len(page) < PAGE
        after = (page[-1].a, page[-1].b, page[-1].slot) if page else after
