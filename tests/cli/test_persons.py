"""`headwater person …`, on stores that no server has open, and through a server that has."""

import json
from pathlib import Path

import pytest

from tests.api.shop import opened
from tests.cli.line import said, wrong
from tests.process import served
from tests.stand import Stand

ANN, ANNA = "ann@mail.example", "anna@mail.example"


@pytest.fixture
def shop(tmp_path: Path) -> Stand:
    with opened(tmp_path) as place:
        one = place.shop
        one.post("contact", {"contact_id": 5, "email": ANN, "date_created": "2026-02-01"})
        one.post("contact", {"contact_id": 6, "email": ANNA, "date_created": "2026-02-02"})
        one.identify("2026-03-01 09:00:00", "phone", ANN)
    return one


def merge_and_split(data: Path, shop: Stand) -> None:
    number = said("person", "merge", ANN, ANNA, "--data", data).removeprefix("they are person ").strip()
    shown = said("person", "show", ANNA, "--data", data)
    assert shown.startswith(
        f"person {number}: {', '.join(sorted([f'{shop.integration}/{n}' for n in (5, 6)] + [ANN, ANNA]))}\n"
    )
    for line in ("phone    ever", "2026-03-01T09:00:00+00:00", "command line"):
        assert line in shown
    done = said("person", "split", number, f"{shop.integration}/6", "--data", data)
    assert done.startswith(f"person {number} keeps the rest; split off: ") or "keeps the rest; split off: " in done
    both = [json.loads(said("person", "show", name, "--data", data, "--json")) for name in (ANN, ANNA)]
    assert both[0]["person_id"] != both[1]["person_id"]
    assert [len(one["contacts"]) for one in both] == [1, 1]
    assert [len(one["visitors"]) for one in both] == [1, 0]


def test_without_a_server(tmp_path: Path, shop: Stand) -> None:
    merge_and_split(tmp_path, shop)
    assert "nobody@x.example" in wrong("person", "show", "nobody@x.example", "--data", tmp_path)
    assert "sound" in said("verify", "--data", tmp_path)


def test_with_a_server(tmp_path: Path, shop: Stand) -> None:
    with served(tmp_path):
        merge_and_split(tmp_path, shop)
        assert wrong("person", "split", ANN, ANNA, "--data", tmp_path).startswith(f"'{ANNA}' is not of this person")
        assert "sound" in said("verify", "--data", tmp_path)


def test_a_person_is_exported_and_erased_by_who_means_it(tmp_path: Path, shop: Stand) -> None:
    found = json.loads(said("person", "export", ANN, "--data", tmp_path))
    assert [one["email"] for one in found["contacts"]] == [ANN]
    assert "--yes" in wrong("person", "erase", ANN, "--data", tmp_path)
    with served(tmp_path):
        done = said("person", "erase", ANN, "--yes", "--data", tmp_path)
        assert done.endswith(" is erased: 1 contacts, 0 invoices, 0 subscriptions, 0 events, 1 visitors, 0 hits\n")
        assert wrong("person", "show", ANN, "--data", tmp_path).startswith(f"there is no person '{ANN}'")
    assert shop.account in said("verify", "--data", tmp_path)
