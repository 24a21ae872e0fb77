"""CSV files as they really come: every encoding, every delimiter, quotes with line breaks in them, broken ones."""

import io

import pytest

from headwater.errors import Problem
from headwater.intake import sheet
from headwater.intake.sheet import Row

TEXT = 'E-Mail;Name;Note\r\nann@b.c;"Ann; née Müller";"two\r\nlines"\r\n\r\nbob@b.c;"Bob ""B""";\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_is_the_same_in_every_encoding(encoding: str) -> None:
    file = io.BytesIO(TEXT.encode(encoding))
    form = sheet.detect(file)
    assert form.header == ("E-Mail", "Name", "Note")
    assert form.delimiter == ";"
    assert list(sheet.rows(file, form)) == [
        Row(2, ["ann@b.c", "Ann; née Müller", "two\r\nlines"]),
        Row(5, ["bob@b.c", 'Bob "B"', ""]),
    ]


@pytest.mark.parametrize("name", [b"Jos\xe9 Nu\xf1ez", b"Jos\xe9", b"Fran\xe7ois \x80 5", b"M\xfcller-L\xfcdenscheidt"])
def test_western_names_of_old_spreadsheets_are_read(name: bytes) -> None:
    file = io.BytesIO(b"email,name\na@b.c," + name + b"\n")
    assert next(sheet.rows(file, sheet.detect(file))).cells[1] == name.decode("cp1252")


def test_letters_far_down_decide_too() -> None:
    """A file whose first megabyte is plain tells its encoding later."""
    plain = b"email,name\n" + b"a@b.c,Ann\n" * 100_000
    assert sheet.detect(io.BytesIO(plain)).encoding == "utf-8"
    assert sheet.detect(io.BytesIO(plain + "a@b.c,née\n".encode())).encoding == "utf-8"
    assert sheet.detect(io.BytesIO(plain + "a@b.c,née\n".encode("cp1252"))).encoding == "cp1252"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    """Commas in prices and in quotes do not count."""
    lines = [["email", "price", "tags"], ["a@b.c", "1.5", '"x,y;z|w\tv"'], ["b@b.c", "2", '"a, b, c"']]
    file = io.BytesIO("\n".join(delimiter.join(cells) for cells in lines).encode())
    assert sheet.detect(file).delimiter == delimiter


def test_one_column_is_a_table_too() -> None:
    file = io.BytesIO(b"email\na@b.c\n")
    assert [row.cells for row in sheet.rows(file, sheet.detect(file))] == [["a@b.c"]]


def test_what_is_said_counts() -> None:
    file = io.BytesIO("email,näme\na@b.c,x\n".encode("cp1250"))
    assert sheet.detect(file, "windows-1250", ",").encoding == "cp1250"
    with pytest.raises(Problem, match="encoding"):
        sheet.detect(file, "klingon")
    with pytest.raises(Problem, match="delimiter"):
        sheet.detect(file, "", "::")


def test_what_is_no_table_is_told() -> None:
    with pytest.raises(Problem, match="the file is empty"):
        sheet.detect(io.BytesIO(b"\n\n"))
    with pytest.raises(Problem, match="'email' is in the header twice"):
        sheet.detect(io.BytesIO(b"email,email\n"))
    broken = io.BytesIO(b'email\na@b.c\n"' + b"x" * 2**21)
    rows = sheet.rows(broken, sheet.detect(broken))
    assert next(rows).cells == ["a@b.c"]
    with pytest.raises(Problem, match="is a quote not closed"):
        next(rows)
