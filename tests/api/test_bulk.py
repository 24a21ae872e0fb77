"""Many records in one upload: each line told of, the good ones kept, in order, packed or not, whole or broken off."""

import gzip
import socket
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle
from tests.api.shop import ORDER, Place, refused, send
from tests.process import create_account, run, served, wait_for
from tests.stand import Stand


def lines(*records: object) -> bytes:
    return b"".join(msgspec.json.encode(record) + b"\n" for record in records)


def contact(number: int, **more: object) -> dict[str, Any]:
    return {"type": "contact", "data": {"contact_id": number, **more}}


def told(shop: Stand, content: bytes, **headers: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The results and the summary."""
    answer = send(shop, "bulk", content, **headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    *results, last = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    return results, last["summary"]


def contacts(place: Place) -> dict[str, rows.Contact]:
    with place.house.store.read() as connection:
        handle = Handle(connection, place.shop.account)
        found = handle.between(rows.Contact, tables.contacts, "change", (0, 10**15))
    return {row.contact_id: row for row in found}


def test_good_lines_are_kept_and_every_fault_of_a_bad_one_is_told(place: Place, shop: Stand) -> None:
    results, summary = told(
        shop,
        lines(
            contact(1, email="a@b.c", tags=["A"]),
            contact(2, email="nobody", geo_lat="north"),
            {"type": "invoice", "data": ORDER},
            {"type": "cat", "op": "feed"},
            {"data": {}},
            {"type": "contact", "data": [1]},
        )
        + b"\n  \n[1]\n{'type': 'contact', 'data': {contact_id: 3,},}\nnonsense }\n",
    )
    assert [(result["line"], result["status"], result.get("id")) for result in results] == [
        (1, "success", "1"),
        (2, "error", None),
        (3, "success", "1"),
        (4, "error", None),
        (5, "error", None),
        (6, "error", None),
        (9, "error", None),
        (10, "success", "3"),
        (11, "error", None),
    ]
    assert results[1]["errors"] == [
        "field 'email' must be an e-mail address such as 'joey@example.com'",
        "field 'geo_lat' must be degrees, such as '45.523064'",
    ]
    assert len(results[3]["errors"]) == 3
    assert results[3]["errors"][0].startswith("field 'type' must be 'contact' or 'tags/add' or")
    assert results[4]["errors"] == ["missing 'type' field"]
    assert results[5]["errors"] == ["field 'data' must be an object"]
    assert summary == {"lines": 9, "succeeded": 3, "failed": 6, "errors": [], "complete": True}
    assert {"1", "3"} <= contacts(place).keys()
    assert "2" not in contacts(place)


def test_lines_count_in_their_order(place: Place, shop: Stand) -> None:
    """Many times over, so that it holds across chunks; a deletion in between does not undo what comes after it."""
    records = [contact(50, first_name=f"name {number}", email="last@b.c") for number in range(2500)]
    gone = {"type": "contact", "op": "delete", "data": {"email": "last@b.c"}}
    results, summary = told(shop, lines(*records, gone, contact(51, first_name="after"), gone, contact(50)))
    assert [result["line"] for result in results] == list(range(1, 2505))
    assert summary["failed"] == 1
    assert results[2502]["errors"] == ["there is no contact 'last@b.c'"]
    assert contacts(place)["50"].first_name is None
    assert contacts(place)["51"].first_name == "after"


def test_a_deletion_names_its_record(shop: Stand) -> None:
    sent = [
        contact(60),
        {"type": "invoice", "data": ORDER | {"id": "i/60"}},
        {"type": "invoice", "op": "delete", "data": {"contact_id": 60}},
        {"type": "invoice", "op": "delete", "data": {"id": "i/60"}},
        {"type": "contact", "op": "delete", "data": 60},
    ]
    results, _ = told(shop, lines(*sent))
    assert [result["status"] for result in results] == ["success", "success", "error", "success", "success"]
    assert results[2]["errors"] == ["field 'data' must hold 'id'"]


@pytest.mark.parametrize("headers", [{"Content_Encoding": "gzip"}, {}])
def test_packed_lines_are_unpacked(place: Place, shop: Stand, headers: dict[str, str]) -> None:
    """Several members, as `cat a.gz b.gz` makes them, and no line break at the end."""
    packed = gzip.compress(lines(contact(70))) + gzip.compress(lines(contact(71)).strip())
    results, summary = told(shop, packed, **headers)
    assert [result["id"] for result in results] == ["70", "71"]
    assert summary["complete"]
    assert {"70", "71"} <= contacts(place).keys()


def test_broken_packing_keeps_what_came_before(place: Place, shop: Stand) -> None:
    packed = gzip.compress(lines(contact(80), contact(81)))
    results, summary = told(shop, packed[:-9])
    assert [result["id"] for result in results] == ["80", "81"]
    assert not summary["complete"]
    assert summary["errors"] == ["the gzip data ends too early: a part of it is missing"]
    assert {"80", "81"} <= contacts(place).keys()
    _, summary = told(shop, packed[:20] + b"nonsense" + packed[28:])
    assert summary["errors"][0].startswith("the gzip data is broken")


def test_a_bomb_is_defused(shop: Stand) -> None:
    """One endless line, or nothing but line breaks: 100 MB out of 100 kB."""
    for filling in (b" ", b"\n"):
        results, summary = told(shop, gzip.compress(lines(contact(90)) + filling * 100_000_000))
        assert results[0]["id"] == "90"
        assert summary["errors"] == ["the gzip data unpacks to more than 250 times its size: send it plain"]


def test_a_line_that_is_too_long_is_refused_alone(shop: Stand) -> None:
    long = contact(91, first_name="x" * 2**20)
    results, summary = told(shop, lines(contact(92), long, contact(93)))
    assert [result["status"] for result in results] == ["success", "error", "success"]
    assert results[1]["errors"] == ["the line is longer than 1048576 bytes"]
    assert summary["lines"] == 3


def test_nothing_is_no_fault_and_another_packing_is(shop: Stand) -> None:
    assert told(shop, b"") == ([], {"lines": 0, "succeeded": 0, "failed": 0, "errors": [], "complete": True})
    faults = refused(send(shop, "bulk", b"", Content_Encoding="br"), 400)
    assert faults == ["header 'Content-Encoding' must be 'gzip' or not be there, and is 'br'"]
    assert refused(send(shop, "bulk", b"", Authorization="wrong"), 401)


def head(made: dict[str, str], length: int) -> bytes:
    path = f"/v1/{made['account_id']}/{made['integration_id']}/bulk"
    said = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {made['api_key']}\r\nContent-Length: {length}\r\n\r\n"
    return said.encode()


def connect(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=60)


def read_until(connection: socket.socket, wanted: bytes) -> bytes:
    found = b""
    while wanted not in found:
        data = connection.recv(2**16)
        assert data, found
        found += data
    return found


def test_over_the_wire(tmp_path: Path) -> None:
    """Answers come while more is sent; who hangs up keeps what was acknowledged; who reads afterwards is served."""
    made = create_account(tmp_path)
    with served(tmp_path) as server:
        with connect(server.url) as connection:
            connection.sendall(head(made, 10_000) + lines(contact(1)))
            assert b'{"line":1,"status":"success","id":"1"}' in read_until(connection, b'"line":1')
            connection.sendall(lines(contact(2)) + b'{"type":"contact","data":{"contact_id":3}}')
            read_until(connection, b'"line":2')  # and the third has not ended
        many = lines(*(contact(number) for number in range(100, 40_100)))
        with connect(server.url) as connection:
            connection.sendall(head(made, len(many)))
            sending = threading.Thread(target=connection.sendall, args=(many,))
            sending.start()
            sending.join(60)
            assert not sending.is_alive()
            assert b'"succeeded":40000' in read_until(connection, b"complete")
        wait_for(lambda: "40002 contacts" in run("verify", "--data", str(tmp_path)))
