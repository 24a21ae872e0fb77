"""What pages send: in any form, without a key, from any origin; and what is dropped is told and counted."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import msgspec
import pytest
from httpx2 import Response
from sqlalchemy import text

from headwater.ledger.accounts import create_account, save_settings
from tests.api.shop import PEER, Place, dropped, opened, refused
from tests.stand import BROWSER, Stand

URL = "https://shop.example/"


@pytest.fixture
def fresh(place: Place) -> Stand:
    """An account that nothing was sent to."""
    made = create_account(place.house.store, place.shop.clock(), "Fresh", "UTC", "USD")
    return Stand(place.shop.client, place.shop.clock, made)


def hit(shop: Stand, content: object, **headers: str) -> Response:
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    told = {"User-Agent": BROWSER, "Content-Type": "text/plain"}
    return shop.client.post("/hit", content=body, headers=told | {n.replace("_", "-"): v for n, v in headers.items()})


@contextmanager
def kept(place: Place, shop: Stand) -> Generator[list[dict[str, Any]]]:
    """The hits that were spooled meanwhile, as they wait for the projection, which is held up."""
    found: list[dict[str, Any]] = []
    with place.house.projector.lock(shop.account):
        before = place.house.feed.last_change(shop.account)
        yield found
        found += place.house.feed.read(shop.account, before, before, 10_000).hits


def counted(place: Place, shop: Stand) -> dict[str, int]:
    """The drops of an account, by reason, as the ledger counts them."""
    with place.house.store.read() as connection:
        statement = text("SELECT reason, sum(hits) FROM hit_drops WHERE account_id = :account GROUP BY reason")
        found = connection.execute(statement, {"account": shop.account}).all()
    return {reason: hits for reason, hits in found}  # noqa: C416 - rows are no plain pairs


def views(place: Place, shop: Stand) -> int:
    """The page views of an account, once all is projected."""
    place.house.projector.catch_up(shop.account)
    return cast("int", place.house.readers.run(shop.account, "SELECT count(*) FROM page_views").rows[0][0])


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "text/plain;charset=UTF-8", ""])
def test_a_page_view_is_kept_whatever_it_says_it_is(place: Place, shop: Stand, content_type: str) -> None:
    sent = {"a": shop.account, "uid": "v1", "url": URL, "ref": "https://www.google.com/", "title": "Shop", "sid": "s1"}
    with kept(place, shop) as hits:
        answer = hit(shop, sent | {"new": True, "t": shop.clock() // 1000 - 5000, "v": 1}, Content_Type=content_type)
    assert (answer.status_code, answer.content, dropped(answer)) == (204, b"", "")
    (one,) = hits
    expected = {"uid": "v1", "url": URL, "ref": "https://www.google.com/", "title": "Shop", "sid": "s1", "new": True}
    assert one.items() >= (expected | {"ip": "192.0.2.0", "ua": BROWSER, "type": "page_view"}).items()
    assert (one["received_at"], one["received_at"] - one["at"]) == (shop.clock(), 5_000_000)


def test_a_get_answers_a_picture_of_one_pixel(place: Place, shop: Stand) -> None:
    with kept(place, shop) as hits:
        answer = shop.client.get("/hit", params={"a": shop.account, "uid": "v1", "url": URL, "title": "", "new": "1"})
    assert (answer.status_code, answer.headers["Content-Type"], dropped(answer)) == (200, "image/gif", "")
    assert answer.content.startswith(b"GIF89a\x01\x00\x01\x00")
    assert answer.content.endswith(b";")
    assert [(one["uid"], one["title"], one["new"]) for one in hits] == [("v1", None, True)]
    faulty = shop.client.get("/hit", params={"a": shop.account})
    assert (faulty.content, dropped(faulty)) == (answer.content, "invalid: missing 'url' field")


def test_a_list_is_kept_in_its_order_and_without_what_is_wrong_in_it(place: Place, shop: Stand, fresh: Stand) -> None:
    shop, other = fresh, shop
    before = counted(place, other)
    batch = [
        {"a": shop.account, "uid": "v1", "url": f"{URL}1"},
        {"a": other.account, "uid": "v2", "url": f"{URL}2"},
        {"a": shop.account, "uid": "v3"},
        {"a": "nobody", "uid": "v4", "url": f"{URL}4"},
        ["no hit"],
        {"a": shop.account, "uid": "v5", "url": f"{URL}5", "t": "noon"},
        {"a": shop.account, "uid": "v6", "url": f"{URL}6"},
    ]
    with kept(place, shop) as mine, kept(place, other) as others:
        answer = hit(shop, batch)
    assert answer.status_code == 204
    assert dropped(answer) == ", ".join(
        sorted(
            [
                "invalid: field 't' must be a whole number",
                "invalid: missing 'url' field",
                "not an object",
                "unknown account",
            ]
        )
    )
    assert [one["uid"] for one in mine] == ["v1", "v6"]
    assert [one["uid"] for one in others] == ["v2"]
    assert (counted(place, shop), counted(place, other)) == ({"invalid": 2}, before)


def test_a_call_carries_a_thousand_hits(place: Place, fresh: Stand) -> None:
    batch = [{"a": fresh.account, "uid": f"v{n}", "url": f"{URL}{n}"} for n in range(1001)]
    answer = hit(fresh, batch)
    assert (answer.status_code, dropped(answer)) == (204, "beyond the 1000 hits of one call")
    assert views(place, fresh) == 1000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"a": "x", "url": ', "invalid: the body is not JSON: "),
        (b"", "unknown account"),
        (b"7", "not an object"),
        (b"[]", ""),
        ({"url": URL}, "unknown account"),
        ({"a": {"b": 1}, "url": URL}, "unknown account"),
        ({"a": "x\x00", "url": URL}, "unknown account"),
        ({"a": None, "url": URL}, "unknown account"),
        (b"\xff\xfe", "not an object"),
        (b" " * 1_048_577, "invalid: the body is larger than 1048576 bytes"),
    ],
)
def test_whatever_a_page_sends_it_hears_no_error(shop: Stand, content: object, reason: str) -> None:
    answer = hit(shop, content)
    assert answer.status_code == 204
    assert dropped(answer).startswith(reason)
    assert bool(dropped(answer)) == bool(reason)


def test_what_is_dropped_later_is_counted_later(place: Place, fresh: Stand) -> None:
    sent = {"a": fresh.account, "uid": "v1", "url": URL}
    hit(fresh, sent)
    hit(fresh, sent, User_Agent="Googlebot/2.1 (+http://www.google.com/bot.html)")
    hit(fresh, sent, Sec_Purpose="prefetch;prerender")
    hit(fresh, {"a": fresh.account})
    assert views(place, fresh) == 1
    found = place.house.readers.run(fresh.account, "SELECT reason, sum(hits)::BIGINT FROM drops GROUP BY 1 ORDER BY 1")
    assert found.rows == [("bot", 1), ("prefetch", 1)]
    assert counted(place, fresh) == {"invalid": 1}


@pytest.mark.parametrize(
    ("trusted", "said", "address"),
    [
        ("127.0.0.1,::1", "203.0.113.7", PEER),  # whoever sends it is no proxy of ours
        (PEER, "203.0.113.7", "203.0.113.7"),
        (PEER, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # what comes before, the client made up
        ("192.0.2.0/24,10.0.0.0/8", "198.51.100.1, 203.0.113.7, 10.1.2.3, 192.0.2.77", "203.0.113.7"),
        ("192.0.2.0/24,10.0.0.0/8", "10.1.2.3, 192.0.2.77", "10.1.2.3"),  # all are ours: the one farthest away
        (PEER, "198.51.100.1, unknown", PEER),  # the proxy does not know, and before it anything may stand
        (PEER, "203.0.113.7:4711", "203.0.113.7"),
        (PEER, "[2001:DB8::7]:4711", "2001:db8::7"),
        (PEER, "::ffff:203.0.113.7", "203.0.113.7"),
        (f"127.0.0.1, {PEER}", "2001:db8::7", "2001:db8::7"),
        (PEER, None, PEER),
        (PEER, " ", PEER),
        ("", "203.0.113.7", PEER),
    ],
)
def test_only_trusted_proxies_say_whom_they_speak_for(
    tmp_path_factory: pytest.TempPathFactory, trusted: str, said: str | None, address: str
) -> None:
    with opened(tmp_path_factory.mktemp("proxy"), trusted_proxies=trusted) as place:
        save_settings(place.house.store, place.shop.account, {"ip": "full"})
        with kept(place, place.shop) as hits:
            forwarded = {"X_Forwarded_For": said} if said is not None else {}
            hit(place.shop, {"a": place.shop.account, "url": URL}, **forwarded)
        assert [one["ip"] for one in hits] == [address]


@pytest.mark.parametrize(
    "sent",
    [
        {"a": "{}", "uid": "v1", "e": "ann@mail.example"},
        {"account_id": "{}", "seg_uid": "v1", "email": "Ann@Mail.example "},
        {"a": "{}", "uid": "v1", "cid": "249"},
        {"account_id": "{}", "seg_uid": "v1", "contact_id": "249", "email": ""},
    ],
)
def test_a_visitor_is_identified_in_either_spelling_and_any_form(shop: Stand, sent: dict[str, str]) -> None:
    filled = {name: value.format(shop.account) for name, value in sent.items()}
    for answer in (
        shop.client.get("/identify", params=filled),
        shop.client.request("GET", "/identify", data=filled),
        shop.client.post("/identify", data=filled),
        shop.client.post("/identify", json=filled),
        shop.client.post("/identify", content=msgspec.json.encode(filled), headers={"Content-Type": "text/plain"}),
    ):
        assert (answer.status_code, answer.json()) == (200, {"status": "success", "uid": "v1"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_identification_without_a_visitor_gets_one_of_its_own(shop: Stand) -> None:
    told = [
        shop.client.get("/identify", params={"a": shop.account, "e": email}).json()["uid"]
        for email in ("ann@mail.example", "ANN@mail.example", "bob@mail.example")
    ]
    assert told[0] == told[1] != told[2]
    assert "ann" not in told[0]


def test_an_identification_that_cannot_be_read_is_refused(shop: Stand) -> None:
    assert refused(shop.client.get("/identify"), 400) == ["missing 'account_id' field"]
    refused(shop.client.get("/identify", params={"a": "nobody", "e": "ann@mail.example"}), 404)
    faults = refused(shop.client.get("/identify", params={"a": shop.account, "uid": "u" * 256, "e": "ann"}), 400)
    assert [fault.partition(" must")[0] for fault in faults] == ["field 'uid'", "field 'e'"]
    nobody = refused(shop.client.post("/identify", json={"a": shop.account, "uid": "v1"}), 400)
    assert nobody == ["missing 'email' or 'contact_id' field"]


@pytest.mark.parametrize("address", ["/hit", "/identify"])
def test_a_preflight_lets_every_page_through(shop: Stand, address: str) -> None:
    asked = {
        "Origin": "https://blog.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = shop.client.options(address, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST, OPTIONS"
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert int(answer.headers["Access-Control-Max-Age"]) >= 3600


def test_whatever_is_answered_a_page_may_read_it_and_nobody_caches_it(shop: Stand) -> None:
    for answer in (
        hit(shop, {"a": shop.account, "url": URL}, Origin="https://blog.example"),
        hit(shop, {"a": "nobody"}, Origin="https://blog.example"),
        shop.client.get("/hit", params={"a": shop.account, "url": URL}),
        shop.client.get("/identify", params={"a": shop.account, "e": "ann@mail.example"}),
        shop.client.get("/identify", params={"a": "nobody", "e": "ann@mail.example"}),
        shop.client.post("/identify", content=b" " * 1_048_577),
        shop.client.delete("/hit"),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/{0}/report/leads"),
        ("POST", "/v2/{0}/data/query"),
        ("POST", "/v1/{0}/{1}/contact"),
        ("GET", "/api/app/doctor"),
        ("GET", "/health"),
        ("GET", "/nothing"),
    ],
)
def test_no_page_may_read_anything_else(shop: Stand, method: str, address: str) -> None:
    path = address.format(shop.account, shop.integration)
    headers = {"Origin": "https://blog.example", "Authorization": shop.key, "Access-Control-Request-Method": method}
    for answer in (shop.client.request(method, path, headers=headers), shop.client.options(path, headers=headers)):
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert shop.client.options(path, headers=headers).status_code in (404, 405)


def test_an_account_called_0_is_an_account_that_there_is_not(shop: Stand) -> None:
    """Not a missing one: 0 is an id like any other."""
    answer = shop.client.post("/identify", json={"a": 0, "e": "ann@mail.example"})
    assert refused(answer, 404) == ["there is no account '0'"]
