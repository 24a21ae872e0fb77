"""The built dashboard in a real browser, over a real server: it loads under its policy, and tells what the API does."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OWNER, OpenPage, Shop
from tests.process import run, served

PAGES = ["overview", "leads", "revenue", "ads", "subscriptions", "people", "people/ann@shop.example"]
MONTH = {"start": "-29 days", "end": "today"}


def wait(page: Page) -> Page:
    """Until the page is there, and nothing stands in for what will come."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".skeleton, .chart-wait")).to_have_count(0)
    return page


def figure(text: str) -> float:
    return float(re.sub(r"[^\d.]", "", text))


def test_every_page_loads_under_the_policy_and_fits_every_screen(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page).to_have_url(re.compile(r"/app/\w+/overview$"))
    start = page.url.removesuffix("overview")
    for name in PAGES:
        wait(page).goto(start + name)
        wait(page)
        for width in (1440, 1024, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_the_overview_tells_what_the_api_tells(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page("/ACCOUNT/overview"))
    names, figures = (page.locator(each).all_inner_texts() for each in (".card-name", ".card-figure"))
    cards = dict(zip(names, figures, strict=True))
    revenue = shop.ask({"type": "revenue", "metrics": ["revenue", "numOfCustomers"], "date_range": MONTH})["totals"]
    leads = shop.ask({"type": "leads", "metrics": ["leads", "leadValue"], "date_range": MONTH})["totals"]
    assert revenue == [169.95, 3]
    assert [figure(cards[name]) for name in ("Revenue", "Customers", "Leads")] == [*revenue, leads[0]]
    assert figure(cards["Lead value"]) == pytest.approx(leads[1], abs=0.005)
    expect(page.locator(".trust")).to_contain_text("100 % of orders and 75 % of leads have a tracked touch")
    rows = page.locator("section", has=page.get_by_role("heading", name="Channels")).locator("tbody tr")
    assert [row.split() for row in rows.all_inner_texts()] == [["paid", "$120.05", "2"], ["email", "$49.90", "1"]]


def test_a_figure_is_the_sum_of_what_explains_it(open_page: OpenPage) -> None:
    page = wait(open_page("/ACCOUNT/revenue?model=linear"))
    clicked = page.get_by_role("row", name=re.compile("paid")).get_by_role("button", name=re.compile("^Revenue"))
    told = figure(clicked.inner_text())
    clicked.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".conversion")).to_have_count(2)
    shown = figure(drawer.get_by_test_id("explained-figure").inner_text())
    assert figure(drawer.get_by_test_id("explained-sum").inner_text()) == shown == told == 120.05
    parts = [figure(text) for text in drawer.locator(".conversion-head .number strong").all_inner_texts()]
    assert sum(parts) == pytest.approx(shown)
    expect(drawer.locator(".conversion").first).to_contain_text("Ann Lee")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_a_row_opens_into_the_next_dimension_and_the_address_keeps_it(open_page: OpenPage) -> None:
    page = wait(open_page("/ACCOUNT/leads"))
    page.get_by_role("button", name="Open paid").click()
    expect(page.get_by_role("rowheader", name="Google")).to_be_visible()
    page.get_by_role("button", name="Open Google").click()
    expect(page.get_by_role("rowheader", name="spring")).to_be_visible()
    wait(page).reload()
    expect(page.get_by_role("rowheader", name="spring")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("rowheader", name="spring")).to_have_count(0)
    expect(page.get_by_role("rowheader", name="(none)")).to_be_visible()


def test_the_model_is_in_the_address_and_goes_along_to_other_pages(open_page: OpenPage) -> None:
    page = wait(open_page("/ACCOUNT/overview"))
    page.get_by_role("button", name="Attribution model").click()
    page.get_by_role("option", name=re.compile("^First touch")).click()
    expect(page).to_have_url(re.compile("model=first_touch"))
    expect(page.locator(".model-doc")).to_contain_text("first touch")
    page.keyboard.press("Control+k")
    page.keyboard.type("Reven")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/revenue.*model=first_touch"))


def test_models_side_by_side_show_how_far_they_are_apart(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page('/ACCOUNT/revenue?beside=["first_touch"]&metrics=["revenue"]'))
    headings = [re.sub(r"\s+", " ", text) for text in page.get_by_role("columnheader").all_inner_texts()]
    assert headings == ["Channel", "Revenue USD↓ Last touch", "Revenue USD First touch"]
    told = shop.ask({"type": "revenue", "metrics": ["revenue"], "date_range": MONTH})["totals"][0]
    totals = page.locator(".totals .figure").all_inner_texts()
    assert [figure(text) for text in totals] == [told, told]


def test_the_request_that_the_page_offers_gives_what_the_page_shows(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page("/ACCOUNT/leads"))
    page.get_by_role("button", name="Access from API").click()
    text = page.locator("pre").inner_text()
    assert text.startswith(f"curl -X POST '{shop.server.url}/v2/{shop.account}/data/query'")
    body: dict[str, Any] = page.evaluate("text => JSON.parse(text)", text.split("-d '")[1].removesuffix("'"))
    shown = page.locator("tbody .clip").all_inner_texts()
    assert [row[0] for row in shop.ask(body)["rows"]] == shown


def test_who_is_not_signed_in_is_asked_to_and_lands_where_the_link_led(open_page: OpenPage) -> None:
    page = open_page("/ACCOUNT/leads", is_known=False)
    page.get_by_label("E-mail address").fill(OWNER["email"])
    page.get_by_label("Password").fill("not hers, by far")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    page.get_by_label("Password").fill(OWNER["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("rowheader", name="paid")).to_be_visible()
    expect(page).to_have_url(re.compile("/leads$"))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_link_sets_a_password_and_signs_in(open_page: OpenPage, shop: Shop) -> None:
    data = ("--data", str(shop.server.data))
    link = run("user", "add", "fay@shop.example", "--account", shop.account, "--role", "viewer", *data).split()[-1]
    page = open_page(link.split("/app")[1], is_known=False)
    page.get_by_label(re.compile("^Password")).fill("a pass phrase of mine")
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/overview$"))
    wait(page)


def test_a_new_server_is_given_to_its_first_user(open_page: OpenPage, tmp_path: Path) -> None:
    with served(tmp_path) as server:
        page = open_page("/", is_known=False, server=server.url)
        for label, value in {
            "Your name": "Gil",
            "E-mail address": "gil@shop.example",
            "Password, at least 10 characters": "a pass phrase of his",
            "Name of the business": "Gil's",
        }.items():
            page.get_by_label(label).fill(value)
        page.get_by_role("button", name="Make the account").click()
        expect(page).to_have_url(re.compile("/overview$"))
        expect(page.get_by_role("button", name="Account")).to_contain_text("Gil's")
        wait(page).close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, axe: str, scheme: str) -> None:
    def found(page: Page, *, floats: bool = False) -> list[str]:
        page.evaluate(axe)
        # What floats above the page is in none of its regions.
        asked = {"resultTypes": ["violations"], "rules": {"region": {"enabled": not floats}}}
        answer: dict[str, Any] = page.evaluate("asked => axe.run(asked)", asked)
        return [f"{each['id']}: {node['html'][:200]}" for each in answer["violations"] for node in each["nodes"]]

    steps: list[tuple[str, Callable[[Page], object]]] = [
        ("overview", lambda _: None),
        ("leads", lambda page: page.get_by_role("button", name="Metrics").click()),
        ("revenue", lambda page: page.locator("tbody .figure").first.click()),
        ("people/ann@shop.example", lambda _: None),
    ]
    page = wait(open_page("/ACCOUNT/overview", scheme=scheme))
    start = page.url.removesuffix("overview")
    for name, do in steps:
        page.goto(start + name)
        assert found(wait(page)) == [], name
        do(page)
        wait(page)
        assert found(page, floats=True) == [], name
    assert found(wait(open_page("/ACCOUNT", is_known=False, scheme=scheme))) == []
