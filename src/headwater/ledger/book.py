"""One account's rows at hand for a group of changes: read together, changed in memory by pure rules, written together.

This is what makes durable writes cheap: a group of any size costs a dozen statements and one fsync. `Book` gives out
change numbers, keeps tombstones and gathers what identity must look at; `identity.settle` does that before `save`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import text

from headwater.clock import DAY, MINUTE
from headwater.errors import Unauthorized
from headwater.ledger import nodes, rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.resolve import joined
from headwater.ledger.shelf import Hung, Row, Shelf
from headwater.ledger.shelves import Shelves, Wants
from headwater.ledger.stored import StoredAnswers
from headwater.ledger.traces import Traces

SLOT: Final = 30 * MINUTE  # the length of a session: what is said twice within it is said once


class Book(Shelves):
    """What is known of one account inside one transaction."""

    def __init__(self, account: rows.Account, now: int) -> None:
        """Start with nothing at hand; `open_book` and `load` bring rows in."""
        super().__init__()
        self.account = account
        self.now = now
        self.answers = StoredAnswers()
        self.traces = Traces()
        self.contact_labels: dict[int, dict[int, int]] = {}  # contact → label → since when
        self.edges: dict[tuple[str, str, int], rows.Edge] = {}  # new ones
        self.touched: set[str] = set()  # identity nodes that must be looked at
        self._spans: dict[str, list[rows.VisitorSpan]] = {}
        self._relabeled: set[int] = set()
        self._items: dict[int, list[rows.InvoiceItem]] = {}
        self._history: dict[int, list[rows.SubscriptionVersion]] = {}
        self._versions: list[rows.SubscriptionVersion] = []
        self._hits: list[rows.SpooledHit] = []
        self._drops: Counter[str] = Counter()
        self._log: list[rows.IdentityEvent] = []
        self._tombstones: list[rows.Tombstone] = []

    def next_change(self) -> int:
        """A new change number of the account."""
        self.account.change += 1
        return self.account.change

    # What changes do ---------------------------------------------------------------------------------------------

    def put(self, shelf: Shelf[Row], row: Row) -> Row:
        """A new row, or a new version of one."""
        row.change = self.next_change()
        row.id = row.id or row.change
        shelf.put(row)
        return row

    def put_contact(self, contact: rows.Contact) -> rows.Contact:
        """A new or changed contact; identity looks at its node and at its e-mail's."""
        self.put(self.contacts, contact)
        mine = nodes.contact(self.account, contact.integration_id, contact.contact_id)
        to = nodes.email(contact.email_key) if contact.email_key else mine  # to itself: it is known
        self.add_edge(mine, to, contact.date_created, "contact")
        return contact

    def drop_contact(self, contact: rows.Contact) -> None:
        """Take a contact away, with its labels; what identity knows of it stays, as keyed hashes."""
        self.drop(self.contacts, contact.id, "contacts")
        self.set_labels(contact.id, {})
        self.touched.add(nodes.contact(self.account, contact.integration_id, contact.contact_id))

    def set_labels(self, contact: int, dates: dict[int, int]) -> None:
        """Replace the tags and lists of a contact: label → since when."""
        self.contact_labels[contact] = dates
        self._relabeled.add(contact)

    def hang(self, shelf: Shelf[Hung], row: Hung) -> Hung:
        """A new or changed row that hangs on an identity node."""
        self.put(shelf, row)
        if row.node.startswith(nodes.CONTACT):
            self.add_edge(row.node, row.node, getattr(row, shelf.since), "order")  # to itself: it is known
        if not row.node.startswith(nodes.VISITOR):
            self.touched.add(row.node)
        return row

    def set_items(self, invoice: rows.Invoice, items: list[rows.InvoiceItem]) -> None:
        """Replace the lines of an order."""
        for item in items:
            item.invoice = invoice.id
        self._items[invoice.id] = items

    def add_version(self, version: rows.SubscriptionVersion) -> None:
        """Keep new terms of a subscription."""
        self._versions.append(version)
        self._history.setdefault(version.subscription, []).append(version)

    def history(self, subscription: rows.Subscription) -> Sequence[rows.SubscriptionVersion]:
        """The versions at hand, in any order: all, where they were wanted."""
        return self._history.get(subscription.id, ())

    def drop(self, shelf: Shelf[Row], number: int, entity: str) -> None:
        """Take a row away; `entity` is the reported table that hears of it."""
        shelf.drop(number)
        self._tombstones.append(
            rows.Tombstone(account_id=self.account.account_id, change=self.next_change(), entity=entity, id=number)
        )

    def drop_invoice(self, invoice: rows.Invoice) -> None:
        """Take an order away, with its lines."""
        self.drop(self.invoices, invoice.id, "orders")
        self._items[invoice.id] = []

    def drop_subscription(self, subscription: rows.Subscription) -> None:
        """Take a subscription away, with its history."""
        self.drop(self.subscriptions, subscription.id, "subscriptions")

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

    # What the transaction does -----------------------------------------------------------------------------------

    def load(self, handle: Handle, wants: Wants) -> None:
        """Bring in every row that the changes asked for, and what hangs on those."""
        self.lay(handle, wants)
        if wants.is_personal:
            self._lay_visits(handle)
        if wants.history_ids:
            told = {row.id for row in self.subscriptions.all() if row.subscription_id in wants.history_ids}
            for version in handle.find(rows.SubscriptionVersion, tables.subscription_versions, "subscription", told):
                self._history.setdefault(version.subscription, []).append(version)
        at_hand = {contact.id for contact in self.contacts.all()}
        worn = handle.find(rows.ContactLabel, tables.contact_labels, "contact", at_hand)
        for row in worn:
            self.contact_labels.setdefault(row.contact, {})[row.label] = row.date
        self.labels.lay(handle.find(rows.Label, tables.labels, "id", {row.label for row in worn}))
        self.answers.load(handle, wants.idempotency_keys)

    def _lay_visits(self, handle: Handle) -> None:
        """Bring in what servers saw the visitors do who were ever tied to the contacts at hand."""
        known = {nodes.contact(self.account, row.integration_id, row.contact_id) for row in self.contacts.all()}
        addresses = {edge.b for edge in handle.find(rows.Edge, tables.identity_edges, "a", known)}
        tied = handle.find(rows.Edge, tables.identity_edges, "b", known | addresses)
        uids = {edge.a.removeprefix(nodes.VISITOR) for edge in tied if edge.a.startswith(nodes.VISITOR)}
        for span in handle.find(rows.VisitorSpan, tables.visitor_spans, "uid", uids):
            self._spans.setdefault(span.uid, []).append(span)
        self.events.lay(handle.find(rows.Event, tables.events, "uid", uids))

    def visitor_at(self, uid: str | None, at: int) -> int:
        """The person that a visitor was at a time; 0 for nobody."""
        spans = [span for span in self._spans.get(uid or "", ()) if span.since <= at]
        return max(spans, key=lambda span: span.since).person_id if spans else 0

    def save(self, handle: Handle) -> None:
        """Write everything that changed, and the account's last number."""
        self.write(handle)
        handle.remove(tables.contact_labels, "contact", self._relabeled)
        handle.save(tables.contact_labels, self._label_rows())
        handle.remove(tables.invoice_items, "invoice", self._items)
        handle.save(tables.invoice_items, (item for items in self._items.values() for item in items))
        handle.remove(tables.subscription_versions, "subscription", self.subscriptions.dropped)
        handle.save(tables.subscription_versions, self._versions)
        handle.save(tables.spool, self._hits)
        if self._drops:
            handle.run(_ADD_DROPS, self._drop_rows())
        self.answers.save(handle, self.now)
        self.traces.save(handle)
        handle.save(tables.identity_log, self._log)
        handle.save(tables.tombstones, self._tombstones)
        handle.save(tables.accounts, [self.account])

    def _label_rows(self) -> Iterable[rows.ContactLabel]:
        for contact in self._relabeled:
            for label, date in self.contact_labels[contact].items():
                yield rows.ContactLabel(account_id=self.account.account_id, contact=contact, label=label, date=date)

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


def open_book(handle: Handle, now: int) -> Book:
    """Start on an account, and hold it: on PostgreSQL no other writer passes until this transaction ends.

    This makes change numbers visible in the order of commits.
    """
    for account in handle.hold(rows.Account, tables.accounts):
        return Book(account, now)
    raise Unauthorized(f"there is no account {handle.account_id!r}")
