"""A collector, a site and a real Chromium for each module of browser tests; a fresh browser profile for each test.

Every page error, in any page of any test, fails that test: the script never throws into a page.
"""

import subprocess
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.types import ASGIApp

from headwater.api.house import House
from headwater.app import open_house, web
from headwater.ledger.accounts import create_account
from headwater.settings import load_settings
from tests.browser.collector import Collector, collecting
from tests.browser.site import Site, serving_site
from tests.browser.snippets import PUBLISHED

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What a person's browser says; a headless one would be told apart as a robot.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Generator[House]:
    """A whole Headwater."""
    with open_house(load_settings({"data": str(tmp_path_factory.mktemp("house"))}, {}, None)) as house:
        yield house


@pytest.fixture(scope="module")
def server(house: House) -> tuple[ASGIApp, str]:
    """Its endpoints, and an account of it."""
    return web(house), create_account(house.store, house.clock(), "Shop", "UTC", "USD").account_id


@pytest.fixture(scope="module")
def running_collector(server: tuple[ASGIApp, str]) -> Generator[Collector]:
    with collecting(*server) as collector:
        yield collector


@pytest.fixture
def collector(running_collector: Collector) -> Generator[Collector]:
    """The collector, with an empty notebook; in the end the server behind it must have taken what was in it."""
    running_collector.forget()
    yield running_collector
    running_collector.failing = None
    running_collector.is_holding = False
    running_collector.is_losing = False
    assert running_collector.complaints() == []


@pytest.fixture(scope="module")
def site() -> Generator[Site]:
    with serving_site() as site:
        yield site


@pytest.fixture(scope="module")
def browser(chromium: str) -> Generator[Browser]:
    with sync_playwright() as playwright:
        # Playwright switches the back/forward cache off; the people that we count have it on.
        browser = playwright.chromium.launch(
            executable_path=chromium, args=list(FLAGS), ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Generator[BrowserContext]:
    """A browser profile that has never been anywhere."""
    errors: list[str] = []
    context = browser.new_context(user_agent=AGENT)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def open_alone(chromium: str, tmp_path: Path) -> Generator[Callable[[str], None]]:
    """Opens a page in a browser that no tool looks into, since one that is watched does not prerender."""
    with ExitStack() as closing:

        def open_page(url: str) -> None:
            profile = f"--user-data-dir={tmp_path / 'profile'}"
            flags = (*FLAGS, profile, f"--user-agent={AGENT}", "--remote-debugging-port=0")
            process = subprocess.Popen([chromium, *flags, url], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            closing.callback(process.wait)
            closing.callback(process.terminate)

        yield open_page


@pytest.fixture
def snippet(collector: Collector) -> str:
    """The published snippet of the collector's account."""
    return PUBLISHED.format(account=collector.account, host=collector.host)
