"""Reading the parts of a question: objects, names out of a list that we know, and values.

In: decoded JSON and a list for complaints. Out: what was meant, or nothing and a complaint that names the field and,
where a name is near to one we know, that name. Knows no field of a question by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar, cast

from headwater.scalars import whole

T = TypeVar("T")
Faults = list[str]


def read_object(value: object, name: str, faults: Faults) -> Mapping[str, object]:
    """A JSON object; nothing and an empty list (PHP's spelling of an empty object) are an empty one."""
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    if value not in (None, []):
        faults.append(f"{name if ' ' in name else f'field {name!r}'} must be an object")
    return {}


def near(name: str, known: Sequence[str]) -> str:
    """The end of a complaint about a name that we do not know."""
    # By the last word too; of several that end alike, the first is meant.
    by_lower = {key.rpartition(".")[2].lower(): key for key in reversed(known)} | {key.lower(): key for key in known}
    if close := get_close_matches(name.strip().lower(), list(by_lower), n=1, cutoff=0.6):
        return f"; did you mean '{by_lower[close[0]]}'?"
    return f"; known are {', '.join(dict.fromkeys(known))}"


def choice(value: object, name: str, known: Mapping[str, T], faults: Faults) -> T | None:
    """One of the names that we know, or nothing."""
    return pick(value, name, known.get, known, faults)


def pick(
    value: object, name: str, find: Callable[[str], T | None], known: Mapping[str, object], faults: Faults
) -> T | None:
    """What `find` knows under a name, or nothing; `known` is what a complaint may suggest."""
    if value is None:
        return None
    if isinstance(value, str) and (found := find(value.strip())) is not None:
        return found
    faults.append(f"field '{name}': unknown {value!r}{near(str(value), list(known))}")
    return None


def names(value: object, name: str, faults: Faults) -> list[str]:
    """A list of names, each once; tools that have no lists may send the names with commas between."""
    items = [item for item in value.split(",") if item.strip()] if isinstance(value, str) else value
    if not isinstance(items, list | tuple | None):
        faults.append(f"field '{name}' must be a list of names")
        return []
    found = [str(item).strip() for item in cast("Sequence[object]", items or ())]
    faults += [f"field '{name}': {key!r} is there twice" for key in dict.fromkeys(found) if found.count(key) > 1]
    return list(dict.fromkeys(found))


def choices(value: object, name: str, known: Mapping[str, T], faults: Faults) -> tuple[T, ...]:
    """A list of names that we know."""
    chosen = (choice(key, name, known, faults) for key in names(value, name, faults))
    return tuple(item for item in chosen if item is not None)


def optional(fields: Mapping[str, object], path: str, read: Callable[[object], T], faults: Faults) -> T | None:
    """One optional value; what `read` complains of completes the sentence "field 'x' …"."""
    value = fields.get(path.rpartition(".")[2])
    if value is None or value == "":
        return None
    try:
        return read(value)
    except ValueError as fault:
        faults.append(f"field '{path}' {fault}")
        return None


def between(least: int, most: int) -> Callable[[object], int]:
    """A reader of whole numbers within bounds."""

    def read(value: object) -> int:
        number = whole(value)
        if not least <= number <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return number

    return read
