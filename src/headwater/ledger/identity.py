"""Keeping persons: after a group of changes, look again at the people it touched, and re-point what hangs on them.

In: a book with touched nodes and new edges. Out: the book with person ids on contacts and invoices, and new visitor
spans. `resolve` decides who is who; this module reads the neighbourhood, gives out person ids and writes differences.
"""

from collections.abc import Iterable, Mapping

import msgspec

from headwater.ledger import nodes, rows, tables
from headwater.ledger.book import Book
from headwater.ledger.handle import Handle
from headwater.ledger.resolve import Resolution, is_hub, joined, resolve
from headwater.ledger.rows import Edge


def settle(handle: Handle, book: Book) -> None:
    """Bring persons up to date with the book's edges, in the transaction of `handle`."""
    if not book.touched:
        return
    reach = _Neighbourhood(handle, book)
    found = resolve(reach.nodes, reach.edges.values())
    assigned = _assign(book, reach, found)
    _repoint(handle, book, assigned, _left(reach, assigned))
    _write_spans(handle, book, found, assigned | reach.outside(handle))
    moved = {node: person for node, person in assigned.items() if reach.persons.get(node) != person}
    account = book.account.account_id
    handle.save(
        tables.identity_nodes,
        # In the order of their index: neighbours lie on one page, and a page that was just written is at hand.
        (rows.Node(account_id=account, node=n, person_id=p) for n, p in sorted(moved.items())),
    )
    handle.save(tables.identity_edges, (book.edges[key] for key in sorted(book.edges)))


class _Neighbourhood:
    """The nodes and edges that a touched node can matter to, read level by level; hubs are not passed through."""

    def __init__(self, handle: Handle, book: Book) -> None:
        self.nodes: set[str] = set()
        self.edges: dict[tuple[str, str, int], Edge] = {}
        self.persons: dict[str, int] = {}
        self._book = book
        self._added: dict[str, list[Edge]] = {}
        for edge in book.edges.values():
            for node in (edge.a, edge.b):
                self._added.setdefault(node, []).append(edge)
        frontier = set(book.touched)
        while frontier:
            self.nodes |= frontier
            frontier = self._step(handle, frontier) - self.nodes
        # Of those that only a hub leads to, no more than whether they are known.
        self._note(handle.find(Edge, tables.identity_edges, "a", self._far()))

    def _step(self, handle: Handle, frontier: set[str]) -> set[str]:
        """The nodes next to `frontier`, their edges noted and their persons."""
        table = tables.identity_edges
        named = {node for node in frontier if not node.startswith(nodes.VISITOR)}
        known = {row.node: row.person_id for row in handle.find(rows.Node, tables.identity_nodes, "node", named)}
        self.persons |= known
        # A name without a person is new: no stored edge can lead to it. This saves half of the work on a new contact.
        stored = handle.find(Edge, table, "a", frontier - (named - known.keys()))
        stored += handle.find(Edge, table, "b", known)
        fresh = [edge for node in frontier for edge in self._added.get(node, ())]
        self._note(stored)
        self._note(fresh)
        hubs = self._hubs(frontier, stored)  # one that becomes a hub now is passed: those it had united come apart
        reached: set[str] = set()
        for edge in stored + fresh:
            if edge.a not in hubs:
                reached |= {edge.a, edge.b}
        return reached

    def _note(self, edges: Iterable[Edge]) -> None:
        """Keep one edge for each slot, here and in the book that will be saved."""
        for edge in edges:
            key = (edge.a, edge.b, edge.slot)
            known = self.edges.get(key)
            self.edges[key] = joined(known, edge) if known else edge
            if key in self._book.edges:
                self._book.edges[key] = self.edges[key]

    def _hubs(self, frontier: set[str], edges: Iterable[Edge]) -> set[str]:
        """The shared devices among the visitors of `frontier`, whose edges are all at hand."""
        by_visitor: dict[str, list[Edge]] = {}
        for edge in edges:
            if edge.a in frontier and edge.a.startswith(nodes.VISITOR):
                by_visitor.setdefault(edge.a, []).append(edge)
        return {visitor for visitor, of_visitor in by_visitor.items() if is_hub(of_visitor)}

    def outside(self, handle: Handle) -> dict[str, int]:
        """The persons of nodes that only a hub leads to."""
        known = handle.find(rows.Node, tables.identity_nodes, "node", self._far())
        return {row.node: row.person_id for row in known}

    def _far(self) -> set[str]:
        named = {node for edge in self.edges.values() for node in (edge.a, edge.b)}
        return {node for node in named - self.nodes if not node.startswith(nodes.VISITOR)}


def _assign(book: Book, reach: _Neighbourhood, found: Resolution) -> dict[str, int]:
    """Give each group the oldest person id that its nodes had, or a new one; two groups never share one."""
    members: dict[str, list[str]] = {}
    for node in sorted(reach.nodes):
        if not node.startswith(nodes.VISITOR):
            members.setdefault(found.group[node], []).append(node)
    assigned: dict[str, int] = {}
    taken: set[int] = set()
    for group in members.values():
        before = sorted({reach.persons[node] for node in group if node in reach.persons})
        person = next((old for old in before if old not in taken), None) or book.next_change()
        taken.add(person)
        for old in before:
            if old != person:
                book.log_identity("split" if old in taken else "unite", person, old, group[0])
        assigned |= dict.fromkeys(group, person)
    return assigned


def _left(reach: _Neighbourhood, assigned: Mapping[str, int]) -> set[int]:
    """The persons that lost a node."""
    return {old for node, old in reach.persons.items() if assigned.get(node, old) != old}


def _repoint(handle: Handle, book: Book, assigned: Mapping[str, int], left: set[int]) -> None:
    """Tell contacts, and what hangs on people, whom they belong to now."""
    for shelf in (book.contacts, *book.hanging):
        shelf.lay(handle.find(shelf.kind, shelf.table, "person_id", left))
    for contact in list(book.contacts.all()):
        person = assigned.get(nodes.contact(book.account, contact.integration_id, contact.contact_id))
        if person is not None and person != contact.person_id:
            book.contacts.amend(msgspec.structs.replace(contact, person_id=person, change=book.next_change()))
    for shelf in book.hanging:
        for row in list(shelf.all()):
            person = assigned.get(row.node)
            if person is not None and person != row.person_id:
                shelf.amend(msgspec.structs.replace(row, person_id=person, change=book.next_change()))


def _write_spans(handle: Handle, book: Book, found: Resolution, persons: Mapping[str, int]) -> None:
    """Write the time lines of visitors that differ from what is stored."""
    account = book.account.account_id
    uids = [visitor.removeprefix(nodes.VISITOR) for visitor in found.spans]
    stored: dict[str, list[tuple[int, int]]] = {}
    for row in handle.find(rows.VisitorSpan, tables.visitor_spans, "uid", uids):
        stored.setdefault(row.uid, []).append((row.since, row.person_id))
    changed: list[rows.VisitorSpan] = []
    for visitor, spans in found.spans.items():
        uid = visitor.removeprefix(nodes.VISITOR)
        wanted: list[tuple[int, int]] = []
        for since, group in spans:
            if not wanted or wanted[-1][1] != persons[group]:
                wanted.append((since, persons[group]))
        if sorted(stored.get(uid, [])) != wanted:
            changed += [
                rows.VisitorSpan(account_id=account, uid=uid, since=since, person_id=person, change=book.next_change())
                for since, person in wanted
            ]
    handle.remove(tables.visitor_spans, "uid", {row.uid for row in changed})
    handle.save(tables.visitor_spans, changed)
