"""One account's rows at hand for a group of changes: read together, changed in memory by pure rules, written together.

This is what makes durable writes cheap: a group of any size costs a dozen statements and one fsync. `Book` gives out
change numbers, keeps tombstones and gathers what identity must look at; `identity.settle` does that before `save`.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select, text

from headwater.clock import DAY, MINUTE
from headwater.errors import Unauthorized
from headwater.ledger import nodes, rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.resolve import joined
from headwater.ledger.shelf import Shelf

SLOT: Final = 30 * MINUTE  # the length of a session: what is said twice within it is said once


class Wants(msgspec.Struct):
    """What a group of changes needs to see of an account before it is applied."""

    contact_ids: set[str] = msgspec.field(default_factory=set[str])
    email_keys: set[str] = msgspec.field(default_factory=set[str])
    invoice_ids: set[str] = msgspec.field(default_factory=set[str])
    product_ids: set[str] = msgspec.field(default_factory=set[str])
    tags: set[str] = msgspec.field(default_factory=set[str])
    idempotency_keys: set[str] = msgspec.field(default_factory=set[str])


class Book:
    """What is known of one account inside one transaction."""

    def __init__(self, account: rows.Account, now: int) -> None:
        """Start with nothing at hand; `open_book` and `load` bring rows in."""
        self.account = account
        self.now = now
        self.contacts: Shelf[rows.Contact] = Shelf(
            contact_id=lambda row: (row.integration_id, row.contact_id), email=lambda row: row.email_key
        )
        self.invoices: Shelf[rows.Invoice] = Shelf(
            invoice_id=lambda row: (row.integration_id, row.invoice_id),
            contact_id=lambda row: row.contact_id and (row.integration_id, row.contact_id),
            email=lambda row: row.email_key,
        )
        self.products: Shelf[rows.Product] = Shelf(product_id=lambda row: (row.integration_id, row.product_id))
        self.tags: Shelf[rows.Tag] = Shelf(
            tag_id=lambda row: (row.integration_id, row.tag_id), name=lambda row: (row.integration_id, row.name)
        )
        self.contact_tags: dict[int, dict[int, int]] = {}  # contact → tag → when it was put on
        self.edges: dict[tuple[str, str, int], rows.Edge] = {}  # new ones
        self.touched: set[str] = set()  # identity nodes that must be looked at
        self._retagged: set[int] = set()
        self._items: dict[int, list[rows.InvoiceItem]] = {}
        self._hits: list[rows.SpooledHit] = []
        self._drops: Counter[str] = Counter()
        self._answers: dict[tuple[str, str], rows.IdempotencyRecord] = {}
        self._new_answers: dict[tuple[str, str], rows.IdempotencyRecord] = {}
        self._forgotten: set[str] = set()  # what no stored answer may show any more
        self._log: list[rows.IdentityEvent] = []
        self._tombstones: list[rows.Tombstone] = []

    def next_change(self) -> int:
        """A new change number of the account."""
        self.account.change += 1
        return self.account.change

    # What changes do ---------------------------------------------------------------------------------------------

    def put_contact(self, contact: rows.Contact) -> rows.Contact:
        """A new or changed contact; identity looks at its node and at its e-mail's."""
        contact.change = self.next_change()
        contact.id = contact.id or contact.change
        self.contacts.put(contact)
        mine = nodes.contact(self.account, contact.integration_id, contact.contact_id)
        to = nodes.email(contact.email_key) if contact.email_key else mine  # to itself: it is known
        self.add_edge(mine, to, contact.date_created, "contact")
        return contact

    def drop_contact(self, contact: rows.Contact) -> None:
        """Take a contact away, with its tags; what identity knows of it stays, as keyed hashes."""
        self.contacts.drop(contact.id)
        shown = {"contact_id": contact.contact_id, "email": contact.email}
        self._forgotten |= {msgspec.json.encode({name: value}).decode()[1:-1] for name, value in shown.items() if value}
        self.set_tags(contact.id, {})
        self._bury("contacts", contact.id)
        self.touched.add(nodes.contact(self.account, contact.integration_id, contact.contact_id))

    def set_tags(self, contact: int, dates: dict[int, int]) -> None:
        """Replace the set of tags of a contact: tag → when."""
        self.contact_tags[contact] = dates
        self._retagged.add(contact)

    def put_tag(self, tag: rows.Tag) -> rows.Tag:
        """A new or renamed tag."""
        tag.change = self.next_change()
        tag.id = tag.id or tag.change
        self.tags.put(tag)
        return tag

    def put_product(self, product: rows.Product) -> rows.Product:
        """A new or renamed product."""
        product.change = self.next_change()
        product.id = product.id or product.change
        self.products.put(product)
        return product

    def put_invoice(self, invoice: rows.Invoice, items: list[rows.InvoiceItem] | None = None) -> rows.Invoice:
        """A new or changed invoice; `items` replace its lines, None leaves them alone."""
        invoice.change = self.next_change()
        invoice.id = invoice.id or invoice.change
        self.invoices.put(invoice)
        if items is not None:
            for item in items:
                item.invoice = invoice.id
            self._items[invoice.id] = items
        if invoice.node.startswith(nodes.CONTACT):
            self.add_edge(invoice.node, invoice.node, invoice.date_created, "order")  # to itself: it is known
        self.touched.add(invoice.node)
        return invoice

    def drop_invoice(self, invoice: rows.Invoice) -> None:
        """Take an invoice away, with its lines."""
        self.invoices.drop(invoice.id)
        self._items[invoice.id] = []
        self._bury("orders", invoice.id)

    def add_edge(self, a: str, b: str, at: int, source: str) -> None:
        """Two nodes belong together; of many sayings within half an hour the first and the last are kept."""
        slot = at // SLOT if a.startswith(nodes.VISITOR) else 0
        said = rows.Edge(account_id=self.account.account_id, a=a, b=b, slot=slot, at=at, last=at, source=source)
        known = self.edges.get((a, b, slot))
        self.edges[a, b, slot] = joined(known, said) if known else said
        self.touched |= {a, b}

    def spool(self, hit: dict[str, Any]) -> int:
        """Keep a raw hit until the warehouse has it; returns its change number."""
        number = self.next_change()
        self.account.hits += 1
        payload = msgspec.json.encode({"id": number, **hit}).decode()
        self._hits.append(rows.SpooledHit(account_id=self.account.account_id, id=number, payload=payload))
        return number

    def count_drops(self, reason: str, hits: int) -> None:
        """Note hits that were refused."""
        self._drops[reason] += hits

    def remember(self, record: rows.IdempotencyRecord) -> None:
        """Keep the answer to a request with an `Idempotency-Key`."""
        self._answers[record.key_id, record.idempotency_key] = record
        self._new_answers[record.key_id, record.idempotency_key] = record

    def answered(self, key_id: str, idempotency_key: str) -> rows.IdempotencyRecord | None:
        """What was answered to this key before."""
        return self._answers.get((key_id, idempotency_key))

    def log_identity(self, action: str, person_id: int, other_id: int, subject: str) -> None:
        """Note a union or a split for the audit."""
        event = rows.IdentityEvent(
            account_id=self.account.account_id,
            change=self.next_change(),
            at=self.now,
            action=action,
            person_id=person_id,
            other_id=other_id,
            subject=subject,
        )
        self._log.append(event)

    def _bury(self, entity: str, number: int) -> None:
        self._tombstones.append(
            rows.Tombstone(account_id=self.account.account_id, change=self.next_change(), entity=entity, id=number)
        )

    # What the transaction does -----------------------------------------------------------------------------------

    def load(self, handle: Handle, wants: Wants) -> None:
        """Bring in every row that the changes asked for, and what hangs on those."""
        for column, values in (("contact_id", wants.contact_ids), ("email_key", wants.email_keys)):
            self.contacts.lay(handle.find(rows.Contact, tables.contacts, column, values))
            self.invoices.lay(handle.find(rows.Invoice, tables.invoices, column, values))
        found = list(self.contacts.all())
        ids = {contact.contact_id for contact in found} - wants.contact_ids
        keys = {contact.email_key for contact in found if contact.email_key} - wants.email_keys
        self.invoices.lay(handle.find(rows.Invoice, tables.invoices, "contact_id", ids))
        self.invoices.lay(handle.find(rows.Invoice, tables.invoices, "email_key", keys))
        self.invoices.lay(handle.find(rows.Invoice, tables.invoices, "invoice_id", wants.invoice_ids))
        self.products.lay(handle.find(rows.Product, tables.products, "product_id", wants.product_ids))
        for column in ("tag_id", "name"):
            self.tags.lay(handle.find(rows.Tag, tables.tags, column, wants.tags))
        at_hand = {contact.id for contact in found}
        for row in handle.find(rows.ContactTag, tables.contact_tags, "contact", at_hand):
            self.contact_tags.setdefault(row.contact, {})[row.tag] = row.date
        answered = tables.idempotency_records
        for record in handle.find(rows.IdempotencyRecord, answered, "idempotency_key", wants.idempotency_keys):
            self._answers[record.key_id, record.idempotency_key] = record

    def save(self, handle: Handle) -> None:
        """Write everything that changed, and the account's last number."""
        for table, shelf in (
            (tables.contacts, self.contacts),
            (tables.invoices, self.invoices),
            (tables.products, self.products),
            (tables.tags, self.tags),
        ):
            handle.remove(table, "id", shelf.dropped)
            handle.save(table, shelf.changed.values())
        handle.remove(tables.contact_tags, "contact", self._retagged)
        handle.save(tables.contact_tags, self._tag_rows())
        handle.remove(tables.invoice_items, "invoice", self._items)
        handle.save(tables.invoice_items, (item for items in self._items.values() for item in items))
        handle.save(tables.spool, self._hits)
        if self._drops:
            handle.run(_ADD_DROPS, self._drop_rows())
        self._save_answers(handle)
        handle.save(tables.identity_log, self._log)
        handle.save(tables.tombstones, self._tombstones)
        handle.save(tables.accounts, [self.account])

    def _tag_rows(self) -> Iterable[rows.ContactTag]:
        for contact in self._retagged:
            for tag, date in self.contact_tags[contact].items():
                yield rows.ContactTag(account_id=self.account.account_id, contact=contact, tag=tag, date=date)

    def _save_answers(self, handle: Handle) -> None:
        """Keep new answers, forget those that are too old, and take out of the others who was deleted."""
        if self._new_answers:
            handle.run(_FORGET_ANSWERS, [{"upto": self.now - DAY}])
        handle.save(tables.idempotency_records, self._new_answers.values())
        shown = (piece.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for piece in self._forgotten)
        handle.run(_BLANK_ANSWERS, [{"pattern": f"%{piece}%"} for piece in shown])

    def _drop_rows(self) -> list[dict[str, Any]]:
        today = self.now // DAY
        account = self.account.account_id
        return [
            {"account_id": account, "day": today, "reason": reason, "hits": hits}
            for reason, hits in self._drops.items()
        ]


_ADD_DROPS: Final = text(
    "INSERT INTO hit_drops (account_id, day, reason, hits) VALUES (:account_id, :day, :reason, :hits)"
    " ON CONFLICT (account_id, day, reason) DO UPDATE SET hits = hit_drops.hits + excluded.hits"
)


_FORGET_ANSWERS: Final = text("DELETE FROM idempotency_records WHERE account_id = :account_id AND created_at <= :upto")
_BLANK_ANSWERS: Final = text(
    'UPDATE idempotency_records SET answer = \'{"status":"success"}\''
    " WHERE account_id = :account_id AND answer LIKE :pattern ESCAPE '\\'"
)


def open_book(connection: Connection, account_id: str, now: int) -> Book:
    """Start on an account, and hold it: on PostgreSQL no other writer passes until this transaction ends.

    This makes change numbers visible in the order of commits.
    """
    mine = select(tables.accounts).where(tables.accounts.c.account_id == account_id).with_for_update()
    found = connection.execute(mine).mappings().one_or_none()
    if found is None:
        raise Unauthorized(f"there is no account {account_id!r}")
    return Book(rows.Account(**found), now)
