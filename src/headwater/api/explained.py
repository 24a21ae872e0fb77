"""Why a figure is what it is, over HTTP: `POST /v2/{account}/data/explain`.

In: a query with a row and a metric. Out: the conversions behind the figure, a page of them, with what their touches
earned and which channel rule each touch was told by. Names and addresses need the scope `contacts`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import Response

from headwater.api.answers import json_answer
from headwater.api.bodies import read_body
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.reports import account_of, definitions_of, freshness_of, sight_of
from headwater.catalog import channels
from headwater.catalog.kinds import Measure, Metric
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.clock import iso, to_instant
from headwater.intake.channel_rules import rules_of
from headwater.intake.enrich_origin import of_row
from headwater.intake.json import read_object
from headwater.ledger.accounts import find_standing
from headwater.reporting import explain
from headwater.reporting.account import EVERYTHING, Sight
from headwater.reporting.catalogue import KIND
from headwater.reporting.definitions import report_types, resolved
from headwater.reporting.explain import Explanation
from headwater.reporting.money import UNIT, quotient
from headwater.reporting.query import range_of, sql_of

_DIRECT: Final = channels.Rule("direct", "the visit came from nowhere in particular")


async def explain_figure(request: Request) -> Response:
    """The conversions behind one figure of a query."""
    house, caller, standing = enter(request, "report", narrows=True)
    body = read_object(await read_body(request))
    asked = house, standing.account.account_id, body, sight_of(caller)
    return json_answer(await house.ask(answer_explain, *asked))


def answer_explain(
    house: House, account_id: str, body: Mapping[str, object], sight: Sight = EVERYTHING
) -> dict[str, Any]:
    """The body of an explanation."""
    account = account_of(house, account_id, sight)
    asked = explain.parse(resolved(body, definitions_of(house, account_id)), report_types(account))
    fresh = freshness_of(house, account_id)
    found = explain.explain(asked, account, house.readers, house.clock())
    rules = rules_of(find_standing(house.store, account_id).account.settings)
    pages = max(1, -(-found.count // asked.limit))
    return {
        "type": asked.question.type.key,
        "row": body.get("row") or {},
        "metric": _words(asked.metric),
        "model": found.model.key,
        "figure": found.figure,
        "terms": [
            {**_words(term.measure), "sum": term.sum, "is_listed": term.measure == asked.term} for term in found.terms
        ],
        "sum": found.sum,
        "count": found.count,
        "page": asked.page,
        "last_page": pages,
        "limit": asked.limit,
        "conversions": _Speller(found, rules, knows_people=sight.knows_people).spelled(),
        "date_range": range_of(found.plan.period),
        "freshness": fresh,
    } | (sql_of(found.sql, found.params) if asked.question.wants_sql else {})


def _words(metric: Metric) -> dict[str, Any]:
    """A metric in words: how it is worked out, from what, and what that means."""
    source = RELATION_BY_KEY[metric.source] if isinstance(metric, Measure) else None
    return {
        "key": metric.key,
        "name": metric.name,
        "kind": KIND[type(metric)],
        "type": metric.type,
        "formula": explain.in_words(metric),
        "doc": metric.doc,
        "source": source and source.doc,
    }


class _Speller:
    """Spells what stands behind one figure."""

    def __init__(self, found: Explanation, rules: tuple[channels.Rule, ...], *, knows_people: bool) -> None:
        self._found = found
        self._rules = rules
        self._knows_people = knows_people

    def spelled(self) -> list[dict[str, Any]]:
        """The page, in its order; rows that count by themselves have no person and no touches."""
        relation = RELATION_BY_KEY[self._found.asked.term.source]
        if relation.is_apart:
            return [
                {"part": self._found.told(row["part"]), "row": {"type": relation.key} | _shown(row["facts"] or {})}
                for row in self._found.behind
            ]
        return [self._conversion(row) for row in self._found.behind]

    def _conversion(self, row: Mapping[str, Any]) -> dict[str, Any]:
        conversions = self._found.plan.conversions
        facts = {"type": conversions.key if conversions else "", "id": str(row["conversion_id"]), "at": row["at"]}
        person = {"person_id": str(row["person_id"]), "name": row["name"], "email": row["email"]}
        return {
            "part": self._found.told(row["part"]),
            "value": self._full(row["value"]),
            "person": person if self._knows_people else {"person_id": person["person_id"]},
            "conversion": _shown(facts | (row["facts"] or {})),
            "touches": [self._touch(touch) for touch in row["touches"] or ()],
        }

    def _full(self, value: int) -> object:
        """What the whole conversion is worth."""
        is_money = self._found.asked.term.type == "CURRENCY"
        return quotient(value, 10**self._found.plan.decimals) if is_money else value

    def _touch(self, touch: Mapping[str, Any]) -> dict[str, Any]:
        origin: Mapping[str, Any] = touch["origin"] or {}
        rule = channels.explain(of_row(origin), self._rules) if origin.get("origin_id") else _DIRECT
        said = {field: origin.get(field) or None for field in channels.Origin._fields}
        return {
            "at": _told(touch["at"]),
            "type": "page_view" if touch["is_view"] else "import",
            "share": None if touch["earned"] is None else quotient(cast("int", touch["earned"]), UNIT),
            "part": None if touch["part"] is None else self._found.told(touch["part"]),
            "counts": touch["counts"],
            "channel": origin.get("channel") or channels.DIRECT.channel,
            "source": origin.get("source") or (None if origin.get("origin_id") else channels.DIRECT.source),
            **said,
            "landing_page": touch["url"],
            "referrer": touch["referrer"],
            "rule": {"channel": rule.channel, "because": rule.because},
        }


def _shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _told(value) for key, value in facts.items()}


def _told(value: object) -> object:
    """Times of the store are UTC without a zone."""
    if isinstance(value, datetime):
        return iso(to_instant(value.replace(tzinfo=UTC)))
    return value.isoformat() if isinstance(value, date) else value
