"""A house for the tests of one file: what they write there must not get in each other's way."""

from collections.abc import Generator

import pytest

from tests.api.shop import Place, opened
from tests.stand import Stand


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    """A house of two accounts."""
    with opened(tmp_path_factory.mktemp("house"), accounts=2) as place:
        yield place


@pytest.fixture(scope="module")
def shop(place: Place) -> Stand:
    """Its first account."""
    return place.shop
