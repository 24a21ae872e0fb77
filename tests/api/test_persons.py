"""Persons over HTTP: shown with everything that ties them together, merged, split; audited, and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headwater.app import open_ledger
from headwater.ledger.accounts import create_key
from headwater.settings import load_settings
from tests.stand import Stand, stand

ANN, ANNA, BEN = "ann@example.com", "anna@example.net", "ben@example.com"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path, "2026-03-01 12:00:00") as one:
        yield one


def ask(shop: Stand, method: str, path: str, body: object = None, status: int = 200) -> dict[str, Any]:
    answer = shop.client.request(
        method, f"/api/app/{shop.account}/person/{path}", json=body, headers={"Authorization": shop.key}
    )
    assert answer.status_code == status, answer.text
    return answer.json()


def show(shop: Stand, person: str) -> dict[str, Any]:
    return ask(shop, "GET", person)


def two(shop: Stand) -> tuple[int, int]:
    """Ann, who has a contact and a phone, and Anna, who has a contact and an order."""
    shop.post("contact", {"contact_id": 5, "email": ANN, "date_created": "2026-02-01"})
    shop.identify("2026-03-01 12:00:00", "phone", ANN)
    shop.post("contact", {"contact_id": "a/6", "email": ANNA, "date_created": "2026-02-02"})
    return show(shop, ANN)["person_id"], show(shop, ANNA)["person_id"]


def test_a_person_is_shown_with_all_that_ties_it_together(shop: Stand) -> None:
    two(shop)
    found = show(shop, ANN)
    number = found["person_id"]
    assert [found[name] for name in ("names", "visitors")] == [
        sorted([ANN, f"{shop.integration}/5"]),
        [{"uid": "phone", "spans": [{"since": None, "until": None}]}],
    ]
    assert (
        found["contacts"][0] | {"integration_id": shop.integration, "contact_id": "5", "email": ANN}
        == found["contacts"][0]
    )
    assert found["edges"] == [
        {
            "between": [f"{shop.integration}/5", ANN],
            "source": "contact",
            "first": "2026-02-01T00:00:00+00:00",
            "last": "2026-02-01T00:00:00+00:00",
            "counts": True,
        },
        {
            "between": ["visitor:phone", ANN],
            "source": "identify",
            "first": "2026-03-01T12:00:00+00:00",
            "last": "2026-03-01T12:00:00+00:00",
            "counts": True,
        },
    ]
    for name in (str(number), f"{shop.integration}/5", "visitor:phone", " Ann@EXAMPLE.com"):
        assert show(shop, name) == found
    assert show(shop, f"{shop.integration}/a%2F6")["names"] == show(shop, ANNA)["names"]


@pytest.mark.parametrize("name", ["404", "nobody@example.com", "visitor:nobody", "0", "9" * 30])
def test_nobody_is_not_found(shop: Stand, name: str) -> None:
    assert name in ask(shop, "GET", name, status=404)["message"]


@pytest.mark.parametrize("name", ["elsewhere/5", "visitor:", "ann", "@"])
def test_what_can_be_no_name_says_what_can(shop: Stand, name: str) -> None:
    said = ask(shop, "GET", name, status=400)["errors"]
    assert said == [
        f"{name!r} names nobody: write a person's number, an e-mail address, INTEGRATION/CONTACT_ID or visitor:UID"
    ]


def test_two_are_merged_and_split_again(shop: Stand) -> None:
    ann, anna = two(shop)
    assert ask(shop, "POST", f"{ANN}/merge", {"with": ANNA}) == {"status": "success", "person_id": min(ann, anna)}
    both = show(shop, ANNA)
    assert both["person_id"] == ann
    assert len(both["contacts"]) == 2
    decision = next(entry for entry in both["audit"] if entry["action"] == "merge")
    assert decision["person_id"] == ann
    assert decision["other_id"] == anna
    assert sorted(decision["because"]) == [ANN, ANNA]
    assert decision["by"].startswith("key ")
    assert ask(shop, "POST", f"{ann}/merge", {"with": ANNA}, 400)["message"].endswith("are one person already")

    done = ask(shop, "POST", f"{ann}/split", {"names": [f"{shop.integration}/a/6"]})
    (other,) = done["split_off"]
    persons = {done["person_id"], other}
    assert {show(shop, ANN)["person_id"], show(shop, ANNA)["person_id"]} == persons  # her address went with her
    assert show(shop, "visitor:phone")["person_id"] == show(shop, ANN)["person_id"]
    assert [entry["action"] for entry in show(shop, str(ann))["audit"]].count("split") >= 1


def test_who_was_split_stays_two_when_the_same_is_sent_again_and_is_one_when_it_is_taken_back(shop: Stand) -> None:
    shop.post("contact", {"contact_id": 5, "email": ANN})
    second = shop.post("contact", {"contact_id": 6, "email": BEN})
    shop.post("contact", {"contact_id": 6, "email": ANNA})  # it had Ben's address by mistake
    assert second["contact"]["email"] == BEN
    ask(shop, "POST", f"{ANNA}/split", {"names": [BEN]})
    shop.identify("2026-03-02 12:00:00", "phone", BEN)
    shop.post("contact", {"contact_id": 6, "email": BEN})
    shop.post("contact", {"contact_id": 6, "email": ANNA})
    assert show(shop, ANNA)["person_id"] != show(shop, BEN)["person_id"]
    assert [one["uid"] for one in show(shop, BEN)["visitors"]] == ["phone"]
    ask(shop, "POST", f"{ANNA}/merge", {"with": BEN})
    assert show(shop, ANNA)["person_id"] == show(shop, BEN)["person_id"]


def test_a_browser_is_taken_away_stays_away_and_is_given_back_with_its_own_times(shop: Stand) -> None:
    shop.post("contact", {"contact_id": 5, "email": ANN})
    shop.post("contact", {"contact_id": 6, "email": BEN})
    shop.identify("2026-03-01 12:00:00", "laptop", ANN)
    shop.identify("2026-03-02 12:00:00", "laptop", BEN)
    before = show(shop, ANN)["visitors"]
    assert before == [{"uid": "laptop", "spans": [{"since": None, "until": "2026-03-02T12:00:00+00:00"}]}]
    ask(shop, "POST", f"{ANN}/split", {"names": ["visitor:laptop"]})
    shop.identify("2026-03-03 12:00:00", "laptop", ANN)
    assert show(shop, ANN)["visitors"] == []
    assert [edge["counts"] for edge in show(shop, ANN)["edges"] if edge["source"] == "identify"] == [False, False]
    assert show(shop, BEN)["visitors"] == [{"uid": "laptop", "spans": [{"since": None, "until": None}]}]
    ask(shop, "POST", f"{ANN}/merge", {"with": "visitor:laptop"})
    assert show(shop, ANN)["visitors"] == [
        {
            "uid": "laptop",
            "spans": [*before[0]["spans"], {"since": "2026-03-03T12:00:00+00:00", "until": None}],
        }
    ]


def test_a_browser_that_nobody_is_can_be_given_to_somebody(shop: Stand) -> None:
    shop.post("contact", {"contact_id": 5, "email": ANN})
    ask(shop, "POST", f"{ANN}/merge", {"with": "visitor:tablet"})
    assert show(shop, "visitor:tablet")["names"] == show(shop, ANN)["names"]
    ask(shop, "POST", f"{ANN}/split", {"names": ["visitor:tablet"]})
    ask(shop, "GET", "visitor:tablet", status=404)


@pytest.mark.parametrize(
    ("deed", "body", "said"),
    [
        ("split", {"names": [ANN, "visitor:phone"]}, "these are all the names of this person"),
        ("split", {"names": [BEN, "visitor:x"]}, f"'{BEN}' is not of this person; 'visitor:x' is not of this person"),
        ("split", {"names": []}, "missing 'names' field"),
        ("split", {"names": "x"}, "missing 'names' field"),
        ("split", {"name": [ANN]}, "unknown field 'name': there is 'names'"),
        ("merge", {}, "missing 'with' field"),
        ("merge", {"with": ANN}, "are one person already"),
    ],
)
def test_what_cannot_be_done_says_why(shop: Stand, deed: str, body: dict[str, Any], said: str) -> None:
    shop.identify("2026-03-01 12:00:00", "phone", ANN)
    assert said in ask(shop, "POST", f"{ANN}/{deed}", body, 400)["message"]


def test_it_takes_an_admin_s_key_of_the_account(tmp_path: Path) -> None:
    with stand(tmp_path, accounts=2) as (mine, other):
        mine.post("contact", {"contact_id": 5, "email": ANN})
        store = open_ledger(load_settings({"data": str(tmp_path)}, {}, None))
        weak = create_key(store, 0, mine.account, "weak", ["import", "report", "contacts"])
        store.close()
        for method, path in (("GET", ANN), ("POST", f"{ANN}/merge"), ("POST", f"{ANN}/split")):
            url = f"/api/app/{mine.account}/person/{path}"
            for key, status in ((weak, 403), (other.key, 401), ("", 401)):
                answer = mine.client.request(method, url, json={}, headers={"Authorization": key})
                assert answer.status_code == status
