"""What holds for every test: Hypothesis profiles, and which tests need what this machine may not have.

Warnings are errors, unknown markers too; both are set in pyproject.toml. Knows nothing of any room: fixtures of a room
live beside its tests.
"""

import os
import shutil
import sys
from collections.abc import Generator
from ctypes.util import find_library

import pytest
from hypothesis import HealthCheck, settings

from tests import modes
from tests.ledger.postgres import Postgres, running

# A law takes as long as it takes, since a slow machine is no counter-example. In CI the examples are the same each
# time, so that a change is judged by what it changes; `HYPOTHESIS_PROFILE=deep` is for a night's search.
settings.register_profile("quick", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("quick"), derandomize=True, database=None, print_blob=True)
settings.register_profile("deep", settings.get_profile("quick"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """The second way to run."""
    parser.addoption("--lake", action="store_true", help="run over PostgreSQL and a lake instead of SQLite and files")


@pytest.fixture(scope="session", autouse=True)
def _mode(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--lake"):
        modes.use(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def postgres() -> Generator[Postgres]:
    """A server for the session."""
    with running() as server:
        yield server


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without what it needs the test is skipped here, and fails where CI promised it."""
    named = os.environ.get("HEADWATER_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    # Playwright's own Node.js, which drives the browser, is linked with a library that a small Debian does not have.
    if found and (sys.platform != "linux" or find_library("atomic")):
        return found
    message = "no Chromium: install the packages chromium and libatomic1, or set HEADWATER_CHROMIUM to its path"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
