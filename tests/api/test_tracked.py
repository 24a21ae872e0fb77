"""An account's tracking, as its people see and steer it: the policy, what was dropped and why, the snippet."""

from typing import Any

import msgspec
import pytest
from httpx2 import Response

from headwater.jobs import destroy_salts, forget_page_views
from headwater.ledger.accounts import create_account, create_key
from tests.api.shop import PEER, Place, dropped, opened, refused
from tests.stand import BROWSER, Stand

URL = "https://shop.example/"


@pytest.fixture
def fresh(place: Place) -> Stand:
    """An account that nothing was sent to."""
    made = create_account(place.house.store, place.shop.clock(), "Fresh", "UTC", "USD")
    return Stand(place.shop.client, place.shop.clock, made)


def never() -> bool:
    return False


def send(shop: Stand, *hits: dict[str, Any], **headers: str) -> Response:
    body = msgspec.json.encode([{"a": shop.account, "url": URL} | hit for hit in hits])
    told = {"User-Agent": BROWSER} | {name.replace("_", "-"): value for name, value in headers.items()}
    return shop.client.post("/hit", content=body, headers=told)


def ask(place: Place, shop: Stand, sql: str) -> list[tuple[object, ...]]:
    place.house.projector.catch_up(shop.account)
    return list(place.house.readers.run(shop.account, sql).rows)


def decide(shop: Stand, **settings: object) -> None:
    """Change the policy; it holds from now on, because the clock goes on by more than a second."""
    answer = shop.client.patch(f"/api/app/{shop.account}/tracking", json=settings, headers={"Authorization": shop.key})
    assert answer.status_code == 200, answer.text
    shop.clock.set(shop.clock() + 2_000_000)


def told(shop: Stand) -> dict[str, Any]:
    answer = shop.client.get(f"/api/app/{shop.account}/tracking", headers={"Authorization": shop.key})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_policy_is_changed_setting_by_setting(fresh: Stand) -> None:
    decide(fresh, own_domains="blog.example", ip="full")
    decide(fresh, retention_days=30, ip=None)
    policy = told(fresh)["policy"]
    assert (policy["own_domains"], policy["ip"], policy["retention_days"]) == (["blog.example"], "truncated", 30)
    headers = {"Authorization": fresh.key}
    address = f"/api/app/{fresh.account}/tracking"
    faults = refused(fresh.client.patch(address, json={"ip": "half", "colour": 1}, headers=headers), 400)
    assert [fault[:24] for fault in faults] == ["field 'ip' must be one o", "unknown setting 'colour'"]
    refused(fresh.client.patch(address, json=[1], headers=headers), 400)
    assert told(fresh)["policy"] == policy


def test_only_an_admin_may_look_and_change(place: Place, fresh: Stand) -> None:
    key = create_key(place.house.store, fresh.clock(), fresh.account, "reader", ["report"])
    address = f"/api/app/{fresh.account}/tracking"
    for method in ("GET", "PATCH"):
        assert fresh.client.request(method, address, headers={"Authorization": key}).status_code == 403
        assert fresh.client.request(method, address, headers={"Authorization": place.shop.key}).status_code == 401


def test_what_is_refused_at_the_door_is_told_counted_and_shown(place: Place, fresh: Stand) -> None:
    decide(fresh, excluded_addresses=[f"{PEER}/32"])
    assert dropped(send(fresh, {"uid": "v1"}, {"uid": "v2"})) == "excluded address"
    decide(fresh, excluded_addresses=None, dnt="obey")
    assert dropped(send(fresh, {}, Sec_GPC="1")) == "gpc"
    assert dropped(send(fresh, {}, DNT="1")) == "dnt"
    decide(fresh, gpc="ignore", dnt=None, excluded_parameters=["preview"])
    assert dropped(send(fresh, {"uid": "kept", "ref": "https://www.google.com/"}, Sec_GPC="1", DNT="1")) == ""
    assert dropped(send(fresh, {}, Sec_CH_UA='"HeadlessChrome";v="1"')) == "bot"
    assert dropped(send(fresh, {"url": None})) == "invalid: missing 'url' field"
    assert dropped(send(fresh, {"url": f"{URL}?preview=1&e=ann@mail.example"}, User_Agent="Firefox")) == ""
    assert ask(place, fresh, "SELECT count(*) FROM page_views") == [(1,)]
    found = told(fresh)
    assert {(one["by"], one["reason"], one["hits"]) for one in found["drops"]} == {
        ("collector", "excluded address", 2), ("collector", "gpc", 1), ("collector", "dnt", 1),
        ("collector", "bot", 1), ("collector", "invalid", 1), ("enrichment", "excluded parameter", 1),
    }  # fmt: skip
    assert found["page_views"] == [{"day": "2026-03-01", "page_views": 1}]
    last = found["last_hits"]
    # Refused at once, while what is kept comes to be seen when it is projected.
    assert sorted(str(hit["dropped"]) for hit in last) == sorted(
        ["None", "excluded parameter", "invalid", "bot", "dnt", "gpc", "excluded address", "excluded address"]
    )
    (kept,) = [hit for hit in last if hit["dropped"] is None]
    assert (kept["channel"], kept["source"], kept["referrer"]) == ("search", "Google", "https://www.google.com/")
    assert PEER not in str(last)
    assert "ann@" not in str(last)
    assert {"drop_bots", "put_place"} <= {step["step"] for step in found["steps"]}


def test_the_metrics_tell_of_drops_and_steps(place: Place, fresh: Stand) -> None:
    send(fresh, {}, Sec_GPC="1")
    send(fresh, {}, User_Agent="curl/8.5.0")
    send(fresh, {"url": "http://["})
    ask(place, fresh, "SELECT 1")
    text = fresh.client.get("/metrics").text
    assert 'headwater_hits_dropped_total{by="collector",reason="gpc"} ' in text
    assert 'headwater_hits_dropped_total{by="enrichment",reason="bot"} ' in text
    assert 'headwater_hits_unread_total{what="url"} ' in text
    assert 'headwater_enrichment_step_microseconds{step="put_origin"} ' in text


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"])
def test_each_way_to_say_that_a_page_is_fetched_ahead(place: Place, fresh: Stand, header: str) -> None:
    send(fresh, {"uid": "v1"}, **{header: "prefetch"})
    assert ask(place, fresh, "SELECT reason, hits FROM drops") == [("prefetch", 1)]


def test_what_is_beyond_one_call_is_counted(fresh: Stand) -> None:
    send(fresh, *[{"uid": f"v{number}"} for number in range(1_003)])
    assert [(one["reason"], one["hits"]) for one in told(fresh)["drops"]] == [("beyond the 1000 hits of one call", 3)]


def test_a_hit_that_is_sent_again_is_one_page_view_across_restarts(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("again")
    made: Any = None
    for turn in range(2):
        with opened(folder) as place:
            made = made or (place.shop.account, place.shop.key)
            place.shop.account, place.shop.key = made
            shop, t = place.shop, place.shop.clock() // 1000
            hit = {"uid": "v1", "t": t - 60_000, "type": "page_view"}
            send(shop, hit | {"s": t - 50_000}, hit | {"s": t - 40_000, "title": "tried again"})
            send(shop, hit | {"s": t})
            send(shop, hit | {"t": t - 59_999}, hit | {"type": "signup"}, hit | {"url": f"{URL}2"}, hit | {"uid": "v2"})
            send(shop, {"uid": "v1"}, {"uid": "v1"})  # who does not say when, says nothing twice
            repeated = 2 if turn == 0 else 2 + 7
            assert ask(place, shop, "SELECT count(*) FROM page_views") == [(7 + 2 * turn,)]
            assert ask(place, shop, "SELECT hits FROM drops WHERE reason = 'repeated'") == [(repeated,)]
            assert place.house.projector.marks(shop.account).change == place.house.feed.last_change(shop.account)


def test_without_cookies_a_visitor_is_one_for_a_day_and_nobody_knows_whose(place: Place, fresh: Stand) -> None:
    decide(fresh, visitors="cookieless")
    for uid in ("v1", "v2"):
        send(fresh, {"uid": uid, "sid": uid, "new": True})
    send(fresh, {"uid": "v1"}, User_Agent=BROWSER.replace("140", "141"))
    answer = fresh.client.post(
        "/identify",
        json={"a": fresh.account, "uid": "v1", "e": "ann@mail.example"},
        headers={"User-Agent": BROWSER},
    )
    assert answer.json()["uid"].startswith("day-")
    views = "SELECT count(*), count(DISTINCT visitor_id) FROM page_views"
    assert ask(place, fresh, views) == [(3, 2)]
    of_ann = "SELECT count(*) FROM page_views JOIN visitors USING (visitor_id)"
    assert ask(place, fresh, of_ann) == [(2,)]
    fresh.clock.set("2026-03-02 00:00:00")
    send(fresh, {"uid": "v1"})
    assert ask(place, fresh, views) == [(4, 3)]
    file = place.house.settings.data / "ledger.db"
    with place.house.store.read() as connection:
        salts = connection.exec_driver_sql("SELECT day, salt FROM daily_salts ORDER BY day").all()
    assert [day for day, _ in salts] == [20_513, 20_514]
    fresh.clock.set("2026-03-03 00:00:00")
    destroy_salts(place.house, never)
    assert fresh.account not in place.house.salts
    with place.house.store.read() as connection:
        assert connection.exec_driver_sql("SELECT day FROM daily_salts").all() == [(20_514,)]
    written = file.read_bytes() + file.with_name("ledger.db-wal").read_bytes()
    assert salts[0][1].encode() not in written
    assert salts[1][1].encode() in written
    fresh.clock.set("2026-03-01 12:00:00")


def test_page_views_are_deleted_at_the_end_of_their_time(place: Place, fresh: Stand) -> None:
    decide(fresh, retention_days=30)
    for at in ("2026-03-01 23:00:00", "2026-03-01 23:50:00", "2026-03-02 00:05:00", "2026-03-02 00:25:00"):
        fresh.clock.set(at)
        send(fresh, {"uid": "v1", "url": f"{URL}?utm_source=fb"})
    forget_page_views(place.house, never)
    assert ask(place, fresh, "SELECT count(*) FROM touches") == [(2,)]
    fresh.clock.set("2026-04-01 10:00:00")
    forget_page_views(place.house, never)
    assert ask(place, fresh, 'SELECT "at"::VARCHAR FROM touches') == [("2026-03-02 00:05:00",)]
    assert ask(place, fresh, "SELECT count(*) FROM page_views") == [(2,)]
    assert ask(place, fresh, "SELECT day::VARCHAR, reason, hits FROM drops") == [("2026-04-01", "retention", 2)]
    assert ask(place, fresh, "SELECT count(*) FROM sent_hits") == [(0,)]
    headers = {"Authorization": place.house.operator}
    answer = fresh.client.post(f"/api/app/{fresh.account}/verify", headers=headers)
    assert answer.json()["differences"] == []
    fresh.clock.set("2026-03-01 12:00:00")


def test_the_snippet(fresh: Stand) -> None:
    address = f"/{fresh.account}/settings/snippet"
    headers = {"Authorization": fresh.key}
    answer = fresh.client.get(address, headers=headers)
    assert answer.json() == {
        "account": fresh.account,
        "tracking-domain": None,
        "snippet": f'<script async src="http://testserver/{fresh.account}.js"></script>',
    }
    decide(fresh, tracking_domain="shop.example/stats")
    answer = fresh.client.get(address, headers=headers)
    assert answer.json()["tracking-domain"] == "shop.example/stats"
    assert f'"https://shop.example/stats/{fresh.account}.js"' in answer.json()["snippet"]
    refused(fresh.client.get(address), 401)
