"""What the paths take and give that show persons."""

from typing import Any, Final

from headwater.api.about import KEYED, OURS, READING, About, Body, Parameter, success
from headwater.api.journeys import DEFAULT, MOST
from headwater.api.operations import REPORTING, S
from headwater.api.people_shapes import OnePerson, PageOfPeople
from headwater.api.people_shown import EXTENSIONS
from headwater.api.question_parts import PARTS, between, conditions_of, object_of, optional
from headwater.api.questions import DATES, PARAMETERS
from headwater.catalog.kinds import ReportType
from headwater.intake.schemas import Schema
from headwater.reporting import finding
from headwater.reporting.question import dimensions_of

_NAME: Final = f"(?:{'|'.join(EXTENSIONS)})"
_EXTEND: Final[Schema] = {
    "type": "string",
    "pattern": f"^(?:{_NAME}(?:,{_NAME})*)?$",
    "examples": ["events,tags,orders"],
}
_EXTENDED: Final = Parameter(
    "extend", f"What to show beyond the contact, with commas between: {', '.join(EXTENSIONS)}", _EXTEND
)
_ERRORS: Final = (S.BAD_REQUEST, S.NOT_FOUND, *KEYED, *OURS)

_FRESH: Final = {
    "is_current": True,
    "as_of": "2026-03-01T12:00:00+00:00",
    "projected_change": 812,
    "ledger_change": 812,
}
_ANN: Final[dict[str, Any]] = {
    "contact_id": "1004",
    "first_name": "Ann",
    "last_name": "Dare",
    "email": "ann@mail.example",
    "status": "active",
    "date_created": "2026-02-05T10:00:00+00:00",
    "last_updated": None,
    "custom_fields": {"City": "Mortimerville"},
    "utm_source": "news",
    "utm_medium": "email",
    "utm_campaign": "welcome",
    "utm_term": None,
    "utm_content": None,
    "person_id": "12",
    "emails": ["ann@mail.example"],
    "contacts": [{"contact_id": "1004", "integration": "shop", "email": "ann@mail.example"}],
    "tags": [{"tag_id": "115", "name": "blueprint", "contact_id": "1004", "date_created": "2026-02-05T10:00:00+00:00"}],
}

ONE: Final = About(
    REPORTING,
    success("The contact", OnePerson, {"data": _ANN, "freshness": _FRESH}),
    "By contact id or, if nobody has that id, by e-mail address, in whatever case, over all integrations. Of several"
    " the first that was told; `integration` narrows it. Tags, orders and events are those of the person, over all of"
    " the person's contacts and devices. Events ascend: the first one is how the person came.",
    "contacts",
    (_EXTENDED, Parameter("integration", "Only contacts of this integration", {"type": "string"})),
    errors=_ERRORS,
)
MANY: Final = About(
    REPORTING,
    success(
        "A page of people",
        PageOfPeople,
        {
            "data": [_ANN],
            "meta": {
                "current_page": 1,
                "from": 1,
                "last_page": 5,
                "path": "https://headwater.example/demo123/report/leads/contacts",
                "per_page": 20,
                "to": 20,
                "total": 85,
            },
            "freshness": _FRESH,
        },
    ),
    "Who is behind a report: of leads those who opted in within the days, of revenue those who ordered. The newest come"
    " first. With `events`, the `utm_*` of the first one are there, too.",
    "contacts",
    (
        *(one for one in PARAMETERS if one.name in ("start", "end")),
        _EXTENDED,
        Parameter("limit", f"How many on a page; {DEFAULT} by default", between(1, MOST)),
        Parameter("page", "Which page", between(1, 10**9)),
    ),
    errors=_ERRORS,
)
SAVED: Final = MANY._replace(doc="Who is behind a saved report, by its filters, and its days unless you say others.")


def _sought(report: ReportType) -> Schema:
    """Whom to look for among the people of a report."""
    told = conditions_of(report.key, dimensions_of(report))
    own: dict[str, Schema] = {
        "type": {"const": report.key, "description": "Whose conversions: leads are all who ever opted in"},
        "date_range": optional(DATES, "On which days they converted", []),
        "filters": optional(told, "Which people and conversions are in"),
        "search": optional(
            {"type": "string", "maxLength": finding.LONGEST},
            "A name, an e-mail address, the id of a contact, an order or a person, or how one begins; from three"
            " letters on any part of a name or an address",
        ),
        "sort": optional(
            {"enum": [sign + key for key in finding.SORTS for sign in ("", "-")]},
            "`-` for descending; by default what fits a search best, and then the newest",
            "",
        ),
        "extend": optional({"anyOf": [_EXTEND, {"type": "array", "items": {"enum": list(EXTENSIONS)}}]}, "As `extend`"),
        "limit": optional(between(1, finding.MOST), f"How many on a page; {finding.DEFAULT} by default", ""),
        "page": optional(between(1, 10**9), "Which page", ""),
    }
    return object_of(own) | {"required": ["type"], "title": report.name}


FOUND: Final = MANY._replace(
    doc="Whom a search finds among the people of a report, with the same filters as a question.",
    query=(),
    body=Body(
        "PeopleSought",
        {"anyOf": [_sought(report) for report in finding.TYPES]},
        {
            "by a part of the name": {"type": "leads", "search": "dare", "date_range": {"start": "-3 years"}},
            "who bought most": {"type": "revenue", "sort": "-billed", "limit": 10},
        },
        parts=PARTS,
    ),
    errors=(*READING, *_ERRORS),
)
