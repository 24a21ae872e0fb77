"""Tables of fields: what is read from a body, and every fault of it at once."""

from collections.abc import Callable
from typing import Any

import pytest

from headwater import scalars
from headwater.errors import Problem
from headwater.intake.fields import Faults, Field, entries, mapping, one_of, read_fields

FIELDS = (
    Field("id", scalars.identifier, "Id", required=True),
    Field("date", scalars.instant, "Date", also=("date_created", "at")),
    Field("paid", scalars.flag, "Paid"),
    Field("note", scalars.text, "Note"),
)


def read(body: dict[str, object]) -> dict[str, Any]:
    faults = Faults()
    values = read_fields(FIELDS, body, faults)
    faults.settle()
    return values


def faults_of(body: dict[str, object], at: str = "") -> list[str]:
    faults = Faults()
    read_fields(FIELDS, body, faults, at)
    return list(faults)


def test_only_what_was_sent_is_there() -> None:
    assert read({"id": 5}) == {"id": "5"}
    assert read({"id": 5, "date": None, "note": None, "unknown": 1}) == {"id": "5"}
    assert read({"id": 0, "paid": 0, "note": ""}) == {"id": "0", "paid": False}


def test_a_field_has_other_names_and_the_first_of_them_counts() -> None:
    assert read({"id": 5, "at": "1970-01-02"}) == {"id": "5", "date": 86_400_000_000}
    assert read({"id": 5, "at": 7, "date_created": 6, "date": None}) == {"id": "5", "date": 6_000_000}
    assert read({"id": 5, "at": 7, "date_created": 6, "date": 5}) == {"id": "5", "date": 5_000_000}


def test_every_fault_is_told_at_once_and_names_its_field() -> None:
    body: dict[str, object] = {"date": "soon", "paid": "maybe", "note": []}
    assert faults_of(body) == [
        "missing 'id' field",
        "field 'date' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
        "field 'paid' must be 0 or 1",
        "field 'note' must be a text",
    ]
    assert faults_of(body, "items[3].")[:2] == [
        "missing 'items[3].id' field",
        "field 'items[3].date' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
    ]


def test_a_fault_of_another_name_is_told_under_the_first() -> None:
    assert faults_of({"id": 1, "at": "soon"}) == [
        "field 'date' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds"
    ]


def test_faults_settle_in_one_problem() -> None:
    faults = Faults()
    faults.settle()
    faults.missing("id")
    faults.append("field 'x' is odd")
    with pytest.raises(Problem) as problem:
        faults.settle()
    assert problem.value.errors == ("missing 'id' field", "field 'x' is odd")
    assert str(problem.value) == "missing 'id' field; field 'x' is odd"
    assert problem.value.status == 400


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ([], []),
        ([3, "a", {"id": 1}], [3, "a", {"id": 1}]),
        ("a,b", ["a", "b"]),
        (" New Lead , 2018 Holiday Special,, ", ["New Lead", "2018 Holiday Special"]),
        ("one", ["one"]),
        ("", []),
        (" , ", []),
    ],
)
def test_a_list_may_come_as_one_text(sent: object, meant: list[object]) -> None:
    assert entries(sent) == meant


@pytest.mark.parametrize(("read_as", "sent"), [(entries, 5), (entries, {"a": 1}), (entries, True), (entries, None)])
def test_what_is_no_list_is_refused(read_as: Callable[[object], object], sent: object) -> None:
    with pytest.raises(ValueError, match=r"^must be a list$"):
        read_as(sent)


@pytest.mark.parametrize("sent", [[], "a", 5, None])
def test_what_is_no_object_is_refused(sent: object) -> None:
    assert mapping({"a": 1}) == {"a": 1}
    with pytest.raises(ValueError, match=r"^must be an object$"):
        mapping(sent)


def test_one_of_takes_its_words_in_any_case() -> None:
    status = one_of("active", "inactive")
    assert [status(sent) for sent in ("active", " Inactive ", "ACTIVE")] == ["active", "inactive", "active"]
    for sent in ("", "deleted", 1, None, ["active"]):
        with pytest.raises(ValueError, match=r"^must be 'active' or 'inactive'$"):
            status(sent)
