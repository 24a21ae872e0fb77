"""Schemas as tables of fields: a row for each property, those of inner objects below it, with what each takes.

In: schemas of an OpenAPI document. Out: HTML. Values that have a name are linked to where they are explained.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final, NamedTuple, cast

from headwater.api.page.words import inline

Schema = Mapping[str, Any]

_NOT_SENT: Final = "NotSent"
_KINDS: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "null": "null",
    "object": "object",
    "array": "list",
}


class Row(NamedTuple):
    """One field: where it is, what it takes as HTML, whether it must be there, what it means."""

    path: str
    kind: str
    is_required: bool
    doc: str


class Schemas:
    """The schemas of a document, which refer to each other."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Those of its components."""
        self._known: Mapping[str, Schema] = document["components"]["schemas"]

    def follow(self, schema: Schema) -> Schema:
        """The schema itself, where there is a reference to it."""
        return self._known[name_of(schema)] if "$ref" in schema else schema

    def table(self, schema: Schema) -> str:
        """The fields of an object, one below the other."""
        return table(list(self.rows(self.follow(schema))))

    def rows(self, schema: Schema, at: str = "") -> Iterator[Row]:
        """The fields of an object, and of the objects in them."""
        choices = self._objects(schema)
        for name, inner in choices[0].get("properties", {}).items() if choices else ():
            kinds = {choice.get("title", ""): self.kind(choice["properties"][name]) for choice in choices}
            kind = next(iter(kinds.values()))
            if len(set(kinds.values())) > 1:  # of several objects, only what differs is told of each
                kind = "<br>".join(f"<em>{escape(title)}</em> {one}" for title, one in kinds.items())
            yield Row(at + name, kind, name in choices[0].get("required", ()), inner.get("description", ""))
            deeper, mark = self._inside(inner)
            if deeper:
                yield from self.rows(deeper, f"{at}{name}{mark}.")

    def kind(self, schema: Schema) -> str:
        """What a value looks like, in few words."""
        if "$ref" in schema:
            name = name_of(schema)
            return f'<a href="#value-{name}">{name}</a>' if is_value(self._known[name]) else "object"
        if choices := _choices(schema):
            kinds = list(dict.fromkeys(self.kind(choice) for choice in choices))
            if len(kinds) == 2 and kinds[0] == f"list of {kinds[1]}":  # noqa: PLR2004 - a list or one
                return f"one, or a list, of {kinds[1]}"
            return " or ".join(kinds)
        if schema.get("type") == "array":
            return f"list of {self.kind(schema['items'])}" if schema.get("items") else "list"
        return _simple(schema)

    def _objects(self, schema: Schema) -> list[Schema]:
        """The object, or those that it may be one of, as long as they have the same fields."""
        if "properties" in schema:
            return [schema]
        found = [self.follow(choice) for choice in schema.get("anyOf", ())]
        found = [choice for choice in found if "properties" in choice]
        return [choice for choice in found if choice["properties"].keys() == found[0]["properties"].keys()]

    def _inside(self, schema: Schema) -> tuple[Schema | None, str]:
        """The object in a property, and how its fields' names go on; those of named values are told elsewhere."""
        for choice in _choices(schema) or [schema]:
            whole = self.follow(choice)
            if whole.get("type") == "array" and (items := whole.get("items")):
                deeper, mark = self._inside(items)
                return deeper, f"[]{mark}"
            if "properties" in whole:
                return whole, ""
        return None, ""


def _simple(schema: Schema) -> str:
    """What a single value looks like: the words that it may be, examples of a pattern, or the kind of thing."""
    words = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if words := words or (schema.get("examples") if "pattern" in schema else None):
        return " ".join(f"<code>{escape(_spell(word))}</code>" for word in words)
    kinds = schema.get("type", "anything")
    return " or ".join(_KINDS.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def table(rows: Iterable[Row]) -> str:
    """Rows as a table; on a narrow screen each becomes a block."""
    lines = "".join(
        f"<tr><th scope='row'><code>{_path(row.path)}</code>{_REQUIRED if row.is_required else ''}</th>"
        f"<td class='kind'>{row.kind}</td><td>{inline(row.doc)}</td></tr>"
        for row in rows
    )
    heads = (
        "<thead><tr><th scope='col'>Field</th><th scope='col'>Takes</th><th scope='col'>What it is</th></tr></thead>"
    )
    return f"<table class='fields'>{heads}<tbody>{lines}</tbody></table>" if lines else ""


_REQUIRED: Final = " <span class='required'>required</span>"


def _path(path: str) -> str:
    """A field's place, with the part that it shares with its neighbours paler."""
    before, dot, name = path.rpartition(".")
    return f"<span class='inner'>{escape(before + dot)}</span><wbr>{escape(name)}" if dot else escape(path)


def is_value(schema: Schema) -> bool:
    """Whether a schema is that of a single value, which is explained once."""
    return "description" in schema and "properties" not in schema and "anyOf" not in schema.get("items", {})


def name_of(schema: Schema) -> str:
    """The name that a reference ends with."""
    return cast("str", schema["$ref"]).rpartition("/")[2]


def _choices(schema: Schema) -> list[Schema]:
    """What a value may be, but for what counts as not sent."""
    choices: list[Schema] = schema.get("anyOf", [])
    return [choice for choice in choices if not _is_nothing(choice)]


def _is_nothing(schema: Schema) -> bool:
    """Whether a schema takes nothing but what counts as not sent."""
    if "$ref" in schema:
        return name_of(schema) == _NOT_SENT
    if "enum" in schema:
        return not any(schema["enum"])
    return schema in ({"type": "null"}, {"const": ""})


def _spell(word: object) -> str:
    return word if isinstance(word, str) and word else str(word).lower() if word is not None else "null"
