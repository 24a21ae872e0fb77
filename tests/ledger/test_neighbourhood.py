"""How much of the graph is read for a change: what it can matter to, and no more."""

import pytest

from headwater.ledger.book import open_book
from headwater.ledger.change import Change
from headwater.ledger.handle import Handle
from headwater.ledger.neighbourhood import Neighbourhood
from tests.ledger.desk import NOW, Desk

ANN = "ann@example.com"
CROWD = 200


def reach(desk: Desk, change: Change) -> set[str]:
    """The nodes that a change would make the ledger look at."""
    with desk.store.write() as connection:
        handle = Handle(connection, desk.account_id)
        book = open_book(handle, NOW)
        change.apply(book)
        found = Neighbourhood(handle, book).nodes
        connection.rollback()
    return found


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """An address that very many browsers have named."""
    desk.contact({"contact_id": 5, "email": ANN})
    desk.tell_together([desk.identification(f"uid-{number}", e=ANN) for number in range(CROWD)])
    return desk


def test_one_browser_more_costs_the_same_however_many_an_address_has(crowded: Desk) -> None:
    found = reach(crowded, crowded.identification("one-more", e=ANN))
    assert len(found) == 3  # itself, the address, its contact
    crowded.identify("one-more", e=ANN)
    assert crowded.spans("one-more") == crowded.spans("uid-0") == [(0, crowded.contacts()["5"].person_id)]


def test_so_does_what_is_sent_again(crowded: Desk) -> None:
    assert len(reach(crowded, crowded.contact_change({"contact_id": 5, "email": ANN, "first_name": "Ann"}))) == 2
    assert len(reach(crowded, crowded.invoice_change({"id": 1, "email": ANN}))) == 2


def test_all_browsers_are_read_when_the_person_may_become_another(crowded: Desk) -> None:
    older = crowded.contact({"contact_id": 7}, crowded.second)
    assert older
    change = crowded.contact_change({"contact_id": 7, "email": ANN}, crowded.second)
    assert len(reach(crowded, change)) == CROWD + 3
    crowded.contact({"contact_id": 7, "email": ANN}, crowded.second)
    ann = crowded.contacts()["5"].person_id
    assert crowded.contacts()["second/7"].person_id == ann
    assert {tuple(crowded.spans(f"uid-{number}")) for number in range(CROWD)} == {((0, ann),)}


def test_who_is_led_to_a_crowded_address_gets_its_person_and_leaves_it_again(crowded: Desk) -> None:
    """The one without an address is older, and would give the group its number, were not so many browsers to follow."""
    desk = Desk(crowded.store)
    desk.contact({"contact_id": 9})
    nameless = desk.contacts()["9"].person_id
    desk.contact({"contact_id": 5, "email": ANN})
    desk.tell_together([desk.identification(f"uid-{number}", e=ANN) for number in range(5)])
    ann = desk.contacts()["5"].person_id
    desk.identify("uid-0", NOW + 1, cid="9")
    assert desk.contacts()["9"].person_id == desk.contacts()["5"].person_id == ann != nameless
    assert desk.spans("uid-4") == [(0, ann)]
    desk.contact({"contact_id": 9, "email": "nine@example.com"})
    nine = desk.contacts()["9"].person_id
    assert nine not in {ann, nameless}
    assert desk.spans("uid-0") == [(0, ann), (NOW + 1, nine)]
    assert desk.spans("uid-4") == [(0, ann)]
