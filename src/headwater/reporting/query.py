"""An answer as the body of `POST /v2/{account}/data/query`."""

from collections.abc import Mapping, Sequence

from headwater.reporting.answer import Answer, Field, Value
from headwater.reporting.period import Period

VERSION = "2022-06"


def body(answer: Answer, freshness: Mapping[str, object]) -> dict[str, object]:
    """Fields, positional rows, and totals of the metrics alone, in their order. A ratio that divides by zero is 0."""
    told: dict[str, object] = {
        "type": answer.question.type.key,
        "fields": [field(each) for each in answer.fields],
        "rows": [cells(answer, row) for row in answer.rows],
        "row_count": answer.row_count,
        "totals": [or_zero(value) for value in answer.totals],
        "date_range": range_of(answer.period),
        "comparison": _comparison(answer.comparison),
        "v": VERSION,
        "freshness": freshness,
        "unattributed": answer.unattributed,
    }
    return told | (sql_of(answer.sql, answer.params) if answer.question.wants_sql else {})


def sql_of(sql: str, params: Mapping[str, object]) -> dict[str, object]:
    """The statement behind an answer, and its values as texts."""
    return {"sql": sql, "params": {key: None if value is None else str(value) for key, value in params.items()}}


def range_of(period: Period) -> dict[str, str]:
    """The days of an answer, both included."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat(), "scale": period.scale}


def _comparison(told: Answer | None) -> dict[str, object] | None:
    """The same question about another range: all its rows, which share names, and not dates, with those above."""
    if told is None:
        return None
    return {
        "date_range": range_of(told.period),
        "rows": [cells(told, row) for row in told.rows],
        "row_count": told.row_count,
        "totals": [or_zero(value) for value in told.totals],
        "unattributed": told.unattributed,
    }


def field(told: Field) -> dict[str, object]:
    """One column's description; `additive` only where rows overlap, so that they do not sum to the total."""
    spelled: dict[str, object] = {
        "name": told.name,
        "key": told.key,
        "type": told.type,
        "aggregation": told.aggregation,
    }
    spelled |= {} if told.additive else {"additive": False}
    return spelled if told.model is None else spelled | {"model": told.model}


def cells(told: Answer, row: Sequence[Value]) -> list[Value]:
    """A row as tables show it; what a row is called by may be nothing, which is not 0."""
    width = len(told.dimensions)
    return [*row[:width], *(or_zero(value) for value in row[width:])]


def or_zero(value: Value) -> Value:
    """In tables, a ratio that divides by zero is 0, as in the published example."""
    return 0 if value is None else value
