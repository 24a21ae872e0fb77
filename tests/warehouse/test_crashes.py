"""Whenever the projector dies, what it did is there once, and the next one does the rest."""

import random
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from headwater.warehouse import audit
from headwater.warehouse.meter import Meter
from tests.warehouse.world import ACCOUNT, MemoryFeed, World, shop

KILLS = 20


class Crash(BaseException):
    """Not an Exception: nothing may catch it and go on."""


class Trap(Meter):
    """A meter that crashes when a step is entered or left for the nth time."""

    def __init__(self, edge: int) -> None:
        """Count down from `edge`."""
        super().__init__()
        self.edge = edge

    @contextmanager
    def step(self, name: str) -> Generator[None]:
        with super().step(name):
            self._edge(f"into {name}")
            yield
        self._edge(f"out of {name}")

    def _edge(self, place: str) -> None:
        self.edge -= 1
        if self.edge == 0:
            raise Crash(place)


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables are when nothing crashes."""
    world = World(tmp_path / "expected", first_batch=40)
    shop(world.feed)
    world.projector.catch_up(ACCOUNT)
    tables = world.tables()
    world.close()
    return tables


def test_a_crash_at_any_step_of_any_batch_loses_and_doubles_nothing(
    tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]]
) -> None:
    places: list[str] = []
    for edge in range(1, 200):
        feed = MemoryFeed()
        shop(feed)
        world = World(tmp_path / str(edge), feed, Trap(edge), first_batch=40)
        try:
            world.projector.catch_up(ACCOUNT)
        except Crash as crash:
            places.append(str(crash))
        else:
            world.close()
            break
        world.close()
        world = World(tmp_path / str(edge), feed, first_batch=40)
        world.projector.catch_up(ACCOUNT)
        assert world.tables() == expected, f"after a crash {places[-1]}"
        assert feed.books[ACCOUNT].spool == {}
        world.close()
    steps = {"read", "enrich", "write", "rows", "repeated", "page_views", "touches", "forget"}
    assert {place.split()[-1] for place in places} == steps
    assert len(places) == 32  # in and out of eight steps, in each of two batches


def test_the_same_projector_goes_on_after_a_fault(tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]]) -> None:
    world = World(tmp_path / "same", meter=Trap(10), first_batch=40)
    shop(world.feed)
    with pytest.raises(Crash):
        world.projector.catch_up(ACCOUNT)
    world.projector.catch_up(ACCOUNT)
    assert world.tables() == expected
    world.close()


def test_a_crash_in_the_middle_of_a_rebuild_leaves_everything_as_it_was(
    tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]]
) -> None:
    feed = MemoryFeed()
    shop(feed)
    world = World(tmp_path / "rebuilt", feed, first_batch=40)
    world.projector.catch_up(ACCOUNT)
    world.close()
    places: list[str] = []
    for edge in range(1, 100):
        world = World(tmp_path / "rebuilt", feed, Trap(edge))
        try:
            world.projector.rebuild(ACCOUNT)
        except Crash as crash:
            places.append(str(crash))
            assert world.tables() == expected
        else:
            break
        finally:
            world.close()
    assert len(places) == 10  # in and out of five steps


_PROJECT = """
import sys
from pathlib import Path
from headwater.warehouse.projector import Projector
from tests.warehouse.world import ACCOUNT, World, shop
world = World(Path(sys.argv[1]))
shop(world.feed)
projector = Projector(world.warehouse, world.sources(), first_batch=1)
while projector.project(ACCOUNT):
    projector._limits.clear()
    print("batch", flush=True)
print("done", flush=True)
"""


@pytest.mark.crash
def test_sigkill_in_the_middle_of_projection_loses_and_doubles_nothing(
    tmp_path: Path, expected: dict[str, list[tuple[Any, ...]]]
) -> None:
    directory = tmp_path / "killed"
    chance = random.Random(7)
    kills = 0
    for _ in range(10 * KILLS):
        command = [sys.executable, "-c", _PROJECT, str(directory)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as projector:
            assert projector.stdout is not None
            said = [projector.stdout.readline() for _ in range(chance.randrange(1, 4))]
            try:
                projector.wait(chance.random() * 0.01)
            except subprocess.TimeoutExpired:
                projector.kill()
                kills += 1
        if b"done\n" in said or kills == KILLS:
            break
    world = World(directory)
    shop(world.feed)
    world.projector.catch_up(ACCOUNT)
    assert world.tables() == expected
    assert not any(audit.faults(world.warehouse, ACCOUNT).values())
    assert kills >= 5
    world.close()
