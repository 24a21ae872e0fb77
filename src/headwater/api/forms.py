"""Small bodies: a JSON object whose fields are read by a reader each, all faults told at once.

In: the object, and readers that raise `ValueError` to complete "field 'x' …". Out: what was sent of the fields.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, cast

from starlette.requests import Request

from headwater import scalars
from headwater.api.bodies import read_body
from headwater.errors import Problem
from headwater.intake.json import read_object

Readers: TypeAlias = Mapping[str, Callable[[Any], Any]]

_MOST_OF_NAME: Final = 200
_SHORTEST_PASSWORD: Final = 10
_LONGEST_PASSWORD: Final = 1_000


async def read_form(request: Request, required: Readers, optional: Readers) -> dict[str, Any]:
    """The fields of a body; an optional one that is null or missing is left out. `Problem` with every fault."""
    body = await read_body(request)
    return read_fields(read_object(body) if body.strip() else {}, required, optional)


def read_fields(sent: Mapping[str, Any], required: Readers, optional: Readers) -> dict[str, Any]:
    """`read_form` of what was read already."""
    readers = {**required, **optional}
    faults = [f"unknown field '{name}': there is {', '.join(readers)}" for name in sent if name not in readers]
    faults += [f"missing '{name}' field" for name in required if sent.get(name) is None]
    found: dict[str, Any] = {}
    for name, read in readers.items():
        if sent.get(name) is not None:
            try:
                found[name] = read(sent[name])
            except ValueError as fault:
                faults.append(f"field '{name}' {fault}")
    if faults:
        raise Problem(*faults)
    return found


def plain(value: object) -> str:
    """A text as it is, such as a password or a token that must fit one that is known."""
    if not isinstance(value, str) or len(value) > _LONGEST_PASSWORD:
        raise ValueError("must be a text")
    return value


def name(value: object) -> str:
    """What somebody or something is called."""
    said = scalars.text(value) if isinstance(value, str) else ""
    if not 0 < len(said) <= _MOST_OF_NAME:
        raise ValueError(f"must be a text of 1 to {_MOST_OF_NAME} characters")
    return said


def new_password(value: object) -> str:
    """A password that somebody chooses."""
    said = plain(value)
    if len(said) < _SHORTEST_PASSWORD:
        raise ValueError(f"must have {_SHORTEST_PASSWORD} characters or more")
    return said


def yes_or_no(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def words(value: object) -> list[str]:
    """A list of words."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in cast("list[object]", value)):
        raise ValueError("must be a list of words")
    return list(dict.fromkeys(cast("list[str]", value)))
