"""The thread projects who has something new, waits for nobody, and tells those who wait how far it is."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from headwater.warehouse.background import Background
from headwater.warehouse.feed import Row
from headwater.warehouse.progress import Freshness
from tests.warehouse.world import ACCOUNT, MINUTE, NOON, Told, World, hit, order

PATIENCE = 60.0  # seconds: a bound that only a broken thread reaches
NEVER = 3600.0


@pytest.fixture
def background(world: World) -> Iterator[Background]:
    """A thread that looks around once, at its start, and then acts on nudges only."""
    background = Background(world.projector, gather_s=0.0, look_s=NEVER)
    yield background
    background.stop()


def until(condition: Callable[[], bool]) -> None:
    """Wait for it; a thread that never gets there is stopped by the bound."""
    pause = threading.Event()
    for _ in range(int(PATIENCE * 100)):
        if condition():
            return
        pause.wait(0.01)
    pytest.fail("it did not happen")


def test_what_was_there_before_the_start_is_projected(world: World, background: Background) -> None:
    world.feed.spool(ACCOUNT, hit(NOON))
    background.start()
    until(lambda: world.projector.behind() == [])
    assert world.ask("SELECT count(*) FROM touches") == [(1,)]


def test_a_report_reads_its_own_writes(world: World, background: Background) -> None:
    background.start()
    for number in range(20):
        change = world.feed.put(ACCOUNT, "orders", number, **order(number, 100))
        fresh = background.wait_until(ACCOUNT, change, PATIENCE)
        assert (fresh.is_current, fresh.ledger_change, fresh.as_of) == (True, change, NOON)
        assert fresh.projected_change >= change
        assert world.ask("SELECT count(*) FROM orders") == [(number + 1,)]


def test_a_report_does_not_wait_for_the_gathering_of_hits(world: World) -> None:
    background = Background(world.projector, gather_s=NEVER, look_s=NEVER)
    background.start()
    for number in range(3):
        change = world.feed.spool(ACCOUNT, hit(NOON + number))
        background.nudge(ACCOUNT)
        assert background.wait_until(ACCOUNT, change, PATIENCE).is_current
    background.stop()


def test_hits_gather_before_they_are_projected(world: World) -> None:
    background = Background(world.projector, gather_s=0.2, look_s=NEVER)
    background.start()
    for number in range(200):
        world.feed.spool(ACCOUNT, hit(NOON + number))
        background.nudge(ACCOUNT)
    until(lambda: world.projector.behind() == [])
    assert world.projector.meter.counts()["batches"] < 100
    background.stop()


def test_the_wait_is_bounded_and_says_so(world: World, background: Background) -> None:
    change = world.feed.spool(ACCOUNT, hit(NOON))
    fresh = background.wait_until(ACCOUNT, change, 0.01)  # the thread was not started
    assert (fresh.projected_change, fresh.ledger_change, fresh.is_current, fresh.as_of) == (0, 1, False, 0)


def test_what_another_process_wrote_is_found_without_a_nudge(world: World) -> None:
    background = Background(world.projector, look_s=0.01)
    background.start()
    until(lambda: world.projector.behind() == [])
    world.feed.spool("a-new-account", hit(NOON))
    until(lambda: world.ask("SELECT count(*) FROM touches", "a-new-account") == [(1,)])
    background.stop()


def test_accounts_take_turns(world: World, background: Background) -> None:
    world.projector._limits = {"long": 1, "short": 1}  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    world.feed.spool("long", *(hit(NOON + number) for number in range(20_000)))
    change = world.feed.spool("short", hit(NOON))
    background.start()
    assert background.wait_until("short", change, PATIENCE).is_current
    assert world.projector.marks("long").change < 20_000
    assert background.wait_until("long", 20_000, PATIENCE).is_current


class Broken(Exception):
    """What an account's projection dies of."""


def break_account(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> list[str]:
    """Let reading the feed of one account fail while it is named in the list that is given back."""
    read, broken = world.feed.read, [name]

    def failing(account_id: str, after_rows: int, after_hits: int, limit: int) -> object:
        if account_id in broken:
            raise Broken(account_id)
        return read(account_id, after_rows, after_hits, limit)

    monkeypatch.setattr(world.feed, "read", failing)
    return broken


def test_an_account_that_fails_does_not_stop_the_others_and_recovers(
    world: World, background: Background, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = break_account(world, monkeypatch, "bad")
    bad, good = world.feed.spool("bad", hit(NOON)), world.feed.spool("good", hit(NOON))
    with caplog.at_level(logging.ERROR):
        background.start()
        until(lambda: world.projector.progress.faults().get("bad", 0) >= 1)
        assert background.wait_until("good", good, PATIENCE).is_current
    assert "account bad: projection failed" in caplog.text
    broken.clear()
    until(lambda: world.projector.progress.faults() == {})
    assert background.wait_until("bad", bad, PATIENCE).is_current


def test_nobody_waits_for_an_account_that_fails(
    world: World, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_account(world, monkeypatch, ACCOUNT)
    change = world.feed.spool(ACCOUNT, hit(NOON))
    background.start()
    told: list[Freshness] = []
    waiting = threading.Thread(target=lambda: told.append(background.wait_until(ACCOUNT, change, NEVER)), daemon=True)
    waiting.start()
    waiting.join(PATIENCE)
    assert [(fresh.is_current, fresh.projected_change) for fresh in told] == [(False, 0)]


def test_a_failing_account_is_tried_later_and_later(
    world: World, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_account(world, monkeypatch, ACCOUNT)
    change = world.feed.spool(ACCOUNT, hit(NOON))
    background.start()
    until(lambda: world.projector.progress.faults().get(ACCOUNT, 0) >= 1)
    for _ in range(100):
        background.nudge(ACCOUNT)
        background.wait_until(ACCOUNT, change, PATIENCE)
        threading.Event().wait(0.01)
    assert world.projector.progress.faults()[ACCOUNT] < 6  # the sixth comes after 15 seconds, or at once


def test_a_ledger_that_cannot_be_asked_does_not_end_the_thread(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    accounts = world.feed.accounts
    looks: list[int] = []

    def failing() -> object:
        looks.append(1)
        if len(looks) < 3:
            raise Broken
        return accounts()

    monkeypatch.setattr(world.feed, "accounts", failing)
    world.feed.spool(ACCOUNT, hit(NOON))
    background = Background(world.projector, look_s=0.01)
    background.start()
    until(lambda: world.ask("SELECT count(*) FROM touches") == [(1,)])
    background.stop()
    assert "the ledger cannot be asked" in caplog.text


def test_others_go_on_while_an_account_is_rebuilt(world: World, background: Background) -> None:
    background.start()
    with world.projector.lock(ACCOUNT):
        mine = world.feed.spool(ACCOUNT, hit(NOON))
        background.nudge(ACCOUNT)
        other = world.feed.spool("other", hit(NOON))
        assert background.wait_until("other", other, PATIENCE).is_current
    assert background.wait_until(ACCOUNT, mine, PATIENCE).is_current


def test_stopping_ends_the_batch_first_and_starting_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, leave = threading.Event(), threading.Event()
    enrich = world.enrich.hit

    def slow(account: object, row: Row) -> Told:
        entered.set()
        leave.wait(PATIENCE)
        return enrich(account, row)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(world.enrich, "hit", slow)
    world.feed.spool(ACCOUNT, hit(NOON), hit(NOON + MINUTE))
    background = Background(world.projector)
    background.start()
    assert entered.wait(PATIENCE)
    stopping = threading.Thread(target=background.stop)
    stopping.start()
    leave.set()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    assert world.ask("SELECT count(*) FROM page_views") == [(2,)]


def test_a_flooded_account_is_projected_all_the_same_and_at_once_for_who_waits(world: World) -> None:
    background = Background(world.projector, gather_s=NEVER, look_s=NEVER)
    background.start()
    change = 0
    for number in range(5):
        change = world.feed.spool(ACCOUNT, hit(NOON + number))
        background.flood(ACCOUNT)
    assert background.wait_until(ACCOUNT, change, PATIENCE).is_current
    background.stop()
