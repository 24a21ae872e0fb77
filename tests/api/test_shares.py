"""Share links: each shows one answer to whoever has it, and opens nothing else."""

from collections.abc import Generator
from typing import Any

import pytest

from headwater.api.routes import PATHS
from headwater.clock import DAY, iso
from tests.api.browser import Browser, owner_of
from tests.api.shop import Place, opened, refused
from tests.api.test_csrf import url

LEADS: dict[str, Any] = {"type": "leads", "metrics": ["leads", "revenue"], "date_range": {"start": "2026-02-01"}}


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Generator[Browser]:
    with opened(tmp_path_factory.mktemp("shares"), accounts=2) as place:
        for number in (1, 2):
            mail = f"p{number}@mail.example"
            at = f"2026-02-{10 * number}"
            place.shop.post("contact", {"contact_id": number, "email": mail, "date_created": at})
        yield owner_of(place)


@pytest.fixture
def stranger(owner: Browser) -> Browser:
    return Browser(owner.place, "203.0.113.7", "http://stats.example")


def shared(owner: Browser, **body: object) -> tuple[str, str]:
    """The address of a new link, and its id."""
    made = owner.post(f"/api/app/{owner.place.shop.account}/shares", body)
    return f"/api/share/{made['token']}", made["share"]["share_id"]


def test_a_question_is_answered_to_whoever_has_the_link(owner: Browser, stranger: Browser) -> None:
    link, _ = shared(owner, question=LEADS, title="Leads")
    assert stranger.get(link) == {
        "title": "Leads",
        "question": LEADS,
        "account_name": "Shop 0",
        "currency": "USD",
        "timezone": "UTC",
        "needs_password": False,
    }
    told = stranger.post(f"{link}/data")
    assert (told["totals"], told["v"], told["question"]) == ([2, 0], "2022-06", LEADS)
    other_days = {"date_range": {"start": "2026-02-15", "end": "2026-02-28"}}
    assert stranger.post(f"{link}/data", other_days)["totals"] == [1, 0]
    refused(stranger.send("POST", f"{link}/data", {"date_range": {"start": "some day"}}), 400)


def test_nothing_but_the_days_is_asked_otherwise(owner: Browser, stranger: Browser) -> None:
    link, _ = shared(owner, question=LEADS | {"options": {"sql": True}})
    assert "sql" not in stranger.post(f"{link}/data")
    asked: list[dict[str, Any]] = [
        {"dimensions": ["contact.email"]},
        {"filters": []},
        {"question": {"type": "revenue"}},
    ]
    for more in asked:
        refused(stranger.send("POST", f"{link}/data", more), 400)
    sneaky = {"date_range": {"start": "2026-02-01", "filters": [], "dimensions": ["contact.email"]}}
    assert len(stranger.post(f"{link}/data", sneaky)["fields"]) == 2


def test_a_saved_report_is_shown_as_it_is_now(owner: Browser, stranger: Browser) -> None:
    reports = f"/api/app/{owner.place.shop.account}/reports"
    saved = owner.post(reports, {"name": "Mine", "query": LEADS})["report"]["id"]
    link, _ = shared(owner, report_id=saved)
    assert (stranger.get(link)["title"], stranger.get(link)["question"]) == ("Mine", LEADS)
    owner.put(f"{reports}/{saved}", {"name": "Mine", "query": LEADS | {"metrics": ["leads"]}})
    assert stranger.post(f"{link}/data")["totals"] == [2]
    owner.delete(f"{reports}/{saved}")
    refused(stranger.send("GET", link), 404)
    refused(stranger.send("POST", f"{link}/data"), 404)


def test_a_password_is_asked_for_and_cannot_be_tried_out(owner: Browser, stranger: Browser) -> None:
    link, _ = shared(owner, question=LEADS, password="open sesame")
    told = stranger.get(link)
    assert (told["needs_password"], told["question"]) == (True, None)
    answer = stranger.send("POST", f"{link}/data")
    assert (answer.status_code, answer.json()["needs"]) == (401, "password")
    assert stranger.post(f"{link}/data", {"password": "open sesame"})["question"] == LEADS
    tried = [stranger.send("POST", f"{link}/data", {"password": "open"}).status_code for _ in range(11)]
    assert tried == [401] * 10 + [429]


def test_what_is_revoked_or_expired_is_as_if_it_had_never_been(owner: Browser, stranger: Browser) -> None:
    account, clock = owner.place.shop.account, owner.place.shop.clock
    link, share = shared(owner, question=LEADS)
    brief, _ = shared(owner, question=LEADS, expires_at=iso(clock() + DAY))
    assert owner.delete(f"/api/app/{account}/shares/{share}")["deleted"]
    nothing = refused(stranger.send("GET", "/api/share/never"), 404)
    assert refused(stranger.send("GET", link), 404) == nothing
    assert refused(stranger.send("POST", f"{link}/data"), 404) == nothing
    refused(owner.send("DELETE", f"/api/app/{account}/shares/{share}"), 404)
    assert stranger.send("GET", brief).status_code == 200
    clock.set(clock() + DAY)
    assert refused(stranger.send("POST", f"{brief}/data"), 404) == nothing


def test_they_are_listed_without_what_opens_them(owner: Browser, stranger: Browser) -> None:
    account = owner.place.shop.account
    link, share = shared(owner, question=LEADS, title="Listed")
    stranger.post(f"{link}/data")
    answer = owner.send("GET", f"/api/app/{account}/shares")
    (listed,) = (each for each in answer.json()["shares"] if each["share_id"] == share)
    assert (listed["title"], listed["question"], listed["has_password"]) == ("Listed", LEADS, False)
    assert listed["last_used_at"] == iso(owner.place.shop.clock())
    assert link.rpartition("/")[2] not in answer.text
    other = owner.get(f"/api/app/{owner.place.shops[1].account}/shares")["shares"]
    assert other == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, "send either 'report_id'"),
        ({"report_id": "x", "question": LEADS}, "send either 'report_id'"),
        ({"report_id": "nothing"}, "field 'report_id': there is no saved report 'nothing'"),
        ({"question": {"type": "leds"}}, "field 'type'"),
        ({"question": LEADS, "expires_at": "2020-01-01"}, "field 'expires_at' is in the past"),
        ({"question": LEADS, "password": "x"}, "field 'password' must have 4 characters or more"),
    ],
)
def test_what_would_show_nothing_is_refused(owner: Browser, body: dict[str, Any], fault: str) -> None:
    answer = owner.send("POST", f"/api/app/{owner.place.shop.account}/shares", body)
    assert refused(answer, 400)[0].startswith(fault)


@pytest.mark.parametrize("path", [path for path in PATHS if path.about.scope], ids=lambda path: path.path)
def test_a_link_opens_nothing_else(owner: Browser, stranger: Browser, path: Any) -> None:  # noqa: ANN401 - a row
    token = shared(owner, question=LEADS)[0].rpartition("/")[2]
    stranger.client.cookies.set("headwater_session", token)
    for method in path.methods:
        address = url(path.path, owner.place)
        body: dict[str, Any] | None = None if method == "GET" else {}
        refused(stranger.send(method, address, body, Authorization=token), 401)
        refused(stranger.send(method, address, body), 401)


def test_every_share_is_of_its_account(owner: Browser) -> None:
    place: Place = owner.place
    _, share = shared(owner, question=LEADS)
    refused(owner.send("DELETE", f"/api/app/{place.shops[1].account}/shares/{share}"), 404)
