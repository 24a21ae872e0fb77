"""A visitor who goes to another domain of the same business stays the same visitor, and nobody else becomes them."""

import pytest
from playwright.sync_api import Page

from tests.browser.collector import Collector
from tests.browser.site import Site

TWO_MINUTES = 120_000


class Business:
    """Two linked domains and a stranger."""

    def __init__(self, site: Site, snippet: str) -> None:
        """Link `shop.localhost` with `pay.localhost`."""
        names = f"'shop.localhost:{site.port}', 'pay.localhost:{site.port}'"
        linked = f"<script>var _segs = {{link: [{names}]}}</script>{snippet}"
        self.pay = site.put("/pay", linked, "pay.localhost")
        targets = {
            "pay": f"{self.pay}?order=7%20a#form",
            "sub": f"http://www.pay.localhost:{site.port}/pay",
            "own": site.url("/two"),
            "stranger": site.url("/", "stranger.localhost"),
            "look-alike": site.url("/", "notpay.localhost"),
            "mail": "mailto:a@example.com",
        }
        links = "".join(f"<p><a id='{name}' href='{url}'><b>{name}</b></a></p>" for name, url in targets.items())
        self.shop = site.put("/", links + linked)
        self.stranger = site.put("/", f"<a id='pay' href='{self.pay}'>pay</a>", "stranger.localhost")


@pytest.fixture
def business(site: Site, snippet: str) -> Business:
    return Business(site, snippet)


@pytest.mark.parametrize("way", ["click", "keyboard", "new tab"])
def test_the_visitor_goes_along(page: Page, collector: Collector, business: Business, way: str) -> None:
    page.goto(business.shop)
    collector.wait_for_hits(1)
    if way == "click":
        page.click("#pay b")
    elif way == "keyboard":
        page.focus("#pay")
        page.keyboard.press("Enter")
    else:
        page.click("#pay b", button="middle")
    first, second = collector.wait_for_hits(2)
    assert second["url"] == f"{business.pay}?order=7%20a#form"
    assert (second["uid"], second["sid"], second["new"]) == (first["uid"], first["sid"], False)
    page.context.pages[-1].goto(business.pay)
    assert collector.wait_for_hits(3)[2]["uid"] == first["uid"]


def test_only_links_to_linked_domains_are_decorated(page: Page, collector: Collector, business: Business) -> None:
    page.goto(business.shop)
    collector.wait_for_hits(1)
    page.evaluate("document.addEventListener('click', event => event.preventDefault())")
    decorated: list[str] = []
    for name in ("pay", "sub", "own", "stranger", "look-alike", "mail"):
        page.click(f"#{name}")
        page.click(f"#{name}")
        if page.evaluate("name => document.getElementById(name).href.split('_seg=').length", name) == 2:
            decorated.append(name)
    assert decorated == ["pay", "sub"]
    assert page.evaluate("pay.search").startswith("?order=7%20a&_seg=")


def handed_over(page: Page, collector: Collector, business: Business, age: int = 0) -> tuple[str, str]:
    """A visitor's uid, and the address that hands it over, made so many milliseconds ago."""
    page.goto(business.shop)
    (hit,) = collector.wait_for_hits(1)
    made = page.evaluate("age => (Date.now() - age).toString(36)", age)
    collector.forget()
    return hit["uid"], f"{business.pay}?_seg={hit['uid']}.{hit['sid']}.{made}"


@pytest.mark.parametrize(
    "case", [(TWO_MINUTES - 20_000, True), (TWO_MINUTES + 1_000, False), (-TWO_MINUTES - 20_000, False)]
)
def test_a_passport_is_short_lived(
    page: Page, collector: Collector, business: Business, case: tuple[int, bool]
) -> None:
    age, is_taken = case
    uid, address = handed_over(page, collector, business, age)
    page.evaluate("url => { location.href = url }", address)
    (hit,) = collector.wait_for_hits(1)
    assert hit["url"] == business.pay
    assert (hit["uid"] == uid) is is_taken


@pytest.mark.parametrize("sender", ["a stranger", "nobody"])
def test_a_copied_passport_is_not_taken(page: Page, collector: Collector, business: Business, sender: str) -> None:
    uid, address = handed_over(page, collector, business)
    if sender == "a stranger":
        page.goto(business.stranger)
        page.evaluate("url => { location.href = url }", address)
    else:
        page.goto("about:blank")
        page.goto(address)
    (hit,) = collector.wait_for_hits(1)
    assert hit["uid"] != uid
    assert hit["url"] == business.pay


@pytest.mark.parametrize("forged", ["x;path=/.s.{now}", "{uid}", "..", "{uid}.{sid}.{now}.more", "%E0%A4.s.{now}"])
def test_a_forged_passport_is_not_taken(page: Page, collector: Collector, business: Business, forged: str) -> None:
    page.goto(business.shop)
    (first,) = collector.wait_for_hits(1)
    now = page.evaluate("Date.now().toString(36)")
    passport = forged.format(uid=first["uid"], sid=first["sid"], now=now)
    page.evaluate("url => { location.href = url }", f"{business.pay}?_seg={passport}")
    second = collector.wait_for_hits(2)[1]
    assert second["uid"] != first["uid"]
    assert second["uid"].isalnum()


def test_the_other_tabs_of_the_browser_follow(page: Page, collector: Collector, business: Business) -> None:
    page.goto(business.pay)
    collector.wait_for_hits(1)
    other = page.context.new_page()
    other.goto(business.shop)
    shop = collector.wait_for_hits(2)[1]
    other.click("#pay")
    collector.wait_for_hits(3)
    page.evaluate("_segq.push(['track', 'in the first tab'])")
    hits = collector.wait_for_hits(4)
    assert [hit["uid"] == shop["uid"] for hit in hits] == [False, True, True, True]
