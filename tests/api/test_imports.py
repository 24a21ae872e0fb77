"""The import API: bodies as clients really send them, every fault at once, and answers that connectors can read."""

from typing import Any

import pytest

from tests.api.shop import ORDER, Place, opened, refused, send
from tests.stand import Stand

# As printed in the reference: a bare word in single quotes and a trailing comma are no JSON.
REFERENCE = b"""{
  "contact_id": 249,
  "first_name": "Joey",
  "email": "joey@bloggs.com",
  "status": 'active',
  "date_created": "2018-10-02 16:15:00",
  "geo_lat": "45.523064",
  "tags": [{"id": 3, "name": "New Lead", "date": "2018-10-02 16:15:00"}],
  "custom_fields": {"shirt_size": "Medium", "field_to_remove": null},
}"""


def test_the_reference_contact_comes_back_as_a_resource(shop: Stand) -> None:
    answer = send(shop, "contact", REFERENCE, Content_Type="application/json")
    assert answer.json() == {
        "status": "success",
        "contact": {
            "contact_id": "249",
            "email": "joey@bloggs.com",
            "first_name": "Joey",
            "last_name": None,
            "status": "active",
            "date_created": "2018-10-02T16:15:00+00:00",
            "last_updated": None,
            "custom_fields": {"shirt_size": "Medium"},
        },
    }


def test_an_invoice_comes_back_as_a_resource_in_cents(shop: Stand) -> None:
    known = send(shop, "contact", {"email": "bob@mail.example"}).json()["contact"]["contact_id"]
    answer = send(shop, "invoice", ORDER | {"id": 1556402307145, "email": "bob@mail.example"})
    assert answer.json() == {
        "status": "success",
        "invoice": {
            "id": "1556402307145",
            "contact_id": None,
            "email": "bob@mail.example",
            "amount": 4500,
            "paid": 4500,
            "is_refunded": False,
            "refund_amount": 0,
            "currency": None,
            "date_created": "2026-03-01T10:00:00+00:00",
        },
        "matched": True,
    }
    unknown = send(shop, "invoice", ORDER | {"id": 2, "email": None, "contact_id": f"not {known}"})
    assert unknown.json()["matched"] is False


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": "lenient@mail.example",}',
        b"{'email': 'lenient@mail.example'}",
        b"{email: lenient@mail.example}",
        b'{"email": "lenient@mail.example" /* said on the phone */}',
        b'// from the shop\n{"email": "lenient@mail.example"}',
        b'\xef\xbb\xbf{"email": "lenient@mail.example"}',
        b'\n {"email": "lenient@mail.example"} \n',
    ],
)
def test_bodies_that_are_nearly_json_are_read(shop: Stand, body: bytes) -> None:
    for content_type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        answer = send(shop, "contact", body, Content_Type=content_type)
        assert answer.json()["contact"]["email"] == "lenient@mail.example", answer.text


@pytest.mark.parametrize("body", [b'{"email": ', b"{]", b"\xff\xfe", b"<contact/>", b"[]", b'"email"', b"17", b"null"])
def test_bodies_that_are_no_object_are_refused(shop: Stand, body: bytes) -> None:
    (fault,) = refused(send(shop, "contact", body), 400)
    assert fault.startswith("the body")


def test_every_fault_is_told_at_once(shop: Stand) -> None:
    body = ORDER | {"id": None, "email": "nobody", "amount": "45.00", "items": [{"name": "Course"}, 7]}
    del body["paid"]
    assert refused(send(shop, "invoice", body), 400) == [
        "missing 'id' field",
        "field 'email' must be an e-mail address such as 'joey@example.com'",
        "field 'amount' must be whole cents, such as 4500 for 45.00",
        "missing 'paid' field",
        "missing 'items[0].product_id' field",
        "missing 'items[0].amount' field",
        "field 'items[1]' must be an object",
    ]
    assert refused(send(shop, "contact", {"status": "gone", "date_created": "soon", "tags": 7}), 400) == [
        "field 'date_created' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
        "field 'status' must be 'active' or 'inactive'",
        "field 'tags' must be a list",
        "missing 'contact_id' or 'email' field",
    ]


def test_what_is_refused_leaves_nothing_behind(shop: Stand) -> None:
    before = shop.ask({"type": "revenue", "metrics": ["orders"], "date_range": {"start": "2026-03-01"}})["totals"]
    refused(send(shop, "invoice", ORDER | {"id": 3, "paid": None}), 400)
    refused(send(shop, "invoice/3", b"", "DELETE"), 404)
    after = shop.ask({"type": "revenue", "metrics": ["orders"], "date_range": {"start": "2026-03-01"}})["totals"]
    assert after == before


@pytest.mark.parametrize(
    ("path", "body", "record", "entity"),
    [
        ("contact", {"contact_id": "c 7/é"}, "c%207%2F%C3%A9", "contact"),
        ("contact", {"contact_id": "77", "email": "Joey+Shop@Mail.Example"}, "joey+shop@mail.example", "contact"),
        ("contact", {"contact_id": 9_007_199_254_740_993}, "9007199254740993", "contact"),
        ("invoice", ORDER | {"id": 17}, "17", "invoice"),
        ("invoice", ORDER | {"id": "2026/03-17"}, "2026%2F03-17", "invoice"),
    ],
)
def test_a_record_is_deleted_by_its_own_id(
    shop: Stand, path: str, body: dict[str, Any], record: str, entity: str
) -> None:
    assert send(shop, path, body).status_code == 200
    told = send(shop, f"{path}/{record}", b"", "DELETE").json()
    assert told.pop("id")
    assert told == {"status": "success", "object": entity, "deleted": True}
    (fault,) = refused(send(shop, f"{path}/{record}", b"", "DELETE"), 404)
    assert fault.startswith(f"there is no {entity} ")


def test_a_deletion_may_carry_a_body(shop: Stand) -> None:
    send(shop, "invoice", ORDER | {"id": 18})
    assert send(shop, "invoice/18", b"{}", "DELETE", Content_Type="application/json").status_code == 200


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(tmp_path_factory.mktemp("small"), max_body="1000") as place:
        for size in (1000, 1001):
            body = b'{"email": "ann@mail.example"}'.ljust(size)
            address = f"/v1/{place.shop.account}/{place.shop.integration}/contact"
            for content in (body, iter([body[:400], body[400:]])):  # with a Content-Length, and in chunks without one
                answer = place.shop.client.post(address, content=content, headers={"Authorization": place.shop.key})
                if size > 1000:
                    (fault,) = refused(answer, 413)
                    assert fault.startswith("the body is larger than 1000 bytes")
                else:
                    assert answer.status_code == 200
        refused(send(place.shop, "contact/1", b" " * 1001, "DELETE"), 413)
        headers = {"Authorization": place.shop.key}
        refused(
            place.shop.client.post(f"/v2/{place.shop.account}/data/query", content=b" " * 1001, headers=headers), 413
        )


def test_who_may_not_pass_is_told_so_before_the_body_is_looked_at(place: Place) -> None:
    refused(send(place.shop, "contact", b"{" * 2_000_000, Authorization="hw_unknown"), 401)
