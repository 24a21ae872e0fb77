"""Who somebody is: told by a call, by a form, or by the link in an e-mail."""

import pytest
from playwright.sync_api import Page

from headwater.api.house import House
from tests.browser.collector import Collector
from tests.browser.journeys import Journeys
from tests.browser.site import Site

FORM = """
<form action="/thanks" {attributes}>
  <input name="first_name"><input type="hidden" name="email_owner" value="owner@example.com">
  <input {field}><button>Join</button>
</form>
"""

SENSELESS = (
    "['identify']",
    "['identify', '']",
    "['identify', null]",
    "['identify', 'nobody']",
    "['identify', '{{email}}']",
    "['identify', {}]",
    "['identify', {email: null, contact_id: null}]",
    "['identify', {toString: null, email: {toString: null}}]",
    "['unknown', 1]",
    "['constructor', 1]",
    "['__proto__', 1]",
    "[]",
    "[['identify']]",
    "null",
    "undefined",
    "'identify'",
    "42",
    "() => 1",
    "Object.create(null)",
    "[Symbol('x')]",
    "['track']",
    "['track', 'x', (() => { const loop = {}; loop.loop = loop; return loop })()]",
    "['consent']",
    "['consent', 'perhaps']",
)


@pytest.fixture(scope="module")
def journeys(house: House, running_collector: Collector) -> Journeys:
    return Journeys(house, running_collector, running_collector.account)


def told(collector: Collector) -> list[tuple[str | None, str | None]]:
    return [(identity.get("e"), identity.get("cid")) for identity in collector.identities]


@pytest.mark.parametrize(
    "case",
    [
        ("'ann@example.com'", ("ann@example.com", None)),
        ("' ann@example.com '", ("ann@example.com", None)),
        ("{email: 'ann@example.com'}", ("ann@example.com", None)),
        ("{email: 'ann@example.com', contact_id: 4294967297}", ("ann@example.com", "4294967297")),
        ("{contact_id: 'c-7'}", (None, "c-7")),
        ("{email: '', contact_id: 'c-7'}", (None, "c-7")),
        ("{email: 'not an address', contact_id: 'c-7'}", (None, "c-7")),
    ],
)
def test_identify_by_a_call_before_and_after_the_script(
    page: Page, site: Site, collector: Collector, snippet: str, case: tuple[str, tuple[str | None, str | None]]
) -> None:
    call, expected = case
    push = f"_segq.push(['identify', {call}])"
    page.goto(site.put("/", f"<script>var _segq = _segq || []; {push}</script>{snippet}"))
    collector.wait_for_identities(1)
    page.evaluate(push)
    collector.wait_for_identities(2)
    assert told(collector) == [expected, expected]
    for identity in collector.identities:
        assert (identity["a"], identity["uid"]) == (collector.account, page.evaluate("_segs.data.uid"))


def test_a_call_above_the_snippet_counts_as_well(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    early = "<script>window._segq = [['identify', 'ann@example.com'], ['track', 'seen']]</script>"
    page.goto(site.put("/", early + snippet))
    collector.wait_for_identities(1)
    hits = collector.wait_for_hits(2)
    assert [hit["type"] for hit in hits] == ["page_view", "seen"]
    assert hits[0]["uid"] == collector.identities[0]["uid"]


def test_calls_that_make_no_sense_are_dropped_without_a_sound(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    pushes = "".join(f"_segq.push({call});" for call in SENSELESS)
    page.goto(site.put("/", f"<script>var _segq = _segq || []; {pushes}</script>{snippet}"))
    collector.wait_for_hits(1)
    page.evaluate(f"() => {{ {pushes} }}")
    collector.nothing_but(page, "page_view")
    assert collector.identities == []


def test_pages_seen_before_are_part_of_the_journey_of_who_signs_up(
    page: Page, site: Site, collector: Collector, snippet: str, journeys: Journeys
) -> None:
    site.put("/thanks", snippet)
    page.goto(site.put("/first", snippet) + "?utm_campaign=first")
    collector.wait_for_hits(1)
    page.goto(site.put("/join", FORM.format(field='type="email"', attributes="") + snippet))
    collector.wait_for_hits(2)
    page.fill("[type=email]", "Journey@Example.com")
    page.click("button")
    collector.wait_for_identities(1)
    collector.wait_for_hits(3)
    seen = journeys.of("journey@example.com")
    assert [event["path"] for event in seen["events"]] == ["/first", "/join", "/thanks"]
    assert seen["utm_campaign"] == seen["events"][0]["utm_campaign"] == "first"


def test_who_is_named_by_an_id_has_a_journey_too(
    page: Page, site: Site, collector: Collector, snippet: str, journeys: Journeys
) -> None:
    page.goto(site.put("/account", f"<script>_segq = [['identify', {{contact_id: 8589934593}}]]</script>{snippet}"))
    collector.wait_for_identities(1)
    collector.wait_for_hits(1)
    assert [event["path"] for event in journeys.of(contact_id="8589934593")["events"]] == ["/account"]


def test_the_link_of_an_e_mail_leads_to_the_journey_without_the_address_in_it(
    page: Page, site: Site, collector: Collector, snippet: str, journeys: Journeys
) -> None:
    url = site.put("/offer", snippet)
    page.goto(f"{url}?seg_email=link@example.com&utm_source=mail")
    collector.wait_for_identities(1)
    collector.wait_for_hits(1)
    (event,) = journeys.of("link@example.com")["events"]
    assert (event["full_url"], event["args"]) == (f"{url}?utm_source=mail", {"utm_source": "mail"})


@pytest.mark.parametrize(
    "field",
    ['type="email" name="x"', 'type="EMAIL" name="x"', 'type="text" name="your_email"', 'id="E-Mail" name="field_3"'],
)
def test_identify_by_a_form(page: Page, site: Site, collector: Collector, snippet: str, field: str) -> None:
    site.put("/thanks", "thank you")
    page.goto(site.put("/", FORM.format(field=field, attributes="") + snippet))
    collector.wait_for_hits(1)
    page.fill("input:nth-of-type(3)", "ann@example.com")
    page.click("button")
    collector.wait_for_identities(1)
    assert told(collector) == [("ann@example.com", None)]


def test_a_form_that_the_page_sends_by_itself_identifies_as_well(
    page: Page, site: Site, collector: Collector, snippet: str
) -> None:
    own = "<script>document.forms[0].onsubmit = e => { e.preventDefault(); e.stopImmediatePropagation() }</script>"
    page.goto(site.put("/", FORM.format(field='type="email"', attributes="") + own + snippet))
    collector.wait_for_hits(1)
    page.fill("[type=email]", "ann@example.com")
    page.keyboard.press("Enter")
    collector.wait_for_identities(1)
    assert told(collector) == [("ann@example.com", None)]


@pytest.mark.parametrize(
    "case",
    [
        ('type="email"', 'data-seg="off"', ""),
        ('type="email"', "", "var _segs = {forms: false};"),
        ('type="email"', "", "var _segs = {forms: 'off'};"),
        ('type="password" name="email"', "", ""),
        ('type="text" name="friend"', "", ""),
    ],
)
def test_forms_that_identify_nobody(
    page: Page, site: Site, collector: Collector, snippet: str, case: tuple[str, str, str]
) -> None:
    field, attributes, before = case
    form = FORM.format(field=field, attributes=attributes)
    page.goto(site.put("/", f"<script>{before}</script>{form}{snippet}"))
    collector.wait_for_hits(1)
    page.evaluate("document.forms[0].addEventListener('submit', event => event.preventDefault())")
    page.fill("input:nth-of-type(3)", "ann@example.com")
    page.click("button")
    collector.nothing_but(page, "page_view")
    assert collector.identities == []


@pytest.mark.parametrize(
    "case",
    [
        ("?seg_email=ann@example.com", "ann@example.com", ""),
        ("?seg_email=ann%40example.com#top", "ann@example.com", "#top"),
        ("?seg_email=ann+news@example.com&utm_source=mail", "ann+news@example.com", "?utm_source=mail"),
        ("?utm_source=mail&seg_email=ann%2Bnews%40example.com", "ann+news@example.com", "?utm_source=mail"),
        ("?a=1&seg_email=ann@example.com&b=2#x?y", "ann@example.com", "?a=1&b=2#x?y"),
        ("?seg_email={{email}}&b=2", None, "?b=2"),
        ("?other_seg_email=ann@example.com", None, "?other_seg_email=ann@example.com"),
    ],
)
def test_identify_by_the_link_of_an_e_mail(
    page: Page, site: Site, collector: Collector, snippet: str, case: tuple[str, str | None, str]
) -> None:
    query, email, rest = case
    url = site.put("/", snippet)
    page.goto(url + query)
    assert collector.wait_for_hits(1)[0]["url"] == url + rest
    assert page.url == url + rest
    collector.nothing_but(page, "page_view")
    assert told(collector) == ([(email, None)] if email else [])


def test_links_that_identify_can_be_switched_off(page: Page, site: Site, collector: Collector, snippet: str) -> None:
    url = site.put("/", f"<script>var _segs = {{email: 'off'}}</script>{snippet}")
    page.goto(url + "?seg_email=ann@example.com")
    assert collector.wait_for_hits(1)[0]["url"] == url
    collector.nothing_but(page, "page_view")
    assert collector.identities == []
