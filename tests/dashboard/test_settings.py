"""The settings in a real browser, over a real server: what is decided there holds, and who may only look decides nothing."""

import re
from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pyotp.totp import TOTP

from tests.dashboard.conftest import Settings, Shop, ready
from tests.process import wait_for

SECTIONS = (
    "tracking",
    "account",
    "members",
    "integrations",
    "keys",
    "channels",
    "imports",
    "segments",
    "audit",
    "data",
    "profile",
)
PASSWORD = "a pass phrase of a viewer"
OURS = {"X-Headwater": "1"}

@pytest.fixture(scope="module")
def viewer(browser: Browser, shop: Shop, session: Any) -> Generator[Page]:  # noqa: ANN401 - as Playwright hands it on
    """A page of somebody who may only look, signed in by the link of the invitation."""
    with browser.new_context(storage_state=session) as owner:
        body = {"email": "vic@shop.example", "role": "viewer"}
        path = f"{shop.server.url}/api/app/{shop.account}/members"
        token = owner.request.post(path, data=body, headers=OURS).json()["token"]
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US") as context:
        page = context.new_page()
        page.goto(f"{shop.server.url}/app/password?token={token}")
        page.get_by_label(re.compile("^Password")).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
        expect(page).to_have_url(re.compile("/overview$"))
        yield page


def test_who_may_only_look_sees_no_control_and_is_refused(viewer: Page, shop: Shop) -> None:
    viewer.goto(f"{shop.server.url}/app/{shop.account}/settings")
    ready(viewer)
    parts = viewer.get_by_role("navigation", name="Settings").locator(".settings-part > span:first-child")
    assert parts.all_inner_texts() == ["Account", "Integrations", "Segments", "Your profile"]
    page = viewer.locator(".settings-page")
    for part in ("account", "integrations", "segments"):
        viewer.goto(f"{shop.server.url}/app/{shop.account}/settings/{part}")
        ready(viewer)
        buttons = page.get_by_role("button").all_inner_texts()
        assert [text for text in buttons if not text.startswith("Copy")] == [], part
        assert page.locator("input:not([readonly], :disabled), textarea").count() == 0, part
    viewer.goto(f"{shop.server.url}/app/{shop.account}/settings/keys")
    expect(viewer.get_by_text("This is not for your role")).to_be_visible()
    for method, path, body in (
        ("PATCH", "tracking", {"ip": "none"}),
        ("PATCH", "account", {"name": "Mine"}),
        ("PATCH", "settings", {"refunds": "out"}),
        ("POST", "keys", {"name": "x", "scopes": ["admin"]}),
        ("POST", "members", {"email": "x@shop.example", "role": "viewer"}),
        ("PUT", "channels", {"rules": None}),
        ("GET", "channels/history", None),
        ("GET", "audit", None),
    ):
        asked = f"{shop.server.url}/api/app/{shop.account}/{path}"
        answer = viewer.request.fetch(asked, method=method, data=body, headers=OURS)
        assert answer.status == 403, (method, path, answer.text())


def test_what_is_decided_of_tracking_is_in_the_script(settings: Settings, shop: Shop) -> None:
    page = settings("tracking")
    snippet = page.locator("pre.snippet").inner_text()
    address = re.search(r'src="([^"]+)"', snippet)
    assert address and address[1].startswith(shop.server.url)

    def script() -> str:
        return page.request.get(address[1]).text()

    assert '"consent"' not in script()
    page.get_by_label("Nothing is stored or sent before the page says that consent is given").check()
    page.get_by_label("Linked domains").fill("academy.example\nhttps://www.shop2.example/")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    wait_for(lambda: '"consent": "required"' in script())
    assert '"link": ["academy.example", "shop2.example"]' in script()
    page.reload()
    expect(ready(page).get_by_label("Linked domains")).to_have_value("academy.example\nshop2.example")
    page.get_by_label("Addresses", exact=True).fill("no address")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("alert").filter(has_text="excluded_addresses")).to_contain_text("write an address")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_label("Addresses", exact=True)).to_have_value("")


def test_hits_come_up_by_themselves_with_why_they_are_not_counted(settings: Settings, shop: Shop) -> None:
    page = settings("tracking")
    bot = {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
    for url, headers in (("https://shop.example/live", {}), ("https://shop.example/crawled", bot)):
        hit = {"a": shop.account, "url": url, "uid": "v1"}
        assert page.request.post(f"{shop.server.url}/hit", data=hit, headers=headers).ok
    # Playwright's own requests are no browser's: both are programs, and said to be.
    for path in ("live", "crawled"):
        expect(page.locator(".hits li", has_text=f"shop.example/{path}")).to_contain_text("not counted", timeout=15_000)
    expect(page.locator(".reasons li", has_text="A crawler, a monitor")).to_contain_text("2")


def test_refunds_are_taken_out_when_the_account_says_so(settings: Settings, shop: Shop) -> None:
    page = settings("account")
    page.get_by_label("Are taken out: revenue is what was billed, less what was paid back").check()
    page.get_by_label("Name", exact=True).fill("The shop")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("button", name="Account")).to_contain_text("The shop")
    kept = page.request.get(f"{shop.server.url}/api/app/{shop.account}/settings").json()["settings"]
    assert (kept["refunds"], kept["direct"]) == ("out", "fallback")


def test_somebody_is_invited_by_a_link_and_removed(settings: Settings, browser: Browser) -> None:
    page = settings("members")
    page.get_by_label("E-mail address").fill("ida@shop.example")
    page.get_by_label(re.compile("^Member: ")).check()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_test_id("secret").inner_text()
    row = page.locator(".rows li", has_text="ida@shop.example")
    expect(row).to_contain_text("has not opened the link yet")
    with browser.new_context() as context:
        ida = context.new_page()
        ida.goto(link)
        ida.get_by_label(re.compile("^Password")).fill("a pass phrase of ida")
        ida.get_by_role("button", name="Go on").click()
        expect(ida).to_have_url(re.compile("/overview$"))
        page.reload()
        expect(row).not_to_contain_text("has not opened")
        expect(page.get_by_test_id("secret")).to_have_count(0)
        row.get_by_role("button", name="Remove").click()
        page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        expect(row).to_have_count(0)
        ida.reload()
        expect(ida.get_by_text("You are in no account yet")).to_be_visible()


def test_an_integration_is_added_named_and_tells_when_something_came_in(settings: Settings) -> None:
    page = settings("integrations")
    first = page.locator(".rows li").first
    expect(first).to_contain_text("Something came in")
    page.get_by_label("Name", exact=True).fill("The till")
    page.get_by_role("button", name="Add").click()
    row = page.locator(".rows li").nth(1)
    expect(row).to_contain_text("Nothing has come in yet")
    row.get_by_role("button", name="Rename").click()
    row.get_by_label("Name").fill("The old till")
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_text("The old till")).to_be_visible()


def test_a_key_is_shown_once_and_works_until_it_is_revoked(settings: Settings, shop: Shop) -> None:
    page = settings("keys")
    page.get_by_label("What it is for").fill("A till")
    page.get_by_label("Ask reports.").check()
    page.get_by_role("button", name="Make the key").click()
    key = page.get_by_test_id("secret").inner_text()
    asked = f"{shop.server.url}/api/app/{shop.account}/settings"

    def status() -> int:
        return page.request.get(asked, headers={"Authorization": key}).status

    assert status() == 200
    page.reload()
    row = ready(page).locator(".rows li", has_text="A till")
    expect(row).to_contain_text(key[-4:])
    assert key not in page.content()
    row.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("revoked")
    assert status() == 401


def test_a_rule_is_tried_moved_by_keys_saved_and_taken_back(settings: Settings, shop: Shop) -> None:
    page = settings("channels")
    page.get_by_label("What it is called").fill("our search ads")
    page.get_by_label("Values").fill("google")
    page.get_by_label("Then the channel is").fill("affiliate")
    page.get_by_role("button", name="Put it in front").click()
    told = page.get_by_role("region", name="What this would move")
    expect(told).to_contain_text("This would move 0 touches, how 2 imported contacts came and $120.05 of revenue from paid to affiliate.")
    first = page.locator(".rules li").first
    down = page.get_by_role("button", name="Move down: our search ads")
    down.focus()
    page.keyboard.press("ArrowDown")
    expect(first).not_to_contain_text("our search ads")
    expect(down).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(first).to_contain_text("our search ads")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    question = {"type": "revenue", "dimensions": ["clicks.channel"], "metrics": ["revenue"]}
    days = {"date_range": {"start": "-29 days", "end": "today"}}
    assert dict(shop.ask(question | days)["rows"])["affiliate"] == 120.05
    page.get_by_role("button", name="Go back to this").last.click()
    expect(told).to_contain_text("of revenue from affiliate to paid.")
    page.get_by_role("button", name="Save changes").click()
    expect(page.locator(".rules li")).not_to_have_count(0)
    wait_for(lambda: dict(shop.ask(question | days)["rows"]).get("paid") == 120.05)


def test_the_audit_log_is_narrowed(settings: Settings) -> None:
    page = settings("audit")
    expect(page.locator(".rows li").first).to_be_visible()
    page.get_by_role("button", name="What").click()
    page.get_by_role("option", name="Keys").click()
    expect(page.locator(".rows li").filter(has_text=re.compile("made a key|revoked a key"))).to_have_count(2)
    expect(page.locator(".rows li")).to_have_count(2)


def test_codes_are_set_up_with_a_code_that_fits(viewer: Page, shop: Shop) -> None:
    viewer.goto(f"{shop.server.url}/app/{shop.account}/settings/profile")
    viewer.get_by_role("button", name="Set up codes").click()
    secret = viewer.get_by_test_id("totp").inner_text()
    viewer.get_by_label("The code that the app shows now").fill(TOTP(secret).now())
    viewer.get_by_role("button", name="Need codes from now on").click()
    expect(viewer.get_by_text("Signing in asks for a code of your authenticator app.")).to_be_visible()
    expect(viewer.get_by_text("this browser")).to_be_visible()


def test_every_part_fits_every_screen(settings: Settings) -> None:
    page = settings("tracking")
    start = page.url.removesuffix("tracking")
    for section in SECTIONS:
        page.goto(start + section)
        ready(page)
        for width in (1440, 1024, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (section, width)
    page.goto(start)
    expect(page.get_by_role("link", name="Your profile")).to_be_visible()
    page.get_by_role("link", name="Keys").click()
    expect(page.get_by_role("heading", name="Keys", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_settings(settings: Settings, axe: str, scheme: str) -> None:
    page = settings("tracking", scheme)
    start = page.url.removesuffix("tracking")
    for section in SECTIONS:
        page.goto(start + section)
        ready(page).evaluate(axe)
        answer: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
        found = [f"{each['id']}: {node['html'][:200]}" for each in answer["violations"] for node in each["nodes"]]
        assert found == [], section
