"""All page views of an account, page by page, for whoever takes them away.

In: the readers. Out: rows by column, in the order in which they came. No question runs between two pages.
"""

from collections.abc import Iterator
from typing import Final

from headwater.warehouse.feed import Row
from headwater.warehouse.readers import Readers
from headwater.warehouse.statements import statement

PAGE: Final = 20_000


def read_page_views(readers: Readers, account_id: str) -> Iterator[list[Row]]:
    """Pages of page views with the columns of their origins."""
    after, is_last = 0, False
    while not is_last:
        found = readers.run(account_id, statement("page_views_after"), {"after": after, "size": PAGE})
        page: list[Row] = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        yield page
        is_last = len(page) < PAGE
        after = int(str(page[-1]["id"])) if page else after
