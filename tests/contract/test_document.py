"""The server does what its document says, as far as made-up requests tell; `python -m bench schemathesis` tries on."""

from pathlib import Path

from tests.contract.running import run


def test_the_server_does_what_its_document_says(tmp_path: Path) -> None:
    found = run(tmp_path, examples=4)
    assert found.is_sound, found.said
    assert all(f"✅  {phase}" in found.said for phase in ("Examples", "Coverage", "Fuzzing", "Stateful"))
