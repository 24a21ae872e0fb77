"""What is left of a person beside their own rows: events of their browsers, hits that wait, imports that were refused.

In: a handle, or a connection, and a person. Out: these rows. Nothing points from them to the person, so they are looked
through; only whoever takes a person out, or away, asks for them.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, func, or_, select

from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle, select_rows
from headwater.ledger.person import Person


def events_of(handle: Handle, person: Person) -> list[rows.Event]:
    """The person's events, with those that name only a visitor that was this person at the time."""
    found = {event.id: event for event in person.hanging["events"]}
    stretches = person.stretches()
    for event in handle.find(rows.Event, tables.events, "uid", person.visitors):
        if not event.person_id and any(uid == event.uid and since <= event.date < end for uid, since, end in stretches):
            found[event.id] = event
    return [found[number] for number in sorted(found)]


def hits_of(connection: Connection, account_id: str, person: Person) -> list[rows.SpooledHit]:
    """The hits in the spool that are the person's."""
    stretches = person.stretches()

    def is_theirs(row: rows.SpooledHit) -> bool:
        hit = msgspec.json.decode(row.payload)
        return any(uid == hit.get("uid") and since <= hit["at"] < end for uid, since, end in stretches)

    waiting = select_rows(connection, rows.SpooledHit, tables.spool, tables.spool.c.account_id == account_id)
    return [row for row in waiting if is_theirs(row)]


def refused_of(connection: Connection, account_id: str, person: Person) -> list[rows.Refusal]:
    """The records that were refused to imports and show an address of the person."""
    shown = _shows(tables.refusals.c.source, addresses(person))
    mine = tables.refusals.c.account_id == account_id
    return select_rows(connection, rows.Refusal, tables.refusals, mine, shown) if addresses(person) else []


def answers_of(connection: Connection, account_id: str, person: Person) -> list[str]:
    """The stored answers that show the person."""
    table = tables.idempotency_records.c
    shown = [msgspec.json.encode({name: value}).decode()[1:-1] for name, value in identifiers(person)]
    if not shown:
        return []
    wanted = select(table.answer).where(table.account_id == account_id, _shows(table.answer, shown))
    return list(connection.execute(wanted).scalars())


def addresses(person: Person) -> list[str]:
    """The person's addresses, as far as they are known."""
    return sorted({said for said in person.said.values() if "@" in said and "/" not in said})


def identifiers(person: Person) -> list[tuple[str, str]]:
    """By what stored answers show the person: the field and its value."""
    found = {("email", address) for address in addresses(person)}
    found |= {("contact_id", row.contact_id) for row in person.contacts}
    found |= {("contact_id", row.contact_id) for those in person.hanging.values() for row in those if row.contact_id}
    return sorted(found)


def _shows(column: ColumnElement[str], pieces: Sequence[str]) -> ColumnElement[bool]:
    """Whether a text has one of these pieces in it, in any case."""
    return or_(*(func.lower(column).contains(piece.lower(), autoescape=True) for piece in pieces))
