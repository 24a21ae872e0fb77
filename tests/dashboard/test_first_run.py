"""From an empty install to the first page view seen and the first report, as somebody new does it."""

import json
import re
import threading
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AGENT
from tests.dashboard.conftest import OpenPage
from tests.process import served


@contextmanager
def site(head: str) -> Generator[str]:
    """A shop's page, with this in its head; its address."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library asks for
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Shop</title>{head}<h1>Courses</h1>".encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/?utm_source=letter&utm_medium=email"
    finally:
        server.shutdown()
        server.server_close()


def send(curls: str) -> None:
    """Send the requests of a text as a terminal would."""
    for text in curls.split("\n\n"):
        found = re.search(r"POST '(.*?)'.*Authorization: (\w+).*-d '(.*)'", text, re.DOTALL)
        assert found, text
        url, key, body = found.groups()
        json.loads(body)
        request = urllib.request.Request(url, body.encode(), {"Authorization": key, "Content-Type": "application/json"})  # noqa: S310 - our own
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            assert answer.status == 200


def begin(page: Page) -> None:
    for label, value in {
        "Your name": "Gil",
        "E-mail address": "gil@shop.example",
        "Password, at least 10 characters": "a pass phrase of his",
        "Name of the business": "Gil's",
    }.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("link", name="Begin").click()


def test_from_nothing_to_the_first_report(open_page: OpenPage, browser: Browser, tmp_path: Path, axe: str) -> None:
    with served(tmp_path) as server:
        page = open_page("/", is_known=False, server=server.url)
        begin(page)
        steps = page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=2))
        said = steps.get_by_role("status")
        expect(said).to_have_text(
            [
                "Waiting for the first page view …",
                "Waiting for contacts and orders …",
                "Waiting for the first day of an ad …",
            ]
        )

        snippet = steps.nth(0).locator("pre").inner_text()
        with site(snippet) as address, browser.new_context(user_agent=AGENT) as visitor:
            visitor.new_page().goto(address, wait_until="networkidle")
            expect(said.nth(0)).to_have_text(
                re.compile(r"We saw your first page view at .*\d:\d\d.*"), timeout=15_000
            )

        page.get_by_role("button", name="Make a key").click()
        expect(page.get_by_text("It is shown this once")).to_be_visible()
        send(steps.nth(1).locator("pre").inner_text())
        expect(said.nth(1)).to_have_text("1 contact and 1 order came in.", timeout=15_000)
        send(steps.nth(2).locator("pre").inner_text())
        expect(said.nth(2)).to_have_text("1 day of ads came in.", timeout=15_000)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(axe)
            assert page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)") == []

        page.reload()  # what is done stays done, and the key is gone
        expect(said.nth(1)).to_have_text("1 contact and 1 order came in.")
        expect(steps.nth(1).locator("pre")).to_contain_text("YOUR_KEY")
        page.get_by_role("link", name="See the first report").click()
        expect(page.locator("tbody")).to_contain_text("49")
        page.close()
