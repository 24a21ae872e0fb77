"""All forms of the snippet that are found in the wild end in a page view of the right account."""

import pytest
from playwright.sync_api import Page

from tests.browser import snippets
from tests.browser.collector import Collector
from tests.browser.site import Site


def fill(form: str, collector: Collector) -> str:
    return form.format(account=collector.account, host=collector.host, port=collector.port)


@pytest.mark.parametrize("form", snippets.FORMS)
def test_each_form_of_the_snippet_tells_of_the_page_view(
    page: Page, site: Site, collector: Collector, form: str
) -> None:
    url = site.put("/", fill(snippets.FORMS[form], collector))
    page.goto(url)
    (hit,) = collector.wait_for_hits(1)
    assert hit["a"] == ("81542" if form == "legacy number" else collector.account)
    assert hit["url"] == url
    assert page.evaluate("_segs.data.uid") == hit["uid"]


@pytest.mark.parametrize("form", snippets.FORMS)
def test_each_form_of_the_snippet_takes_calls_before_and_after_the_script(
    page: Page, site: Site, collector: Collector, form: str
) -> None:
    before = "<script>var _segq = _segq || []; _segq.push(['identify', 'before@example.com'])</script>"
    page.goto(site.put("/", before + fill(snippets.FORMS[form], collector)))
    collector.wait_for_identities(1)
    page.evaluate("_segq.push(['identify', 'after@example.com'])")
    assert [told["e"] for told in collector.wait_for_identities(2)] == ["before@example.com", "after@example.com"]
    (hit,) = collector.wait_for_hits(1)
    assert {told["uid"] for told in collector.identities} == {hit["uid"]}


def test_two_snippets_of_one_account_count_once(page: Page, site: Site, collector: Collector) -> None:
    twice = fill(snippets.PUBLISHED, collector) + fill(snippets.ACCOUNT_FILE, collector)
    page.goto(site.put("/", twice))
    collector.wait_for_hits(1)
    collector.nothing_but(page, "page_view")


def test_a_module_script_finds_itself(page: Page, site: Site, collector: Collector) -> None:
    page.goto(site.put("/", f'<script type="module" src="{collector.origin}/tag/{collector.account}.js"></script>'))
    (hit,) = collector.wait_for_hits(1)
    assert hit["a"] == collector.account


@pytest.mark.parametrize("file", ["seg.js?v=2", "segmet.js", "tag/any.js"])
def test_an_account_on_the_element_counts_before_the_name_of_the_file(
    page: Page, site: Site, collector: Collector, file: str
) -> None:
    page.goto(site.put("/", f'<script async data-integration="named" src="{collector.origin}/{file}"></script>'))
    (hit,) = collector.wait_for_hits(1)
    assert hit["a"] == "named"


@pytest.mark.parametrize("file", ["{account}.js", "tag/{account}.js"])
def test_a_script_under_a_path_sends_to_that_path(page: Page, site: Site, collector: Collector, file: str) -> None:
    address = f"{collector.origin}{collector.prefix}/{file.format(account=collector.account)}"
    page.goto(site.put("/", f'<script async src="{address}"></script>'))
    (hit,) = collector.wait_for_hits(1)
    assert hit["a"] == collector.account


def test_another_collector_can_be_named(page: Page, site: Site, collector: Collector) -> None:
    element = f'<script async data-host="http://in.localhost:{collector.port}" src="{collector.origin}/x.js"></script>'
    page.goto(site.put("/", element))
    collector.wait_for_hits(1)
    assert collector.arrivals[0].headers["host"] == f"in.localhost:{collector.port}"


def test_a_script_without_an_account_does_nothing(page: Page, site: Site, collector: Collector) -> None:
    page.goto(site.put("/", f'<script src="{collector.origin}/seg.js"></script>'))
    page.evaluate("window._segq && _segq.push(['track', 'x'])")
    assert page.evaluate("document.cookie") == ""
    collector.nothing_but(page)
