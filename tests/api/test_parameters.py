"""Parameters of a GET, wherever a client put them: query string, JSON, a form, or a form that says it is JSON."""

from typing import Any

import pytest
from httpx2 import Response

from tests.api.shop import refused
from tests.stand import Stand

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RANGE = {"start": "2026-02-02", "end": "2026-02-11", "scale": "week"}


def get(shop: Stand, content: bytes = b"", query: str = "", headers: dict[str, str] | None = None) -> Response:
    """`curl -X GET -d …` and its relatives."""
    return shop.client.request(
        "GET",
        f"/{shop.account}/report/leads{query}",
        content=content,
        headers={"Authorization": shop.key} | (headers or {}),
    )


def asked(answer: Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    dates = answer.json()["report"]["date_range"]
    return {name: dates[name] for name in RANGE}


@pytest.mark.parametrize("headers", [JSON, FORM, {}], ids=["json", "form", "nothing"])
@pytest.mark.parametrize(
    ("content", "query"),
    [
        (b"", "?start=2026-02-02&end=2026-02-11&scale=week"),
        (b'{"start": "2026-02-02", "end": "2026-02-11", "scale": "week"}', ""),
        (b"{start: 2026-02-02, 'end': '2026-02-11', scale: week,}", ""),
        (b"start=2026-02-02&end=2026-02-11&scale=week", ""),
        (b"start=2026-02-02&scale=week", "?end=2026-02-11"),
        (b'\n{"start": "2026-02-02", "end": "2026-02-11"}', "?scale=week"),
        (b"start=2030-01-01&end=2026-02-11&scale=day", "?start=2026-02-02&scale=week"),
        (b'{"start": "2030-01-01", "end": "2026-02-11", "scale": "day"}', "?start=2026-02-02&scale=week"),
    ],
    ids=["query", "json", "nearly json", "form", "form and query", "json and query", "query > form", "query > json"],
)
def test_parameters_are_found_wherever_they_are(
    shop: Stand, content: bytes, query: str, headers: dict[str, str]
) -> None:
    assert asked(get(shop, content, query, headers)) == RANGE


@pytest.mark.parametrize(
    "content", [b"", b" ", b"{}", b"[]", b"[1, 2]", b"{broken", b'"start"', b"\xff\xfe\x00", b"%zz=%", b"&&=", b"null"]
)
def test_a_body_that_says_nothing_is_no_fault(shop: Stand, content: bytes) -> None:
    assert asked(get(shop, content, headers=JSON)) == {"start": "2026-01-31", "end": "2026-03-01", "scale": "day"}


def test_the_published_example_works_as_typed(shop: Stand) -> None:
    r"""`curl -X GET …/report/leads -H 'Content-Type: application/json' -d start=… \ -d end=… \ -d scale=day`."""
    answer = get(shop, b"start=2026-02-02&end=2026-02-11&scale=week", headers=JSON)
    assert asked(answer) == RANGE


def test_parameters_that_nobody_knows_are_left_alone(shop: Stand) -> None:
    query = "?utm_source=x&extend=tags&limit=7&page=2&start=2026-02-02&end=2026-02-11&scale=week"
    assert asked(get(shop, query=query)) == RANGE


def test_empty_parameters_are_none(shop: Stand) -> None:
    assert asked(get(shop, query="?start=&end=&scale="))["scale"] == "day"


def test_relative_dates_are_counted_from_now(shop: Stand) -> None:
    found = asked(get(shop, query="?start=first+day+of+last+month&end=last+day+of+previous+month&scale=month"))
    assert found == {"start": "2026-02-01", "end": "2026-02-28", "scale": "month"}


def test_every_faulty_parameter_is_told(shop: Stand) -> None:
    faults = refused(get(shop, b"end=whenever", "?start=gestern&scale=decade&attribution_model=lineal"), 400)
    assert [fault.split(":")[0].split(" must")[0] for fault in faults] == [
        "field 'options.attribution_model'",
        "field 'date_range.start'",
        "field 'date_range.end'",
        "field 'date_range.scale'",
    ]
    assert faults[0].endswith("did you mean 'linear'?")
    (fault,) = refused(get(shop, query="?start=2026-03-02&end=2026-03-01"), 400)
    assert fault == "field 'date_range.start' (2026-03-02) must not be after 'date_range.end' (2026-03-01)"


def test_values_that_are_no_texts_are_told(shop: Stand) -> None:
    faults = refused(get(shop, b'{"start": {"at": 1}, "scale": ["day"], "lookback_days": "many"}', headers=JSON), 400)
    assert len(faults) == 3
