"""Payloads as tables of fields: how a body is read, with every fault at once, and how it is documented.

In: rows of `Field` and what was sent. Out: clean values by name, and the list of faults. Knows no payload in
particular.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from headwater import scalars
from headwater.errors import Problem
from headwater.intake.schemas import taking, text_of, words

Value = TypeVar("Value")


_NOTHING: Final = (None, "")


class Field(NamedTuple):
    """One field of a payload: its name, how its value is read, what it means; `also` are other names for it."""

    name: str
    read: Callable[[Any], object]
    doc: str
    required: bool = False
    also: Sequence[str] = ()


class Faults(list[str]):
    """What is wrong with a body so far."""

    def read(self, name: str, reader: Callable[[Any], Value], value: object) -> Value | None:
        """The value, or None and one fault more."""
        try:
            return reader(value)
        except ValueError as error:
            self.append(f"field '{name}' {error}")
            return None

    def missing(self, name: str) -> None:
        """A required field is not there."""
        self.append(f"missing '{name}' field")

    def settle(self) -> None:
        """Raise everything at once, if there is anything."""
        if self:
            raise Problem(*self)


def read_fields(fields: Sequence[Field], body: Mapping[str, object], faults: Faults, at: str = "") -> dict[str, Any]:
    """The values that were sent, by name; `at` is put before names in faults: `items[0].`.

    Null and "" count as not sent: forms and low-code tools send what they do not know as nothing.
    """
    values: dict[str, Any] = {}
    for name, read, _, required, also in fields:
        sent = body.get(name)
        if also and sent in _NOTHING:
            sent = next((body[other] for other in also if body.get(other) not in _NOTHING), None)
        if sent is None or sent == "":
            if required:
                faults.missing(at + name)
        elif (value := faults.read(at + name, read, sent)) is not None:
            values[name] = value
    return values


def says_any(body: Mapping[str, object], *names: str) -> bool:
    """Whether any of these was sent, right or wrong."""
    return any(body.get(name) not in _NOTHING for name in names)


def one_of(*known: str) -> Callable[[object], str]:
    """A reader that takes one of these words, in any case."""

    @taking(words(*known))
    def read(value: object) -> str:
        spelled = str(value).strip().lower()
        if spelled not in known:
            raise ValueError(f"must be {' or '.join(repr(word) for word in known)}")
        return spelled

    return read


@taking({"anyOf": [{"type": "integer", "minimum": 1, "maximum": scalars.MAX_WHOLE}, text_of("0*[1-9][0-9]{0,17}")]})
def positive(value: object) -> int:
    """A whole number of at least 1."""
    number = scalars.whole(value)
    if number < 1:
        raise ValueError("must be 1 or more")
    return number


@taking({"anyOf": [{"type": "integer", "minimum": 0, "maximum": scalars.MAX_WHOLE}, text_of("0*[0-9]{1,18}")]})
def not_negative(value: object) -> int:
    """A whole number of at least 0."""
    number = scalars.whole(value)
    if number < 0:
        raise ValueError("must be 0 or more")
    return number


@taking({"type": ["array", "string"]})
def entries(value: object) -> list[Any]:
    """A list, or one comma-separated string as low-code tools send it."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list):
        raise ValueError("must be a list")
    return value  # pyright: ignore[reportUnknownVariableType] - any JSON values


@taking({"type": "object"})
def mapping(value: object) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise ValueError("must be an object")
    return value  # pyright: ignore[reportUnknownVariableType] - keys of JSON objects are strings
