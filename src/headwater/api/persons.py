"""One person, managed: shown, merged with another, split, exported, erased; over HTTP and for the command line.

`ACTS` has a row per thing that can be done. Each works on an open house, so that the command line can do it with or
without a server; a path has the person as anybody would name them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple, cast

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from headwater.api.about import About
from headwater.api.answers import json_answer
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.operations_person import ERASED, EXPORTED, MERGED, SHOWN, SPLIT
from headwater.clock import DAY, iso
from headwater.errors import Problem
from headwater.intake.json import read_object
from headwater.intake.person import document, page_view, records
from headwater.ledger import erasure, ruling
from headwater.ledger.accounts import find_standing
from headwater.ledger.handle import Handle
from headwater.ledger.person import Names, Person, events_of, find_person, hits_of, read_person
from headwater.ledger.ruling import Act
from headwater.ledger.traces import Traces
from headwater.scalars import hash63
from headwater.warehouse.persons import FAILED_HITS, PAGE_VIEWS, Stretch, told

COMMAND_LINE: Final = "command line"


class Asked(NamedTuple):
    """What somebody asks: of which account, of which person, with what words, and who they are."""

    account_id: str
    person: str
    body: Mapping[str, Any]
    actor: str = COMMAND_LINE


class Deed(NamedTuple):
    """One thing that can be done: its method, what its path ends with, who does it, and how it is documented."""

    method: str
    suffix: str
    do: Callable[[House, Asked], Any]
    doc: str
    about: About


def show(house: House, asked: Asked) -> Any:  # noqa: ANN401 - JSON
    """Who the person is, and why."""
    names = Names(find_standing(house.store, asked.account_id))
    with house.store.read() as connection:
        handle = Handle(connection, asked.account_id)
        return document(read_person(handle, names, find_person(handle, names, asked.person)))


def merge(house: House, asked: Asked) -> Any:  # noqa: ANN401 - JSON
    """Make one person of two."""
    _know(asked.body, "with")
    other = asked.body.get("with")
    if not isinstance(other, str) or not other:
        raise Problem("missing 'with' field: the other person, as you would name them in the path")
    answer = ruling.merge(house.store, _act(house, asked), asked.person, other)
    house.background.nudge(asked.account_id)
    return answer


def split(house: House, asked: Asked) -> Any:  # noqa: ANN401 - JSON
    """Take names and visitors away from a person."""
    _know(asked.body, "names")
    chosen = asked.body.get("names")
    if not isinstance(chosen, list) or not chosen or not all(isinstance(one, str) for one in cast("list[Any]", chosen)):
        raise Problem("missing 'names' field: a list of contacts, addresses or visitors of this person")
    answer = ruling.split(house.store, _act(house, asked), asked.person, cast("list[str]", chosen))
    house.background.nudge(asked.account_id)
    return answer


def export(house: House, asked: Asked) -> Any:  # noqa: ANN401 - JSON
    """Everything that is held about a person; of secrets and salts nothing."""
    standing = find_standing(house.store, asked.account_id)
    names, account_id = Names(standing), asked.account_id
    house.projector.catch_up(account_id)
    with house.store.read() as connection:
        handle = Handle(connection, account_id)
        person = read_person(handle, names, find_person(handle, names, asked.person))
        traces = Traces()
        traces.look_for(person.contact_ids, person.addresses)
        found = records(handle, person, events_of(handle, person)) | {
            "waiting_hits": [msgspec.json.decode(hit.payload) for hit in hits_of(handle, person)],
            "refused_records": [refusal.source for refusal in traces.refusals(handle)],
            "stored_answers": [msgspec.json.decode(one.answer) for one in traces.answers(handle)],
        }
    value = told(_stretches(person))
    views = house.readers.run(account_id, PAGE_VIEWS, value)
    failed = house.readers.run(account_id, FAILED_HITS, value).rows
    return {
        "account": account_id,
        "exported_at": iso(house.clock()),
        **document(person),
        **found,
        "page_views": [page_view(dict(zip(views.columns, row, strict=True))) for row in views.rows],
        "failed_hits": [msgspec.json.decode(str(hit)) for (hit,) in failed],
    }


def erase(house: House, asked: Asked) -> Any:  # noqa: ANN401 - JSON
    """Remove everything that is held about a person; what they bought stays without them, if it is not to go, too."""
    _know(asked.body, "orders")
    orders = asked.body.get("orders", "keep")
    if orders not in _ORDERS:
        raise Problem(f"field 'orders' must be {' or '.join(map(repr, _ORDERS))}")
    account_id, projector = asked.account_id, house.projector
    visitors: set[str] = set()

    def elsewhere(person: Person) -> int:
        visitors.update(person.visitors)
        return projector.erase(account_id, _stretches(person), house.clock() // DAY)

    with projector.lock(account_id):  # so that no hit is on its way from the one store to the other meanwhile
        projector.catch_up(account_id)
        done = erasure.erase(house.store, _act(house, asked), asked.person, elsewhere, with_orders=orders == "erase")
        projector.catch_up(account_id)
    house.enricher.watch.forget(account_id, visitors)
    house.store.scrub()
    return done


def _stretches(person: Person) -> list[Stretch]:
    return [Stretch(uid, hash63(uid), since, until) for uid, since, until in person.stretches()]


_ORDERS: Final = ("keep", "erase")

ACTS: Final = {
    "split": Deed("POST", "/split", split, "Take names and visitors away from a person", SPLIT),
    "merge": Deed("POST", "/merge", merge, "Make one person of two", MERGED),
    "export": Deed("GET", "/export", export, "Everything that is held about a person", EXPORTED),
    "erase": Deed("POST", "/erase", erase, "Remove everything that is held about a person", ERASED),
    "show": Deed("GET", "", show, "A person, and what makes them one", SHOWN),
}
"""In the order in which their paths are tried: a person's name may have slashes."""


async def act(deed: Deed, request: Request) -> Response:
    """Do it over HTTP."""
    house, caller, standing = enter(request, "admin")
    body = read_object(await read_body(request)) if deed.method == "POST" else {}
    asked = Asked(standing.account.account_id, request.path_params["person"], body, caller.actor)
    return json_answer(await run_in_threadpool(partial(deed.do, house, asked)))


def _act(house: House, asked: Asked) -> Act:
    return Act(find_standing(house.store, asked.account_id), house.clock(), asked.actor)


def _know(body: Mapping[str, Any], *known: str) -> None:
    if strange := sorted(body.keys() - set(known)):
        raise Problem(*(f"unknown field {name!r}: there is {', '.join(map(repr, known))}" for name in strange))
