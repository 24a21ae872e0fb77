"""A rebuild makes the derived anew and loses nothing that is not; a changed rule tells all history again."""

import pytest

from headwater.warehouse import audit
from headwater.warehouse.feed import Changes, Row
from headwater.warehouse.projector import Projector
from headwater.warehouse.restored import Apart
from tests.warehouse.world import (
    ACCOUNT,
    DAY,
    MINUTE,
    NOON,
    World,
    contact,
    hit,
    order,
    shop,
)


def no_origins(*_: object) -> list[Row]:
    return []


def test_a_rebuild_tries_failed_hits_and_contacts_again(world: World) -> None:
    right = World(world.directory.parent / "right")
    for one in (right, world):
        beyond_time = {**hit(NOON), "at": 2**62}
        sources = ("news", "poison", "poison", "", "ads", "poison", "poison")
        one.feed.spool(ACCOUNT, *(hit(NOON + number * MINUTE, source) for number, source in enumerate(sources)))
        one.feed.spool(ACCOUNT, beyond_time, hit(NOON + DAY, "poison", path="/bot"), hit(NOON + DAY))
        one.feed.put(ACCOUNT, "contacts", 9, **contact(9, utm_source="poison"))
    world.enrich.poison = "poison"
    before = world.projected().tables()
    assert len(before["failed_hits"]) == 5
    world.projector.rebuild(ACCOUNT)
    assert world.tables() == before
    world.enrich.poison = "-"
    world.projector.rebuild(ACCOUNT)
    assert world.tables() == right.projected().tables()
    assert world.ask("SELECT id FROM failed_hits") == [(8,)]
    assert not any(audit.faults(world.warehouse, ACCOUNT).values())
    right.close()


def test_a_rebuild_mends_copied_tables_and_touches_and_keeps_the_rest(world: World) -> None:
    shop(world.feed)
    before = world.projected().tables()
    with world.warehouse.cursor(ACCOUNT) as cursor:
        cursor.execute(
            "DELETE FROM contacts WHERE id % 2 = 0; UPDATE orders SET amount = 1; DELETE FROM touches WHERE id < 20"
        )
        cursor.execute(
            "INSERT INTO visitors SELECT visitor_id, since, until, 999, uid FROM visitors; DELETE FROM order_items"
        )
    marks = world.projector.rebuild(ACCOUNT)
    assert world.tables() == before
    assert marks.change == world.feed.last_change(ACCOUNT)
    assert world.projector.marks(ACCOUNT) == marks


def test_reports_see_nothing_of_a_rebuild_until_it_is_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shop(world.feed)
    before = world.projected().tables()
    read, seen = world.feed.read, list[bool]()

    def looking(account_id: str, after_rows: int, after_hits: int, limit: int) -> Changes:
        seen.append(world.tables() == before)
        return read(account_id, after_rows, after_hits, min(limit, 20))

    monkeypatch.setattr(world.feed, "read", looking)
    world.projector.rebuild(ACCOUNT)
    assert len(seen) > 3
    assert all(seen)
    assert world.tables() == before


def test_what_comes_in_during_a_rebuild_is_there_after_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shop(world.feed)
    page_views = len(world.projected().tables()["page_views"])
    read, late = world.feed.read, [hit(NOON + DAY), hit(NOON + DAY + 1)]

    def busy(account_id: str, after_rows: int, after_hits: int, limit: int) -> Changes:
        if late:
            world.feed.spool(ACCOUNT, late.pop())
            world.feed.put(ACCOUNT, "orders", 1, **order(1, 77 + len(late)))
        return read(account_id, after_rows, after_hits, min(limit, 20))

    monkeypatch.setattr(world.feed, "read", busy)
    world.projector.rebuild(ACCOUNT)
    assert len(world.tables()["page_views"]) == page_views + 2
    assert world.ask("SELECT amount FROM orders WHERE id = 1") == [(77,)]
    assert world.feed.books[ACCOUNT].spool == {}
    assert not any(audit.faults(world.warehouse, ACCOUNT).values())


@pytest.mark.parametrize("traffic", [0, 3, 500])
def test_a_ledger_restored_alone_is_refused_until_a_rebuild_and_loses_nothing(world: World, traffic: int) -> None:
    """However much traffic it has seen since: below the old mark, around it, and far beyond it."""
    shop(world.feed)
    page_views = world.projected().tables()["page_views"]
    book = world.feed.books[ACCOUNT]
    book.rows = {key: row for key, row in book.rows.items() if row[0] <= 20}
    book.gone, book.change, book.hits = {}, 20, 5
    world.feed.spool(ACCOUNT, *(hit(NOON + DAY + number * MINUTE, path=f"/{number}") for number in range(traffic)))
    restarted = Projector(world.warehouse, world.sources())
    for _ in range(2):  # it does not wear off
        with pytest.raises(Apart, match="restore both from the same backup"):
            restarted.project(ACCOUNT)
    assert len(book.spool) == traffic
    restarted.rebuild(ACCOUNT)
    restarted.catch_up(ACCOUNT)
    tables = world.tables()
    assert {row[0] for row in tables["orders"]} == {key for table, key in book.rows if table == "orders"}
    numbers = world.ask("SELECT id FROM page_views")
    assert len(set(numbers)) == len(numbers) == len(page_views) + traffic
    assert set(page_views) <= set(tables["page_views"])
    world.feed.spool(ACCOUNT, hit(NOON + 2 * DAY))
    Projector(world.warehouse, world.sources()).catch_up(ACCOUNT)
    assert len(world.tables()["page_views"]) == len(page_views) + traffic + 1


def test_a_warehouse_restored_alone_is_refused_until_a_rebuild(world: World) -> None:
    """Its later page views are lost; that is said, and not covered up."""
    shop(world.feed)
    world.projected()
    with world.warehouse.cursor(ACCOUNT) as cursor:
        cursor.execute("DELETE FROM page_views WHERE id = (SELECT max(id) FROM page_views)")
    restarted = Projector(world.warehouse, world.sources())
    with pytest.raises(Apart, match="have come into the warehouse"):
        restarted.project(ACCOUNT)
    restarted.rebuild(ACCOUNT)
    Projector(world.warehouse, world.sources()).catch_up(ACCOUNT)


def test_a_changed_rule_tells_all_origins_anew(world: World) -> None:
    world.feed.spool(ACCOUNT, hit(NOON, "news"), hit(NOON + DAY, "ads"))
    world.projected()
    world.enrich.channel = "email"
    assert world.projector.reclassify(ACCOUNT) == 2
    told = world.ask("SELECT utm_source, channel FROM origins ORDER BY 1")
    assert told == [("ads", "email"), ("news", "email")]


def test_a_rule_that_loses_origins_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.feed.spool(ACCOUNT, hit(NOON, "news"))
    before = world.projected().tables()
    monkeypatch.setattr(world.enrich, "classify", no_origins)
    with pytest.raises(ValueError, match="neither add nor lose"):
        world.projector.reclassify(ACCOUNT)
    assert world.tables() == before
