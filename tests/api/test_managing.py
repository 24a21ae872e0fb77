"""What an account's managers do: accounts, integrations, keys, and the log of who did what."""

from collections.abc import Generator
from typing import Any

import pytest

from headwater.api.routes import PATHS
from headwater.clock import iso
from headwater.ledger.integrations import list_integrations
from tests.api.browser import Browser, owner_of
from tests.api.shop import opened, refused
from tests.process import wait_for

UNLOGGED = {"POST /api/app/{account}/channels/preview"}  # changes nothing


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Generator[Browser]:
    with opened(tmp_path_factory.mktemp("managing"), accounts=1) as place:
        yield owner_of(place)


def of(owner: Browser, path: str) -> str:
    return f"/api/app/{owner.place.shop.account}/{path}"


def entries(owner: Browser, **parameters: object) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in parameters.items())
    return owner.get(f"{of(owner, 'audit')}?{asked}")["entries"]


def test_a_new_account_is_of_whoever_made_it(owner: Browser) -> None:
    made = owner.post("/api/app/accounts", {"name": "Acme", "timezone": "Europe/Berlin", "currency": "eur"})
    account = made["account"]["account_id"]
    assert made["account"] == {
        "account_id": account, "name": "Acme", "timezone": "Europe/Berlin", "currency": "EUR", "role": "owner"
    }  # fmt: skip
    assert made["account"] in owner.me()["accounts"]
    (integration,) = owner.get(f"/api/app/{account}/integrations")["integrations"]
    assert integration["integration_id"] == made["integration_id"]
    assert owner.get(f"/api/app/{account}/keys")["keys"] == []
    imported = owner.send("POST", f"/api/v1/{account}/{made['integration_id']}/contact", {"email": "a@mail.example"})
    assert imported.status_code == 200
    refused(Browser(owner.place).send("POST", "/api/app/accounts", {"name": "Nobody's"}), 401)
    with_key = {"Authorization": owner.place.shop.key}
    refused(owner.place.shop.client.post("/api/app/accounts", json={"name": "A"}, headers=with_key), 401)


def test_the_account_is_called_otherwise(owner: Browser) -> None:
    changed = owner.patch(of(owner, "account"), {"name": " Acme & Sons ", "timezone": "America/New_York"})["account"]
    assert (changed["name"], changed["timezone"], changed["role"]) == ("Acme & Sons", "America/New_York", "owner")
    assert owner.get(of(owner, "account"))["account"] == changed
    assert owner.get(of(owner, "settings"))["settings"]["timezone"] == "America/New_York"
    refused(owner.send("PATCH", of(owner, "account"), {"currency": "EUR"}), 400)


def test_integrations_are_made_and_named(owner: Browser) -> None:
    made = owner.post(of(owner, "integrations"), {"name": "The shop"})["integration"]
    path = of(owner, f"integrations/{made['integration_id']}")
    assert owner.patch(path, {"name": "The old shop"})["integration"]["name"] == "The old shop"
    assert made["last_activity_at"] is None
    imports = f"/api/v1/{owner.place.shop.account}/{made['integration_id']}"
    answer = owner.send("POST", f"{imports}/contact", {"email": "ann@mail.example"})
    assert answer.status_code == 200
    listed = owner.get(of(owner, "integrations"))["integrations"]
    (mine,) = (each for each in listed if each["integration_id"] == made["integration_id"])
    assert (mine["name"], mine["last_activity_at"]) == ("The old shop", iso(owner.place.shop.clock()))
    house = owner.place.house
    wait_for(lambda: kept_activity(owner, made["integration_id"]))
    house.heard.clear()  # as after a new start
    listed = owner.get(of(owner, "integrations"))["integrations"]
    assert mine in listed
    refused(owner.send("PATCH", of(owner, "integrations/nothing"), {"name": "x"}), 404)


def test_a_key_is_shown_once_and_revoked(owner: Browser) -> None:
    made = owner.post(of(owner, "keys"), {"name": "The shop", "scopes": ["report", "import"]})
    key, shop = made["key"], owner.place.shop
    assert key["scopes"] == ["import", "report"]
    headers = {"Authorization": made["api_key"]}
    assert shop.client.get(f"/{shop.account}/report/leads", headers=headers).status_code == 200
    answer = owner.send("GET", of(owner, "keys"))
    assert key in answer.json()["keys"]
    assert made["api_key"] not in answer.text
    assert owner.delete(of(owner, f"keys/{key['key_id']}"))["deleted"]
    assert shop.client.get(f"/{shop.account}/report/leads", headers=headers).status_code == 401
    refused(owner.send("DELETE", of(owner, f"keys/{key['key_id']}")), 404)
    for scopes in ([], ["owner"], "report", [1]):
        assert "scopes" in refused(owner.send("POST", of(owner, "keys"), {"name": "x", "scopes": scopes}), 400)[0]


def test_the_log_says_who_did_what_from_where(owner: Browser) -> None:
    clock = owner.place.shop.clock
    clock.set(clock() + 1)
    made = owner.post(of(owner, "keys"), {"name": "The shop", "scopes": ["import"]})["key"]
    clock.set(clock() + 1)
    owner.delete(of(owner, f"keys/{made['key_id']}"))
    revoked, created = entries(owner, limit=2)
    assert created == {
        "at": iso(clock() - 1),
        "actor": f"user {owner.user_id}",
        "email": "owner@house.example",
        "action": "key.create",
        "target": made["key_id"],
        "address": "127.0.0.1",
    }
    assert (revoked["action"], revoked["target"]) == ("key.revoke", made["key_id"])
    page = owner.get(f"{of(owner, 'audit')}?limit=1")
    assert page["before"] == revoked["at"]
    assert entries(owner, limit=1, before=page["before"].replace("+", "%2B")) == [created]


def test_the_log_is_asked_for_an_action_or_for_whoever_did_it(owner: Browser) -> None:
    made = owner.post(of(owner, "keys"), {"name": "The admin", "scopes": ["admin"]})
    headers = {"Authorization": made["api_key"]}
    path = of(owner, "integrations")
    assert owner.place.shop.client.post(path, json={"name": "By key"}, headers=headers).status_code == 200
    by_key = entries(owner, actor=f"key%20{made['key']['key_id']}")
    assert [entry["action"] for entry in by_key] == ["integration.create"]
    assert {entry["action"] for entry in entries(owner, action="key")} >= {"key.create"}
    assert {entry["action"].split(".")[0] for entry in entries(owner, action="key")} == {"key"}
    assert entries(owner, action="key.create")[0]["target"] == made["key"]["key_id"]
    assert entries(owner, action="ke") == entries(owner, action="%25") == []


def test_what_is_refused_is_not_in_the_log(owner: Browser) -> None:
    before = len(entries(owner))
    refused(owner.send("DELETE", of(owner, "keys/nothing")), 404)
    refused(owner.send("POST", of(owner, "keys"), {}), 400)
    assert len(entries(owner)) == before


def test_signing_in_and_failing_to_is_in_the_log(owner: Browser) -> None:
    clock = owner.place.shop.clock
    clock.set(clock() + 1)
    thief = Browser(owner.place, "198.51.100.66")
    thief.sign_in("owner@house.example", "a wrong sentence")
    wait_for(lambda: entries(owner, limit=1)[0]["action"] == "session.refuse")
    assert entries(owner, limit=1)[0]["address"] == "198.51.100.66"
    clock.set(clock() + 1)
    Browser(owner.place).sign_in("owner@house.example")
    wait_for(lambda: entries(owner, limit=1)[0]["action"] == "session.begin")


def test_the_log_names_no_person(owner: Browser) -> None:
    clock, shop = owner.place.shop.clock, owner.place.shop
    shop.post("contact", {"contact_id": 77, "email": "gone@mail.example"})
    clock.set(clock() + 1)
    owner.post(of(owner, "person/gone@mail.example/erase"), {})
    answer = owner.send("GET", of(owner, "audit"))
    assert answer.json()["entries"][0]["action"] == "person.erase"
    assert "gone@mail" not in answer.text


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=1001", "before=never"])
def test_what_is_wrong_with_a_page_is_told(owner: Browser, query: str) -> None:
    assert refused(owner.send("GET", f"{of(owner, 'audit')}?{query}"), 400)[0].startswith(f"parameter '{query[:5]}")


def test_whatever_changes_an_account_is_entered() -> None:
    silent = {
        f"{method} {path.path}"
        for path in PATHS
        for method in path.methods
        if path.path.startswith("/api/app/{account}/") and method != "GET" and not path.deed
    }
    assert silent == UNLOGGED | {f"POST /api/app/{{account}}/{word}" for word in ("verify", "rebuild")}


def kept_activity(owner: Browser, integration: str) -> int | None:
    listed = list_integrations(owner.place.house.store, owner.place.shop.account)
    return next(each.active_at for each in listed if each.integration_id == integration)
