"""What a body may hold, as a row: its fields, its parts, examples, and what is answered.

In: the tables of fields that read bodies. Out: JSON schemas of whole bodies that say what those tables take: null and
"" count as not sent, a field has other names, one of several fields must be there. Knows no entity in particular.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from headwater.intake.fields import Field
from headwater.intake.schemas import COMPONENTS, NOT_SENT, Schema, schema_of


class Part(NamedTuple):
    """A property that holds more than one value, which no row of fields reads; the schema says what it takes.

    `fields` are those of the objects in it, if there are any.
    """

    name: str
    doc: str
    schema: Schema
    required: bool = False
    fields: Sequence[Field] = ()


class Payload(NamedTuple):
    """A body: the name of its schema, what it is, what it holds, and examples by what they show.

    One of `either` must be sent. `answer` is the type of the answer, `answered` what the first example is answered
    with, and `record` the place in it, as a JSON pointer, of what a deletion asks for.
    """

    name: str
    doc: str
    fields: Sequence[Field]
    examples: Mapping[str, Any]
    answer: Any
    answered: Mapping[str, Any] | None
    parts: Sequence[Part] = ()
    either: Sequence[str] = ()
    record: str = ""


def payload_schema(payload: Payload) -> Schema:
    """The schema of a body."""
    schema = object_schema(payload.fields, payload.parts, payload.either)
    return {"description": payload.doc, **schema, "examples": list(payload.examples.values())}


def object_schema(fields: Sequence[Field], parts: Sequence[Part] = (), either: Sequence[str] = ()) -> Schema:
    """The schema of an object that a table of fields reads; properties that it does not know are left alone."""
    properties: dict[str, Schema] = {}
    for field in fields:
        for name in (field.name, *field.also):
            doc = field.doc if name == field.name else f"Another name of `{field.name}`"
            properties[name] = _property(field, is_required=field.required and not field.also) | {"description": doc}
    properties |= {part.name: {**part.schema, "description": part.doc} for part in parts}
    required = [field.name for field in fields if field.required and not field.also]
    required += [part.name for part in parts if part.required]
    choices = [_one_of(fields, (field.name, *field.also)) for field in fields if field.required and field.also]
    if either:
        choices.append(_one_of(fields, either))
    schema: Schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    if len(choices) == 1:
        schema |= choices[0]
    elif choices:
        schema["allOf"] = choices
    return schema


def _property(field: Field, *, is_required: bool) -> Schema:
    """What a property takes: only the value if it must be there, or nothing as well."""
    schema = schema_of(field.read)
    return schema | {"minLength": 1} if is_required else {"anyOf": [schema, _NOTHING]}


def _one_of(fields: Sequence[Field], names: Sequence[str]) -> Schema:
    """At least one of these is sent, and is no nothing."""
    readers = {name: field.read for field in fields for name in (field.name, *field.also)}
    return {
        "anyOf": [{"properties": {n: schema_of(readers[n]) | {"minLength": 1}}, "required": [n]} for n in names],
    }


_NOTHING: Final[Schema] = {"$ref": COMPONENTS + NOT_SENT.name}
