"""The page of the API in a real browser: readable on every screen, in the dark too, and its examples can be copied."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page

from tests.process import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    server = Served(tmp_path_factory.mktemp("docs"))
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser) -> Generator[Page]:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        yield context.new_page()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_it_fits_every_screen_and_loads_nothing_else(page: Page, served: Served, width: int) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served.url}/docs")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert [url for url in asked if not url.startswith("data:")] == [f"{served.url}/docs"]
    assert said == []


def test_it_is_dark_for_those_who_like_it(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/docs")
    colours = [page.evaluate("getComputedStyle(document.body).backgroundColor")]
    page.emulate_media(color_scheme="dark")
    colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    light, dark = (sum(map(int, colour[4:-1].split(","))) for colour in colours)
    assert light > 700
    assert dark < 100


def test_an_example_is_copied_with_the_server_s_own_address(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/docs")
    page.click("#post_api_v1_contact button.copy")
    page.locator("#post_api_v1_contact button.copy", has_text="Copied").wait_for()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"curl -X POST '{served.url}/api/v1/demo123/")
    assert "joey@example.com" in copied


def test_on_a_small_screen_the_contents_open_and_close(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{served.url}/docs")
    link = page.locator("nav a[href='#post_v2_data_query']")
    assert not link.is_visible()
    page.click("nav summary")
    link.click()
    assert not link.is_visible()
    assert page.locator("#post_v2_data_query h3").is_visible()
