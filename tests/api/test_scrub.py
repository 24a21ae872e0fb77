"""After a contact is deleted and the house is scrubbed, no byte of the data directory tells its e-mail address."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from headwater.api.management import verify_account
from headwater.api.scrubbing import scrub_house
from headwater.jobs import working
from headwater.ledger import jobs
from headwater.ledger.accounts import NewAccount
from headwater.warehouse.place import StoreInUse
from tests.api.shop import ORDER, Place, opened, refused, send
from tests.api.test_csv import job_of, told
from tests.api.test_entities import PLAN
from tests.cli.business import Client
from tests.process import Served, create_account, run, served, wait_for
from tests.stand import Stand

ZOE, BOB = "Zoe.Quill+1@Mail.Example", "bob@mail.example"
SPELLED = re.compile(rb"zoe\.quill(\+|%2b|%252b)1(@|%40|%2540)mail\.example", re.IGNORECASE)
ENCODED = "ZOE.Quill%2B1%40mail.example"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with opened(tmp_path, job_threshold="200") as place:
        yield place


def named_in(data: Path) -> set[str]:
    """The files of a data directory that tell the address."""
    return {
        str(file.relative_to(data)) for file in data.rglob("*") if file.is_file() and SPELLED.search(file.read_bytes())
    }


def tell_everywhere(shop: Stand) -> None:
    """The address, by every way in, in capitals and encoded, in what is taken and in what is refused."""
    shop.post(
        "contact", {"contact_id": 7, "email": ZOE, "first_name": "Zoe", "tags": ["vip"]}, **{"Idempotency-Key": "k1"}
    )
    shop.post("contact", {"email": BOB, "custom_fields": {"friend": ZOE.upper()}}, **{"Idempotency-Key": f"for {ZOE}"})
    shop.post("contact", {"email": BOB, "custom_fields": {"friend": None}})
    shop.post("invoice", ORDER | {"email": ZOE}, **{"Idempotency-Key": "k2"})
    shop.post("subscription", PLAN | {"contact_id": 7, "email": ZOE})
    shop.post("event", {"type": "call", "email": ZOE, "url": f"https://x.example/?e={ENCODED}", "meta": {"who": ZOE}})
    shop.post("event", {"type": "click", "uid": "z1", "url": f"https://x.example/?e={ENCODED}", "meta": {"who": ZOE}})
    lines = [
        {"type": "contact", "data": {"email": ZOE, "last_name": "Quill"}},
        {"type": "contact", "data": {"email": BOB, "custom_fields": {"a": [ZOE]}}},
    ]
    answer = send(shop, "bulk", b"\n".join(json.dumps(line).encode() for line in lines))
    assert [json.loads(line).get("status") for line in answer.text.splitlines()] == ["success", "error", None]
    shop.visit(
        "2026-03-01 12:00:00",
        "z1",
        f"https://shop.example/?email={ENCODED}&utm_source=news",
        f"https://a.example/{ZOE}",
    )
    shop.visit("2026-03-01 12:00:01", "z1", f"https://shop.example/?e={ZOE}", title=f"Hello {ZOE}", props={"to": ZOE})
    shop.identify("2026-03-01 12:00:02", "z1", ZOE)


def jobs_that_tell(shop: Stand) -> list[str]:
    """Small and large files, of which lines are taken and refused; the ids of their jobs."""
    bad = f"email,date_created\n{ZOE},2026-02-01\n{ZOE},never\nnobody,{ZOE}\n"
    small = told(shop, bad, f"csv/contact?name={ENCODED}.csv")["job"]
    large = told(shop, bad + "\n".join(f"b{n}@mail.example," for n in range(20)), "csv/contact", 202)["job"]
    lines = told(shop, f'{{"type":"contact","data":{{"email":"{ZOE}"}}}}\n{ZOE.upper()}\n', "bulk?job=1", 202)["job"]
    return [job["id"] for job in (small, large, lines)]


def test_no_byte_tells_the_address_of_a_deleted_contact(place: Place, tmp_path: Path) -> None:
    shop = place.shop
    tell_everywhere(shop)
    with working(place.house):
        ids = jobs_that_tell(shop)
        for job in ids:
            wait_for(lambda job=job: job_of(shop, job)["state"] == "done")
    place.house.projector.catch_up(shop.account)
    assert named_in(tmp_path)
    assert (
        ZOE.lower()
        in shop.client.get(
            f"/api/v1/{shop.account}/{shop.integration}/export/contact", headers={"Authorization": shop.key}
        ).text.lower()
    )
    before = place.house.readers.run(shop.account, "SELECT count(*) FROM page_views").rows
    shop.delete("contact/7")
    scrub_house(place.house)
    assert named_in(tmp_path) == set()
    assert place.house.readers.run(shop.account, "SELECT count(*) FROM page_views").rows == before == [(2,)]
    assert verify_account(place.house, shop.account)["differences"] == []
    # What it named is still counted, and says why it is silent; what named nobody who is gone is as it was.
    for job, failed in zip(ids, (2, 2, 1), strict=True):
        found = jobs.find_job(place.house.store, shop.account, job)
        assert found.failed == failed
        report = shop.client.get(f"/api/v1/{shop.account}/jobs/{job}/refused", headers={"Authorization": shop.key}).text
        assert report.count("removed: it named a contact that was deleted") == failed
    # Answers that are kept for a day: blank, and replayed.
    again = shop.client.post(
        f"/api/v1/{shop.account}/{shop.integration}/contact",
        json={"contact_id": 7, "email": ZOE, "first_name": "Zoe", "tags": ["vip"]},
        headers={"Authorization": shop.key, "Idempotency-Key": "k1"},
    )
    assert (again.headers["Idempotent-Replayed"], again.json()) == ("true", {"status": "success"})


def test_what_names_others_stays(place: Place) -> None:
    shop = place.shop
    told(shop, f"email,date_created\n{BOB},never\n{ZOE},never\n")
    (job,) = jobs.list_jobs(place.house.store, shop.account)
    for mail in (ZOE, BOB):
        shop.post("contact", {"email": mail}, **{"Idempotency-Key": mail[:3]})
    shop.delete(f"contact/{ZOE}")
    sources = [refusal.source for refusal in jobs.refusals(place.house.store, job)]
    assert (BOB in sources[0], sources[1]) == (True, "[[]]")
    answer = shop.post("contact", {"email": BOB}, **{"Idempotency-Key": "bob"})
    assert answer["contact"]["email"] == BOB
    assert shop.post("contact", {"email": ZOE}, **{"Idempotency-Key": "Zoe"}) == {"status": "success"}


def test_a_merge_is_no_deletion(place: Place) -> None:
    """What was refused of a contact that became part of another is still somebody's to mend."""
    shop = place.shop
    told(shop, f"email,date_created\n{ZOE},never\n")
    (job,) = jobs.list_jobs(place.house.store, shop.account)
    shop.post("contact", {"contact_id": 1, "email": ZOE})
    shop.post("contact", {"contact_id": 2, "email": BOB})
    shop.post("contact", {"contact_id": 2, "email": ZOE})
    (refusal,) = jobs.refusals(place.house.store, job)
    assert ZOE in refusal.source


def test_what_was_sent_under_an_earlier_address_goes_with_the_contact(place: Place) -> None:
    shop = place.shop
    shop.post("contact", {"contact_id": 7, "email": ZOE})
    shop.post("invoice", ORDER | {"email": ZOE})
    shop.post("contact", {"contact_id": 7, "email": "new@mail.example"})
    shop.delete("contact/7")
    lines = shop.client.get(
        f"/api/v1/{shop.account}/{shop.integration}/export/invoice", headers={"Authorization": shop.key}
    ).text
    assert '"id":"1"' in lines
    assert "mail.example" not in lines


def test_questions_go_on_while_a_warehouse_is_written_anew(place: Place) -> None:
    shop = place.shop
    tell_everywhere(shop)
    place.house.projector.catch_up(shop.account)
    is_over, faults = threading.Event(), list[Exception]()

    def ask() -> None:
        while not is_over.is_set():
            try:
                assert place.house.readers.run(shop.account, "SELECT count(*) FROM page_views").rows == [(2,)]
            except Exception as fault:  # noqa: BLE001 - it is looked at below
                faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        scrub_house(place.house)
    is_over.set()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_question_that_does_not_end_is_waited_for_only_so_long(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headwater.warehouse.engine._PATIENCE_S", 0.05)
    warehouse, account = place.house.warehouse, place.shop.account
    with warehouse.cursor(account) as cursor:
        with pytest.raises(StoreInUse, match="is being asked all the time"):
            warehouse.rewrite(account)
        assert cursor.execute("SELECT count(*) FROM page_views").fetchall() == [(0,)]
    warehouse.rewrite(account)


def test_an_account_that_cannot_be_scrubbed_is_named_and_the_others_are(tmp_path: Path) -> None:
    with opened(tmp_path, accounts=2) as place:
        first = place.shop
        for shop in place.shops:
            shop.post("contact", {"email": ZOE})
            place.house.projector.catch_up(shop.account)
            shop.delete(f"contact/{ZOE}")
        place.house.warehouse.close_account(first.account)
        file = tmp_path / "accounts" / f"{first.account}.duckdb"
        kept = file.read_bytes()
        file.write_bytes(b"no warehouse" * 1000)
        answer = first.client.post("/api/app/scrub", headers={"Authorization": place.house.operator})
        (fault,) = refused(answer, 503)
        assert fault.startswith(f"account {first.account} is not scrubbed: warehouse file ")
        file.write_bytes(kept)
        place.house.projector.catch_up(first.account)
        scrub_house(place.house)
        assert named_in(tmp_path) == set()
        refused(first.client.post("/api/app/scrub", headers={"Authorization": first.key}), 401)


def test_the_command_scrubs_beside_a_server_and_without_one(tmp_path: Path) -> None:
    made = NewAccount(**create_account(tmp_path))
    flags = ("--account", made.account_id, "--data", str(tmp_path))
    file = tmp_path.with_name("people.csv")
    file.write_text(f"email,date_created\n{ZOE},2026-01-01\n{ZOE},never\n", encoding="utf-8")

    def tell(server: Served) -> None:
        run("import", str(file), "--entity", "contact", *flags, status=1)
        run("verify", *flags)  # which waits for the warehouse
        assert named_in(tmp_path)
        with closing(Client(server, made)) as client:
            status, _ = client.call("DELETE", f"/v1/{{}}/{made.integration_id}/contact/{ENCODED}")
        assert status == 200

    with served(tmp_path) as server:
        tell(server)
        assert run("scrub", "--data", str(tmp_path)).endswith("the ledger and of 1 warehouses\n")
        assert named_in(tmp_path) == set()
        file.write_text(file.read_text().replace("never", "whenever"))  # or it is known to be imported already
        tell(server)
    assert run("scrub", "--data", str(tmp_path)).endswith("the ledger and of 1 warehouses\n")
    assert named_in(tmp_path) == set()
