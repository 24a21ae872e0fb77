"""What may be asked, as JSON Schema: made from the catalogue, so that a new metric or dimension is in it at once.

In: the rows of the catalogue. Out: the schema of a v2 query, and the parameters of a report. What no schema can say, a
range that ends before it starts or a sort by a column that is not there, is answered with 400.
"""

from typing import Final

from headwater import scalars
from headwater.api.about import Body, Parameter
from headwater.catalog import attribution, events, filters, reports
from headwater.catalog.events import Event
from headwater.catalog.kinds import Dimension, ReportType, Type
from headwater.intake.schemas import Schema, days, schema_of, up_to
from headwater.reporting import stages
from headwater.reporting.period import SCALES
from headwater.reporting.question import (
    COMPARISONS,
    DIRECTS,
    FORMATS,
    MAX_LIMIT,
    MAX_LOOKBACK_DAYS,
    dimensions_of,
    metrics_of,
)

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


def _between(least: int, most: int) -> Schema:
    """A whole number, or its digits."""
    digits = up_to(most) if least == 0 else rf"(?!0+$){up_to(most)}"
    return {
        "anyOf": [
            {"type": "integer", "minimum": least, "maximum": most},
            {"type": "string", "pattern": f"^{digits}$", "maxLength": 32},
        ]
    }


_SCALE: Final[Schema] = {"enum": list(SCALES)}
_MODEL: Final[Schema] = {"enum": list(attribution.BY_NAME)}
_DIRECT: Final[Schema] = {"enum": list(DIRECTS)}
_LOOKBACK: Final = _between(1, MAX_LOOKBACK_DAYS)


def _optional(schema: Schema, doc: str, *nothing: object) -> Schema:
    """A property that may be missing, null, or one of `nothing`."""
    return {"anyOf": [schema, {"enum": [None, *nothing]}], "description": doc}


def _object(properties: dict[str, Schema]) -> Schema:
    """An object of nothing but these."""
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _names(known: list[str], *alone: str) -> Schema:
    """Names of the catalogue: a list, or one name; several in one text have commas between."""
    several = {"type": "array", "items": {"enum": known}, "uniqueItems": True}
    return {"anyOf": [several, {"enum": list(dict.fromkeys((*known, *alone)))}, {"const": ""}]}


_NUMBER: Final[Schema] = {
    "anyOf": [
        {"type": "number", "minimum": -(10**12), "maximum": 10**12},
        {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"},
    ]
}
_COMPARED: Final[dict[Type, Schema]] = {
    "STRING": {"anyOf": [{"type": "string", "maxLength": 2000}, {"type": "number"}, {"type": "boolean"}]},
    "NUMBER": _NUMBER,
    "CURRENCY": _NUMBER,
    "PERCENT": _NUMBER,
    "DATE": DATE,
}


def _conditions(known: dict[str, Dimension]) -> Schema:
    """Conditions over dimensions: tests by type, in a list or nested; what is nested deeper is allowed as well."""
    kinds: list[Type] = ["STRING", "NUMBER", "CURRENCY", "DATE"]
    tests = [test for kind in kinds for test in _tests(kind, [d.key for d in known.values() if d.type == kind])]
    several = {"type": "array", "items": {"anyOf": tests}, "minItems": 1, "maxItems": 20}
    groups = [_object({way: several}) | {"required": [way]} for way in ("all", "any")]
    groups.append(_object({"not": {"anyOf": tests}}) | {"required": ["not"]})
    each: Schema = {"anyOf": [*tests, *groups]}
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
            found.append(_object(names) | {"required": list(names)})
    return found


_OPTIONS: Final = _object(
    {
        "attribution_model": _optional(
            _names([model.key for model in attribution.MODELS], *(list(attribution.BY_NAME))),
            "How a conversion is shared among touches; the account's by default. Several stand side by side",
        ),
        "lookback_days": _optional(_LOOKBACK, "Touches older than this at the conversion do not count", ""),
        "half_life_days": _optional(
            _LOOKBACK, "Of time decay: how many days nearer a touch must be to count double", ""
        ),
        "direct": _optional(_DIRECT, "When a direct visit is credited"),
        "include_source": _optional(schema_of(scalars.flag), "Break down by source as well"),
        "limit": _optional(_between(1, MAX_LIMIT), "How many rows at most", ""),
        "offset": _optional(_between(0, 10**12), "How many rows to leave out first", ""),
        "sort": _optional(
            {"type": ["string", "array"], "items": {"type": "string"}},
            "Columns of the answer by their keys, the first counts most; `-revenue` for the largest first",
        ),
        "format": _optional({"enum": list(FORMATS)}, "How the answer is spelled; the `Accept` header says so, too"),
        "sql": _optional(schema_of(scalars.flag), "Show the SQL behind the figures"),
    }
)
_DATES: Final = _object(
    {
        "start": _optional(DATE, "First day; thirty days with the last one by default", ""),
        "end": _optional(DATE, "Last day, included; today by default", ""),
        "scale": _optional(_SCALE, "How the dimension `date` is bundled"),
    }
)
_COMPARE: Final[Schema] = {
    "anyOf": [
        {"enum": [None, False, "", [], {}, *COMPARISONS]},
        _object({"start": DATE, "end": DATE}) | {"required": ["start", "end"]},
    ],
    "description": "Another range that the same is told of, by the name of one or by its days",
}
_PRUNERS: Final[Schema] = {
    "description": "Conditions on rows by the columns of the answer, after adding up: as filters, and totals stay",
    "type": ["array", "object", "null"],
}
_NO_STEPS: Final[Schema] = {"enum": [None, False, 0, "", [], {}], "description": "Steps of funnels"}


def _stage(event: Event, *more: Schema) -> Schema:
    """A step of one kind of event."""
    kinds = {"enum": [event.key]} if event.key else {"type": "string", "pattern": "^my_[a-z0-9_]{1,40}$"}
    return _object(
        {
            "event": kinds | {"description": event.doc},
            "name": _optional({"type": "string", "maxLength": 200}, "What the step is called in the answer", ""),
            "filters": _optional(_conditions({each.key: each for each in event.fields}), "Which of these events"),
            **({"within": more[0]} if more else {}),
        }
    ) | {"required": ["event"]}


_WITHIN: Final = _optional(
    {"type": "string", "pattern": "^[1-9][0-9]{0,2} (second|minute|hour|day|week)s?$"},
    "How soon after the step before, such as `14 days`; at any time by default",
    "",
)
_STEPS: Final[Schema] = {
    "type": "array",
    "minItems": stages.LEAST,
    "maxItems": stages.MOST,
    "prefixItems": [{"anyOf": [_stage(event) for event in (*events.EVENTS, events.CUSTOM)]}],
    "items": {"anyOf": [_stage(event, _WITHIN) for event in (*events.EVENTS, events.CUSTOM)]},
    "description": "What must happen in order",
}


def _question(report: ReportType) -> Schema:
    """A question of one report type: each has metrics of its own."""
    return _object(
        {
            "type": {"const": report.key, "description": "Which conversions it is about"},
            "dimensions": _optional(_names(list(dimensions_of(report))), "What to break down by"),
            "metrics": _optional(_names(list(metrics_of(report))), "What to measure; a report's own by default"),
            "date_range": _optional(_DATES, "Which days", []),
            "options": _optional(_OPTIONS, "How to compute and to show it", []),
            "format": _optional({"enum": list(FORMATS)}, "As `options.format`"),
            "filters": _optional(_conditions(dimensions_of(report)), "Which people and conversions are in"),
            "pruners": _PRUNERS,
            "compare": _COMPARE,
            "steps": _STEPS if report.has_steps else _NO_STEPS,
        }
    ) | {
        "required": ["type", "steps"] if report.has_steps else ["type"],
        "title": report.name,
        "description": report.doc,
    }


QUESTION: Final = Body(
    "Question",
    {"anyOf": [_question(report) for report in reports.REPORT_TYPES]},
    {
        "leads by channel": {
            "type": "leads",
            "dimensions": ["clicks.channel"],
            "metrics": ["leads", "revenue"],
            "date_range": {"start": "2026-02-01", "end": "2026-02-28"},
            "options": {"attribution_model": "first_touch", "sort": "-revenue", "limit": 10},
        },
        "new customers from paid search or social in two models": {
            "type": "revenue",
            "dimensions": ["clicks.channel", "clicks.utm_campaign"],
            "metrics": ["orders", "revenue", "aov"],
            "filters": [
                {"field": "order.customer", "op": "is", "value": "new"},
                {
                    "any": [
                        {"field": "clicks.channel", "op": "in", "value": ["paid", "social"]},
                        {"field": "contact.tag", "op": "is", "value": "webinar"},
                    ]
                },
            ],
            "options": {"attribution_model": ["first_touch", "linear"]},
            "compare": "previous_period",
        },
        "from the price list to an order": {
            "type": "funnel",
            "steps": [
                {"event": "page_view", "filters": [{"field": "path", "op": "starts_with", "value": "/pricing"}]},
                {"event": "contact_created", "within": "14 days"},
                {"event": "purchase", "name": "Bought"},
            ],
        },
        "revenue by week": {
            "type": "revenue",
            "dimensions": ["date"],
            "date_range": {"start": "-12 weeks", "scale": "week"},
        },
    },
)


def _parameter(name: str, doc: str, schema: Schema) -> Parameter:
    """A parameter that may be empty, which is as if it were not there."""
    return Parameter(name, doc, {"anyOf": [schema, {"const": ""}]})


PARAMETERS: Final = (
    _parameter("start", "First day; thirty days with the last one by default", DATE),
    _parameter("end", "Last day, included; today by default", DATE),
    _parameter("scale", "How the graph is bundled", _SCALE),
    _parameter("attribution_model", "How a conversion is shared among touches; the account's by default", _MODEL),
    _parameter("lookback_days", "Touches older than this at the conversion do not count", _LOOKBACK),
    _parameter("direct", "When a direct visit is credited", _DIRECT),
)
