"""A house for the laws of one module."""

from collections.abc import Iterator

import pytest

from tests.laws.town import Town, town


@pytest.fixture(scope="module", name="town")
def _town() -> Iterator[Town]:
    with town() as found:
        yield found
