"""A server with a small business in it, and a Chromium that is signed in to its dashboard.

Whatever a page says on its console, every error in it, and every request to another host fails the test.
"""

import json
import urllib.request
from collections.abc import Callable, Generator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from tests.process import Served, create_account, served

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
LEADS: tuple[tuple[str, str, dict[str, str], int], ...] = (
    ("1", "ann@shop.example", {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "spring"}, 10000),
    ("2", "bob@shop.example", {"utm_source": "letter", "utm_medium": "email"}, 4990),
    ("3", "cat@shop.example", {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "brand"}, 2005),
    ("4", "dan@shop.example", {}, 0),
)
"""Contact, address, how they came, what they ordered in cents: paid has 120.05, email 49.90, dan came from nowhere."""


OWNER: dict[str, str] = {"email": "eve@shop.example", "password": "a pass phrase of hers"}
OF_THE_BROWSER = (
    "Failed to load resource: the server responded with a status of 400",
    "Failed to load resource: the server responded with a status of 401",
    "Failed to load resource: the server responded with a status of 409",
    "[DOM] Password forms should",
)
"""What the browser itself says of what was refused, and of a page that knows only the link of whose password it sets."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "tests/dashboard/" in item.path.as_posix():
            item.add_marker("browser")


class Shop:
    """An account of a running server."""

    def __init__(self, server: Served) -> None:
        """Make the account, with a week's business."""
        self.server = server
        made = create_account(server.data)
        self.account, self.integration, self.key = made["account_id"], made["integration_id"], made["api_key"]
        now = datetime.now(UTC)
        for contact, email, came, amount in LEADS:
            opted_in = f"{now - timedelta(days=4):%Y-%m-%d %H:%M:%S}"
            names = {"first_name": email.split("@")[0].title(), "last_name": "Lee"}
            body = {"contact_id": contact, "email": email, "date_created": opted_in, **names, **came}
            self.post(f"/api/v1/{self.account}/{self.integration}/contact", body)
            if amount:
                self._order(contact, amount, f"{now - timedelta(days=3):%Y-%m-%d %H:%M:%S}")

    def _order(self, contact: str, amount: int, at: str) -> None:
        item: dict[str, Any] = {"id": f"i{contact}", "product_id": "9", "name": "Course", "amount": amount}
        body = {
            "id": f"o{contact}",
            "contact_id": contact,
            "amount": amount,
            "paid": amount,
            "date_created": at,
            "items": [item],
        }
        self.post(f"/api/v1/{self.account}/{self.integration}/invoice", body)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The API's own answer."""
        return self.post(f"/v2/{self.account}/data/query", question)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post to the API; whatever is refused fails the test."""
        return self._send(path, json.dumps(body).encode())

    def get(self, path: str) -> dict[str, Any]:
        """Get from the API."""
        return self._send(path, None)

    def _send(self, path: str, body: bytes | None) -> dict[str, Any]:
        request = urllib.request.Request(self.server.url + path, body, {"Authorization": self.key})  # noqa: S310 - our own server
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            return json.load(answer)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[Shop]:
    with served(tmp_path_factory.mktemp("dashboard")) as server:
        yield Shop(server)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Generator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


OpenPage: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def session(browser: Browser, shop: Shop) -> Any:  # noqa: ANN401 - as Playwright hands it on
    """The cookies of the owner, who made herself known to the new server."""
    with browser.new_context() as context:
        answer = context.request.post(
            f"{shop.server.url}/api/app/owner", data={**OWNER, "name": "Eve"}, headers={"X-Headwater": "1"}
        )
        assert answer.ok, answer.text()
        return context.storage_state()


@pytest.fixture
def open_page(browser: Browser, shop: Shop, session: Any) -> Generator[OpenPage]:  # noqa: ANN401 - as above
    """Opens a page of the dashboard, in a browser of its own, as the owner or as nobody."""
    said: list[str] = []
    with ExitStack() as closing:

        def open_page(path: str, *, scheme: str = "light", is_known: bool = True, server: str = "") -> Page:
            context = closing.enter_context(
                browser.new_context(
                    viewport={"width": 1440, "height": 900},
                    color_scheme="dark" if scheme == "dark" else "light",
                    storage_state=session if is_known else None,
                    locale="en-US",
                )
            )
            page = context.new_page()
            url = server or shop.server.url
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("request", lambda request: said.extend(_strange(request, url)))
            page.goto(f"{url}/app{path.replace('ACCOUNT', shop.account)}")
            return page

        yield open_page
    assert [each for each in said if not each.startswith(OF_THE_BROWSER)] == []


def _strange(request: Request, server: str) -> list[str]:
    return [] if request.url.startswith((server, "data:", "blob:")) else [f"asked {request.url}"]


AXE = Path(__file__).parents[2] / "dashboard/node_modules/axe-core/axe.min.js"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe, which the dashboard's own packages bring along."""
    return AXE.read_text(encoding="utf-8")


Settings: TypeAlias = Callable[..., Page]


@pytest.fixture
def settings(open_page: OpenPage) -> Settings:
    """Opens a part of the settings as the owner."""

    def settings(section: str, scheme: str = "light") -> Page:
        return ready(open_page(f"/ACCOUNT/settings/{section}", scheme=scheme))

    return settings


def ready(page: Page) -> Page:
    """Until the page is there, and nothing stands in for what will come."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("[aria-busy=true], .skeleton")).to_have_count(0)
    return page
