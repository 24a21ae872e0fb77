"""People in the dashboard: found, looked at with what each model credits, merged and split; a viewer changes nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.conftest import OpenPage, Shop


def names(page: Page) -> list[str]:
    return page.locator("tbody th a").all_inner_texts()


def test_a_search_finds_and_the_address_keeps_it(open_page: OpenPage) -> None:
    page = open_page("/ACCOUNT/people")
    expect(page.locator("tbody th a")).to_have_count(4)
    page.get_by_role("searchbox", name="Search people").fill("BOB@")
    expect(page.locator("tbody th a")).to_have_count(1)
    assert names(page) == ["Bob Lee"]
    expect(page).to_have_url(f"{page.url.split('?')[0]}?search=BOB%40")
    page.go_back()
    expect(page.locator("tbody th a")).to_have_count(4)
    expect(page.get_by_role("searchbox", name="Search people")).to_have_value("")
    page.get_by_role("button", name="Billed").click()
    expect(page.locator("tbody th a").first).to_have_text("Ann Lee")


def test_models_stand_side_by_side_and_each_sums_to_the_order(open_page: OpenPage, shop: Shop) -> None:
    page = open_page("/ACCOUNT/people/1")
    page.get_by_text("Under each model").click()
    credits = page.locator("details .credit-of")
    # Ann came once, by an import: every model gives all to it, and the one that overlaps is not there.
    models = shop.get(f"/v2/{shop.account}/models")["models"]
    expect(credits).to_have_count(sum(model["key"] != "any_touch" for model in models))
    assert {text.partition("\n")[2].strip() for text in credits.all_inner_texts()} == {"paid, Google, spring: $100"}


def test_two_people_become_one_and_two_again(open_page: OpenPage) -> None:
    page = open_page("/ACCOUNT/people/3")
    manage = page.get_by_role("button", name="Manage")
    manage.click()
    page.get_by_role("menuitem", name="Merge with another person").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="Merge")).to_be_disabled()
    sheet.get_by_role("searchbox").fill("dan")
    sheet.get_by_role("radio").check()
    expect(sheet).to_contain_text("Cat Lee and Dan Lee become one person, with 2 contacts and 1 order.")
    sheet.get_by_role("button", name="Merge").click()
    expect(sheet).to_have_count(0)
    facts = page.get_by_role("complementary", name="What is known")
    expect(facts).to_contain_text("dan@shop.example")

    manage.click()
    page.get_by_role("menuitem", name="Split").click()
    sheet.get_by_role("checkbox", name="/4 contact").check()
    sheet.get_by_role("button", name="Split").click()
    expect(sheet).to_have_count(0)
    expect(facts).not_to_contain_text("dan@shop.example")


def test_a_viewer_sees_no_menu(open_page: OpenPage, shop: Shop) -> None:
    invited = shop.post(
        f"/api/app/{shop.account}/members", {"email": "vic@shop.example", "name": "Vic", "role": "viewer"}
    )
    page = open_page(f"/password?token={invited['token']}", is_known=False)
    page.get_by_label("Password").fill("a viewer's pass phrase")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Ann Lee").click()
    expect(page.get_by_role("heading", name="Ann Lee")).to_be_visible()
    expect(page.get_by_role("complementary")).to_contain_text("ann@shop.example")
    expect(page.get_by_role("button", name="Manage")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, axe: str, scheme: str) -> None:
    def found(page: Page) -> list[str]:
        page.evaluate(axe)
        # What floats above the page is in none of its regions.
        asked = {"resultTypes": ["violations"], "rules": {"region": {"enabled": False}}}
        answer = page.evaluate("asked => axe.run(asked)", asked)
        return [f"{each['id']}: {node['html'][:200]}" for each in answer["violations"] for node in each["nodes"]]

    page = open_page("/ACCOUNT/people?search=nobody", scheme=scheme)
    expect(page.get_by_text("Nobody is found by")).to_be_visible()
    assert found(page) == []
    page.goto(page.url.replace("people?search=nobody", "people/1"))
    page.get_by_text("Under each model").click()
    assert found(page) == []
    for deed in ("Merge with another person", "Split", "Erase"):
        page.get_by_role("button", name="Manage").click()
        assert found(page) == []
        page.get_by_role("menuitem", name=deed).click()
        expect(page.get_by_role("dialog").locator(".skeleton")).to_have_count(0)
        assert found(page) == [], deed
        page.get_by_role("button", name="Leave it as it is").click()

    page = open_page("/", scheme=scheme, is_known=False)
    page.get_by_role("button", name="Forgot your password?").click()
    expect(page.get_by_text("headwater user reset")).to_be_visible()
    assert found(page) == []
