"""`headwater import`: files of every kind, into a directory or a server, tried, refused in part, interrupted."""

import gzip
import json
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.process import HEADWATER, create_account, run, served, wait_for

TABLE = "Kunde,E-Mail,Shoe\n1,ann@b.c,38\n2,nobody,\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    create_account(tmp_path / "data")
    return tmp_path / "data"


def contacts(data: Path) -> list[tuple[str, str, str]]:
    ledger = sqlite3.connect(data / "ledger.db")
    found = ledger.execute("SELECT contact_id, email, custom_fields FROM contacts ORDER BY id").fetchall()
    ledger.close()
    return found


def test_a_table_is_tried_and_then_imported(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE)
    said = ["import", str(file), "--data", str(data), "--entity", "contact", "--map", "Kunde=contact_id"]
    shown = json.loads(run(*said, "--dry-run", status=1))
    assert shown["mapping"] == {"Kunde": "contact_id", "E-Mail": "email", "Shoe": None}
    assert contacts(data) == []
    told = run(*said, "--custom-fields", status=1)
    assert "done; 1 records taken, 1 refused" in told
    assert contacts(data) == [("1", "ann@b.c", '{"Shoe":"38"}')]
    refused = tmp_path / "people.csv.refused.csv"
    assert refused.read_text().splitlines()[1].startswith("3,field 'email' must be")
    refused.write_text(refused.read_text().replace("nobody", "bob@b.c"))
    said[1] = str(refused)
    assert "1 records taken, 0 refused" in run(*said)
    assert len(contacts(data)) == 2


def test_lines_come_packed_and_on_standard_input_and_go_to_a_running_server(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "people.ndjson.gz"
    file.write_bytes(gzip.compress(b'{"type":"contact","data":{"email":"ann@b.c"}}\n'))
    with served(data) as server:
        assert "1 records taken, 0 refused" in run("import", str(file), "--data", str(data))
        made = json.loads(run("account", "create", "Other", "--data", str(data), "--json"))
        url = ["--url", server.url, "--account", made["account_id"], "--integration", made["integration_id"]]
        line = '{"type":"contact","data":{"email":"bob@b.c"}}'
        assert "stdin: 1 records would be taken" in run(
            "import", "-", "--dry-run", *url, text=line, HEADWATER_KEY=made["api_key"]
        )
        assert "1 records taken, 0 refused" in run("import", "-", *url, "--key", made["api_key"], text=line)
        assert "send a valid API key" in run("import", "-", *url, "--key", "wrong", text=line, status=2)
    assert [email for _, email, _ in contacts(data)] == ["ann@b.c", "bob@b.c"]


def test_what_cannot_be_done_is_told(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE)
    for wrong, why in (
        ([str(file)], "--entity"),
        ([str(tmp_path / "none.csv")], "No such file"),
        ([str(file), "--entity", "cat"], "there is no 'cat' to import"),
        ([str(file), "--entity", "contact", "--map", "x"], "must be COLUMN=FIELD"),
        ([str(file), "--url", "http://127.0.0.1:1"], "--account"),
        ([str(file), "--url", "127.0.0.1", "--account", "a", "--integration", "b", "--key", "c"], "must be an address"),
    ):
        assert why in run("import", *wrong, "--data", str(data), status=2)


@pytest.mark.crash
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_import_goes_on(tmp_path: Path, data: Path, number: signal.Signals) -> None:
    """The second call says so, and no record is written twice: change numbers are those of one import."""
    file = tmp_path / "people.ndjson"
    count = 20_000
    lines = (json.dumps({"type": "contact", "data": {"email": f"person{n}@b.c"}}) for n in range(count))
    file.write_text("\n".join(lines))
    said = ["import", str(file), "--data", str(data)]
    begun = subprocess.Popen([HEADWATER, *said], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: contacts(data))
    begun.send_signal(number)
    assert begun.wait(60) in (-signal.SIGKILL, 130)
    assert 0 < len(contacts(data)) < count
    assert f"{count:,} records taken, 0 refused" in run(*said)
    assert len(contacts(data)) == count
    ledger = sqlite3.connect(data / "ledger.db")
    ((change,),) = ledger.execute("SELECT change FROM accounts").fetchall()
    ledger.close()
    assert change == 3 * count  # each contact: made, its person, and pointed to it
