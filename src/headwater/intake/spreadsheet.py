"""Payloads as lines of text: JSON as bulk import takes it, or CSV with a column for each field.

In: pages of payloads. Out: bytes, piece by piece. What is a list or an object is JSON in its cell.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from headwater.intake.exports import Payload

_encode = msgspec.json.Encoder().encode


def to_lines(path: str, pages: Iterable[list[Payload]]) -> Iterator[bytes]:
    """One `{"type":…,"data":{…}}` a line: what `POST bulk` takes."""
    for page in pages:
        yield b"".join(_encode({"type": path, "data": payload}) + b"\n" for payload in page)


def to_bare_lines(pages: Iterable[list[Payload]]) -> Iterator[bytes]:
    """One payload a line."""
    for page in pages:
        yield b"".join(_encode(payload) + b"\n" for payload in page)


def to_csv(columns: Sequence[str], pages: Iterable[list[Payload]]) -> Iterator[bytes]:
    """A line of column names and a line per payload, UTF-8 with CRLF, as RFC 4180 says."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for page in pages:
        writer.writerows([_cell(payload.get(column)) for column in columns] for payload in page)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        return _encode(value).decode()
    return int(value) if isinstance(value, bool) else value
