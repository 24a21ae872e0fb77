"""Many records in one upload, a line each: `{"type":"contact","data":{…},"op":"delete"?}`.

In: lines. Out: for each of them a change or everything that is wrong with it, in chunks that are handed over at once;
and the spelling of what became of each. Knows neither how lines arrive nor who writes changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

import msgspec

from headwater.errors import Problem
from headwater.intake.entities import BY_PATH, Entity
from headwater.intake.json import read_object
from headwater.intake.lines import Line
from headwater.ledger.change import Change
from headwater.ledger.rows import Account

CHUNK: Final = 1000
"""Records that are handed over at once."""
_SIZE: Final = 2**20  # or so many bytes of them


class Record(NamedTuple):
    """What came under a number, what it asks for or what is wrong with it, and its own words."""

    number: int
    told: Change | Problem
    source: bytes


def in_chunks(records: Iterable[Record]) -> Iterator[Sequence[Record]]:
    """Records, so many at a time; when they end with a `Problem`, those before it come first."""
    chunk: list[Record] = []
    size = 0
    fault = None
    try:
        for record in records:
            chunk.append(record)
            size += len(record.source)
            if len(chunk) == CHUNK or size > _SIZE:
                yield chunk
                chunk, size = [], 0
    except Problem as problem:
        fault = problem
    if chunk:
        yield chunk
    if fault:
        raise fault


class Reader:
    """Reads records for one integration of one account."""

    def __init__(self, account: Account, integration_id: str, longest: int) -> None:
        """`longest` is told to whoever sends a longer line."""
        self._account = account
        self._integration_id = integration_id
        self._longest = longest

    def chunks(self, lines: Iterable[Line]) -> Iterator[Sequence[Record]]:
        """The records of lines."""
        return in_chunks(map(self.record, lines))

    def record(self, line: Line) -> Record:
        """One record."""
        if line.text is None:
            return Record(line.number, Problem(f"the line is longer than {self._longest} bytes"), b"")
        try:
            return Record(line.number, self._change(line.text), line.text)
        except Problem as problem:
            return Record(line.number, problem, line.text)

    def _change(self, text: bytes) -> Change:
        said = read_object(text)
        faults: list[str] = []
        entity = BY_PATH.get(kind) if isinstance(kind := said.get("type"), str) else None
        if entity is None:
            faults.append(f"field 'type' must be {_either(BY_PATH)}" if kind else "missing 'type' field")
        if said.get("data") is None:
            faults.append("missing 'data' field")
        op = said.get("op")
        if op not in (None, "", "delete"):
            faults.append("field 'op' must be 'delete', or not be there")
        if faults or entity is None:
            raise Problem(*faults)
        return self._read(entity, said["data"]) if not op else self._deletion(entity, said["data"])

    def _read(self, entity: Entity, data: object) -> Change:
        if not isinstance(data, dict):
            raise Problem("field 'data' must be an object")
        return entity.read(self._account, self._integration_id, cast("dict[str, Any]", data))

    def _deletion(self, entity: Entity, data: object) -> Change:
        if entity.read_deletion is None:
            raise Problem(f"field 'op': a {entity.path!r} cannot be deleted")
        asked = data
        if isinstance(data, dict):
            sent = cast("dict[str, Any]", data)
            asked = next((sent[name] for name in entity.known_by if sent.get(name) not in (None, "")), None)
        if isinstance(asked, bool | list | dict | None):
            raise Problem(f"field 'data' must hold {_either(entity.known_by)}")
        return entity.read_deletion(self._account, self._integration_id, str(asked))


def result(number: int, outcome: Mapping[str, Any] | Problem) -> dict[str, Any]:
    """What became of a record: the answer that its change gave, or its faults."""
    if isinstance(outcome, Problem):
        return {"line": number, "status": "error", "errors": outcome.errors}
    return {"line": number, "status": "success", "id": _id(outcome)}


def _id(answer: Mapping[str, Any]) -> object:
    """The id of the resource in an answer, under whatever name it is there."""
    if "id" in answer:
        return answer["id"]
    for value in answer.values():
        if isinstance(value, dict):
            resource = cast("dict[str, Any]", value)
            return resource.get("id", resource.get("contact_id"))
    return None


encode: Final = msgspec.json.Encoder().encode_lines
"""Results as lines of JSON."""


def _either(words: Iterable[str]) -> str:
    return " or ".join(repr(word) for word in words)
