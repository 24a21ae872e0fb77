"""All forms of the snippet that are found in the wild end in the right account, and in the right person's journey."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Page

from headwater.api.house import House
from tests.browser import snippets
from tests.browser.collector import Collector
from tests.browser.journeys import Journeys, legacy_account
from tests.browser.site import Site

LEGACY = "81542"


@pytest.fixture(scope="module", autouse=True)
def journeys(house: House, running_collector: Collector) -> Mapping[bool, Journeys]:
    """Those of the account with a number, which is there before a page names it, and those of the other."""
    legacy_account(house, LEGACY)
    accounts = {True: LEGACY, False: running_collector.account}
    return {is_legacy: Journeys(house, running_collector, account) for is_legacy, account in accounts.items()}


def fill(form: str, collector: Collector) -> str:
    return form.format(account=collector.account, host=collector.host, port=collector.port)


@pytest.mark.parametrize("form", snippets.FORMS)
def test_each_form_of_the_snippet_tells_of_the_page_view(
    page: Page, site: Site, collector: Collector, form: str
) -> None:
    url = site.put("/", fill(snippets.FORMS[form], collector))
    page.goto(url)
    (hit,) = collector.wait_for_hits(1)
    assert hit["a"] == (LEGACY if form == "legacy number" else collector.account)
    assert hit["url"] == url
    assert page.evaluate("_segs.data.uid") == hit["uid"]


@pytest.mark.parametrize("form", snippets.FORMS)
def test_each_form_of_the_snippet_ends_in_the_journey_of_the_right_person(
    page: Page, site: Site, collector: Collector, form: str, journeys: Mapping[bool, Journeys]
) -> None:
    email = f"{form.replace(' ', '.')}@example.com"
    url = site.put("/", fill(snippets.FORMS[form], collector))
    page.goto(f"{url}?utm_source=news&utm_medium=email&utm_campaign=Spring+Sale")
    collector.wait_for_hits(1)
    page.evaluate("email => _segq.push(['identify', email])", email)
    collector.wait_for_identities(1)
    page.goto(site.put("/pricing", fill(snippets.FORMS[form], collector)))
    collector.wait_for_hits(2)
    mine, other = journeys[form == "legacy number"], journeys[form != "legacy number"]
    told = mine.of(email)
    first, second = told["events"]
    assert (first["utm_campaign"], first["channel"], first["url"]) == ("Spring Sale", "email", url)
    assert (second["path"], second["channel"]) == ("/pricing", None)
    assert {first["uid"], second["uid"]} == {page.evaluate("_segs.data.uid")}
    assert told["utm_campaign"] == "Spring Sale"
    assert mine.of("nobody@example.com")["events"] == []
    assert other.of(email)["events"] == []


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
