"""Taking a person away for good: names, contacts, events, identity, what waits or was kept of them anywhere.

In: an open store, who is meant, what to do with their orders. Out: the ledger without them, in one transaction. Orders
and subscriptions are the business's books: they stay, on a node that stands for nobody, unless they are asked for, too.
"""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import msgspec
from sqlalchemy import Connection, delete, or_, select

from headwater.errors import Conflict
from headwater.ledger import jobs, nodes, tables
from headwater.ledger.book import Book, open_book
from headwater.ledger.handle import Handle
from headwater.ledger.identity import settle
from headwater.ledger.person import Names, Person, events_of, find_person, hits_of, read_person
from headwater.ledger.ruling import Act, log_ruling
from headwater.ledger.shelf import Shelf
from headwater.ledger.store import Store
from headwater.scalars import new_token

Elsewhere: TypeAlias = Callable[[Person], int]

_LETTERS: Final = 20


def erase(store: Store, act: Act, said: str, elsewhere: Elsewhere, *, with_orders: bool) -> dict[str, Any]:
    """Erase a person; `Conflict` while an import runs, which might bring them back.

    `elsewhere` deletes their page views before this commits: whatever ends the process in between, the person is still
    there to be erased again. It returns how many hits that were.
    """
    account_id = act.standing.account.account_id
    names = Names(act.standing)
    with store.write() as connection:
        handle = Handle(connection, account_id)
        book = open_book(handle, act.now)
        person = read_person(handle, names, find_person(handle, names, said))
        _see_that_nothing_is_imported(connection, account_id)
        counts = _counted(person, with_orders=with_orders)
        counts["hits"] = elsewhere(person) + _drop_hits(handle, book, person)
        counts["events"] = _drop_events(handle, book, person)
        book.traces.look_for(person.contact_ids, person.addresses)
        _drop_contacts(book, person)
        _drop_or_strip_orders(book, person, with_orders=with_orders)
        _drop_identity(connection, handle, person)
        book.touched |= {nodes.visitor(uid) for uid in person.spans}
        settle(handle, book)
        log_ruling(handle, book, act, "erase", (person.person_id, 0, ""))
        book.save(handle)
    return {"status": "success", "person_id": person.person_id, "erased": counts}


def _counted(person: Person, *, with_orders: bool) -> dict[str, int]:
    """How much of the person's own rows will go; what is elsewhere is counted as it goes."""
    return {
        "contacts": len(person.contacts),
        "invoices": len(person.hanging["invoices"]) if with_orders else 0,
        "subscriptions": len(person.hanging["subscriptions"]) if with_orders else 0,
        "events": 0,
        "visitors": len(person.visitors),
        "hits": 0,
    }


def _see_that_nothing_is_imported(connection: Connection, account_id: str) -> None:
    table = tables.jobs.c
    active = select(table.job_id).where(table.account_id == account_id, table.state.in_(jobs.ACTIVE)).limit(1)
    if job_id := connection.execute(active).scalar_one_or_none():
        raise Conflict(f"import {job_id!r} is not finished, and may name this person: wait for it, or cancel it")


def _drop_hits(handle: Handle, book: Book, person: Person) -> int:
    """What waits in the spool, as if it had never come."""
    hits = hits_of(handle, person)
    handle.remove(tables.spool, "id", [hit.id for hit in hits])
    book.account.hits -= len(hits)
    return len(hits)


def _drop_events(handle: Handle, book: Book, person: Person) -> int:
    events = events_of(handle, person)
    book.events.lay(events)
    for event in events:
        book.drop(book.events, event.id, "events")
    return len(events)


def _drop_contacts(book: Book, person: Person) -> None:
    book.contacts.lay(person.contacts)
    for contact in person.contacts:
        book.drop_contact(contact)
    book.touched.clear()  # there is no identity left to look at


def _drop_or_strip_orders(book: Book, person: Person, *, with_orders: bool) -> None:
    """Orders and subscriptions go, or hang from now on on somebody of whom nothing is known but what they bought."""
    nobody = nodes.CONTACT + "erased-" + new_token(_LETTERS)
    shelves: tuple[tuple[Shelf[Any], Callable[[Any], None]], ...] = (
        (book.invoices, book.drop_invoice),
        (book.subscriptions, book.drop_subscription),
    )
    for shelf, drop in shelves:
        shelf.lay(person.hanging[shelf.table.name])
        for row in person.hanging[shelf.table.name]:
            if with_orders:
                drop(row)
            else:
                _strip(book, shelf, row, nobody)


def _strip(book: Book, shelf: Shelf[Any], row: Any, nobody: str) -> None:  # noqa: ANN401 - an order or a subscription
    book.hang(shelf, msgspec.structs.replace(row, contact_id=None, email=None, email_key=None, node=nobody))


def _drop_identity(connection: Connection, handle: Handle, person: Person) -> None:
    """Nodes, edges, and every entry of the audit that shows them; time lines follow when identity is settled."""
    handle.remove(tables.identity_nodes, "node", person.names)
    handle.remove(tables.identity_edges, "a", person.names)
    handle.remove(tables.identity_edges, "b", person.names)
    table = tables.identity_log.c
    gone = person.names | {nodes.visitor(uid) for uid in person.visitors}
    mine = table.account_id == handle.account_id
    connection.execute(
        delete(tables.identity_log).where(
            mine, or_(table.person_id == person.person_id, table.other_id == person.person_id)
        )
    )
    for node in gone:
        shown = or_(
            table.subject == node,
            table.subject.startswith(f"{node} ", autoescape=True),
            table.subject.endswith(f" {node}", autoescape=True),
        )
        connection.execute(delete(tables.identity_log).where(mine, shown))
