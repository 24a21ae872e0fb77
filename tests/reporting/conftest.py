"""A fresh warehouse for every test of reporting."""

import pytest

from tests.reporting.store import Store


@pytest.fixture
def store() -> Store:
    return Store()
