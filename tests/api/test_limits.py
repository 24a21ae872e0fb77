"""Limits a minute: what a key, or an address for an account, may send; told in headers, refused with 429."""

import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from httpx2 import Response

from headwater.api.limits import Limits
from headwater.api.sender import limited_as
from headwater.clock import MINUTE, SECOND
from headwater.ledger.accounts import SCOPES, change_settings, create_key
from tests.api.shop import Place, opened, refused, send
from tests.stand import Hands, Stand

URL = "https://shop.example/"


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    with opened(tmp_path, accounts=2, rate_limit="6", tracking_limit="3") as place:
        yield place


def left(answer: Response) -> tuple[int, int, int]:
    return (
        int(answer.headers["RateLimit-Limit"]),
        int(answer.headers["RateLimit-Remaining"]),
        int(answer.headers["RateLimit-Reset"]),
    )


def post(shop: Stand, **headers: str) -> Response:
    return send(shop, "contact", {"contact_id": 1}, **headers)


def test_every_answer_tells_what_is_left(place: Place) -> None:
    assert [left(post(place.shop)) for _ in range(6)] == [(6, 5 - n, 10 * n + 10) for n in range(6)]


def test_who_asks_too_often_hears_when_to_come_back(place: Place) -> None:
    shop = place.shop
    for _ in range(6):
        assert post(shop).status_code == 200
    answer = post(shop)
    (fault,) = refused(answer, 429)
    assert fault == "too many requests: wait 10 s, or ask whoever runs the server for a higher limit"
    assert answer.headers["Retry-After"] == "10"
    assert left(answer) == (6, 0, 60)
    shop.clock.set(shop.clock() + 10 * SECOND)
    assert left(post(shop)) == (6, 0, 60)
    refused(post(shop), 429)
    shop.clock.set(shop.clock() + MINUTE)
    assert left(post(shop)) == (6, 5, 10)


def test_a_limit_is_of_all_a_key_asks_and_of_no_other_key(place: Place) -> None:
    shop, other = place.shops
    second = create_key(place.house.store, shop.clock(), shop.account, "second", SCOPES)
    for _ in range(5):
        post(shop)
    asked = shop.client.get(f"/{shop.account}/report/leads", headers={"Authorization": shop.key})
    assert left(asked)[1] == 0
    refused(shop.client.post(f"/v2/{shop.account}/data/query", headers={"Authorization": shop.key}), 429)
    assert post(shop, Authorization=second).status_code == 200
    assert post(other).status_code == 200


def test_who_is_refused_anyway_spends_nothing(place: Place) -> None:
    for _ in range(10):
        refused(post(place.shop, Authorization="hw_wrong"), 401)
    assert left(post(place.shop))[1] == 5


def test_an_account_may_have_limits_of_its_own(place: Place) -> None:
    shop, other = place.shops
    for name, value in (("rate_limit", 100), ("tracking_limit", 50)):
        change_settings(place.house.store, shop.account, {name: value})
    assert left(post(shop))[:2] == (100, 99)
    assert left(hit(shop))[:2] == (50, 49)
    assert left(post(other))[:2] == (6, 5)
    change_settings(place.house.store, shop.account, {"rate_limit": None})
    shop.clock.set(shop.clock() + MINUTE)
    assert left(post(shop))[:2] == (6, 5)


def test_the_command_line_of_the_machine_is_not_limited(place: Place) -> None:
    shop = place.shop
    for _ in range(20):
        answer = shop.client.get(f"/{shop.account}/report/leads", headers={"Authorization": place.house.operator})
        assert answer.status_code == 200
        assert "RateLimit-Limit" not in answer.headers


def hit(shop: Stand, count: int = 1, forwarded: str = "") -> Response:
    hits = [{"a": shop.account, "url": URL}] * count
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return shop.client.post("/hit", json=hits if count > 1 else hits[0], headers=headers)


def test_an_address_is_limited_for_each_account(place: Place) -> None:
    shop, other = place.shops
    assert left(hit(shop)) == (3, 2, 20)
    assert left(shop.client.get("/identify", params={"a": shop.account, "e": "a@b.c"}))[1] == 1
    assert left(shop.client.get("/hit", params={"a": shop.account, "url": URL}))[1] == 0
    answer = hit(shop)
    refused(answer, 429)
    assert (answer.headers["Retry-After"], answer.headers["Access-Control-Allow-Origin"]) == ("20", "*")
    refused(shop.client.get("/identify", params={"a": shop.account, "e": "a@b.c"}), 429)
    assert hit(other).status_code == 204


def test_each_hit_of_a_list_counts_and_a_list_is_kept_whole_or_not_at_all(place: Place) -> None:
    shop, other = place.shops
    assert left(hit(shop, 2))[1] == 1
    before = place.house.feed.last_change(other.account)
    both = [{"a": other.account, "url": URL}, *[{"a": shop.account, "url": URL}] * 2]
    refused(shop.client.post("/hit", json=both), 429)
    assert place.house.feed.last_change(other.account) == before
    assert hit(shop).status_code == 204


def test_a_list_longer_than_the_limit_passes_when_nothing_was_sent_before(place: Place) -> None:
    shop = place.shop
    assert hit(shop, 50).status_code == 204
    refused(hit(shop), 429)


def test_addresses_are_those_behind_trusted_proxies(tmp_path: Path) -> None:
    with opened(tmp_path, tracking_limit="1", trusted_proxies="192.0.2.0/24") as place:
        for address in ("203.0.113.1", "203.0.113.2"):
            assert hit(place.shop, forwarded=address).status_code == 204
            refused(hit(place.shop, forwarded=address), 429)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, ""),
        ("not:one", "not:one"),
    ],
)
def test_a_whole_network_of_the_new_protocol_is_one_sender(address: str | None, name: str) -> None:
    assert limited_as(address) == name


def test_a_bucket_fills_evenly_and_never_beyond_its_edge() -> None:
    clock = Hands("2026-03-01")
    limits = Limits(clock)
    for second in range(300):
        clock.set(clock() + SECOND)
        taken, wait = limits.take("a", 60)
        assert (taken.remaining, wait) == (59, 0.0), second
    clock.set(clock() + 1000 * MINUTE)
    assert limits.take("a", 60)[0].remaining == 59


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    clock = Hands("2026-03-01")
    limits = Limits(clock)
    for _ in range(60):
        limits.take("a", 60)
    clock.set(clock() - 1000 * MINUTE)
    assert limits.take("a", 60)[1] == 0.0


def test_the_memory_is_bounded_and_the_least_recently_seen_is_forgotten() -> None:
    limits = Limits(Hands("2026-03-01"), kept=3)
    for name in "abcad":  # b was seen least recently when d came
        limits.take(name, 10)
    assert len(limits) == 3
    assert [limits.take(name, 10)[0].remaining for name in "acdb"] == [7, 8, 8, 9]


def test_a_look_costs_the_same_however_many_there_are() -> None:
    """Within reason: the machine is shared. A look that goes through all names would cost a thousand times more."""
    clock = Hands("2026-03-01")
    few, many = Limits(clock), Limits(clock)
    for number in range(100_000):
        many.take(str(number), 60_000)
    assert seconds_of(many) < 20 * seconds_of(few) + 0.01


def seconds_of(limits: Limits) -> float:
    best = sys.float_info.max
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(1_000):
            limits.take("a", 1_000_000)
        best = min(best, time.perf_counter() - began)
    return best
