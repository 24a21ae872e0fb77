"""What may be asked, as JSON Schema: made from the catalogue, so that a new metric or dimension is in it at once.

In: the rows of the catalogue. Out: the schema of a v2 query, and the parameters of a report. What no schema can say, a
range that ends before it starts or a sort by a column that is not there, is answered with 400.
"""

from typing import Final

from headwater import scalars
from headwater.api.about import Body, Parameter
from headwater.api.question_parts import DATE, PARTS, between, conditions_of, names_of, object_of, optional, part_of
from headwater.catalog import attribution, events, reports
from headwater.catalog.events import Event
from headwater.catalog.kinds import ReportType
from headwater.intake.schemas import Schema, schema_of
from headwater.reporting import explain, stages
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

_SCALE: Final[Schema] = {"enum": list(SCALES)}
_MODEL: Final[Schema] = {"enum": list(attribution.BY_NAME)}
_DIRECT: Final[Schema] = {"enum": list(DIRECTS)}
_LOOKBACK: Final = between(1, MAX_LOOKBACK_DAYS)


_OPTIONS: Final = part_of(
    "QuestionOptions",
    object_of(
        {
            "attribution_model": optional(
                names_of([model.key for model in attribution.MODELS], *(list(attribution.BY_NAME))),
                "How a conversion is shared among touches; the account's by default. Several stand side by side",
            ),
            "lookback_days": optional(_LOOKBACK, "Touches older than this at the conversion do not count", ""),
            "half_life_days": optional(
                _LOOKBACK, "Of time decay: how many days nearer a touch must be to count double", ""
            ),
            "direct": optional(_DIRECT, "When a direct visit is credited"),
            "include_source": optional(schema_of(scalars.flag), "Break down by source as well"),
            "limit": optional(between(1, MAX_LIMIT), "How many rows at most", ""),
            "offset": optional(between(0, 10**12), "How many rows to leave out first", ""),
            "sort": optional(
                {"type": ["string", "array"], "items": {"type": "string"}},
                "Columns of the answer by their keys, the first counts most; `-revenue` for the largest first",
            ),
            "format": optional({"enum": list(FORMATS)}, "How the answer is spelled; the `Accept` header says so, too"),
            "sql": optional(schema_of(scalars.flag), "Show the SQL behind the figures"),
        }
    ),
)
DATES: Final = object_of(
    {
        "start": optional(DATE, "First day; thirty days with the last one by default", ""),
        "end": optional(DATE, "Last day, included; today by default", ""),
        "scale": optional(_SCALE, "How the dimension `date` is bundled"),
    }
)
_COMPARE: Final[Schema] = {
    "anyOf": [
        {"enum": [None, False, "", [], {}, *COMPARISONS]},
        object_of({"start": DATE, "end": DATE}) | {"required": ["start", "end"]},
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
    fields = {each.key: each for each in event.fields}
    return object_of(
        {
            "event": kinds | {"description": event.doc},
            "name": optional({"type": "string", "maxLength": 200}, "What the step is called in the answer", ""),
            "filters": optional(
                conditions_of(event.key or "own_event", fields),
                "Which of these events",
            ),
            **({"within": more[0]} if more else {}),
        }
    ) | {"required": ["event"]}


_WITHIN: Final = optional(
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
    known = dimensions_of(report)
    return object_of(
        {
            "type": {"const": report.key, "description": "Which conversions it is about"},
            "dimensions": optional(names_of(list(known)), "What to break down by"),
            "metrics": optional(names_of(list(metrics_of(report))), "What to measure; a report's own by default"),
            "date_range": optional(DATES, "Which days", []),
            "options": optional(_OPTIONS, "How to compute and to show it", []),
            "format": optional({"enum": list(FORMATS)}, "As `options.format`"),
            "filters": optional(
                conditions_of(report.key, dimensions_of(report)), "Which people and conversions are in"
            ),
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
    parts=PARTS,
)


EXPLAINED: Final = Body(
    "Explained",
    {
        "allOf": [
            {"type": "object", "required": ["type", "metric"], "properties": {"type": {"enum": list(reports.BY_KEY)}}},
            {
                "properties": {
                    "metric": {"type": "string", "description": "A metric of the report, shown or not"},
                    "row": optional({"type": "object"}, "What the row shows, by column; nothing: the total", "", []),
                    "model": optional(_MODEL, "Which, where the question names several", ""),
                    "term": optional({"type": "string"}, "Which of the figure's sums is listed; the first", ""),
                    "limit": optional(between(1, explain.MOST), "How many on a page; 20 by default", ""),
                    "page": optional(between(1, 10**9), "Which page", ""),
                }
            },
        ],
        "description": "A question with one of its rows and metrics; all fields of a question may be there.",
    },
    {
        "the revenue of a channel": {
            "type": "leads",
            "dimensions": ["clicks.channel"],
            "date_range": {"start": "2026-02-01", "end": "2026-02-28"},
            "row": {"channel": "paid"},
            "metric": "revenue",
        },
        "the orders under an average": {"type": "revenue", "metric": "aov", "term": "orders"},
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
