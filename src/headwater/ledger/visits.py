"""All that the visitors of an account said of themselves and that counts, page by page, for whoever takes it away.

In: an open store. Out: pages of `Said`, in the order of visitors. No transaction stays open between pages. What nobody
vouches for and nothing confirmed is left out, and so is what somebody split off: told again it would come true.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select, tuple_

from headwater.ledger import nodes, rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.names import Said, Sayings
from headwater.ledger.neighbourhood import known_by
from headwater.ledger.resolve import RULED, heard
from headwater.ledger.store import Store
from headwater.ledger.texts import Half

PAGE: Final = 2_000

_RULED: Final = Half("a", f"slot = {RULED}")


def read_sayings(store: Store, account: rows.Account, integration_id: str) -> Iterator[list[Said]]:
    """Pages of what counts of what visitors said; of contacts, those of the integration."""
    table = tables.identity_edges.c
    key = tuple_(table.a, table.b, table.slot)
    after, is_last = (nodes.VISITOR, "", 0), False
    while not is_last:
        mine = (table.account_id == account.account_id, table.a.like(f"{nodes.VISITOR}%"), key > after)
        statement = select(tables.identity_edges).where(*mine).order_by(table.a, table.b, table.slot).limit(PAGE)
        with store.read() as connection:
            page = [rows.Edge(**row) for row in connection.execute(statement).mappings()]
            handle = Handle(connection, account.account_id)
            counted = _counted(handle, page)
            names = Sayings(handle, account, integration_id, counted)
        yield [said for edge in counted for said in names.sayings(edge)]
        is_last = len(page) < PAGE
        after = (page[-1].a, page[-1].b, page[-1].slot) if page else after


def _counted(handle: Handle, page: Sequence[rows.Edge]) -> list[rows.Edge]:
    """The edges of a page that count, by themselves and by what else is known of their visitors and names."""
    rulings = handle.find_half(rows.Edge, tables.identity_edges, _RULED, {edge.a for edge in page})
    known = known_by(handle, {edge.b for edge in page}, page)
    mine = {(edge.a, edge.b, edge.slot): edge for edge in page}
    others = {(edge.a, edge.b, edge.slot): edge for edge in (*rulings, *known)}
    said = heard((others | mine).values())
    return [edge for of_visitor in said.values() for edge in of_visitor if (edge.a, edge.b, edge.slot) in mine]
