"""One contact, and the people of a report: key by key as the reference prints them, and as known clients read them."""

from collections.abc import Generator
from urllib.parse import quote

import pytest

from tests.api import ann
from tests.api.ann import AD, contact, get
from tests.api.shop import Place, opened, refused
from tests.stand import Stand

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
FIRST = {
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


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("journeys"), accounts=2) as place:
        for happen in (ann.come, ann.buy, ann.call):
            happen(place.shop)
        place.shop.clock.set("2026-03-01 12:00:00")
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
    assert {name: first[name] for name in EVENT} == FIRST
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
