"""Saved reports, segments, metrics of an account's own, and its settings."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from tests.stand import Stand, stand

MARCH: Final = {"date_range": {"start": "2026-03-01", "end": "2026-03-31"}}
QUERY: Final = {"type": "leads", "dimensions": ["clicks.channel"], "metrics": ["leads", "revenue"], **MARCH}


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Generator[Stand]:
    """Ann and Bob opted in in March, Ann came by an ad and bought for 100.00, of which 30.00 went back; Bob for 20."""
    with stand(tmp_path) as shop:
        shop.visit("2026-03-01 10:00:00", "phone", "https://shop.example/?utm_source=google&utm_medium=cpc")
        shop.identify("2026-03-02 10:00:00", "phone", "ann@mail.example")
        for name, tags in (("ann", ["vip"]), ("bob", [])):
            email = f"{name}@mail.example"
            shop.post(
                "contact", {"contact_id": name, "email": email, "date_created": "2026-03-02 10:00:00", "tags": tags}
            )
        order = {"items": "", "date_created": "2026-03-03"}
        back = {"is_refunded": 1, "refund_amount": 3000, "date_refunded": "2026-03-09"}
        shop.post("invoice", {"id": 1, "contact_id": "ann", "amount": 10000, "paid": 10000, **order, **back})
        shop.post("invoice", {"id": 2, "contact_id": "bob", "amount": 2000, "paid": 2000, **order})
        shop.clock.set("2026-03-31 12:00:00")
        yield shop


def send(
    shop: Stand, method: str, path: str, body: Mapping[str, Any] | None = None, status: int = 200
) -> dict[str, Any]:
    answer = shop.client.request(
        method,
        f"/api/app/{shop.account}/{path}",
        content=msgspec.json.encode(body) if body is not None else b"",
        headers={"Authorization": shop.key},
    )
    assert answer.status_code == status, answer.text
    return answer.json()


def refused(shop: Stand, method: str, path: str, body: Mapping[str, Any], status: int = 400) -> str:
    return "\n".join(send(shop, method, path, body, status)["errors"])


def totals(shop: Stand, **question: object) -> list[Any]:
    return shop.ask({"type": "leads", "metrics": ["leads", "revenue"], **MARCH, **question})["totals"]


def test_a_saved_report_answers_its_query(shop: Stand) -> None:
    filters = [{"field": "contact.tag", "op": "is", "value": "vip"}]
    made = send(shop, "POST", "reports", {"name": "Spring", "query": {**QUERY, "filters": filters}})["report"]
    assert (made["type"], made["name"]) == ("leads", "Spring")
    told = shop.report(f"leads/{made['id']}")
    assert told["report"]["name"] == "Spring"
    assert told["table"]["rows"] == [{"channel": "paid", "leads": 1, "revenue": 100}]
    assert sum(told["graph"]["datasets"][0]["data"]) == 1
    path, key = f"/{shop.account}/report/leads/{made['id']}/contacts", {"Authorization": shop.key}
    people = shop.client.get(path, headers=key).json()
    assert ([each["email"] for each in people["data"]], people["meta"]["total"]) == (["ann@mail.example"], 1)
    assert shop.client.get(path, params={"start": "2026-03-03"}, headers=key).json()["data"] == []
    later = shop.report(f"leads/{made['id']}", start="2026-03-03", end="2026-03-04", scale="week")
    assert [later["report"]["date_range"][key] for key in ("start", "end", "scale")] == [
        "2026-03-03",
        "2026-03-04",
        "week",
    ]
    assert later["kpis"][0]["value"] == 0
    assert send(shop, "GET", "reports")["reports"] == [made]
    changed = send(shop, "PUT", f"reports/{made['id']}", {"name": "All", "query": QUERY})["report"]
    assert (changed["id"], changed["created_at"]) == (made["id"], made["created_at"])
    assert shop.report(f"leads/{made['id']}")["kpis"][0]["value"] == 2
    send(shop, "DELETE", f"reports/{made['id']}")
    send(shop, "GET", f"reports/{made['id']}", status=404)


def test_a_report_is_found_by_its_own_type_only(shop: Stand) -> None:
    made = send(shop, "POST", "reports", {"name": "Spring", "query": QUERY})["report"]
    for kind, name in (("revenue", made["id"]), ("leads", "nothing")):
        answer = shop.client.get(f"/{shop.account}/report/{kind}/{name}", headers={"Authorization": shop.key})
        assert answer.status_code == 404
        assert answer.json()["message"] == f"there is no saved report {name!r} of type {kind!r}"


def test_a_segment_is_its_conditions(shop: Stand) -> None:
    filters = [{"field": "contact.tag", "op": "is", "value": "vip"}]
    made = send(shop, "POST", "segments", {"name": "Important", "filters": filters})["segment"]
    segment = {"segment": made["id"]}
    assert totals(shop, filters=[segment]) == [1, 100]
    assert totals(shop, filters={"not": segment}) == [1, 20]
    assert totals(shop, filters={"any": [segment, {"field": "contact.tag", "op": "is_not_set"}]}) == [2, 120]
    explained = shop.explain({"type": "leads", "metric": "revenue", **MARCH, "filters": [segment]})
    assert (explained["figure"], explained["count"]) == (100, 1)
    answer = shop.client.post(
        f"/v2/{shop.account}/data/query",
        content=msgspec.json.encode({"type": "leads", "filters": {"segment": "nobody"}}),
        headers={"Authorization": shop.key},
    )
    assert (answer.status_code, "unknown 'nobody'" in answer.json()["message"]) == (400, True)


def test_a_metric_of_ones_own_is_a_metric(shop: Stand) -> None:
    sent = {"key": "kept", "name": "Kept", "report": "leads", "type": "CURRENCY", "expression": "collected - refunds"}
    assert send(shop, "POST", "metrics", sent)["metric"]["id"] == "kept"
    per_lead = {**sent, "key": "keptPerLead", "expression": "({collected} - {refunds}) / leads"}
    send(shop, "POST", "metrics", per_lead)
    half = {**sent, "key": "mixed", "type": "NUMBER", "expression": "-(revenue - leads) * 0.5 + 1"}
    send(shop, "POST", "metrics", half)
    asked: dict[str, Any] = {"metrics": ["kept", "keptPerLead", "mixed"], "dimensions": ["clicks.channel"]}
    asked["pruners"], asked["options"] = [{"field": "kept", "op": "gt", "value": 50}], {"sort": "keptPerLead"}
    told = shop.ask({"type": "leads", **MARCH, **asked})
    assert told["rows"] == [["paid", 70, 70, -48.5]]
    assert told["totals"] == [90, 45, -58]
    explained = shop.explain({"type": "leads", **MARCH, "metric": "keptPerLead"})
    assert explained["figure"] == 45
    assert [(term["key"], term["sum"]) for term in explained["terms"]] == [
        ("collected", 120),
        ("refunds", 30),
        ("leads", 2),
    ]
    assert "already" in refused(shop, "POST", "metrics", sent)
    for expression, fault in {
        "revenu / leads": "unknown metric 'revenu'; did you mean 'revenue'",
        "revenue / (leads": "not closed",
        "revenue leads": "'leads' where an operator",
        "revenue / ": "ends too soon",
        "1 + 2": "names no metric",
        "revenue; leads": "has ';'",
        "{revenue / leads": "brace",
        "": "must be a formula",
        "(" * 30 + "leads" + ")" * 30: "nested deeper",
    }.items():
        assert fault in refused(shop, "PUT", "metrics/kept", {**sent, "expression": expression})
    taken = refused(shop, "POST", "metrics", {**sent, "key": "revenue", "report": "lead", "type": "x", "name": ""})
    assert [line.split(":")[0].split(" must")[0] for line in taken.splitlines()] == [
        "field 'name'",
        "field 'report'",
        "field 'key'",
        "field 'type'",
    ]


def test_what_is_used_stays_and_says_by_whom(shop: Stand) -> None:
    metric = {"key": "kept", "name": "Kept", "report": "leads", "type": "CURRENCY", "expression": "collected - refunds"}
    send(shop, "POST", "metrics", metric)
    filters = {"field": "contact.tag", "op": "is", "value": "vip"}
    segment = send(shop, "POST", "segments", {"name": "Important", "filters": filters})["segment"]["id"]
    query = {"type": "leads", "metrics": ["kept"], "filters": {"not": {"segment": segment}}}
    report = send(shop, "POST", "reports", {"name": "Spring", "query": query})["report"]["id"]
    for path in ("metrics/kept", f"segments/{segment}"):
        assert refused(shop, "DELETE", path, {}, 409).endswith("because saved reports use it: 'Spring'")
    ads = {"field": "order.amount", "op": "gt", "value": 1}  # of which leads know nothing
    assert "'Spring'" in refused(shop, "PUT", f"segments/{segment}", {"name": "Important", "filters": ads}, 409)
    send(shop, "DELETE", f"reports/{report}")
    send(shop, "DELETE", "metrics/kept")
    send(shop, "DELETE", f"segments/{segment}")


def test_faults_name_the_field(shop: Stand) -> None:
    said = refused(shop, "POST", "reports", {"nam": "x", "query": {"type": "leads", "metrics": ["revenu"]}})
    assert "unknown field 'nam'; did you mean 'name'" in said
    assert "in 'query': field 'metrics': unknown 'revenu'; did you mean 'revenue'" in said
    nested = {"all": [{"segment": "x"}]}
    assert "may not name segments" in refused(shop, "POST", "segments", {"name": "x", "filters": nested})
    assert "must have a condition" in refused(shop, "POST", "segments", {"name": "x", "filters": []})
    assert "unknown 'tag'" in refused(shop, "POST", "segments", {"name": "x", "filters": {"field": "tag"}})


def test_an_account_decides_of_its_reports(shop: Stand) -> None:
    before = send(shop, "GET", "settings")["settings"]
    assert (before["refunds"], before["week_start"], before["lookback_days"]) == ("in", "monday", None)
    assert totals(shop) == [2, 120]
    send(shop, "PATCH", "settings", {"refunds": "out"})
    assert totals(shop) == [2, 90]
    assert shop.ask({"type": "revenue", "metrics": ["revenue", "aov"], **MARCH})["totals"] == [90, 45]
    assert shop.explain({"type": "leads", "metric": "revenue", **MARCH})["figure"] == 90
    send(shop, "PATCH", "settings", {"refunds": None, "test_people": ["@mail.example"]})
    assert totals(shop) == [0, 0]
    send(shop, "PATCH", "settings", {"test_people": "Bob@mail.example"})
    assert totals(shop) == [1, 100]
    send(shop, "PATCH", "settings", {"test_people": None, "timezone": "Pacific/Auckland", "week_start": "sunday"})
    report = shop.report(scale="week", start="2026-03-02", end="2026-03-08")
    assert report["graph"]["labels"] == ["2026-03-01", "2026-03-08"]
    assert (send(shop, "GET", "settings")["settings"]["timezone"], totals(shop)) == ("Pacific/Auckland", [2, 120])
    faults = refused(shop, "PATCH", "settings", {"week_starts": 1, "direct": "x", "lookback_days": 0, "currency": None})
    for part in (
        "did you mean 'week_start'",
        "'direct' must be one of",
        "'lookback_days' must be",
        "'currency' has no",
    ):
        assert part in faults
    assert "'timezone' is unknown: 'Mars'" in refused(shop, "PATCH", "settings", {"timezone": "Mars"})


def test_a_saved_report_has_the_people_that_its_filters_let_in(shop: Stand) -> None:
    """Of those who came by an ad, Ann is left; of those without the tag, Bob."""
    paid = {"field": "clicks.channel", "op": "is", "value": "paid"}
    without = {"field": "contact.tag", "op": "is_not", "value": "vip"}
    for condition, name in ((paid, "ann"), (without, "bob")):
        saved = send(shop, "POST", "reports", {"name": name, "query": QUERY | {"filters": [condition]}})["report"]
        answer = shop.client.get(
            f"/{shop.account}/report/leads/{saved['id']}/contacts", headers={"Authorization": shop.key}
        )
        assert [person["contact_id"] for person in answer.json()["data"]] == [name], answer.text
