"""Passwords and codes: changed by who knows the old one, lost and set again by a link, each link and each code once."""

from collections.abc import Generator
from pathlib import Path

import pytest
from pyotp.totp import TOTP

from headwater.clock import HOUR, MINUTE, SECOND
from headwater.ledger import users
from headwater.ledger.store import Store
from tests.api.browser import PASSWORD, Browser, owner_of
from tests.api.shop import Place, opened, refused

OWNER = "owner@house.example"


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    with opened(tmp_path) as place:
        yield place


def code_of(secret: str, place: Place) -> str:
    return TOTP(secret).at(place.shop.clock() // SECOND)


def test_codes_are_needed_once_one_has_confirmed_the_phone(place: Place) -> None:
    browser, clock = owner_of(place), place.shop.clock
    refused(browser.send("PUT", "/api/app/me/totp", {"code": "123456"}), 400)
    given = browser.post("/api/app/me/totp")
    assert given["otpauth_uri"].startswith("otpauth://totp/Headwater:owner%40house.example?secret=" + given["secret"])
    assert Browser(place).sign_in(OWNER).status_code == 200  # not confirmed, not needed
    refused(browser.send("PUT", "/api/app/me/totp", {"code": "000000"}), 400)
    assert browser.put("/api/app/me/totp", {"code": code_of(given["secret"], place)})["user"]["has_totp"] is True
    answer = Browser(place).sign_in(OWNER)
    assert (answer.status_code, answer.json()["needs"]) == (401, "code")
    assert "needs" not in Browser(place).sign_in(OWNER, "a wrong sentence", code="1").json()
    clock.set(clock() + MINUTE)
    code = code_of(given["secret"], place)
    assert Browser(place).sign_in(OWNER, code="000000").status_code == 401
    assert Browser(place).sign_in(OWNER, code=f"{code[:3]} {code[3:]}").status_code == 200
    again = Browser(place).sign_in(OWNER, code=code)  # somebody looked over the shoulder
    assert (again.status_code, again.json()["needs"]) == (401, "code")
    clock.set(clock() + 2 * MINUTE)
    assert Browser(place).sign_in(OWNER, code=code).status_code == 401  # too old
    assert browser.delete("/api/app/me/totp")["user"]["has_totp"] is False
    assert Browser(place).sign_in(OWNER).status_code == 200


def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(place: Place) -> None:
    browser, other = owner_of(place), Browser(place)
    other.sign_in(OWNER)
    for path, body in (("password", "another sentence"), ("email", "new@house.example")):
        assert "old_password" in refused(browser.send("PATCH", "/api/app/me", {path: body}), 400)[0]
        wrong = {path: body, "old_password": "not the password"}
        refused(browser.send("PATCH", "/api/app/me", wrong), 403)
    assert browser.patch("/api/app/me", {"name": "Olga O."})["user"]["name"] == "Olga O."
    body = {"password": "another sentence", "email": "new@house.example", "old_password": PASSWORD}
    assert browser.patch("/api/app/me", body)["user"]["email"] == "new@house.example"
    assert other.me()["user"] is None
    assert browser.me()["user"]
    refused(Browser(place).sign_in("new@house.example"), 401)
    refused(Browser(place).sign_in(OWNER, "another sentence"), 401)
    assert Browser(place).sign_in("new@house.example", "another sentence").status_code == 200


def test_nobody_takes_the_address_of_another(place: Place) -> None:
    owner = owner_of(place)
    owner.post(f"/api/app/{place.shop.account}/members", {"email": "bob@mail.example", "role": "viewer"})
    refused(owner.send("PATCH", "/api/app/me", {"email": "bob@mail.example", "old_password": PASSWORD}), 409)


def reset(store: Store, place: Place) -> str:
    return users.reset(store, place.shop.clock(), OWNER, without_codes=False)


def test_a_link_sets_a_password_once_and_within_an_hour(place: Place) -> None:
    browser = owner_of(place)
    store, clock = place.house.store, place.shop.clock
    older, token = reset(store, place), reset(store, place)
    body = {"token": token, "password": "a new sentence"}
    refused(Browser(place).send("POST", "/api/app/password", body | {"token": older}), 400)
    refused(Browser(place).send("POST", "/api/app/password", body | {"password": "short"}), 400)
    new = Browser(place)
    assert new.post("/api/app/password", body)["user"]["email"] == OWNER
    assert new.me()["user"]
    assert browser.me()["user"] is None
    refused(Browser(place).send("POST", "/api/app/password", body), 400)
    refused(Browser(place).sign_in(OWNER), 401)
    assert Browser(place).sign_in(OWNER, "a new sentence").status_code == 200
    late = reset(store, place)
    clock.set(clock() + HOUR)
    refused(Browser(place).send("POST", "/api/app/password", body | {"token": late}), 400)


def test_a_link_does_not_stand_for_the_phone(place: Place) -> None:
    browser = owner_of(place)
    secret = browser.post("/api/app/me/totp")["secret"]
    browser.put("/api/app/me/totp", {"code": code_of(secret, place)})
    new = Browser(place)
    told = new.post("/api/app/password", {"token": reset(place.house.store, place), "password": "a new sentence"})
    assert told["user"] is None
    assert new.me()["user"] is None
