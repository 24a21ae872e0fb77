"""A contact is deleted for good: personal data goes, and what it bought stays, under nobody's name.

In: the path of `DELETE contact`. Out: `ContactDeletion`, applied by the ledger's writer. What is left finds its person
again by the hash of the address, if the contact returns.
"""

from typing import Any

import msgspec

from headwater import scalars
from headwater.errors import NotFound
from headwater.intake import whom
from headwater.intake.change import Sent
from headwater.ledger import nodes, rows
from headwater.ledger.book import Book, Wants
from headwater.ledger.shelf import Shelf


class ContactDeletion(Sent):
    """Delete by contact id, or every contact of the integration with an e-mail address."""

    asked: str
    email_key: str | None = None

    def wants(self, wants: Wants) -> None:
        """The contacts with this id or e-mail, and all that their persons have."""
        whom.want(wants, {"contact_id": self.asked, "email_key": self.email_key})
        wants.is_personal = True

    def apply(self, book: Book) -> dict[str, Any]:
        """Take personal data away; orders stay, nameless, and find the person again by the hash of the e-mail."""
        found = book.contacts.find("contact_id", (self.integration_id, self.asked)) or [
            row
            for row in (book.contacts.find("email", self.email_key) if self.email_key else [])
            if row.integration_id == self.integration_id
        ]
        if not found:
            raise NotFound(f"there is no contact {self.asked!r}")
        for contact in found:
            book.drop_contact(contact)
            book.traces.forget(contact)
        for shelf in book.hanging:
            for row in self._left_by(book, shelf, found):
                _strip(book, shelf, row)
        return {"id": self.asked, "status": "success", "object": "contact", "deleted": True}

    def _left_by(self, book: Book, shelf: Shelf[Any], gone: list[rows.Contact]) -> list[Any]:
        """The rows that name contacts that are gone, or that their persons sent under a name that is no contact's.

        The latter only of persons who have no contact of this integration any more.
        """
        ids, keys = {row.contact_id for row in gone}, {row.email_key for row in gone if row.email_key}
        present = {row.person_id for row in book.contacts.all() if row.integration_id == self.integration_id}
        persons = {row.person_id for row in gone} - present
        return [
            row
            for row in shelf.all()
            if row.integration_id == self.integration_id
            and (
                row.contact_id in ids
                or row.email_key in keys
                or (_person_of(book, row) in persons and whom.contact_of(book, row) is None)
            )
        ]


def read_contact_deletion(account: rows.Account, integration_id: str, asked: str) -> ContactDeletion:
    """The deletion that a path asks for; `NotFound` for what can be no contact's id."""
    try:
        contact_id = scalars.identifier(asked)
    except ValueError:
        raise NotFound(f"there is no contact {asked!r}") from None
    try:
        return ContactDeletion(account, integration_id, contact_id, nodes.email_key(account, scalars.email(asked)))
    except ValueError:
        return ContactDeletion(account, integration_id, contact_id)


def _person_of(book: Book, row: Any) -> int:  # noqa: ANN401 - a row of any hanging kind
    """Whose a row is; an event that names only a visitor is of whoever the visitor was then."""
    if isinstance(row, rows.Event) and not row.person_id:
        return book.visitor_at(row.uid, row.date)
    return row.person_id


def _strip(book: Book, shelf: Shelf[Any], row: Any) -> None:  # noqa: ANN401 - a row of any hanging kind
    """Take personal data out of an order, a subscription or an event; an id that is an e-mail address, too."""
    bare: dict[str, Any] = {"email": None}
    if row.contact_id and "@" in row.contact_id:
        bare["contact_id"] = None
    if isinstance(row, rows.Event):
        bare |= {"url": None, "meta": "{}"}
    if any(getattr(row, name) != value for name, value in bare.items()):
        book.hang(shelf, msgspec.structs.replace(row, **bare))
