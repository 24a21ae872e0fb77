"""Journeys: which persons a report is about, and everything that a person did, in order.

In: a question's type and days, or persons; something that runs SQL. Out: a page of persons, and their events. One
person's page views are looked up by their trail (see `warehouse.trails`), so that no question reads everyone's.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from msgspec import Struct

from headwater.errors import Problem
from headwater.reporting.account import Account
from headwater.reporting.event import Event
from headwater.reporting.plan import plan
from headwater.reporting.question import Question
from headwater.reporting.readers import Readers
from headwater.reporting.render import render_over
from headwater.reporting.steps import step

_GAP: Final = timedelta(minutes=30)
"""As in the guide of attribution: after this, a page view begins a visit."""
_CLOSE: Final = 100_000
"""Page views whose numbers differ by less are about one block of the store apart, and are read in one go."""
MANY: Final = 256
"""Above so many look-ups, planning them takes longer than looking through everyone's page views."""


class People(Struct, frozen=True):
    """A page of persons, the newest conversion first, and how many there are on all pages."""

    persons: tuple[int, ...]
    total: int


class Span(NamedTuple):
    """When a visitor was a person."""

    person_id: int
    visitor_id: int
    uid: str | None
    since: datetime
    until: datetime


class _Run(NamedTuple):
    """Page views of one visitor with numbers from `first` to `last`."""

    visitor: int
    first: int
    last: int


class Asker:
    """Runs the SQL of this module on one account."""

    def __init__(self, readers: Readers, account_id: str) -> None:
        """Ask `readers` of this account."""
        self._readers = readers
        self._account_id = account_id

    def rows(self, sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        """The rows by the names of their columns."""
        found = self._readers.run(self._account_id, sql, values)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def people(asked: Question, account: Account, asker: Asker, now: int, page: tuple[int, int]) -> People:
    """The persons of a report's conversions; `page` is how many, and after how many. `Problem` if the range is none."""
    limit, offset = page
    sql, values = narrow(asked, account, now, step("people").body)
    found = asker.rows(sql, values | {"limit": limit, "offset": offset})
    return People(tuple(row["person_id"] for row in found if row["person_id"] is not None), found[0]["total"])


def narrow(asked: Question, account: Account, now: int, body: str) -> tuple[str, dict[str, object]]:
    """SQL over the conversions of a question, `converted`, and its values. `Problem` if they are nobody's."""
    planned = plan(asked, account, now)
    if planned.conversions is None:
        raise Problem(f"a report of {asked.type.key} has no people of its own")
    return render_over(planned, planned.conversions, body)


def events(asker: Asker, persons: Sequence[int]) -> dict[int, list[Event]]:
    """All that these persons did, by person, in order of time and then of arrival."""
    if not persons:
        return {}
    found: dict[int, list[Event]] = {person: [] for person in persons}
    spans = [Span(**row) for row in asker.rows(step("spans").body, {"persons": list(persons)})]
    for person, event in (*_views(asker, spans), *_told(asker, persons, spans)):
        found[person].append(event)
    for person, contacts in _contacts(asker, persons).items():
        opted_in_at = contacts[0]["at"]
        brought = next((_event(row, type="import") for row in contacts if row["channel"]), None)
        if brought and not any(event.at <= opted_in_at and event.is_view for event in found[person]):
            found[person].append(brought)
    return {person: sorted(mine, key=lambda event: (event.at, event.id)) for person, mine in found.items()}


def _contacts(asker: Asker, persons: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The contacts of each person, the first one first, with the way by which they say that they came."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in asker.rows(step("brought").body, {"persons": list(persons)}):
        found.setdefault(row["person_id"], []).append(row)
    return found


def _told(asker: Asker, persons: Sequence[int], spans: Sequence[Span]) -> Iterator[tuple[int, Event]]:
    """What servers told of the persons; of a visitor, it was told of the person whom the visitor was then."""
    by_uid: dict[str, list[Span]] = {}
    for span in spans:
        by_uid.setdefault(span.uid or "", []).append(span)
    for row in asker.rows(step("told").body, {"persons": list(persons), "uids": list(by_uid)}):
        if row["person_id"]:
            yield row["person_id"], _event(row)
        for span in by_uid.get(row["uid"], ()) if not row["person_id"] else ():
            if span.since <= row["at"] < span.until:
                yield span.person_id, _event(row)


def _views(asker: Asker, spans: Sequence[Span]) -> Iterator[tuple[int, Event]]:
    """The page views of these spans, each with the person whom the visitor was then."""
    by_visitor: dict[int, list[Span]] = {}
    for span in spans:
        by_visitor.setdefault(span.visitor_id, []).append(span)
    latest: dict[int, datetime] = {}
    for row in sorted(_viewed(asker, list(by_visitor)), key=lambda row: (row["at"], row["id"])):
        visitor, at = row["visitor_id"], row["at"]
        begins = row["starts_session"] or visitor not in latest or at - latest[visitor] >= _GAP
        latest[visitor] = at
        for span in by_visitor[visitor]:
            if span.since <= at < span.until:
                yield span.person_id, _view(row, span.uid, begins=begins)


def _viewed(asker: Asker, visitors: Sequence[int]) -> list[dict[str, Any]]:
    """Everything that these visitors viewed."""
    if not visitors:
        return []
    named = {f"visitor_{n}": visitor for n, visitor in enumerate(visitors)} if len(visitors) <= MANY else {}
    trails = [step("trail", n=n).body for n in range(len(named))] or [step("trails").body]
    sql = step("found", trails="\nUNION ALL\n".join(trails)).body
    numbers: dict[int, set[int]] = {}
    for row in asker.rows(sql, named | {"visitors": list(visitors)}):
        numbers.setdefault(row["visitor_id"], set()).add(row["id"])
    if not numbers:
        return []
    runs = [run for visitor, ids in numbers.items() for run in _runs(visitor, sorted(ids))]
    if len(runs) > MANY:
        sql = step("views", runs=step("runs").body).body
        return asker.rows(sql, {"ids": sorted(number for ids in numbers.values() for number in ids)})
    sql = step("views", runs="\nUNION ALL\n".join(step("run", n=n).body for n in range(len(runs)))).body
    named = {f"{name}_{n}": value for n, run in enumerate(runs) for name, value in run._asdict().items()}
    return asker.rows(sql, named)


def _runs(visitor: int, numbers: Sequence[int]) -> Iterator[_Run]:
    """One visitor's page views in runs whose numbers lie close together."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number - last > _CLOSE:
            yield _Run(visitor, first, last)
            first = number
        last = number
    yield _Run(visitor, first, last)


def _view(row: Mapping[str, Any], uid: str | None, *, begins: bool) -> Event:
    """A page view. One that begins a visit and comes from nowhere in particular came directly."""
    channel = row["channel"] or ("direct" if begins else None)
    return _event(row, uid=uid, channel=channel, meta=row["props"], is_view=True)


def _event(row: Mapping[str, Any], **more: Any) -> Event:  # noqa: ANN401 - columns of any type
    """An event out of the columns that are called as its fields are."""
    return Event(**{name: row[name] for name in Event.__struct_fields__ if name in row} | more)
