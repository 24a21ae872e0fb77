"""Who is who, as a pure function of the edges: the same edges in any order unite the same people.

In: identity nodes and the edges among them. Out: groups of nodes, each one person, and for every visitor the times from
which it was whom. Knows nothing of databases, change numbers or person ids. The rules are in docs/guides/identity.md.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from headwater.clock import HOUR
from headwater.ledger.nodes import EMAIL, VISITOR
from headwater.ledger.rows import Edge

HUB: Final = 50
"""A visitor known under more names than this is a shared device: it unites nobody, it only changes hands."""

RULED: Final = -1
"""The slot of what somebody has decided of two nodes, in one of these words; the latest decision stands."""
MERGE: Final = "merge"
SPLIT: Final = "split"
LIFTED: Final = "lifted"

CLAIM: Final = "claim"
"""The source of what a browser said that nobody vouches for: it counts once an opt-in confirms it."""
OPT_IN: Final = "contact"
"""The source of an edge from a contact as it was sent; its times are those of the opt-in."""
CONFIRMS: Final = HOUR
"""An opt-in confirms a claim that is no farther from it than this."""


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

    def __contains__(self, node: str) -> bool:
        """Whether the node was seen."""
        return node in self._parent

    def unite(self, one: str, other: str) -> None:
        """Make one set of two."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first

    def nodes(self) -> list[str]:
        """Every node seen."""
        return list(self._parent)


class Apart:
    """The pairs of nodes that somebody has split."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        """Those that the rulings among the edges name."""
        self._pairs = {(edge.a, edge.b) for edge in edges if edge.slot == RULED and edge.source == SPLIT}

    def parts(self, one: str, other: str) -> bool:
        """Whether the two were split."""
        return bool(self._pairs) and ((one, other) in self._pairs or (other, one) in self._pairs)

    def allows(self, groups: Groups, one: str, other: str) -> bool:
        """Whether a browser may unite the groups of two: nobody of the one was split from anybody of the other."""
        both = {groups.of(one), groups.of(other)}
        return not any({groups.of(a), groups.of(b)} == both for a, b in self._pairs if a in groups and b in groups)


def resolve(nodes: Iterable[str], edges: Iterable[Edge]) -> Resolution:
    """Unite what contact data unites, then what browsers alone can unite, then say who each browser was when.

    A contact is known by an edge that points from it, if only to itself; a browser's edge to another counts once it is.
    """
    ordered = sorted(edges, key=lambda edge: (edge.at, edge.b, edge.a))
    apart = Apart(ordered)
    groups = by_contact_data(nodes, ordered, apart)
    counted = heard(ordered)
    by_visitor: dict[str, list[Edge]] = {}
    for edge in ordered:
        if edge.a in counted:
            by_visitor.setdefault(edge.a, []).append(edge)
    _adopt(groups, {visitor: said for visitor, said in counted.items() if not is_hub(by_visitor[visitor])}, apart)
    return Resolution(
        group={node: groups.of(node) for node in groups.nodes()},
        spans={visitor: _spans(groups, said) for visitor, said in counted.items()},
    )


def heard(edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    """What was said of each visitor and counts, in order."""
    ordered = sorted(edges, key=lambda edge: (edge.at, edge.b, edge.a))
    apart = Apart(ordered)
    known = {edge.a for edge in ordered if not _is_said(edge) and _stands(edge)}
    optins = _optins(ordered)
    said: dict[str, list[Edge]] = {}
    for edge in ordered:
        if not _is_said(edge) or not _stands(edge) or apart.parts(edge.a, edge.b):
            continue
        is_somebody = edge.b in known or edge.b.startswith(EMAIL)
        if is_somebody and (edge.source != CLAIM or _is_confirmed(edge, optins)):
            said.setdefault(edge.a, []).append(edge)
    return said


def by_contact_data(nodes: Iterable[str], edges: Iterable[Edge], apart: Apart) -> Groups:
    """The groups that contact data and explicit merges unite."""
    groups = Groups(node for node in nodes if not node.startswith(VISITOR))
    for edge in edges:
        if _is_said(edge) or not _stands(edge):
            continue
        if apart.parts(edge.a, edge.b):  # both exist all the same
            groups.of(edge.a)
            groups.of(edge.b)
        else:
            groups.unite(edge.a, edge.b)
    return groups


def is_hub(edges: Iterable[Edge]) -> bool:
    """Whether the edges of one visitor show a shared device."""
    found = list(edges)
    apart = Apart(found)
    return len({edge.b for edge in found if _stands(edge) and not apart.parts(edge.a, edge.b)}) > HUB


def joined(one: Edge, other: Edge) -> Edge:
    """The same said twice: the first and the last time of both, and the better source; of two rulings the later."""
    if one.slot == RULED:
        return max(one, other, key=lambda edge: (edge.last, edge.source))
    source = max(one.source, other.source, key=lambda source: (source != CLAIM, source == OPT_IN, source))
    return msgspec.structs.replace(one, at=min(one.at, other.at), last=max(one.last, other.last), source=source)


def _is_said(edge: Edge) -> bool:
    """Whether it is about a browser."""
    return edge.a.startswith(VISITOR)


def _stands(edge: Edge) -> bool:
    """Whether it says that two belong together, which rulings that split do not."""
    return edge.slot != RULED or edge.source == MERGE


def _optins(edges: Iterable[Edge]) -> dict[str, list[int]]:
    """When contacts opted in, by their own node and by that of their address."""
    found: dict[str, list[int]] = {}
    for edge in edges:
        if edge.source == OPT_IN:
            for node in {edge.a, edge.b}:
                found.setdefault(node, []).extend((edge.at, edge.last))
    return found


def _is_confirmed(claim: Edge, optins: Mapping[str, list[int]]) -> bool:
    """Whether somebody of this name opted in at about that time."""
    return any(claim.at - CONFIRMS <= at <= claim.last + CONFIRMS for at in optins.get(claim.b, ()))


def _adopt(groups: Groups, shared: dict[str, list[Edge]], apart: Apart) -> None:
    """Unite, through the browsers they share, people without an e-mail address with one another and with who has one.

    Two who both have addresses stay two, and so do two who were split. Who could be adopted by several goes to whom a
    shared browser was first.
    """
    for edge in (edge for edges in shared.values() for edge in edges):
        groups.of(edge.b)
    named = {groups.of(node) for node in groups.nodes() if node.startswith(EMAIL)}
    for edges in shared.values():
        nameless = [edge.b for edge in edges if groups.of(edge.b) not in named]
        for place, node in enumerate(nameless):
            other = next((before for before in nameless[:place] if apart.allows(groups, before, node)), node)
            groups.unite(other, node)
    offers = _offers(groups, shared, named, apart)
    for orphan in sorted(offers, key=lambda orphan: (offers[orphan][0].at, orphan)):
        adopter = next((edge.b for edge in offers[orphan] if apart.allows(groups, orphan, edge.b)), orphan)
        groups.unite(orphan, adopter)


def _offers(groups: Groups, shared: dict[str, list[Edge]], named: set[str], apart: Apart) -> dict[str, list[Edge]]:
    """For each group without an address: whom each of its browsers was first, of those who have one; in order."""
    offers: dict[str, list[Edge]] = {}
    for edges in shared.values():
        adopters = [edge for edge in edges if groups.of(edge.b) in named]
        for orphan in {groups.of(edge.b) for edge in edges} - named:
            first = next((edge for edge in adopters if apart.allows(groups, orphan, edge.b)), None)
            if first:
                offers.setdefault(orphan, []).append(first)
    return {orphan: sorted(found, key=lambda edge: (edge.at, edge.b)) for orphan, found in offers.items()}


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
