"""Journeys over HTTP: one contact with all that the person did, and the people of a report, page by page.

The functions without a request are for the command line, too. Contacts and orders are looked up in the ledger, what was
viewed in the warehouse, after it knows what the ledger knew when the question came.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, cast

from starlette.requests import Request
from starlette.responses import Response

from headwater import scalars
from headwater.api.answers import json_answer
from headwater.api.bodies import read_body, read_parameters
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.people_shown import EXTENSIONS, Shown, spell_person, unit_of
from headwater.api.reports import account_of, asked_report, definitions_of, freshness_of, sight_of
from headwater.api.sender import scheme_of
from headwater.errors import NotFound, Problem
from headwater.intake.json import read_object
from headwater.ledger import rows
from headwater.ledger.handle import Handle
from headwater.ledger.profiles import Profile, find_contact, read_profiles
from headwater.reporting import finding
from headwater.reporting.account import EVERYTHING, Sight
from headwater.reporting.definitions import report_types, resolved
from headwater.reporting.event import Event
from headwater.reporting.journeys import Asker, People, events, people

MOST: Final = 100
DEFAULT: Final = 20


class Asking(NamedTuple):
    """Who asks for people: by which parameters, under which address, and what they may see."""

    parameters: Mapping[str, object]
    path: str
    sight: Sight = EVERYTHING


class Asked(NamedTuple):
    """What the parameters ask for."""

    extend: tuple[str, ...]
    limit: int = DEFAULT
    page: int = 1


def answer_contact(house: House, row: rows.Account, name: str, parameters: Mapping[str, object]) -> dict[str, Any]:
    """The body about the contact with this id or e-mail address; `NotFound` when there is none."""
    asked = read_asked(parameters)
    integration = str(parameters.get("integration") or "")
    fresh = freshness_of(house, row.account_id)
    with house.store.read() as connection:
        handle = Handle(connection, row.account_id)
        contact = find_contact(handle, row, name, integration)
        if contact is None:
            raise NotFound(f"there is no contact {name!r}")
        person = read_profiles(handle, [contact.person_id])[contact.person_id]
    did = events(Asker(house.readers, row.account_id), [contact.person_id])[contact.person_id]
    shown = Shown(contact.person_id, contact, person, did, unit_of(row))
    return {"data": spell_person(shown, asked.extend), "freshness": fresh}


def answer_people(house: House, row: rows.Account, which: tuple[str, str], asking: Asking) -> dict[str, Any]:
    """A page of the people of a report, the newest conversion first.

    `which` is the report's type, and the id of a saved one or "" for the type's default report.
    """
    account, known_ones = account_of(house, row.account_id, asking.sight), definitions_of(house, row.account_id)
    question, _ = asked_report(account, known_ones, asking.parameters, *which)
    asked = read_asked(asking.parameters)
    fresh = freshness_of(house, row.account_id)
    asker = Asker(house.readers, row.account_id)
    window = (asked.limit, (asked.page - 1) * asked.limit)
    found = people(question, account, asker, house.clock(), window)
    return _page(house, row, found, asked, asking.path) | {"freshness": fresh}


def answer_found(house: House, row: rows.Account, body: Mapping[str, object], asking: Asking) -> dict[str, Any]:
    """A page of the people whom a search and filters find; the body is that of `POST …/data/people`."""
    account = account_of(house, row.account_id, asking.sight)
    resolved_body = resolved(body, definitions_of(house, row.account_id))
    sought = finding.parse(resolved_body, report_types(account))
    asked = read_asked({"extend": body.get("extend") or ()})
    fresh = freshness_of(house, row.account_id)
    found = finding.find(sought, account, Asker(house.readers, row.account_id), house.clock())
    asked = asked._replace(limit=sought.limit, page=sought.page)
    return _page(house, row, found, asked, asking.path) | {"freshness": fresh}


def _page(house: House, row: rows.Account, found: People, asked: Asked, path: str) -> dict[str, Any]:
    """The people of a page as they are shown, and which page it is."""
    asker = Asker(house.readers, row.account_id)
    did = events(asker, found.persons) if "events" in asked.extend else None
    with house.store.read() as connection:
        known = read_profiles(Handle(connection, row.account_id), found.persons)
    data = [spell_person(_shown(person, known[person], did, row), asked.extend) for person in found.persons]
    return {"data": data, "meta": _meta(found, asked, path)}


async def contact(request: Request) -> Response:
    """One contact."""
    house, _, standing = enter(request, "contacts")
    parameters = await read_parameters(request)
    name: str = request.path_params["contact"]
    return json_answer(await house.ask(answer_contact, house, standing.account, name, parameters))


async def contacts_of_report(request: Request) -> Response:
    """The people of a report, the default one of its type or a saved one."""
    house, caller, standing = enter(request, "contacts", narrows=True)
    parameters = await read_parameters(request)
    which = request.path_params["type"], request.path_params.get("report", "")
    path = f"{scheme_of(request)}://{request.url.netloc}{request.url.path}"
    asking = Asking(parameters, path, sight_of(caller))
    return json_answer(await house.ask(answer_people, house, standing.account, which, asking))


async def found_people(request: Request) -> Response:
    """The people whom a search and filters find."""
    house, caller, standing = enter(request, "contacts", narrows=True)
    body = read_object(await read_body(request))
    asking = Asking({}, f"{scheme_of(request)}://{request.url.netloc}{request.url.path}", sight_of(caller))
    return json_answer(await house.ask(answer_found, house, standing.account, body, asking))


def read_asked(parameters: Mapping[str, object]) -> Asked:
    """What is asked for; `Problem` with every fault. Parameters that we do not know are left alone."""
    faults: list[str] = []
    said = parameters.get("extend") or ()
    listed = cast("Sequence[object]", said) if isinstance(said, list | tuple) else str(said).split(",")
    names = [str(name).strip().lower() for name in listed]
    faults += [_unknown(name) for name in dict.fromkeys(names) if name and name not in EXTENSIONS]
    limit = _between(parameters, "limit", (DEFAULT, MOST), faults)
    page = _between(parameters, "page", (1, 10**9), faults)
    if faults:
        raise Problem(*faults)
    return Asked(tuple(name for name in EXTENSIONS if name in names), limit, page)


def _unknown(name: str) -> str:
    near = get_close_matches(name, EXTENSIONS, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(EXTENSIONS)}"
    return f"parameter 'extend': unknown {name!r}; {hint}"


def _between(parameters: Mapping[str, object], name: str, range_: tuple[int, int], faults: list[str]) -> int:
    """A whole number from 1 to the second of the range, by default the first."""
    default, most = range_
    if (said := parameters.get(name)) in (None, ""):
        return default
    try:
        number = scalars.whole(said)
    except ValueError:
        number = 0
    if not 1 <= number <= most:
        faults.append(f"parameter '{name}' must be a whole number from 1 to {most}")
    return number


def _shown(person_id: int, person: Profile, did: Mapping[int, Sequence[Event]] | None, row: rows.Account) -> Shown:
    """A person of a list is shown as their first contact, by which they opted in."""
    first = person.contacts[0] if person.contacts else None
    return Shown(person_id, first, person, did[person_id] if did is not None else None, unit_of(row))


def _meta(found: People, asked: Asked, path: str) -> dict[str, Any]:
    """The block of a Laravel paginator; a page without anybody is from nothing to nothing."""
    first = (asked.page - 1) * asked.limit + 1
    here = len(found.persons)
    return {
        "current_page": asked.page,
        "from": first if here else None,
        "last_page": max(1, -(-found.total // asked.limit)),
        "path": path,
        "per_page": asked.limit,
        "to": first + here - 1 if here else None,
        "total": found.total,
    }
