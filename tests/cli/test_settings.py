"""Settings by flag, variable, file and default, in this order, as commands take them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import new_account, said, wrong


def doctor(*arguments: str | Path, **environment: str) -> dict[str, Any]:
    """What a command knows of its settings."""
    return json.loads(said("doctor", "--json", *arguments, **environment))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    for name in ("by file", "by variable", "by flag"):
        new_account(tmp_path / name)
    file = tmp_path / "headwater.toml"
    file.write_text(f'data = "{tmp_path / "by file"}"\nwrite_queue = 33\n')
    return file


def test_the_file_gives_what_nothing_else_gives(tmp_path: Path, config: Path) -> None:
    for told in (doctor("--config", config), doctor(HEADWATER_CONFIG=str(config))):
        assert told["stores"]["data"] == str(tmp_path / "by file")
        assert told["queue"]["limit"] == 33


def test_a_variable_wins_over_the_file(tmp_path: Path, config: Path) -> None:
    told = doctor("--config", config, HEADWATER_DATA=str(tmp_path / "by variable"), HEADWATER_WRITE_QUEUE="22")
    assert told["stores"]["data"] == str(tmp_path / "by variable")
    assert told["queue"]["limit"] == 22


def test_a_flag_wins_over_all(tmp_path: Path, config: Path) -> None:
    told = doctor("--data", tmp_path / "by flag", "--config", config, HEADWATER_DATA=str(tmp_path / "by variable"))
    assert told["stores"]["data"] == str(tmp_path / "by flag")


def test_the_default_is_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    new_account(Path("data"))
    assert doctor()["stores"]["data"] == str(tmp_path / "data")


def test_a_flag_of_a_file_wins_over_the_variable_that_names_another(tmp_path: Path, config: Path) -> None:
    assert doctor("--config", config, HEADWATER_CONFIG=str(tmp_path / "nothing.toml"))["queue"]["limit"] == 33


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("write_queue = 0", "write_queue: '0' is no value for 'write_queue'"),
        ("colour = 'red'\nport = 'x'", "unknown setting 'colour'"),
        ("data = ", "Invalid value"),
        ("\x00", "Invalid statement"),
    ],
)
def test_a_faulty_file_is_one_line_that_names_it(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "faulty.toml"
    file.write_text(text)
    told = wrong("doctor", "--data", tmp_path, "--config", file)
    assert told.startswith(f"{file}: ")
    assert complaint in told


def test_a_faulty_variable_is_one_line_that_names_it(tmp_path: Path) -> None:
    told = wrong("doctor", "--data", tmp_path, HEADWATER_READERS="none", HEADWATER_STATEMENT_TIMEOUT="-1")
    assert "HEADWATER_READERS: 'none' is no value for 'readers'" in told
    assert "HEADWATER_STATEMENT_TIMEOUT: '-1' is no value for 'statement_timeout'" in told
