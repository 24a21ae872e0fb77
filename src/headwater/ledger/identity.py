"""Keeping persons: after a group of changes, look again at the people it touched, and re-point what hangs on them.

In: a book with touched nodes and new edges. Out: the book with person ids on contacts and invoices, and new visitor
spans. `resolve` decides who is who; this module reads the neighbourhood, gives out person ids and writes differences.
"""

from collections.abc import Mapping, Sequence

import msgspec

from headwater.ledger import nodes, rows, tables
from headwater.ledger.book import Book
from headwater.ledger.handle import Handle
from headwater.ledger.neighbourhood import Neighbourhood
from headwater.ledger.resolve import Resolution, resolve
from headwater.scalars import hash63


def settle(handle: Handle, book: Book) -> None:
    """Bring persons up to date with the book's edges, in the transaction of `handle`."""
    if not book.touched:
        return
    reach = Neighbourhood(handle, book)
    found = resolve(reach.nodes, reach.edges.values())
    assigned = _assign(book, reach, found)
    _repoint(handle, book, assigned, _left(reach, assigned))
    told = {node for node in reach.nodes if node.startswith(nodes.VISITOR)}
    _write_spans(handle, book, found, assigned | reach.outside(handle), told)
    moved = {node: person for node, person in assigned.items() if reach.persons.get(node) != person}
    account = book.account.account_id
    handle.save(
        tables.identity_nodes,
        # In the order of their index: neighbours lie on one page, and a page that was just written is at hand.
        (rows.Node(account_id=account, node=n, person_id=p) for n, p in sorted(moved.items())),
    )
    handle.save(tables.identity_edges, (book.edges[key] for key in sorted(book.edges)))


def _assign(book: Book, reach: Neighbourhood, found: Resolution) -> dict[str, int]:
    """Give each group the oldest person id that its nodes had, or a new one; two groups never share one.

    Whose browsers were not all read keep their person: what was not read hangs on it.
    """
    members: dict[str, list[str]] = {}
    for node in sorted(reach.nodes):
        if not node.startswith(nodes.VISITOR):
            members.setdefault(found.group[node], []).append(node)
    assigned: dict[str, int] = {}
    taken: set[int] = set()
    for group in sorted(members.values(), key=reach.quiet.isdisjoint):
        kept = {reach.persons[node] for node in group if node in reach.quiet}
        before = sorted(
            {reach.persons[node] for node in group if node in reach.persons}, key=lambda p: (p not in kept, p)
        )
        person = next((old for old in before if old not in taken), None) or book.next_change()
        taken.add(person)
        for old in before:
            if old != person:
                book.log_identity("split" if old in taken else "unite", person, old, _cause(book, group))
        assigned |= dict.fromkeys(group, person)
    return assigned


def _cause(book: Book, group: Sequence[str]) -> str:
    """The new edge that has to do with a group, as "a b"; its names, where it has none of its own."""
    mine = set(group)
    edges = [edge for edge in book.edges.values() if edge.a in mine or edge.b in mine]
    latest = max(edges, key=lambda edge: (edge.last, edge.a, edge.b), default=None)
    return f"{latest.a} {latest.b}" if latest else group[0]


def _left(reach: Neighbourhood, assigned: Mapping[str, int]) -> set[int]:
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


def _write_spans(handle: Handle, book: Book, found: Resolution, persons: Mapping[str, int], told: set[str]) -> None:
    """Write the time lines of the visitors `told` that differ from what is stored; of nobody's, that it is gone."""
    account = book.account.account_id
    uids = {visitor: visitor.removeprefix(nodes.VISITOR) for visitor in {*found.spans, *told}}
    stored: dict[str, list[tuple[int, int]]] = {}
    for row in handle.find(rows.VisitorSpan, tables.visitor_spans, "uid", list(uids.values())):
        stored.setdefault(row.uid, []).append((row.since, row.person_id))
    changed: list[rows.VisitorSpan] = []
    gone: list[str] = []
    for visitor, uid in sorted(uids.items()):
        wanted: list[tuple[int, int]] = []
        for since, group in found.spans.get(visitor, ()):
            if not wanted or wanted[-1][1] != persons[group]:
                wanted.append((since, persons[group]))
        if sorted(stored.get(uid, [])) == wanted:
            continue
        changed += [
            rows.VisitorSpan(account_id=account, uid=uid, since=since, person_id=person, change=book.next_change())
            for since, person in wanted
        ]
        if not wanted:
            gone.append(uid)
    handle.remove(tables.visitor_spans, "uid", {*gone, *(row.uid for row in changed)})
    handle.save(tables.visitor_spans, changed)
    handle.save(tables.tombstones, [_tombstone(book, uid) for uid in gone])


def _tombstone(book: Book, uid: str) -> rows.Tombstone:
    """That a visitor is nobody any more, for the warehouse."""
    account = book.account.account_id
    return rows.Tombstone(account_id=account, change=book.next_change(), entity="visitors", id=hash63(uid))
