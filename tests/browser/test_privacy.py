"""Who does not want to be measured is not, and whoever must be asked first is asked first."""

from collections.abc import Generator
from importlib.resources import files

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.collector import Collector
from tests.browser.site import Site

CONSENT_FIRST = "<script>var _segs = {consent: 'required'}</script>"
SIGNAL = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {value: true});"


@pytest.fixture
def signalling(context: BrowserContext) -> Generator[Page]:
    """A page of a browser that sends the Global Privacy Control signal."""
    context.add_init_script(SIGNAL)
    page = context.new_page()
    yield page
    page.close()


def stored(page: Page) -> list[str]:
    """The names of what is stored for the page's site."""
    names = [cookie.get("name", "") for cookie in page.context.cookies()]
    return sorted({*names, *page.evaluate("Object.keys(localStorage)")})


def test_before_consent_nothing_is_stored_and_nothing_is_sent(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    page.goto(site.put("/", CONSENT_FIRST + snippet) + "?utm_source=ad")
    page.wait_for_function("_segs.data.uid")
    page.evaluate("history.pushState(null, '', '/two')")
    page.evaluate("_segq.push(['identify', 'ann@example.com'])")
    collector.nothing_but(page)
    assert collector.identities == []
    assert stored(page) == []


def test_with_consent_everything_since_the_landing_is_told(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    start = site.put("/from", "<a href='http://shop.localhost/'>go</a>", "blog.localhost")
    landing = site.put("/", CONSENT_FIRST + snippet) + "?utm_source=ad"
    page.goto(start)
    page.evaluate("url => { location.href = url }", landing)
    page.wait_for_function("window._segs && _segs.data")
    uid = page.evaluate("_segs.data.uid")
    page.evaluate("history.pushState(null, '', '/two')")
    page.evaluate("_segq.push(['identify', 'ann@example.com'])")
    collector.nothing_but(page)
    collector.forget()
    page.evaluate("_segq.push(['consent', 'granted'])")
    first, second = collector.wait_for_hits(2)
    (identity,) = collector.wait_for_identities(1)
    assert (first["url"], first["ref"]) == (landing, f"http://blog.localhost:{site.port}/")
    assert second["url"] == site.url("/two")
    assert (first["uid"], second["uid"], identity["uid"]) == (uid, uid, uid)
    assert [first["new"], second["new"]] == [True, False]
    assert first["t"] < second["t"]
    assert stored(page) == ["_seg_ok", "_seg_sid", "_seg_uid"]
    page.goto(landing)
    assert collector.wait_for_hits(3)[2]["uid"] == uid


def test_a_refusal_above_the_snippet_comes_before_the_page_view(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    late = "<script>var _segq = [['track', 'x'], ['consent', 'denied']]</script>"
    page.goto(site.put("/", late + snippet))
    page.wait_for_function("window._segs && _segs.data")
    collector.nothing_but(page)
    assert stored(page) == ["_seg_ok"]


@pytest.mark.parametrize(
    "case",
    [("['consent', 'denied']", "_seg_ok"), ("['optout']", "_seg_off"), ("['optout', 30]", "_seg_off")],
)
def test_a_refusal_ends_it_and_forgets_the_visitor(
    page: Page, site: Site, collector: Collector, snippet: str, case: tuple[str, str]
) -> None:
    refusal, left = case
    url = site.put("/", snippet)
    page.goto(url)
    collector.wait_for_hits(1)
    page.evaluate(f"_segq.push({refusal})")
    page.evaluate("_segq.push(['track', 'x'], ['identify', 'ann@example.com'])")
    assert stored(page) == [left]
    page.goto(url)
    page.wait_for_function("window._segs && _segs.data")
    collector.nothing_but(page, "page_view")
    assert collector.identities == []
    assert stored(page) == [left]


def test_a_refusal_holds_for_all_sub_domains(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    site.put("/", snippet)
    page.goto(site.url("/", "www.shop.localhost"))
    collector.wait_for_hits(1)
    page.evaluate("_segq.push(['optout'])")
    page.goto(site.url("/", "shop.localhost"))
    page.wait_for_function("window._segs && _segs.data")
    collector.nothing_but(page, "page_view")


def test_consent_after_a_denial_begins_anew(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    url = site.put("/", CONSENT_FIRST + snippet)
    page.goto(url)
    page.wait_for_function("_segs.data")
    page.evaluate("_segq.push(['consent', 'denied'])")
    page.goto(url)
    page.wait_for_function("_segs.data")
    page.evaluate("_segq.push(['consent', 'granted'], ['track', 'x'])")
    assert collector.wait_for_hits(1)[0]["type"] == "x"
    page.goto(url)
    collector.wait_for_hits(2)


def test_an_opt_out_stands_above_consent(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    page.evaluate("_segq.push(['optout'], ['consent', 'granted'], ['track', 'x'])")
    collector.nothing_but(page, "page_view")


@pytest.mark.parametrize("case", [("", 365), ("&seg-expire=7", 7), ("&seg-expire=x", 365)])
def test_the_sites_own_staff_can_leave_itself_out_and_come_back(
    page: Page, site: Site, collector: Collector, snippet: str, case: tuple[str, int]
) -> None:
    expire, days = case
    url = site.put("/", snippet)
    now = page.evaluate("Date.now()") / 1000
    page.goto(f"{url}?seg-pixel=disable{expire}")
    page.wait_for_function("window._segs && _segs.data")
    page.goto(url)
    page.wait_for_function("window._segs && _segs.data")
    collector.nothing_but(page)
    (cookie,) = (cookie for cookie in page.context.cookies() if cookie.get("name") == "_seg_off")
    assert days - 0.1 < (cookie.get("expires", 0) - now) / 86_400 < days + 0.1
    collector.forget()
    page.goto(f"{url}?seg-pixel=enable")
    collector.wait_for_hits(1)
    page.goto(url)
    collector.wait_for_hits(2)


def test_global_privacy_control_is_obeyed(signalling: Page, site: Site, collector: Collector, snippet: str) -> None:
    signalling.goto(site.put("/", snippet))
    signalling.wait_for_function("window._segs && _segs.data")
    signalling.evaluate("_segq.push(['identify', 'ann@example.com'])")
    collector.nothing_but(signalling)
    assert collector.identities == []
    assert stored(signalling) == []
    assert signalling.evaluate("_segs.data.uid")


def test_global_privacy_control_can_be_switched_off_by_the_server(
    signalling: Page, site: Site, collector: Collector
) -> None:
    script = files("headwater.web").joinpath("static", "seg.js").read_text()
    with_options = script.removesuffix("({});") + '({"gpc":"off"});'
    address = f"{collector.origin}/{collector.account}.js"
    signalling.route(address, lambda route: route.fulfill(body=with_options, content_type="text/javascript"))
    signalling.goto(site.put("/", f"<script src='{address}'></script>"))
    collector.wait_for_hits(1)


@pytest.mark.parametrize(
    "element",
    [
        "<script>var _segs = {{gpc: 'off'}}</script><script src='{origin}/{account}.js'></script>",
        "<script src='{origin}/{account}.js' data-gpc='off'></script>",
    ],
    ids=["by the page", "by the element"],
)
def test_global_privacy_control_can_be_switched_off(
    signalling: Page, site: Site, collector: Collector, element: str
) -> None:
    signalling.goto(site.put("/", element.format(origin=collector.origin, account=collector.account)))
    collector.wait_for_hits(1)
