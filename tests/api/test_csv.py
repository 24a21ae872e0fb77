"""CSV uploads: read, tried, refused in part, handed back; jobs that wait, end, are cancelled, forgotten."""

import csv
import gzip
import io
from collections.abc import Generator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from headwater.api import runs
from headwater.clock import DAY
from headwater.jobs import forget_imports, working
from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle
from tests.api.shop import Place, opened, refused, send
from tests.api.test_bulk import told as bulk
from tests.process import wait_for
from tests.stand import Stand


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    with opened(tmp_path, accounts=2, job_threshold="100000", job_days="3") as place:
        yield place


@pytest.fixture
def shop(place: Place) -> Stand:
    return place.shop


def told(shop: Stand, content: str | bytes, path: str = "csv/contact", status: int = 200) -> dict[str, Any]:
    answer = send(shop, path, content.encode() if isinstance(content, str) else content)
    assert answer.status_code == status, answer.text
    return answer.json()


def asked(shop: Stand, path: str) -> Any:  # noqa: ANN401 - JSON, or the text of a file
    answer = shop.client.get(path, headers={"Authorization": shop.key})
    assert answer.status_code == 200, answer.text
    return answer.json() if answer.headers["Content-Type"] == "application/json" else answer.text


def contacts(place: Place) -> dict[str, rows.Contact]:
    with place.house.store.read() as connection:
        found = Handle(connection, place.shop.account).between(rows.Contact, tables.contacts, "change", (0, 10**15))
    return {row.contact_id: row for row in found}


def test_a_file_is_imported_and_what_was_refused_can_be_mended(place: Place, shop: Stand) -> None:
    content = "Id;E-Mail;Tags;Shoe\n1;ann@b.c;a, b;38\n2;nobody;;40\n\n3;;x;\n"
    job = told(shop, content, "csv/contact?custom_fields=1")["job"]
    assert (job["state"], job["records"], job["succeeded"], job["failed"]) == ("done", 3, 2, 1)
    assert (job["progress"], job["finished_at"]) == (1.0, "2026-03-01T12:00:00+00:00")
    assert contacts(place)["1"].custom_fields == '{"Shoe":"38"}'
    assert contacts(place).keys() == {"1", "3"}
    table = list(csv.reader(io.StringIO(asked(shop, job["refused"]))))
    assert table == [
        ["line", "errors", "Id", "E-Mail", "Tags", "Shoe"],
        ["3", "field 'email' must be an e-mail address such as 'joey@example.com'", "2", "nobody", "", "40"],
    ]
    table[1][3] = "bob@b.c"
    mended = io.StringIO()
    csv.writer(mended).writerows(table)
    again = told(shop, mended.getvalue(), "csv/contact?custom_fields=1&map[line]=&map[errors]=")["job"]
    assert again["failed"] == 0
    assert contacts(place)["2"].custom_fields == '{"Shoe":"40"}'


def test_rows_of_an_invoice_are_its_items(shop: Stand) -> None:
    lines = """Order ID,Email,Total,Paid,Date,Product,SKU,Price
        A1,a@b.c,300,300,2026-01-01,One,p1,100
        A1,a@b.c,300,300,2026-01-01,Two,p2,200
        A2,a@b.c,50,50,2026-01-02,One,p1,50
        A1,a@b.c,300,300,2026-01-01,Three,p3,1
        A3,a@b.c,5,5,2026-01-02,One,p1,5
        A3,a@b.c,6,5,2026-01-02,One,p1,5"""
    content = "\n".join(line.strip() for line in lines.splitlines())
    job = told(shop, content, "csv/invoice")["job"]
    assert (job["records"], job["succeeded"]) == (4, 2)
    table = list(csv.reader(io.StringIO(asked(shop, job["refused"]))))
    assert [(row[0], row[1][:40]) for row in table[1:]] == [
        ("5", "field 'id': 'A1' was in the file before:"),
        ("6", "field 'amount' is '6' in line 7, and '5'"),
        ("6", "field 'amount' is '6' in line 7, and '5'"),
    ]
    found = shop.ask({"type": "revenue", "metrics": ["orders", "revenue"], "date_range": {"start": "2026-01-01"}})
    assert found["totals"] == [2, 3.5]


def test_a_dry_run_shows_and_writes_nothing(place: Place, shop: Stand) -> None:
    shown = told(shop, "mail\tid\tshoe\nann@b.c\t1\t38\nnobody\t2\t\n".encode("utf-16"), "csv/contact?dry_run=1")
    assert shown["format"] == {"encoding": "utf-16", "delimiter": "\t"}
    assert shown["mapping"] == {"mail": "email", "id": "contact_id", "shoe": None}
    assert shown["sample"] == [["ann@b.c", "1", "38"], ["nobody", "2", ""]]
    assert {"name": "email", "doc": "E-mail address; required if there is no contact id", "required": False} in shown[
        "fields"
    ]
    assert shown["examples"] == [{"line": 2, "data": {"email": "ann@b.c", "contact_id": "1"}}]
    assert (shown["read"], shown["failed"], shown["faults"][0]["line"]) == (2, 1, 3)
    assert contacts(place) == {}
    assert asked(shop, "/api/app/jobs") == {"status": "success", "jobs": []}
    assert list(runs.uploads(place.house, shop.account).iterdir()) == []


def test_a_dry_run_of_a_file_whose_columns_say_nothing_shows_what_they_may_be(shop: Stand) -> None:
    shown = told(shop, b"Wer,Was\nann@b.c,7\n", "csv/invoice?dry_run=1")
    assert (shown["mapping"], shown["failed"]) == ({"Wer": None, "Was": None}, 1)
    names = [field["name"] for field in shown["fields"]]
    assert {"id", "amount", "item_name", "item_product_id"} <= set(names)
    assert "items" not in names
    for name in names:  # each may be said, and is then taken
        assert told(shop, b"Wer\n1\n", f"csv/invoice?dry_run=1&map[Wer]={name}")["mapping"] == {"Wer": name}
    assert "no column is a field" in refused(send(shop, "csv/invoice", b"Wer,Was\nann@b.c,7\n"), 400)[0]


def test_a_form_may_bring_the_file_and_how_it_is_read(place: Place, shop: Stand) -> None:
    answer = shop.client.post(
        f"/v1/{shop.account}/{shop.integration}/csv/contact",
        files={"file": ("people.csv.gz", gzip.compress(b"Who,Wo\nann@b.c,7\n"), "application/gzip")},
        data={"map[Who]": "email", "map": '{"Wo": "contact_id"}'},
        headers={"Authorization": shop.key},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["job"]["name"] == "people.csv.gz"
    assert contacts(place)["7"].email == "ann@b.c"


def test_faults_of_the_upload_itself_are_refused(place: Place, shop: Stand) -> None:
    assert refused(send(shop, "csv/cat", b"a\n"), 404)[0].startswith("there is no 'cat' to import")
    assert refused(send(shop, "csv/contact", b""), 400) == ["the file is empty: its first row must name the columns"]
    assert "parameter 'map'" in refused(send(shop, "csv/contact?map=[1]", b"email\n"), 400)[0]
    assert "parameter 'dry_run'" in refused(send(shop, "csv/contact?dry_run=maybe", b"email\n"), 400)[0]
    assert "parameter 'job'" in refused(send(shop, "csv/contact?job=no", b"email\n"), 400)[0]
    job = told(shop, b'email\na@b.c\n"b@b.c' + b"\n" * 2**21, "csv/contact", 202)["job"]
    with working(place.house):
        done = wait_for(lambda: job_of(shop, job["id"])["finished_at"] and job_of(shop, job["id"]))
    assert (done["state"], done["succeeded"]) == ("failed", 1)
    assert done["fault"].endswith("is a quote not closed?")
    assert list(runs.uploads(place.house, shop.account).iterdir()) == []


def job_of(shop: Stand, job_id: str) -> dict[str, Any]:
    return asked(shop, f"/api/v1/{shop.account}/jobs/{job_id}")["job"]


def many(count: int) -> bytes:
    lines = [msgspec.json.encode({"type": "contact", "data": {"contact_id": n or None}}) for n in range(count)]
    return b"\n".join(lines)


def test_jobs_wait_run_once_and_are_forgotten(place: Place, shop: Stand) -> None:
    content = many(5000)
    sent = [told(shop, content, "bulk?job=my-own-import-1", 202)["job"] for _ in range(2)]
    assert sent[0] == sent[1]
    assert (sent[0]["state"], sent[0]["records"], sent[0]["size"]) == ("waiting", 0, len(content))
    assert len(list(runs.uploads(place.house, shop.account).iterdir())) == 1
    stranger = place.shops[1]
    assert refused(send(stranger, "../jobs/my-own-import-1", b"", "GET"), 404)
    with working(place.house):
        done = wait_for(lambda: (job := job_of(shop, sent[0]["id"]))["state"] == "done" and job)
    assert (done["records"], done["succeeded"], done["failed"]) == (5000, 4999, 1)
    assert len(contacts(place)) == 4999
    assert asked(shop, done["refused"]).splitlines()[1].startswith("1,missing 'contact_id' or 'email' field,")
    assert list(runs.uploads(place.house, shop.account).iterdir()) == []
    shop.clock.set(shop.clock.at + 2 * DAY)
    forget_imports(place.house, lambda: False)
    assert len(asked(shop, "/api/app/jobs")["jobs"]) == 1
    shop.clock.set(shop.clock.at + 2 * DAY)
    forget_imports(place.house, lambda: False)
    assert asked(shop, f"/v1/{shop.account}/jobs")["jobs"] == []


def test_a_cancelled_job_writes_no_more(place: Place, shop: Stand) -> None:
    job = told(shop, many(10), "bulk?job=1", 202)["job"]
    ended = shop.client.post(f"/api/app/jobs/{job['id']}/cancel", headers={"Authorization": shop.key}).json()["job"]
    assert ended["state"] == "cancelled"
    with working(place.house):
        told(shop, "email\na@b.c\n")
    assert len(contacts(place)) == 1
    assert job_of(shop, job["id"])["state"] == "cancelled"


def test_an_erased_account_leaves_no_file_and_no_job(place: Place, shop: Stand) -> None:
    told(shop, "email\nnobody\n")
    told(shop, many(10), "bulk?job=1", 202)
    runs.erase_account(place.house, shop.account)
    assert not runs.uploads(place.house, shop.account).exists()
    with place.house.store.read() as connection:
        assert connection.execute(tables.refusals.select()).all() == []
        assert connection.execute(tables.jobs.select()).all() == []


def test_a_server_that_is_stopped_leaves_the_job_where_it_is(place: Place, shop: Stand) -> None:
    place.house.writer.stop()
    job = told(shop, "email\na@b.c\n")["job"]
    assert (job["state"], job["records"]) == ("running", 0)
    _, summary = bulk(shop, b'{"type":"contact","data":{"email":"a@b.c"}}')
    assert summary["errors"] == ["the server is being stopped: send the rest again later"]
