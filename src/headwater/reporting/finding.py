"""Finding people: those of a report's conversions whom filters let in and a search finds, page by page.

In: the JSON of a question with `search`, `sort`, `limit`, `page` beside it; something that runs SQL. Out: a page of
persons. A search looks at names, addresses and ids of contacts, at ids of orders, and at the person's number.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from headwater.catalog.kinds import ReportType
from headwater.catalog.reports import REPORT_TYPES
from headwater.errors import Problem
from headwater.reporting import question as questions
from headwater.reporting.account import Account
from headwater.reporting.journeys import Asker, People, narrow
from headwater.reporting.names import Faults, between, choice, optional
from headwater.reporting.question import Question
from headwater.reporting.steps import step

MOST: Final = 100
DEFAULT: Final = 25
TYPES: Final = tuple(each for each in REPORT_TYPES if each.conversions and not each.has_steps)
"""The reports whose conversions are somebody's."""
LONGEST: Final = 200
"""Letters of a search."""
OWN_FIELDS: Final = ("search", "sort", "limit", "page", "extend")
OF_QUESTION: Final = ("type", "date_range", "filters")

_NAMED: Final = """
LEFT JOIN (
    SELECT person_id, min(lower(trim(concat_ws(' ', first_name, last_name)))) AS name
    FROM contacts
    WHERE trim(concat_ws(' ', first_name, last_name)) <> ''
    GROUP BY person_id
) USING (person_id)"""
_BOUGHT: Final = """
LEFT JOIN (
    SELECT person_id, count(*) AS orders, sum(amount) AS billed FROM orders GROUP BY person_id
) USING (person_id)"""
SORTS: Final[Mapping[str, tuple[str, str]]] = {
    "newest": ("newest", ""),
    "name": ("name", _NAMED),
    "orders": ("coalesce(orders, 0)", _BOUGHT),
    "billed": ("coalesce(billed, 0)", _BOUGHT),
}
"""What people are sorted by: the value, and what has to be joined for it. `newest` is their last conversion."""


class Sought(Struct, frozen=True, kw_only=True):
    """Whom somebody looks for."""

    question: Question
    search: str
    sort: str
    descending: bool
    limit: int
    page: int


def parse(body: Mapping[str, object], types: Mapping[str, ReportType]) -> Sought:
    """Read whom to look for. `Problem` lists all faults at once."""
    faults: Faults = []
    known = (*OF_QUESTION, *OWN_FIELDS)
    faults += [f"unknown field {key!r}: there is {', '.join(known)}" for key in body if key not in known]
    question: Question | None = None
    try:
        own = {each.key: types[each.key] for each in TYPES}
        question = questions.parse({key: body[key] for key in OF_QUESTION if key in body}, own)
    except Problem as problem:
        faults += problem.errors
    search = optional(body, "search", _needle, faults) or ""
    said = str(body.get("sort") or "")
    # The best match comes first where something is searched, else whoever converted last.
    sort = choice(said.lstrip("-+") or None, "sort", {key: key for key in SORTS}, faults)
    limit = optional(body, "limit", between(1, MOST), faults) or DEFAULT
    page = optional(body, "page", between(1, 10**9), faults) or 1
    if faults or question is None:
        raise Problem(*faults)
    descending = said.startswith("-") if sort else True
    return Sought(question=question, search=search, sort=sort or "", descending=descending, limit=limit, page=page)


def find(sought: Sought, account: Account, asker: Asker, now: int) -> People:
    """The page of people. `Problem` where the question is at fault."""
    value, joins = SORTS[sought.sort or "newest"]
    order = [f"{value} {'DESC' if sought.descending else 'ASC'} NULLS LAST", "person_id DESC"]
    searched = ""
    if sought.search:
        searched = f"\nJOIN (\n{step('matched').body}\n) USING (person_id)"
        order = order if sought.sort else ["match", *order]
    body = step("people_found", joins=searched + joins, order=", ".join(order)).body
    window = {"limit": sought.limit, "offset": (sought.page - 1) * sought.limit}
    sql, values = narrow(sought.question, account, now, body)
    if sought.search:
        number = int(sought.search) if sought.search.isascii() and sought.search.isdigit() else 0
        window |= {"needle": sought.search, "number": number if number < 2**63 else 0}
    found = asker.rows(sql, values | window)
    return People(tuple(row["person_id"] for row in found if row["person_id"] is not None), found[0]["total"])


def _needle(value: object) -> str:
    """A text as it is looked for; `ValueError` completes "field 'search' …"."""
    if not isinstance(value, str | int) or isinstance(value, bool) or len(str(value)) > LONGEST:
        raise ValueError(f"must be a text of at most {LONGEST} letters")
    return " ".join(str(value).lower().split())
