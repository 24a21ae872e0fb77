"""Identifications that nobody vouches for: honest visitors are somebody at once, and strangers bind nobody at scale."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headwater.api.claims import MOST, NAMES_OF_A_VISITOR, VISITORS_OF_A_NAME, Claims, Said
from headwater.clock import DAY, HOUR, MINUTE
from headwater.ledger.accounts import change_settings, create_key
from tests.api.shop import Place, opened
from tests.stand import Hands, Stand

NOON = "2026-03-01 12:00:00"
PROXY = "192.0.2.0/24"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Where a sender may identify four people in an hour."""
    with opened(tmp_path, identify_limit="4", trusted_proxies=PROXY) as one:
        yield one


@pytest.fixture
def shop(place: Place) -> Stand:
    return place.shop


def identify(shop: Stand, uid: str, sender: str = "203.0.113.1", key: str = "", **who: str) -> Any:  # noqa: ANN401
    headers = {"X-Forwarded-For": sender} | ({"Authorization": key} if key else {})
    answer = shop.client.post("/identify", json={"a": shop.account, "uid": uid, **who}, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def tied(shop: Stand, email: str) -> list[str]:
    """The visitors that are the person with this address."""
    answer = shop.client.get(f"/api/app/{shop.account}/person/{email}", headers={"Authorization": shop.key})
    return [one["uid"] for one in answer.json()["visitors"]] if answer.status_code == 200 else []


def waiting(place: Place) -> int:
    """How many identifications wait for an opt-in, as the account's people see it."""
    answer = place.shop.client.get(f"/api/app/{place.shop.account}/tracking", headers={"Authorization": place.shop.key})
    return sum(drop["hits"] for drop in answer.json()["drops"] if drop["reason"] == "unconfirmed identify")


def test_who_types_an_address_is_that_person_at_once_on_every_device(place: Place, shop: Stand) -> None:
    for number, uid in enumerate(("phone", "laptop", "work", "tablet")):
        identify(shop, uid, f"203.0.113.{number}", e="ann@example.com")
    assert sorted(tied(shop, "ann@example.com")) == ["laptop", "phone", "tablet", "work"]
    assert waiting(place) == 0


def test_the_sixth_name_of_a_browser_waits_for_its_opt_in(place: Place, shop: Stand) -> None:
    for number in range(NAMES_OF_A_VISITOR + 2):
        shop.clock.set(shop.clock() + MINUTE)
        identify(shop, "till", f"203.0.113.{number}", e=f"{number}@example.com")
    found = [bool(tied(shop, f"{number}@example.com")) for number in range(NAMES_OF_A_VISITOR + 2)]
    assert found == [True] * NAMES_OF_A_VISITOR + [False] * 2
    assert waiting(place) == 2
    shop.post("contact", {"email": "5@example.com", "date_created": "2026-03-01 12:40:00"})
    shop.post("contact", {"email": "6@example.com", "date_created": "2026-03-01 13:07:01"})  # no longer at that time
    assert tied(shop, "5@example.com") == ["till"]
    assert tied(shop, "6@example.com") == []


def test_an_address_that_very_many_browsers_name_is_believed_only_so_often_a_day(shop: Stand) -> None:
    for number in range(VISITORS_OF_A_NAME + 3):
        identify(shop, f"uid-{number:02}", f"198.51.100.{number}", e="ann@example.com")
    assert tied(shop, "ann@example.com") == [f"uid-{number:02}" for number in range(VISITORS_OF_A_NAME)]
    shop.clock.set(shop.clock() + DAY)
    identify(shop, "uid-22", "198.51.100.22", e="ann@example.com")
    assert "uid-22" in tied(shop, "ann@example.com")


def test_a_sender_identifies_only_so_many_people_an_hour(shop: Stand) -> None:
    for number in range(6):
        identify(shop, f"uid-{number}", e=f"{number}@example.com")
    assert [tied(shop, f"{number}@example.com") for number in (3, 4, 5)] == [["uid-3"], [], []]
    identify(shop, "uid-5", "203.0.113.99", e="5@example.com")  # they themselves
    assert tied(shop, "5@example.com") == ["uid-5"]
    identify(shop, "uid-0", e="0@example.com")  # once more the same
    shop.clock.set(shop.clock() + HOUR)
    identify(shop, "uid-4", e="4@example.com")
    assert tied(shop, "4@example.com") == ["uid-4"]


def test_contact_ids_count_like_addresses(shop: Stand) -> None:
    """Numbers are guessed more easily than addresses."""
    for number in range(8):
        shop.post("contact", {"contact_id": number, "date_created": "2026-02-01"})
        identify(shop, f"uid-{number}", cid=str(number))
    assert [tied(shop, f"{shop.integration}/{number}") for number in (3, 4)] == [["uid-3"], []]


def test_a_network_of_one_customer_is_one_sender(shop: Stand) -> None:
    for number in range(6):
        identify(shop, f"uid-{number}", f"2001:db8:1:2::{number}", e=f"{number}@example.com")
    assert [bool(tied(shop, f"{number}@example.com")) for number in range(6)] == [True] * 4 + [False] * 2


def test_an_account_decides_how_many(place: Place, shop: Stand) -> None:
    change_settings(place.house.store, shop.account, {"identify_limit": 1})
    shop.clock.set(shop.clock() + MINUTE)
    for number in range(2):
        identify(shop, f"uid-{number}", e=f"{number}@example.com")
    assert [tied(shop, f"{number}@example.com") for number in range(2)] == [["uid-0"], []]


def test_a_key_vouches(place: Place, shop: Stand) -> None:
    keys = [create_key(place.house.store, 0, shop.account, scope, [scope]) for scope in ("import", "report")]
    for number in range(8):
        identify(shop, f"uid-{number}", key=keys[0], e=f"{number}@example.com")
    assert all(tied(shop, f"{number}@example.com") for number in range(8))
    for number in range(8, 16):  # a key that may not import, none of ours, and what a browser sends to a closed site
        identify(shop, f"uid-{number}", key=(keys[1], "hw_nobody", "Basic dTpw")[number % 3], e=f"{number}@example.com")
    assert [bool(tied(shop, f"{number}@example.com")) for number in range(8, 16)] == [True] * 4 + [False] * 4


def test_an_account_may_want_everything_confirmed(shop: Stand) -> None:
    url = f"/api/app/{shop.account}/tracking"
    assert shop.client.patch(url, json={"identify": "x"}, headers={"Authorization": shop.key}).status_code == 400
    shop.client.patch(url, json={"identify": "confirmed"}, headers={"Authorization": shop.key})
    shop.clock.set(shop.clock() + MINUTE)
    shop.post("contact", {"email": "old@example.com", "date_created": "2026-02-01"})
    identify(shop, "phone", e="new@example.com")
    identify(shop, "phone", e="old@example.com")
    assert tied(shop, "new@example.com") == tied(shop, "old@example.com") == []
    shop.post("contact", {"email": "new@example.com"})
    assert tied(shop, "new@example.com") == ["phone"]
    identify(shop, "phone", key=shop.key, e="old@example.com")
    assert tied(shop, "old@example.com") == ["phone"]


def test_the_answer_tells_nothing_of_anybody(shop: Stand) -> None:
    """Known or not, believed or not: the same words and headers."""
    shop.post("contact", {"email": "known@example.com", "first_name": "Ann"})
    answers = [
        identify(shop, "phone", e=f"{name}@example.com") for name in ("known", "unknown", "a", "b", "c", "d", "e")
    ]
    assert {answer.content for answer in answers} == {b'{"status":"success","uid":"phone"}'}
    names = [set(answer.headers) for answer in answers]
    assert all(one == names[0] for one in names)
    assert "headwater-dropped" not in names[0]


def test_strangers_get_no_credit_for_the_customers_of_a_shop(shop: Stand) -> None:
    """Ten customers came by search. A partner says from one address to be each of them, after a click on his own link.

    Four of them are believed to be on one more device, and buy next: 4 x 10.00 go to the partner. The other six stay
    with the search engine, and so would be all further customers, be they ten thousand.
    """
    for number in range(10):
        shop.clock.set(NOON)
        shop.visit(NOON, f"own-{number}", ref="https://www.google.com/")
        identify(shop, f"own-{number}", f"198.51.100.{number}", e=f"{number}@example.com")
        shop.post("contact", {"email": f"{number}@example.com", "date_created": "2026-03-01 12:05:00"})
    for number in range(10):
        shop.visit("2026-03-05 12:00:00", f"his-{number}", "https://shop.example/?utm_source=him&utm_medium=affiliate")
        identify(shop, f"his-{number}", "203.0.113.66", e=f"{number}@example.com")
    for number in range(10):
        shop.post(
            "invoice",
            {
                "id": number,
                "email": f"{number}@example.com",
                "amount": 1000,
                "paid": 1000,
                "date_created": "2026-03-06",
                "items": [],
            },
        )
    shop.clock.set("2026-03-07 12:00:00")
    found = shop.ask(
        {
            "type": "revenue",
            "dimensions": ["clicks.channel"],
            "metrics": ["revenue"],
            "date_range": {"start": "2026-03-01", "end": "2026-03-07"},
        }
    )
    assert sorted(found["rows"]) == [["affiliate", 40], ["search", 60]]


def said(uid: str, name: str, sender: str = "s") -> Said:
    return Said("a", uid, (name,), sender, 10**6)


def test_what_is_remembered_is_bounded_and_what_is_beyond_is_not_kept() -> None:
    clock = Hands(NOON)
    claims = Claims(clock, kept=30)
    for number in range(100):
        claims.judge(said(f"v{number}", f"n{number}", f"s{number}"))
    assert len(claims) == 30
    verdicts = [claims.judge(said("one", f"n{number}")) for number in range(MOST + 2)]
    assert [verdict.counts for verdict in verdicts].count(True) == NAMES_OF_A_VISITOR
    assert [verdict.is_kept for verdict in verdicts] == [True] * MOST + [False] * 2
    assert claims.judge(said("one", "n0")) == (True, True)  # the same as before
