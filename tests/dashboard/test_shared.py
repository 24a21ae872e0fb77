"""Share links in a real browser: made on a page, opened by nobody in particular, and good for nothing else."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from headwater.api.routes import PATHS
from tests.dashboard.conftest import OpenPage, Shop
from tests.dashboard.test_dashboard import figure, wait


@pytest.fixture
def stranger(browser: Browser) -> Generator[BrowserContext]:
    """A browser that nobody ever signed in with."""
    with browser.new_context(locale="en-US") as context:
        yield context


def share(page: Page, password: str = "") -> str:
    """Make a link of what a page shows; its address."""
    page.get_by_role("button", name=re.compile("^Share")).first.click()
    page.get_by_label(re.compile("^Password")).fill(password)
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_test_id("share-link").inner_text()
    page.get_by_role("button", name="Done").click()
    return link


def total(page: Page) -> float:
    return figure(page.locator(".totals .cell").first.inner_text())


def test_a_link_opens_without_signing_in_and_asks_for_nothing_else(
    open_page: OpenPage, stranger: BrowserContext, shop: Shop
) -> None:
    page = wait(open_page('/ACCOUNT/revenue?metrics=["revenue"]'))
    link = share(page)
    told = stranger.new_page()
    asked: list[str] = []
    told.on("request", lambda request: asked.append(request.url.removeprefix(shop.server.url)))
    told.goto(link)
    assert total(wait(told)) == figure(page.locator(".totals .figure").first.inner_text()) == 169.95
    expect(told.get_by_role("heading", name="Revenue by channel")).to_be_visible()
    token = link.rsplit("/", 1)[1]
    assert {path for path in asked if path.startswith("/api")} == {f"/api/share/{token}", f"/api/share/{token}/data"}
    assert told.locator("a").count() == 0
    told.get_by_role("button", name="Days").click()
    told.get_by_role("option", name="Last month").click()
    expect(told.get_by_text(re.compile("169.95"))).to_have_count(0)


def test_its_token_is_a_key_to_nothing(open_page: OpenPage, shop: Shop) -> None:
    token = share(wait(open_page("/ACCOUNT/revenue"))).rsplit("/", 1)[1]
    page = open_page(f"/share/{token}", is_known=False)
    opened = 0
    for path in PATHS:
        address = re.sub(r"\{[^}]+\}", "x", path.path.replace("{account}", shop.account))
        if not path.about.scope:
            continue
        for headers in ({"Authorization": token}, {"Cookie": f"headwater_session={token}", "X-Headwater": "1"}):
            answer = page.request.fetch(shop.server.url + address, method=path.methods[0], headers=headers)
            opened += answer.status not in (401, 403)
    assert opened == 0


def test_a_password_is_asked_for_and_a_revoked_link_is_gone(open_page: OpenPage, stranger: BrowserContext) -> None:
    page = wait(open_page("/ACCOUNT/revenue"))
    link = share(page, password="open sesame")
    told = stranger.new_page()
    told.goto(link)
    expect(told.locator("table")).to_have_count(0)
    told.get_by_label("Password").fill("open barley")
    told.get_by_role("button", name="Show the report").click()
    expect(told.get_by_role("alert")).to_contain_text("is not the password")
    told.get_by_label("Password").fill("open sesame")
    told.get_by_role("button", name="Show the report").click()
    assert total(wait(told)) == 169.95
    page.goto(page.url.split("/revenue")[0] + "/saved")
    row = page.get_by_role("row", name=re.compile("with a password"))
    row.get_by_role("button", name=re.compile("^Revoke")).click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_have_count(0)
    told.reload()
    expect(told.get_by_role("alert")).to_contain_text("shows nothing any more")


@contextmanager
def site_of(body: str) -> Generator[str]:
    """The address of another site, of one page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_another_site_may_frame_what_is_shared_and_no_other_page(
    open_page: OpenPage, stranger: BrowserContext
) -> None:
    link = share(wait(open_page("/ACCOUNT/revenue")))
    frames = "".join(f'<iframe src="{src}"></iframe>' for src in (link.replace("/share/", "/embed/"), link))
    with site_of(frames) as blog:
        site = stranger.new_page()
        site.goto(blog)
        expect(site.frame_locator("iframe").nth(0).locator(".totals .cell").first).to_contain_text("169.95")
        expect(site.frame_locator("iframe").nth(1).locator("#sub-frame-error")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_shared_page(open_page: OpenPage, axe: str, scheme: str) -> None:
    link = share(wait(open_page("/ACCOUNT/revenue")))
    page = open_page(f"/share/{link.rsplit('/', 1)[1]}", is_known=False, scheme=scheme)
    wait(page).evaluate(axe)
    answer: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [node["html"] for each in answer["violations"] for node in each["nodes"]] == []
