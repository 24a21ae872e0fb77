"""`Idempotency-Key`: the same again is answered and not done, another body is refused, a day later it is forgotten."""

from typing import Any

import pytest

from headwater.errors import Conflict, NotFound
from headwater.intake.contact_deletion import read_contact_deletion
from headwater.ledger import rows, tables
from headwater.ledger.change import Answer, Change, Once, Submission
from headwater.ledger.commit import commit
from tests.ledger.desk import DAY, Desk, keep

KEY = Once("key1", "order-1", "hash-of-body")
OTHER_BODY = Once("key1", "order-1", "hash-of-another-body")
OTHER_KEY = Once("key2", "order-1", "hash-of-another-body")


def records(desk: Desk) -> list[tuple[str, str, int]]:
    found = desk.all(rows.IdempotencyRecord, tables.idempotency_records)
    return [(row.key_id, row.idempotency_key, row.created_at) for row in found]


def hits(desk: Desk) -> int:
    return len(desk.all(rows.SpooledHit, tables.spool))


def test_the_same_again_is_answered_and_not_done(desk: Desk) -> None:
    # A contact with an e-mail only gets an id that is made up: done twice, it would have two.
    change = desk.contact_change({"email": "a@b.c", "first_name": "Ann"})
    first = desk.tell(change, KEY)
    desk.delete_contact("a@b.c")
    change_number = desk.last_change()
    again = desk.tell(change, KEY)
    assert (first.replayed, again.replayed) == (False, True)
    assert desk.contacts() == {}
    assert desk.last_change() == change_number


def test_the_answer_is_the_stored_one(desk: Desk) -> None:
    first = desk.tell(desk.contact_change({"email": "a@b.c", "first_name": "Ann", "custom_fields": {"n": 1.5}}), KEY)
    desk.contact({"email": "a@b.c", "first_name": "Anna"})
    again = desk.tell(desk.contact_change({"email": "a@b.c", "first_name": "Ann"}), KEY)
    assert again.body == first.body
    assert again.body["contact"]["first_name"] == "Ann"
    assert [contact.first_name for contact in desk.contacts().values()] == ["Anna"]


def test_hits_are_spooled_once(desk: Desk) -> None:
    change = desk.hit_change("u1")
    assert [desk.tell(change, KEY).replayed for _ in range(3)] == [False, True, True]
    assert hits(desk) == 1


def test_another_body_is_refused_and_not_done(desk: Desk) -> None:
    desk.tell(desk.hit_change("u1"), KEY)
    with pytest.raises(Conflict) as problem:
        desk.tell(desk.hit_change("u2"), OTHER_BODY)
    assert problem.value.status == 409
    assert problem.value.errors == ("'Idempotency-Key' 'order-1' was used with another body: use a new key",)
    assert hits(desk) == 1


def test_each_api_key_has_its_own(desk: Desk) -> None:
    desk.tell(desk.hit_change("u1"), KEY)
    assert not desk.tell(desk.hit_change("u2"), OTHER_KEY).replayed
    assert hits(desk) == 2


def test_each_account_has_its_own(desk: Desk) -> None:
    other = Desk(desk.store)
    desk.tell(desk.hit_change("u1"), KEY)
    assert not other.tell(other.hit_change("u1"), OTHER_BODY).replayed
    assert (hits(desk), hits(other)) == (1, 1)


def test_twice_in_one_group_is_once(desk: Desk) -> None:
    change = desk.hit_change("u1")
    group = [Submission(change, keep, once) for once in (KEY, KEY, OTHER_BODY, None)]
    first, again, conflict, without = commit(desk.store, desk.now, group)
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert isinstance(conflict, Conflict)
    assert isinstance(without, Answer)
    assert (first.replayed, again.replayed, without.replayed) == (False, True, False)
    assert hits(desk) == 2


def test_a_refusal_is_not_remembered(desk: Desk) -> None:
    deletion: Change = read_contact_deletion(desk.account, desk.first, "5")
    with pytest.raises(NotFound):
        desk.tell(deletion, KEY)
    assert records(desk) == []
    desk.contact({"contact_id": 5})
    assert not desk.tell(deletion, KEY).replayed
    assert desk.contacts() == {}


@pytest.mark.parametrize(("later", "replayed"), [(DAY - 1, True), (DAY, False), (3 * DAY, False)])
def test_after_a_day_it_is_done_anew(desk: Desk, later: int, *, replayed: bool) -> None:
    desk.tell(desk.hit_change("u1"), KEY)
    desk.now += later
    assert desk.tell(desk.hit_change("u1"), KEY).replayed is replayed
    assert hits(desk) == (1 if replayed else 2)


def test_after_a_day_another_body_is_no_conflict_and_counts_from_now(desk: Desk) -> None:
    desk.tell(desk.hit_change("u1"), KEY)
    desk.now += DAY
    assert not desk.tell(desk.hit_change("u2"), OTHER_BODY).replayed
    with pytest.raises(Conflict):
        desk.tell(desk.hit_change("u1"), KEY)
    desk.now += DAY - 1
    assert desk.tell(desk.hit_change("u2"), OTHER_BODY).replayed


def test_what_is_older_than_a_day_is_not_kept(desk: Desk) -> None:
    for number in range(5):
        desk.tell(desk.hit_change("u1"), Once("key1", f"order-{number}", "hash"))
        desk.now += DAY // 4
    # The fifth came a day after the first.
    assert len(records(desk)) == 4
    desk.now += DAY
    desk.tell(desk.hit_change("u1"), Once("key1", "order-5", "hash"))
    assert records(desk) == [("key1", "order-5", desk.now)]


def test_a_deleted_contact_is_not_kept_in_an_answer(desk: Desk) -> None:
    def post(body: dict[str, Any], number: int) -> None:
        desk.tell(desk.contact_change(body), Once("key1", f"contact-{number}", "hash"))

    post({"contact_id": 5, "email": "ann@example.com", "first_name": "Ann"}, 1)
    post({"contact_id": 6, "email": "bob@example.com"}, 2)
    desk.tell(desk.invoice_change({"id": 1, "email": "ann@example.com"}), Once("key1", "invoice-1", "hash"))
    desk.delete_contact("5")
    answers = [row.answer for row in desk.all(rows.IdempotencyRecord, tables.idempotency_records)]
    assert not any("ann" in answer.lower() for answer in answers)
    assert any("bob" in answer for answer in answers)
