"""Twenty power cuts under mixed load lose nothing that was acknowledged, and double nothing."""

from pathlib import Path

import pytest

from tests.crash.killing import faults, kill_many


@pytest.mark.crash
def test_every_acknowledged_write_is_there_exactly_once(tmp_path: Path) -> None:
    load = kill_many(tmp_path, rounds=20, seed=20_260_301)
    assert faults(tmp_path, load) == []
    acknowledged = {kind for kind, _ in load.acknowledged}
    assert acknowledged == {"contact", "invoice", "hit"}
    assert load.acknowledged.total() > 500  # or the load was none
