"""Rulings and erasures on both databases: what the ledger holds afterwards. What reports say is in tests/worlds."""

import pytest

from headwater.errors import NotFound, Problem
from headwater.ledger import ruling
from headwater.ledger.accounts import find_standing
from headwater.ledger.erasure import erase
from headwater.ledger.ruling import Act
from tests.ledger.desk import NOW, Desk
from tests.ledger.test_deletion import everything

ANN, BEN = "ann@example.com", "ben@example.com"


def act(desk: Desk) -> Act:
    return Act(find_standing(desk.store, desk.account_id), NOW, "somebody")


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Ann, who has a contact, a phone and an order, and Ben, who has a contact and shares the phone."""
    desk.contact({"contact_id": "customer-5", "email": ANN, "first_name": "Ann", "tags": ["x"]})
    desk.contact({"contact_id": 6, "email": BEN, "tags": ["x"]})
    desk.identify("phone", NOW, e=ANN)
    desk.identify("phone", NOW + 1, e=BEN)
    desk.identify("laptop", NOW, e=ANN)
    desk.invoice({"id": 1, "email": ANN})
    desk.invoice({"id": 2, "email": BEN})
    desk.view("laptop")
    desk.now = NOW + 2
    desk.view("phone")
    return desk


def test_a_merge_and_a_split_leave_what_was_there_before(two: Desk) -> None:
    def state() -> list[object]:
        contacts, invoices = two.contacts(), two.invoices()
        same = [
            contacts["customer-5"].person_id == invoices["1"].person_id,
            contacts["6"].person_id == invoices["2"].person_id,
        ]
        return [*same, contacts["6"].person_id == contacts["customer-5"].person_id, len(two.spans("phone"))]

    before = state()
    assert before == [True, True, False, 2]
    ruling.merge(two.store, act(two), ANN, BEN)
    assert state() == [True, True, True, 1]
    ruling.split(two.store, act(two), BEN, [f"{two.first}/6"])  # at the same time by the clock
    assert state() == before
    with pytest.raises(Problem, match="all the names"):
        ruling.split(two.store, act(two), BEN, [f"{two.first}/6"])


@pytest.mark.parametrize("with_orders", [False, True])
def test_nothing_of_an_erased_person_is_left(two: Desk, *, with_orders: bool) -> None:
    found: list[str] = []

    def elsewhere(person: object) -> int:
        found.append(type(person).__name__)
        return 7

    done = erase(two.store, act(two), ANN, elsewhere, with_orders=with_orders)
    orders = 1 if with_orders else 0
    assert found == ["Person"]
    # The hit of the laptop waits in the spool, and the other stores had seven.
    assert done["erased"] == {
        "contacts": 1,
        "invoices": orders,
        "subscriptions": 0,
        "events": 0,
        "visitors": 2,
        "hits": 8,
    }
    assert everything(two).isdisjoint({ANN, "Ann", "customer-5", "laptop", "v:laptop"})
    assert set(two.contacts()) == {"6"}
    assert set(two.invoices()) == ({"2"} if with_orders else {"1", "2"})
    assert two.spans("phone") == [(0, two.contacts()["6"].person_id)]
    assert two.spans("laptop") == []
    two.nothing_hangs_loose()
    with pytest.raises(NotFound):
        erase(two.store, act(two), ANN, elsewhere, with_orders=with_orders)


def test_orders_of_an_erased_person_stay_one_customer_s_and_find_nobody_again(two: Desk) -> None:
    two.invoice({"id": 3, "contact_id": "customer-5"})
    erase(two.store, act(two), ANN, lambda _: 0, with_orders=False)
    two.contact({"contact_id": "customer-5", "email": ANN})
    invoices = two.invoices()
    assert invoices["1"].person_id == invoices["3"].person_id
    assert invoices["1"].person_id not in {contact.person_id for contact in two.contacts().values()}
    assert (invoices["3"].contact_id, invoices["3"].email_key) == (None, None)
