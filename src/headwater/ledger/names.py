"""By which names whom: what visitors said, orders and the like, as exports tell it.

In: rows of one page, and a handle. Out: e-mail addresses and contact ids. The ledger knows what visitors said as keyed
hashes; a name is found among what the same person has. Who was deleted goes by an address that is nobody's.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from headwater.ledger import nodes, rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.shelf import Hanging


class Said(NamedTuple):
    """A visitor was this person at a time: by an address, or by a contact's id in the integration."""

    uid: str
    at: int
    email: str | None
    contact_id: str | None


def stand_in(person_id: int) -> str:
    """The address under which exports have what somebody left who was deleted."""
    return f"deleted-{person_id}@deleted.invalid"


def _had_addresses(handle: Handle, contacts: Collection[str]) -> set[str]:
    """Those of these nodes of contacts that ever had an address."""
    edges = handle.find(rows.Edge, tables.identity_edges, "a", contacts)
    return {edge.a for edge in edges if edge.b.startswith(nodes.EMAIL)}


class Whom:
    """The names of whom the rows of a page belong to."""

    def __init__(self, handle: Handle, page: Sequence[Hanging]) -> None:
        """Look up the contacts of the page."""
        self._known: dict[int, dict[str | None, str]] = {}
        mine = {row.integration_id for row in page}
        persons = {row.person_id for row in page if row.contact_id is None or row.email is None}
        present: set[str] = set()
        for row in handle.find(rows.Contact, tables.contacts, "person_id", persons):
            if row.integration_id in mine:
                present.add(row.contact_id)
                self._known.setdefault(row.person_id, {}).setdefault(row.email_key, row.contact_id)
        missing = {row.node for row in page if row.email is None and row.contact_id not in present}
        self._nameless = _had_addresses(handle, missing)

    def of(self, row: Hanging) -> dict[str, str | None]:
        """What to call them; what came under an address that the person no longer has names the contact, too."""
        contact_id, email, of_person = row.contact_id, row.email, self._known.get(row.person_id, {})
        if contact_id is None and (email is None or row.email_key not in of_person):
            contact_id = of_person.get(row.email_key) or next(iter(of_person.values()), None)
        if email is None and (contact_id is None or row.node in self._nameless):
            email = stand_in(row.person_id)
        return {"contact_id": contact_id, "email": email}


class Sayings:
    """What the targets of some edges are called."""

    def __init__(self, handle: Handle, account: rows.Account, integration_id: str, edges: Sequence[rows.Edge]) -> None:
        """Look up all that may name them; contacts of other integrations are told with those."""
        self._emails: dict[str, str] = {}
        self._contacts: dict[str, str] = {}
        self._of_person: dict[int, str] = {}
        self._others: set[str] = set()
        targets = {edge.b for edge in edges}
        found = handle.find(rows.Node, tables.identity_nodes, "node", targets)
        self._persons = {row.node: row.person_id for row in found}
        persons = set(self._persons.values())
        kept = handle.find(rows.Contact, tables.contacts, "person_id", persons)
        hanging = [
            *handle.find(rows.Invoice, tables.invoices, "person_id", persons),
            *handle.find(rows.Subscription, tables.subscriptions, "person_id", persons),
            *handle.find(rows.Event, tables.events, "person_id", persons),
        ]
        for row in (*kept, *hanging):
            if row.email and row.email_key:
                self._emails[nodes.email(row.email_key)] = row.email
            if row.contact_id:
                node = nodes.contact(account, row.integration_id, row.contact_id)
                if row.integration_id == integration_id:
                    self._contacts[node] = row.contact_id
                else:
                    self._others.add(node)
        for row in kept:
            if row.integration_id == integration_id:
                self._of_person.setdefault(row.person_id, row.contact_id)
        self._nameless = _had_addresses(handle, targets - {*self._emails, *self._contacts})

    def sayings(self, edge: rows.Edge) -> Iterator[Said]:
        """What an edge says, at its first and at its last time."""
        if edge.b in self._others:  # it is told with the other integration
            return
        email, contact_id = self._emails.get(edge.b), self._contacts.get(edge.b)
        if (person := self._persons.get(edge.b, 0)) and not email and not contact_id:
            contact_id = self._of_person.get(person)
            if not contact_id and (edge.b.startswith(nodes.EMAIL) or edge.b in self._nameless):
                email = stand_in(person)
        if email or contact_id:
            for at in sorted({edge.at, edge.last}):
                yield Said(edge.a.removeprefix(nodes.VISITOR), at, email, contact_id)
