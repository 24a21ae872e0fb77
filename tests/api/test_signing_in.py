"""Signing in: the first owner, right and wrong passwords, sessions that end, codes, links that set a password once."""

from collections.abc import Generator
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from headwater.app import open_house, web
from headwater.clock import DAY, MINUTE, SECOND
from headwater.settings import load_settings
from tests.api.browser import PASSWORD, Browser, owner_of
from tests.api.shop import Place, opened, refused
from tests.process import wait_for
from tests.stand import Hands

OWNER = "owner@house.example"
AWAY = "203.0.113.9"


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    with opened(tmp_path) as place:
        yield place


def test_the_first_user_owns_what_there_is_and_is_signed_in(place: Place) -> None:
    browser = Browser(place)
    assert browser.me() == {
        "user": None,
        "accounts": [],
        "is_first_run": True,
        "sends_mail": False,
        "has_accounts": True,
    }
    made = browser.post("/api/app/owner", {"email": "Owner@House.example ", "name": " Olga ", "password": PASSWORD})
    (account,) = made["accounts"]
    assert made["user"] | {"user_id": ""} == {"user_id": "", "email": OWNER, "name": "Olga", "has_totp": False}
    assert account == {
        "account_id": place.shop.account, "name": "Shop 0", "timezone": "UTC", "currency": "USD", "role": "owner"
    }  # fmt: skip
    assert made["is_first_run"] is False
    assert browser.me() == made
    second = {"email": "eve@mail.example", "name": "Eve", "password": PASSWORD}
    refused(Browser(place).send("POST", "/api/app/owner", second), 409)


def test_the_first_user_may_name_an_account(place: Place) -> None:
    place.shop.clock.set("2026-03-02 00:00:00")
    body = {"email": OWNER, "name": "Olga", "password": PASSWORD, "account_name": "Acme", "currency": "eur"}
    made = Browser(place).post("/api/app/owner", body | {"timezone": "Europe/Berlin"})
    assert [(each["name"], each["timezone"], each["currency"], each["role"]) for each in made["accounts"]] == [
        ("Shop 0", "UTC", "USD", "owner"),
        ("Acme", "Europe/Berlin", "EUR", "owner"),
    ]


def test_where_there_is_no_account_the_first_user_must_name_one(tmp_path: Path) -> None:
    settings = load_settings({"data": str(tmp_path), "warehouse_threads": "1"}, {}, None)
    with open_house(settings, Hands("2026-03-01 12:00:00")) as house:
        client = TestClient(web(house), base_url="http://localhost", client=("::1", 1))
        body = {"email": OWNER, "name": "Olga", "password": PASSWORD}
        (fault,) = refused(client.post("/api/app/owner", json=body), 400)
        assert fault.startswith("missing 'account_name' field")
        made = client.post("/api/app/owner", json=body | {"account_name": "Acme"}).json()
        assert [(each["name"], each["role"]) for each in made["accounts"]] == [("Acme", "owner")]


@pytest.mark.parametrize(
    ("address", "base", "headers"),
    [
        (AWAY, "http://localhost:8000", {}),
        ("127.0.0.1", "http://evil.example", {}),  # a name that was made to lead here
        ("127.0.0.1", "http://localhost:8000", {"X_Forwarded_For": AWAY}),
        ("127.0.0.1", "http://localhost:8000", {"X_Forwarded_For": "127.0.0.1"}),
        ("127.0.0.1", "http://localhost:8000", {"Forwarded": "for=127.0.0.1"}),
    ],
)
def test_from_elsewhere_the_first_user_knows_the_set_up_code(
    place: Place, address: str, base: str, headers: dict[str, str]
) -> None:
    browser = Browser(place, address, base)
    body = {"email": OWNER, "name": "Olga", "password": PASSWORD}
    for said in ({}, {"code": "wrong"}, {"code": ""}):
        answer = browser.send("POST", "/api/app/owner", body | said, **headers)
        assert (answer.status_code, answer.json()["needs"]) == (401, "code")
    assert browser.me()["is_first_run"] is True
    code = place.house.setup_code.upper()
    assert browser.send("POST", "/api/app/owner", body | {"code": code}, **headers).status_code == 200


def test_set_up_codes_cannot_be_tried_out(place: Place) -> None:
    browser = Browser(place, AWAY)
    body = {"email": OWNER, "name": "Olga", "password": PASSWORD, "code": "wrong"}
    tried = [browser.send("POST", "/api/app/owner", body).status_code for _ in range(12)]
    assert tried == [401] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"password": "short"}, "field 'password' must have 10 characters or more"),
        ({"email": "nobody"}, "field 'email' must be an e-mail address such as 'joey@example.com'"),
        ({"name": " "}, "field 'name' must be a text of 1 to 200 characters"),
        ({"timezone": "Mars"}, "field 'timezone' is unknown: 'Mars'; use an IANA name such as 'Europe/Berlin'"),
        ({"currency": "€"}, "field 'currency' '€' must be an ISO 4217 code such as 'USD'"),
        ({"email": None}, "missing 'email' field"),
    ],
)
def test_what_is_wrong_is_told(place: Place, body: dict[str, str], fault: str) -> None:
    sent = {"email": OWNER, "name": "Olga", "password": PASSWORD} | body
    assert refused(Browser(place).send("POST", "/api/app/owner", sent), 400) == [fault]


def test_a_refusal_does_not_tell_whose_address_it_is(place: Place) -> None:
    owner_of(place)
    wrong = [
        Browser(place).sign_in(OWNER, "not the password"),
        Browser(place).sign_in("nobody@mail.example"),
        Browser(place).sign_in("no address at all"),
        Browser(place).sign_in(OWNER, "\ud800"),
    ]
    assert len({tuple(refused(answer, 401)) for answer in wrong}) == 1
    assert all("set-cookie" not in answer.headers for answer in wrong)
    assert Browser(place).sign_in(" OWNER@house.example").status_code == 200


def test_passwords_cannot_be_tried_out(place: Place) -> None:
    owner_of(place)
    statuses = [Browser(place, f"198.51.100.{n}").sign_in(OWNER, "a wrong sentence") for n in range(12)]
    assert [answer.status_code for answer in statuses] == [401] * 10 + [429] * 2
    assert statuses[-1].headers["Retry-After"] == "90"
    assert Browser(place).sign_in(OWNER).status_code == 429  # the right one waits, too
    place.shop.clock.set(place.shop.clock() + 90 * SECOND)
    assert Browser(place).sign_in(OWNER).status_code == 200
    assert [Browser(place).sign_in(OWNER, "x" * 10).status_code for _ in range(10)] == [401] * 10  # it began anew


def test_an_address_cannot_try_out_many_secrets(place: Place) -> None:
    body = {"password": PASSWORD}
    one, network = Browser(place, "2001:db8::1"), Browser(place, "2001:db8::2")
    tried = [one.send("POST", "/api/app/password", body | {"token": str(n)}).status_code for n in range(101)]
    assert tried == [400] * 100 + [429]
    refused(network.send("POST", "/api/app/password", body | {"token": "x"}), 429)
    refused(Browser(place, AWAY).send("POST", "/api/app/password", body | {"token": "x"}), 400)


def test_the_cookie_is_for_this_server_alone(place: Place) -> None:
    owner_of(place)
    cookie = Browser(place).sign_in(OWNER).headers["set-cookie"]
    token, *rest = cookie.split("; ")
    assert token.startswith("headwater_session=")
    assert len(token) > 50
    assert rest == ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"]
    behind = Browser(place).send(
        "POST", "/api/app/session", {"email": OWNER, "password": PASSWORD}, X_Forwarded_Proto="https"
    )
    assert behind.headers["set-cookie"].endswith("; Secure")
    assert behind.headers["cache-control"] == "no-store"
    assert token.partition("=")[2].encode() not in b"".join(
        file.read_bytes() for file in place.house.settings.data.glob("ledger.db*")
    )


def test_a_session_ends_thirty_days_after_its_last_use(place: Place) -> None:
    browser, clock = owner_of(place), place.shop.clock
    for _ in range(3):
        clock.set(clock() + 20 * DAY)
        used = browser.send("GET", "/api/app/me")
        assert used.json()["user"]
        assert "Max-Age=2592000" in used.headers["set-cookie"]
        wait_for(lambda: _seen(place) == clock())
        clock.set(clock() + 2 * SECOND)
    assert "set-cookie" not in browser.send("GET", "/api/app/me").headers
    clock.set(clock() + 30 * DAY)
    assert browser.me()["user"] is None
    refused(browser.send("GET", f"/{place.shop.account}/report/leads"), 401)


def _seen(place: Place) -> int:
    with place.house.store.read() as connection:
        return connection.execute(text("SELECT max(seen_at) FROM sessions")).scalar_one()


def test_sessions_are_listed_and_ended(place: Place) -> None:
    here = owner_of(place)
    place.shop.clock.set(place.shop.clock() + MINUTE)
    there = Browser(place)
    there.client.headers["User-Agent"] = "Phone"
    there.sign_in(OWNER)
    first, second = here.get("/api/app/sessions")["sessions"]
    assert (first["user_agent"], first["is_current"], second["is_current"]) == ("Phone", False, True)
    assert here.delete(f"/api/app/sessions/{first['session_id']}")["deleted"]
    assert there.me()["user"] is None
    refused(here.send("DELETE", f"/api/app/sessions/{first['session_id']}"), 404)
    assert here.send("DELETE", "/api/app/session").headers["set-cookie"].startswith("headwater_session=; ")
    assert here.me()["user"] is None
    refused(here.send("GET", "/api/app/sessions"), 401)


def test_one_does_not_end_the_sessions_of_another(place: Place) -> None:
    owner = owner_of(place)
    account = place.shop.account
    made = owner.post(f"/api/app/{account}/members", {"email": "bob@mail.example", "role": "viewer"})
    bob = Browser(place)
    bob.post("/api/app/password", {"token": made["token"], "password": PASSWORD})
    (session,) = owner.get("/api/app/sessions")["sessions"]
    refused(bob.send("DELETE", f"/api/app/sessions/{session['session_id']}"), 404)
    assert owner.me()["user"]


def test_signing_in_again_ends_what_was_in_this_browser(place: Place) -> None:
    browser = owner_of(place)
    before = browser.client.cookies["headwater_session"]
    browser.sign_in(OWNER)
    assert browser.client.cookies["headwater_session"] != before
    assert len(browser.get("/api/app/sessions")["sessions"]) == 1


def test_a_session_stands_for_no_key_where_keys_vouch(place: Place) -> None:
    """Tracking is open to every site: it must not look at the cookie."""
    browser = owner_of(place)
    client: TestClient = browser.client
    answer = client.post(
        "/hit", content=b'{"a": "x", "url": "https://x.example"}', headers={"Origin": "https://x.example"}
    )
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    asked = client.options("/api/app/me", headers={"Origin": "https://x.example"})
    assert asked.status_code == 405
    assert not [name for name in asked.headers if name.startswith("access-control")]
