"""Who may pass: the right key in any of its spellings, and one and the same refusal for everybody else."""

import pytest
from httpx2 import Response

from headwater.api.doors import Kept
from headwater.ledger.accounts import create_account, create_key, list_keys, revoke_key
from tests.api.shop import Place, ask, refused, send
from tests.stand import Hands, Stand


def knock(shop: Stand, authorization: str | None, account: str | None = None) -> Response:
    headers = {b"Authorization": authorization.encode("latin-1")} if authorization is not None else {}
    return shop.client.get(f"/{account or shop.account}/report/leads", headers=headers)


def newest_key_id(place: Place) -> str:
    return list_keys(place.house.store, place.shop.account)[-1].key_id


def make_key(place: Place, *scopes: str) -> str:
    place.shop.clock.set(place.shop.clock() + 1)  # keys are listed by age
    return create_key(place.house.store, place.shop.clock(), place.shop.account, "another", scopes)


@pytest.mark.parametrize("spelling", ["{}", "Bearer {}", "bearer {}", "BEARER {}", "Bearer  {}", "  {}  "])
def test_a_key_opens_in_any_spelling(shop: Stand, spelling: str) -> None:
    assert knock(shop, spelling.format(shop.key)).status_code == 200


def test_every_refusal_is_the_very_same(place: Place) -> None:
    shop, other = place.shops
    answers = [
        knock(shop, None),
        knock(shop, ""),
        knock(shop, "Bearer "),
        knock(shop, "Bearer"),
        knock(shop, "hw_unknown"),
        knock(shop, f"Basic {shop.key}"),
        knock(shop, shop.key[:-1]),
        knock(shop, shop.key.upper()),
        knock(shop, other.key),
        knock(shop, "k" * 5000),
        knock(shop, shop.key, "nobody"),
        knock(shop, shop.key, "n" * 5000),
        knock(shop, shop.key, other.account),
        knock(shop, "\xff\xfe"),
        send(other, "contact", {"email": "ann@mail.example"}, Authorization=shop.key),
        ask(other, {"type": "leads"}, Authorization=shop.key),
        shop.client.request("DELETE", f"/v1/{shop.account}/{shop.integration}/invoice/1"),
        shop.client.get("/nobody/report/leads"),
    ]
    told = {tuple(refused(answer, 401)) for answer in answers}
    assert len(told) == 1
    headers = [{name: v for name, v in answer.headers.items() if name != "x-request-id"} for answer in answers]
    assert all(each == headers[0] for each in headers)


def test_another_accounts_integration_is_unknown(place: Place) -> None:
    shop, other = place.shops
    answer = shop.client.post(
        f"/v1/{shop.account}/{other.integration}/contact", headers={"Authorization": shop.key}, content=b"{}"
    )
    assert refused(answer, 404) == [f"this account has no integration '{other.integration}'"]


@pytest.mark.parametrize(
    ("scope", "may_import", "may_report"),
    [("import", 200, 403), ("report", 403, 200), ("contacts", 403, 403), ("admin", 200, 200)],
)
def test_a_key_does_what_its_scopes_say(place: Place, scope: str, may_import: int, may_report: int) -> None:
    key = make_key(place, scope)
    imported = send(place.shop, "contact", {"email": "ann@mail.example"}, Authorization=key)
    deleted = send(place.shop, "contact/nobody", b"", "DELETE", Authorization=key)
    told = ask(place.shop, {"type": "leads"}, Authorization=key)
    assert (imported.status_code, told.status_code) == (may_import, may_report)
    if may_import == 403:
        lack = ["this API key lacks the scope 'import'"]
        assert refused(imported, 403) == refused(deleted, 403) == lack
    else:
        refused(deleted, 404)
    if may_report == 403:
        assert refused(told, 403) == ["this API key lacks the scope 'report'"]


def test_a_revoked_key_is_refused_within_a_second(place: Place) -> None:
    shop = place.shop
    key = make_key(place, "report")
    assert knock(shop, key).status_code == 200
    revoke_key(place.house.store, shop.clock(), shop.account, newest_key_id(place))
    shop.clock.set(shop.clock() + 1_000_000)
    assert refused(knock(shop, key), 401) == refused(knock(shop, "hw_unknown"), 401)


def test_a_new_account_and_a_new_key_work_at_once(place: Place) -> None:
    shop = place.shop
    made = create_account(place.house.store, shop.clock(), "New", "UTC", "USD")
    assert knock(shop, made.api_key, made.account_id).status_code == 200
    assert knock(shop, make_key(place, "report")).status_code == 200


def test_a_clock_that_goes_back_does_not_keep_keys_alive(place: Place) -> None:
    shop = place.shop
    key = make_key(place, "report")
    assert knock(shop, key).status_code == 200
    revoke_key(place.house.store, shop.clock(), shop.account, newest_key_id(place))
    shop.clock.set(shop.clock() - 3_600_000_000)
    refused(knock(shop, key), 401)
    shop.clock.set("2026-03-01 12:00:00")


def test_the_operators_token_opens_every_account_and_nothing_that_there_is_not(place: Place) -> None:
    token = place.house.operator
    for shop in place.shops:
        assert knock(shop, token).status_code == 200
    refused(knock(place.shop, token, "nobody"), 401)
    assert place.shop.client.get("/api/app/doctor", headers={"Authorization": token}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/app/doctor"), ("POST", "/api/app/{}/verify"), ("POST", "/api/app/{}/rebuild")],
)
def test_only_the_operator_manages(place: Place, method: str, path: str) -> None:
    shop, address = place.shop, path.format(place.shop.account)
    (fault,) = refused(shop.client.request(method, address, headers={"Authorization": shop.key}), 401)
    assert fault == refused(shop.client.request(method, address), 401)[0]
    assert shop.client.request(method, address, headers={"Authorization": place.house.operator}).status_code == 200


def test_look_ups_are_kept_for_a_second_and_never_fill_the_memory() -> None:
    clock, asked = Hands("2026-03-01 12:00:00"), list[str]()

    def look_up(name: str) -> str | None:
        asked.append(name)
        return name if name == "known" else None

    kept = Kept(look_up, clock)
    for _ in range(3):
        assert (kept.get("known"), kept.get("unknown")) == ("known", None)
    assert asked == ["known", "unknown"]
    clock.set(clock() + 1_000_000)
    kept.get("known")
    assert asked == ["known", "unknown", "known"]
    for _ in range(2):
        kept.get("x" * 1_000_000)  # a page may name an account of any length
    assert len(asked) == 5
