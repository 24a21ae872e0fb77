"""Main tasks of pages that count people, with figures equal to the API's; and the explorer by keyboard alone."""

import re
from collections import defaultdict
from typing import Any

from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenPage, Shop
from tests.dashboard.test_dashboard import figure, wait

MONTH = {"start": "-29 days", "end": "today"}


def told(answer: dict[str, Any], key: str) -> list[Any]:
    """A column of an answer."""
    at = next(place for place, field in enumerate(answer["fields"]) if field["key"] == key)
    return [row[at] for row in answer["rows"]]


def test_a_funnel_is_built_and_counts_as_the_api_does(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page("/ACCOUNT/funnels"))
    steps = page.get_by_role("button", name=re.compile("^Remove step"))
    while steps.count() > 2:
        steps.last.click()
        page.wait_for_timeout(50)  # the address changes first, and the steps with it
    for place, (event, called) in enumerate((("Contact created", "Signed up"), ("Purchase", "Bought"))):
        page.get_by_role("button", name="Event", exact=False).filter(has_text=re.compile(".")).nth(place).click()
        page.get_by_role("option", name=event).click()
        page.get_by_role("textbox", name="What the step is called").nth(place).fill(called)
        page.keyboard.press("Enter")
    expect(page.locator(".funnel-name")).to_have_text(["1 Signed up", "2 Bought"])
    asked = [{"event": "contact_created"}, {"event": "purchase"}]
    answer = shop.ask({"type": "funnel", "steps": asked, "date_range": MONTH})
    shown = [figure(text) for text in page.locator(".funnel-step strong").all_inner_texts()]
    assert shown == told(answer, "actors") == [4, 3]
    expect(page.locator(".funnel-between")).to_contain_text("75 % went on")
    expect(page.locator(".funnel-between")).to_contain_text("1 lost")


def test_cohorts_are_those_of_the_api(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page("/ACCOUNT/cohorts?metric=cumulativeRevenue"))
    asked = {"type": "cohorts", "metrics": ["leads", "cumulativeRevenue"]}
    answer = shop.ask(asked | {"date_range": MONTH | {"scale": "week"}})
    cohorts: defaultdict[str, list[float]] = defaultdict(list)
    for row in answer["rows"]:
        cohorts[row[0]].append(row[-1])
    rows = page.locator("tbody tr").all()
    shown = [[figure(text) for text in row.locator(".heat-cell").all_inner_texts()] for row in rows]
    with_leads = [cells for cells in shown if cells]
    assert with_leads == [cells for _, cells in sorted(cohorts.items())][-len(with_leads) :]
    assert with_leads[-1][-1] == 169.95


def reach(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if re.search(name, page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText || ''")):
            return
    raise AssertionError(f"Tab does not reach {name!r}")


def test_the_explorer_by_keyboard_alone(open_page: OpenPage) -> None:
    page = wait(open_page("/ACCOUNT/revenue"))
    reach(page, "^Last 30 days")
    page.keyboard.press("Enter")
    reach(page, "^Last 90 days")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("range=90d"))

    page.keyboard.press("Home")
    reach(page, "Metrics")
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("aov")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page).to_have_url(re.compile("metrics="))
    wait(page)

    reach(page, "^Revenue.*120")
    clicked = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_test_id("explained-sum")).to_have_text("$120.05")
    assert figure(clicked) == 120.05
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    # Whoever goes on finds the place again.
    assert page.evaluate("document.activeElement.innerText") == clicked
