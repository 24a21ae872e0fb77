"""What each path takes and gives, but for the imports, whose rows say it themselves; `routes` holds it to the paths.

In: shapes, payloads, the catalogue. Out: an `About` for each.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from headwater.api.about import (
    JSON,
    KEYED,
    OPERATOR,
    OURS,
    READING,
    About,
    Answer,
    Parameter,
    body_of,
    success,
)
from headwater.api.questions import EXPLAINED, PARAMETERS, QUESTION
from headwater.api.shapes import (
    Examined,
    ExplainAnswer,
    Health,
    QueryAnswer,
    Ready,
    Rebuilt,
    ReportAnswer,
    Scrubbed,
    Verified,
)
from headwater.api.taken import MEDIA_TYPES
from headwater.catalog.reports import BY_KEY
from headwater.intake.payload import Payload
from headwater.intake.payloads import HIT, IDENTIFY
from headwater.intake.schemas import COMPONENTS, Schema, schema_of

S: Final = HTTPStatus
TEXT: Final[Schema] = {"type": "string"}
DROPPED: Final = {"Headwater-Dropped": "Why hits were dropped, if any were"}

TRACKING: Final = "Tracking"
IMPORT: Final = "Import"
REPORTING: Final = "Reporting"
WATCHING: Final = "Watching"
RUNNING: Final = "Running"
DOCUMENTS: Final = "Documents"

GROUPS: Final[Mapping[str, str]] = {
    IMPORT: "What a business knows: contacts, orders. What is acknowledged is on disk, and in every later report.",
    TRACKING: "What browsers and servers tell of visitors, without a key, from any site.",
    REPORTING: "Where leads and revenue come from.",
    "Deciding": "What an account decides of its tracking and its channels.",
    "People": "Who is who, and what is held about one person.",
    "Signing in": "The people who use the web app: who they are, in which browsers.",
    "Managing": "An account's members, keys, integrations, share links and audit log.",
    WATCHING: "For machines that watch the server.",
    RUNNING: "For the command line of the server's own machine.",
    DOCUMENTS: "What you are reading.",
}


def _parameters(payload: Payload) -> tuple[Parameter, ...]:
    """A payload's fields as parameters of the query string."""
    return tuple(
        Parameter(name, field.doc, schema_of(field.read), field.required and not field.also)
        for field in payload.fields
        for name in (field.name, *field.also)
    )


_HITS: Final = body_of(HIT, (JSON, "text/plain"))
_ONE: Final[Schema] = {"$ref": COMPONENTS + _HITS.name}
_LIMITED: Final = (S.TOO_MANY_REQUESTS, *OURS)

HIT_POST: Final = About(
    TRACKING,
    {S.NO_CONTENT: Answer("Taken, or dropped for the reason in the header", headers=DROPPED)},
    "One page view, or up to 1,000 in a list. A page always hears 204: what cannot be kept is dropped, and counted.",
    body=_HITS._replace(
        name="Hits",
        schema={"anyOf": [_ONE, {"type": "array", "items": _ONE, "maxItems": 1000}]},
        parts={_HITS.name: _HITS.schema},
    ),
    errors=_LIMITED,
)
HIT_GET: Final = About(
    TRACKING,
    {S.OK: Answer("A transparent pixel", {"image/gif": {"type": "string"}}, headers=DROPPED)},
    "One page view, for pages without scripts: the fields are in the query string.",
    query=_parameters(HIT),
    errors=_LIMITED,
)
IDENTIFY_POST: Final = About(
    TRACKING,
    success("The visitor is known from now on", IDENTIFY.answer, IDENTIFY.answered),
    "A visitor is this contact. All their earlier page views belong to the contact, too. Needs no key; one of the"
    " account's vouches for it, where so many are identified that they may be somebody's invention.",
    body=body_of(IDENTIFY, (JSON, "application/x-www-form-urlencoded")),
    errors=(*READING, S.NOT_FOUND, *_LIMITED),
)
IDENTIFY_GET: Final = IDENTIFY_POST._replace(
    query=_parameters(IDENTIFY),
    body=None,
    doc="As with `POST`, with the fields in the query string; one of `e`, `email`, `cid` and `contact_id` is required.",
)
PREFLIGHT: Final = About(
    TRACKING,
    {S.NO_CONTENT: Answer("Every page may send")},
    "What a browser asks before it lets a page of another site send.",
)
SCRIPT: Final = About(
    TRACKING,
    {
        S.OK: Answer("The script", {"text/javascript": TEXT}),
        S.NOT_MODIFIED: Answer("The browser has this very one"),
    },
    "The script for web sites, cacheable, with the account's options in it where the address names one.",
    errors=OURS,
)

_ASKED: Final = (S.BAD_REQUEST, *KEYED, *OURS)

QUERY: Final = About(
    REPORTING,
    {
        S.OK: Answer(
            "Rows and totals",
            {JSON: QueryAnswer} | dict.fromkeys(MEDIA_TYPES, TEXT),
            {
                "type": "leads",
                "fields": [
                    {"name": "Channel", "key": "channel", "type": "STRING", "aggregation": None},
                    {"name": "Leads", "key": "leads", "type": "NUMBER", "aggregation": "SUM"},
                    {"name": "Revenue", "key": "revenue", "type": "CURRENCY", "aggregation": "SUM"},
                ],
                "rows": [["search", 120, 2900], ["email", 40.5, 1150.25]],
                "row_count": 2,
                "totals": [160.5, 4050.25],
                "date_range": {"start": "2026-02-01", "end": "2026-02-28", "scale": "day"},
                "comparison": None,
                "v": "2022-06",
                "freshness": {
                    "is_current": True,
                    "as_of": "2026-03-01T12:00:00+00:00",
                    "projected_change": 812,
                    "ledger_change": 812,
                },
                "unattributed": {"leads": 3, "revenue": 0},
            },
        )
    },
    "Any question: what to measure, broken down by what, over which days, credited how. What was acknowledged before"
    " you ask is in the answer.",
    "report",
    body=QUESTION,
    errors=(*_ASKED, S.REQUEST_ENTITY_TOO_LARGE, S.UNSUPPORTED_MEDIA_TYPE),
)
EXPLAIN: Final = About(
    REPORTING,
    success("What stands behind the figure", ExplainAnswer),
    "Why a figure is what it is: the conversions behind it, the largest part first, what of each counts, and the"
    " touches that earned it, each with the channel rule that told it. The parts sum to the figure; of a ratio or a"
    " formula each of its terms is a sum, and `term` says which one is listed. Names and e-mail addresses are told to"
    " keys with the scope `contacts`.",
    "report",
    body=EXPLAINED,
    errors=(*_ASKED, S.REQUEST_ENTITY_TOO_LARGE, S.UNSUPPORTED_MEDIA_TYPE),
)
REPORT: Final = About(
    REPORTING,
    success("The report", ReportAnswer),
    "Figures, a graph over time, and a table. Parameters that are not known are left alone.",
    "report",
    PARAMETERS,
    errors=(*_ASKED, S.NOT_FOUND),
)
CATALOGUE: Final = About(
    REPORTING,
    {S.OK: Answer("The rows, under the listing's name", {JSON: {"type": "object"}})},
    "Every row with its documentation, an example, and the reports that have it.",
    "report",
    (
        Parameter("search", "Words that must all be in a row's key, name or documentation", TEXT),
        Parameter("report", "Only what this type of reports has", {"anyOf": [{"enum": [*BY_KEY]}, {"const": ""}]}),
    ),
    errors=_ASKED,
)
SAVED_REPORT: Final = REPORT._replace(
    doc="A query that the account has saved (see `/api/app/{account}/reports`), of other days if you say so.",
)

HEALTH: Final = About(
    WATCHING,
    success("The process answers", Health, {"status": "ok", "version": "0.1.0"}),
    "Whether the process lives.",
)
READY: Final = About(
    WATCHING,
    {
        S.OK: Answer("All is well", {JSON: Ready}, {"status": "ok", "failing_accounts": 0}),
        S.SERVICE_UNAVAILABLE: Answer("Something fails", {JSON: Ready}, {"status": "failing", "failing_accounts": 1}),
    },
    "Whether the stores can be worked with, and of how many accounts the projection fails.",
    errors=(S.INTERNAL_SERVER_ERROR,),
)
METRICS: Final = About(
    WATCHING,
    {S.OK: Answer("Counters", {"text/plain": TEXT}, "headwater_writes_waiting 0.0\n")},
    "Counters in the text format of Prometheus.",
    errors=(S.INTERNAL_SERVER_ERROR,),
)

_OPERATING: Final = (S.UNAUTHORIZED, *OURS)
DOCTOR: Final = About(
    RUNNING,
    success("How the house is", Examined),
    "Versions, stores, disk and freshness; `headwater doctor` shows it.",
    OPERATOR,
    errors=_OPERATING,
)
VERIFY: Final = About(
    RUNNING,
    success(
        "What was found",
        Verified,
        {"account_id": "demo123", "checked": {"contacts": 812, "orders": 377}, "differences": []},
    ),
    "Add the account's warehouse up against its ledger; `headwater verify` shows it.",
    OPERATOR,
    errors=(*_OPERATING, S.NOT_FOUND),
)
REBUILD: Final = About(
    RUNNING,
    success("It is made", Rebuilt, {"account_id": "demo123", "change": 812}),
    "Make the account's warehouse anew from its ledger; page views stay. `headwater rebuild` does it.",
    OPERATOR,
    errors=(*_OPERATING, S.NOT_FOUND),
)

SCRUB: Final = About(
    RUNNING,
    success("It is done", Scrubbed, {"status": "success", "accounts": ["demo123"]}),
    "Write the files of ledger and warehouses anew, so that nothing that was deleted is left in them. `headwater scrub`"
    " does it.",
    OPERATOR,
    errors=_OPERATING,
)

OPENAPI: Final = About(
    DOCUMENTS, {S.OK: Answer("The document", {JSON: {"type": "object"}})}, "All of this as an OpenAPI 3.1 document."
)
DASHBOARD: Final = About(
    DOCUMENTS,
    {
        S.OK: Answer("A page, or a file of it", {"text/html": TEXT, "text/javascript": TEXT}),
        S.SEE_OTHER: Answer("To the dashboard"),
        S.NOT_MODIFIED: Answer("The browser has this very one"),
    },
    "The dashboard, for people with a browser. `/` leads there.",
    errors=(S.NOT_FOUND, *OURS),
)
PAGE: Final = About(DOCUMENTS, {S.OK: Answer("The page", {"text/html": TEXT})}, "All of this as a page for people.")
