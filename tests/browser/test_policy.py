"""What an account decides, in a real browser: the script obeys, and the server says what became of it."""

import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from headwater.api.house import House
from headwater.ledger.accounts import change_settings, create_account
from tests.browser.collector import Collector
from tests.browser.conftest import AGENT
from tests.browser.site import Site

FORM = '<form action="/thanks"><input type="email" name="email" value="ann@mail.example"><button>Go</button></form>'


def decided(house: House, **settings: Any) -> str:  # noqa: ANN401 - values of JSON
    """A new account with this policy."""
    account = create_account(house.store, house.clock(), "Shop", "UTC", "USD").account_id
    change_settings(house.store, account, settings)
    return account


def tag(collector: Collector, account: str) -> str:
    return f'<script async src="{collector.origin}/{account}.js"></script>'


def asked(house: House, account: str, sql: str) -> list[tuple[object, ...]]:
    house.projector.catch_up(account)
    return list(house.readers.run(account, sql).rows)


def test_without_cookies_nothing_stays_in_the_browser_and_the_visits_of_a_day_are_one_visitor(
    page: Page, site: Site, collector: Collector, house: House
) -> None:
    account = decided(house, visitors="cookieless")
    for path in ("/first", "/second"):
        page.goto(site.put(path, tag(collector, account) + FORM))
        page.wait_for_function("window._segs && _segs.data.uid")
    collector.wait_for_hits(2)
    page.click("button")
    collector.wait_for_identities(1)
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == []
    collector.wait_for(lambda: all(arrival.answer for arrival in collector.arrivals))
    views = "SELECT count(*), count(DISTINCT visitor_id) FROM page_views"
    assert asked(house, account, views) == [(2, 1)]
    assert asked(house, account, "SELECT count(*) FROM visitors") == [(1,)]


def test_a_refusal_is_remembered_without_cookies_too(
    page: Page, site: Site, collector: Collector, house: House
) -> None:
    account = decided(house, visitors="cookieless")
    page.goto(site.put("/refusing", f"<script>_segq = [['optout']]</script>{tag(collector, account)}"))
    page.wait_for_function("window._segs && _segs.running")
    page.goto(site.put("/after", tag(collector, account)))
    page.wait_for_function("window._segs && _segs.running")
    collector.nothing_but(page)
    assert [cookie.get("name") for cookie in page.context.cookies()] == ["_seg_off"]


def test_consent_may_be_required_by_the_account(page: Page, site: Site, collector: Collector, house: House) -> None:
    account = decided(house, consent="required")
    page.goto(site.put("/asking", tag(collector, account)))
    page.wait_for_function("window._segs && _segs.running")
    collector.nothing_but(page)
    collector.forget()
    page.evaluate("_segq.push(['consent', 'granted'])")
    collector.wait_for_hits(1)


@pytest.mark.parametrize("policy", ["obey", "ignore"])
def test_the_server_holds_to_global_privacy_control_whatever_a_page_says(
    browser: Browser, site: Site, collector: Collector, house: House, policy: str
) -> None:
    account = decided(house, gpc=policy)
    context = browser.new_context(user_agent=AGENT, extra_http_headers={"Sec-GPC": "1"})
    page = context.new_page()
    page.goto(site.put("/signal", f"<script>_segs = {{gpc: 'off'}}</script>{tag(collector, account)}"))
    collector.wait_for_hits(1)
    collector.wait_for(lambda: bool(collector.arrivals[0].answer))
    assert collector.arrivals[0].answer.get("headwater-dropped") == ("gpc" if policy == "obey" else None)
    assert asked(house, account, "SELECT count(*) FROM page_views") == [(int(policy == "ignore"),)]
    context.close()
    collector.forget()


@pytest.mark.parametrize("policy", ["obey", "ignore"])
def test_do_not_track_is_obeyed_if_the_account_says_so(
    page: Page, site: Site, collector: Collector, house: House, policy: str
) -> None:
    account = decided(house, dnt=policy)
    page.add_init_script("Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})")
    page.goto(site.put("/track", tag(collector, account)))
    page.wait_for_function("window._segs && _segs.running")
    collector.nothing_but(page, *["page_view"] * (policy == "ignore"))


def test_a_hit_whose_answer_was_lost_is_sent_again_and_counted_once(
    page: Page, site: Site, collector: Collector, house: House
) -> None:
    account = decided(house)
    collector.is_losing = True
    page.goto(site.put("/lost", tag(collector, account)))
    collector.wait_for_hits(1)
    page.wait_for_function("localStorage._seg_out")
    collector.is_losing = False
    page.evaluate("dispatchEvent(new Event('online'))")
    first, again = collector.wait_for_hits(2)
    assert (first["t"], first["uid"], first["url"]) == (again["t"], again["uid"], again["url"])
    assert again["s"] >= first["s"]
    collector.wait_for(lambda: all(arrival.answer for arrival in collector.arrivals))
    assert asked(house, account, "SELECT count(*) FROM page_views") == [(1,)]
    assert asked(house, account, "SELECT reason, hits FROM drops") == [("repeated", 1)]


def test_a_clock_that_is_wrong_is_put_right(page: Page, site: Site, collector: Collector, house: House) -> None:
    account = decided(house)
    page.clock.install(time="2031-05-05 05:05:05")
    page.goto(site.put("/future", tag(collector, account)))
    collector.wait_for_hits(1)
    collector.wait_for(lambda: bool(collector.arrivals[0].answer))
    ((at,),) = asked(house, account, 'SELECT epoch_us("at") FROM page_views')
    assert isinstance(at, int)
    assert abs(at / 1e6 - time.time()) < 60


def test_on_the_sites_own_domain_the_server_keeps_the_visitors_cookie(
    page: Page, collector: Collector, house: House
) -> None:
    """The browser script under a path of the site itself, as the guide says."""
    account = decided(house)
    page.goto(f"{collector.origin}/health")
    add = "src => { const s = document.createElement('script'); s.src = src; document.body.append(s) }"
    page.evaluate(add, f"{collector.prefix}/{account}.js")
    collector.wait_for_hits(1)
    collector.wait_for(lambda: bool(collector.arrivals[0].answer))
    uid = page.evaluate("_segs.data.uid")
    assert collector.arrivals[0].answer["set-cookie"].startswith(f"_seg_uid={uid}; Path=/; Max-Age=31536000;")
    page.goto(f"{collector.origin}/health?2")
    page.evaluate(add, f"{collector.prefix}/{account}.js")
    collector.wait_for_hits(2)
    assert [hit["uid"] for hit in collector.hits] == [uid, uid]
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie.get("name") == "_seg_uid"]
    assert (cookie.get("value"), cookie.get("httpOnly")) == (uid, False)
    assert cookie.get("expires", 0) - time.time() > 364 * 86_400
