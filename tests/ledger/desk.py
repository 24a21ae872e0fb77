"""One account as its clients see it: what they tell, in their JSON, and what the ledger then holds.

In: an open `Store`. Out: `Desk`, whose `contact`, `invoice`, `identify` … go through the real intake and the real
writer's commit, and whose look-ups read the tables.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Table, insert, select

from headwater.errors import Problem
from headwater.intake.contact import read_contact
from headwater.intake.contact_deletion import read_contact_deletion
from headwater.intake.deletion import read_invoice_deletion
from headwater.intake.hit import Hits, Sender, read_hit
from headwater.intake.identify import read_identification
from headwater.intake.invoice import read_invoice
from headwater.ledger import nodes, rows, tables
from headwater.ledger.accounts import NewAccount, create_account, find_standing
from headwater.ledger.change import Answer, Change, Once, Outcome, Submission
from headwater.ledger.commit import commit
from headwater.ledger.handle import select_rows
from headwater.ledger.store import Store
from headwater.scalars import email

Row = TypeVar("Row", bound=msgspec.Struct)

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOW = 1_700_000_000 * SECOND  # 2023-11-14 22:13:20 UTC


def keep(_outcome: Outcome) -> None:
    """A `done` for those who take the outcome from `commit`."""


class Desk:
    """An account with two integrations, `first` and `second`; `now` is moved by hand."""

    def __init__(self, store: Store, known: NewAccount | None = None) -> None:
        """Make the account, unless it is a known one."""
        made = known or create_account(store, NOW, "Shop", "UTC", "USD")
        self.store = store
        self.now = NOW
        self.key = made.api_key
        self.account_id, self.first, self.second = made.account_id, made.integration_id, "second"
        self.account = find_standing(store, self.account_id).account
        if known is None:
            self.add_integration(self.second)

    def add_integration(self, integration_id: str) -> None:
        """One more integration, younger than the others."""
        with self.store.write() as connection:
            connection.execute(
                insert(tables.integrations).values(
                    account_id=self.account_id, integration_id=integration_id, name=integration_id, created_at=NOW + 1
                )
            )

    # What clients say ------------------------------------------------------------------------------------------------

    def contact(self, body: dict[str, Any], integration: str = "") -> dict[str, Any]:
        """`POST contact`."""
        return self.tell(self.contact_change(body, integration)).body["contact"]

    def invoice(self, body: dict[str, Any], integration: str = "") -> dict[str, Any]:
        """`POST invoice`, with what every invoice needs unless the body has it; the whole answer."""
        return self.tell(self.invoice_change(body, integration)).body

    def delete_contact(self, asked: str, integration: str = "") -> dict[str, Any]:
        """`DELETE contact/…`."""
        return self.tell(read_contact_deletion(self.account, integration or self.first, asked)).body

    def delete_invoice(self, asked: str, integration: str = "") -> dict[str, Any]:
        """`DELETE invoice/…`."""
        return self.tell(read_invoice_deletion(self.account, integration or self.first, asked)).body

    def identify(self, uid: str, at: int | None = None, **who: str) -> dict[str, Any]:
        """`/identify` with e=… and/or cid=…."""
        return self.tell(self.identification(uid, at, **who)).body

    def view(self, uid: str, url: str = "https://shop.example/") -> None:
        """`/hit`."""
        self.tell(self.hit_change(uid, url))

    def contact_change(self, body: dict[str, Any], integration: str = "") -> Change:
        return read_contact(self.account, integration or self.first, body)

    def invoice_change(self, body: dict[str, Any], integration: str = "") -> Change:
        needed: dict[str, Any] = {"amount": 1000, "paid": 1000, "date_created": "2023-11-01", "items": []}
        return read_invoice(self.account, integration or self.first, needed | body)

    def identification(self, uid: str, at: int | None = None, **who: str) -> Change:
        sent = {"uid": uid, **who}
        integrations = find_standing(self.store, self.account_id).integrations
        return read_identification(self.account, integrations, sent, self.now if at is None else at)

    def hit_change(self, uid: str, url: str = "https://shop.example/") -> Change:
        return Hits(self.account_id, [read_hit({"uid": uid, "url": url}, Sender(), self.now)])

    def tell(self, change: Change, once: Once | None = None) -> Answer:
        """Commit one change; raises what went wrong."""
        (outcome,) = self.tell_together([change], once)
        if isinstance(outcome, Answer):
            return outcome
        raise outcome

    def tell_together(self, changes: Sequence[Change], once: Once | None = None) -> list[Outcome]:
        """Commit changes as one group."""
        return commit(self.store, self.now, [Submission(change, keep, once) for change in changes])

    # What the ledger holds -------------------------------------------------------------------------------------------

    def all(self, kind: type[Row], table: Table) -> list[Row]:
        """All rows of the account in a table, in the order of its key."""
        with self.store.read() as connection:
            found = select_rows(connection, kind, table, table.c.account_id == self.account_id)
        keys = [column.name for column in table.primary_key]
        return sorted(found, key=lambda row: [getattr(row, name) for name in keys])

    def contacts(self) -> dict[str, rows.Contact]:
        """Contacts of all integrations by contact id; those of the second as `second/…`."""
        return {self._label(row.integration_id, row.contact_id): row for row in self.all(rows.Contact, tables.contacts)}

    def invoices(self) -> dict[str, rows.Invoice]:
        """Invoices of all integrations by invoice id; those of the second as `second/…`."""
        return {self._label(row.integration_id, row.invoice_id): row for row in self.all(rows.Invoice, tables.invoices)}

    def tags_of(self, contact_id: str) -> dict[str, int]:
        """The tags of a contact: name → when."""
        names = {label.id: label.name for label in self.all(rows.Label, tables.labels) if label.kind == "tag"}
        contact = self.contacts()[contact_id].id
        put_on = self.all(rows.ContactLabel, tables.contact_labels)
        return {names[row.label]: row.date for row in put_on if row.contact == contact and row.label in names}

    def person(self, node: str) -> int | None:
        """Whom an identity node belongs to; None when it was never heard of."""
        return {row.node: row.person_id for row in self.all(rows.Node, tables.identity_nodes)}.get(node)

    def person_of_email(self, address: str) -> int | None:
        """Whom an e-mail address belongs to."""
        return self.person(nodes.email(nodes.email_key(self.account, email(address))))

    def spans(self, uid: str) -> list[tuple[int, int]]:
        """The time line of a visitor: (since, person)."""
        return [
            (row.since, row.person_id) for row in self.all(rows.VisitorSpan, tables.visitor_spans) if row.uid == uid
        ]

    def last_change(self) -> int:
        """The account's last number."""
        with self.store.read() as connection:
            statement = select(tables.accounts.c.change).where(tables.accounts.c.account_id == self.account_id)
            return connection.execute(statement).scalar_one()

    def nothing_hangs_loose(self) -> None:
        """Every tag hangs on a contact that exists, every line on an invoice."""
        contacts = {contact.id for contact in self.contacts().values()}
        labels = {label.id for label in self.all(rows.Label, tables.labels)}
        worn = self.all(rows.ContactLabel, tables.contact_labels)
        assert all(row.contact in contacts and row.label in labels for row in worn)
        invoices = {invoice.id for invoice in self.invoices().values()}
        assert {row.invoice for row in self.all(rows.InvoiceItem, tables.invoice_items)} <= invoices
        assert all(contact.person_id for contact in self.contacts().values())
        assert all(invoice.person_id for invoice in self.invoices().values())

    def _label(self, integration_id: str, record: str) -> str:
        return record if integration_id == self.first else f"{integration_id}/{record}"


def refusal(outcome: Outcome) -> Problem:
    """The problem that an outcome is."""
    assert isinstance(outcome, Problem)
    return outcome
