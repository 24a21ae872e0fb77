"""What somebody decides of who is who: that two people are one, or that a person is several.

In: an open store, people and names as somebody spells them. Out: edges in the slot of rulings, each in the place of an
earlier one of the same two nodes, and persons that obey them. A ruling works backwards, whatever came first, and holds
whatever is sent again; nothing has to be undone when another takes its place.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from headwater.errors import Problem
from headwater.ledger import nodes, rows, tables
from headwater.ledger.accounts import Standing
from headwater.ledger.book import Book, open_book
from headwater.ledger.handle import Handle
from headwater.ledger.identity import settle
from headwater.ledger.person import VISITOR, Names, Person, find_person, read_person
from headwater.ledger.resolve import LIFTED, MERGE, RULED, SPLIT, joined
from headwater.ledger.store import Store

MOST: Final = 10_000
"""Pairs that one split may name."""


class Act(msgspec.Struct, frozen=True):
    """Who decides, when, for which account."""

    standing: Standing
    now: int
    actor: str


def rule(book: Book, pair: tuple[str, str], word: str, at: int) -> None:
    """Decide of two nodes at a time; `word` is one of MERGE, SPLIT and LIFTED."""
    # The visitor stands first, as in every edge.
    a, b = sorted(pair, key=lambda node: (not node.startswith(nodes.VISITOR), node))
    edge = rows.Edge(account_id=book.account.account_id, a=a, b=b, slot=RULED, at=at, last=at, source=word)
    known = book.edges.get((a, b, RULED))
    book.edges[a, b, RULED] = joined(known, edge) if known else edge
    book.touched |= {a, b}


def merge(store: Store, act: Act, one: str, other: str) -> dict[str, Any]:
    """Two people are one from ever on, or a visitor is this person; what had split them is lifted."""
    names = Names(act.standing)
    with store.write() as connection:
        book, handle = _open(connection, act)
        person = read_person(handle, names, find_person(handle, names, one))
        theirs, second = _other(handle, names, other)
        if second == person.person_id:
            raise Problem(f"{one!r} and {other!r} are one person already")
        at = _now(act, person)
        lifted = [
            (edge.a, edge.b)
            for edge in person.edges
            if edge.slot == RULED and edge.source == SPLIT and theirs & {edge.a, edge.b}
        ]
        for pair in lifted:
            rule(book, pair, LIFTED, at)
        ends = _foremost(person.names), _foremost(theirs)
        if second or not lifted:  # of a visitor, what it said counts again, and at its own time
            rule(book, ends, MERGE, at)
        settle(handle, book)
        person_id = min(_persons(handle, person.names))
        log_ruling(handle, book, act, MERGE, (person_id, second, " ".join(ends)))
        book.save(handle)
    return {"status": "success", "person_id": person_id}


def split(store: Store, act: Act, one: str, chosen: Sequence[str]) -> dict[str, Any]:
    """The chosen names and visitors are this person no more; they stay one another's as far as edges say so."""
    names = Names(act.standing)
    with store.write() as connection:
        book, handle = _open(connection, act)
        person = read_person(handle, names, find_person(handle, names, one))
        going = _going(person, {said: names.node(said) for said in chosen})
        staying = person.names - going
        if not staying:
            raise Problem("these are all the names of this person: leave one out, it keeps the rest")
        if len(going) * len(staying) > MOST:
            raise Problem(f"this would split {len(going) * len(staying)} pairs of names, and {MOST} is the most")
        pairs = list(product(sorted(going), sorted(staying)))
        at = _now(act, person)
        for pair in pairs:
            rule(book, pair, SPLIT, at)
        settle(handle, book)
        stayed = _persons(handle, staying)
        left = (_persons(handle, going) | stayed) - {min(stayed)}
        log_ruling(handle, book, act, SPLIT, (min(stayed), min(left, default=0), " ".join(pairs[0])))
        book.save(handle)
    return {"status": "success", "person_id": min(stayed), "split_off": sorted(left)}


def _open(connection: Connection, act: Act) -> tuple[Book, Handle]:
    account_id = act.standing.account.account_id
    handle = Handle(connection, account_id)
    return open_book(handle, act.now), handle


def _now(act: Act, person: Person) -> int:
    """The time of a ruling: later than all before it, even if a clock was set back."""
    return max([act.now, *(edge.last + 1 for edge in person.edges if edge.slot == RULED)])


def _other(handle: Handle, names: Names, said: str) -> tuple[set[str], int]:
    """The names and the number of another person; a visitor is meant by itself, without whoever it is now."""
    if said.startswith(VISITOR):
        return {names.node(said)}, 0
    other = read_person(handle, names, find_person(handle, names, said))
    return other.names, other.person_id


def _going(person: Person, chosen: dict[str, str]) -> set[str]:
    """What was chosen, and with a contact its former ids, and the addresses that nobody else of the person has."""
    mine = person.names | {nodes.visitor(uid) for uid in person.spans}
    if strange := sorted(said for said, node in chosen.items() if node not in mine):
        raise Problem(*(f"{said!r} is not of this person" for said in strange))
    if not chosen:
        raise Problem("missing 'names' field: a list of contacts, addresses or visitors of this person")
    going = set(chosen.values())
    told = [edge for edge in person.edges if edge.slot != RULED and edge.a.startswith(nodes.CONTACT)]
    has_grown = True
    while has_grown:
        ends = {edge.b: {other.a for other in told if other.b == edge.b} for edge in told if edge.a in going}
        more = {node for node, owners in ends.items() if owners <= going} - going
        has_grown = bool(more)
        going |= more
    return going


def _foremost(names: set[str]) -> str:
    """The name that stands for a person in a merge: an address if there is one, for it outlives its contacts."""
    return min(names, key=lambda node: (not node.startswith(nodes.EMAIL), node))


def _persons(handle: Handle, names: Iterable[str]) -> set[int]:
    return {row.person_id for row in handle.find(rows.Node, tables.identity_nodes, "node", list(names))}


def log_ruling(handle: Handle, book: Book, act: Act, action: str, what: tuple[int, int, str]) -> None:
    """Note who decided."""
    person_id, other_id, subject = what
    event = rows.IdentityEvent(
        account_id=handle.account_id,
        change=book.next_change(),
        at=act.now,
        action=action,
        person_id=person_id,
        other_id=other_id,
        subject=subject,
        actor=act.actor,
    )
    handle.save(tables.identity_log, [event])
