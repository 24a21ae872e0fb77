"""Who may what: each role at each kind of door, tenants apart, and filters that cannot be taken off."""

from collections.abc import Generator, Mapping
from typing import Any

import pytest

from headwater.api.about import OPERATOR, SESSION, Path
from headwater.api.routes import PATHS
from headwater.ledger.accounts import create_key, list_keys
from tests.api.browser import Browser, invited, owner_of
from tests.api.shop import Place, opened, refused
from tests.api.test_csrf import url

ROLES = ("viewer", "member", "admin", "owner")
DOORS = [
    (method, path)
    for path in PATHS
    for method in path.methods
    if "{account}" in path.path and path.about.scope not in (OPERATOR, SESSION, "")
]
READ_BY_ALL = ("report", "contacts")
SAVED_BY_MEMBERS = ("/reports", "/segments")
VIP: dict[str, Any] = {"field": "contact.tag", "op": "is", "value": "vip"}
VIPS = [VIP]
LEADS: dict[str, Any] = {"type": "leads", "metrics": ["leads"]}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    with opened(tmp_path_factory.mktemp("roles"), accounts=2) as place:
        yield place


@pytest.fixture(scope="module")
def owner(place: Place) -> Browser:
    return owner_of(place)


@pytest.fixture(scope="module")
def people(owner: Browser) -> dict[str, Browser]:
    found = {role: invited(owner, f"a-{role}@house.example", role) for role in ROLES}
    found["shy viewer"] = invited(owner, "shy@house.example", "viewer", contacts=False)
    found["narrowed"] = invited(owner, "narrowed@house.example", "member", filters=VIPS)
    return found


@pytest.fixture(scope="module")
def _sales(place: Place) -> None:
    """Two people with a tag, one without."""
    for number, (tags, amount) in enumerate(((["vip"], 1000), (["vip"], 2000), ([], 4000)), 1):
        mail = f"p{number}@mail.example"
        place.shop.post("contact", {"contact_id": number, "email": mail, "tags": tags, "date_created": "2026-02-20"})
        order = {"id": number, "contact_id": number, "amount": amount, "paid": amount, "date_created": "2026-02-21"}
        place.shop.post("invoice", order | {"items": [{"name": "Course", "product_id": 1, "amount": amount}]})


def newest(owner: Browser) -> dict[str, Any]:
    """The last entry of the audit log."""
    return owner.get(f"/api/app/{owner.place.shop.account}/audit?limit=1")["entries"][0]


def tick(place: Place) -> None:
    place.shop.clock.set(place.shop.clock() + 1)


def may(role: str, method: str, path: Path) -> bool:
    """What the guide promises."""
    if role in ("admin", "owner"):
        return True
    if path.about.scope == "contacts":
        return role != "shy viewer"
    if path.about.scope == "report":
        return True
    saves = any(f"/api/app/{{account}}{kind}" in path.path for kind in SAVED_BY_MEMBERS)
    return role == "member" and saves and method != "GET"


@pytest.mark.parametrize(("method", "path"), DOORS, ids=lambda each: getattr(each, "path", each))
def test_each_role_at_each_door(people: dict[str, Browser], method: str, path: Path) -> None:
    """Behind the door there is nothing of that name, or the empty body is refused: 403 is the door itself."""
    if path.path.startswith("/v1") or (method == "PATCH" and path.path.endswith("/account")):
        return  # the same as others; and an empty change is none
    let_in = {
        role: people[role].send(method, url(path.path, people[role].place), {} if method != "GET" else None).status_code
        for role in (*ROLES, "shy viewer")
    }
    assert {role: status != 403 for role, status in let_in.items()} == {
        role: may(role, method, path) for role in let_in
    }
    assert 401 not in let_in.values()
    assert all(status < 500 for status in let_in.values())


@pytest.mark.parametrize(("method", "path"), DOORS, ids=lambda each: getattr(each, "path", each))
def test_no_door_of_another_account_opens(people: dict[str, Browser], method: str, path: Path) -> None:
    other = Place(people["admin"].place.house, people["admin"].place.shops[1:])
    answer = people["admin"].send(method, url(path.path, other), {} if method != "GET" else None)
    nobodys = people["admin"].send(method, url(path.path, other).replace(other.shop.account, "nobody"), {})
    assert refused(answer, 401) == refused(nobodys, 401)


NARROWED = (
    "/v2/{account}/",
    "/{account}/v2/data/query",
    "/{account}/report/",
    "/{account}/settings/snippet",
    "/api/app/{account}/reports",
    "/api/app/{account}/segments",
    "/api/app/{account}/metrics",
    "/api/app/{account}/settings",
    "/api/app/{account}/account",
)
"""What is cut to a member's filters, or tells nothing of people."""


@pytest.mark.parametrize(("method", "path"), DOORS, ids=lambda each: getattr(each, "path", each))
def test_who_sees_a_part_is_kept_from_all_that_cannot_be_cut_to_it(
    people: dict[str, Browser], method: str, path: Path
) -> None:
    body = {"type": "leads"} if path.path.endswith("/query") else {}
    answer = people["narrowed"].send(
        method, url(path.path, people["narrowed"].place), body if method != "GET" else None
    )
    is_cut = path.path.startswith(NARROWED) and may("member", method, path)
    assert (answer.status_code != 403) == is_cut, answer.text


def test_a_role_is_another_within_a_second(owner: Browser, people: dict[str, Browser]) -> None:
    account, viewer = owner.place.shop.account, people["viewer"]
    path = f"/api/app/{account}/members/{viewer.user_id}"
    assert owner.patch(path, {"role": "admin"})["member"]["role"] == "admin"
    assert viewer.send("GET", f"/api/app/{account}/keys").status_code == 200
    owner.patch(path, {"role": "viewer"})
    refused(viewer.send("GET", f"/api/app/{account}/keys"), 403)


def test_a_member_acts_under_the_own_name(owner: Browser, people: dict[str, Browser]) -> None:
    account = owner.place.shop.account
    tick(owner.place)
    people["member"].post(f"/api/app/{account}/segments", {"name": "VIP", "filters": VIPS}, User_Agent="Mozilla")
    entry = newest(owner)
    assert entry["email"] == "a-member@house.example"
    assert (entry["action"], entry["address"]) == ("segment.create", "203.0.113.9")
    assert entry["target"] == owner.get(f"/api/app/{account}/segments")["segments"][-1]["id"]


@pytest.mark.usefixtures("_sales")
class TestForcedFilters:
    """Whoever sees the tagged sees two, whatever they ask."""

    @pytest.mark.parametrize(
        ("body", "rows"),
        [
            ({"type": "leads", "metrics": ["leads", "revenue"]}, [2, 30]),
            ({"type": "revenue", "metrics": ["orders", "revenue"]}, [2, 30]),
            (LEADS | {"filters": {"not": VIP}}, [0]),
            (LEADS | {"filters": {"any": [VIP | {"op": "is_not"}, VIP]}}, [2]),
            (LEADS | {"filters": {"field": "contact.email", "op": "is", "value": "p3@mail.example"}}, [0]),
        ],
    )
    def test_in_every_question(self, people: dict[str, Browser], body: Mapping[str, Any], rows: list[float]) -> None:
        account = people["narrowed"].place.shop.account
        for path in (f"/v2/{account}/data/query", f"/{account}/v2/data/query"):
            assert people["narrowed"].post(path, body)["totals"] == rows
        assert people["member"].post(f"/v2/{account}/data/query", body)["totals"] != rows or "filters" in body

    @pytest.mark.parametrize("form", ["csv", "ndjson", "arrow", "parquet"])
    def test_in_every_form(self, people: dict[str, Browser], form: str) -> None:
        account = people["narrowed"].place.shop.account
        body = {"type": "leads", "dimensions": ["contact.email"], "metrics": ["leads"], "format": form}
        told = people["narrowed"].send("POST", f"/v2/{account}/data/query", body)
        assert told.status_code == 200
        everything = people["member"].send("POST", f"/v2/{account}/data/query", body)
        assert b"p1@mail" in told.content
        assert b"p3@mail" not in told.content
        assert b"p3@mail" in everything.content

    def test_in_reports_explanations_and_lists_of_people(self, people: dict[str, Browser]) -> None:
        narrowed = people["narrowed"]
        account = narrowed.place.shop.account
        report = narrowed.get(f"/{account}/report/leads")
        assert {kpi["key"]: kpi["value"] for kpi in report["kpis"]}["leads"] == 2
        assert sum(report["graph"]["datasets"][0]["data"]) == 2
        explained = narrowed.post(f"/v2/{account}/data/explain", {"type": "leads", "metric": "revenue"})
        assert (explained["figure"], explained["count"]) == (30, 2)
        listed = narrowed.get(f"/{account}/report/leads/contacts")
        assert listed["meta"]["total"] == 2
        saved = narrowed.post(f"/api/app/{account}/reports", {"name": "All", "query": {"type": "leads"}})["report"]
        told = narrowed.get(f"/{account}/report/leads/{saved['id']}")
        assert {kpi["key"]: kpi["value"] for kpi in told["kpis"]}["leads"] == 2
        people_of_saved = narrowed.get(f"/{account}/report/leads/{saved['id']}/contacts")
        assert people_of_saved["meta"]["total"] == 2

    def test_who_knows_no_contacts_is_told_none(self, owner: Browser, people: dict[str, Browser]) -> None:
        shy, shop = people["shy viewer"], owner.place.shop
        path = f"/v2/{shop.account}/data/query"
        key = create_key(owner.place.house.store, shop.clock(), shop.account, "reports", ["report"])
        for more in ({"dimensions": ["contact.email"]}, {"filters": {"field": "contact.email", "op": "is_set"}}):
            assert shy.send("POST", path, LEADS).status_code == 200
            told = refused(shy.send("POST", path, LEADS | more), 403)
            assert told == ["'contact.email' names people: it needs the scope 'contacts'"]
            assert refused(shop.client.post(path, json=LEADS | more, headers={"Authorization": key}), 403) == told
        explained = shy.post(f"/v2/{shop.account}/data/explain", {"type": "leads", "metric": "leads"})
        assert [list(each["person"]) for each in explained["conversions"]] == [["person_id"]] * 3
        no_names = [{"field": "contact.email", "op": "contains", "value": "p1@"}]
        cut = invited(owner, "cut@house.example", "viewer", filters=no_names, contacts=False)
        assert cut.post(path, LEADS)["totals"] == [1]

    def test_what_cannot_be_filtered_is_refused(self, people: dict[str, Browser]) -> None:
        narrowed = people["narrowed"]
        account, integration = narrowed.place.shop.account, narrowed.place.shop.integration
        refused(narrowed.send("GET", f"/{account}/contact/p1@mail.example"), 403)
        refused(narrowed.send("GET", f"/api/v1/{account}/{integration}/export/contact"), 403)
        faults = refused(narrowed.send("POST", f"/v2/{account}/data/query", {"type": "ads"}), 400)
        assert faults[0] == "metric 'adClicks' cannot be told by 'contact.tag': leave one of them out"

    def test_a_segment_in_them_is_taken_as_it_was(self, owner: Browser) -> None:
        account = owner.place.shop.account
        segment = owner.post(f"/api/app/{account}/segments", {"name": "VIP", "filters": VIPS})["segment"]
        clerk = invited(owner, "clerk@house.example", "member", filters=[{"segment": segment["id"]}])
        every = [{"field": "contact.email", "op": "is_set"}]
        clerk.put(f"/api/app/{account}/segments/{segment['id']}", {"name": "VIP", "filters": every})
        assert clerk.post(f"/v2/{account}/data/query", {"type": "leads", "metrics": ["leads"]})["totals"] == [2]

    @pytest.mark.parametrize("role", ["admin", "owner"])
    def test_they_are_for_those_who_cannot_take_them_off(self, owner: Browser, role: str) -> None:
        path = f"/api/app/{owner.place.shop.account}/members"
        body = {"email": "x@house.example", "role": role, "filters": VIPS}
        (fault,) = refused(owner.send("POST", path, body), 400)
        assert fault.startswith("field 'filters' is for viewer and members")

    def test_what_is_no_condition_is_told(self, owner: Browser) -> None:
        path = f"/api/app/{owner.place.shop.account}/members"
        body = {"email": "x@house.example", "role": "viewer", "filters": [{"field": "contact.tga", "op": "is"}]}
        assert "contact.tag" in refused(owner.send("POST", path, body), 400)[0]


def test_a_key_is_an_admin_and_makes_no_owner(owner: Browser) -> None:
    shop = owner.place.shop
    address = f"/api/app/{shop.account}/members"
    headers = {"Authorization": shop.key}
    body = {"email": "kate@house.example", "role": "owner"}
    assert shop.client.post(address, json=body, headers=headers).status_code == 403
    tick(owner.place)
    made = shop.client.post(address, json=body | {"role": "admin"}, headers=headers)
    assert made.status_code == 200
    mine = list_keys(owner.place.house.store, shop.account)[0].key_id
    assert newest(owner)["actor"] == f"key {mine}"
