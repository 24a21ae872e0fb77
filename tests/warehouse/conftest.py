"""A warehouse with a feed before it, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "data")
    yield world
    world.close()
