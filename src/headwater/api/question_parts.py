"""What questions are made of, as JSON Schema: dates, names, numbers and conditions.

In: rows of the catalogue. Out: schemas that `questions` puts together. Knows no field of a question by its name.
"""

from collections.abc import Mapping
from typing import Final

from headwater.catalog import filters
from headwater.catalog.kinds import Dimension, Type
from headwater.intake.schemas import COMPONENTS, Schema, days, up_to

_DAY: Final = days(
    "(?:19[7-9][0-9]|2[01][0-9]{2})",
    "(?:2000|19(?:7[26]|8[048]|9[26])|(?:20|21)(?:0[48]|[2468][048]|[13579][26]))",
)
_RELATIVE: Final = (
    "now|today|yesterday|tomorrow|(?:first|last) day of (?:last|this|next) month"
    "|(?:last|this|next) (?:week|month|year)|(?:last |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    "|[+-][0-9]{1,3} (?:day|week)s?|[+-][0-9]{1,2} months?|[+-][0-9] years?|[0-9]{1,3} days ago"
)

DATE: Final[Schema] = {
    "description": "A day: `YYYY-MM-DD`, or in words, as PHP reads them: `-30 days`, `first day of last month`.",
    "type": "string",
    "pattern": f"^(?:{_DAY}|{_RELATIVE})$",
    "examples": ["2026-03-01", "-30 days", "first day of last month"],
}


def between(least: int, most: int) -> Schema:
    """A whole number, or its digits."""
    digits = up_to(most) if least == 0 else rf"(?!0+$){up_to(most)}"
    return {
        "anyOf": [
            {"type": "integer", "minimum": least, "maximum": most},
            {"type": "string", "pattern": f"^{digits}$", "maxLength": 32},
        ]
    }


def optional(schema: Schema, doc: str, *nothing: object) -> Schema:
    """A property that may be missing, null, or one of `nothing`."""
    return {"anyOf": [schema, {"enum": [None, *nothing]}], "description": doc}


def object_of(properties: dict[str, Schema]) -> Schema:
    """An object of nothing but these."""
    return {"type": "object", "additionalProperties": False, "properties": properties}


def names_of(known: list[str], *alone: str) -> Schema:
    """Names of the catalogue: a list, or one name; several in one text have commas between."""
    several = {"type": "array", "items": {"enum": known}, "uniqueItems": True}
    return {"anyOf": [several, {"enum": list(dict.fromkeys((*known, *alone)))}, {"const": ""}]}


PARTS: Final[dict[str, Schema]] = {}
"""What questions refer to by name, so that it stands in the document once."""


def part_of(name: str, schema: Schema) -> Schema:
    """A reference to a schema, which is put among the parts."""
    PARTS[name] = schema
    return {"$ref": COMPONENTS + name}


_NUMBER: Final = part_of(
    "ComparedNumber",
    {
        "anyOf": [
            {"type": "number", "minimum": -(10**12), "maximum": 10**12},
            {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"},
        ]
    },
)
_COMPARED: Final[dict[Type, Schema]] = {
    "STRING": part_of(
        "ComparedText", {"anyOf": [{"type": "string", "maxLength": 2000}, {"type": "number"}, {"type": "boolean"}]}
    ),
    "NUMBER": _NUMBER,
    "CURRENCY": _NUMBER,
    "PERCENT": _NUMBER,
    "DATE": part_of("ComparedDay", DATE),
}


def conditions_of(of: str, known: Mapping[str, Dimension]) -> Schema:
    """Conditions over what `of` has: tests by type, in a list or nested; what is nested deeper is allowed as well."""
    name = "".join(word.capitalize() for word in of.split("_"))
    kinds: list[Type] = ["STRING", "NUMBER", "CURRENCY", "DATE"]
    tests = [test for kind in kinds for test in _tests(kind, [d.key for d in known.values() if d.type == kind])]
    test = part_of(f"{name}Test", {"anyOf": tests})
    several = {"type": "array", "items": test, "minItems": 1, "maxItems": 20}
    groups = [object_of({way: several}) | {"required": [way]} for way in ("all", "any")]
    groups.append(object_of({"not": test}) | {"required": ["not"]})
    each = part_of(f"{name}Condition", {"anyOf": [test, *groups]})
    return {"anyOf": [{"type": "array", "items": each, "maxItems": 20}, each]}


def _tests(kind: Type, fields: list[str]) -> list[Schema]:
    """The tests of fields of one type, by how many values they take."""
    value = _COMPARED[kind]
    shapes: dict[filters.Values, Schema] = {
        "none": {},
        "one": value,
        "two": {"type": "array", "items": value, "minItems": 2, "maxItems": 2},
        "many": {"type": "array", "items": value, "minItems": 1, "maxItems": 100},
    }
    found: list[Schema] = []
    for values, shape in shapes.items() if fields else ():
        operators = [each.key for each in filters.OPERATORS if (each.values, kind in each.types) == (values, True)]
        plain = [key for key in operators if key != "matches"]
        rows = [(plain, shape)] + [(["matches"], {"type": "string", "pattern": "^[a-z0-9 ]{0,40}$"})] * (
            "matches" in operators
        )
        for keys, said in rows:
            names: dict[str, Schema] = {"field": {"enum": fields}, "op": {"enum": keys}}
            if values != "none":
                names["value"] = said
            found.append(object_of(names) | {"required": list(names)})
    return found
