"""Rows of a table as records of one entity: cells into bodies, rows that belong together into one.

In: rows, and the target of each column. Out: records, like those of an upload of lines. An entity with a list of items
may have a row for each: rows that follow one another with the same id are one record.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple, cast

import msgspec

from headwater.errors import Problem
from headwater.intake.bulk import Record
from headwater.intake.columns import ITEM
from headwater.intake.entities import Entity
from headwater.intake.sheet import Row
from headwater.ledger.rows import Account
from headwater.scalars import hash63


class Reading(msgspec.Struct, frozen=True):
    """How a table is read, as a job keeps it."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    targets: tuple[str, ...]


class Place(NamedTuple):
    """Whose records they become."""

    account: Account
    integration_id: str
    entity: Entity


def records(place: Place, targets: Sequence[str], rows: Iterable[Row]) -> Iterator[Record]:
    """The records of rows; raises what the rows raise."""
    is_listed = any(target.startswith(ITEM) for target in targets) and bool(place.entity.items)
    if not is_listed or "id" not in targets:
        for row in rows:
            yield _record(place, targets, [row])
        return
    key = targets.index("id")
    seen: set[int] = set()
    for name, group in groupby(rows, lambda row: row.cells[key].strip() if key < len(row.cells) else ""):
        together = list(group)
        if not name:
            yield from (_record(place, targets, [row]) for row in together)
        elif (number := hash63(name)) in seen:
            yield Record(together[0].line, Problem(_APART.format(name)), _source(together))
        else:
            seen.add(number)
            yield _record(place, targets, together)


_APART: Final = "field 'id': {!r} was in the file before: put the rows of a record next to each other"


def _record(place: Place, targets: Sequence[str], rows: Sequence[Row]) -> Record:
    try:
        told = place.entity.read(place.account, place.integration_id, body(place.entity, targets, rows))
    except Problem as problem:
        told = problem
    return Record(rows[0].line, told, _source(rows))


def _source(rows: Sequence[Row]) -> bytes:
    return msgspec.json.encode([row.cells for row in rows])


def body(entity: Entity, targets: Sequence[str], rows: Sequence[Row]) -> dict[str, Any]:
    """The body that rows stand for; raises `Problem` when they contradict each other or have too many cells."""
    faults = [
        f"line {row.line} has {len(row.cells)} cells, and the header {len(targets)}: is a delimiter not in quotes?"
        for row in rows
        if any(row.cells[len(targets) :])
    ]
    found: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    for row in rows:
        item: dict[str, Any] = {}
        for target, cell in zip(targets, row.cells, strict=False):
            if (value := _value(cell.strip())) and target:
                if entity.items and target.startswith(ITEM):
                    item[target.removeprefix(ITEM)] = value
                elif (before := _put(found, target, value)) != value:
                    faults.append(f"field {target!r} is {value!r} in line {row.line}, and {before!r} before")
        if item:
            items.append(item)
    if faults:
        raise Problem(*faults)
    return found | {"items": items} if items else found


def _value(cell: str) -> Any:  # noqa: ANN401 - a text, or what is JSON in it
    """A cell, read as JSON where exports write a list or an object so."""
    if cell[:1] not in _STRUCTURED:
        return cell
    try:
        return msgspec.json.decode(cell)
    except msgspec.DecodeError:
        return cell


_STRUCTURED: Final = ("[", "{")


def _put(found: dict[str, Any], target: str, value: object) -> object:
    """Put a value where its target says, inside objects where that has points; what is there from now on."""
    *path, name = target.split(".", 1)
    inner: object = found.setdefault(path[0], {}) if path else found
    return cast("dict[str, object]", inner).setdefault(name, value) if isinstance(inner, dict) else inner
