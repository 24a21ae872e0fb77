"""A whole table of an account, page by page, for whoever takes it away.

In: an open store, a table whose rows have an `id`, what to make of a page. Out: what was made, in the order in which
rows were first told. No transaction stays open between pages, however slowly they are taken.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from sqlalchemy import Table

from headwater.ledger.handle import Handle
from headwater.ledger.store import Store

Made = TypeVar("Made")

PAGE: Final = 2_000


def read_pages(
    store: Store, account_id: str, kind: type[Any], table: Table, make: Callable[[Handle, list[Any]], Made]
) -> Iterator[Made]:
    """What `make` makes of each page, with a handle on the moment that the page is of."""
    after, is_last = 0, False
    while not is_last:
        with store.read() as connection:
            handle = Handle(connection, account_id)
            page = handle.page(kind, table, after, PAGE)
            made = make(handle, page)
        yield made
        is_last = len(page) < PAGE
        after = page[-1].id if page else after
