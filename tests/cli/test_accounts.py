"""Accounts and keys, made and listed and taken away beside whatever runs."""

import json
from pathlib import Path

import pytest

from headwater.ledger.accounts import find_caller, find_standing
from headwater.ledger.store import open_store, sqlite_url
from tests.cli.line import new_account, said, wrong


def callers(data: Path, *keys: str) -> list[frozenset[str] | None]:
    """The scopes that the ledger knows of keys."""
    store = open_store(sqlite_url(data / "ledger.db"))
    found = [find_caller(store, key) for key in keys]
    store.close()
    return [caller.scopes if caller else None for caller in found]


def test_create_prints_exactly_three_things_as_json(tmp_path: Path) -> None:
    told = said("account", "create", "Acme & Söhne", "--data", tmp_path, "--json")
    assert told.count("\n") == 1
    made = json.loads(told)
    assert list(made) == ["account_id", "integration_id", "api_key"]
    assert callers(tmp_path, made["api_key"]) == [frozenset({"import", "report", "contacts", "admin"})]
    store = open_store(sqlite_url(tmp_path / "ledger.db"))
    standing = find_standing(store, made["account_id"])
    store.close()
    assert standing.integrations == (made["integration_id"],)
    assert (standing.account.name, standing.account.timezone, standing.account.currency) == (
        "Acme & Söhne",
        "UTC",
        "USD",
    )


def test_create_takes_a_zone_and_a_currency_in_any_case(tmp_path: Path) -> None:
    said("account", "create", "Acme", "--timezone", "Europe/Berlin", "--currency", "eur", "--data", tmp_path)
    (line,) = said("account", "list", "--data", tmp_path).splitlines()[2:]
    assert line.split()[1:4] == ["Acme", "Europe/Berlin", "EUR"]


def test_create_tells_people_that_the_key_is_shown_once(tmp_path: Path) -> None:
    lines = said("account", "create", "Acme", "--data", tmp_path).splitlines()
    assert [line.split()[0] for line in lines] == ["account", "integration", "API", "The"]
    assert callers(tmp_path, lines[2].split()[-1]) != [None]
    key = lines[2].split()[-1]
    assert key not in said("key", "list", "--data", tmp_path)


def test_accounts_are_listed_oldest_first(tmp_path: Path) -> None:
    names = ["Zeta", "Alpha", "Mid"]
    for name in names:
        said("account", "create", name, "--data", tmp_path)
    heads, _, *lines = said("account", "list", "--data", tmp_path).splitlines()
    assert heads.split() == ["account", "name", "timezone", "currency", "created"]
    assert [line.split()[1] for line in lines] == names


def test_a_key_is_made_listed_and_revoked(tmp_path: Path) -> None:
    first = new_account(tmp_path)
    told = said("key", "create", "the shop", "--scopes", "import,report", "--data", tmp_path)
    key = told.strip()
    assert told == f"{key}\n"
    assert callers(tmp_path, key) == [frozenset({"import", "report"})]
    *_, line = said("key", "list", "--data", tmp_path).splitlines()
    assert "the shop" in line
    assert key[-4:] in line
    assert key not in line
    revoked = said("key", "revoke", line.split()[0], "--data", tmp_path)
    assert revoked == f"{line.split()[0]} is revoked; running servers refuse it within a second\n"
    assert callers(tmp_path, key, first.api_key)[0] is None
    assert callers(tmp_path, first.api_key) != [None]
    assert "has no working key" in wrong("key", "revoke", line.split()[0], "--data", tmp_path)


def test_a_key_of_another_account_is_not_there_to_be_revoked(tmp_path: Path) -> None:
    one, other = new_account(tmp_path), new_account(tmp_path)
    *_, line = said("key", "list", "--account", other.account_id, "--data", tmp_path).splitlines()
    wrong("key", "revoke", line.split()[0], "--account", one.account_id, "--data", tmp_path)
    assert callers(tmp_path, other.api_key) != [None]


@pytest.mark.parametrize("named", ["flag", "variable", "file"])
def test_the_ledger_may_be_elsewhere(tmp_path: Path, named: str) -> None:
    url = sqlite_url(tmp_path / "elsewhere.db")
    flags, environment = list[str](), dict[str, str]()
    if named == "flag":
        flags = ["--ledger", url]
    elif named == "variable":
        environment = {"HEADWATER_LEDGER": url}
    else:
        (tmp_path / "headwater.toml").write_text(f'ledger = "{url}"\n')
        flags = ["--config", str(tmp_path / "headwater.toml")]
    said("account", "create", "Acme", "--data", tmp_path / "data", *flags, **environment)
    assert "Acme" in said("account", "list", "--data", tmp_path / "data", *flags, **environment)
    assert wrong("account", "list", "--data", tmp_path / "data").startswith("there is no data directory ")
    told = wrong("doctor", "--data", tmp_path / "data", *flags, **environment)
    assert told.startswith("there is no data directory ")


def own_settings(data: Path, account_id: str) -> str:
    store = open_store(sqlite_url(data / "ledger.db"))
    found = find_standing(store, account_id).account.settings
    store.close()
    return found


def test_an_account_is_given_a_setting_of_its_own_and_the_server_s_again(tmp_path: Path) -> None:
    account = new_account(tmp_path).account_id
    told = said("account", "set", "rate_limit", "600", "--data", tmp_path)
    assert told == f"account {account} has rate_limit = 600; running servers know within a second\n"
    said("account", "set", "tracking_limit", "70", "--data", tmp_path, "--account", account)
    assert json.loads(own_settings(tmp_path, account)) == {"rate_limit": 600, "tracking_limit": 70}
    told = said("account", "set", "rate_limit", "default", "--data", tmp_path)
    assert told.startswith(f"account {account} has the server's rate_limit; ")
    assert json.loads(own_settings(tmp_path, account)) == {"tracking_limit": 70}


@pytest.mark.parametrize(
    ("name", "value"), [("rate_limit", "0"), ("rate_limit", "many"), ("port", "80"), ("rate", "1")]
)
def test_a_wrong_setting_of_an_account_is_refused(tmp_path: Path, name: str, value: str) -> None:
    account = new_account(tmp_path).account_id
    assert name in wrong("account", "set", name, value, "--data", tmp_path)
    assert own_settings(tmp_path, account) == "{}"
