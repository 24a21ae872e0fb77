"""The steps together: what a page view holds, what is counted, and that nothing makes them raise."""

import string
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.intake.enrich import MAX_TITLE, SAMPLE, STEPS, Enricher
from headwater.intake.enrich_url import MAX_URL, MAX_VALUE
from headwater.scalars import hash63
from headwater.warehouse.feed import AccountFacts, Enrichment, PageView
from headwater.warehouse.feed import Origin as OriginRow

ACCOUNT = AccountFacts(
    account_id="a1", timezone="UTC", currency="USD", settings='{"own_domains": ["shop.example.net"]}'
)
PERSON = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
HIT = {
    "id": 41, "uid": "u1", "at": 1_700_000_000_000_000, "received_at": 1_700_000_000_500_000,
    "url": "https://Shop.example.com:443/Pricing?utm_source=fb&utm_medium=cpc&utm_campaign=May+Sale&ad_id=77&fbclid=x",
    "ref": "https://m.facebook.com/", "title": " Pricing ", "sid": "s1", "new": True, "type": "page_view",
    "props": {"plan": "pro"}, "ip": "203.0.113.77", "ua": PERSON,
}  # fmt: skip


def enrich(**changes: Any) -> Any:  # noqa: ANN401 - fields of JSON
    """The page view and the origin of the hit above with some fields changed."""
    enriched = Enricher().hit(ACCOUNT, {**HIT, **changes})
    assert enriched.drop is None
    return enriched


def test_a_page_view_has_the_columns_of_the_warehouse() -> None:
    enrichment: Enrichment = Enricher()
    enriched = enrichment.hit(ACCOUNT, HIT)
    assert enriched.page_view is not None
    assert enriched.origin is not None
    assert set(enriched.page_view) == set(get_type_hints(PageView))
    assert set(enriched.origin) == set(get_type_hints(OriginRow))
    msgspec.convert(dict(enriched.page_view), PageView)
    msgspec.convert(dict(enriched.origin), OriginRow)


def test_what_a_hit_becomes() -> None:
    enriched = enrich()
    origin_id = hash63("m.facebook.com\x1ffb\x1fcpc\x1fMay Sale\x1f\x1f\x1ffbclid\x1f77")
    assert enriched.page_view == {
        "id": 41, "visitor_id": hash63("u1"), "at": 1_700_000_000_000_000, "type": "page_view", "starts_session": True,
        "origin_id": origin_id, "host": "shop.example.com", "path": "/Pricing", "url": HIT["url"],
        "referrer": "https://m.facebook.com/", "title": "Pricing", "country": None, "region": None, "city": None,
        "device": "mobile", "os": "iOS", "browser": "Safari", "ip": "203.0.113.0", "props": '{"plan":"pro"}',
    }  # fmt: skip
    assert enriched.origin == {
        "origin_id": origin_id, "referrer_host": "m.facebook.com", "utm_source": "fb", "utm_medium": "cpc",
        "utm_campaign": "May Sale", "utm_content": "", "utm_term": "", "click_id": "fbclid", "ad_id": "77",
        "channel": "paid", "source": "Facebook",
    }  # fmt: skip


def test_a_hit_with_nothing_but_a_url_is_a_page_view_of_a_visitor_of_its_own() -> None:
    one = Enricher().hit(ACCOUNT, {"id": 1, "at": 0, "url": "https://shop.example.com"}).page_view
    two = Enricher().hit(ACCOUNT, {"id": 2, "at": 0, "url": "https://shop.example.com"}).page_view
    assert one
    assert two
    assert (one["path"], one["origin_id"], one["type"], one["device"]) == ("/", None, "page_view", None)
    assert one["visitor_id"] != two["visitor_id"]


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://a.example/?email=joe@example.com", "https://a.example/?email=(email)"),
        ("https://a.example/?email=joe%2Bx%40example.co.uk&x=1", "https://a.example/?email=(email)&x=1"),
        ("https://a.example/?next=%2Fa%3Fe%3Djoe%2540example.com", "https://a.example/?next=(email)"),
        ("https://a.example/#e=joe@example.com", "https://a.example/#e=(email)"),
        ("https://a.example/joe@example.com/confirm", "https://a.example/(email)/confirm"),
        ("https://joe:secret@a.example/x", "https://a.example/x"),
        ("https://a.example/@joe/logo@2x.png?v=pkg@1.2.3", "https://a.example/@joe/logo@2x.png?v=pkg@1.2.3"),
        ("mailto:joe@example.com", "mailto:(email)"),
    ],
)
def test_e_mail_addresses_and_passwords_are_not_stored(url: str, stored: str) -> None:
    view = enrich(url=url, ref=url).page_view
    assert view["url"] == stored
    assert view["referrer"] == stored
    assert "joe@" not in view["path"]


def test_e_mail_addresses_in_campaigns_are_not_stored_either() -> None:
    origin = enrich(url="https://a.example/?utm_term=joe%40example.com&utm_content=to+joe@example.com").origin
    assert (origin["utm_term"], origin["utm_content"]) == ("(email)", "to (email)")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2::3", "2001:db8:1::"),
        ("fe80::1%eth0", "fe80::"),
        ("999.1.1.1", None),
        ("010.1.1.1", None),
        ("unknown", None),
        (None, None),
        (7, None),
    ],
)
def test_addresses_lose_their_last_part(sent: object, kept: str | None) -> None:
    assert enrich(ip=sent).page_view["ip"] == kept


@pytest.mark.parametrize(
    ("ua", "told"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36", ("desktop", "Windows", "Chrome")),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15",
            ("desktop", "macOS", "Safari"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36",
            ("mobile", "Android", "Chrome"),
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 Chrome/124.0.0.0 Safari/537.36",
            ("tablet", "Android", "Chrome"),
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605 Version/16.6 Mobile/15E148 Safari/604.1",
            ("tablet", "iOS", "Safari"),
        ),
        (PERSON.replace("Version/17.5", "CriOS/126.0"), ("mobile", "iOS", "Chrome")),
        ("Mozilla/5.0 (X11; Ubuntu; Linux; rv:127.0) Gecko/20100101 Firefox/127.0", ("desktop", "Linux", "Firefox")),
        ("something nobody has heard of", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_devices(ua: str, told: tuple[str | None, ...]) -> None:
    view = enrich(ua=ua).page_view
    assert (view["device"], view["os"], view["browser"]) == told


@pytest.mark.parametrize(("purpose", "drop"), [("prefetch;prerender", "prefetch"), ("Preview", "prefetch"), ("", None)])
def test_pages_fetched_ahead_are_dropped(purpose: str, drop: str | None) -> None:
    assert Enricher().hit(ACCOUNT, {**HIT, "purpose": purpose}).drop == drop


def test_drops_and_what_could_not_be_read_are_counted() -> None:
    enricher = Enricher()
    bot = {"ua": "curl/8"}
    for change in (bot, bot, {"url": "about:blank"}, {"ref": "-"}, {"props": {"name": "\ud800"}}, {}):
        enricher.hit(ACCOUNT, {**HIT, **change})
    assert enricher.drops == {"bot": 2}
    assert enricher.unread == {"url": 1, "referrer": 1, "put_props": 1}


def test_an_unreadable_url_is_kept_as_it_came() -> None:
    view = enrich(url="https://[broken/x").page_view
    assert (view["host"], view["url"]) == ("", "https://[broken/x")


def test_steps_are_timed_in_samples() -> None:
    enricher = Enricher()
    for number in range(SAMPLE * 3):
        enricher.hit(ACCOUNT, {**HIT, "id": number})
    times = enricher.times()
    assert [time.step for time in times] == [step.__name__ for step in STEPS]
    assert {time.timed for time in times} == {3}


def contact(**values: str) -> dict[str, object]:
    return {"id": 1, "utm_source": None, "utm_medium": None, **values}


def test_the_origin_of_a_contact_is_that_of_a_visit_that_came_so() -> None:
    brought = contact(
        utm_source=" fb ", utm_medium="cpc", utm_campaign="May  Sale", referring_url="https://www.facebook.com/x"
    )
    visit = enrich(
        url="https://a.example/?utm_source=fb&utm_medium=cpc&utm_campaign=May+Sale", ref="https://facebook.com/"
    )
    assert Enricher().origin_of(ACCOUNT, brought) == visit.origin


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"utm_source": "  "},
        {"referring_url": "https://blog.shop.example.net/post"},
        {"referring_url": "https://www.paypal.com/"},
        {"referring_url": "https://a.example.org/", "optin_url": "https://b.example.org/join"},
        {"referring_url": "no referrer"},
    ],
)
def test_a_contact_that_says_nothing_has_no_origin(values: dict[str, str]) -> None:
    assert Enricher().origin_of(ACCOUNT, contact(**values)) is None


def test_a_bare_host_is_a_referring_url() -> None:
    origin = Enricher().origin_of(ACCOUNT, contact(referring_url="reallycoolurl.com"))
    assert origin
    assert (origin["channel"], origin["source"]) == ("referral", "reallycoolurl.com")


def test_origins_are_told_anew_from_their_rows() -> None:
    told = enrich().origin
    outdated = {**told, "channel": "other", "source": "?"}
    assert Enricher().classify(ACCOUNT, [outdated, outdated]) == [told, told]


# What people, proxies and spammers send.
HOSTILE = [
    *"http://[ http://[::1 javascript:alert(1) // ? # % https://%/ https://xn--/ https://xn--a.com android-app://".split(),
    *"a@b@c@d https://。com/ http://1/ http://\u0661.com/ https://ex.com:99999999/ https://…/ ios-app:/// \x00".split(),
    "https://\ud800.com/",
    "https://" + "a" * 300 + ".com/",
    "https://ex.com/" + "%F0%9F" * 1400,
    "https://ex.com/?" + "utm_source=a&" * 700,
    "https://ex.com/?utm_source=" + "%25" * 3000,
    "https://ex.com/?e=" + "a." * 3000 + "@" + "b." * 1000,
    "@" * 8000,
]
FRAGMENTS = [
    *"https:// http: // www. google.com ex.com / ? & # = utm_source utm_medium gclid ad_id".split(),
    *"% %40 @ . : [ ] + fb \\ xn-- ü \udfff \u202e \n".split(" "),
]
URLS = st.one_of(
    st.text(max_size=200),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join),
    st.text(max_size=60).map("https://shop.example.com/?utm_source={}".format),
    st.text(alphabet=st.characters(), max_size=30).map("https://{}/x".format),
)
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), URLS, st.lists(st.text(max_size=5), max_size=3)
)


@given(url=URLS, ref=URLS, ua=URLS, title=URLS)
def test_any_text_is_read_and_what_comes_out_can_be_stored(url: str, ref: str, ua: str, title: str) -> None:
    enricher = Enricher()
    hit = {**HIT, "url": url, "ref": ref, "ua": ua, "title": title}
    enriched = enricher.hit(ACCOUNT, hit)
    assert set(enricher.unread) <= {"url", "referrer"}  # no step failed
    assert enriched == Enricher().hit(ACCOUNT, hit)
    if enriched.drop:
        return
    assert enriched.page_view is not None
    msgspec.convert(dict(enriched.page_view), PageView)
    texts = [value for row in (enriched.page_view, enriched.origin or {}) for value in row.values()]
    msgspec.json.encode(texts)  # no lone surrogates
    assert not any("\x00" in text for text in texts if isinstance(text, str))
    assert len(str(enriched.page_view["url"])) <= MAX_URL
    assert len(str(enriched.page_view["title"])) <= MAX_TITLE
    assert all(len(str(value)) <= MAX_VALUE + 64 for value in (enriched.origin or {}).values())


@given(st.fixed_dictionaries({}, optional=dict.fromkeys([key for key in HIT if key not in ("id", "at")], ANYTHING)))
def test_fields_of_any_type_do_not_stop_a_hit(fields: dict[str, object]) -> None:
    enriched = Enricher().hit(ACCOUNT, {"id": 1, "at": 0, **fields})
    assert enriched.drop or enriched.page_view


@given(st.text(alphabet=string.ascii_letters + "-.", min_size=1, max_size=30), st.data())
def test_the_case_of_hosts_does_not_matter(host: str, data: st.DataObject) -> None:
    known = data.draw(
        st.sampled_from([host, "www.google.com", "t.co", "l.facebook.com", "chatgpt.com", "www.paypal.com"])
    )
    lower, upper = (
        Enricher().hit(ACCOUNT, {**HIT, "url": f"https://{spelled}/x?gclid=1", "ref": f"https://{spelled}.com/"})
        for spelled in (known.lower(), known.upper())
    )
    assert lower.origin == upper.origin
    assert lower.page_view
    assert upper.page_view
    assert lower.page_view["host"] == upper.page_view["host"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_contacts_may_say_anything(source: str, url: str) -> None:
    origin = Enricher().origin_of(ACCOUNT, contact(utm_source=source, referring_url=url))
    assert origin is None or msgspec.convert(dict(origin), OriginRow)
