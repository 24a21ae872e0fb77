"""Seven contacts, twelve orders, twenty-odd page views: a world that a reader can add up by hand.

Ann   has two devices: on the phone she came by an ad (spring), on the laptop by the newsletter (welcome), then so.
Bob   came from a search, from Facebook and from ChatGPT, in this order; later, after his opt-in, from Instagram.
Cyd   was never seen on the site.
Dan   bought before he was ever seen; then he came from Bing and opted in.
Eve   only ever came directly; one of her two orders was refunded.
Fay   came twice by the ad and bought nothing.
Gus   was never seen, but his contact says that an affiliate sent him; one of his orders is not paid.

Orders in cents     Ann 100.00 + 50.01 + 0.01   Bob 10.00 + 9.99   Cyd 20.00   Dan 30.00 + 7.00
                    Eve 40.00 (refunded) + 45.00                    Gus 60.00 (unpaid) + 2.50
Revenue             Ann 150.02   Bob 19.99   Cyd 20.00   Dan 37.00   Eve 85.00   Gus 62.50       all 374.51
Collected           the same, without Gus's 60.00                                                 all 314.51
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stand import Stand, stand

AD = "https://shop.example/course?utm_source=google&utm_medium=cpc&utm_campaign=spring"
NEWS = "https://shop.example/?utm_source=newsletter&utm_medium=email&utm_campaign=welcome"
GOOGLE, BING = "https://www.google.com/", "https://www.bing.com/search?q=course"
FACEBOOK, CHATGPT, INSTAGRAM = "https://www.facebook.com/", "https://chatgpt.com/", "https://l.instagram.com/"


def order(number: int, email: str, date: str, amount: int, **more: object) -> Callable[[Stand], None]:
    def happen(shop: Stand) -> None:
        shop.post(
            "invoice",
            {
                "id": number,
                "email": email,
                "amount": amount,
                "paid": amount,
                "date_created": date,
                "items": [{"name": "Course", "product_id": 7, "amount": amount}],
                **more,
            },
        )

    return happen


def contact(number: int, name: str, date: str, **more: object) -> Callable[[Stand], None]:
    def happen(shop: Stand) -> None:
        shop.post("contact", {"contact_id": number, "email": f"{name}@mail.example", "date_created": date, **more})

    return happen


def visit(at: str, uid: str, **more: str) -> Callable[[Stand], None]:
    return lambda shop: shop.visit(at, uid, **more)


def identify(at: str, uid: str, name: str) -> Callable[[Stand], None]:
    return lambda shop: shop.identify(at, uid, f"{name}@mail.example")


FACTS: list[Callable[[Stand], None]] = [
    # Ann
    visit("2026-03-01 10:00:00", "ann-phone", url=AD),
    visit("2026-03-01 10:05:00", "ann-phone", url="https://shop.example/course/1", ref="https://shop.example/course"),
    visit("2026-03-03 09:00:00", "ann-laptop", url=NEWS),
    visit("2026-03-05 12:00:00", "ann-laptop"),
    identify("2026-03-05 12:01:00", "ann-laptop", "ann"),
    contact(1, "ann", "2026-03-05 12:05:00"),
    order(101, "ann@mail.example", "2026-03-05 13:00:00", 10_000),
    identify("2026-03-06 20:00:00", "ann-phone", "ann"),
    order(102, "ann@mail.example", "2026-03-09 13:00:00", 5_001),
    order(103, "ann@mail.example", "2026-03-20 13:00:00", 1),
    # Bob
    visit("2026-03-02 08:00:00", "bob", ref=GOOGLE),
    visit("2026-03-02 08:10:00", "bob", url="https://shop.example/about", ref="https://shop.example/"),
    visit("2026-03-04 08:00:00", "bob", ref=FACEBOOK),
    visit("2026-03-06 08:00:00", "bob", ref=CHATGPT),
    identify("2026-03-06 08:59:00", "bob", "bob"),
    contact(2, "bob", "2026-03-06 09:00:00"),
    order(201, "bob@mail.example", "2026-03-06 10:00:00", 1_000),
    visit("2026-03-12 08:00:00", "bob", ref=INSTAGRAM),
    order(202, "bob@mail.example", "2026-03-12 09:00:00", 999),
    # Cyd
    contact(3, "cyd", "2026-03-07 00:00:00"),
    order(301, "cyd@mail.example", "2026-03-07 01:00:00", 2_000),
    # Dan
    order(401, "dan@mail.example", "2026-03-02 12:00:00", 3_000),
    visit("2026-03-08 09:00:00", "dan", ref=BING),
    visit("2026-03-08 09:20:00", "dan", url="https://shop.example/join", ref="https://shop.example/"),
    identify("2026-03-08 09:59:00", "dan", "dan"),
    contact(4, "dan", "2026-03-08 10:00:00"),
    order(402, "dan@mail.example", "2026-03-09 12:00:00", 700),
    # Eve
    visit("2026-03-03 10:00:00", "eve"),
    visit("2026-03-03 10:15:00", "eve", url="https://shop.example/join", ref="https://shop.example/"),
    identify("2026-03-03 10:29:00", "eve", "eve"),
    contact(5, "eve", "2026-03-03 10:30:00"),
    order(501, "eve@mail.example", "2026-03-04 10:00:00", 4_000, is_refunded=1, date_refunded="2026-03-06 10:00:00"),
    order(502, "eve@mail.example", "2026-03-05 10:00:00", 4_500),
    # Fay
    visit("2026-03-04 10:00:00", "fay", url=AD),
    visit("2026-03-09 10:00:00", "fay", url=AD),
    visit("2026-03-09 10:03:00", "fay", url="https://shop.example/join", ref="https://shop.example/course"),
    identify("2026-03-09 10:09:00", "fay", "fay"),
    contact(6, "fay", "2026-03-09 10:10:00"),
    # Gus
    contact(7, "gus", "2026-03-10 10:00:00", utm_source="partner", utm_medium="affiliate", utm_campaign="friends"),
    order(701, "gus@mail.example", "2026-03-10 11:00:00", 6_000, paid=0),
    order(702, "gus@mail.example", "2026-03-11 11:00:00", 250),
    # Somebody
    visit("2026-03-01 07:00:00", "somebody", ref=GOOGLE),
    visit("2026-03-01 07:01:00", "somebody", url="https://shop.example/about", ref="https://shop.example/"),
]

METRICS = ["leads", "numOfCustomers", "revenue", "collected", "leadValue", "conversionRate"]
TOTAL = [7, 6, 374.51, 314.51, 53.501429, 85.714286]  # 374.51 / 7, 6 / 7


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with stand(tmp_path_factory.mktemp("seven")) as shop:
        for happen in FACTS:
            happen(shop)
        shop.clock.set("2026-03-31 12:00:00")
        yield shop


def ask(shop: Stand, model: str, dimension: str = "clicks.channel") -> dict[str, Any]:
    return shop.ask(
        {
            "type": "leads",
            "dimensions": [dimension],
            "metrics": METRICS,
            "date_range": {"start": "2026-03-01", "end": "2026-03-31"},
            "options": {"attribution_model": model},
        }
    )


def rows(answer: dict[str, Any]) -> dict[str, list[float]]:
    """The rows by their dimension, leads, customers, revenue and collected; the ratios are looked at apart."""
    return {row[0]: row[1:5] for row in answer["rows"]}


NONE = [1, 1, 20.00, 20.00]  # Cyd
DIRECT = [1, 1, 85.00, 85.00]  # Eve
AFFILIATE = [1, 1, 62.50, 2.50]  # Gus

BY_CHANNEL = {
    "first_touch": {
        "paid": [2, 1, 150.02, 150.02],  # Ann, Fay
        "search": [2, 2, 56.99, 56.99],  # Bob 19.99, Dan 37.00
        "direct": DIRECT,
        "affiliate": AFFILIATE,
        "(none)": NONE,
    },
    "last_touch": {
        "email": [1, 1, 150.02, 150.02],  # Ann: her last touch is direct, so the newsletter has it
        "ai": [1, 1, 19.99, 19.99],  # Bob: Instagram was after his opt-in
        "search": [1, 1, 37.00, 37.00],  # Dan
        "paid": [1, 0, 0, 0],  # Fay
        "direct": DIRECT,
        "affiliate": AFFILIATE,
        "(none)": NONE,
    },
    "linear": {
        "paid": [1.5, 0.5, 75.01, 75.01],  # half of Ann, all of Fay
        "email": [0.5, 0.5, 75.01, 75.01],  # half of Ann
        # Bob's 1999 cents in thirds: up to 666.33 is 666, up to 1332.67 is 1333, up to 1999: 666, 667, 666
        "search": [1 + 1 / 3, 1 + 1 / 3, 43.66, 43.66],  # Dan 37.00, and 6.66 of Bob
        "social": [1 / 3, 1 / 3, 6.67, 6.67],
        "ai": [1 / 3, 1 / 3, 6.66, 6.66],
        "direct": DIRECT,
        "affiliate": AFFILIATE,
        "(none)": NONE,
    },
    "any_touch": {
        "paid": [2, 1, 150.02, 150.02],  # Ann, Fay
        "email": [1, 1, 150.02, 150.02],  # Ann
        "search": [2, 2, 56.99, 56.99],  # Bob, Dan
        "social": [1, 1, 19.99, 19.99],  # Bob
        "ai": [1, 1, 19.99, 19.99],  # Bob
        "direct": DIRECT,
        "affiliate": AFFILIATE,
        "(none)": NONE,
    },
}


@pytest.mark.parametrize("model", BY_CHANNEL)
def test_channels_are_credited_as_by_hand(shop: Stand, model: str) -> None:
    answer = ask(shop, model)
    found = rows(answer)
    assert found.keys() == BY_CHANNEL[model].keys()
    for channel, expected in BY_CHANNEL[model].items():
        assert found[channel] == pytest.approx(expected, abs=5e-7), channel
    assert answer["totals"] == pytest.approx(TOTAL, abs=5e-7)
    assert answer["unattributed"]["leads"] == 1
    assert answer["unattributed"]["revenue"] == 20.00
    assert answer["freshness"]["is_current"]


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first_touch", {"spring": 2, "friends": 1, "(not set)": 3, "(none)": 1}),
        ("last_touch", {"welcome": 1, "spring": 1, "friends": 1, "(not set)": 3, "(none)": 1}),
        ("linear", {"spring": 1.5, "welcome": 0.5, "friends": 1, "(not set)": 3, "(none)": 1}),
        ("any_touch", {"spring": 2, "welcome": 1, "friends": 1, "(not set)": 3, "(none)": 1}),
    ],
)
def test_campaigns_are_credited_as_by_hand(shop: Stand, model: str, expected: dict[str, float]) -> None:
    found = {name: row[0] for name, row in rows(ask(shop, model, "clicks.utm_campaign")).items()}
    assert found == pytest.approx(expected)


def test_a_lead_is_counted_on_the_day_of_the_opt_in(shop: Stand) -> None:
    found = {row[0]: row[1:3] for row in ask(shop, "last_touch", "date")["rows"] if row[1]}
    assert found == {
        "2026-03-03": [1, 1],  # Eve
        "2026-03-05": [1, 1],  # Ann
        "2026-03-06": [1, 1],  # Bob
        "2026-03-07": [1, 1],  # Cyd, at midnight
        "2026-03-08": [1, 1],  # Dan
        "2026-03-09": [1, 0],  # Fay
        "2026-03-10": [1, 1],  # Gus
    }


def test_ratios_are_ratios_of_the_row(shop: Stand) -> None:
    (search,) = [row for row in ask(shop, "linear")["rows"] if row[0] == "search"]
    assert search[5:] == pytest.approx([43.66 / (4 / 3), 100.0], abs=5e-7)  # 32.745 a lead; every third of one bought


def test_the_default_report_says_the_same(shop: Stand) -> None:
    report = shop.report(start="2026-03-01", end="2026-03-31")
    found = {row["channel"]: [row["leads"], row["revenue"]] for row in report["table"]["rows"]}
    assert found == {channel: [row[0], row[2]] for channel, row in BY_CHANNEL["last_touch"].items()}
    assert {kpi["key"]: kpi["value"] for kpi in report["kpis"]}["revenue"] == 374.51
    assert report["graph"]["labels"][0] == "2026-03-01"
    assert len(report["graph"]["labels"]) == 31


def test_the_same_facts_in_the_opposite_order_give_the_same_report(shop: Stand, tmp_path: Path) -> None:
    """The visits keep their own time, since they arrive within seven days or are turned in one after the other."""
    with stand(tmp_path) as other:
        for happen in reversed(FACTS):
            happen(other)
        other.clock.set("2026-03-31 12:00:00")
        for model in BY_CHANNEL:
            mine, theirs = ask(shop, model), ask(other, model)
            assert rows(mine) == rows(theirs)
            assert mine["totals"] == theirs["totals"]
