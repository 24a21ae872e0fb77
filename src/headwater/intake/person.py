"""A person as documents show them: names, visitors, what ties them together, and who decided what.

In: `Person` as the ledger has read it. Out: plain values for JSON. A name of which only the keyed hash is left is shown
by the beginning of that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypedDict, cast

import msgspec

from headwater.clock import iso
from headwater.intake.contact import ContactResource, resource
from headwater.intake.exports import BY_PATH, Payload, Source
from headwater.ledger import nodes, rows
from headwater.ledger.handle import Handle
from headwater.ledger.person import VISITOR, Person
from headwater.ledger.resolve import LIFTED, RULED, Apart, heard
from headwater.ledger.tables import Table

_SHOWN: Final = 12  # letters of a hash
_KINDS: Final = {nodes.EMAIL: "email", nodes.CONTACT: "contact"}


class OwnContact(ContactResource):
    """A contact, with the integration that it is of."""

    integration_id: str


class Stay(TypedDict):
    """A time during which a visitor was this person; null is ever."""

    since: str | None
    until: str | None


class Visitor(TypedDict):
    """A browser, and when it was this person."""

    uid: str
    spans: list[Stay]


class Tie(TypedDict):
    """What ties two names, or keeps them apart; `counts` says whether it has a say at present."""

    between: list[str]
    source: str
    first: str
    last: str
    counts: bool


class Entry(TypedDict):
    """A union or a split: when, because of which two names, and by whom, if somebody decided it."""

    at: str
    action: str
    person_id: int
    other_id: int
    because: list[str]
    by: str | None


class PersonDocument(TypedDict):
    """A person."""

    person_id: int
    names: list[str]
    contacts: list[OwnContact]
    visitors: list[Visitor]
    edges: list[Tie]
    audit: list[Entry]


def document(person: Person) -> PersonDocument:
    """The person, for whoever decides whether it is one."""
    contacts: list[OwnContact] = [{**resource(row), "integration_id": row.integration_id} for row in person.contacts]
    return {
        "person_id": person.person_id,
        "names": sorted(spelled(person, node) for node in person.names),
        "contacts": contacts,
        "visitors": [
            {"uid": uid, "spans": stays(line, person.person_id)}
            for uid, line in person.spans.items()
            if uid in person.visitors
        ],
        "edges": ties(person),
        "audit": [_entry(person, event) for event in person.log],
    }


def spelled(person: Person, node: str) -> str:
    """A name in the spelling by which it can be asked for, as far as it is known."""
    if node.startswith(nodes.VISITOR):
        return VISITOR + node.removeprefix(nodes.VISITOR)
    known = person.said.get(node)
    return known or f"{_KINDS[node[:2]]}:{node[2:][:_SHOWN]}…"


def stays(line: Sequence[rows.VisitorSpan], person_id: int) -> list[Stay]:
    """The times of a time line that are this person's."""
    ends: list[int | None] = [*(span.since for span in line[1:]), None]
    return [
        {"since": iso(span.since) if span.since else None, "until": iso(end) if end is not None else None}
        for span, end in zip(line, ends, strict=True)
        if span.person_id == person_id
    ]


def ties(person: Person) -> list[Tie]:
    """Every edge of the person; those of a name to itself say only that it exists, and are left out."""
    apart = Apart(person.edges)
    said = {(edge.a, edge.b, edge.slot) for of_visitor in heard(person.edges).values() for edge in of_visitor}

    def counts(edge: rows.Edge) -> bool:
        if edge.slot == RULED:
            return edge.source != LIFTED
        if edge.a.startswith(nodes.VISITOR):
            return (edge.a, edge.b, edge.slot) in said
        return not apart.parts(edge.a, edge.b)

    return [
        {
            "between": [spelled(person, edge.a), spelled(person, edge.b)],
            "source": edge.source,
            "first": iso(edge.at),
            "last": iso(edge.last),
            "counts": counts(edge),
        }
        for edge in person.edges
        if edge.a != edge.b
    ]


def _entry(person: Person, event: rows.IdentityEvent) -> Entry:
    return {
        "at": iso(event.at),
        "action": event.action,
        "person_id": event.person_id,
        "other_id": event.other_id,
        "because": [spelled(person, node) for node in event.subject.split(" ")],
        "by": event.actor or None,
    }


def records(handle: Handle, person: Person, events: Sequence[rows.Event]) -> dict[str, list[Payload]]:
    """The person's records in the form in which they can be imported, each with its integration."""
    found: Mapping[str, Sequence[Any]] = {"contacts": person.contacts, **person.hanging, "events": events}

    def pages(
        _kind: type[Any], table: Table, spelled: Callable[[Handle, list[Any]], list[Payload]]
    ) -> Iterator[list[Payload]]:
        yield spelled(handle, list(found[table.name]))

    def told(path: str, integration_id: str) -> Iterator[Payload]:
        source = Source(integration_id, pages, lambda: iter(()), lambda: iter(()))
        for page in BY_PATH[path].records(source):
            yield from ({"integration_id": integration_id} | record for record in page)

    return {
        name: [
            record
            for one in sorted({row.integration_id for row in mine})
            for record in told(name.removesuffix("s"), one)
        ]
        for name, mine in found.items()
    }


def page_view(row: dict[str, Any]) -> dict[str, Any]:
    """A page view of the warehouse, without what it does not say."""
    at = cast("int", row["at"])
    said = {name: value for name, value in row.items() if value not in (None, "")}
    return said | {"at": iso(at)} | ({"props": msgspec.json.decode(row["props"])} if row.get("props") else {})
