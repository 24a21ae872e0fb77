"""A CSV file as rows of text: which encoding, which delimiter, which header; then row by row, with line numbers.

In: a binary file that can be read again, and what the sender knows better. Out: `Format`, `Row`. Knows of no fields.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

import msgspec
from charset_normalizer import from_bytes

from headwater.errors import Problem

DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE: Final = 2**18
_SAMPLE_ROWS: Final = 100
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SURE: Final = 0.5  # how much a text must look like a language before an encoding other than Windows-1252 is believed

csv.field_size_limit(2**20)  # the csv module knows only one for all; a longer cell is a quote that was never closed


class Format(msgspec.Struct, frozen=True):
    """How a file is written down; `header` names its columns."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]


class Row(NamedTuple):
    """A row, and the line that it begins in, from 1."""

    line: int
    cells: list[str]


def detect(file: IO[bytes], encoding: str = "", delimiter: str = "") -> Format:
    """The format of a file; what is given is not looked for."""
    if delimiter and len(delimiter) != 1:
        raise Problem(f"parameter 'delimiter' must be one character, and is {delimiter!r}")
    spelled = _known(encoding) if encoding else _encoding(file)
    file.seek(0)
    sample = codecs.getincrementaldecoder(spelled)("replace").decode(file.read(_SAMPLE))
    delimiter = delimiter or _delimiter(sample)
    header = next((cells for cells in csv.reader(io.StringIO(sample, ""), delimiter=delimiter) if any(cells)), None)
    if header is None:
        raise Problem("the file is empty: its first row must name the columns")
    names = tuple(cell.strip() for cell in header)
    if doubled := next((name for place, name in enumerate(names) if name and name in names[:place]), None):
        raise Problem(f"the column {doubled!r} is in the header twice")
    return Format(spelled, delimiter, names)


def rows(file: IO[bytes], form: Format) -> Iterator[Row]:
    """The rows below the header; blank ones are counted and left out. Raises `Problem` where a file is broken."""
    file.seek(0)
    text = io.TextIOWrapper(file, form.encoding, newline="")
    reader = csv.reader(text, delimiter=form.delimiter)
    is_header = True
    try:
        while True:
            line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            if any(cells):
                if not is_header:
                    yield Row(line, cells)
                is_header = False
    except csv.Error as error:
        raise Problem(f"line {reader.line_num}: {error}: is a quote not closed?") from None
    except UnicodeDecodeError as error:
        raise Problem(f"after line {reader.line_num}: the file is not {form.encoding}: {error.reason}") from None
    finally:
        text.detach()


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise Problem(f"parameter 'encoding': {encoding!r} is unknown, use 'utf-8' or 'windows-1252'") from None


def _encoding(file: IO[bytes]) -> str:
    """By a mark; what is UTF-8 from end to end is UTF-8; zeros between letters are UTF-16; else it is a code page."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if _is_utf8(file):
        return "utf-8"
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > len(sample) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    best = from_bytes(sample, cp_isolation=["cp1252", "cp1250", "cp1251", "cp1253"]).best()
    return best.encoding if best is not None and best.coherence > _SURE else "cp1252"


def _is_utf8(file: IO[bytes]) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(_SAMPLE):
            if 0 in piece:
                return False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(sample: str) -> str:
    """The one that cuts most rows into as many cells as the header, and then into the most cells."""
    best = max(DELIMITERS, key=lambda delimiter: _fits(sample, delimiter))
    return best if _fits(sample, best)[1] > 1 else ","


def _fits(sample: str, delimiter: str) -> tuple[float, int]:
    found: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(sample, ""), delimiter=delimiter):
            if any(cells):
                found.append(len(cells))
            if len(found) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    if not found or found[0] == 1:
        return 0.0, 0
    return sum(1 for cells in found if cells == found[0]) / len(found), found[0]
