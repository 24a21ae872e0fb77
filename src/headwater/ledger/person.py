"""One person as the ledger knows them: who is meant, and everything by which they hang together.

In: a handle; how somebody named a person. Out: `Person`: names, contacts, edges, time lines and the audit. Changes
nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from headwater.errors import NotFound, Problem
from headwater.ledger import nodes, rows, tables
from headwater.ledger.accounts import Standing
from headwater.ledger.feed import FOREVER
from headwater.ledger.handle import Handle
from headwater.ledger.rows import Edge
from headwater.scalars import email, hash63, identifier

VISITOR: Final = "visitor:"
NAMING: Final = "a person's number, an e-mail address, INTEGRATION/CONTACT_ID or visitor:UID"

HANGING: Final[dict[str, tuple[type[Any], Any]]] = {
    "invoices": (rows.Invoice, tables.invoices),
    "subscriptions": (rows.Subscription, tables.subscriptions),
    "events": (rows.Event, tables.events),
}
"""What hangs on people: the name in documents, the kind of row, its table."""


class Person(msgspec.Struct):
    """A person; `names` are nodes of contacts and addresses, `said` is their spelling as far as it is known."""

    person_id: int
    names: set[str]
    edges: list[Edge]
    contacts: list[rows.Contact]
    hanging: dict[str, list[Any]]
    spans: dict[str, list[rows.VisitorSpan]]
    """The whole time line of each visitor that was this person, or was said to be."""
    log: list[rows.IdentityEvent]
    said: dict[str, str]

    def stretches(self) -> list[tuple[str, int, int]]:
        """When which visitor was this person: (uid, from, before)."""
        found: list[tuple[str, int, int]] = []
        for uid, line in self.spans.items():
            ends = [*(span.since for span in line[1:]), FOREVER]
            mine = zip(line, ends, strict=True)
            found += [(uid, span.since, end) for span, end in mine if span.person_id == self.person_id]
        return found

    @property
    def visitors(self) -> set[str]:
        """The uids of the visitors that were this person at some time."""
        return {uid for uid, line in self.spans.items() if any(span.person_id == self.person_id for span in line)}

    @property
    def contact_ids(self) -> set[str]:
        """The contact ids that anything of this person names."""
        told = [*self.contacts, *(row for those in self.hanging.values() for row in those)]
        return {row.contact_id for row in told if row.contact_id}

    @property
    def addresses(self) -> set[str]:
        """The person's addresses, as far as they are known."""
        return {said for node, said in self.said.items() if node.startswith(nodes.EMAIL)}


class Names:
    """How people spell the nodes of an account."""

    def __init__(self, standing: Standing) -> None:
        """Of this account."""
        self._standing = standing

    def node(self, said: str) -> str:
        """The node that somebody means; `Problem` when it can be none."""
        account = self._standing.account
        integration, slash, contact_id = said.partition("/")
        try:
            if said.startswith(VISITOR):
                return nodes.visitor(identifier(said.removeprefix(VISITOR)))
            if slash and integration in self._standing.integrations:
                return nodes.contact(account, integration, identifier(contact_id))
            return nodes.email(nodes.email_key(account, email(said)))
        except ValueError:
            raise Problem(f"{said!r} names nobody: write {NAMING}") from None

    def spelled(self, found: Iterable[Any]) -> dict[str, str]:
        """How nodes are spelled that these contacts, orders, subscriptions and events name."""
        account = self._standing.account
        said: dict[str, str] = {}
        for row in found:
            if row.contact_id:
                said[nodes.contact(account, row.integration_id, row.contact_id)] = (
                    f"{row.integration_id}/{row.contact_id}"
                )
            if row.email and row.email_key:
                said[nodes.email(row.email_key)] = row.email
        return said


def find_person(handle: Handle, names: Names, said: str) -> int:
    """The number of the person that somebody means; of a visitor, who it is now. `NotFound` when there is none."""
    if said.isascii() and said.isdigit():
        number = int(said[:18])
        if _names_of(handle, number):
            return number
    else:
        node = names.node(said)
        if node.startswith(nodes.VISITOR):
            line = handle.find(rows.VisitorSpan, tables.visitor_spans, "uid", [node.removeprefix(nodes.VISITOR)])
            if line:
                return max(line, key=lambda span: span.since).person_id
        elif known := handle.find(rows.Node, tables.identity_nodes, "node", [node]):
            return known[0].person_id
    raise NotFound(f"there is no person {said!r}: name one by {NAMING}")


def read_person(handle: Handle, names: Names, person_id: int) -> Person:
    """Everything about a person, in the transaction of `handle`."""
    found = _names_of(handle, person_id)
    edges = _edges_of(handle, found)
    contacts = handle.find(rows.Contact, tables.contacts, "person_id", [person_id])
    hanging = {name: handle.find(kind, table, "person_id", [person_id]) for name, (kind, table) in HANGING.items()}
    uids = {edge.a.removeprefix(nodes.VISITOR) for edge in edges if edge.a.startswith(nodes.VISITOR)}
    spans: dict[str, list[rows.VisitorSpan]] = {uid: [] for uid in uids}
    for span in handle.find(rows.VisitorSpan, tables.visitor_spans, "uid", uids):
        spans[span.uid].append(span)
    log = handle.find(rows.IdentityEvent, tables.identity_log, "person_id", [person_id])
    log += handle.find(rows.IdentityEvent, tables.identity_log, "other_id", [person_id])
    return Person(
        person_id=person_id,
        names=found,
        edges=edges,
        contacts=sorted(contacts, key=lambda row: row.id),
        hanging={name: sorted(those, key=lambda row: row.id) for name, those in hanging.items()},
        spans={uid: sorted(line, key=lambda span: span.since) for uid, line in sorted(spans.items())},
        log=sorted({event.change: event for event in log}.values(), key=lambda event: event.change),
        said=names.spelled([*contacts, *(row for those in hanging.values() for row in those)]),
    )


def events_of(handle: Handle, person: Person) -> list[rows.Event]:
    """The person's events, with those that name only a visitor that was this person at the time."""
    stretches = person.stretches()
    found = {event.id: event for event in person.hanging["events"]}
    for event in handle.find(rows.Event, tables.events, "uid", person.visitors):
        if not event.person_id and any(uid == event.uid and since <= event.date < end for uid, since, end in stretches):
            found[event.id] = event
    return [found[number] for number in sorted(found)]


def hits_of(handle: Handle, person: Person) -> list[rows.SpooledHit]:
    """The hits in the spool that are the person's; one that was imported may have the visitor's number only."""
    stretches = [(uid, hash63(uid), since, end) for uid, since, end in person.stretches()]

    def is_theirs(row: rows.SpooledHit) -> bool:
        hit = msgspec.json.decode(row.payload)
        said, at = hit.get("known", {}).get("visitor_id"), hit["at"]
        return any(
            (said == number if said else hit.get("uid") == uid) and since <= at < end
            for uid, number, since, end in stretches
        )

    return [row for row in handle.every(rows.SpooledHit, tables.spool) if is_theirs(row)]


def _names_of(handle: Handle, person_id: int) -> set[str]:
    """The nodes that are this person: nothing but this asks for them by person, so it is worth no index."""
    return {row.node for row in handle.find(rows.Node, tables.identity_nodes, "person_id", [person_id])}


def _edges_of(handle: Handle, names: Sequence[str] | set[str]) -> list[Edge]:
    """Every edge of these names, in order of time."""
    table = tables.identity_edges
    found = [*handle.find(Edge, table, "a", names), *handle.find(Edge, table, "b", names)]
    edges = {(edge.a, edge.b, edge.slot): edge for edge in found}
    return sorted(edges.values(), key=lambda edge: (edge.at, edge.a, edge.b, edge.slot))
