"""An answer as the body of `POST /v2/{account}/data/query`."""

from collections.abc import Mapping

from headwater.reporting.answer import Answer, Field, Value

VERSION = "2022-06"


def body(answer: Answer, freshness: Mapping[str, object]) -> dict[str, object]:
    """Fields, positional rows, and totals of the metrics alone, in their order. A ratio that divides by zero is 0."""
    told: dict[str, object] = {
        "type": answer.question.type.key,
        "fields": [field(each) for each in answer.fields],
        "rows": [[or_zero(value) for value in row] for row in answer.rows],
        "row_count": answer.row_count,
        "totals": [or_zero(value) for value in answer.totals],
        "date_range": {
            "start": answer.period.start.isoformat(),
            "end": answer.period.end.isoformat(),
            "scale": answer.period.scale,
        },
        "comparison": None,
        "v": VERSION,
        "freshness": freshness,
        "unattributed": answer.unattributed,
    }
    if answer.question.wants_sql:
        told["sql"] = answer.sql
        told["params"] = {key: str(value) if value is not None else None for key, value in answer.params.items()}
    return told


def field(told: Field) -> dict[str, object]:
    """One column's description; `additive` only where rows overlap, so that they do not sum to the total."""
    spelled: dict[str, object] = {
        "name": told.name,
        "key": told.key,
        "type": told.type,
        "aggregation": told.aggregation,
    }
    return spelled if told.additive else spelled | {"additive": False}


def or_zero(value: Value) -> Value:
    """In tables, a ratio that divides by zero is 0, as in the published example."""
    return 0 if value is None else value
