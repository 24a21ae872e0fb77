"""Tags in every way they are sent, and which of the known tags each of them is."""

from typing import Any

import pytest

from headwater.intake.fields import Faults
from headwater.intake.labels import SentLabel, find_label, read_labels
from headwater.ledger.book import Book
from tests.intake.accounts import ACCOUNT, NOW


def read(value: object) -> list[tuple[str, str, int | None]]:
    faults = Faults()
    found = read_labels("tags", value, faults)
    faults.settle()
    return [(tag.word, tag.name, tag.date) for tag in found]


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ([3, 45], [("3", "3", None), ("45", "45", None)]),
        (["New Lead"], [("New Lead", "New Lead", None)]),
        ("New Lead, 45", [("New Lead", "New Lead", None), ("45", "45", None)]),
        ([{"id": 3, "name": "New Lead", "date": "1970-01-02"}], [("3", "New Lead", 86_400_000_000)]),
        ([{"id": 3, "name": "New Lead", "date_created": 1}], [("3", "New Lead", 1_000_000)]),
        ([{"id": 3}], [("3", "3", None)]),
        ([{"name": "New Lead"}], [("New Lead", "New Lead", None)]),
        ([3, "x", {"id": "y", "name": "Y"}], [("3", "3", None), ("x", "x", None), ("y", "Y", None)]),
        ([], []),
        ("", []),
    ],
)
def test_tags_are_read_in_every_shape(sent: object, meant: list[tuple[str, str, int | None]]) -> None:
    assert read(sent) == meant


def test_every_fault_is_told_with_the_place_of_its_tag() -> None:
    faults = Faults()
    sent: list[Any] = [3, None, {}, {"id": [], "date": "soon"}, "", {"name": "ok", "date": 1}, True, [1]]
    read_labels("tags", sent, faults)
    assert list(faults) == [
        "field 'tags[1]' must be an id: a whole number or a text",
        "missing 'tags[2].id' field",
        "field 'tags[3].id' must be an id: a whole number or a text",
        "field 'tags[3].date' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
        "field 'tags[4]' must be an id of 1 to 255 characters",
        "field 'tags[6]' must be an id: a whole number or a text",
        "field 'tags[7]' must be an id: a whole number or a text",
    ]


@pytest.mark.parametrize("sent", [5, True, {"id": 3}])
def test_what_is_no_list_of_tags_is_one_fault(sent: object) -> None:
    faults = Faults()
    assert read_labels("tags", sent, faults) == []
    assert list(faults) == ["field 'tags' must be a list"]


WORD = "a bare word"  # sent alone: an id or a name, nobody knows


@pytest.mark.parametrize(
    ("sent", "known"),
    [
        # each: (id, name) as they arrive one after the other, and the tags (id, name) known afterwards
        ([("3", "New Lead")], {("3", "New Lead")}),
        ([("3", WORD)], {("3", "3")}),
        ([("3", "New Lead"), ("3", "New Lead")], {("3", "New Lead")}),
        ([("3", "New Lead"), ("3", WORD)], {("3", "New Lead")}),  # by id
        ([("3", "New Lead"), ("New Lead", WORD)], {("3", "New Lead")}),  # by name
        ([("3", WORD), ("3", "New Lead")], {("3", "New Lead")}),  # the id was first, the name follows
        ([("New Lead", WORD), ("3", "New Lead")], {("3", "New Lead")}),  # the name was first, the id follows
        ([("3", "New Lead"), ("3", "Old Lead")], {("3", "Old Lead")}),  # renamed
        ([("3", "New Lead"), ("8", "New Lead")], {("3", "New Lead"), ("8", "New Lead")}),  # two of one name
        ([("3", "8"), ("8", WORD)], {("3", "8")}),
        ([("3", "8"), ("8", "Eight"), ("8", WORD)], {("3", "8"), ("8", "Eight")}),  # the id comes before the name
    ],
)
def test_a_tag_is_found_by_id_first_then_by_name(sent: list[tuple[str, str]], known: set[tuple[str, str]]) -> None:
    book = Book(ACCOUNT, NOW)
    for word, name in sent:
        find_label(book, "first", "tag", SentLabel(word, word if name is WORD else name))
    assert {(tag.label_id, tag.name) for tag in book.labels.all()} == known


def test_tags_belong_to_their_integration() -> None:
    book = Book(ACCOUNT, NOW)
    one, other = (
        find_label(book, integration, "tag", SentLabel("3", "New Lead")) for integration in ("first", "second")
    )
    assert one.id != other.id


def test_a_list_is_no_tag() -> None:
    book = Book(ACCOUNT, NOW)
    one, other = (find_label(book, "first", kind, SentLabel("3", "Newsletter")) for kind in ("tag", "list"))
    assert one.id != other.id
