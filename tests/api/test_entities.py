"""Every entity of the import API through HTTP, as connectors call it, down to the rows that reports read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from headwater.api.management import verify_account
from headwater.ledger import tables
from tests.api.shop import ORDER, Place, opened, refused, send
from tests.stand import Stand

PLAN: dict[str, Any] = {
    "id": 234115,
    "email": "ann@mail.example",
    "amount": 4500,
    "product_id": 108,
    "start_date": "2026-01-03 11:14:32",
    "last_bill_date": "2026-02-03 11:14:32",
    "billing_cycle": "month",
    "frequency": 1,
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with opened(tmp_path) as place:
        yield place
        assert verify_account(place.house, place.shop.account)["differences"] == []


@pytest.fixture
def shop(place: Place) -> Stand:
    return place.shop


def rows(place: Place, sql: str) -> list[tuple[Any, ...]]:
    """What the account's warehouse has, once it is up to date."""
    place.house.projector.catch_up(place.shop.account)
    return [tuple(row) for row in place.house.readers.run(place.shop.account, sql).rows]


# Tags and lists ------------------------------------------------------------------------------------------------------


def test_tags_in_every_form(shop: Stand) -> None:
    send(shop, "contact", {"contact_id": 249, "email": "ann@mail.example", "tags": [{"id": 3, "name": "New Lead"}]})
    answer = send(shop, "tags/add", {"contact_id": 249, "tags": [3, "VIP", {"id": 45, "name": "Sale", "date": 1}]})
    assert answer.json() == {
        "status": "success",
        "contact": {"contact_id": "249", "email": "ann@mail.example"},
        "tags": [
            {"id": "3", "name": "New Lead", "date": "2026-03-01T12:00:00+00:00"},
            {"id": "VIP", "name": "VIP", "date": "2026-03-01T12:00:00+00:00"},
            {"id": "45", "name": "Sale", "date": "1970-01-01T00:00:01+00:00"},
        ],
    }
    shop.clock.set("2026-03-02 12:00:00")
    again = send(shop, "tags/add", {"email": "ANN@mail.example", "tags": "New Lead, VIP"})
    assert again.json() == answer.json()  # the first date stays
    gone = send(shop, "tags/remove", {"contact_id": "249", "tags": ["VIP", "Sale", "never heard of"]}).json()
    assert [tag["name"] for tag in gone["tags"]] == ["New Lead"]


def test_lists_live_beside_tags(place: Place, shop: Stand) -> None:
    send(shop, "contact", {"contact_id": 249, "tags": ["News"]})
    assert [
        one["id"] for one in send(shop, "lists/add", {"contact_id": 249, "lists": ["News", 7]}).json()["lists"]
    ] == [
        "News",
        "7",
    ]
    send(shop, "contact", {"contact_id": 249, "tags": []})  # clears the tags, and only those
    send(shop, "lists/remove", {"contact_id": 249, "lists": [7]})
    worn = "SELECT l.kind, l.name FROM contact_labels c JOIN labels l ON l.id = c.label"
    assert rows(place, worn) == [("list", "News")]


def test_tags_for_a_contact_that_nobody_knows_are_refused(shop: Stand) -> None:
    for who in ({"contact_id": 1}, {"email": "ann@mail.example"}):
        assert "POST contact" in refused(send(shop, "tags/add", {**who, "tags": [1]}), 404)[0]
    assert refused(send(shop, "tags/add", {}), 400) == ["missing 'contact_id' or 'email' field", "missing 'tags' field"]


# Subscriptions -------------------------------------------------------------------------------------------------------


def test_a_subscription_comes_back_as_a_resource(shop: Stand) -> None:
    answer = send(shop, "subscription", PLAN).json()
    assert answer == {
        "status": "success",
        "subscription": {
            "id": "234115",
            "contact_id": None,
            "email": "ann@mail.example",
            "product_id": "108",
            "amount": 4500,
            "quantity": 1,
            "billing_cycle": "month",
            "frequency": 1,
            "name": None,
            "start_date": "2026-01-03T11:14:32+00:00",
            "last_bill_date": "2026-02-03T11:14:32+00:00",
            "trial_end_date": None,
            "end_date": None,
            "canceled_date": None,
        },
        "matched": False,
    }
    send(shop, "contact", {"contact_id": 1, "email": "ann@mail.example"})
    assert send(shop, "subscription", PLAN).json()["matched"] is True


def test_the_history_of_a_subscription_is_kept(place: Place, shop: Stand) -> None:
    send(shop, "subscription", PLAN)
    send(shop, "subscription", PLAN)  # the same again is nothing new
    shop.clock.set("2026-03-05 00:00:00")
    send(shop, "subscription", PLAN | {"amount": 9000, "last_bill_date": "2026-03-03 11:14:32"})
    shop.clock.set("2026-03-20 00:00:00")
    send(shop, "subscription", PLAN | {"amount": 9000, "canceled_date": "2026-03-18"})
    told = """SELECT version, amount, since::VARCHAR, told_at::VARCHAR, canceled_at::VARCHAR
              FROM subscription_versions ORDER BY 1"""
    assert rows(place, told) == [
        (1, 4500, "2026-01-03 11:14:32", "2026-03-01 12:00:00", None),
        (2, 9000, "2026-03-03 11:14:32", "2026-03-05 00:00:00", None),
        (3, 9000, "2026-03-18 00:00:00", "2026-03-20 00:00:00", "2026-03-18 00:00:00"),
    ]
    assert rows(place, "SELECT product_id, name FROM products") == [("108", "108")]  # made up, until it is sent
    send(shop, "product", {"id": 108, "name": "Club"})
    assert rows(place, "SELECT product_id, name FROM products") == [("108", "Club")]
    gone = shop.delete("subscription/234115")
    assert gone == {"id": "234115", "status": "success", "object": "subscription", "deleted": True}
    assert rows(place, "SELECT (SELECT count(*) FROM subscriptions), (SELECT count(*) FROM subscription_versions)") == [
        (0, 0)
    ]
    refused(send(shop, "subscription/234115", b"", "DELETE"), 404)


def test_what_came_before_its_contact_belongs_to_it(place: Place, shop: Stand) -> None:
    send(shop, "subscription", PLAN | {"email": None, "contact_id": "c1"})
    send(shop, "event", {"type": "call", "contact_id": "c1", "date": "2026-02-01"})
    send(shop, "invoice", ORDER | {"email": "ann@mail.example"})
    send(shop, "contact", {"contact_id": "c1", "email": "ann@mail.example"})
    people = """SELECT (SELECT list(DISTINCT person_id) FROM contacts), (SELECT list(person_id) FROM subscriptions),
                       (SELECT list(person_id) FROM events), (SELECT list(person_id) FROM orders)"""
    ((contacts, *others),) = rows(place, people)
    assert others == [contacts] * 3
    send(shop, "contact", {"contact_id": "c2", "email": "ann@mail.example"})  # re-keyed, all follows
    ((again, *others),) = rows(place, people)
    assert others == [again] * 3
    assert send(shop, "subscription", PLAN | {"email": None, "contact_id": "c2"}).json()["matched"] is True


def test_a_deleted_contact_leaves_no_address_behind(place: Place, shop: Stand) -> None:
    send(shop, "contact", {"contact_id": "ann@mail.example", "email": "ann@mail.example"})
    send(shop, "subscription", PLAN | {"contact_id": "ann@mail.example"})
    send(shop, "event", {"type": "call", "email": "ann@mail.example", "meta": {"who": "ann@mail.example"}})
    shop.delete("contact/ann@mail.example")
    with place.house.store.read() as connection:
        for table in (tables.contacts, tables.subscriptions, tables.events):
            assert "mail.example" not in str(connection.execute(select(table)).all()), table.name
    assert rows(place, "SELECT meta FROM events") == [("{}",)]
    send(shop, "contact", {"contact_id": "ann@mail.example", "email": "ann@mail.example"})
    ((contact, subscription),) = rows(
        place, "SELECT (SELECT max(person_id) FROM contacts), (SELECT max(person_id) FROM subscriptions)"
    )
    assert contact == subscription  # by the hash of the address, the subscription is found again


# Ads -----------------------------------------------------------------------------------------------------------------

# As printed in the reference: trailing commas are no JSON.
PERFORMANCE = b"""{
  "ad": 5489788855,
  "adcampaign": {
     "id": 123456789,
     "name": "My Amazing Ad Campaign",
  },
  "adset": {
     "id": 5678910,
     "name": "My Amazing Ad Set",
     "adcampaign": 123456789,
  },
  "spend": 4500,
  "clicks": 7844,
  "impressions": 15487,
  "date": "2018-10-03",
}"""


def test_the_performance_of_an_ad_is_one_row_a_day(place: Place, shop: Stand) -> None:
    answer = send(shop, "ad/performance", PERFORMANCE).json()
    assert answer == {
        "status": "success",
        "performance": {
            "ad": "5489788855",
            "date": "2018-10-03",
            "spend": 4500,
            "clicks": 7844,
            "impressions": 15487,
        },
    }
    send(shop, "ad/performance", {"ad": "5489788855", "spend": 4600, "date_created": "2018-10-03 17:00:00"})
    send(shop, "ad/performance", {"ad": "5489788855", "spend": 10, "date": "2018-10-04"})
    days = "SELECT ad_id, day::VARCHAR, spend, clicks, impressions FROM ad_days ORDER BY day"
    assert rows(place, days) == [
        ("5489788855", "2018-10-03", 4600, 7844, 15487),
        ("5489788855", "2018-10-04", 10, 0, 0),
    ]
    assert rows(place, "SELECT ad_id, name, adset_id, adcampaign_id FROM ads") == [
        ("5489788855", "5489788855", "5678910", "123456789")
    ]
    assert rows(place, "SELECT adset_id, name, adcampaign_id FROM adsets") == [
        ("5678910", "My Amazing Ad Set", "123456789")
    ]
    assert rows(place, "SELECT adcampaign_id, name FROM adcampaigns") == [("123456789", "My Amazing Ad Campaign")]


def test_ads_sets_and_campaigns_by_themselves(shop: Stand) -> None:
    assert send(shop, "adcampaign", {"id": 1, "name": "Spring"}).json()["adcampaign"] == {"id": "1", "name": "Spring"}
    answer = send(shop, "adset", {"id": 2, "name": "Set", "adcampaign": 1}).json()
    assert answer["adset"] == {"id": "2", "name": "Set", "adcampaign": "1"}
    answer = send(shop, "ad", {"id": 3, "name": "Blue", "adset": {"id": 2, "name": "Renamed"}, "adcampaign": 1}).json()
    assert answer["ad"] == {"id": "3", "name": "Blue", "adset": "2", "adcampaign": "1"}
    assert send(shop, "adset", {"id": 2}).json()["adset"] == {"id": "2", "name": "Renamed", "adcampaign": "1"}


# Events --------------------------------------------------------------------------------------------------------------


def test_an_event_sent_twice_is_one(place: Place, shop: Stand) -> None:
    booking = {"type": "booking", "email": "ann@mail.example", "date": "2026-02-01", "value": 900, "meta": {"b": 1}}
    first = send(shop, "event", booking).json()
    assert send(shop, "event", booking).json() == first
    assert first["event"]["meta"] == {"b": 1}
    named = send(shop, "event", {"id": "e1", "type": "call", "uid": "u1"}).json()["event"]
    assert (named["id"], named["date"]) == ("e1", "2026-03-01T12:00:00+00:00")
    shop.clock.set("2026-03-02 12:00:00")
    assert send(shop, "event", {"id": "e1", "type": "call", "uid": "u1"}).json()["event"] == named
    told = "SELECT type, value, uid, happened_at::VARCHAR FROM events ORDER BY type"
    assert rows(place, told) == [
        ("booking", 900, None, "2026-02-01 00:00:00"),
        ("call", 0, "u1", "2026-03-01 12:00:00"),
    ]
    assert refused(send(shop, "event", {"meta": [1]}), 400) == [
        "missing 'type' field",
        "field 'meta' must be an object",
        "missing 'contact_id', 'email' or 'uid' field",
    ]


# What connectors do one after the other ------------------------------------------------------------------------------


def test_a_connector_reads_ids_out_of_answers(shop: Stand) -> None:
    contact_id = send(shop, "contact", {"email": "ann@mail.example"}).json()["contact"]["contact_id"]
    assert isinstance(contact_id, str)
    order = send(shop, "invoice", ORDER | {"id": "A-1", "contact_id": contact_id, "email": "ann@mail.example"}).json()
    assert (order["invoice"]["id"], order["matched"]) == ("A-1", True)
    assert send(shop, "subscription", PLAN | {"contact_id": contact_id}).json()["subscription"]["id"] == "234115"
    assert send(shop, "product", {"id": 7, "name": "Course"}).json()["product"] == {"id": "7", "name": "Course"}


def test_a_low_code_tool_sends_everything_as_text(place: Place, shop: Stand) -> None:
    contact = {"contact_id": "249", "email": " Ann@Mail.Example ", "date_created": "1769904000", "status": "Active"}
    send(shop, "contact", contact | {"tags": "New Lead, VIP ,", "custom_fields": None, "last_name": ""})
    send(shop, "invoice", {**{k: str(v) for k, v in ORDER.items()}, "is_refunded": "0", "items": ORDER["items"]})
    send(shop, "subscription", {name: str(value) for name, value in PLAN.items()})
    assert rows(place, "SELECT email, created_at::VARCHAR FROM contacts") == [
        ("ann@mail.example", "2026-02-01 00:00:00")
    ]
    assert rows(place, "SELECT name FROM labels ORDER BY name") == [("New Lead",), ("VIP",)]
    assert rows(place, "SELECT amount FROM subscriptions") == [(4500,)]
