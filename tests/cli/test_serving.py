"""A server in a process of its own: how it starts and ends, and how the command line works beside it."""

import http.client
import json
import os
import signal
import socket
import stat
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from headwater.ledger.accounts import NewAccount
from tests.cli.business import CSV, QUESTION, ROWS, TABLE, Client, set_up
from tests.cli.line import new_account, run, said, wrong
from tests.process import Served, create_account, served, wait_for


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server over an empty directory, for the tests of this file but those that end theirs."""
    with served(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(scope="module")
def account(server: Served) -> NewAccount:
    """An account with the little business, made while the server ran."""
    made = new_account(server.data)
    with closing(Client(server, made)) as client:
        set_up(client, made)
    return made


@pytest.fixture(scope="module")
def client(server: Served, account: NewAccount) -> Generator[Client]:
    with closing(Client(server, account)) as client:
        yield client


def shop(account: NewAccount) -> tuple[str, str]:
    return "--account", account.account_id


def test_it_says_where_it_listens_and_where_its_data_is(server: Served) -> None:
    assert server.said.splitlines()[-1] == f"Headwater listens on {server.url}, its data is in {server.data}"


def test_only_its_owner_may_read_where_it_is_and_how_to_command_it(server: Served) -> None:
    file = server.data / "server.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = json.loads(file.read_text())
    assert (told["url"], told["pid"]) == (server.url, server.process.pid)
    assert len(told["operator"]) >= 32


def test_an_account_that_is_made_beside_it_works_at_once(server: Served) -> None:
    made = msgspec.convert(create_account(server.data), NewAccount)  # by another process
    with closing(Client(server, made)) as client:
        client.send("contact", {"email": "new@mail.example"})
        status, body = client.call("GET", "/{}/report/leads")
    assert (status, json.loads(body)["kpis"][0]["value"]) == (200, 1)


def test_a_key_that_is_revoked_beside_it_is_refused_within_a_second(server: Served) -> None:
    made = new_account(server.data)
    key_id = said("key", "list", "--data", server.data, *shop(made)).splitlines()[-1].split()[0]
    with closing(Client(server, made)) as client:
        assert client.call("GET", "/{}/report/leads")[0] == 200
        said("key", "revoke", key_id, "--data", server.data, *shop(made))
        wait_for(lambda: client.call("GET", "/{}/report/leads")[0] == 401, 10)


@pytest.mark.parametrize(("format_", "expected"), [("table", TABLE), ("csv", CSV)])
def test_questions_go_to_it(server: Served, account: NewAccount, format_: str, expected: str) -> None:
    question = json.dumps(QUESTION)
    told = said("query", "-", "--format", format_, "--data", server.data, *shop(account), text=question)
    assert told.replace("\r\n", "\n") == expected.replace("\r\n", "\n")


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_what_the_question_says_of_its_format_is_not_asked(server: Served, account: NewAccount, format_: str) -> None:
    for said_format in ({"format": format_}, {"options": {"format": format_}}):
        question = json.dumps(QUESTION | said_format)
        told = said("query", "-", "--format", "json", "--data", server.data, *shop(account), text=question)
        assert json.loads(told)["rows"] == ROWS


def test_no_proxy_gets_to_see_the_operators_token(server: Served, account: NewAccount) -> None:
    nowhere = "http://127.0.0.1:9"
    proxies = {"http_proxy": nowhere, "HTTP_PROXY": nowhere, "all_proxy": nowhere, "no_proxy": ""}
    assert "sound" in said("verify", "--data", server.data, *shop(account), **proxies)


def test_verify_rebuild_and_doctor_go_to_it(server: Served, account: NewAccount) -> None:
    sound = said("verify", "--data", server.data, *shop(account))
    assert sound == (
        f"account {account.account_id}: sound; 2 contacts, 2 orders, 2 order items, 1 visitors, 1 page views,"
        " 1 touches, 0 drops\n"
    )
    assert "rebuilt up to change " in said("rebuild", "--data", server.data, *shop(account))
    assert said("verify", "--data", server.data, *shop(account)) == sound
    told = json.loads(said("doctor", "--json", "--data", server.data))
    (mine,) = [one for one in told["accounts"] if one["account_id"] == account.account_id]
    assert (mine["is_current"], mine["fault"]) == (True, None)


def test_faults_that_it_finds_are_one_line(server: Served, account: NewAccount) -> None:
    for format_ in ("table", "csv"):
        arguments = ("query", "-", "--format", format_, "--data", server.data, *shop(account))
        assert wrong(*arguments, text='{"type": "leeds"}').startswith("field 'type': unknown 'leeds'; did you mean")


def test_a_second_server_on_its_directory_is_one_line(server: Served) -> None:
    assert wrong("serve", "--data", server.data, "--port", "0") == f"another Headwater process works on {server.data}"
    assert (server.data / "server.json").exists()


def test_a_port_that_another_has_is_one_line(server: Served, tmp_path: Path) -> None:
    """Another Headwater over another directory, which the system would let share the port, or anything else."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for port in (server.url.rpartition(":")[2], str(listener.getsockname()[1])):
            told = wrong("serve", "--data", tmp_path, "--port", port)
            assert told.startswith(f"cannot listen on host '127.0.0.1', port {port}: ")
    assert "server.json" not in names(tmp_path)


@pytest.mark.parametrize("host", ["203.0.113.7", "nowhere.invalid"])
def test_a_host_that_is_not_this_one_is_one_line(tmp_path: Path, host: str) -> None:
    assert wrong("serve", "--data", tmp_path, "--host", host).startswith(f"cannot listen on host {host!r}, port 8000: ")


def test_curl_as_the_reference_types_it(client: Client) -> None:
    """`curl -X GET … -H 'Content-Type: application/json' -d start=… -d end=…`."""
    body = b"start=2020-01-01&end=2020-01-03&scale=day"
    status, told = client.call("GET", "/{}/report/leads", body, Content_Type="application/json")
    assert (status, json.loads(told)["graph"]["labels"]) == (200, ["2020-01-01", "2020-01-02", "2020-01-03"])


def test_a_body_beyond_the_limit_is_refused_and_the_server_lives(server: Served, account: NewAccount) -> None:
    with closing(Client(server, account)) as client:
        status, told = client.call("POST", "/v2/{}/data/query", b" " * 1_048_577)
        assert (status, json.loads(told)["status"]) == (413, "error")
    with closing(Client(server, account)) as client:
        assert client.call("GET", "/health")[0] == 200


@pytest.mark.parametrize("path", ["/%ff%fe", "/%00/report/leads", "/a%2Fb/report/leads", "/?%ff=%00", "//"])
def test_strange_addresses_are_answered(client: Client, path: str) -> None:
    status, told = client.call("GET", path)
    assert status in (401, 404)
    assert json.loads(told)["status"] == "error"


def test_whoever_hangs_up_does_not_trouble_the_next(server: Served, account: NewAccount) -> None:
    for _ in range(5):
        connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=60)
        connection.putrequest("POST", f"/v1/{account.account_id}/{account.integration_id}/contact")
        connection.putheader("Authorization", account.api_key)
        connection.putheader("Content-Length", "1000")
        connection.endheaders(b'{"email": ')
        connection.close()
    with closing(Client(server, account)) as client:
        assert client.call("GET", "/health")[0] == 200


# ── What ends servers, each with one of its own ──────────────────────────────────────────────────────────────────────


def names(data: Path) -> set[str]:
    return {path.name for path in data.iterdir()}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_ends_well(tmp_path: Path, number: signal.Signals) -> None:
    """Also while a client keeps its connection open."""
    made = new_account(tmp_path)
    with served(tmp_path) as server, closing(Client(server, made)) as client:
        set_up(client, made)
        assert "1 page views" in said("verify", "--data", tmp_path)
        server.process.send_signal(number)
        assert server.process.wait(30) == 0
        assert server.process.stderr
        with server.process.stderr as errors:
            assert errors.read() == ""
    assert "server.json" not in names(tmp_path)
    assert "ledger.db-wal" not in names(tmp_path)  # all is in the one file
    with duckdb.connect(str(tmp_path / "accounts" / f"{made.account_id}.duckdb"), read_only=True) as warehouse:
        assert warehouse.execute("FROM page_views SELECT ip").fetchall() == [("203.0.113.0",)]  # as this machine said


def test_the_answers_are_the_same_with_and_without_a_server(tmp_path: Path) -> None:
    made = new_account(tmp_path)
    (tmp_path / "question.json").write_text(json.dumps(QUESTION))

    def told() -> list[Any]:
        answers = [
            said("query", source, "--format", format_, "--data", tmp_path, text=text)
            for format_ in ("table", "csv")
            for source, text in (("-", json.dumps(QUESTION)), (tmp_path / "question.json", None))
        ]
        body = json.loads(said("query", "-", "--format", "json", "--data", tmp_path, text=json.dumps(QUESTION)))
        body["freshness"].pop("as_of")
        wrongly = run("query", "-", "--data", tmp_path, text='{"type": "leads", "metrics": ["leds"]}')
        return [*answers, body, wrongly, said("verify", "--data", tmp_path)]

    with served(tmp_path) as server:
        with closing(Client(server, made)) as client:
            set_up(client, made)
        with_server = told()
        assert server.stop() == 0
    assert told() == with_server
    assert [answer.replace("\r\n", "\n") for answer in with_server[:4]] == [
        TABLE,
        TABLE,
        *[CSV.replace("\r\n", "\n")] * 2,
    ]
    assert with_server[4]["rows"] == ROWS


def test_a_server_that_is_killed_leaves_word_that_nobody_trusts(tmp_path: Path) -> None:
    made = new_account(tmp_path)
    with served(tmp_path) as server, closing(Client(server, made)) as client:
        set_up(client, made)
        server.kill()
    left = (tmp_path / "server.json").read_bytes()
    assert "sound; 2 contacts, 2 orders" in said("verify", "--data", tmp_path)  # by itself
    assert said("query", "-", "--data", tmp_path, text=json.dumps(QUESTION)) == TABLE
    assert (tmp_path / "server.json").read_bytes() == left
    with served(tmp_path) as server:
        assert json.loads((tmp_path / "server.json").read_text())["pid"] == server.process.pid
        assert "sound; 2 contacts, 2 orders" in said("verify", "--data", tmp_path)
        assert server.stop() == 0
    assert "server.json" not in names(tmp_path)


def test_a_server_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    """Stopped in its tracks, it still holds its directory, and a port that another may have taken by then."""
    new_account(tmp_path)
    with served(tmp_path) as server:
        word = json.loads((tmp_path / "server.json").read_text())
        (tmp_path / "server.json").write_text(json.dumps(word | {"url": "http://127.0.0.1:9"}))
        assert wrong("verify", "--data", tmp_path).startswith("the server at http://127.0.0.1:9 does not answer: ")
        (tmp_path / "server.json").write_text(json.dumps(word | {"operator": "somebody else"}))
        assert wrong("verify", "--data", tmp_path) == "this is for the command line of the server's own machine"
        (tmp_path / "server.json").unlink()
        assert wrong("verify", "--data", tmp_path) == f"another Headwater process works on {tmp_path}"
        os.kill(server.process.pid, 0)
