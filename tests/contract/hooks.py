"""What no schema can say, mended in what Schemathesis makes up, so that what is left is valid or not by the schema.

Only values that are valid by themselves are changed: the account's own currency for another, dates in their order, a
column to sort by that may not be there, the account that there is.
"""

import os
import re
from collections.abc import Mapping
from typing import Any, cast

import msgspec
import schemathesis
from schemathesis import HookContext, SerializationContext

from headwater.api.question_parts import DATE
from headwater.reporting import when

ACCOUNT = "HEADWATER_CONTRACT_ACCOUNT"
AS_DESCRIBED = re.compile(str(DATE["pattern"]))  # of the dates that are read, those that the document promises
CURRENCY = re.compile(r"\s*[A-Za-z]{3}\s*")


def is_date(value: object) -> bool:
    try:
        return bool(when.read(str(value))) if isinstance(value, str | int) and not isinstance(value, bool) else False
    except ValueError:
        return False


def in_order(dates: Mapping[str, Any]) -> dict[str, Any]:
    """A range that ends after it starts, if both are dates; what is a date beyond the schema becomes none."""
    mended = {
        name: day if isinstance(dates[name], str) and AS_DESCRIBED.search(dates[name]) else "some day"
        for name, day in (("start", "-30 days"), ("end", "now"))
        if is_date(dates.get(name))
    }
    return {**dates, **mended}


def mended(body: dict[str, Any]) -> dict[str, Any]:
    """The same body, with what the schema cannot say put right."""
    if isinstance(code := body.get("currency"), str) and CURRENCY.fullmatch(code):
        body = {**body, "currency": "USD"}
    if isinstance(dates := body.get("date_range"), dict):
        body = {**body, "date_range": in_order(cast("dict[str, Any]", dates))}
    if isinstance(options := body.get("options"), dict) and isinstance(options.get("sort"), str | list):  # pyright: ignore[reportUnknownMemberType]
        body = {**body, "options": {**cast("dict[str, Any]", options), "sort": None}}
    for name in ("a", "account_id"):
        if isinstance(account := body.get(name), str | int) and not isinstance(account, bool) and account != "":
            body = {**body, name: os.environ[ACCOUNT]}
    return body


SAMPLED = 3
"""So many of a list of names are tried: that each of the catalogue can be asked is shown in tests/catalog."""
QUESTIONS = ("leads", "subscriptions", "funnel")
"""The types of reports of which questions are tried: one that converts, one of levels, one of steps."""


def sampled(schema: object) -> object:
    """The same schema, with a few of each long list of names."""
    if isinstance(schema, list):
        return [sampled(each) for each in cast("list[object]", schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast("dict[str, object]", schema)
    names = fields.get("enum")
    if isinstance(names, list) and len(cast("list[object]", names)) > SAMPLED:
        fields = {**fields, "enum": cast("list[object]", names)[:SAMPLED]}
    return {key: value if key == "enum" else sampled(value) for key, value in fields.items()}


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType] - theirs is not typed in full
def before_load_schema(context: HookContext, raw_schema: dict[str, Any]) -> None:  # noqa: ARG001 - as it is called
    """Fewer names of the catalogue: with all of them, all that can be combined takes an hour."""
    schemas = raw_schema["components"]["schemas"]
    kinds = schemas["Question"]["anyOf"]
    schemas["Question"]["anyOf"] = [each for each in kinds if each["properties"]["type"]["const"] in QUESTIONS]
    for name in ("Question", *(each for each in schemas if each.endswith("Test"))):
        schemas[name] = sampled(schemas[name])


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType] - theirs is not typed in full
def map_body(context: HookContext, body: object) -> object:  # noqa: ARG001 - as it is called
    return mended(cast("dict[str, Any]", body)) if isinstance(body, dict) else body


@schemathesis.hook  # pyright: ignore[reportUnknownMemberType] - theirs is not typed in full
def map_query(context: HookContext, query: object) -> object:  # noqa: ARG001 - as it is called
    return mended(in_order(cast("dict[str, Any]", query))) if isinstance(query, dict) else query


@schemathesis.serializer("application/x-ndjson")  # pyright: ignore[reportUnknownMemberType] - as above
def lines(context: SerializationContext, value: object) -> bytes:  # noqa: ARG001 - as it is called
    return value.encode("utf-8", "replace") if isinstance(value, str) else msgspec.json.encode(value)
