"""`POST …/data/explain` over a business that can be added up by hand."""

from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from headwater.ledger.accounts import create_key
from headwater.ledger.store import open_store, sqlite_url
from tests.stand import Stand, stand

MARCH: Final = {"date_range": {"start": "2026-03-01", "end": "2026-03-31"}}
SHOWN: Final = ("leads", "numOfCustomers", "conversionRate", "revenue", "leadValue", "daysUntilPurchase")
LINEAR: Final = {"options": {"attribution_model": "linear"}}


@pytest.fixture(scope="module", name="directory")
def _directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("explained")


@pytest.fixture(scope="module", name="shop")
def _shop(directory: Path) -> Generator[Stand]:
    """Ann came by an ad, by a newsletter and directly, opted in and bought twice; Bob was imported with a campaign.

    He bought once. Cy came from nowhere that is known and subscribed. Two ads cost something.
    """
    with stand(directory) as shop:
        shop.visit(
            "2026-03-01 10:00:00", "phone", "https://shop.example/start?utm_source=google&utm_medium=cpc&ad_id=a1"
        )
        shop.visit("2026-03-02 10:00:00", "phone", "https://shop.example/news?utm_source=newsletter&utm_medium=email")
        shop.visit("2026-03-03 10:00:00", "phone", "https://shop.example/")
        shop.identify("2026-03-03 10:05:00", "phone", "ann@mail.example")
        shop.post("contact", contact("ann", "2026-03-03 10:05:00", first_name="Ann", last_name="Archer"))
        shop.post("contact", contact("bob", "2026-03-04 00:00:00", utm_campaign="spring", utm_medium="email"))
        shop.post("contact", contact("cy", "2026-03-05 00:00:00"))
        for number, who, day, amount in ((1, "ann", 6, 1001), (2, "ann", 7, 200), (3, "bob", 8, 500)):
            shop.post("invoice", invoice(number, who, f"2026-03-0{day}", amount))
        shop.post("subscription", subscription(9, "cy", "2026-03-10", 3000))
        shop.post(
            "ad/performance", {"ad": {"id": "a1", "name": "Shoes"}, "date": "2026-03-01", "spend": 300, "clicks": 4}
        )
        shop.post(
            "ad/performance", {"ad": {"id": "a2", "name": "Hats"}, "date": "2026-03-02", "spend": 700, "clicks": 1}
        )
        shop.clock.set("2026-03-31 12:00:00")
        yield shop


def contact(name: str, at: str, **more: object) -> dict[str, Any]:
    return {"contact_id": name, "email": f"{name}@mail.example", "date_created": at, **more}


def invoice(number: int, who: str, at: str, amount: int) -> dict[str, Any]:
    items = [{"name": "Course", "product_id": 7, "amount": amount}]
    return {"id": number, "contact_id": who, "amount": amount, "paid": amount, "date_created": at, "items": items}


def subscription(number: int, who: str, at: str, amount: int) -> dict[str, Any]:
    dates = {"start_date": at, "last_bill_date": at}
    return {"id": number, "contact_id": who, "amount": amount, "product_id": 8, "billing_cycle": "month", **dates} | {
        "frequency": 1
    }


def by_channel(**more: object) -> dict[str, Any]:
    return {"type": "leads", "dimensions": ["clicks.channel"], **MARCH, **more}


def refused(shop: Stand, question: dict[str, Any], status: int = 400) -> list[str]:
    answer = shop.client.post(
        f"/v2/{shop.account}/data/explain", content=msgspec.json.encode(question), headers={"Authorization": shop.key}
    )
    assert answer.status_code == status, answer.text
    return answer.json()["errors"]


def test_a_figure_is_the_sum_of_what_it_lists(shop: Stand) -> None:
    """Half of Ann's 12.01 is the ad's: a half cent is rounded away from zero, and the newsletter has the rest."""
    found = shop.explain(by_channel(row={"channel": "paid"}, metric="revenue", **LINEAR))
    assert (found["figure"], found["sum"], found["count"], found["last_page"]) == (6.01, 6.01, 1, 1)
    (ann,) = found["conversions"]
    assert (ann["part"], ann["value"]) == (6.01, 12.01)
    assert ann["person"] == {"person_id": ann["person"]["person_id"], "name": "Ann Archer", "email": "ann@mail.example"}
    assert ann["conversion"]["type"] == "leads"
    assert ann["conversion"]["at"] == "2026-03-03T10:05:00+00:00"
    ad, news, typed = ann["touches"]
    assert [(each["share"], each["part"], each["counts"]) for each in ann["touches"]] == [
        (0.5, 6.01, True),
        (0.5, 6, False),
        (0, 0, False),  # a direct touch where there are others
    ]
    assert (ad["channel"], ad["source"], ad["utm_medium"], ad["ad_id"]) == ("paid", "Google", "cpc", "a1")
    assert ad["landing_page"] == "https://shop.example/start?utm_source=google&utm_medium=cpc&ad_id=a1"
    assert ad["rule"]["channel"] == "paid"
    assert news["rule"]["channel"] == "email"
    assert typed["rule"] == {"channel": "direct", "because": "the visit came from nowhere in particular"}
    assert found["metric"]["doc"].endswith(".")
    assert found["terms"][0]["is_listed"]


def test_an_imported_campaign_is_a_touch_without_a_page(shop: Stand) -> None:
    found = shop.explain(by_channel(row={"clicks.channel": "email"}, metric="leads"))
    assert [(each["part"], each["touches"][-1]["type"]) for each in found["conversions"]] == [
        (1, "page_view"),
        (1, "import"),
    ]
    imported = found["conversions"][1]["touches"][0]
    assert (imported["utm_campaign"], imported["landing_page"]) == ("spring", None)


def test_what_no_touch_led_to_has_none(shop: Stand) -> None:
    found = shop.explain(by_channel(row={"channel": "(none)"}, metric="leads"))
    assert [(each["person"]["email"], each["touches"]) for each in found["conversions"]] == [("cy@mail.example", [])]


def test_a_ratio_is_explained_by_its_terms(shop: Stand) -> None:
    asked = {"type": "revenue", **MARCH, "metric": "aov", "limit": 2}
    found = shop.explain(asked)
    assert (found["figure"], found["metric"]["formula"]) == (5.67, "revenue / orders")
    assert [(each["key"], each["sum"], each["is_listed"]) for each in found["terms"]] == [
        ("revenue", 17.01, True),
        ("orders", 3, False),
    ]
    assert [each["part"] for each in found["conversions"]] == [10.01, 5]
    assert found["conversions"][0]["conversion"]["order_id"] == "1"
    assert [each["part"] for each in shop.explain({**asked, "page": 2})["conversions"]] == [2]
    orders = shop.explain({**asked, "term": "orders"})
    assert (orders["sum"], orders["count"], len(orders["conversions"])) == (3, 3, 2)


def test_any_touch_counts_in_full(shop: Stand) -> None:
    options = {"attribution_model": ["any_touch", "linear"]}
    asked = by_channel(row={"channel": "paid"}, metric="revenue", options=options)
    found = shop.explain({**asked, "model": "any"})
    assert (found["model"], found["figure"]) == ("any_touch", 12.01)
    assert [touch["counts"] for touch in found["conversions"][0]["touches"]] == [True, False, False]
    assert refused(shop, asked) == ["missing 'model' field: one of any_touch, linear"]


def test_spend_is_listed_by_ad_and_day(shop: Stand) -> None:
    asked = {"type": "ads", **MARCH, "metric": "adCpa", "options": {"attribution_model": "first_touch"}}
    found = shop.explain(asked)
    assert (found["figure"], [each["sum"] for each in found["terms"]]) == (10, [10, 1])
    rows = [
        (each["part"], each["row"]["ad_id"], each["row"]["ad"], each["row"]["day"]) for each in found["conversions"]
    ]
    assert rows == [(7, "a2", "Hats", "2026-03-02"), (3, "a1", "Shoes", "2026-03-01")]
    leads = shop.explain({**asked, "term": "leads"})
    assert [each["person"]["email"] for each in leads["conversions"]] == ["ann@mail.example"]


def test_a_level_is_all_that_came_together_up_to_the_date(shop: Stand) -> None:
    asked = {"type": "subscriptions", "dimensions": ["date"], **MARCH, "metric": "mrr"}
    assert shop.explain({**asked, "row": {"date": "2026-03-09"}})["figure"] == 0
    found = shop.explain({**asked, "row": {"date": "2026-03-20"}})
    assert (found["figure"], found["sum"]) == (30, 30)
    assert found["conversions"][0]["conversion"]["subscription_id"] == "9"
    assert found["conversions"][0]["conversion"]["movement"] == "new"


def test_names_need_the_scope_for_them(shop: Stand, directory: Path) -> None:
    store = open_store(sqlite_url(directory / "ledger.db"))
    key, shop.key = shop.key, create_key(store, 0, shop.account, "figures only", ["report"])
    store.close()
    try:
        found = shop.explain(by_channel(metric="leads"))
    finally:
        shop.key = key
    assert all(list(each["person"]) == ["person_id"] for each in found["conversions"])


def test_the_sql_is_shown_on_request(shop: Stand) -> None:
    found = shop.explain(by_channel(metric="leads", row={"channel": "paid"}, options={"sql": True}))
    assert "paid" in found["params"].values()
    assert "WITH" in found["sql"]


def test_every_fault_is_told_at_once(shop: Stand) -> None:
    asked = by_channel(metric="revenu", row={"chanel": "paid"}, limit=1000, filters=[{"field": "x"}])
    faults = "\n".join(refused(shop, asked))
    assert all(part in faults for part in ("did you mean 'revenue'", "'limit'", "'filters.field'"))
    (fault,) = refused(shop, by_channel(metric="leads", row={"chanel": "paid"}))
    assert "did you mean 'channel'" in fault
    assert refused(shop, {"type": "revenue", "metric": "aov", "term": "leads"}) == [
        "field 'term': unknown 'leads'; known are revenue, orders"
    ]
    assert refused(shop, {"type": "leads", "row": {"channel": "paid"}}) == [
        f"missing 'metric' field: which figure of the row; one of {', '.join(SHOWN)}",
        "field 'row' has 'channel', but the question has no dimensions: leave it out for the total",
    ]
    assert (
        "must be what the column shows"
        in refused(shop, {**by_channel(), "dimensions": ["date"], "metric": "leads"} | {"row": {"date": "soon"}})[0]
    )
