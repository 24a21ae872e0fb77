"""A reader and its schema say the same: what the schema allows is read, and what it does not allow is refused."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake.fields import one_of
from headwater.intake.schemas import VALUES, Reader, schema_of

CASES: Mapping[str, Reader] = {
    getattr(reader, "__qualname__", str(reader)) + f" {number}": reader for number, reader in enumerate(VALUES)
}

# Near misses and odd spellings, beside what Hypothesis makes up.
SPELLED = [
    *("", " ", "0", "1", "-1", "+7", " 12 ", "1.0", "1.", "1.5", ".5", "00017", "1e3", "1_000", "9" * 15, "9" * 16),
    *("1" + "0" * 15, "9" * 18, "9" * 19, "0" * 31 + "1", "0" * 32 + "1", "yes", "No", "TRUE", "maybe", "nan"),
    *("2026-02-28", "2026-02-29", "2024-02-29", "1900-02-29", "2100-02-29", "2000-02-29", "2026-04-31", "2026-12-31"),
    *("1899-12-31", "1900-01-01", "2200-12-31", "2201-01-01", "2026-1-1", "2026-03-01T", "2026-03-01 10:00"),
    *("2026-03-01T10:00:00Z", "2026-03-01 23:59:59.123456789+05:30", "2026-03-01T24:00", "2026-03-01T10:00:60"),
    *("2026-03-01T10:00:00+2359", "2026-03-01T10:00+24:00", "2026-03-01T10:00 -01:00", "2026-03-01T1000"),
    *("7289654399", "7289654400", "-2208988800", "-2208988801", "1538496900.5", "180", "180.0", "-180.1", "179.99"),
    *("a@b", "a@b.c", "A.B+c@mail.example", "a b@c.d", "@b", "a@", "a@b@c", "a" * 64 + "@b", "a" * 65 + "@b"),
    *("usd", "EURO", "E1R", "active", "InActive ", "x" * 255, "x" * 256, "x" * 4096, "x" * 4097, "a,b", ","),
]
NUMBERS = [0, 1, -1, 2, 1.0, 0.5, 1e-5, 1e15, 1e15 + 2, 10**15, 10**15 + 1, 10**18 - 1, 10**18, -180, 180.5, 7289654399]
ANYTHING = st.one_of(
    st.sampled_from([*SPELLED, *NUMBERS, None, True, False, [], [1], {}, {"a": 1}]),
    st.integers(-(2**70), 2**70),
    st.floats(-1e250, 1e250),  # an id has at most 255 characters, which no schema says of a number
    st.text(alphabet="0123456789-+:. TZ@ae,", max_size=30),
)


def reads(reader: Reader, value: object) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


def made_from(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values by the schema of one value."""
    if branches := schema.get("anyOf"):
        return st.one_of(*map(made_from, branches))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    least, most = schema.get("minimum"), schema.get("maximum")
    by_kind: dict[str, st.SearchStrategy[Any]] = {
        "integer": st.integers(least, most),
        "number": st.integers(least, most) | st.floats(least, most, allow_nan=False, allow_infinity=False),
        "string": st.from_regex(schema["pattern"]) if "pattern" in schema else st.text(),
        "array": st.just([]),
        "object": st.just({}),
    }
    fits = jsonschema_rs.validator_for(dict(schema)).is_valid
    return st.one_of(*(by_kind[kind] for kind in kinds)).map(as_sent).filter(fits)


def as_sent(value: object) -> object:
    """The value as it comes out of JSON."""
    return msgspec.json.decode(msgspec.json.encode(value))


def alone(reader: Reader) -> dict[str, Any]:
    """The schema itself, without a reference."""
    schema_of(reader)
    return VALUES[reader].schema


@pytest.mark.parametrize("name", CASES)
def test_what_a_schema_allows_is_read(name: str) -> None:
    reader = CASES[name]

    @given(made_from(alone(reader)))
    def read(value: object) -> None:
        reader(value)

    read()


@pytest.mark.parametrize("name", CASES)
def test_a_schema_allows_what_is_read_and_nothing_else(name: str) -> None:
    reader = CASES[name]
    validator = jsonschema_rs.validator_for(alone(reader))

    @given(ANYTHING)
    def agree(value: object) -> None:
        assert validator.is_valid(value) == reads(reader, value), value

    agree()
    for value in (*SPELLED, *NUMBERS):
        assert validator.is_valid(value) == reads(reader, value), value


def test_a_reader_without_a_schema_is_told_where_it_goes() -> None:
    def reader(value: object) -> object:
        return value

    with pytest.raises(LookupError, match=r"give it one with @taking"):
        schema_of(reader)


def test_a_reader_of_words_brings_its_own() -> None:
    schema = schema_of(one_of("day", "week"))
    assert jsonschema_rs.is_valid(schema, " Week ")
    assert not jsonschema_rs.is_valid(schema, "year")
