"""Journeys of odd lives: many pages, several integrations, shared browsers, orders without a contact, deletions."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from headwater.ledger import rows, tables
from headwater.ledger.accounts import create_key
from headwater.reporting.journeys import MANY
from headwater.scalars import instant
from tests.api.ann import contact, get, page
from tests.api.shop import ORDER, Place, opened, refused, send
from tests.stand import Stand

NEWS = "https://shop.example/?utm_source=news&utm_medium=email&utm_campaign=welcome"


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    with opened(tmp_path) as place:
        yield place


@pytest.fixture
def shop(place: Place) -> Stand:
    return place.shop


@pytest.fixture
def mailer(place: Place) -> str:
    """A second integration of the account."""
    made = rows.Integration(account_id=place.shop.account, integration_id="mailer", name="Mailer", created_at=1)
    with place.house.store.write() as connection:
        connection.execute(insert(tables.integrations).values(rows.as_dict(made)))
    return made.integration_id


def add(shop: Stand, integration: str, **body: object) -> None:
    """A contact of some integration."""
    answer = shop.client.post(
        f"/api/v1/{shop.account}/{integration}/contact", json=body, headers={"Authorization": shop.key}
    )
    assert answer.status_code == 200, answer.text


def ids(told: dict[str, Any]) -> list[str]:
    return [one["contact_id"] for one in told["data"]]


def test_pages_go_from_the_newest_on_and_none_is_left_out_or_there_twice(shop: Stand) -> None:
    for number in range(1, 8):  # 3 and 4 opted in at the same instant
        minute = 3 if number == 4 else number
        shop.post("contact", {"contact_id": number, "date_created": f"2026-02-01 10:0{minute}:00"})
    pages = [page(shop, limit=3, page=number) for number in (1, 2, 3, 4)]
    assert [ids(told) for told in pages] == [["7", "6", "5"], ["4", "3", "2"], ["1"], []]
    assert [(told["meta"]["from"], told["meta"]["to"]) for told in pages] == [(1, 3), (4, 6), (7, 7), (None, None)]
    assert {(told["meta"]["total"], told["meta"]["last_page"]) for told in pages} == {(7, 3)}


def test_a_client_that_follows_last_page_meets_everybody_once(shop: Stand) -> None:
    for number in range(1, 6):
        shop.post("contact", {"contact_id": number, "date_created": "2026-02-01 10:00:00"})
    first = page(shop, limit=2)
    met = ids(first)
    for number in range(2, first["meta"]["last_page"] + 1):
        met += ids(page(shop, limit=2, page=number))
    assert sorted(met) == ["1", "2", "3", "4", "5"]


def test_an_id_goes_before_an_address_and_the_first_told_before_later_ones(shop: Stand, mailer: str) -> None:
    add(shop, shop.integration, contact_id="1", email="ann@mail.example")
    add(shop, mailer, contact_id="1", email="bob@mail.example")
    add(shop, mailer, contact_id="ann@mail.example", email="cyd@mail.example")
    assert contact(shop, "1")["email"] == "ann@mail.example"
    assert contact(shop, "1", integration=mailer)["email"] == "bob@mail.example"
    assert contact(shop, "ann@mail.example")["email"] == "cyd@mail.example"
    assert refused(get(shop, "contact/1", integration="none"), 404)


def test_a_person_of_two_integrations_is_one_with_what_both_know(shop: Stand, mailer: str) -> None:
    add(shop, shop.integration, contact_id="1", email="ann@mail.example", tags=["a"], date_created="2026-02-02")
    add(shop, mailer, contact_id="m1", email="ann@mail.example", tags=["b"], date_created="2026-02-01")
    told = contact(shop, "1", extend="tags")
    assert told["contact_id"] == "1"
    assert [one["contact_id"] for one in told["contacts"]] == ["m1", "1"]
    assert {(tag["name"], tag["contact_id"]) for tag in told["tags"]} == {("a", "1"), ("b", "m1")}
    assert contact(shop, "m1")["person_id"] == told["person_id"]
    assert ids(page(shop)) == ["m1"]  # by which she opted in


def test_page_views_before_and_after_a_browser_changes_hands(shop: Stand) -> None:
    shop.visit("2026-02-01 09:00:00", "shared", url=NEWS)
    shop.identify("2026-02-01 10:00:00", "shared", "ann@mail.example")
    shop.post("contact", {"contact_id": "ann", "email": "ann@mail.example", "date_created": "2026-02-01 10:00:00"})
    shop.post("contact", {"contact_id": "bob", "email": "bob@mail.example", "date_created": "2026-02-02 10:00:00"})
    shop.identify("2026-02-02 10:00:00", "shared", "bob@mail.example")
    shop.visit("2026-02-02 11:00:00", "shared", url="https://shop.example/bob")
    told = page(shop, extend="events")
    assert {one["contact_id"]: [event["path"] for event in one["events"]] for one in told["data"]} == {
        "ann": ["/"],
        "bob": ["/bob"],
    }
    assert {one["contact_id"]: one["utm_campaign"] for one in told["data"]} == {"ann": "welcome", "bob": None}


def test_a_contact_that_says_itself_how_it_came_has_that_for_a_first_touch(shop: Stand) -> None:
    came = {"utm_source": "fb", "utm_medium": "cpc", "utm_campaign": "old", "referring_url": "https://l.facebook.com/x"}
    shop.post("contact", {"contact_id": 1, "email": "ann@mail.example", "date_created": "2026-02-01", **came})
    shop.visit("2026-02-03 09:00:00", "ann", url=NEWS)
    shop.identify("2026-02-03 10:00:00", "ann", "ann@mail.example")
    told = contact(shop, "1", extend="events")
    assert [(event["type"], event["channel"], event["utm_campaign"]) for event in told["events"]] == [
        ("import", "paid", "old"),
        ("page_view", "email", "welcome"),
    ]
    assert told["utm_campaign"] == "old"
    shop.visit("2026-02-04 09:00:00", "bob", url=NEWS)  # seen before the opt-in: the contact's word does not count
    shop.identify("2026-02-04 10:00:00", "bob", "bob@mail.example")
    shop.post("contact", {"contact_id": 2, "email": "bob@mail.example", "date_created": "2026-02-05", **came})
    assert contact(shop, "2")["utm_campaign"] == "welcome"


def test_a_customer_without_a_contact_is_shown_by_the_order(shop: Stand) -> None:
    shop.post("invoice", ORDER | {"email": "new@mail.example", "date_created": "2026-02-01"})
    (told,) = page(shop, "revenue", extend="orders,events")["data"]
    assert (told["contact_id"], told["email"], told["emails"]) == (None, "new@mail.example", ["new@mail.example"])
    assert [order["total"] for order in told["orders"]] == [45]
    assert told["events"] == []
    assert refused(get(shop, "contact/new@mail.example"), 404)  # it is no contact yet
    shop.post("contact", {"contact_id": 7, "email": "new@mail.example", "date_created": "2026-02-02"})
    assert [order["order_id"] for order in contact(shop, "7", extend="orders")["orders"]] == ["1"]


def test_a_deleted_contact_is_gone_and_the_order_stays_with_nobody(shop: Stand) -> None:
    shop.post("contact", {"contact_id": 1, "email": "ann@mail.example", "date_created": "2026-02-01"})
    shop.post("invoice", ORDER | {"contact_id": 1, "date_created": "2026-02-03"})
    shop.delete("contact/1")
    assert refused(get(shop, "contact/1"), 404)
    assert page(shop)["data"] == []
    (told,) = page(shop, "revenue", extend="orders")["data"]
    assert (told["contact_id"], told["email"], told["emails"], told["contacts"]) == (None, None, [], [])
    assert "ann" not in str(told)


def test_what_was_acknowledged_before_is_there(shop: Stand) -> None:
    for number in range(1, 4):
        shop.visit(f"2026-02-0{number} 09:00:00", "ann", url=f"https://shop.example/{number}")
        if number == 1:
            shop.identify("2026-02-01 09:01:00", "ann", "ann@mail.example")
            shop.post("contact", {"contact_id": 1, "email": "ann@mail.example", "date_created": "2026-02-01"})
        told = contact(shop, "1", extend="events")
        assert [event["path"] for event in told["events"]] == [f"/{seen}" for seen in range(1, number + 1)]


def test_page_views_are_found_by_their_trails_and_beyond(place: Place, shop: Stand) -> None:
    def seen() -> list[str]:
        return [event["path"] for event in contact(shop, "1", extend="events")["events"]]

    shop.post("contact", {"contact_id": 1, "email": "ann@mail.example", "date_created": "2026-02-01"})
    shop.identify("2026-02-01 09:00:00", "ann", "ann@mail.example")
    for day in (1, 2):
        shop.visit(f"2026-02-0{day} 10:00:00", "ann", url=f"https://shop.example/{day}")
        shop.visit(f"2026-02-0{day} 10:00:00", "bob")
    assert seen() == ["/1", "/2"]
    projector = place.house.projector
    assert not projector.lay_trails(shop.account)  # so few are looked through at once
    assert projector.lay_trails(shop.account, least=4)
    assert seen() == ["/1", "/2"]
    shop.visit("2026-02-03 10:00:00", "ann", url="https://shop.example/3")
    assert seen() == ["/1", "/2", "/3"]
    assert not projector.lay_trails(shop.account, least=2)
    assert projector.forget(shop.account, instant("2026-02-02"), 0) == 2
    assert seen() == ["/2", "/3"]
    projector.rebuild(shop.account)
    assert seen() == ["/2", "/3"]
    trails = place.house.readers.run(shop.account, "SELECT count(*), max(id) = (FROM trails_upto) FROM trails")
    assert trails.rows == [(3, True)]


def test_many_visitors_and_many_visits_of_one_person(shop: Stand) -> None:
    """More than are looked up one by one, as of a person whose browser keeps nothing."""
    shop.post("contact", {"contact_id": 1, "email": "ann@mail.example"})
    for number in range(MANY + 1):
        shop.visit("2026-02-01 10:00:00", f"ann-{number}", url=f"https://shop.example/{number}")
        asked = {"a": shop.account, "uid": f"ann-{number}", "e": "ann@mail.example"}
        assert shop.client.get("/identify", params=asked, headers={"Authorization": shop.key}).status_code == 200
    told = contact(shop, "1", extend="events")["events"]
    assert [event["path"] for event in told] == [f"/{number}" for number in range(MANY + 1)]
    assert len({event["uid"] for event in told}) == MANY + 1


def test_urls_that_are_none_are_shown_as_they_came(shop: Stand) -> None:
    for url in ("shop.example/a?b=1&b=2&c", "https://[::1/x?y=1", "nonsense"):
        shop.visit("2026-02-01 09:00:00", "ann", url=url, ref="nonsense too")
    shop.identify("2026-02-01 10:00:00", "ann", "ann@mail.example")
    shop.post("contact", {"contact_id": 1, "email": "ann@mail.example"})
    first, second, third = contact(shop, "1", extend="events")["events"]
    assert (first["host"], first["path"], first["args"]) == ("shop.example", "/a", {"b": "1", "c": ""})
    assert second["full_url"] == "https://[::1/x?y=1"
    assert (third["url"], third["full_url"], third["referrer"]) == ("nonsense", "nonsense", "nonsense too")


def test_ids_with_a_slash(shop: Stand) -> None:
    shop.post("contact", {"contact_id": "2024/17", "email": "ann@mail.example"})
    assert contact(shop, "2024/17")["contact_id"] == "2024/17"


def test_money_of_a_currency_without_cents(tmp_path: Path) -> None:
    with opened(tmp_path, currency="JPY") as place:
        place.shop.post("contact", {"contact_id": 1, "email": "ann@mail.example"})
        place.shop.post("invoice", ORDER)
        (order,) = contact(place.shop, "1", extend="orders")["orders"]
        assert (order["total"], order["line_items"][0]["amount"]) == (4500, 4500)


def test_a_key_for_reports_alone_shows_nobody(tmp_path: Path) -> None:
    with opened(tmp_path) as place:
        shop = place.shop
        shop.key = create_key(place.house.store, 0, shop.account, "reports", ["report"])
        for path in ("contact/1", "report/leads/contacts", "report/leads/1/contacts"):
            assert refused(get(shop, path), 403) == ["this API key lacks the scope 'contacts'"]
        assert send(shop, "contact", {"contact_id": 1}).status_code == 403
