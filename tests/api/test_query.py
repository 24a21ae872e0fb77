"""`POST /v2/{account}/data/query` key by key, as JSON and as CSV, and what those hear who ask wrongly."""

import csv
import io
from collections.abc import Generator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.shop import ORDER, Place, ask, opened, refused
from tests.stand import Stand

MARCH = {"start": "2026-03-01", "end": "2026-03-31"}
QUESTION: dict[str, Any] = {
    "type": "leads",
    "dimensions": ["clicks.channel", "clicks.utm_campaign"],
    "metrics": ["leads", "revenue", "leadValue", "conversionRate"],
    "date_range": MARCH,
}
ROWS = [["(none)", "(none)", 1, 0, 0, 0], ["email", "=1+1", 1, 45, 45, 100]]  # as many leads: then by name


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    """Ann came by a campaign whose name a spreadsheet would compute, and bought for 45; Bob came by nothing."""
    with opened(tmp_path_factory.mktemp("query")) as place:
        shop = place.shop
        shop.visit("2026-03-01 09:00:00", "ann", url="https://shop.example/?utm_medium=email&utm_campaign=%3D1%2B1")
        shop.identify("2026-03-01 09:01:00", "ann", "ann@mail.example")
        for name in ("ann", "bob"):
            shop.post("contact", {"email": f"{name}@mail.example", "date_created": "2026-03-01 10:00:00"})
        shop.post("invoice", ORDER)
        shop.clock.set("2026-03-10 12:00:00")
        yield place


def test_the_answer_has_the_contracts_keys(shop: Stand) -> None:
    told = shop.ask(QUESTION)
    fresh = told.pop("freshness")
    assert told == {
        "type": "leads",
        "fields": [
            {"name": "Channel", "key": "channel", "type": "STRING", "aggregation": None},
            {"name": "UTM Campaign", "key": "utm_campaign", "type": "STRING", "aggregation": None},
            {"name": "Leads", "key": "leads", "type": "NUMBER", "aggregation": "SUM"},
            {"name": "Revenue", "key": "revenue", "type": "CURRENCY", "aggregation": "SUM"},
            {"name": "Lead Value", "key": "leadValue", "type": "CURRENCY", "aggregation": "AVG"},
            {"name": "Conversion Rate", "key": "conversionRate", "type": "PERCENT", "aggregation": "AVG"},
        ],
        "rows": ROWS,
        "row_count": 2,
        "totals": [2, 45, 22.5, 50],
        "date_range": MARCH | {"scale": "day"},
        "comparison": None,
        "v": "2022-06",
        "unattributed": {"leads": 1, "revenue": 0},
    }
    assert list(fresh) == ["is_current", "as_of", "projected_change", "ledger_change"]


def test_without_dimensions_there_is_one_row(shop: Stand) -> None:
    told = shop.ask({"type": "leads", "metrics": ["revenue", "leads"], "date_range": MARCH})
    assert (told["rows"], told["totals"], told["row_count"]) == ([[45, 2]], [45, 2], 1)


def test_without_metrics_there_are_those_of_the_default_report(shop: Stand) -> None:
    told = shop.ask({"type": "revenue", "date_range": MARCH})
    assert [field["key"] for field in told["fields"]] == ["revenue", "numOfCustomers", "aov", "orders"]


def test_rows_are_sorted_and_cut_and_counted_before_the_cut(shop: Stand) -> None:
    question = QUESTION | {"dimensions": ["clicks.channel"], "metrics": ["leads", "revenue"]}
    told = shop.ask(question | {"options": {"sort": "revenue", "limit": 1}})
    assert (told["rows"], told["row_count"], told["totals"]) == ([["(none)", 1, 0]], 2, [2, 45])
    told = shop.ask(question | {"options": {"sort": "-revenue", "offset": 1}})
    assert (told["rows"], told["row_count"]) == ([["(none)", 1, 0]], 2)
    told = shop.ask(question | {"options": {"offset": 5}})
    assert (told["rows"], told["row_count"], told["totals"]) == ([], 2, [2, 45])


def test_the_sql_is_told_when_it_is_asked_for(shop: Stand) -> None:
    told = shop.ask(QUESTION | {"options": {"sql": True}})
    assert told["sql"].lstrip().upper().startswith(("WITH", "--", "SELECT"))
    assert all(isinstance(value, str | None) for value in told["params"].values())
    assert "sql" not in shop.ask(QUESTION | {"options": {"sql": False}})


@pytest.mark.parametrize("spelling", [b"{'type': 'leads', metrics: [leads,],}", b'\xef\xbb\xbf{"type": "leads"}'])
def test_questions_are_read_as_leniently_as_facts(shop: Stand, spelling: bytes) -> None:
    answer = shop.client.post(f"/v2/{shop.account}/data/query", content=spelling, headers={"Authorization": shop.key})
    assert answer.json()["totals"][0] == 2


CSV = (
    "channel,utm_campaign,leads,revenue,leadValue,conversionRate\r\n"
    "(none),(none),1,0,0,0\r\n"
    "email,'=1+1,1,45,45,100\r\n"
)


@pytest.mark.parametrize(
    ("said", "accept"),
    [
        ({}, "text/csv"),
        ({}, "text/csv;q=0.9, text/plain"),
        ({"format": "csv"}, "*/*"),
        ({"format": "csv"}, "application/json"),
        ({"options": {"format": "csv"}}, ""),
        ({"options": {"format": " csv "}}, "application/json"),
        ({"format": "json", "options": {"format": "csv"}}, "application/json"),
    ],
)
def test_rows_may_be_asked_for_as_csv(shop: Stand, said: dict[str, Any], accept: str) -> None:
    answer = ask(shop, QUESTION | said, Accept=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer.text == CSV
    assert [row[2:] for row in csv.reader(io.StringIO(answer.text, newline=""))][1:] == [
        [str(figure) for figure in row[2:]] for row in ROWS
    ]


@pytest.mark.parametrize(
    ("said", "accept"),
    [
        ({}, "*/*"),
        ({}, "application/json"),
        ({}, "text/html"),
        ({"format": "json"}, "text/csv"),
        ({"options": {"format": "json"}}, "text/csv"),
        ({"format": "csv", "options": {"format": "json"}}, "text/csv"),
    ],
)
def test_otherwise_the_answer_is_json(shop: Stand, said: dict[str, Any], accept: str) -> None:
    answer = ask(shop, QUESTION | said, Accept=accept)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["rows"] == ROWS


def test_a_ratio_without_a_denominator_is_zero_in_json_and_empty_in_csv(shop: Stand) -> None:
    question = {
        "type": "leads",
        "metrics": ["leads", "leadValue"],
        "date_range": {"start": "2020-01-01", "end": "2020-01-02"},
    }
    assert shop.ask(question)["totals"] == [0, 0]
    assert ask(shop, question, Accept="text/csv").text == "leads,leadValue\r\n0,\r\n"


def test_csv_errors_are_json(shop: Stand) -> None:
    refused(ask(shop, {"type": "leads", "metrics": ["leds"]}, Accept="text/csv"), 400)


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ({}, "missing 'type' field: one of leads, revenue"),
        ({"type": "leeds"}, "field 'type': unknown 'leeds'; did you mean 'leads'?"),
        ({"type": 7}, "field 'type': unknown 7; known are leads, revenue"),
        ({"type": "leads", "metrics": ["revenu"]}, "field 'metrics': unknown 'revenu'; did you mean 'revenue'?"),
        ({"type": "leads", "metrics": {"a": 1}}, "field 'metrics' must be a list of names"),
        ({"type": "leads", "metrics": ["leads", "leads"]}, "field 'metrics': 'leads' is there twice"),
        (
            {"type": "leads", "dimensions": ["clicks.chanel"]},
            "field 'dimensions': unknown 'clicks.chanel'; did you mean 'clicks.channel'?",
        ),
        (
            {"type": "leads", "dimensions": ["channel"]},
            "field 'dimensions': unknown 'channel'; did you mean 'clicks.channel'?",
        ),
        ({"type": "leads", "dimension": ["date"]}, "unknown field 'dimension'; did you mean 'dimensions'?"),
        ({"type": "leads", "options": {"sorting": "leads"}}, "unknown field 'options.sorting'; did you mean 'sort'?"),
        (
            {"type": "leads", "options": {"attribution_model": "lasttouch"}},
            "field 'options.attribution_model': unknown 'lasttouch'; did you mean 'last_touch'?",
        ),
        ({"type": "leads", "options": {"limit": 0}}, "field 'options.limit' must be a whole number from 1 to 1000000"),
        ({"type": "leads", "options": {"sort": "-revenues"}}, "field 'options.sort': unknown 'revenues'; did you mean"),
        ({"type": "leads", "options": ["limit"]}, "field 'options' must be an object"),
        ({"type": "leads", "format": "xlsx"}, "field 'format': unknown 'xlsx'; known are json, csv"),
        ({"type": "leads", "date_range": {"scale": "decade"}}, "field 'date_range.scale': unknown 'decade'; "),
        ({"type": "leads", "date_range": {"start": "soon"}}, "field 'date_range.start' must be a date such as"),
        (
            {"type": "leads", "date_range": {"start": "2026-03-02", "end": "2026-03-01"}},
            "field 'date_range.start' (2026-03-02) must not be after 'date_range.end' (2026-03-01)",
        ),
        ({"type": "leads", "filters": [{"field": "chanel"}]}, "field 'filters.field': unknown 'chanel'; did you mean"),
        ({"type": "leads", "steps": [{"event": "purchase"}]}, "field 'steps' belongs to funnels"),
    ],
)
def test_a_faulty_question_is_told_which_field_and_what_may_be_meant(
    shop: Stand, question: dict[str, Any], fault: str
) -> None:
    (told,) = refused(ask(shop, question), 400)
    assert told.startswith(fault)


def test_every_fault_of_a_question_is_told_at_once(shop: Stand) -> None:
    question = {"type": "leeds", "metrics": ["nothing"], "options": {"limit": "all", "sql": "maybe"}, "step": []}
    faults = refused(ask(shop, question), 400)
    assert len(faults) == 5
    assert all(any(name in fault for fault in faults) for name in ("type", "metrics", "limit", "sql", "step"))


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"type=leads", b'"leads"'])
def test_what_is_no_question_is_refused(shop: Stand, body: bytes) -> None:
    answer = shop.client.post(f"/v2/{shop.account}/data/query", content=body, headers={"Authorization": shop.key})
    refused(answer, 400)


def test_a_question_cannot_reach_another_account(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Names in a question are looked up, never put into SQL."""
    shop = place.shop
    for name in ("leads; SELECT 1", "account_x.leads", "') OR 1=1 --"):
        refused(ask(shop, QUESTION | {"metrics": [name]}), 400)
        refused(ask(shop, QUESTION | {"options": {"sort": name}}), 400)
    with opened(tmp_path_factory.mktemp("empty")) as other:
        client: TestClient = other.shop.client
        assert client.get(f"/{shop.account}/report/leads", headers={"Authorization": shop.key}).status_code == 401


def test_the_other_families_of_reports(shop: Stand) -> None:
    """The same envelope, CSV and default reports; a funnel needs its steps."""
    traffic = shop.ask({"type": "traffic", "metrics": ["visitors", "sessions", "leads"], "date_range": MARCH})
    assert traffic["totals"] == [1, 1, 2]
    steps = [{"event": "page_view"}, {"event": "contact_created", "within": "2 hours"}, {"event": "purchase"}]
    funnel = {"type": "funnel", "steps": steps, "metrics": ["actors", "rateFromFirst"], "date_range": MARCH}
    told = shop.ask(funnel)
    assert [each["key"] for each in told["fields"]] == ["step", "step_name", "actors", "rateFromFirst"]
    assert told["rows"] == [[1, "Page View", 1, 100], [2, "Contact Created", 1, 100], [3, "Purchase", 1, 100]]
    assert (told["totals"], told["unattributed"]) == ([1, 100], None)
    cohorts = shop.ask({"type": "cohorts", "metrics": ["leads", "cumulativeRevenue"], "date_range": MARCH})
    assert cohorts["rows"] == [["2026-03-01", 0, 2, 45]]
    assert cohorts["date_range"]["scale"] == "month"


@pytest.mark.parametrize(("kind", "status"), [("traffic", 200), ("cohorts", 200), ("funnel", 400)])
def test_their_default_reports(shop: Stand, kind: str, status: int) -> None:
    answer = shop.client.get(f"/{shop.account}/report/{kind}", headers={"Authorization": shop.key})
    assert answer.status_code == status
    told = answer.json()
    assert ("field 'steps' must be a list" in told["message"]) if status == 400 else told["report"]["type"] == kind
