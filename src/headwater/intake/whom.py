"""Whom a fact is about: the contact with an id, or with an e-mail address, known already or not.

In: the two fields of orders, subscriptions and events. Out: the identity node that the fact hangs on, so that it
belongs to the right person now and whenever the contact turns up later.
"""

from collections.abc import Mapping
from typing import Any, Final

from headwater import scalars
from headwater.intake.fields import Faults, Field, says_any
from headwater.ledger import nodes, rows
from headwater.ledger.book import Book, Wants
from headwater.ledger.shelf import Hanging

FIELDS: Final = (
    Field("contact_id", scalars.identifier, "Contact id; required if there is no e-mail"),
    Field("email", scalars.email, "The contact's e-mail; required if there is no contact id"),
)


def require(body: Mapping[str, Any], faults: Faults) -> None:
    """One of the two must be there."""
    if not says_any(body, "contact_id", "email"):
        faults.append("missing 'contact_id' or 'email' field")


def keyed(account: rows.Account, values: dict[str, Any]) -> dict[str, Any]:
    """The values, with the key of the e-mail address beside it."""
    if "email" in values:
        values["email_key"] = nodes.email_key(account, values["email"])
    return values


def want(wants: Wants, values: Mapping[str, Any]) -> None:
    """The contacts with this id or e-mail."""
    if contact_id := values.get("contact_id"):
        wants.contact_ids.add(contact_id)
    if email_key := values.get("email_key"):
        wants.email_keys.add(email_key)


def contact_of(book: Book, row: Hanging) -> rows.Contact | None:
    """The contact of a row: by its id, else by its e-mail in any integration."""
    by_id = row.contact_id and book.contacts.first("contact_id", (row.integration_id, row.contact_id))
    return by_id or (book.contacts.first("email", row.email_key) if row.email_key else None)


def node_of(book: Book, row: Hanging) -> str:
    """Where a row hangs: on the contact with its contact id if there is one, else its e-mail, else the id."""
    exists = row.contact_id and book.contacts.first("contact_id", (row.integration_id, row.contact_id))
    if row.email_key and not exists:
        return nodes.email(row.email_key)
    return nodes.contact(book.account, row.integration_id, row.contact_id or "")


def known_contact(book: Book, integration_id: str, values: Mapping[str, Any]) -> rows.Contact | None:
    """The integration's contact that an id, else an e-mail address, names."""
    if contact_id := values.get("contact_id"):
        return book.contacts.first("contact_id", (integration_id, contact_id))
    of_email = book.contacts.find("email", values.get("email_key"))
    return next((row for row in of_email if row.integration_id == integration_id), None)
