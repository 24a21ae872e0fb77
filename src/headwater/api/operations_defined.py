"""What the paths take and give by which an account defines reports, segments, metrics, and decides of reports."""

from typing import Any, Final, TypedDict

from headwater.api.about import JSON, KEYED, OURS, READING, About, Answer, Body, success
from headwater.api.operations import S
from headwater.api.operations_account import DECIDING
from headwater.intake.schemas import Schema
from headwater.reporting.definitions import FIELDS, Kind
from headwater.reporting.settings import SETTINGS as ROWS

_OBJECT: Final[Schema] = {"type": "object"}
_ERRORS: Final = (*KEYED, *OURS)

_QUERY: Final[dict[str, Any]] = {"type": "leads", "dimensions": ["clicks.channel"], "metrics": ["leads", "revenue"]}
_FILTERS: Final[list[dict[str, Any]]] = [{"field": "contact.tag", "op": "is", "value": "vip"}]
_EXAMPLES: Final[dict[Kind, dict[str, Any]]] = {
    "report": {"name": "Leads by channel", "query": _QUERY},
    "segment": {"name": "Very important people", "filters": _FILTERS},
    "metric": {
        "key": "profitPerLead",
        "name": "Profit per Lead",
        "report": "leads",
        "type": "CURRENCY",
        "expression": "({collected} - {refunds}) / leads",
    },
}
_ABOUT: Final[dict[Kind, str]] = {
    "report": "A saved report is a query with a name: `GET /{account}/report/{type}/{id}` answers it, of other days if"
    " `start`, `end` or `scale` say so.",
    "segment": 'A segment is conditions with a name, used in filters of any query as `{"segment": "<id>"}`.',
    "metric": "A metric of the account's own: + - * / over the metrics of one type of reports, with parentheses and"
    " numbers. Money is in major units where it is multiplied or divided.",
}


class Deleted(TypedDict):
    """It is gone."""

    id: str
    status: str
    object: str
    deleted: bool


def _schema(kind: Kind) -> Schema:
    shapes: dict[str, Schema] = {"query": _OBJECT, "filters": {"type": ["array", "object"]}}
    text: Schema = {"type": "string"}
    return {
        "type": "object",
        "properties": {field: shapes.get(field, text) for field in FIELDS[kind]},
        "required": [field for field in FIELDS[kind] if field not in ("type", "doc")],
        "additionalProperties": False,
    }


def listing(kind: Kind) -> About:
    """All of a kind."""
    answers = {S.OK: Answer("All there are, oldest first", {JSON: _OBJECT})}
    return About(DECIDING, answers, _ABOUT[kind], "report", errors=_ERRORS)


def showing(kind: Kind) -> About:
    """One of a kind."""
    answers = {S.OK: Answer("As it is", {JSON: _OBJECT})}
    return About(DECIDING, answers, _ABOUT[kind], "report", errors=(*_ERRORS, S.NOT_FOUND))


def saving(kind: Kind) -> About:
    """A new one, or another body for one."""
    body = Body(f"Own{kind.title()}", _schema(kind), {"one": _EXAMPLES[kind]})
    answers = {S.OK: Answer("As it is kept, with its id", {JSON: _OBJECT})}
    errors = (*READING, *_ERRORS, S.NOT_FOUND, S.CONFLICT)
    return About(DECIDING, answers, _ABOUT[kind], "admin", body=body, errors=errors)


def deleting() -> About:
    """Away with one."""
    doc = "What a saved report uses stays: the refusal says which report that is."
    return About(DECIDING, success("It is gone", Deleted), doc, "admin", errors=(*_ERRORS, S.NOT_FOUND, S.CONFLICT))


SETTINGS: Final = About(
    DECIDING,
    {S.OK: Answer("The settings as they are", {JSON: _OBJECT})},
    "What the account decides of its reports.",
    "report",
    errors=_ERRORS,
)
CHANGE_SETTINGS: Final = About(
    DECIDING,
    {S.OK: Answer("The settings as they are now", {JSON: _OBJECT})},
    "What is sent is changed, null is back to the default. The next report obeys.",
    "admin",
    body=Body(
        "ReportSettings",
        {
            "type": "object",
            "properties": {row.name: {"description": row.doc} for row in ROWS},
            "additionalProperties": False,
        },
        {"weeks from Sunday": {"week_start": "sunday", "lookback_days": 90}},
        is_required=False,
    ),
    errors=(*READING, *_ERRORS),
)
