"""The page of paths in a real browser: what is listed is what the API tells, and every figure has its reasons."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import OpenPage, Shop
from tests.dashboard.test_dashboard import MONTH, figure, wait


def test_paths_are_listed_as_the_api_tells_them(open_page: OpenPage, shop: Shop) -> None:
    page = wait(open_page("/ACCOUNT/paths"))
    question: dict[str, Any] = {"type": "revenue", "dimensions": ["path.channels"], "metrics": ["orders", "revenue"]}
    told = shop.ask({**question, "date_range": MONTH, "options": {"sort": "-orders"}})
    rows = page.get_by_role("region", name="Paths").locator("tbody tr")
    shown = [" > ".join(row.locator(".stations li").all_inner_texts()) for row in rows.all()]
    assert shown == [row[0] for row in told["rows"]] == ["paid", "email"]
    figures = [[figure(text) for text in row.locator("td").all_inner_texts()] for row in rows.all()]
    assert figures == [[2, 66.7, 120.05], [1, 33.3, 49.9]]
    expect(page.locator("canvas")).to_have_count(1)
    rows.first.get_by_role("button", name="Revenue").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_test_id("explained-sum")).to_contain_text("120.05")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="What they lead to").click()
    page.get_by_role("option", name="Leads").click()
    expect(page.get_by_text("No tracked touch")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["paths", "accounts", "ads"])
def test_axe_finds_nothing(open_page: OpenPage, axe: str, path: str, scheme: str) -> None:
    page = wait(open_page(f"/ACCOUNT/{path}", scheme=scheme))
    page.evaluate(axe)
    answer: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [node["html"] for each in answer["violations"] for node in each["nodes"]] == []
