"""What an account defines for itself: saved reports, segments and metrics, read, checked, and put into questions.

In: their bodies as somebody sends them, and what else there is. Out: what is kept of them; report types with the
account's own metrics; queries with the conditions of segments in the place of their names. Keeps nothing itself.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog import dimensions
from headwater.catalog.kinds import Formula, Measure, Metric, ReportType, Type
from headwater.catalog.reports import BY_KEY
from headwater.errors import Problem
from headwater.reporting import conditions, question
from headwater.reporting.account import Account, OwnMetric
from headwater.reporting.expression import read_formula
from headwater.reporting.names import Faults, choice, near, read_object
from headwater.reporting.question import Question, metrics_of

Kind: TypeAlias = Literal["report", "segment", "metric"]
KINDS: Final[tuple[Kind, ...]] = ("report", "segment", "metric")
FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "report": ("name", "query"),
    "segment": ("name", "filters"),
    "metric": ("key", "name", "report", "type", "expression", "doc"),
}
MAX_NAME: Final = 200
_MAX_DOC: Final = 2_000
_KEY = re.compile(r"[a-z][A-Za-z0-9_]{0,49}")
_TYPES: Final[dict[str, Type]] = {"NUMBER": "NUMBER", "CURRENCY": "CURRENCY", "PERCENT": "PERCENT"}


class Definition(Struct, frozen=True):
    """One of them: what it is, its id, and its body as it was checked."""

    kind: Kind
    id: str
    body: Mapping[str, Any]


class Definitions(Struct, frozen=True):
    """All that an account has."""

    all: tuple[Definition, ...] = ()

    def of(self, kind: Kind) -> dict[str, Definition]:
        """Those of one kind, by id."""
        return {each.id: each for each in self.all if each.kind == kind}

    @property
    def metrics(self) -> tuple[OwnMetric, ...]:
        """The account's own metrics; one that this version does not understand is left out."""
        found = (_metric(each.body, []) for each in self.all if each.kind == "metric")
        return tuple(each for each in found if each is not None)


def report_types(account: Account) -> Mapping[str, ReportType]:
    """The report types as the account has them: with its own metrics, and refunds in revenue or out of it."""
    if account.refunds == "in" and not account.metrics:
        return BY_KEY
    return {key: replace(report, metrics=_metrics(report, account)) for key, report in BY_KEY.items()}


def _metrics(report: ReportType, account: Account) -> tuple[Metric, ...]:
    own = tuple(each.metric for each in account.metrics if each.report == report.key)
    return (*(_less_refunds(each) if account.refunds == "out" else each for each in report.metrics), *own)


def _less_refunds(metric: Metric) -> Metric:
    """Revenue less what was paid back; every metric that is made of it follows."""
    if not isinstance(metric, Measure) or not metric.refunded:
        return metric
    doc = f"{metric.doc} Less what was paid back, because this account has refunds out of revenue."
    return replace(metric, value=f"{metric.value} - {metric.refunded}", doc=doc)


def read(kind: Kind, sent: object, account: Account, known: Definitions) -> dict[str, Any]:
    """What to keep of a body; `Problem` with every fault. `known` are the others that the account has."""
    faults: Faults = []
    fields = read_object(sent, f"the {kind}", faults)
    faults += [f"unknown field '{key}'{near(key, FIELDS[kind])}" for key in fields if key not in FIELDS[kind]]
    name = fields.get("name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= MAX_NAME:
        faults.append(f"field 'name' must be a text of 1 to {MAX_NAME} characters")
    kept = {**fields, "name": str(name).strip()}
    if kind == "report":
        _check_query(fields.get("query"), account, known, faults)
        kept["type"] = str(cast("Mapping[str, object]", fields.get("query") or {}).get("type")) if not faults else ""
    elif kind == "segment":
        _check_filters(fields.get("filters"), faults)
    else:
        _check_metric(fields, faults)
    if faults:
        raise Problem(*faults)
    return kept


def read_forced(sent: object, known: Definitions) -> list[Any]:
    """Conditions that are forced on somebody, with those of segments in the place of their names."""
    faults: Faults = []
    told: Any = _resolved(sent, known.of("segment"), faults) if sent else []
    if told and not faults:
        _check_filters(told, faults)
    if faults:
        raise Problem(*faults)
    return cast("list[Any]", told) if isinstance(told, list) else [told]


def parse(body: object, account: Account, known: Definitions) -> Question:
    """A question that may use what the account has defined. `Problem` lists all faults at once."""
    return question.parse(resolved(body, known), report_types(account))


def resolved(body: object, known: Definitions) -> Any:  # noqa: ANN401 - any JSON
    """A query with the conditions of segments where it names them, in `filters` and in those of `steps`."""
    if not isinstance(body, dict):
        return body
    fields = cast("dict[str, Any]", body)
    faults: Faults = []
    segments = known.of("segment")
    found = {**fields, "filters": _resolved(fields.get("filters"), segments, faults)} if "filters" in fields else fields
    if isinstance(steps := found.get("steps"), list):
        found = {**found, "steps": [_step(each, segments, faults) for each in cast("list[Any]", steps)]}
    if faults:
        raise Problem(*faults)
    return found


def _step(step: Any, segments: Mapping[str, Definition], faults: Faults) -> Any:  # noqa: ANN401 - any JSON
    if not isinstance(step, dict) or "filters" not in step:
        return cast("object", step)
    fields = cast("dict[str, Any]", step)
    return {**fields, "filters": _resolved(fields["filters"], segments, faults)}


def _resolved(value: Any, segments: Mapping[str, Definition], faults: Faults) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return [_resolved(each, segments, faults) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    fields = cast("dict[str, Any]", value)
    if "segment" not in fields:
        ways = ("all", "any", "not")
        return {key: _resolved(each, segments, faults) if key in ways else each for key, each in fields.items()}
    if len(fields) > 1:
        faults.append("field 'filters': 'segment' stands alone in its object: put it and the other into an 'all'")
    found = choice(fields["segment"], "filters.segment", segments, faults) if segments else None
    if not segments:
        faults.append("field 'filters.segment': this account has no segments yet")
    return {"all": found.body["filters"]} if found else None


def broken(before: Definitions, after: Definitions, account: Account) -> list[str]:
    """The names of saved reports that could be asked before and could not be afterwards."""
    reports = [each for each in after.all if each.kind == "report"]
    could = [each for each in reports if each in before.all and _can_be_asked(each, account, before)]
    return [each.body["name"] for each in could if not _can_be_asked(each, account, after)]


def _can_be_asked(report: Definition, account: Account, known: Definitions) -> bool:
    try:
        parse(report.body["query"], replace(account, metrics=known.metrics), known)
    except Problem:
        return False
    return True


def _check_query(query: object, account: Account, known: Definitions, faults: Faults) -> None:
    if not isinstance(query, dict):
        faults.append('field \'query\' must be the body of a query, such as {"type": "leads"}')
        return
    try:
        parse(cast("object", query), account, known)
    except Problem as problem:
        faults += [f"in 'query': {error}" for error in problem.errors]


def _check_filters(filters: object, faults: Faults) -> None:
    """A segment's conditions: on any dimension, whichever reports have it, and never on segments."""
    if not filters or "segment" in _keys(filters):
        faults.append(
            "field 'filters' may not name segments: a segment is made of conditions alone"
            if filters
            else 'field \'filters\' must have a condition such as {"field": "contact.tag", "op": "is", "value": "vip"}'
        )
        return
    conditions.Reader("filters", dimensions.find, dimensions.BY_KEY, faults).read(filters)


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return set(fields).union(*(_keys(each) for key, each in fields.items() if key in ("all", "any", "not")))
    return set[str]().union(*map(_keys, cast("Sequence[object]", value))) if isinstance(value, list) else set()


def _check_metric(fields: Mapping[str, Any], faults: Faults) -> None:
    key, report = fields.get("key"), choice(fields.get("report"), "report", BY_KEY, faults)
    taken = {each.key for one in BY_KEY.values() for each in one.metrics} | {
        each.field for each in dimensions.DIMENSIONS
    }
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        faults.append("field 'key' must be a word of letters, digits and _ that begins with a small letter")
    elif key in taken:
        faults.append(f"field 'key': '{key}' is in the catalogue already: choose another")
    if fields.get("report") is None:
        faults.append(f"missing 'report' field: the type of reports that has it, one of {', '.join(BY_KEY)}")
    choice(fields.get("type"), "type", _TYPES, faults)
    doc = fields.get("doc")
    if doc is not None and (not isinstance(doc, str) or len(doc) > _MAX_DOC):
        faults.append(f"field 'doc' must be a text of up to {_MAX_DOC} characters")
    if report is not None:
        _metric(fields, faults)


def _metric(body: Mapping[str, Any], faults: Faults) -> OwnMetric | None:
    """A metric out of its body."""
    report = BY_KEY.get(str(body.get("report")))
    if report is None:
        return None
    words = str(body.get("expression") or "")
    row = Formula(
        key=str(body.get("key")),
        name=str(body.get("name")),
        type=_TYPES.get(str(body.get("type")), "NUMBER"),
        value=words,
        doc=str(body.get("doc") or f"Defined by this account as {words}."),
        example=words,
    )
    found = read_formula(row, metrics_of(report), faults)
    return found and OwnMetric(report.key, found)
