"""One contact, and the people of a report: key by key as the reference prints them, and as known clients read them.

Ann has a phone, by which she first came from an ad, and a laptop, by which she was identified first. She bought twice;
the second order was refunded.
"""

from collections.abc import Generator
from typing import Any
from urllib.parse import quote

import pytest
from httpx2 import Response

from tests.api.shop import ORDER, Place, opened, refused
from tests.stand import Stand

AD = (
    "https://shop.example/top-page?utm_campaign=Retargeting&utm_medium=cpc&utm_source=fb&utm_term=WARM+Retarget"
    "&utm_content=RT+-+Testimonial+-+J&ad_id=559675250&fbclid=1#reviews"
)
ALL = "events,tags,orders,subscriptions,lists,companies"

# The reference's keys, in its order, written down by hand from its example.
CONTACT = "contact_id first_name last_name email status date_created last_updated custom_fields".split()
TAG = "tag_id name contact_id date_created".split()
ORDER_KEYS = (
    "order_id contact_id is_paid is_refunded subtotal total_tax total_shipping total_discount total total_paid"
    " date_created line_items"
).split()
ITEM = (
    "contact_id order_item_id product_id order_id subscription_id product_name order_type is_paid is_refunded amount"
    " total_paid total_due date_created imported_at last_imported_at"
).split()
EVENT = (
    "type contact_id uid fingerprint date_created ip_address country_code region city postal_code latitude longitude"
    " url full_url referrer host path args meta channel utm_source utm_medium utm_campaign utm_term utm_content ad_id"
).split()
META = "current_page from last_page path per_page to total".split()


def get(shop: Stand, path: str, **parameters: str | int) -> Response:
    return shop.client.get(f"/{shop.account}/{path}", params=parameters, headers={"Authorization": shop.key})


def contact(shop: Stand, name: str, **parameters: str) -> dict[str, Any]:
    answer = get(shop, f"contact/{quote(name, safe='')}", **parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def page(shop: Stand, kind: str = "leads", **parameters: str | int) -> dict[str, Any]:
    days = {"start": "2026-01-01", "end": "2026-02-28"}
    answer = get(shop, f"report/{kind}/contacts", **{**days, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("journeys"), accounts=2) as place:
        shop = place.shop
        shop.visit("2026-02-01 09:00:00.250", "phone", url=AD, ref="https://lifehacker.com/deals?page=2", title="Top")
        shop.visit(
            "2026-02-01 09:05:00", "phone", url="https://shop.example/price", ref="https://shop.example/top-page"
        )
        shop.visit("2026-02-03 20:00:00", "laptop")
        shop.identify("2026-02-05 09:00:00", "laptop", "ann@mail.example")
        shop.identify("2026-02-06 09:00:00", "phone", "ann@mail.example")
        shop.post(
            "contact",
            {
                "contact_id": 1004,
                "email": "Ann@Mail.example",
                "first_name": "Ann",
                "last_name": "Dare",
                "date_created": "2026-02-05 10:00:00",
                "last_updated": "2026-02-20 00:00:00",
                "custom_fields": {"City": "Mortimerville"},
                "tags": [{"id": 115, "name": "blueprint", "date": "2026-02-04 05:07:44"}],
            },
        )
        shop.post("lists/add", {"contact_id": 1004, "lists": [{"id": 3, "name": "News", "date": "2026-02-05"}]})
        item = {"id": 894689, "name": "Marketing Plan", "product_id": 8, "amount": 50_000}
        money = {"amount": 50_550, "paid": 50_550, "tax": 1_000, "shipping": 50, "discount": 500}
        order = {"contact_id": 1004, "date_created": "2026-02-12 20:32:11", "items": [item]}
        shop.post("invoice", {"id": 26, **order, **money})
        back = {"is_refunded": True, "refund_amount": 1_050, "date_refunded": "2026-02-20"}
        late = {"email": "ann@mail.example", "amount": 2_950, "paid": 2_950, "date_created": "2026-02-14"}
        shop.post("invoice", ORDER | {"id": 27} | late | back)
        shop.post(
            "subscription",
            {
                "id": "s1",
                "contact_id": 1004,
                "amount": 1_900,
                "product_id": 9,
                "start_date": "2026-02-15",
                "last_bill_date": "2026-02-15",
                "billing_cycle": "month",
                "frequency": 1,
            },
        )
        call = {"type": "call", "date": "2026-02-02 10:00:00", "value": 1_250, "meta": {"minutes": 7}}
        shop.post("event", call | {"id": "e1", "email": "ann@mail.example", "url": "https://shop.example/call?from=x"})
        shop.post("event", {"type": "chat", "id": "e2", "uid": "phone", "date": "2026-02-02 11:00:00"})
        shop.post("event", {"type": "chat", "id": "e3", "uid": "stranger", "date": "2026-02-02 11:00:00"})
        shop.clock.set("2026-03-01 12:00:00")
        yield place


def test_a_contact_has_the_keys_of_the_reference_in_its_order(shop: Stand) -> None:
    told = contact(shop, "1004", extend=ALL)
    assert list(told)[: len(CONTACT)] == CONTACT
    assert {name: told[name] for name in CONTACT} == {
        "contact_id": "1004",
        "first_name": "Ann",
        "last_name": "Dare",
        "email": "ann@mail.example",
        "status": "active",
        "date_created": "2026-02-05T10:00:00+00:00",
        "last_updated": "2026-02-20T00:00:00+00:00",
        "custom_fields": {"City": "Mortimerville"},
    }
    assert told["emails"] == ["ann@mail.example"]
    assert told["contacts"] == [{"contact_id": "1004", "integration": shop.integration, "email": "ann@mail.example"}]
    assert told["person_id"].isdigit()
    assert list(told)[-6:] == ["tags", "lists", "orders", "subscriptions", "events", "companies"]


def test_only_the_contact_comes_unless_more_is_asked_for(shop: Stand) -> None:
    assert {"tags", "lists", "orders", "subscriptions", "events", "companies"}.isdisjoint(contact(shop, "1004"))
    assert "events" not in contact(shop, "1004", extend="tags")


def test_tags_and_lists(shop: Stand) -> None:
    told = contact(shop, "1004", extend="lists, Tags,")
    (tag,), (listed,) = told["tags"], told["lists"]
    assert list(tag) == TAG
    assert tag == {
        "tag_id": "115",
        "name": "blueprint",
        "contact_id": "1004",
        "date_created": "2026-02-04T05:07:44+00:00",
    }
    assert listed == {
        "list_id": "3",
        "name": "News",
        "contact_id": "1004",
        "date_created": "2026-02-05T00:00:00+00:00",
    }


def test_orders_with_their_items_in_major_units(shop: Stand) -> None:
    first, second = contact(shop, "1004", extend="orders")["orders"]
    assert list(first)[: len(ORDER_KEYS)] == ORDER_KEYS
    (item,) = first["line_items"]
    assert list(item)[: len(ITEM)] == ITEM
    assert {name: first[name] for name in ORDER_KEYS[:-1]} == {
        "order_id": "26",
        "contact_id": "1004",
        "is_paid": True,
        "is_refunded": False,
        "subtotal": 500,  # 505.50 less 10.00 tax and 0.50 shipping, before a discount of 5.00
        "total_tax": 10,
        "total_shipping": 0.5,
        "total_discount": 5,
        "total": 505.5,
        "total_paid": 505.5,
        "date_created": "2026-02-12T20:32:11+00:00",
    }
    assert {name: item[name] for name in ITEM} == {
        "contact_id": "1004",
        "order_item_id": "894689",
        "product_id": "8",
        "order_id": "26",
        "subscription_id": None,
        "product_name": "Marketing Plan",
        "order_type": "product",
        "is_paid": True,
        "is_refunded": False,
        "amount": 500,
        "total_paid": 500,
        "total_due": 500,
        "date_created": "2026-02-12T20:32:11+00:00",
        "imported_at": None,
        "last_imported_at": None,
    }
    # The second only named her address: the contact is told all the same.
    assert (second["order_id"], second["contact_id"], second["is_refunded"]) == ("27", "1004", True)
    assert (second["total"], second["refund_amount"]) == (29.5, 10.5)
    assert second["date_refunded"] == "2026-02-20T00:00:00+00:00"


def test_a_subscription(shop: Stand) -> None:
    (told,) = contact(shop, "1004", extend="subscriptions")["subscriptions"]
    assert (told["subscription_id"], told["product_id"], told["amount"], told["billing_cycle"]) == (
        *("s1", "9", 19),
        "month",
    )
    assert (told["start_date"], told["canceled_date"]) == ("2026-02-15T00:00:00+00:00", None)


def test_events_of_all_devices_ascend_and_the_first_is_the_first_touch(shop: Stand) -> None:
    told = contact(shop, "1004", extend="events")
    first = told["events"][0]
    assert list(first)[: len(EVENT)] == EVENT
    assert {name: first[name] for name in EVENT} == {
        "type": "page_view",
        "contact_id": "1004",
        "uid": "phone",
        "fingerprint": None,
        "date_created": "2026-02-01T09:00:00+00:00",
        "ip_address": "192.0.2.0",
        "country_code": None,
        "region": None,
        "city": None,
        "postal_code": None,
        "latitude": None,
        "longitude": None,
        "url": "https://shop.example/top-page",
        "full_url": AD,
        "referrer": "lifehacker.com",
        "host": "shop.example",
        "path": "/top-page",
        "args": {
            "utm_campaign": "Retargeting",
            "utm_medium": "cpc",
            "utm_source": "fb",
            "utm_term": "WARM Retarget",
            "utm_content": "RT - Testimonial - J",
            "ad_id": "559675250",
            "fbclid": "1",
        },
        "meta": None,
        "channel": "paid",
        "utm_source": "fb",
        "utm_medium": "cpc",
        "utm_campaign": "Retargeting",
        "utm_term": "WARM Retarget",
        "utm_content": "RT - Testimonial - J",
        "ad_id": "559675250",
    }
    assert (first["full_referrer"], first["title"]) == ("https://lifehacker.com/deals?page=2", "Top")
    assert [(event["type"], event["uid"], event["channel"]) for event in told["events"]] == [
        ("page_view", "phone", "paid"),
        ("page_view", "phone", None),  # goes on within the visit
        ("call", None, None),
        ("chat", "phone", None),  # a server named the visitor, who was Ann
        ("page_view", "laptop", "direct"),
    ]
    dates = [event["date_created"] for event in told["events"]]
    assert dates == sorted(dates)


def test_the_campaign_of_the_first_touch_stands_beside_the_contact(shop: Stand) -> None:
    told = contact(shop, "1004")
    assert (told["utm_source"], told["utm_medium"], told["utm_campaign"]) == ("fb", "cpc", "Retargeting")
    assert (told["utm_term"], told["utm_content"]) == ("WARM Retarget", "RT - Testimonial - J")


def test_what_a_server_told(shop: Stand) -> None:
    call = contact(shop, "1004", extend="events")["events"][2]
    assert (call["meta"], call["value"]) == ({"minutes": 7}, 12.5)
    assert (call["url"], call["host"], call["path"], call["args"]) == (
        *("https://shop.example/call", "shop.example", "/call"),
        {"from": "x"},
    )


@pytest.mark.parametrize("name", ["ann@mail.example", "ANN@mail.Example", " ann@mail.example", "1004"])
def test_a_contact_is_found_by_id_or_address(shop: Stand, name: str) -> None:
    assert contact(shop, name)["contact_id"] == "1004"


def test_an_at_sign_may_stand_for_itself_in_the_path(shop: Stand) -> None:
    assert get(shop, "contact/ann@mail.example").json()["data"]["contact_id"] == "1004"


@pytest.mark.parametrize(
    "name", ["1005", "nobody@mail.example", "ann", "0x3ec", "x" * 300, "a b", "\u00e4", "\x00", "1004/1"]
)
def test_an_unknown_contact_is_not_found(shop: Stand, name: str) -> None:
    assert refused(get(shop, f"contact/{quote(name, safe='')}"), 404) == [f"there is no contact {name!r}"]


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
    assert refused(get(shop, "report/leads/42/contacts"), 404) == ["there is no saved report '42'"]
