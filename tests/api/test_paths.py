"""Which addresses lead where, under which id, and what those hear who ask for what there is not."""

import re

import pytest

from tests.api.shop import ORDER, Place, refused
from tests.stand import Stand


@pytest.mark.parametrize("family", ["/v1", "/api/v1"])
def test_imports_have_two_addresses(shop: Stand, family: str) -> None:
    answer = shop.client.post(
        f"{family}/{shop.account}/{shop.integration}/invoice", headers={"Authorization": shop.key}, json=ORDER
    )
    assert answer.status_code == 200
    assert answer.json()["invoice"]["id"] == "1"


@pytest.mark.parametrize("family", ["/v2/{}", "/{}/v2"])
def test_questions_have_two_addresses(shop: Stand, family: str) -> None:
    address = f"{family.format(shop.account)}/data/query"
    answer = shop.client.post(address, headers={"Authorization": shop.key}, json={"type": "leads"})
    assert answer.status_code == 200
    assert answer.json()["v"] == "2022-06"


def test_a_slash_at_the_end_makes_no_difference(shop: Stand) -> None:
    """And leads nobody to another address: a client might follow without its key, or without encryption."""
    imported = shop.client.post(
        f"/v1/{shop.account}/{shop.integration}/invoice/",
        headers={"Authorization": shop.key},
        json=ORDER,
        follow_redirects=False,
    )
    told = shop.client.get(
        f"/{shop.account}/report/leads/", headers={"Authorization": shop.key}, follow_redirects=False
    )
    assert (imported.status_code, told.status_code) == (200, 200)


@pytest.mark.parametrize(
    "address", ["/", "/nothing", "/v1", "/v1/a/b/nothing", "/v2/a/data", "/a/report", "/a/report/leads/1/more", "/%ff"]
)
def test_an_address_that_there_is_not(shop: Stand, address: str) -> None:
    (fault,) = refused(shop.client.get(address, headers={"Authorization": shop.key}), 404)
    assert fault.startswith("there is nothing at /")


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("GET", "/v1/{0}/{1}/contact", "POST"),
        ("PUT", "/api/v1/{0}/{1}/invoice", "POST"),
        ("POST", "/v1/{0}/{1}/invoice/1", "DELETE"),
        ("GET", "/v2/{0}/data/query", "POST"),
        ("POST", "/{0}/report/leads", "GET, HEAD"),
        ("DELETE", "/{0}/report/leads/7", "GET, HEAD"),
        ("PATCH", "/hit", "GET, HEAD, OPTIONS, POST"),
        ("DELETE", "/identify", "GET, HEAD, OPTIONS, POST"),
        ("POST", "/health", "GET, HEAD"),
        ("GET", "/api/app/{0}/verify", "POST"),
        ("BREW", "/ready", "GET, HEAD"),
    ],
)
def test_a_method_that_an_address_has_not_is_told_which_it_has(
    shop: Stand, method: str, address: str, allowed: str
) -> None:
    answer = shop.client.request(method, address.format(shop.account, shop.integration))
    (fault,) = refused(answer, 405)
    assert answer.headers["Allow"] == allowed
    assert fault == f"{method} is not possible here: use {' or '.join(allowed.split(', '))}"


@pytest.mark.parametrize("said", ["abc-1", "7", "x" * 128, "a{b}/c=d;e"])
def test_a_request_keeps_its_id(shop: Stand, said: str) -> None:
    for address in ("/health", "/nothing", "/seg.js", f"/{shop.account}/report/leads", "/hit"):
        assert shop.client.get(address, headers={"X-Request-Id": said}).headers["X-Request-Id"] == said


@pytest.mark.parametrize("said", ["", " ", "two words", "x" * 129, "tab\there", "ü".encode(), b"nul\x00"])
def test_an_id_that_is_none_is_replaced(shop: Stand, said: str | bytes) -> None:
    given = [shop.client.get("/health", headers=[(b"x-request-id", raw(said))]).headers["X-Request-Id"] for _ in "12"]
    assert all(re.fullmatch("[0-9a-f]{16}", identity) for identity in given)
    assert given[0] != given[1]


def raw(said: str | bytes) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def test_every_answer_has_one_id(shop: Stand) -> None:
    for method, address in (("GET", "/health"), ("OPTIONS", "/hit"), ("POST", "/hit"), ("GET", "/nothing")):
        answer = shop.client.request(method, address)
        assert len(answer.headers.get_list("X-Request-Id")) == 1


def test_an_error_that_nobody_foresaw_carries_nothing_but_the_id(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """The table is taken away while the server runs: a fault that no client can cause or mend."""
    shop = place.shop
    with place.house.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE api_keys RENAME TO hidden")
    shop.clock.set(shop.clock() + 2_000_000)  # keys are looked up anew
    answer = shop.client.get(
        f"/{shop.account}/report/leads", headers={"Authorization": shop.key, "X-Request-Id": "look-for-me"}
    )
    with place.house.store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE hidden RENAME TO api_keys")
    assert refused(answer, 500) == ["internal error: please report the request id"]
    assert answer.json()["request_id"] == "look-for-me"
    (logged,) = [record for record in caplog.records if record.name == "headwater.api.answers"]
    assert "look-for-me" in logged.getMessage()
    assert logged.exc_info
    assert shop.client.get(f"/{shop.account}/report/leads", headers={"Authorization": shop.key}).status_code == 200


def test_health_ready_and_metrics_are_for_machines(place: Place) -> None:
    client = place.shop.client
    assert client.get("/health").json()["status"] == "ok"
    assert client.get("/ready").json() == {"status": "ok", "failing_accounts": 0}
    place.shop.report()
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert "headwater_writes_waiting 0.0" in lines
    assert any(line.startswith('headwater_projected_total{what="rows"} ') for line in lines)
    for line in lines:
        assert line.startswith("# ") or re.fullmatch(r'headwater_\w+(\{\w+="[^"]+"\})? [-+.e\d]+', line), line


def test_counters_keep_all_their_digits(place: Place) -> None:
    place.house.projector.meter.count("checked", 123_456_789)
    assert (
        'headwater_projected_total{what="checked"} 123456789.0' in place.shop.client.get("/metrics").text.splitlines()
    )


@pytest.mark.parametrize("address", ["/health", "/ready", "/metrics", "/seg.js"])
def test_a_head_request_is_a_get_without_a_body(shop: Stand, address: str) -> None:
    got, head = shop.client.get(address), shop.client.head(address)
    assert (head.status_code, head.headers["Content-Type"]) == (got.status_code, got.headers["Content-Type"])
