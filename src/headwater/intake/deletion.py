"""A record with an id of its own is deleted: an invoice, a subscription, with all that is part of it.

In: the path of a DELETE. Out: `Deletion`, applied by the ledger's writer. Contacts have a rule of their own.
"""

from functools import partial
from typing import Any, Final

from headwater import scalars
from headwater.errors import NotFound
from headwater.intake.change import Sent
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants


class Deletion(Sent):
    """Delete one record; `kind` is 'invoice' or 'subscription'."""

    kind: str
    record_id: str

    def wants(self, wants: Wants) -> None:
        """The record with this id."""
        getattr(wants, f"{self.kind}_ids").add(self.record_id)

    def apply(self, book: Book) -> dict[str, Any]:
        """Take it away, with its lines, or its history."""
        found = getattr(book, f"{self.kind}s").first(f"{self.kind}_id", (self.integration_id, self.record_id))
        if found is None:
            raise NotFound(f"there is no {self.kind} {self.record_id!r}")
        getattr(book, f"drop_{self.kind}")(found)
        return {"id": self.record_id, "status": "success", "object": self.kind, "deleted": True}


def _read(kind: str, account: rows.Account, integration_id: str, asked: str) -> Deletion:
    """The deletion that a path asks for; `NotFound` for what can be no id."""
    try:
        return Deletion(account, integration_id, kind, scalars.identifier(asked))
    except ValueError:
        raise NotFound(f"there is no {kind} {asked!r}") from None


read_invoice_deletion: Final = partial(_read, "invoice")
read_subscription_deletion: Final = partial(_read, "subscription")
