"""What the writer applies: a fact that intake has read and found well-formed.

In: whatever intake made of a payload. Out: the rows that it needs to see, and what it does to them. Knows no entity.
"""

from typing import Any, Protocol

from headwater.ledger.book import Book, Wants


class Change(Protocol):
    """A validated fact about one account, ready to be applied; made by `intake`."""

    @property
    def account_id(self) -> str:
        """The account it is about."""
        ...

    def wants(self, wants: Wants) -> None:
        """Say which rows it needs to see."""
        ...

    def apply(self, book: Book) -> dict[str, Any]:
        """Change the book and return the answer; raise `Problem` before anything is changed, or not at all."""
        ...
