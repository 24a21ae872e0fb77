"""What the ledger says is what the warehouse says, once, after every batch."""

import logging

import pytest

from headwater.scalars import hash63
from headwater.warehouse.projector import Projector
from tests.warehouse.world import (
    ACCOUNT,
    DAY,
    FOREVER,
    HOUR,
    MINUTE,
    NOON,
    World,
    contact,
    hit,
    order,
    shop,
    visitor,
)


def test_an_account_of_which_nothing_is_known_is_current(world: World) -> None:
    assert world.projector.project(ACCOUNT) is False
    fresh = world.projector.freshness(ACCOUNT, 0)
    assert (fresh.projected_change, fresh.is_current, fresh.as_of) == (0, True, NOON)


def test_a_contact_comes_with_its_tags_and_is_replaced_with_them(world: World) -> None:
    world.feed.put(ACCOUNT, "contacts", 1, **contact(1, tags=[5, 6]))
    world.feed.put(ACCOUNT, "contacts", 2, **contact(2, tags=[5]))
    world.projected()
    world.feed.put(ACCOUNT, "contacts", 1, **contact(1, created_at=NOON + HOUR, tags=[7]))
    world.projected()
    assert world.ask("SELECT id, epoch_us(created_at) FROM contacts ORDER BY id") == [(1, NOON + HOUR), (2, NOON)]
    assert world.ask("SELECT contact, label FROM contact_labels ORDER BY ALL") == [(1, 7), (2, 5)]


def test_an_order_comes_with_its_items_and_goes_with_them(world: World) -> None:
    world.feed.put(ACCOUNT, "orders", 1, **order(1, 100, items=[60, 40]))
    world.feed.put(ACCOUNT, "orders", 2, **order(2, 70, items=[70]))
    world.feed.put(ACCOUNT, "orders", 1, **order(1, 90, items=[90]))
    world.projected()
    assert world.ask("SELECT order_id, amount FROM order_items ORDER BY ALL") == [(1, 90), (2, 70)]
    world.feed.delete(ACCOUNT, "orders", 1)
    world.projected()
    assert world.ask("SELECT id, amount FROM orders") == [(2, 70)]
    assert world.ask("SELECT order_id, amount FROM order_items") == [(2, 70)]


def test_a_visitors_time_line_is_replaced_as_a_whole(world: World) -> None:
    key = hash63("u1")
    world.feed.put(ACCOUNT, "visitors", key, **visitor("u1", (NOON, 1)))
    world.projected()
    world.feed.put(ACCOUNT, "visitors", key, **visitor("u1", (NOON, 1), (NOON + DAY, 2)))
    world.projected()
    lines = "SELECT epoch_us(since), epoch_us(until), person_id FROM visitors ORDER BY since"
    assert world.ask(lines) == [(NOON, NOON + DAY, 1), (NOON + DAY, FOREVER, 2)]
    world.feed.delete(ACCOUNT, "visitors", key)
    world.projected()
    assert world.ask(lines) == []


def test_a_contact_carries_the_origin_that_its_own_fields_tell_of(world: World) -> None:
    world.feed.put(ACCOUNT, "contacts", 1, **contact(1, utm_source="news"))
    world.feed.put(ACCOUNT, "contacts", 2, **contact(2))
    world.feed.spool(ACCOUNT, hit(NOON, "news"))
    world.projected()
    assert world.ask("SELECT id, origin_id FROM contacts ORDER BY id") == [(1, hash63("news")), (2, None)]
    assert world.ask("SELECT utm_source FROM origins") == [("news",)]


def test_an_origin_is_kept_once_however_often_it_comes(world: World) -> None:
    for batch in range(3):
        world.feed.spool(ACCOUNT, *(hit(NOON + batch * HOUR + number, "news", f"u{number}") for number in range(5)))
        world.feed.spool(ACCOUNT, hit(NOON + batch, f"source {batch}"))
        world.projected()
    told = [("news",), ("source 0",), ("source 1",), ("source 2",)]
    assert world.ask("SELECT utm_source FROM origins ORDER BY 1") == told


def test_drops_are_counted_by_day_and_reason_in_one_row_each(world: World) -> None:
    for batch in range(3):
        world.feed.spool(
            ACCOUNT, hit(NOON, path="/bot"), hit(NOON, path="/bot"), hit(NOON + DAY, path="/bot"), hit(NOON + batch)
        )
        world.projected()
    counted = world.ask("SELECT day::VARCHAR, reason, hits FROM drops ORDER BY ALL")
    assert counted == [("2024-03-01", "bot", 6), ("2024-03-02", "bot", 3)]
    assert world.ask("SELECT count(*) FROM page_views") == [(3,)]
    assert world.projector.meter.counts()["drops.bot"] == 9


def test_hits_leave_the_spool_when_they_are_projected(world: World) -> None:
    world.feed.spool(ACCOUNT, hit(NOON), hit(NOON + 1), hit(NOON, path="/bot"))
    world.projected()
    assert world.feed.books[ACCOUNT].spool == {}


def always_five(_: str) -> int:
    return 5


def test_what_cannot_be_enriched_stops_neither_hits_nor_contacts(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.enrich.poison = "poison"
    beyond_time = {**hit(NOON), "at": 2**62}
    world.feed.spool(ACCOUNT, hit(NOON, "poison"), hit(NOON), beyond_time, {**hit(NOON), "title": 7}, hit(NOON + DAY))
    world.feed.put(ACCOUNT, "contacts", 9, **contact(9, utm_source="poison"))
    with caplog.at_level(logging.ERROR):
        world.projected()
    assert world.ask("SELECT id FROM page_views ORDER BY id") == [(2,), (5,)]
    assert world.ask("SELECT id FROM failed_hits ORDER BY id") == [(1,), (3,), (4,)]
    assert world.ask("SELECT fault FROM failed_hits WHERE id = 1") == [("ValueError('no such source')",)]
    assert world.ask("SELECT id, origin_id FROM contacts") == [(9, None)]
    assert world.feed.books[ACCOUNT].spool == {}
    assert len(caplog.records) == 2  # one trace for the hits, one for the contact


def test_batches_are_bounded_grow_while_behind_and_end_small(world: World) -> None:
    small = Projector(world.warehouse, world.sources(), first_batch=2)
    world.feed.spool(ACCOUNT, *(hit(NOON + number) for number in range(20)))
    marks = [0]
    while small.project(ACCOUNT):
        marks.append(small.marks(ACCOUNT).hits)
    marks.append(small.marks(ACCOUNT).hits)
    assert marks == [0, 2, 6, 14, 20]
    world.feed.spool(ACCOUNT, *(hit(NOON + number) for number in range(3)))
    assert small.project(ACCOUNT) is True
    assert small.marks(ACCOUNT).hits == 22


def test_the_size_of_batches_does_not_matter(world: World) -> None:
    shop(world.feed)
    shop_in_one = World(world.directory.parent / "one", first_batch=10_000)
    shop(shop_in_one.feed)
    small = Projector(world.warehouse, world.sources(), first_batch=1)
    small.catch_up(ACCOUNT)
    assert small.meter.counts()["batches"] > 5
    assert shop_in_one.projected().projector.meter.counts()["batches"] == 1
    assert world.tables() == shop_in_one.tables()
    shop_in_one.close()


def test_reading_the_same_rows_again_changes_nothing(world: World) -> None:
    shop(world.feed)
    before = world.projected().tables()
    with world.warehouse.cursor(ACCOUNT) as cursor:
        cursor.execute("UPDATE marks SET change = 0 WHERE feed = 'rows'")
    again = Projector(world.warehouse, world.sources(), first_batch=7)
    again.catch_up(ACCOUNT)
    assert world.tables() == before


def test_accounts_never_see_each_other(world: World) -> None:
    for number in range(3):
        account_id = f"shop{number}"
        world.feed.put(account_id, "orders", 1, **order(1, 100 + number))
        world.feed.spool(account_id, hit(NOON, f"source{number}"))
        world.projector.catch_up(account_id)
    for number in range(3):
        account_id = f"shop{number}"
        assert world.ask("SELECT id, amount FROM orders", account_id) == [(1, 100 + number)]
        assert world.ask("SELECT utm_source FROM origins", account_id) == [(f"source{number}",)]
        assert world.ask("SELECT count(*) FROM touches", account_id) == [(1,)]


def test_freshness_says_how_far_and_since_when(world: World) -> None:
    world.feed.spool(ACCOUNT, hit(NOON))
    world.projected()
    world.now += MINUTE
    world.feed.spool(ACCOUNT, hit(NOON + 1))
    stale = world.projector.freshness(ACCOUNT, world.feed.last_change(ACCOUNT))
    assert (stale.projected_change, stale.ledger_change, stale.is_current, stale.as_of) == (1, 2, False, NOON)
    world.projected()
    fresh = world.projector.freshness(ACCOUNT, 2)
    assert (fresh.projected_change, fresh.is_current, fresh.as_of) == (2, True, NOON + MINUTE)


def test_how_fresh_it_was_is_known_after_a_restart(world: World) -> None:
    world.feed.spool(ACCOUNT, hit(NOON))
    world.projected()
    world.now += DAY
    world.feed.spool(ACCOUNT, hit(NOON + 1))
    restarted = Projector(world.warehouse, world.sources())
    assert restarted.freshness(ACCOUNT, 2).as_of == NOON
    assert restarted.behind() == [ACCOUNT]
    restarted.catch_up(ACCOUNT)
    assert restarted.behind() == []


def test_a_table_that_nobody_knows_is_an_error_and_not_lost(world: World) -> None:
    world.feed.put(ACCOUNT, "invoices", 1, invoices=[{"id": 1}])
    with pytest.raises(ValueError, match="invoices"):
        world.projector.project(ACCOUNT)
    assert world.projector.marks(ACCOUNT).change == 0
    assert world.projector.progress.faults() == {ACCOUNT: 1}


def test_a_feed_that_does_not_move_is_an_error(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.feed.spool(ACCOUNT, hit(NOON))
    monkeypatch.setattr(world.feed, "last_change", always_five)
    world.projector.project(ACCOUNT)
    with pytest.raises(RuntimeError, match="the feed stays at 1 although there is 5"):
        world.projector.project(ACCOUNT)
