"""What happens to a hit on a bad day, and to a page that guards itself or is broken."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.collector import Collector, event
from tests.browser.site import Site

POLICY = (
    "default-src 'none'; base-uri 'none'; script-src 'nonce-n1'; connect-src {origin}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@pytest.mark.parametrize("status", [503, 429, 500])
def test_what_was_refused_for_now_is_sent_again_with_the_next_page(
    page: Page, site: Site, collector: Collector, snippet: str, status: int
) -> None:
    url = site.put("/", snippet)
    collector.failing = status
    page.goto(url)
    page.evaluate("_segq.push(['identify', 'ann@example.com'])")
    page.wait_for_function("localStorage._seg_out && JSON.parse(localStorage._seg_out).length === 2")
    (refused,) = collector.hits
    collector.failing = None
    collector.forget()
    page.goto(url)
    hits = collector.wait_for_hits(2)
    collector.wait_for_identities(1)
    assert event(refused) in map(event, hits)
    assert page.evaluate("localStorage._seg_out") is None


def test_what_was_refused_for_now_is_sent_again_after_a_while(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    page.clock.install()
    collector.failing = 503
    page.goto(site.put("/", snippet))
    page.wait_for_function("localStorage._seg_out")
    (refused,) = collector.hits
    page.clock.run_for(11_000)
    page.wait_for_function("(localStorage._seg_out || '').endsWith(',2]]')")
    collector.failing = None
    page.clock.run_for(21_000)
    hits = collector.wait_for_hits(3)
    assert list(map(event, hits)) == [event(refused)] * 3
    assert hits[0]["s"] < hits[1]["s"] < hits[2]["s"]


def test_what_nobody_ever_takes_is_given_up(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.clock.install()
    collector.failing = 503
    page.goto(site.put("/", snippet))
    page.wait_for_function("localStorage._seg_out")
    page.evaluate("localStorage._seg_out = localStorage._seg_out.replace(/,1]]$/, ',15]]')")
    page.clock.run_for(11_000)
    collector.wait_for_hits(2)
    page.wait_for_function("!localStorage._seg_out")


@pytest.mark.parametrize("status", [400, 404, 413])
def test_what_was_refused_for_good_is_not_sent_again(
    page: Page, site: Site, collector: Collector, snippet: str, status: int
) -> None:
    url = site.put("/", snippet)
    collector.failing = status
    page.goto(url)
    collector.wait_for_hits(1)
    page.goto(url)
    collector.nothing_but(page, "page_view", "page_view")


def test_a_hit_whose_answer_the_page_does_not_live_to_see_is_sent_once(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    collector.is_holding = True
    page.goto(site.put("/one", snippet))
    collector.wait_for_hits(1)
    page.goto(site.put("/two", snippet))
    collector.wait_for_hits(2)
    collector.is_holding = False
    page.goto(site.put("/three", snippet))
    collector.wait_for_hits(3)
    collector.nothing_but(page, "page_view", "page_view", "page_view")


def test_a_hit_whose_answer_comes_while_the_page_is_put_aside_is_sent_once(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    tell = "<script>addEventListener('pageshow', event => document.title = 'shown-' + event.persisted)</script>"
    collector.is_holding = True
    page.goto(site.put("/kept", snippet + tell))
    collector.wait_for_hits(1)
    page.goto(site.put("/other", "nothing here"))
    collector.is_holding = False
    page.evaluate("history.back()")
    collector.wait_for_hits(2)
    collector.nothing_but(page, "page_view", "page_view")
    assert page.evaluate("localStorage._seg_out") is None
    assert page.title() == "shown-true"


def test_what_happens_offline_is_told_online(
    context: BrowserContext, page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    context.set_offline(offline=True)
    page.evaluate("history.pushState(null, '', '/offline')")
    page.wait_for_function("localStorage._seg_out")
    told_at = page.evaluate("Date.now()")
    context.set_offline(offline=False)
    hits = collector.wait_for_hits(2)
    assert hits[1]["url"] == site.url("/offline")
    assert hits[1]["t"] <= told_at


def test_no_more_than_twenty_are_kept(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    collector.failing = 503
    page.goto(site.put("/", snippet))
    page.wait_for_function("localStorage._seg_out")
    for number in range(30):
        page.evaluate("number => _segq.push(['track', 'event', {number}])", number)
        collector.wait_for(lambda number=number: len(collector.hits) == number + 2)
    page.wait_for_function("JSON.parse(localStorage._seg_out).some(([, facts]) => facts.props?.number === 29)")
    assert page.evaluate("JSON.parse(localStorage._seg_out).length") == 20


def test_a_large_event_arrives(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.goto(site.put("/", snippet))
    collector.wait_for_hits(1)
    page.evaluate("_segq.push(['track', 'large', {text: 'x'.repeat(100000)}])")
    assert len(collector.wait_for_hits(2)[1]["props"]["text"]) == 100_000


def test_a_blocked_collector_makes_no_sound(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    page.route("**/hit", lambda route: route.abort())
    page.goto(site.put("/", snippet))
    page.wait_for_function("localStorage._seg_out")
    assert collector.hits == []


def test_a_strict_content_security_policy_is_kept(page: Page, site: Site, collector: Collector) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    script = f"<script nonce='n1' async src='{collector.origin}/{collector.account}.js'></script>"
    policy = {"Content-Security-Policy": POLICY.format(origin=collector.origin)}
    page.goto(site.put("/", script, headers=policy))
    collector.wait_for_hits(1)
    page.evaluate("_segq.push(['identify', 'ann@example.com'])")
    collector.wait_for_identities(1)
    assert [text for text in complaints if "favicon" not in text] == []


def test_a_page_that_isolates_itself_can_load_it(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    isolation = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
    page.goto(site.put("/", snippet, headers=isolation))
    collector.wait_for_hits(1)


@pytest.mark.parametrize(
    "damage",
    [
        "window.fetch = undefined",
        "window.fetch = () => { throw Error('broken') }",
        "window.crypto.getRandomValues = undefined",
        "JSON.stringify = () => { throw Error('broken') }",
        "history.pushState = null",
        "window._segs = 'taken'",
        "window._segs = Object.freeze({integration: 'frozen'})",
        "window._segq = 'taken'",
        "window._segq = {push() {}}",
        "window.URLSearchParams = undefined",
        "Array.from = undefined",
        "document.addEventListener = undefined",
    ],
)
def test_a_broken_page_is_not_broken_any_further(page: Page, site: Site, collector: Collector, damage: str) -> None:
    script = f"<script src='{collector.origin}/{collector.account}.js'></script>"
    page.goto(site.put("/", f"<script>{damage}</script>{script}<script>window.isWhole = true</script>"))
    page.evaluate("() => { try { history.pushState(null, '', '/two') } catch {} }")
    page.evaluate("() => new Promise(done => setTimeout(done))")
    assert page.evaluate("isWhole") is True


def test_the_debug_mode_shows_what_is_sent(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    shown: list[str] = []
    page.on("console", lambda message: shown.append(message.text))
    page.goto(site.put("/", snippet) + "?seg-debug")
    (hit,) = collector.wait_for_hits(1)
    page.wait_for_function("true")
    assert any(text.startswith("hit ") and hit["uid"] in text for text in shown)
