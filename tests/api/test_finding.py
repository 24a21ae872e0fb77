"""Whom a search finds: by names, addresses and ids, among the people of a report, in whatever order."""

from collections.abc import Generator

import pytest
from httpx2 import Response

from tests.api.shop import ORDER, Place, opened, refused
from tests.stand import Stand

PEOPLE = (
    ("1", "ann@mail.example", "Ann", "Lee", "2026-02-01 10:00:00"),
    ("2", "annika@mail.example", "Annika", "Holm", "2026-02-02 10:00:00"),
    ("33", "joanna@post.example", "Joanna", "Annan", "2026-02-03 10:00:00"),
    ("anna", "who@post.example", "", "", "2026-02-04 10:00:00"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("finding"), accounts=2) as place:
        for contact, email, first, last, at in PEOPLE:
            names = {"first_name": first, "last_name": last}
            place.shop.post("contact", {"contact_id": contact, "email": email, "date_created": at, **names})
        for order, email, amount in ((901, PEOPLE[1][1], 9900), (902, PEOPLE[0][1], 4500), (903, PEOPLE[0][1], 100)):
            place.shop.post("invoice", {**ORDER, "id": order, "email": email, "amount": amount, "paid": amount})
        yield place


def ask(shop: Stand, **body: object) -> Response:
    asked: dict[str, object] = {"type": "leads", "date_range": {"start": "2020-01-01"}, **body}
    path, headers = f"/v2/{shop.account}/data/people", {"Authorization": shop.key}
    return shop.client.post(path, json=asked, headers=headers)


def found(shop: Stand, **body: object) -> list[str | None]:
    answer = ask(shop, **body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["meta"]["total"] >= len(answer.json()["data"])
    return [each["contact_id"] for each in answer.json()["data"]]


@pytest.mark.parametrize(
    ("search", "whom"),
    [
        ("", ["anna", "33", "2", "1"]),
        ("ann@mail.example", ["1"]),
        ("ANN@mail.example ", ["1"]),
        ("anna", ["anna", "33"]),  # the id is equal, the surname begins so; Joanna has it in the middle, too
        ("ann", ["anna", "33", "2", "1"]),
        ("lee", ["1"]),
        ("ann  lee", ["1"]),
        ("post.example", ["anna", "33"]),
        ("st", []),  # two letters must begin something
        ("jo", ["33"]),
        ("33", ["33"]),
        ("901", ["2"]),
        ("%", []),
        ("nobody", []),
    ],
)
def test_a_search_looks_at_names_addresses_and_ids(shop: Stand, search: str, whom: list[str]) -> None:
    assert found(shop, search=search) == whom


def test_a_person_is_found_by_number(shop: Stand) -> None:
    person = ask(shop, search="lee").json()["data"][0]["person_id"]
    assert "1" in found(shop, search=person)


@pytest.mark.parametrize(
    ("sort", "whom"),
    [
        ("newest", ["1", "2", "33", "anna"]),
        ("name", ["1", "2", "33", "anna"]),
        ("-name", ["33", "2", "1", "anna"]),  # who has no name comes last either way
        ("-orders", ["1", "2", "anna", "33"]),
        ("-billed", ["2", "1", "anna", "33"]),
    ],
)
def test_sorted(shop: Stand, sort: str, whom: list[str]) -> None:
    assert found(shop, sort=sort) == whom


def test_pages_are_parts_of_one_order(shop: Stand) -> None:
    pages = [found(shop, sort="-billed", limit=3, page=page) for page in (1, 2, 3)]
    assert pages == [["2", "1", "anna"], ["33"], []]
    assert ask(shop, limit=3, page=2).json()["meta"] == {
        "current_page": 2,
        "from": 4,
        "last_page": 2,
        "path": f"http://testserver/v2/{shop.account}/data/people",
        "per_page": 3,
        "to": 4,
        "total": 4,
    }


def test_filters_and_days_narrow_it(shop: Stand) -> None:
    customers = [{"field": "contact.orders", "op": "gte", "value": 1}]
    assert found(shop, filters=customers) == ["2", "1"]
    assert found(shop, filters=customers, search="annika") == ["2"]
    assert found(shop, date_range={"start": "2026-02-03", "end": "2026-02-03"}) == ["33"]
    assert set(found(shop, type="revenue")) == {"1", "2"}


def test_people_come_with_what_is_asked_for(shop: Stand) -> None:
    (ann,) = ask(shop, search="lee", extend=["orders", "tags"]).json()["data"]
    assert ([order["total"] for order in ann["orders"]], ann["tags"]) == ([45, 1], [])


def test_every_fault_at_once(shop: Stand) -> None:
    body = {"type": "funnel", "serach": "x", "sort": "age", "limit": 0, "search": "a" * 201, "metrics": ["leads"]}
    faults = refused(ask(shop, **body), 400)
    assert len(faults) == 6
    assert any("'serach'" in fault for fault in faults)


def test_another_account_finds_nobody_here(place: Place) -> None:
    other = place.shops[1]
    assert found(other, search="lee") == []
    answer = place.shop.client.post(
        f"/v2/{place.shop.account}/data/people", json={"type": "leads"}, headers={"Authorization": other.key}
    )
    assert refused(answer, 401)
