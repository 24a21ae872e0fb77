"""The warehouse can be added up, and knows when it contradicts itself."""

import pytest

from headwater.warehouse import audit
from tests.warehouse.world import ACCOUNT, DAY, NOON, World, contact, hit, order, shop, visitor


def test_figures_are_counts_and_sums_that_can_be_added_up_by_hand(world: World) -> None:
    world.feed.put(ACCOUNT, "contacts", 3, **contact(3, utm_source="news", tags=[8, 9]))
    world.feed.put(ACCOUNT, "contacts", 4, **contact(4))
    world.feed.put(ACCOUNT, "orders", 5, **order(5, 100, items=[60, 40], person_id=3))
    world.feed.put(ACCOUNT, "orders", 6, **order(6, 11, person_id=4))
    world.feed.put(ACCOUNT, "visitors", 1, **visitor("u1", (NOON, 3), (NOON + DAY, 4)))
    world.feed.spool(ACCOUNT, hit(NOON, "ads"), hit(NOON + 1), hit(NOON, path="/bot"), {**hit(NOON), "title": 7})
    world.projector.catch_up(ACCOUNT)
    found = audit.figures(world.warehouse, ACCOUNT)
    assert {name: figure for name, figure in found.items() if figure and not name.endswith(".checksum")} == {
        "contacts": 2,
        "contact_labels": 2,
        "orders": 2,
        "orders.amount": 111,
        "orders.paid": 111,
        "order_items": 2,
        "order_items.amount": 100,
        "visitors": 2,
        "origins": 2,
        "page_views": 2,
        "touches": 1,
        "drops": 1,
        "failed_hits": 1,
        "hits": 4,
        "change": 9,
    }


def test_figures_of_an_account_without_anything(world: World) -> None:
    assert set(audit.figures(world.warehouse, ACCOUNT).values()) == {0}


def test_a_sound_warehouse_has_no_faults(world: World) -> None:
    shop(world.feed)
    world.projector.catch_up(ACCOUNT)
    assert set(audit.faults(world.warehouse, ACCOUNT).values()) == {0}


@pytest.mark.parametrize(
    ("damage", "faults"),
    [
        ("INSERT INTO contacts FROM contacts LIMIT 1", {"contacts doubled": 1}),
        ("INSERT INTO orders FROM orders LIMIT 2", {"orders doubled": 2}),
        ("INSERT INTO origins FROM origins LIMIT 1", {"origins doubled": 1}),
        ("INSERT INTO drops FROM drops", {}),
        ("DELETE FROM contacts WHERE id = 5", {"contact labels without contact": 2}),
        ("DELETE FROM orders WHERE id = 5", {"order items without order": 2}),
        ("DELETE FROM touches WHERE id = (SELECT min(id) FROM touches)", {"touches wrong": 1}),
        (
            "UPDATE touches SET starts_session = NOT starts_session WHERE id = (SELECT min(id) FROM touches)",
            {"touches wrong": 2},
        ),
        ("DELETE FROM origins WHERE utm_source = 'ads'", {"touches of unknown origin": 9}),
        ("UPDATE visitors SET until = '9999-12-31'", {"visitor spans overlapping": 6, "touches of persons wrong": 17}),
    ],
)
def test_damage_is_seen(world: World, damage: str, faults: dict[str, int]) -> None:
    shop(world.feed)
    world.projector.catch_up(ACCOUNT)
    with world.warehouse.cursor(ACCOUNT) as cursor:
        cursor.execute(damage)
    found = audit.faults(world.warehouse, ACCOUNT)
    assert {name: count for name, count in found.items() if count} == faults
