"""What may be asked of a contact and of the people of a report, what is refused, and pages as a client turns them."""

from collections.abc import Generator

import pytest

from tests.api import ann
from tests.api.ann import contact, get, page
from tests.api.shop import Place, opened, refused
from tests.stand import Stand

META = "current_page from last_page path per_page to total".split()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("journeys"), accounts=2) as place:
        for happen in (ann.come, ann.buy, ann.call):
            happen(place.shop)
        place.shop.clock.set("2026-03-01 12:00:00")
        yield place


def test_what_is_asked_for_must_be_known(shop: Stand) -> None:
    faults = refused(get(shop, "contact/1004", extend="event,orders,moods"), 400)
    assert faults[0] == "parameter 'extend': unknown 'event'; did you mean 'events'?"
    assert faults[1].startswith("parameter 'extend': unknown 'moods'; known are tags, ")


def test_parameters_may_come_in_a_body_as_curl_sends_them(shop: Stand) -> None:
    for content, media in ((b"extend=tags", "application/json"), (b'{"extend": ["tags"]}', "application/json")):
        answer = shop.client.request(
            "GET",
            f"/{shop.account}/contact/1004",
            content=content,
            headers={"Authorization": shop.key, "Content-Type": media},
        )
        assert [tag["name"] for tag in answer.json()["data"]["tags"]] == ["blueprint"]


def test_personal_data_needs_its_scope_and_stays_within_the_account(place: Place, shop: Stand) -> None:
    other = place.shops[1]
    for path in ("contact/1004", "report/leads/contacts"):
        answer = shop.client.get(f"/{shop.account}/{path}", headers={"Authorization": other.key})
        assert refused(answer, 401)
    assert refused(get(other, "contact/1004"), 404)
    assert refused(get(other, "contact/ann@mail.example"), 404)
    assert page(other)["data"] == []


def test_a_page_of_leads(shop: Stand) -> None:
    told = page(shop, extend="events,tags")
    (ann,) = told["data"]
    assert ann == contact(shop, "1004", extend="events,tags")
    assert list(told["meta"]) == META
    assert told["meta"] == {
        "current_page": 1,
        "from": 1,
        "last_page": 1,
        "path": f"http://testserver/{shop.account}/report/leads/contacts",
        "per_page": 20,
        "to": 1,
        "total": 1,
    }


def test_a_page_without_anybody_is_as_a_paginator_of_laravel_says_it(shop: Stand) -> None:
    told = page(shop, start="2026-01-01", end="2026-01-31")
    assert told["data"] == []
    assert {name: told["meta"][name] for name in META if name != "path"} == {
        "current_page": 1,
        "from": None,
        "last_page": 1,
        "per_page": 20,
        "to": None,
        "total": 0,
    }


def test_people_of_revenue_are_those_who_ordered_in_the_range(shop: Stand) -> None:
    assert [one["contact_id"] for one in page(shop, "revenue")["data"]] == ["1004"]
    assert page(shop, "revenue", start="2026-02-15")["data"] == []


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"limit": 0}, "parameter 'limit' must be a whole number from 1 to 100"),
        ({"limit": 101}, "parameter 'limit' must be a whole number from 1 to 100"),
        ({"limit": "many"}, "parameter 'limit' must be a whole number from 1 to 100"),
        ({"page": -1}, "parameter 'page' must be a whole number from 1 to 1000000000"),
        ({"start": "2026-03-01", "end": "2026-02-01"}, "field 'date_range.start' (2026-03-01) must not be after"),
    ],
)
def test_a_page_that_there_cannot_be(shop: Stand, parameters: dict[str, str | int], fault: str) -> None:
    (said,) = refused(get(shop, "report/leads/contacts", **parameters), 400)
    assert said.startswith(fault)


def test_people_of_a_report_that_there_is_not(shop: Stand) -> None:
    (fault,) = refused(get(shop, "report/moods/contacts"), 404)
    assert fault.startswith("unknown report type 'moods'")
    assert refused(get(shop, "report/leads/42/contacts"), 404) == ["there is no saved report '42' of type 'leads'"]
