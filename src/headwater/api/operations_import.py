"""What the paths of the import API take and give: single records, bulk, CSV, jobs and exports.

In: payloads, as rows. Out: an `About` for each path.
"""

from http import HTTPStatus
from typing import Any, Final, Literal, TypedDict

from headwater.api.about import (
    IDEMPOTENCY,
    JSON,
    KEYED,
    OURS,
    READING,
    About,
    Answer,
    Body,
    Parameter,
    body_of,
    success,
)
from headwater.api.operations import IMPORT, TEXT
from headwater.intake.exports import EXPORTS, FORMATS
from headwater.intake.payload import Payload
from headwater.intake.payloads import Deleted
from headwater.intake.schemas import Schema

S: Final = HTTPStatus
_LINES: Final = (
    '{"type":"contact","data":{"contact_id":"249","email":"joey@example.com"}}\n'
    '{"type":"product","data":{"id":7,"name":"Course"}}\n'
)
_ANY_LINES: Final[Schema] = {"description": "Lines; what is wrong with one is told in its own result"}


class JobResource(TypedDict):
    """An import in the background; `progress` runs from 0 to 1."""

    id: str
    state: str
    entity: str | None
    name: str
    size: int
    progress: float
    records: int
    succeeded: int
    failed: int
    refused: str | None
    fault: str | None
    created_at: str
    finished_at: str | None


class JobAnswer(TypedDict):
    """One import."""

    status: Literal["success"]
    job: JobResource


class JobsAnswer(TypedDict):
    """All imports."""

    status: Literal["success"]
    jobs: list[JobResource]


def importing(payload: Payload) -> About:
    """The way in of an entity."""
    return About(
        IMPORT,
        success(f"The {payload.name.lower()} as it is now", payload.answer, payload.answered),
        payload.doc,
        "import",
        body=body_of(payload),
        errors=(*READING, *KEYED, S.NOT_FOUND, S.CONFLICT, *OURS),
        headers=IDEMPOTENCY,
        link=payload.record,
    )


def deleting(payload: Payload) -> About:
    """The way out of an entity."""
    name = payload.name.lower()
    return About(
        IMPORT,
        success("What was deleted", Deleted, {"id": "234115", "status": "success", "object": name, "deleted": True}),
        f"Delete a {name} for good.",
        "import",
        errors=(*READING, *KEYED, S.NOT_FOUND, S.CONFLICT, *OURS),
        headers=IDEMPOTENCY,
    )


BULK: Final = About(
    IMPORT,
    {
        S.OK: Answer(
            "What became of each line, as they are read, and a summary at the end",
            {"application/x-ndjson": TEXT},
            '{"line":1,"status":"success","id":"249"}\n',
        )
    },
    "Any number of records, one a line. Good lines are kept, and of the others every fault is told.",
    "import",
    body=Body("Bulk", _ANY_LINES, {"two records": _LINES}, ("application/x-ndjson",), is_required=False),
    errors=(*READING, *KEYED, S.NOT_FOUND, *OURS),
)
EXPORT: Final = About(
    IMPORT,
    {
        S.OK: Answer(
            "The records",
            {"application/x-ndjson": TEXT, "text/csv": TEXT, "application/vnd.apache.parquet": TEXT},
            _LINES,
        )
    },
    "All records of an entity, in the form in which they can be imported again. `entity` is one of "
    + ", ".join(f"`{export.path}`" for export in EXPORTS)
    + ".",
    "contacts",
    (Parameter("format", "`ndjson`, which bulk import takes, or `csv` or `parquet`", {"enum": list(FORMATS)}),),
    errors=(S.BAD_REQUEST, *KEYED, S.NOT_FOUND, *OURS),
)

_JOB: Final[dict[str, Any]] = {
    "id": "k3x9m2p7q4rt",
    "state": "done",
    "entity": "contact",
    "name": "people.csv",
    "size": 81_204,
    "progress": 1.0,
    "records": 812,
    "succeeded": 810,
    "failed": 2,
    "refused": "/api/v1/demo123/jobs/k3x9m2p7q4rt/refused",
    "fault": None,
    "created_at": "2026-03-01T12:00:00+00:00",
    "finished_at": "2026-03-01T12:00:02+00:00",
}
_YES: Final[Schema] = {"enum": ["0", "1"]}

CSV: Final = About(
    IMPORT,
    {
        S.OK: Answer("The import, finished, or what it would be", {JSON: {"type": "object"}}),
        S.ACCEPTED: Answer("The import, which goes on in the background", {JSON: JobAnswer}),
    },
    "Records of one entity, as the body or in a form, in any usual encoding. Columns find their fields by name;"
    " large files are imported in the background.",
    "import",
    (
        Parameter("dry_run", "Write nothing, and show what would be read and the first faults", _YES),
        Parameter("map", 'Which column is which field: `{"E-Mail": "email"}`', TEXT),
        Parameter("custom_fields", "Keep columns that are no field as custom fields of contacts", _YES),
        Parameter("delimiter", "What is between cells, if it is not to be found out", TEXT),
        Parameter("encoding", "How characters are spelled, if it is not to be found out", TEXT),
        Parameter("job", "Always in the background: 1, or an id of yours, under which it is imported once", TEXT),
        Parameter("name", "What the import is called", TEXT),
    ),
    Body(
        "Table",
        _ANY_LINES,
        {"two people": "email,first name\njoey@example.com,Joey\n"},
        ("text/csv",),
        is_required=False,
    ),
    (*READING, *KEYED, S.NOT_FOUND, *OURS),
)
_ASKED: Final = (*KEYED, S.NOT_FOUND, *OURS)
JOBS: Final = About(
    IMPORT,
    success("The imports", JobsAnswer, {"status": "success", "jobs": [_JOB]}),
    "They are kept for some days.",
    "import",
    errors=_ASKED,
)
JOB: Final = About(
    IMPORT,
    success("The import as it is now", JobAnswer, {"status": "success", "job": _JOB}),
    "What an import that is ended has written stays.",
    "import",
    errors=_ASKED,
)
REFUSED: Final = About(
    IMPORT,
    {S.OK: Answer("Line, errors, and the fields as they were sent", {"text/csv": TEXT})},
    "Can be mended and sent again as it is.",
    "import",
    errors=_ASKED,
)
