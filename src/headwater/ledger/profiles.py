"""What the ledger knows of a few persons, for showing it: contacts with tags and lists, orders, subscriptions.

In: a handle on an account, and a name or persons. Out: rows, by person. Reads by indexes only, and writes nothing.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import NamedTuple

import msgspec

from headwater.ledger import nodes, rows, tables
from headwater.ledger.handle import Handle
from headwater.scalars import email, identifier


class Worn(NamedTuple):
    """A tag or a list, the contact that has it, and since when."""

    contact: rows.Contact
    label: rows.Label
    date: int


class Order(NamedTuple):
    """An order with its items, in their order."""

    invoice: rows.Invoice
    items: list[rows.InvoiceItem]


class Profile(msgspec.Struct):
    """What is known of one person, in order of time and then of arrival. One may have no contact, and only orders."""

    contacts: list[rows.Contact] = msgspec.field(default_factory=list[rows.Contact])
    labels: list[Worn] = msgspec.field(default_factory=list[Worn])
    orders: list[Order] = msgspec.field(default_factory=list[Order])
    subscriptions: list[rows.Subscription] = msgspec.field(default_factory=list[rows.Subscription])


def find_contact(handle: Handle, account: rows.Account, name: str, integration_id: str = "") -> rows.Contact | None:
    """The contact with this contact id, in whatever integration, or else with this e-mail address.

    An id goes before an address, as in imports. Of several, the one that was told first; `integration_id` narrows it.
    """
    names: list[tuple[str, str]] = []
    with suppress(ValueError):
        names.append(("contact_id", identifier(name)))
    with suppress(ValueError):
        names.append(("email_key", nodes.email_key(account, email(name))))
    for column, value in names:
        found = handle.find(rows.Contact, tables.contacts, column, [value])
        if mine := [row for row in found if integration_id in ("", row.integration_id)]:
            return min(mine, key=lambda row: row.id)
    return None


def read_profiles(handle: Handle, persons: Collection[int]) -> dict[int, Profile]:
    """All that is known of these persons."""
    known = {person: Profile() for person in persons}
    contacts = handle.find(rows.Contact, tables.contacts, "person_id", persons)
    for contact in sorted(contacts, key=lambda row: (row.date_created, row.id)):
        known[contact.person_id].contacts.append(contact)
    for worn in sorted(_worn(handle, contacts), key=lambda one: (one.date, one.label.id)):
        known[worn.contact.person_id].labels.append(worn)
    invoices = handle.find(rows.Invoice, tables.invoices, "person_id", persons)
    items: dict[int, list[rows.InvoiceItem]] = {row.id: [] for row in invoices}
    for item in handle.find(rows.InvoiceItem, tables.invoice_items, "invoice", items):
        items[item.invoice].append(item)
    for invoice in sorted(invoices, key=lambda row: (row.date_created, row.id)):
        mine = sorted(items[invoice.id], key=lambda item: item.position)
        known[invoice.person_id].orders.append(Order(invoice, mine))
    subscriptions = handle.find(rows.Subscription, tables.subscriptions, "person_id", persons)
    for subscription in sorted(subscriptions, key=lambda row: (row.start_date, row.id)):
        known[subscription.person_id].subscriptions.append(subscription)
    return known


def _worn(handle: Handle, contacts: Iterable[rows.Contact]) -> list[Worn]:
    """What these contacts have of tags and lists."""
    by_id = {contact.id: contact for contact in contacts}
    put = handle.find(rows.ContactLabel, tables.contact_labels, "contact", by_id)
    labels = {row.id: row for row in handle.find(rows.Label, tables.labels, "id", {one.label for one in put})}
    return [Worn(by_id[one.contact], labels[one.label], one.date) for one in put]
