"""Accounts and keys: made, listed, revoked, kept apart, and a key that is nowhere on the disk."""

from pathlib import Path

import pytest
from sqlalchemy import text

from headwater.errors import NotFound, Problem
from headwater.ledger.accounts import (
    RESERVED,
    SCOPES,
    Caller,
    create_account,
    create_key,
    find_caller,
    find_standing,
    list_accounts,
    list_keys,
    revoke_key,
    save_settings,
    unreserved,
)
from headwater.ledger.store import Store, open_store, sqlite_url
from tests.ledger.desk import NOW, SECOND


def make(store: Store, name: str = "Shop", timezone: str = "Europe/Berlin", currency: str = "EUR") -> str:
    return create_account(store, NOW, name, timezone, currency).account_id


def test_an_account_is_made_with_an_integration_and_a_key(store: Store) -> None:
    made = create_account(store, NOW, "  Shop ", "Europe/Berlin", "eur ")
    standing = find_standing(store, made.account_id)
    account = standing.account
    assert (account.name, account.timezone, account.currency) == ("Shop", "Europe/Berlin", "EUR")
    assert (account.created_at, account.change, account.settings) == (NOW, 0, "{}")
    assert len(bytes.fromhex(account.secret)) == 32
    assert standing.integrations == (made.integration_id,)
    caller = find_caller(store, made.api_key)
    assert caller is not None
    assert (caller.account_id, caller.scopes) == (made.account_id, frozenset(SCOPES))


def test_accounts_differ_in_all_that_must_differ(store: Store) -> None:
    one, other = (create_account(store, NOW, "Shop", "UTC", "USD") for _ in range(2))
    assert one.account_id != other.account_id
    assert one.api_key != other.api_key
    assert find_standing(store, one.account_id).account.secret != find_standing(store, other.account_id).account.secret


def test_accounts_are_listed_in_their_order(empty_url: str) -> None:
    store = open_store(empty_url)
    for number, name in enumerate(["first", "second", "third"]):
        create_account(store, NOW + number, name, "UTC", "USD")
    assert [account.name for account in list_accounts(store)] == ["first", "second", "third"]
    store.close()


@pytest.mark.parametrize(
    ("name", "timezone", "currency", "fault"),
    [
        ("", "UTC", "USD", "'name' must not be empty"),
        (" \x00 ", "UTC", "USD", "'name' must not be empty"),
        ("x" * 4097, "UTC", "USD", "'name' must be at most 4096 characters long"),
        ("Shop", "Mars/Moon", "USD", "'timezone' is unknown: 'Mars/Moon'; use an IANA name such as 'Europe/Berlin'"),
        ("Shop", "", "USD", "'timezone' is unknown: ''; use an IANA name such as 'Europe/Berlin'"),
        ("Shop", "Europe", "USD", "'timezone' is unknown: 'Europe'; use an IANA name such as 'Europe/Berlin'"),
        ("Shop", "../../etc/passwd", "USD",
         "'timezone' is unknown: '../../etc/passwd'; use an IANA name such as 'Europe/Berlin'"),
        ("Shop", "/etc/localtime", "USD",
         "'timezone' is unknown: '/etc/localtime'; use an IANA name such as 'Europe/Berlin'"),
        ("Shop", "UTC\x00", "USD", "'timezone' is unknown: 'UTC\\x00'; use an IANA name such as 'Europe/Berlin'"),
        ("Shop", "UTC", "dollars", "'currency' 'dollars' must be an ISO 4217 code such as 'USD'"),
        ("Shop", "UTC", "€", "'currency' '€' must be an ISO 4217 code such as 'USD'"),
        ("Shop", "UTC", "", "'currency' '' must be an ISO 4217 code such as 'USD'"),
        ("Shop", "UTC", "U1D", "'currency' 'U1D' must be an ISO 4217 code such as 'USD'"),
    ],
)  # fmt: skip
def test_what_an_account_cannot_have_is_told(store: Store, name: str, timezone: str, currency: str, fault: str) -> None:
    before = len(list_accounts(store))
    with pytest.raises(Problem) as problem:
        make(store, name, timezone, currency)
    assert problem.value.errors == (fault,)
    assert len(list_accounts(store)) == before


@pytest.mark.parametrize("account_id", ["", "nobody", "a\x00b", "\ud800", "x" * 5_000, "' OR ''='", "ACME"])
def test_an_unknown_account_is_not_found(store: Store, account_id: str) -> None:
    with pytest.raises(NotFound):
        find_standing(store, account_id)


def test_settings_of_an_account_are_kept(store: Store) -> None:
    account_id, other = make(store), make(store)
    save_settings(store, account_id, {"domains": ["shop.example"], "n": 1})
    assert find_standing(store, account_id).account.settings == '{"domains":["shop.example"],"n":1}'
    assert find_standing(store, other).account.settings == "{}"


def test_reserved_words_are_never_ids_of_accounts() -> None:
    words = iter([*sorted(RESERVED), "metrics", "shop234", "static"])
    assert unreserved(lambda: next(words)) == "shop234"


def test_the_words_of_the_contract_are_reserved() -> None:
    assert set("v1 v2 api app mcp tag hit identify docs health metrics static".split()) <= RESERVED


# Keys ------------------------------------------------------------------------------------------------------------


def test_a_key_is_made_listed_and_revoked(store: Store) -> None:
    account_id = make(store)
    key = create_key(store, NOW + SECOND, account_id, " Zapier ", ["import", "report"])
    first, second = list_keys(store, account_id)
    assert (first.name, second.name, second.scopes) == ("first key", "Zapier", "import report")
    assert (second.created_at, second.revoked_at) == (NOW + SECOND, None)
    assert key.startswith("hw_")
    assert second.hint == f"hw_…{key[-4:]}"
    assert find_caller(store, key) == Caller(second.key_id, account_id, frozenset({"import", "report"}))

    revoke_key(store, NOW + 2 * SECOND, account_id, second.key_id)
    assert find_caller(store, key) is None
    assert [row.revoked_at for row in list_keys(store, account_id)] == [None, NOW + 2 * SECOND]
    with pytest.raises(NotFound) as problem:
        revoke_key(store, NOW, account_id, second.key_id)
    assert problem.value.errors == (f"account {account_id!r} has no working key {second.key_id!r}",)


def test_a_key_of_another_account_cannot_be_revoked(store: Store) -> None:
    mine, other = make(store), make(store)
    (key,) = list_keys(store, mine)
    with pytest.raises(NotFound):
        revoke_key(store, NOW, other, key.key_id)
    assert [row.revoked_at for row in list_keys(store, mine)] == [None]


@pytest.mark.parametrize("key", ["", "hw_", "hw_" + "a" * 30, "\x00", "\ud800", "Bearer x", "' OR 1=1 --", "é"])
def test_an_unknown_key_stands_for_nobody(store: Store, key: str) -> None:
    assert find_caller(store, key) is None


def test_what_a_key_cannot_have_is_told(store: Store) -> None:
    account_id = make(store)
    with pytest.raises(Problem) as problem:
        create_key(store, NOW, account_id, "x", ["import", "everything"])
    assert problem.value.errors == ("'scopes' has 'everything': the scopes are import, report, contacts, admin",)
    with pytest.raises(Problem, match=r"^'name' must not be empty$"):
        create_key(store, NOW, account_id, " ", ["import"])
    with pytest.raises(NotFound, match=r"^there is no account 'nobody'$"):
        create_key(store, NOW, "nobody", "x", ["import"])
    with pytest.raises(NotFound, match=r"^there is no account 'nobody'$"):
        list_keys(store, "nobody")
    assert len(list_keys(store, account_id)) == 1


def test_a_key_is_nowhere_on_the_disk(sqlite_file: Path) -> None:
    store = open_store(sqlite_url(sqlite_file))
    made = create_account(store, NOW, "Shop", "UTC", "USD")
    key = create_key(store, NOW, made.account_id, "second", ["import"])

    def disk() -> bytes:
        return b"".join(file.read_bytes() for file in sorted(sqlite_file.parent.iterdir()))

    assert b"first key" in disk()  # that which is written is found
    for secret in (made.api_key, key):
        assert secret.encode() not in disk()
        assert secret.removeprefix("hw_").encode() not in disk()
    store.close()
    assert key.encode() not in disk()


def test_a_key_is_in_no_column(store: Store) -> None:
    made = create_account(store, NOW, "Shop", "UTC", "USD")
    with store.read() as connection:
        found = connection.execute(text("SELECT * FROM api_keys")).all()
    assert not any(made.api_key in str(value) for row in found for value in row)
