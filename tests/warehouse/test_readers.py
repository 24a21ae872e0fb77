"""Questions are answered from one state of one account, and bounded in number, time and rights."""

import threading
from collections.abc import Callable

import duckdb
import pytest

from headwater.errors import Overloaded
from headwater.warehouse.readers import ReaderOptions, Readers, TooSlow
from tests.warehouse.world import ACCOUNT, NOON, World, hit, order

ENDLESS = "SELECT count(*) FROM range(1000000000000) a"
ENDLESS_SORT = "SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY hash(i)) r FROM range(100000000000) t(i))"


def in_threads(*works: Callable[[], None]) -> list[BaseException]:
    """Run them at once; what they died of."""
    faults: list[BaseException] = []
    together = threading.Barrier(len(works))

    def guarded(work: Callable[[], None]) -> None:
        try:
            together.wait()
            work()
        except BaseException as fault:  # noqa: BLE001 - given back
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_columns_and_rows_in_order_with_bound_values(world: World) -> None:
    for number in range(3):
        world.feed.put(ACCOUNT, "orders", number, **order(number, 100 * number))
    world.projector.catch_up(ACCOUNT)
    readers = Readers(world.warehouse)
    by_place = readers.run(ACCOUNT, "SELECT id, amount FROM orders WHERE amount >= ? ORDER BY id DESC", [100])
    assert (by_place.columns, by_place.rows) == (["id", "amount"], [(2, 200), (1, 100)])
    by_name = readers.run(ACCOUNT, "SELECT sum(amount)::HUGEINT AS total FROM orders WHERE id < $id", {"id": 2})
    assert (by_name.columns, by_name.rows) == (["total"], [(100,)])
    assert readers.run(ACCOUNT, "SELECT 1 AS one WHERE false").rows == []


def test_an_account_is_asked_alone(world: World) -> None:
    for name in ("a1", "a2"):
        world.feed.spool(name, hit(NOON, name))
        world.projector.catch_up(name)
    readers = Readers(world.warehouse)
    asked = {name: readers.run(name, "SELECT utm_source FROM origins").rows for name in ("a1", "a2", "a3")}
    assert asked == {"a1": [("a1",)], "a2": [("a2",)], "a3": []}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM orders",
        "DROP TABLE orders",
        "CREATE TABLE x (y INT)",
        "COMMIT",
        "COMMIT; DROP TABLE products",
        "",
        "-- 1",
    ],
)
def test_a_question_cannot_write(world: World, sql: str) -> None:
    with pytest.raises(ValueError, match="one SELECT"):
        Readers(world.warehouse).run(ACCOUNT, sql)
    assert world.ask("SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM products)") == [(0,)]


@pytest.mark.parametrize("sql", [ENDLESS, ENDLESS_SORT], ids=["endless scan", "endless sort"])
def test_a_question_that_takes_too_long_is_ended_and_says_what_to_narrow(world: World, sql: str) -> None:
    readers = Readers(world.warehouse, ReaderOptions(at_once=1, timeout_s=0.2))
    with pytest.raises(TooSlow, match=r"longer than 0\.2 seconds: ask for a shorter period") as refused:
        readers.run(ACCOUNT, sql)
    assert refused.value.status == 503
    for _ in range(50):  # and what comes after it is not interrupted
        assert readers.run(ACCOUNT, "SELECT 1").rows == [(1,)]


def test_a_question_that_needs_too_much_memory_says_so(world: World) -> None:
    hungry = "SELECT length(string_agg(repeat('x', 1000000), '')) FROM range(1000)"
    with pytest.raises(TooSlow, match="more memory"):
        Readers(world.warehouse).run(ACCOUNT, hungry)


def test_a_wrong_question_is_the_engines_error_and_gives_its_turn_back(world: World) -> None:
    readers = Readers(world.warehouse, ReaderOptions(at_once=1, in_line=0))
    for _ in range(5):
        with pytest.raises(duckdb.BinderException):
            readers.run(ACCOUNT, "SELECT nothing FROM orders")
    assert readers.run(ACCOUNT, "SELECT 1").rows == [(1,)]


def test_no_more_questions_wait_than_have_a_place(world: World) -> None:
    readers = Readers(world.warehouse, ReaderOptions(at_once=2, in_line=1, timeout_s=2.0))
    faults = in_threads(*[lambda: readers.run(ACCOUNT, ENDLESS) and None] * 6)
    assert sorted(type(fault).__name__ for fault in faults) == ["Overloaded"] * 3 + ["TooSlow"] * 3
    assert readers.run(ACCOUNT, "SELECT 1").rows == [(1,)]


def test_a_turn_that_does_not_come_is_not_waited_for(world: World) -> None:
    readers = Readers(world.warehouse, ReaderOptions(at_once=1, in_line=9, patience_s=0.1, timeout_s=2.0))
    faults = in_threads(*[lambda: readers.run(ACCOUNT, ENDLESS) and None] * 3)
    assert sorted(type(fault).__name__ for fault in faults) == ["Overloaded"] * 2 + ["TooSlow"]
    overloaded = next(fault for fault in faults if isinstance(fault, Overloaded))
    assert (overloaded.status, overloaded.retry_after) == (503, 1)


def test_reports_read_whole_batches_while_they_are_written(world: World) -> None:
    """Every batch holds orders whose amounts cancel out, so any other sum is half a batch."""
    readers = Readers(world.warehouse)
    done = threading.Event()
    asked: list[int] = []

    def read() -> None:
        while not done.is_set():
            ((count, total, items),) = readers.run(
                ACCOUNT,
                "SELECT (SELECT count(*) FROM orders), (SELECT sum(amount) FROM orders),"
                " (SELECT sum(amount) FROM order_items)",
            ).rows
            assert (total, items) == ((0, 0) if count else (None, None))
            asked.append(1)

    def write() -> None:
        try:
            for turn in range(30):
                for number in range(0, 20, 2):
                    amount = 100 * turn + number
                    world.feed.put(ACCOUNT, "orders", number, **order(number, amount, items=[amount]))
                    world.feed.put(ACCOUNT, "orders", number + 1, **order(number + 1, -amount, items=[-amount]))
                world.projector.catch_up(ACCOUNT)
        finally:
            done.set()

    assert in_threads(write, read, read) == []
    assert asked
