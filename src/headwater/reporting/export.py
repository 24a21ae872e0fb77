"""An answer's rows to take away: CSV for spreadsheets, lines of JSON and Arrow for programs, piece by piece.

In: an answer. Out: pieces of bytes, of some thousand rows each. No totals, and a ratio that divides by zero is empty.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

import msgspec
import nanoarrow  # pyright: ignore[reportMissingTypeStubs]
from nanoarrow import ipc  # pyright: ignore[reportMissingTypeStubs]

from headwater.reporting.answer import Answer, Field, Value

MEDIA: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
}
"""What an answer can be exported as, and the media type of that."""

_ROWS: Final = 4_096
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute instead of show
_EPOCH: Final = date(1970, 1, 1)
_encode = msgspec.json.Encoder().encode
_arrow: Any = nanoarrow  # it says little of its types
_ipc: Any = ipc


def to_csv(answer: Answer) -> Iterator[bytes]:
    """A line of keys and a line per row.

    Names that a spreadsheet would take for a formula get an apostrophe in front: visitors choose them.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.key for field in answer.fields])
    for rows in _pieces(answer):
        writer.writerows([_harmless(value) for value in row] for row in rows)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def to_lines(answer: Answer) -> Iterator[bytes]:
    """An object a line, by the keys of the columns."""
    keys = [field.key for field in answer.fields]
    for rows in _pieces(answer):
        yield b"".join(_encode(dict(zip(keys, row, strict=True))) + b"\n" for row in rows)


def to_arrow(answer: Answer) -> Iterator[bytes]:
    """Arrow's IPC stream: names are texts, dates days (or times, of hours), figures doubles."""
    kinds = {field.key: _kind(answer, field) for field in answer.fields}
    schema = _arrow.struct(kinds)
    made = io.BytesIO()
    with _ipc.StreamWriter.from_writable(made) as writer:
        for rows in _pieces(answer) if answer.rows else [()]:
            columns = [
                _arrow.c_array([_number(row[n]) if field.type == "DATE" else row[n] for row in rows], kinds[field.key])
                for n, field in enumerate(answer.fields)
            ]
            batch = _arrow.c_array_from_buffers(schema, length=len(rows), buffers=[None], children=columns)
            writer.write_array(batch, write_schema=None)
            yield _taken(made)
    yield _taken(made)


def types(answer: Answer) -> dict[str, str]:
    """The columns of an answer and their types in the store, for a Parquet file of its lines."""
    kinds = {"STRING": "VARCHAR", "DATE": "DATE"}
    found = {field.key: kinds.get(field.type, "DOUBLE") for field in answer.fields}
    return found | {field.key: "TIMESTAMP" for field in answer.fields if _is_by_hour(answer, field)}


def _pieces(answer: Answer) -> Iterator[Sequence[Sequence[Value]]]:
    rows = iter(answer.rows)
    while some := list(islice(rows, _ROWS)):
        yield some


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _kind(answer: Answer, field: Field) -> Any:  # noqa: ANN401 - a schema of the library
    if field.type == "STRING":
        return _arrow.string()
    if field.type == "DATE":
        return _arrow.timestamp("us") if _is_by_hour(answer, field) else _arrow.date32()
    return _arrow.float64()


def _is_by_hour(answer: Answer, field: Field) -> bool:
    """Whether its dates are hours."""
    return answer.period.scale == "hour" and field.key == "date"


def _number(told: Value) -> int | None:
    """A date as Arrow counts it: days since 1970, or microseconds of an hour."""
    if not isinstance(told, str):
        return None
    if "T" in told:
        since = datetime.fromisoformat(told) - datetime(1970, 1, 1)  # noqa: DTZ001 - local times, as rows show them
        return since.days * 86_400_000_000 + since.seconds * 1_000_000
    return (date.fromisoformat(told) - _EPOCH).days


def _taken(made: io.BytesIO) -> bytes:
    """What was written since the last time."""
    piece = made.getvalue()
    made.seek(0)
    made.truncate()
    return piece
