"""A browser stays the same visitor, as far as it lets itself be remembered."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.collector import Collector
from tests.browser.site import Site

DAY = 86_400

HOSTS = ("shop.localhost", "127.0.0.1", "localhost")
LOSSES = ("nothing", "cookies", "storage", "both")
STORAGE = {
    "forbidden": """
Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }});
""",
    "missing": "Object.defineProperty(window, 'localStorage', {value: null});",
    "full": """
for (let size = 2 ** 23; size >= 1; size /= 2) {
  try { localStorage['full' + size] = 'x'.repeat(size) } catch {}
}
""",
}
COOKIES = {
    "refused": "Object.defineProperty(Document.prototype, 'cookie', {get: () => '', set() {}});",
    "forbidden": """
const no = () => { throw new DOMException('no', 'SecurityError') };
Object.defineProperty(Document.prototype, 'cookie', {get: no, set: no});
""",
}
ONE_BLOCKED = {f"storage {way}": script for way, script in STORAGE.items()} | {
    f"cookies {way}": script for way, script in COOKIES.items()
}


def uids(collector: Collector) -> list[str]:
    return [hit["uid"] for hit in collector.hits]


def test_a_visitor_is_remembered_for_a_year_from_the_last_visit(
    context: BrowserContext, page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    page.goto(site.put("/", snippet))
    (hit,) = collector.wait_for_hits(1)
    (cookie,) = (cookie for cookie in context.cookies() if cookie.get("name") == "_seg_uid")
    assert cookie.get("value") == hit["uid"]
    assert cookie.get("sameSite") == "Lax"
    assert 364.9 < (cookie.get("expires", 0) - hit["t"] / 1000) / DAY < 365.1
    until, uid = page.evaluate("localStorage._seg_uid.split('|')")
    assert uid == hit["uid"]
    assert 364.9 < (int(until) - hit["t"]) / 1000 / DAY < 365.1


def test_one_visitor_in_two_tabs_and_two_in_two_browsers(
    context: BrowserContext, site: Site, collector: Collector, snippet: str
) -> None:
    url = site.put("/", snippet)
    assert context.browser
    other = context.browser.new_context()
    for number, profile in enumerate((context, context, other), 1):
        profile.new_page().goto(url)
        collector.wait_for_hits(number)
    other.close()
    first, second, third = uids(collector)
    assert first == second != third


def test_sub_domains_share_a_visitor_and_a_session(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    site.put("/", snippet)
    for number, host in enumerate(("www.shop.localhost", "shop.localhost", "blog.at.shop.localhost"), 1):
        page.goto(site.url("/", host))
        collector.wait_for_hits(number)
    assert len({(hit["uid"], hit["sid"]) for hit in collector.hits}) == 1


def test_sites_of_others_do_not_share_a_visitor(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    site.put("/", snippet)
    for number, host in enumerate(("shop.localhost", "other.localhost", "127.0.0.1", "localhost"), 1):
        page.goto(site.url("/", host))
        collector.wait_for_hits(number)
        page.goto(site.url("/", host))
        collector.wait_for(lambda number=number: len(collector.hits) == number + 1)
        assert collector.hits.pop() is not None
        del collector.arrivals[-1]
    assert len(set(uids(collector))) == 4


@pytest.mark.parametrize("case", [(host, lost) for host in HOSTS for lost in LOSSES], ids=" ".join)
def test_a_visitor_is_known_by_cookie_or_by_storage(
    page: Page, site: Site, collector: Collector, snippet: str, case: tuple[str, str]
) -> None:
    host, lost = case
    site.put("/", snippet)
    page.goto(site.url("/", host))
    collector.wait_for_hits(1)
    if lost in {"cookies", "both"}:
        page.context.clear_cookies()
    if lost in {"storage", "both"}:
        page.evaluate("localStorage.clear()")
    page.goto(site.url("/", host))
    collector.wait_for_hits(2)
    first, second = uids(collector)
    assert (first == second) is (lost != "both")


@pytest.mark.parametrize("blocked", ONE_BLOCKED)
def test_with_one_memory_blocked_the_other_serves(
    page: Page, site: Site, collector: Collector, snippet: str, blocked: str
) -> None:
    url = site.put("/", f"<script>{ONE_BLOCKED[blocked]}</script>{snippet}")
    page.goto(url)
    collector.wait_for_hits(1)
    page.goto(url)
    first, second = collector.wait_for_hits(2)
    assert first["uid"] == second["uid"]
    assert first["sid"] == second["sid"]
    assert [first["new"], second["new"]] == [True, False]


@pytest.mark.parametrize("storage", STORAGE)
def test_with_every_memory_blocked_each_page_is_a_visitor_without_a_sound(
    page: Page, site: Site, collector: Collector, snippet: str, storage: str
) -> None:
    url = site.put("/", f"<script>{STORAGE[storage]}{COOKIES['forbidden']}</script>{snippet}")
    page.goto(url)
    collector.wait_for_hits(1)
    page.evaluate("history.pushState(null, '', '/two')")
    page.evaluate("_segq.push(['identify', 'a@example.com'])")
    collector.wait_for_identities(1)
    first, second = collector.wait_for_hits(2)
    assert first["uid"] == second["uid"] == collector.identities[0]["uid"] == page.evaluate("_segs.data.uid")
    page.goto(url)
    assert collector.wait_for_hits(3)[2]["uid"] != first["uid"]


def test_a_sandboxed_frame_is_counted_without_a_sound(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    framed = site.put("/framed", snippet)
    page.goto(site.put("/", f"<iframe sandbox='allow-scripts' src='{framed}'></iframe>"))
    (hit,) = collector.wait_for_hits(1)
    assert hit["url"] == framed


def test_a_frame_of_another_site_is_counted(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    framed = site.put("/framed", snippet, "widget.localhost")
    page.goto(site.put("/", f"<iframe src='{framed}'></iframe>"))
    (hit,) = collector.wait_for_hits(1)
    assert hit["ref"] == site.url("/")
