"""What is held about one person, handed out and taken away: all of it, and nothing of anybody else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from headwater.api import persons
from headwater.api.management import verify_account
from headwater.ledger import jobs, tables
from headwater.ledger.traces import NO_CELLS
from headwater.scalars import hash63
from tests.api.shop import Place, opened
from tests.stand import Stand

ANN, OLD, BEN = "ann.zebulon@example.com", "zebulon.old@example.com", "ben@example.com"
PERSONAL = re.compile(r"zebulon|phone-7|laptop-7|customer-5|\+49 170", re.IGNORECASE)
AD = "https://shop.example/?utm_source=google&utm_medium=cpc"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Ann Zebulon with all that can be held about her, and Ben, who shares the laptop with her."""
    with opened(tmp_path) as one:
        fill(one.shop)
        yield one


def fill(shop: Stand) -> None:
    shop.visit("2026-03-01 09:00:00", "phone-7", AD)
    shop.visit("2026-03-01 10:00:00", "laptop-7", title="hers")
    shop.identify("2026-03-01 10:01:00", "laptop-7", ANN)
    shop.visit("2026-03-01 11:00:00", "laptop-7", title="his")
    shop.identify("2026-03-01 11:00:00", "laptop-7", BEN)
    shop.visit("2026-03-01 11:01:00", "laptop-7", title="his, too")
    shop.identify("2026-03-01 11:30:00", "phone-7", OLD)
    buy(shop)


def buy(shop: Stand) -> None:
    """What their shop knows of them."""
    shop.post(
        "contact",
        {
            "contact_id": "customer-5",
            "email": OLD,
            "first_name": "Ann",
            "last_name": "Zebulon",
            "tags": ["vip"],
            "custom_fields": {"phone": "+49 170"},
            "date_created": "2026-03-01",
        },
        **{"Idempotency-Key": "k1"},
    )
    shop.post("contact", {"contact_id": "customer-5", "email": ANN})
    shop.post("contact", {"contact_id": 6, "email": BEN, "tags": ["vip"]})
    for number, who in ((1, {"contact_id": "customer-5"}), (2, {"email": ANN}), (3, {"email": BEN})):
        shop.post(
            "invoice",
            {
                "id": number,
                **who,
                "amount": 1000 * number,
                "paid": 1000 * number,
                "date_created": "2026-03-02",
                "items": [{"name": "Course", "product_id": 7, "amount": 1000 * number}],
            },
        )
    subscribe(shop)
    shop.post("event", {"type": "booking", "email": ANN, "date": "2026-03-01", "meta": {"room": "zebulon"}})
    shop.post("event", {"type": "call", "uid": "phone-7", "date": "2026-03-01 09:30:00"})
    shop.post("event", {"type": "call", "uid": "laptop-7", "date": "2026-03-01 11:45:00"})
    shop.clock.set("2026-03-03 12:00:00")


def subscribe(shop: Stand) -> None:
    shop.post(
        "subscription",
        {
            "id": "s1",
            "email": ANN,
            "amount": 500,
            "product_id": 7,
            "start_date": "2026-03-01",
            "last_bill_date": "2026-03-01",
            "billing_cycle": "month",
            "frequency": 1,
        },
    )


def ask(shop: Stand, method: str, path: str, body: object = None, status: int = 200) -> dict[str, Any]:
    url = f"/api/app/{shop.account}/person/{path}"
    answer = shop.client.request(method, url, json=body, headers={"Authorization": shop.key})
    assert answer.status_code == status, answer.text
    return answer.json()


def held(place: Place) -> set[str]:
    """Every text in either store that says something of Ann, with the table that it is in."""
    found: set[str] = set()
    place.house.projector.catch_up(place.shop.account)
    with place.house.store.read() as connection:
        for table in tables.METADATA.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608 - our own names
                found |= {
                    f"{table.name}: {value}" for value in row if isinstance(value, str) and PERSONAL.search(value)
                }
    with place.house.warehouse.cursor(place.shop.account) as cursor:
        for (table,) in cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_catalog()"
        ).fetchall():
            for row in cursor.execute(f'FROM "{table}"').fetchall():
                found |= {f"{table}: {value}" for value in row if isinstance(value, str) and PERSONAL.search(value)}
    return found


def views(place: Place) -> list[str]:
    place.house.projector.catch_up(place.shop.account)
    found = place.house.readers.run(place.shop.account, 'SELECT coalesce(title, url) FROM page_views ORDER BY "at"')
    return [str(title) for (title,) in found.rows]


def revenue(place: Place) -> dict[str, Any]:
    totals = place.shop.ask(
        {
            "type": "revenue",
            "metrics": ["revenue", "orders", "numOfCustomers"],
            "date_range": {"start": "2026-03-01", "end": "2026-03-31"},
        }
    )
    return dict(zip(("revenue", "orders", "customers"), totals["totals"], strict=True))


def test_an_export_has_everything_in_one_document(place: Place) -> None:
    found = ask(place.shop, "GET", f"{ANN}/export")
    assert [record["contact_id"] for record in found["contacts"]] == ["customer-5"]
    contact = found["contacts"][0]
    assert (contact["last_name"], contact["tags"][0]["name"], contact["custom_fields"]) == (
        "Zebulon",
        "vip",
        {"phone": "+49 170"},
    )
    assert [record["id"] for record in found["invoices"]] == ["1", "2"]
    assert found["invoices"][0]["items"][0]["name"] == "Course"
    assert [record["id"] for record in found["subscriptions"]] == ["s1"]
    assert [record["type"] for record in found["events"]] == ["booking", "call"]
    assert [(view["uid"], view["at"], view.get("title")) for view in found["page_views"]] == [
        ("phone-7", "2026-03-01T09:00:00+00:00", None),
        ("laptop-7", "2026-03-01T10:00:00+00:00", "hers"),
    ]
    assert (found["page_views"][0]["channel"], found["page_views"][0]["utm_source"]) == ("paid", "google")
    assert {edge["source"] for edge in found["edges"]} == {"contact", "identify"}
    assert len(found["stored_answers"]) == 1
    assert found["waiting_hits"] == found["failed_hits"] == found["refused_records"] == []
    assert BEN not in str(found)
    assert not {"secret", "salt"} & set(re.findall(r"\w+", str(found)))


def test_an_erasure_leaves_nothing_of_the_person_and_all_of_everybody_else(place: Place) -> None:
    before = revenue(place)
    assert before == {"revenue": 60, "orders": 3, "customers": 2}
    assert held(place)
    assert place.house.projector.lay_trails(place.shop.account, 1)
    done = ask(place.shop, "POST", f"{ANN}/erase", {})
    assert done["erased"] == {"contacts": 1, "invoices": 0, "subscriptions": 0, "events": 2, "visitors": 2, "hits": 2}
    # What is left of the laptop is Ben's.
    assert {line for line in held(place) if "laptop-7" not in line} == set()
    assert views(place) == ["his", "his, too"]
    assert place.house.readers.run(place.shop.account, "SELECT DISTINCT visitor_id FROM trails").rows == [
        (hash63("laptop-7"),)
    ]
    assert ask(place.shop, "GET", BEN)["visitors"] == [{"uid": "laptop-7", "spans": [{"since": None, "until": None}]}]
    assert revenue(place) == before  # the books do not change
    assert verify_account(place.house, place.shop.account)["differences"] == []
    for name in (ANN, OLD, "visitor:phone-7", str(done["person_id"]), f"{place.shop.integration}/customer-5"):
        ask(place.shop, "GET", name, status=404)


def test_orders_go_too_when_they_are_asked_for(place: Place) -> None:
    done = ask(place.shop, "POST", f"{ANN}/erase", {"orders": "erase"})
    assert (done["erased"]["invoices"], done["erased"]["subscriptions"]) == (2, 1)
    assert revenue(place) == {"revenue": 30, "orders": 1, "customers": 1}
    assert verify_account(place.house, place.shop.account)["differences"] == []


def test_who_comes_back_is_somebody_new(place: Place) -> None:
    ask(place.shop, "POST", f"{ANN}/erase", {})
    place.shop.visit("2026-03-04 09:00:00", "phone-7")
    place.shop.identify("2026-03-04 09:01:00", "phone-7", ANN)
    place.shop.post("contact", {"contact_id": "customer-5", "email": ANN})
    found = ask(place.shop, "GET", f"{ANN}/export")
    assert (found["invoices"], found["contacts"][0].get("last_name")) == ([], None)
    assert [view["at"] for view in found["page_views"]] == ["2026-03-04T09:00:00+00:00"]
    place.shop.post(
        "invoice", {"id": 1, "email": ANN, "amount": 1000, "paid": 1000, "date_created": "2026-03-02", "items": []}
    )
    assert [record["id"] for record in ask(place.shop, "GET", f"{ANN}/export")["invoices"]] == ["1"]
    assert revenue(place)["orders"] == 3
    assert verify_account(place.house, place.shop.account)["differences"] == []


def test_hits_that_wait_are_erased_and_counted(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """They come in after everything else was carried over, which another thread may do at any moment."""
    shop = place.shop
    carried = place.house.projector.catch_up

    def then_one_more(account_id: str) -> object:
        marks = carried(account_id)
        monkeypatch.undo()
        place.house.projector.lock(account_id).acquire()
        shop.visit("2026-03-03 13:00:00", "phone-7", title="late")
        shop.visit("2026-03-03 13:00:00", "laptop-7", title="Ben's")
        for uid in ("phone-7", "laptop-7"):  # from an export, where visitors have no other name
            shop.post("pageview", {"visitor_id": str(hash63(uid)), "url": f"https://{uid}.example/", "title": uid})
        place.house.projector.lock(account_id).release()
        return marks

    monkeypatch.setattr(place.house.projector, "catch_up", then_one_more)
    done = persons.erase(place.house, persons.Asked(shop.account, ANN, {}))
    assert done["erased"]["hits"] == 4
    assert views(place) == ["his", "his, too", "Ben's", "laptop-7"]
    assert verify_account(place.house, shop.account)["differences"] == []


def test_an_erasure_that_is_cut_short_can_be_done_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("cut short")

    monkeypatch.setattr("headwater.ledger.erasure.settle", broken)
    ask(place.shop, "POST", f"{ANN}/erase", {}, 500)
    monkeypatch.undo()
    assert views(place) == ["his", "his, too"]
    assert len(ask(place.shop, "GET", ANN)["contacts"]) == 1
    assert ask(place.shop, "POST", f"{ANN}/erase", {})["erased"]["contacts"] == 1
    assert verify_account(place.house, place.shop.account)["differences"] == []


def test_what_imports_refused_of_the_person_goes_and_a_running_import_is_waited_for(place: Place) -> None:
    shop, store = place.shop, place.house.store
    job = tables.rows.Job(
        account_id=shop.account,
        job_id="j1",
        integration_id=shop.integration,
        entity="contact",
        name="x.csv",
        file="x",
        reading="{}",
        size=1,
        state=jobs.WAITING,
        created_at=0,
    )
    jobs.add_job(store, job)
    lines = [f'{{"email": "{name}", "status": "?"}}' for name in (ANN.upper(), BEN)]
    with store.write() as connection:
        for number, line in enumerate(lines, 1):
            row = tables.rows.Refusal(account_id=shop.account, job_id="j1", line=number, errors="[]", source=line)
            connection.execute(tables.refusals.insert().values(tables.rows.as_dict(row)))
    assert ask(shop, "GET", f"{ANN}/export")["refused_records"] == lines[:1]
    said = ask(shop, "POST", f"{ANN}/erase", {}, 409)["message"]
    assert said == "import 'j1' is not finished, and may name this person: wait for it, or cancel it"
    jobs.end_job(store, job, 0, jobs.DONE)
    ask(shop, "POST", f"{ANN}/erase", {})
    assert [row.source for row in jobs.refusals(store, job)] == [NO_CELLS, lines[1]]


def test_an_erasure_says_what_it_takes(place: Place) -> None:
    assert ask(place.shop, "POST", f"{ANN}/erase", {"orders": "maybe"}, 400)["errors"] == [
        "field 'orders' must be 'keep' or 'erase'"
    ]
    assert "unknown field 'order'" in ask(place.shop, "POST", f"{ANN}/erase", {"order": "keep"}, 400)["message"]
    ask(place.shop, "POST", "nobody@example.com/erase", {}, 404)


def test_the_audit_keeps_that_somebody_was_erased_and_by_whom(place: Place) -> None:
    number = ask(place.shop, "POST", f"{ANN}/erase", {})["person_id"]
    with place.house.store.read() as connection:
        kept = connection.execute(tables.identity_log.select()).mappings().all()
    assert [(row["person_id"], row["subject"]) for row in kept if row["action"] == "erase"] == [(number, "")]
    assert all(row["actor"].startswith("key ") for row in kept if row["action"] == "erase")


def test_failed_hits_are_handed_out_and_erased(place: Place) -> None:
    place.house.projector.catch_up(place.shop.account)
    with place.house.warehouse.cursor(place.shop.account) as cursor:
        hit = '{"id": 1, "uid": "phone-7", "at": 1772355600000000, "url": "zebulon"}'
        cursor.execute(
            "INSERT INTO failed_hits VALUES (1, 'fault', ?), (2, 'fault', ?), (3, 'fault', ?)",
            [
                hit,
                hit.replace("phone", "tablet"),
                hit.replace('"uid": "phone-7"', f'"known": {{"visitor_id": {hash63("phone-7")}}}'),
            ],
        )
    assert [one["url"] for one in ask(place.shop, "GET", f"{ANN}/export")["failed_hits"]] == ["zebulon"] * 2
    assert ask(place.shop, "POST", f"{ANN}/erase", {})["erased"]["hits"] == 4
    assert place.house.readers.run(place.shop.account, "SELECT id FROM failed_hits").rows == [(2,)]
