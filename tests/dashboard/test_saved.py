"""Saved reports and segments in a real browser: what is kept comes back, and tells what the API tells."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenPage, Shop
from tests.dashboard.test_dashboard import MONTH, figure, wait

PAID = '[{"field":"clicks.channel","op":"is","value":"paid"}]'


def total(page: Page) -> float:
    return figure(page.locator(".totals .figure").first.inner_text())


def test_what_is_saved_opens_with_the_same_figures(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page(f'/ACCOUNT/revenue?by=clicks.source&metrics=["revenue"]&filters={PAID}'))
    shown = total(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("textbox", name="Name").fill("Paid, by source")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Saved: Paid, by source")).to_be_visible()
    wait(page).reload()
    assert total(wait(page)) == shown == 120.05
    page.goto(page.url.split("/revenue")[0] + "/saved")
    page.get_by_role("button", name="Rename Paid, by source").click()
    page.get_by_role("textbox", name="Name").fill("Paid")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    page.get_by_role("link", name="Paid", exact=True).click()
    assert total(wait(page)) == shown
    (saved,) = shop.get(f"/api/app/{shop.account}/reports")["reports"]
    assert shop.ask(saved["query"])["totals"] == [shown]
    page.go_back()
    page.get_by_role("button", name="Delete Paid").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()


def test_a_segment_narrows_every_page(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page(f"/ACCOUNT/leads?filters={PAID}"))
    page.get_by_role("button", name="Segment").click()
    page.get_by_role("option", name=re.compile("^Save the filters")).click()
    page.get_by_role("textbox", name="Name").fill("Came by ads")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("segment="))
    page.get_by_role("link", name="Overview").click()
    wait(page)
    expect(page.get_by_role("button", name="Segment")).to_contain_text("Came by ads")
    names, figures = (page.locator(each).all_inner_texts() for each in (".card-name", ".card-figure"))
    (segment,) = shop.get(f"/api/app/{shop.account}/segments")["segments"]
    question: dict[str, Any] = {"type": "revenue", "metrics": ["revenue"], "date_range": MONTH}
    told = shop.ask({**question, "filters": [{"segment": segment["id"]}]})["totals"][0]
    assert figure(dict(zip(names, figures, strict=True))["Revenue"]) == told == 120.05
    page.get_by_role("button", name="Segment").click()
    page.get_by_role("option", name=re.compile("^Everybody")).click()
    expect(page.locator(".card-figure").first).to_contain_text("169.95")


def test_any_of_several_conditions(open_page: OpenPage) -> None:
    page = wait(open_page(f'/ACCOUNT/revenue?metrics=["revenue"]&filters={PAID}'))
    page.get_by_role("button", name="Channel is paid", exact=True).click()
    page.get_by_role("group", name="Values in these days").get_by_role("button", name="email").click()
    page.get_by_role("button", name="Or", exact=True).click()
    expect(page.locator(".totals .figure").first).to_contain_text("169.95")
    page.get_by_role("button", name="Which must hold").click()
    page.get_by_role("option", name=re.compile("^None of these")).click()
    expect(page.get_by_text("No revenue in these days")).to_be_visible()


def test_accounts_stand_beside_each_other_in_their_own_currencies(open_page: OpenPage) -> None:
    page = wait(open_page("/ACCOUNT/accounts"))
    page.get_by_role("button", name="New account").click()
    page.get_by_label("Name of the business").fill("Second")
    page.get_by_label(re.compile("^Currency")).fill("EUR")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("button", name=re.compile("^Account"))).to_contain_text("Second")
    page.get_by_role("button", name=re.compile("^Account")).click()
    page.keyboard.type("All acc")
    page.get_by_role("option", name=re.compile("^All accounts")).click()
    rows = wait(page).get_by_role("region", name="Accounts").locator("tbody tr")
    expect(rows).to_have_count(2)
    told = [row.inner_text().split() for row in rows.all()]
    assert told[0][:3] == ["Second", "EUR", "€0"]
    assert "$169.95" in told[1]


@pytest.mark.parametrize("path", ["traffic", "products"])
def test_every_report_is_there(open_page: OpenPage, shop: Shop, path: str) -> None:
    page = wait(open_page("/ACCOUNT/leads"))
    page.get_by_role("button", name="Report").click()
    page.get_by_role("option", name=re.compile(f"^{path}", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile(f"/{path}"))
    told = shop.ask({"type": path, "date_range": MONTH, "options": {"limit": 1}})["fields"]
    headings = wait(page).get_by_role("columnheader").all_inner_texts()
    assert len(headings) >= len(told)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_what_is_saved(open_page: OpenPage, axe: str, scheme: str) -> None:
    page = wait(open_page("/ACCOUNT/revenue", scheme=scheme))
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.goto(page.url.split("/revenue")[0] + "/saved")
    expect(wait(page).get_by_role("link", name="Revenue by channel").first).to_be_visible()
    page.evaluate(axe)
    answer: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [node["html"] for each in answer["violations"] for node in each["nodes"]] == []
