"""People who sign in, from the command line, beside whatever runs."""

import json
import urllib.request
from pathlib import Path

import pytest

from tests.cli.line import new_account, said, wrong
from tests.process import served


def link_in(told: str) -> str:
    (link,) = (line for line in told.splitlines() if "token=" in line)
    return link


def rows_of(data: Path) -> list[list[str]]:
    return [line.split() for line in said("user", "list", "--data", data).splitlines()[2:]]


def test_somebody_is_added_listed_raised_and_taken_out(tmp_path: Path) -> None:
    account = new_account(tmp_path).account_id
    told = said("user", "add", "Ann@Mail.example", "--name", "Ann", "--role", "admin", "--data", tmp_path)
    assert told.startswith(f"ann@mail.example is admin of account {account}\n")
    assert link_in(told).startswith("http://127.0.0.1:8000/app/password?token=")
    ((email, name, *_, password, _),) = rows_of(tmp_path)
    assert (email, name, password) == ("ann@mail.example", "Ann", "invited")
    told = said("user", "role", "ann@mail.example", "owner", "--data", tmp_path)
    assert told == f"ann@mail.example is owner of account {account}; running servers know within a second\n"
    said("user", "role", "ann@mail.example", "viewer", "--data", tmp_path)  # who never came was no owner yet
    said("user", "role", "ann@mail.example", "none", "--data", tmp_path)
    assert wrong("user", "role", "ann@mail.example", "viewer", "--data", tmp_path).startswith("this account has no")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("reset", "nobody@mail.example"), "nobody signs in as 'nobody@mail.example'"),
        (("role", "nobody@mail.example", "viewer"), "nobody signs in as 'nobody@mail.example': add them"),
        (("add", "nobody"), "EMAIL 'nobody' must be an e-mail address"),
        (("add", "ann@mail.example", "--role", "king"), "argument --role: invalid choice"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, words: tuple[str, ...], fault: str) -> None:
    new_account(tmp_path)
    assert fault in wrong("user", *words, "--data", tmp_path)


def test_beside_a_running_server_the_link_leads_to_it(tmp_path: Path) -> None:
    """From a set-up code in what it says at its start, to a password that was lost."""
    new_account(tmp_path)
    with served(tmp_path) as server:
        assert f"Open {server.url}/app/ to make the first user" in server.said
        said("user", "add", "ann@mail.example", "--role", "owner", "--data", tmp_path)
        link = link_in(said("user", "reset", "ann@mail.example", "--data", tmp_path))
        assert link.startswith(f"{server.url}/app/password?token=")
        body = {"token": link.partition("=")[2], "password": "a long sentence"}
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{server.url}/api/app/password", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
            assert json.load(answer)["user"]["email"] == "ann@mail.example"
            assert answer.headers["Set-Cookie"].startswith("headwater_session=")
    assert rows_of(tmp_path)[0][-2] == "set"
    with served(tmp_path) as server:
        assert "first user" not in server.said
