"""What a page view tells, and when there is one."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.collector import Collector
from tests.browser.site import Site

FOLLOW_WHEN_TOLD = """
<script type="speculationrules">{"prerender": [{"urls": ["/next"], "eagerness": "immediate"}]}</script>
<script>
  setInterval(async () => { if ((await fetch('/go')).ok) location.href = '/next' }, 100);
</script>
"""


def test_a_page_view_tells_where_from_and_when(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    landing = site.put("/landing", snippet)
    start = site.put(
        "/blog", f"<a href='{landing}?utm_source=Blog&amp;utm_medium=a%20b&gclid=x1#top'>go</a>", "blog.localhost"
    )
    page.goto(start)
    before = page.evaluate("Date.now()")
    page.click("a")
    (hit,) = collector.wait_for_hits(1)
    assert hit == {
        "a": collector.account,
        "uid": page.evaluate("_segs.data.uid"),
        "sid": hit["sid"],
        "new": True,
        "v": 1,
        "type": "page_view",
        "url": f"{landing}?utm_source=Blog&utm_medium=a%20b&gclid=x1#top",
        "ref": f"http://blog.localhost:{site.port}/",
        "title": "/landing",
        "t": hit["t"],
        "s": hit["s"],
    }
    assert hit["t"] <= hit["s"]
    assert before <= hit["t"] <= page.evaluate("Date.now()")
    assert len(hit["uid"]) >= 20
    assert hit["uid"].isalnum()


def test_a_hit_needs_no_preflight_and_carries_no_cookie(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    page.evaluate("_segq.push(['identify', 'a@example.com'])")
    collector.wait_for_identities(1)
    assert [arrival.method for arrival in collector.arrivals] == ["POST", "POST"]
    for arrival in collector.arrivals:
        assert arrival.headers["content-type"].startswith("text/plain")
        assert "cookie" not in arrival.headers


def test_the_pages_of_a_visit_are_one_session(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    for path in ("/a", "/b", "/c"):
        page.goto(site.put(path, snippet))
        page.wait_for_function("window._segs && _segs.data")
    first, second, third = collector.wait_for_hits(3)
    assert [hit["new"] for hit in (first, second, third)] == [True, False, False]
    assert first["sid"] == second["sid"] == third["sid"]
    assert first["uid"] == second["uid"] == third["uid"]


def test_a_session_lasts_for_thirty_minutes_from_its_last_hit(
    context: BrowserContext, page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    url = site.put("/", snippet)
    page.goto(url)
    (first,) = collector.wait_for_hits(1)
    ends = {cookie.get("name"): cookie.get("expires", 0) for cookie in context.cookies()}
    assert 1790 < ends["_seg_sid"] - first["t"] / 1000 < 1810
    # The cookie has expired, and what the storage says of it has, too.
    context.clear_cookies(name="_seg_sid")
    page.evaluate("localStorage._seg_sid = (Date.now() - 1) + '|' + localStorage._seg_sid.split('|')[1]")
    page.goto(url)
    second = collector.wait_for_hits(2)[1]
    assert second["new"] is True
    assert second["sid"] != first["sid"]
    assert second["uid"] == first["uid"]


def test_history_changes_are_page_views(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.goto(site.put("/", snippet, "app.localhost"))
    collector.wait_for_hits(1)
    page.evaluate("history.pushState(null, '', '/one'); document.title = 'One'")
    collector.wait_for_hits(2)
    page.evaluate("history.pushState(null, '', '/one?page=2')")
    collector.wait_for_hits(3)
    page.evaluate("history.replaceState(null, '', '/two')")
    collector.wait_for_hits(4)
    page.evaluate("history.back()")
    hits = collector.wait_for_hits(5)
    origin = site.url("", "app.localhost")
    assert [hit["url"].removeprefix(origin) for hit in hits] == ["/", "/one", "/one?page=2", "/two", "/one"]
    assert [hit["ref"].removeprefix(origin) for hit in hits] == ["", "/", "/one", "/one?page=2", "/two"]
    assert hits[1]["title"] == "One"
    assert len({hit["sid"] for hit in hits}) == 1


@pytest.mark.parametrize(
    "change",
    [
        "history.replaceState(null, '', '/?utm_removed=1')",
        "history.pushState({open: 'menu'}, '')",
        "location.hash = 'chapter-2'",
        "history.replaceState(null, '', location.href)",
    ],
)
def test_changes_that_show_no_other_page_are_none(
    page: Page, site: Site, collector: Collector, snippet: str, change: str
) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    page.evaluate(change)
    collector.nothing_but(page, "page_view")


def test_a_router_that_corrects_its_address_at_once_makes_one_page_view(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    page.evaluate("history.pushState(null, '', '/old'); history.replaceState(null, '', '/new')")
    assert collector.wait_for_hits(2)[1]["url"] == site.url("/new")
    collector.nothing_but(page, "page_view", "page_view")


def test_hash_routes_are_page_views(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.goto(site.put("/", snippet + "<a href='#/cart'>cart</a>"))
    collector.wait_for_hits(1)
    page.click("a")
    collector.wait_for_hits(2)
    page.evaluate("location.hash = '!/pay'")
    collector.wait_for_hits(3)
    page.evaluate("history.back()")
    hits = collector.wait_for_hits(4)
    assert [hit["url"].removeprefix(site.url("/")) for hit in hits] == ["", "#/cart", "#!/pay", "#/cart"]


def test_the_page_keeps_its_own_history(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    page.evaluate("history.pushState({step: 2}, '', '/step')")
    assert page.evaluate("history.state.step") == 2
    assert (
        page.evaluate(
            "(() => { try { history.pushState(null, '', 'http://other.example/') } catch (e) { return e.name } })()"
        )
        == "SecurityError"
    )


def test_a_page_that_comes_back_from_the_back_forward_cache_is_viewed_again(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    tell = "<script>addEventListener('pageshow', event => { if (event.persisted) fetch('/was-kept') })</script>"
    kept = site.put("/kept", snippet + tell)
    page.goto(kept)
    collector.wait_for_hits(1)
    page.goto(site.put("/other", "nothing here"))
    page.evaluate("history.back()")
    site.wait_for("/was-kept")
    hits = collector.wait_for_hits(2)
    assert hits[1]["url"] == kept
    assert hits[1]["ref"] == kept
    assert hits[1]["new"] is False


def test_a_prerendered_page_is_viewed_when_it_is_shown(
    site: Site, collector: Collector, snippet: str, open_alone: Callable[[str], None]
) -> None:
    tell = "<script>if (document.prerendering) onload = () => fetch('/prerendered')</script>"
    call = "<script>_segq.push(['identify', 'a@example.com'])</script>"
    following = site.put("/next", tell + snippet + call)
    open_alone(site.put("/first", FOLLOW_WHEN_TOLD))
    site.wait_for("/prerendered")
    assert collector.arrivals == []
    site.put("/go", "")
    (hit,) = collector.wait_for_hits(1)
    collector.wait_for_identities(1)
    assert hit["url"] == following
    assert site.asked.count("/next") == 1


@pytest.mark.parametrize("way", ["left", "closed", "removed"])
def test_what_is_told_while_a_page_goes_away_arrives(
    page: Page, site: Site, collector: Collector, snippet: str, way: str
) -> None:
    last = "<script>addEventListener('pagehide', () => _segq.push(['track', 'last']))</script>"
    url = site.put("/", snippet + last)
    page.goto(site.put("/frame", f"<iframe src='{url}'></iframe>") if way == "removed" else url)
    collector.wait_for_hits(1)
    # On a slow line, nothing has left the browser before the page is gone.
    slow = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
    line: Any = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", slow)
    if way == "left":
        page.goto("about:blank")
    elif way == "closed":
        page.close(run_before_unload=True)
    else:
        page.evaluate("document.querySelector('iframe').remove()")
    assert [hit["type"] for hit in collector.wait_for_hits(2)] == ["page_view", "last"]


def test_an_event_is_a_hit_of_its_own_type(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    page.evaluate("_segq.push(['track', 'video_played', {seconds: 31}], ['page', {step: 'two'}])")
    hits = collector.wait_for_hits(3)
    assert [(hit["type"], hit.get("props")) for hit in hits] == [
        ("page_view", None),
        ("video_played", {"seconds": 31}),
        ("page_view", {"step": "two"}),
    ]
    assert len({hit["sid"] for hit in hits}) == 1
