"""Help shows how; wrong use is one line on standard error, and exit status 2."""

import os
import shlex
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from headwater import __version__
from headwater.app import alone
from headwater.cli import COMMANDS, parser
from headwater.cli.arguments import Command
from headwater.ledger.store import migrations, open_store, sqlite_url
from tests.cli.line import new_account, run, said, wrong
from tests.process import HEADWATER

EVERY = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command.words))


@EVERY
def test_every_commands_help_has_an_example(command: Command) -> None:
    told = said(*command.words, "--help")
    assert told.startswith(f"usage: headwater {' '.join(command.words)} ")
    assert f"example:\n  {command.example}\n" in told


@EVERY
def test_every_example_is_right_use(command: Command) -> None:
    words = shlex.split(command.example)
    arguments = words[words.index("headwater") + 1 :]
    assert tuple(arguments[: len(command.words)]) == command.words
    assert parser().parse_args(arguments).run is command.run


def test_help_lists_all_commands() -> None:
    told = said("--help")
    assert all(f"\n    {command.words[0]} " in told for command in COMMANDS)
    for family in ("account", "key"):
        listed = said(family, "--help")
        assert all(f"\n    {c.words[1]} " in listed for c in COMMANDS if c.words[0] == family)


def test_the_version_is_told() -> None:
    assert said("--version") == f"headwater {__version__}\n"


def test_the_demo_tells_its_own_defaults() -> None:
    told = said("demo", "--help")
    assert "data/demo; HEADWATER_DATA" in " ".join(told.split())
    assert "WARNING; HEADWATER_LOG_LEVEL" in " ".join(told.split())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("", "the following arguments are required: COMMAND"),
        ("sevre", "argument COMMAND: invalid choice: 'sevre'"),
        ("account", "the following arguments are required: COMMAND"),
        ("account make", "argument COMMAND: invalid choice: 'make'"),
        ("account create", "the following arguments are required: NAME"),
        ("account create A B", "unrecognized arguments: B"),
        ("query", "the following arguments are required: FILE"),
        ("query q.json --format xml", "argument --format: invalid choice: 'xml'"),
        ("key revoke", "the following arguments are required: KEY"),
        ("verify --port 80", "unrecognized arguments: --port 80"),
        ("serve --data", "argument --data: expected one argument"),
        ("serve --port 99999", "--port: '99999' is no value for 'port'"),
        ("serve --port http", "--port: 'http' is no value for 'port'"),
        ("serve --write-queue 0", "'0' is no value for 'write_queue'"),
        ("serve --warehouse-memory lots", "'lots' is no value for 'warehouse_memory'"),
        ("serve --config nothing.toml", "nothing.toml: no such file"),
        ("demo --contacts 0", "argument --contacts: '0' is no whole number from 1 on"),
        ("demo --contacts many", "argument --contacts: 'many' is no whole number from 1 on"),
        ("demo --days -3", "argument --days: '-3' is no whole number from 1 on"),
        ("demo --seed one", "argument --seed: invalid int value: 'one'"),
        ("query nothing.json", "nothing.json: No such file or directory"),
        ("query .", ".: Is a directory"),
    ],
)
def test_wrong_use_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, complaint: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert complaint in wrong(*shlex.split(line))
    assert list(tmp_path.iterdir()) == []  # nothing was made on the way


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("account create A --timezone Mars/Base", "'timezone' is unknown: 'Mars/Base'"),
        ("account create A --currency dollars", "'currency' 'dollars' must be an ISO 4217 code"),
        ("account create ' '", "'name' must not be empty"),
        ("key create A --scopes import,everything", "'scopes' has 'everything': the scopes are import, report"),
        ("key create A --scopes ''", "'scopes' has ''"),
        ("key create A --account nobody", "there is no account 'nobody'"),
        ("key list --account nobody", "there is no account 'nobody'"),
        ("key revoke nothing", "has no working key 'nothing'"),
        ("verify --account nobody", "there is no account 'nobody'"),
        ("rebuild --account nobody", "there is no account 'nobody'"),
        ("query - --account nobody", "there is no account 'nobody'"),
    ],
)
def test_what_the_stores_refuse_is_one_line(store: Path, line: str, complaint: str) -> None:
    assert complaint in wrong(*shlex.split(line), "--data", store, text="{}")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "missing 'type' field: one of leads, revenue"),
        ("not json at all {", "the body is not JSON: "),
        ("[1, 2]", 'the body must be a JSON object, such as {"id": 1}'),
        ('{"type": "leeds"}', "field 'type': unknown 'leeds'; did you mean 'leads'?"),
        ('{"type": "leads", "metrics": ["leds"], "options": []}', "field 'metrics': unknown 'leds'"),
        ('{"type": "leads", "options": [1]}', "field 'options' must be an object"),
    ],
)
@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_a_faulty_question_is_one_line(store: Path, text: str, complaint: str, format_: str) -> None:
    assert complaint in wrong("query", "-", "--data", store, "--format", format_, text=text)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("store")
    new_account(data)
    return data


def test_one_of_several_accounts_has_to_be_named(tmp_path: Path) -> None:
    open_store(sqlite_url(tmp_path / "ledger.db")).close()
    for arguments in (("verify",), ("key", "list"), ("query", "-")):
        assert wrong(*arguments, "--data", tmp_path, text="{}").startswith("there is no account yet: make one with")
    made = [new_account(tmp_path) for _ in "12"]
    assert wrong("verify", "--data", tmp_path) == "say which account with '--account ID': there are 2"
    assert made[1].account_id in said("verify", "--data", tmp_path, "--account", made[1].account_id)


LOOKING = [
    *("doctor", "verify", "rebuild", "query -", "account list", "account set rate_limit 5", "key list"),
    *("key create shop", "key revoke x"),
]


@pytest.mark.parametrize("command", LOOKING)
def test_a_mistyped_data_directory_is_told_and_not_made(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "nothing", tmp_path / "no" / "thing", tmp_path / "file"):
        told = wrong(*command.split(), "--data", path, text="{}")
        assert told == f"there is no data directory {path}: name another with '--data'"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("command", LOOKING)
def test_a_directory_of_something_else_is_left_alone(tmp_path: Path, command: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ann")
    assert wrong(*command.split(), "--data", tmp_path, text="{}").startswith(f"{tmp_path} holds no Headwater data: ")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("command", ["serve", "account create Acme", "demo"])
def test_a_data_directory_that_cannot_be_made_is_one_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        assert wrong(*command.split(), "--data", path).startswith(f"the data directory {path} cannot be made: ")


@pytest.mark.parametrize(
    "command", ["serve", "doctor", "verify", "rebuild", "query -", "account list", "key list", "demo"]
)
def test_a_newer_ledger_is_one_line(tmp_path: Path, command: str) -> None:
    new_account(tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as ledger, ledger:
        ledger.execute("INSERT INTO schema_versions VALUES (4711)")
    told = wrong(*command.split(), "--data", tmp_path, text='{"type": "leads"}')
    assert told == f"the ledger is at version 4711, this program knows {max(migrations())}: install a newer Headwater"


@pytest.mark.parametrize("command", ["serve", "doctor", "verify", "rebuild", "query -", "demo"])
def test_a_directory_in_use_by_what_is_no_server_yet_is_one_line(store: Path, command: str) -> None:
    """As it is while a server starts, or while another command works on it."""
    with alone(store):
        told = wrong(*command.split(), "--data", store, text='{"type": "leads"}')
    assert told == f"another Headwater process works on {store}"
    assert run("verify", "--data", store).status == 0


def test_a_ledger_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    for url in ("nonsense", "sqlite:////nowhere/at/all.db", "nodatabase://x"):
        assert wrong("account", "list", "--data", tmp_path, "--ledger", url).startswith("setting 'ledger': ")


def test_a_reader_that_goes_away_is_no_fault(store: Path) -> None:
    """As in `headwater account list | head -0`: the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        command = [HEADWATER, "account", "list", "--data", str(store)]
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
