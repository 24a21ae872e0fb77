"""What of the identity graph a group of changes can matter to, read level by level.

In: a book with touched nodes and new edges. Out: nodes, edges and persons, enough for `resolve` to say what the whole
graph would. Two things bound it: a shared device is not passed through, and the browsers of people with an address are
read only when contact data about these people is new, so that an address is as cheap with a thousand browsers as
with one.
"""

from collections.abc import Collection, Iterable
from typing import Final

from headwater.ledger import nodes, rows, tables
from headwater.ledger.book import Book
from headwater.ledger.handle import Handle
from headwater.ledger.resolve import CLAIM, Apart, by_contact_data, is_hub, joined
from headwater.ledger.rows import Edge
from headwater.ledger.texts import Half

# Kinds of nodes begin with the letters c, e and v: whatever the sorting of a database, f is between.
_CONTACT_DATA: Final = Half("b", "a < 'f'")
_SAID: Final = Half("b", "a > 'f'")


def known_by(handle: Handle, names: Collection[str], said: Iterable[Edge]) -> list[Edge]:
    """The edges that tell whether these names are known, and who of those that are claimed opted in."""
    claimed = {edge.b for edge in said if edge.source == CLAIM}.intersection(names)
    table = tables.identity_edges
    return [*handle.find(Edge, table, "a", names), *handle.find_half(Edge, table, _CONTACT_DATA, claimed)]


class Neighbourhood:
    """The nodes and edges around the touched ones of a book, and the person that each node was part of before."""

    def __init__(self, handle: Handle, book: Book) -> None:
        """Read it, in the transaction of `handle`."""
        self.nodes: set[str] = set()
        self.edges: dict[tuple[str, str, int], Edge] = {}
        self.persons: dict[str, int] = {}
        self.quiet: set[str] = set()
        """Names of people with an address of whom not all browsers were read: they keep their person."""
        self._book = book
        self._stirred: set[str] = set()
        self._heard: set[str] = set()
        self._added: dict[str, list[Edge]] = {}
        for edge in book.edges.values():
            for node in (edge.a, edge.b):
                self._added.setdefault(node, []).append(edge)
        frontier = set(book.touched)
        while frontier:
            self.nodes |= frontier
            frontier = self._step(handle, frontier) - self.nodes
            if not frontier:  # contact data is at hand, so it is known whose browsers matter
                frontier = self._browsers(handle) - self.nodes
        self._look_far(handle)

    def outside(self, handle: Handle) -> dict[str, int]:
        """The persons of nodes that only a hub leads to."""
        known = handle.find(rows.Node, tables.identity_nodes, "node", self._far())
        return {row.node: row.person_id for row in known}

    def _step(self, handle: Handle, frontier: set[str]) -> set[str]:
        """The nodes next to `frontier`, their edges noted and their persons; of a name by contact data only."""
        table = tables.identity_edges
        named = {node for node in frontier if not node.startswith(nodes.VISITOR)}
        known = {row.node: row.person_id for row in handle.find(rows.Node, tables.identity_nodes, "node", named)}
        self.persons |= known
        # A name without a person is new: no stored edge can lead to it. This saves half of the work on a new contact.
        stored = handle.find(Edge, table, "a", frontier - (named - known.keys()))
        stored += handle.find_half(Edge, table, _CONTACT_DATA, known)
        fresh = [edge for node in frontier for edge in self._added.get(node, ())]
        self._stir(stored, fresh)
        self._note(stored)
        self._note(fresh)
        hubs = self._hubs(frontier, stored)  # one that becomes a hub now is passed: those it had united come apart
        reached: set[str] = set()
        for edge in stored + fresh:
            if edge.a not in hubs:
                reached |= {edge.a, edge.b}
        return reached

    def _stir(self, stored: Iterable[Edge], fresh: Iterable[Edge]) -> None:
        """Note whose contact data is new, or was ruled on."""
        known = {(edge.a, edge.b, edge.slot): edge for edge in stored}
        for edge in fresh:
            before = known.get((edge.a, edge.b, edge.slot))
            if not edge.a.startswith(nodes.VISITOR) and (before is None or joined(before, edge) != before):
                self._stirred |= {edge.a, edge.b}

    def _browsers(self, handle: Handle) -> set[str]:
        """The browsers of those whose contact data is new, and of those who have no address."""
        if not self.persons:
            return set()
        groups = by_contact_data(self.nodes, self.edges.values(), Apart(self.edges.values()))
        names = {node for node in self.nodes if not node.startswith(nodes.VISITOR)}
        settled = {groups.of(node) for node in names if node.startswith(nodes.EMAIL)}
        settled -= {groups.of(node) for node in self._stirred}
        self.quiet = {node for node in names if groups.of(node) in settled and node in self.persons}
        loud = (names & self.persons.keys()) - self.quiet - self._heard
        self._heard |= loud
        found = handle.find_half(Edge, tables.identity_edges, _SAID, loud)
        self._note(found)
        return {edge.a for edge in found}

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

    def _look_far(self, handle: Handle) -> None:
        """Of those that only a hub leads to, no more than whether they are known, and who of them opted in."""
        self._note(known_by(handle, self._far(), self.edges.values()))

    def _far(self) -> set[str]:
        named = {node for edge in self.edges.values() for node in (edge.a, edge.b)}
        return {node for node in named - self.nodes if not node.startswith(nodes.VISITOR)}
