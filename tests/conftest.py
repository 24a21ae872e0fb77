"""What holds for every test: Hypothesis profiles, and which tests need what this machine may not have.

Warnings are errors, unknown markers too; both are set in pyproject.toml. Knows nothing of any room: fixtures of a room
live beside its tests.
"""

import os
import shutil
import sys
from ctypes.util import find_library

import pytest
from hypothesis import HealthCheck, settings

# A law takes as long as it takes, since a slow machine is no counter-example. In CI the examples are the same each
# time, so that a change is judged by what it changes; `HYPOTHESIS_PROFILE=deep` is for a night's search.
settings.register_profile("quick", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("quick"), derandomize=True, database=None, print_blob=True)
settings.register_profile("deep", settings.get_profile("quick"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick"))

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
