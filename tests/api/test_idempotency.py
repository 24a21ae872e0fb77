"""A request with an `Idempotency-Key` is done once, however often it is sent."""

import msgspec
import pytest

from headwater.clock import DAY
from tests.api.shop import ORDER, Place, refused, send
from tests.stand import Stand

CONTACT = {"email": "once@mail.example"}  # each such contact that is new gets an id made up for it


def orders(shop: Stand) -> int:
    told = shop.ask({"type": "revenue", "metrics": ["orders"], "date_range": {"start": "2026-02-01", "end": "now"}})
    return told["totals"][0]


def test_the_same_request_gets_the_stored_answer(shop: Stand) -> None:
    first = send(shop, "invoice", ORDER | {"id": 1}, Idempotency_Key="once")
    assert "Idempotent-Replayed" not in first.headers
    refused(send(shop, "invoice/2", b"", "DELETE"), 404)
    assert send(shop, "invoice/1", b"", "DELETE").status_code == 200
    again = send(shop, "invoice", ORDER | {"id": 1}, Idempotency_Key="once")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert orders(shop) == 0  # it was not written again


def test_the_same_key_with_another_body_is_a_conflict(shop: Stand) -> None:
    send(shop, "invoice", ORDER | {"id": 3}, Idempotency_Key="body")
    (fault,) = refused(send(shop, "invoice", ORDER | {"id": 4}, Idempotency_Key="body"), 409)
    assert "'body' was used with another body" in fault
    refused(send(shop, "invoice/4", b"", "DELETE"), 404)


def test_the_same_key_at_another_address_is_a_conflict(shop: Stand) -> None:
    body = msgspec.json.encode(ORDER | {"id": 5})
    assert send(shop, "invoice", body, Idempotency_Key="address").status_code == 200
    refused(send(shop, "contact", body, Idempotency_Key="address"), 409)


def test_keys_of_different_callers_do_not_meet(place: Place) -> None:
    for shop in place.shops:
        answer = send(shop, "contact", CONTACT, Idempotency_Key="mine")
        assert "Idempotent-Replayed" not in answer.headers
    answers = [send(shop, "contact", CONTACT, Idempotency_Key="mine") for shop in place.shops]
    assert all(answer.headers["Idempotent-Replayed"] == "true" for answer in answers)
    assert answers[0].json() != answers[1].json()


def test_a_refusal_is_not_kept(shop: Stand) -> None:
    refused(send(shop, "invoice", ORDER | {"id": 6, "paid": None}, Idempotency_Key="mended"), 400)
    assert send(shop, "invoice", ORDER | {"id": 6}, Idempotency_Key="mended").status_code == 200


def test_a_deletion_that_is_sent_again_is_answered_again(shop: Stand) -> None:
    send(shop, "invoice", ORDER | {"id": 7})
    first = send(shop, "invoice/7", b"", "DELETE", Idempotency_Key="gone")
    again = send(shop, "invoice/7", b"", "DELETE", Idempotency_Key="gone")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    refused(send(shop, "invoice/8", b"", "DELETE", Idempotency_Key="gone"), 409)


def test_a_key_is_forgotten_after_a_day(shop: Stand) -> None:
    send(shop, "contact", CONTACT, Idempotency_Key="day")
    shop.clock.set(shop.clock() + DAY - 1)
    assert send(shop, "contact", CONTACT, Idempotency_Key="day").headers["Idempotent-Replayed"] == "true"
    shop.clock.set(shop.clock() + 1)
    assert "Idempotent-Replayed" not in send(shop, "contact", CONTACT, Idempotency_Key="day").headers
    shop.clock.set("2026-03-01 12:00:00")


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_of_no_or_too_many_letters_is_refused(shop: Stand, key: str) -> None:
    for method, path in (("POST", "contact"), ("DELETE", "contact/1")):
        answer = send(shop, path, b"{}" if method == "DELETE" else CONTACT, method, Idempotency_Key=key)
        assert refused(answer, 400) == ["header 'Idempotency-Key' must be 1 to 255 characters long"]


def test_the_longest_key_is_kept(shop: Stand) -> None:
    for replayed in (None, "true"):
        answer = send(shop, "contact", CONTACT, Idempotency_Key="k" * 255)
        assert answer.headers.get("Idempotent-Replayed") == replayed
