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


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all examples of a law; every example brings visitors of its own."""
    directory: Path = tmp_path_factory.mktemp("law")
    world = World(directory)
    yield world
    world.close()
