"""Who is who, as a pure function of the edges: the same edges in any order unite the same people.

In: identity nodes and the edges among them. Out: groups of nodes, each one person, and for every visitor the times from
which it was whom. Knows nothing of databases, change numbers or person ids. The rules are in docs/guides/identity.md.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from headwater.ledger.nodes import EMAIL, VISITOR
from headwater.ledger.rows import Edge

HUB: Final = 50
"""A visitor known under more names than this is a shared device: it unites nobody, it only changes hands."""


class Resolution(msgspec.Struct):
    """`group` names each identified node's group by its smallest node; `spans` are (since, group) of each visitor."""

    group: dict[str, str]
    spans: dict[str, list[tuple[int, str]]]


class Groups:
    """Disjoint sets of nodes; the smallest node stands for its set."""

    def __init__(self, nodes: Iterable[str]) -> None:
        """Every node on its own."""
        self._parent = {node: node for node in nodes}

    def of(self, node: str) -> str:
        """The node that stands for the set of `node`."""
        parent = self._parent.setdefault(node, node)
        while parent != self._parent[parent]:
            self._parent[node] = parent = self._parent[parent]
        return parent

    def unite(self, one: str, other: str) -> None:
        """Make one set of two."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first

    def nodes(self) -> list[str]:
        """Every node seen."""
        return list(self._parent)


def resolve(nodes: Iterable[str], edges: Iterable[Edge]) -> Resolution:
    """Unite what contact data unites, then what browsers alone can unite, then say who each browser was when.

    A contact is known by an edge that points from it, if only to itself; a browser's edge to another counts once it is.
    """
    ordered = sorted(edges, key=lambda edge: (edge.at, edge.b))
    said: dict[str, list[Edge]] = {}
    groups = Groups(node for node in nodes if not node.startswith(VISITOR))
    known: set[str] = set()
    for edge in ordered:
        if edge.a.startswith(VISITOR):
            said.setdefault(edge.a, []).append(edge)
        else:
            groups.unite(edge.a, edge.b)
            known.add(edge.a)
    counted = {
        visitor: [edge for edge in of_visitor if edge.b in known or edge.b.startswith(EMAIL)]
        for visitor, of_visitor in said.items()
    }
    _adopt(groups, {visitor: edges for visitor, edges in counted.items() if not is_hub(said[visitor])})
    return Resolution(
        group={node: groups.of(node) for node in groups.nodes()},
        spans={visitor: _spans(groups, edges) for visitor, edges in counted.items() if edges},
    )


def is_hub(edges: Iterable[Edge]) -> bool:
    """Whether the edges of one visitor show a shared device."""
    return len({edge.b for edge in edges}) > HUB


def joined(one: Edge, other: Edge) -> Edge:
    """The same said twice: the first and the last time of both."""
    first = min(one, other, key=lambda edge: edge.at)
    return msgspec.structs.replace(first, last=max(one.last, other.last))


def _adopt(groups: Groups, shared: dict[str, list[Edge]]) -> None:
    """Unite, through the browsers they share, people without an e-mail address with one another and with who has one.

    Two who both have addresses stay two. Who could be adopted by several goes to whom a shared browser was first.
    """
    for edge in (edge for edges in shared.values() for edge in edges):
        groups.of(edge.b)
    named = {groups.of(node) for node in groups.nodes() if node.startswith(EMAIL)}
    for edges in shared.values():
        nameless = [edge.b for edge in edges if groups.of(edge.b) not in named]
        for node in nameless[1:]:
            groups.unite(nameless[0], node)
    best: dict[str, Edge] = {}
    for edges in shared.values():
        first = next((edge for edge in edges if groups.of(edge.b) in named), None)
        for orphan in {groups.of(edge.b) for edge in edges} - named:
            if first and (orphan not in best or (first.at, first.b) < (best[orphan].at, best[orphan].b)):
                best[orphan] = first
    for orphan, edge in best.items():
        groups.unite(orphan, edge.b)


def _spans(groups: Groups, edges: list[Edge]) -> list[tuple[int, str]]:
    """The visitor was the first one known from ever, and from then on whoever was said last."""
    spans: list[tuple[int, str]] = []
    for at, node in sorted({(at, edge.b) for edge in edges for at in (edge.at, edge.last)}):
        group = groups.of(node)
        if spans and spans[-1][0] == at:  # at one instant the last in order holds
            spans.pop()
        if not spans or spans[-1][1] != group:
            spans.append((at if spans else 0, group))
    return spans
