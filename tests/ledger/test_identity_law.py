"""The law of identity: the same facts, in any order and any grouping, on both databases, give the same persons.

A fact is what a client sends. Left out are facts whose order matters by contract: two contacts of one integration that
claim one address (the later re-keys or merges the earlier), and deletions.
"""

import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import insert

from headwater.ledger import nodes, rows, tables
from headwater.ledger.accounts import NewAccount
from headwater.ledger.book import Book, Wants
from headwater.ledger.change import Answer, Change
from headwater.ledger.resolve import CLAIM, LIFTED, MERGE, RULED, SPLIT, resolve
from headwater.ledger.rows import Edge
from headwater.ledger.ruling import rule
from headwater.ledger.store import Store
from headwater.scalars import new_token
from tests.ledger.desk import HOUR, MINUTE, NOW, Desk
from tests.ledger.slowly import slow_people

SECRET = secrets.token_hex(32)  # the same in every account here, since it decides ties
EMAILS = [f"{letter}@example.com" for letter in "abcd"]
IDS = ["1", "2", "3"]
UIDS = ["phone", "laptop", "till"]
TIMES = [0, 10 * MINUTE, 20 * MINUTE, HOUR, 2 * HOUR, 26 * HOUR]
INTEGRATIONS = ["first", "second"]
NAMES = [*EMAILS, *(f"{integration}/{number}" for integration in INTEGRATIONS for number in IDS)]


class Fact(NamedTuple):
    """One thing that a client says."""

    kind: str
    integration: str
    body: dict[str, Any]
    at: int = 0


Person: TypeAlias = frozenset[str]
State: TypeAlias = tuple[set[Person], dict[str, list[tuple[int, Person]]]]


_NAMED = st.fixed_dictionaries({}, optional={"e": st.sampled_from(EMAILS), "cid": st.sampled_from(IDS)})


@st.composite
def said(draw: st.DrawFn) -> Fact:
    """Who a visitor is, vouched for or not."""
    kind = draw(st.sampled_from(["identify", "identify", "claim"]))
    body = draw(_NAMED.filter(bool)) | {"uid": draw(st.sampled_from(UIDS))}
    return Fact(kind, "", body, NOW + draw(st.sampled_from(TIMES)))


@st.composite
def rulings(draw: st.DrawFn) -> Fact:
    """Somebody decides of two names, or of a visitor and a name."""
    one = draw(st.sampled_from([*NAMES, *UIDS]))
    other = draw(st.sampled_from([name for name in NAMES if name != one]))
    return Fact("rule", "", {"one": one, "other": other, "word": draw(st.sampled_from([MERGE, SPLIT, SPLIT, LIFTED]))})


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    """Contacts of two integrations, identifies and invoices; each contact has addresses that are its own."""
    found: list[Fact] = []
    for integration in INTEGRATIONS:
        addresses = draw(st.permutations(EMAILS))
        for contact_id in draw(st.lists(st.sampled_from(IDS), unique=True)):
            for _ in range(draw(st.integers(1, 2))):  # sent once or twice: with an address, another, or none
                body: dict[str, Any] = {"contact_id": contact_id}
                if addresses and draw(st.booleans()):
                    body["email"] = addresses.pop()
                found.append(Fact("contact", integration, body))
    found += draw(st.lists(said(), max_size=6))
    who = st.fixed_dictionaries({}, optional={"email": st.sampled_from(EMAILS), "contact_id": st.sampled_from(IDS)})
    for number in range(draw(st.integers(0, 4))):
        body = draw(who.filter(bool)) | {"id": number}
        found.append(Fact("invoice", draw(st.sampled_from(INTEGRATIONS)), body))
    return found + draw(st.lists(rulings(), max_size=3))


@st.composite
def tellings(draw: st.DrawFn) -> tuple[list[Fact], list[list[Fact]]]:
    """Facts, and the same in another order and in groups."""
    one = draw(facts())
    other = draw(st.permutations(one))
    cuts = sorted(draw(st.sets(st.integers(0, len(other)))))
    groups = [other[first:last] for first, last in zip([0, *cuts], [*cuts, len(other)], strict=True)]
    return one, [group for group in groups if group]


def tell(store: Store, groups: Sequence[Sequence[Fact]]) -> Desk:
    """A new account that is told the groups one after the other."""
    account = rows.Account(
        account_id=new_token(7), name="Shop", timezone="UTC", currency="USD", secret=SECRET, settings="{}", created_at=0
    )
    with store.write() as connection:
        connection.execute(insert(tables.accounts).values(rows.as_dict(account)))
    desk = Desk(store, NewAccount(account.account_id, INTEGRATIONS[0], ""))
    for integration in INTEGRATIONS:
        desk.add_integration(integration)
    for group in groups:
        outcomes = desk.tell_together([change(desk, fact) for fact in group])
        assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes
    return desk


def change(desk: Desk, fact: Fact) -> Change:
    match fact.kind:
        case "contact":
            return desk.contact_change(fact.body, fact.integration)
        case "identify":
            return desk.identification(at=fact.at, **fact.body)
        case "claim":
            return desk.claim(at=fact.at, **fact.body)
        case "rule":
            return Ruling(desk.account_id, *ruled(desk, fact))
        case _:
            return desk.invoice_change(fact.body, fact.integration)


class Ruling(NamedTuple):
    """Somebody decides of two nodes."""

    account_id: str
    one: str
    other: str
    word: str

    def wants(self, wants: Wants) -> None:
        """Nothing."""

    def apply(self, book: Book) -> dict[str, Any]:
        rule(book, (self.one, self.other), self.word, book.now)
        return {}


def ruled(desk: Desk, fact: Fact) -> tuple[str, str, str]:
    """The nodes that a ruling is about, visitor first and else in order, and its word."""
    one, other = (node_of(desk, fact.body[name]) for name in ("one", "other"))
    a, b = sorted((one, other), key=lambda node: (not node.startswith("v:"), node))
    return a, b, fact.body["word"]


def node_of(desk: Desk, name: str) -> str:
    if name in UIDS:
        return nodes.visitor(name)
    if "@" in name:
        return nodes.email(nodes.email_key(desk.account, name))
    return nodes.contact(desk.account, *name.split("/"))


def state(desk: Desk) -> State:
    """Who is who, and whose each visitor was when; persons are told by all their names, not by their number."""
    names: dict[int, set[str]] = {}
    for label, contact in desk.contacts().items():
        names.setdefault(contact.person_id, set()).add(f"contact {label}")
    for label, invoice in desk.invoices().items():
        names.setdefault(invoice.person_id, set()).add(f"invoice {label}")
    for address in EMAILS:
        if person := desk.person_of_email(address):
            names.setdefault(person, set()).add(address)
    persons = {number: frozenset(its) for number, its in names.items()}
    lines: dict[str, list[tuple[int, Person]]] = {
        # A merge may make somebody of an id that no contact has.
        uid: [(since, persons.get(person, frozenset())) for since, person in desk.spans(uid)]
        for uid in UIDS
    }
    # An address alone is nobody yet: whether it was ever heard of may depend on the order.
    return {person for person in persons.values() if not person.issubset(EMAILS) or len(person) > 1}, lines


def is_what_resolve_says(desk: Desk) -> None:
    """The rows are those of the pure function over every edge that there is."""
    known = {row.node: row.person_id for row in desk.all(rows.Node, tables.identity_nodes)}
    found = resolve(known, desk.all(Edge, tables.identity_edges))
    assert set(found.group) == set(known)
    persons = {group: known[group] for group in found.group.values()}
    assert known == {node: persons[group] for node, group in found.group.items()}
    assert len(set(persons.values())) == len(persons)
    for uid in UIDS:
        line = [(since, persons[group]) for since, group in found.spans.get(nodes.visitor(uid), [])]
        assert desk.spans(uid) == line
    for contact in desk.contacts().values():
        assert contact.person_id == known[nodes.contact(desk.account, contact.integration_id, contact.contact_id)]
    for invoice in desk.invoices().values():
        assert invoice.person_id == known[invoice.node]


def edges_of(desk: Desk, told: Sequence[Fact]) -> list[Edge]:
    """What the facts say, as edges, written down without the ledger."""

    def edge(a: str, b: str, at: int = 0, source: str = "") -> Edge:
        return Edge(account_id="", a=a, b=b, slot=0, at=at, last=at, source=source)

    def contact(integration: str, contact_id: str) -> str:
        return nodes.contact(desk.account, integration, contact_id)

    def email(address: str) -> str:
        return nodes.email(nodes.email_key(desk.account, address))

    found: list[Edge] = []
    rulings: dict[tuple[str, str], str] = {}
    for kind, integration, body, at in told:
        if kind in {"identify", "claim"}:
            visitor, source = nodes.visitor(body["uid"]), CLAIM if kind == "claim" else kind
            found += [edge(visitor, contact(one, body["cid"]), at, source) for one in INTEGRATIONS if "cid" in body]
            found += [edge(visitor, email(address), at, source) for address in [body.get("e")] if address]
        elif kind == "rule":
            a, b, word = ruled(desk, Fact(kind, integration, body))
            rulings[a, b] = max(word, rulings.get((a, b), ""))  # all of one time
        elif (
            kind == "contact" or "email" not in body
        ):  # an invoice with an address hangs on that, or on a known contact
            mine = contact(integration, body["contact_id"])
            source = "contact" if kind == "contact" else "order"
            to = email(body["email"]) if "email" in body else mine
            found += [edge(mine, mine, NOW, source), edge(mine, to, NOW, source)]
    return found + [replace(edge(a, b, NOW, word), slot=RULED) for (a, b), word in rulings.items()]


def is_what_the_oracle_says(desk: Desk, told: Sequence[Fact]) -> None:
    """Contacts are one person where the slow way, from the facts, says so."""
    people = {node: group for group in slow_people(edges_of(desk, told)) for node in group}
    contacts = list(desk.contacts().values())
    at = [nodes.contact(desk.account, contact.integration_id, contact.contact_id) for contact in contacts]
    for one, its_node in zip(contacts, at, strict=True):
        for other, other_node in zip(contacts, at, strict=True):
            assert (one.person_id == other.person_id) is (people[its_node] == people[other_node])


def examples(store: Store, divisor: int) -> int:
    """As many as the profile asks for, divided; fewer on PostgreSQL, which runs the same code."""
    return max(1, settings().max_examples // (divisor if store.is_sqlite else 3 * divisor))


def test_the_same_facts_in_any_order_and_any_grouping_give_the_same_persons(store: Store) -> None:
    @settings(max_examples=examples(store, 1))
    @given(tellings())
    def law(telling: tuple[list[Fact], list[list[Fact]]]) -> None:
        one, groups = telling
        straight = tell(store, [one])
        shuffled = tell(store, groups)
        assert state(straight) == state(shuffled)
        for desk in (straight, shuffled):
            is_what_resolve_says(desk)
            is_what_the_oracle_says(desk, one)

    law()


def test_the_same_facts_twice_are_the_facts_once(store: Store) -> None:
    @settings(max_examples=examples(store, 2))
    @given(tellings())
    def law(telling: tuple[list[Fact], list[list[Fact]]]) -> None:
        one, groups = telling
        desk = tell(store, [one])
        before = state(desk)
        for group in groups:
            desk.tell_together([change(desk, fact) for fact in group])
        assert state(desk) == before
        is_what_resolve_says(desk)

    law()


def test_one_of_a_hub_s_people_may_change_while_the_others_stay(store: Store) -> None:
    """More names than are looked through: what the others are is read, not worked out."""
    told = [Fact("contact", "first", {"contact_id": str(number)}) for number in range(60)]
    told += [Fact("identify", "", {"uid": "till", "cid": str(number)}, NOW + number * HOUR) for number in range(60)]
    told += [Fact("contact", "second", {"contact_id": "7", "email": EMAILS[0]})]
    told += [Fact("contact", "first", {"contact_id": str(number), "email": f"{number}@x.y"}) for number in (3, 7)]
    desks = [tell(store, groups) for groups in ([told], [told[::-1]], [told[::2], told[1::2]], [[one] for one in told])]
    for desk in desks:
        is_what_resolve_says(desk)
        assert state(desk) == state(desks[0])
    assert len(desks[0].spans("till")) >= 60
