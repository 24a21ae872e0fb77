"""The script's addresses: what they answer to a browser, to a cache and to a page that is not prepared for it."""

import gzip
import json
import re
from collections.abc import Generator
from importlib.resources import files
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from headwater.intake.cookie import visitor_cookie
from headwater.web.script import script_routes

ADDRESSES = ("/seg.js", "/segmet.js", "/shop-1.js", "/tag/shop-1.js", "/81542.js")
OPTIONS: dict[str, dict[str, Any]] = {"strict": {"consent": "required", "link": ["a.example", "</script>é\u2028"]}}
BUDGET = 2_500


@pytest.fixture
def client() -> Generator[TestClient]:
    application = Starlette(routes=script_routes(lambda _request, account: OPTIONS.get(account, {})))
    with TestClient(application, headers={"Accept-Encoding": "identity"}) as client:
        yield client


def built() -> bytes:
    return files("headwater.web").joinpath("static", "seg.js").read_bytes()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_gives_the_built_script_to_any_site(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content == built()
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"].startswith("public, max-age=")
    assert answer.headers["vary"] == "Accept-Encoding, Sec-Fetch-Site"


def test_the_script_is_within_its_budget_on_the_wire(client: TestClient) -> None:
    with client.stream("GET", "/seg.js", headers={"Accept-Encoding": "gzip"}) as answer:
        wire = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(wire) <= BUDGET
    assert gzip.decompress(wire) == built()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("br, GZIP;q=0.5", "gzip"),
        ("*", "gzip"),
        ("gzip; q=1.0", "gzip"),
        ("gzip;q=0", None),
        ("gzip; q=0.0, br", None),
        ("br", None),
        ("identity", None),
    ],
)
def test_gzip_for_those_who_take_it(client: TestClient, accepted: str, encoding: str | None) -> None:
    answer = client.get("/seg.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.content == built()


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
def test_a_browser_that_has_it_is_told_so(client: TestClient, known: str) -> None:
    first = client.get("/seg.js")
    again = client.get("/seg.js", headers={"If-None-Match": known.format(first.headers["etag"])})
    assert again.status_code == 304
    assert again.content == b""
    for name in ("etag", "cache-control", "vary", "access-control-allow-origin"):
        assert again.headers[name] == first.headers[name]


def test_different_bytes_have_different_tags(client: TestClient) -> None:
    plain = client.get("/seg.js").headers["etag"]
    zipped = client.get("/seg.js", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    optioned = client.get("/strict.js").headers["etag"]
    assert len({plain, zipped, optioned}) == 3
    assert client.get("/seg.js", headers={"If-None-Match": zipped}).status_code == 200


@pytest.mark.parametrize("address", ["/strict.js", "/tag/strict.js"])
def test_the_options_of_an_account_are_written_into_its_script(client: TestClient, address: str) -> None:
    script = client.get(address).content.decode("ascii")
    written = re.search(r"\((\{[^{}]+\})\);$", script)
    assert written
    assert json.loads(written[1]) == OPTIONS["strict"]
    assert script.removesuffix(f"({written[1]});") + "({});" == built().decode()


def test_head_is_answered_as_get_is(client: TestClient) -> None:
    assert client.head("/seg.js").headers["etag"] == client.get("/seg.js").headers["etag"]


@pytest.mark.parametrize("address", ["/a/b.js", "/seg", "/tag/a/b.js"])
def test_other_addresses_are_not_the_scripts(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_nobody_can_post_to_it(client: TestClient) -> None:
    assert client.post("/seg.js").status_code == 405


OWN = {"Sec-Fetch-Site": "same-site", "Host": "tags.shop.example"}


def test_on_the_sites_own_domain_the_cookie_of_the_visitor_is_renewed_for_a_year(client: TestClient) -> None:
    answer = client.get("/shop-1.js", headers=OWN | {"Cookie": "a=b; _seg_uid=abc123"})
    assert answer.headers["set-cookie"] == (
        "_seg_uid=abc123; Path=/; Max-Age=31536000; SameSite=Lax; Domain=shop.example"
    )
    assert answer.headers["cache-control"] == "private, max-age=3600"
    assert answer.headers["vary"] == "Accept-Encoding, Cookie, Sec-Fetch-Site"
    assert answer.text.endswith('({"kept": 1});')
    known = {"If-None-Match": answer.headers["etag"]}
    again = client.get("/shop-1.js", headers=OWN | known | {"Cookie": "_seg_uid=abc123"})
    assert (again.status_code, again.headers["set-cookie"]) == (304, answer.headers["set-cookie"])


@pytest.mark.parametrize(
    "cookies", ["", "_seg_uid=", "_seg_uid=a b", "_seg_uid=abc; _seg_off=1", "_seg_uid=abc; _seg_ok=0"]
)
def test_no_cookie_is_made_where_there_is_none_or_somebody_refused(client: TestClient, cookies: str) -> None:
    answer = client.get("/shop-1.js", headers=OWN | {"Cookie": cookies})
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "private, max-age=0, must-revalidate"


@pytest.mark.parametrize("place", [{"Sec-Fetch-Site": "cross-site"}, {}])
def test_sites_of_others_get_no_cookie(client: TestClient, place: dict[str, str]) -> None:
    answer = client.get("/shop-1.js", headers=place | {"Cookie": "_seg_uid=abc123"})
    assert "set-cookie" not in answer.headers
    assert answer.content == built()


def test_without_cookies_none_is_renewed() -> None:
    with TestClient(Starlette(routes=script_routes(lambda _request, _account: {"cookies": "off"}))) as client:
        answer = client.get("/shop-1.js", headers=OWN | {"Cookie": "_seg_uid=abc123"})
    assert "set-cookie" not in answer.headers
    assert answer.text.endswith('({"cookies": "off"});')


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.shop.example:8443", "; Domain=shop.example"),
        ("shop.co.uk", "; Domain=shop.co.uk"),
        ("a.b.shop.co.uk", "; Domain=shop.co.uk"),
        ("localhost:8000", ""),
        ("192.0.2.7", ""),
        ("[2001:db8::1]:80", ""),
        ("", ""),
    ],
)
def test_the_domain_of_the_cookie_is_the_widest_that_is_the_sites_own(host: str, domain: str) -> None:
    plain = f"_seg_uid=u1; Path=/; Max-Age=31536000; SameSite=Lax{domain}"
    assert visitor_cookie(host, "u1", is_secure=False) == plain
    assert visitor_cookie(host, "u1", is_secure=True) == f"{plain}; Secure"
