"""`headwater account …` and `headwater key …`: they work on the ledger alone, beside a running server."""

import argparse
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Final

import msgspec

from headwater.app import open_ledger
from headwater.cli.arguments import ACCOUNT, Command, argument, settings_of
from headwater.clock import iso, system_clock
from headwater.errors import Problem
from headwater.ledger import accounts
from headwater.ledger.store import Store
from headwater.reporting.settings import BY_NAME_OF, read_changes
from headwater.reporting.text import text_table
from headwater.settings import SETTINGS


@contextmanager
def ledger(arguments: argparse.Namespace, environment: Mapping[str, str]) -> Generator[Store]:
    """The ledger that the arguments name."""
    store = open_ledger(settings_of(arguments, environment))
    try:
        yield store
    finally:
        store.close()


def the_account(store: Store, asked: str | None) -> str:
    """The account that was asked for, or the only one."""
    if asked:
        return accounts.find_standing(store, asked).account.account_id
    known = [account.account_id for account in accounts.list_accounts(store)]
    if not known:
        raise Problem("there is no account yet: make one with 'headwater account create NAME'")
    if len(known) != 1:
        raise Problem(f"say which account with '--account ID': there are {len(known)}")
    return known[0]


def _create_account(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with ledger(arguments, environment) as store:
        made = accounts.create_account(store, system_clock(), arguments.name, arguments.timezone, arguments.currency)
    if arguments.json:
        print(msgspec.json.encode(made).decode())
    else:
        print(f"account      {made.account_id}\nintegration  {made.integration_id}\nAPI key      {made.api_key}")
        print("The key is shown this once.")
    return 0


def _list_accounts(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with ledger(arguments, environment) as store:
        known = accounts.list_accounts(store)
    rows = [[one.account_id, one.name, one.timezone, one.currency, iso(one.created_at)] for one in known]
    print(text_table(["account", "name", "timezone", "currency", "created"], rows))
    return 0


def _set(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    name, value = arguments.name, None if arguments.value == "default" else arguments.value
    changes = read_changes({name: value}) if name in BY_NAME_OF else {name: _read_own(name, value)}
    with ledger(arguments, environment) as store:
        account_id = the_account(store, arguments.account)
        accounts.change_settings(store, account_id, changes)
    default = f"the default {name}" if name in BY_NAME_OF else f"the server's {name}"
    said = f"has {name} = {changes[name]}" if changes[name] is not None else f"has {default}"
    print(f"account {account_id} {said}; running servers know within a second")
    return 0


def _read_own(name: str, value: str | None) -> object:
    """The value of a setting that the server has, too."""
    setting = next(row for row in _OWN if row.name == name)
    try:
        return None if value is None else setting.read(value)
    except ValueError:
        raise Problem(f"{value!r} is no value for '{name}' ({setting.doc})") from None


_OWN: Final = tuple(setting for setting in SETTINGS if setting.is_for_accounts)


def _create_key(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with ledger(arguments, environment) as store:
        account_id = the_account(store, arguments.account)
        scopes = arguments.scopes.replace(",", " ").split() or [""]
        print(accounts.create_key(store, system_clock(), account_id, arguments.name, scopes))
    return 0


def _list_keys(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with ledger(arguments, environment) as store:
        keys = accounts.list_keys(store, the_account(store, arguments.account))
    rows = [
        [key.key_id, key.name, key.hint, key.scopes, iso(key.created_at), iso(key.revoked_at) if key.revoked_at else ""]
        for key in keys
    ]
    print(text_table(["key", "name", "hint", "scopes", "created", "revoked"], rows))
    return 0


def _revoke_key(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with ledger(arguments, environment) as store:
        accounts.revoke_key(store, system_clock(), the_account(store, arguments.account), arguments.key)
    print(f"{arguments.key} is revoked; running servers refuse it within a second")
    return 0


_STORES: Final = ("data", "ledger")

COMMANDS: Final = (
    Command(
        ("account", "create"),
        "Make an account with an integration and a key",
        "headwater account create 'Acme' --timezone Europe/Berlin --currency EUR --data ./data --json",
        _create_account,
        _STORES,
        (
            argument("name", metavar="NAME", help="what the account is called"),
            argument("--timezone", default="UTC", metavar="ZONE", help="IANA name of its time zone (default: UTC)"),
            argument("--currency", default="USD", metavar="CODE", help="ISO 4217 code (default: USD)"),
            argument("--json", action="store_true", help="print one JSON object"),
        ),
        makes_data=True,
    ),
    Command(("account", "list"), "List the accounts", "headwater account list --data ./data", _list_accounts, _STORES),
    Command(
        ("account", "set"),
        "Give an account a setting of its own",
        "headwater account set rate_limit 600 --data ./data",
        _set,
        _STORES,
        (
            argument("name", choices=[*(setting.name for setting in _OWN), *BY_NAME_OF], help="the setting"),
            argument("value", metavar="VALUE", help="its value for this account, or 'default' for what it is without"),
            ACCOUNT,
        ),
    ),
    Command(
        ("key", "create"),
        "Make a key; it is shown this once",
        "headwater key create 'the shop' --scopes import,report --data ./data",
        _create_key,
        _STORES,
        (
            argument("name", metavar="NAME", help="what the key is for"),
            argument(
                "--scopes",
                default=",".join(accounts.SCOPES),
                metavar="LIST",
                help=f"of {','.join(accounts.SCOPES)} (default: all)",
            ),
            ACCOUNT,
        ),
    ),
    Command(
        ("key", "list"), "List an account's keys", "headwater key list --data ./data", _list_keys, _STORES, (ACCOUNT,)
    ),
    Command(
        ("key", "revoke"),
        "Make a key worthless",
        "headwater key revoke x7c2m9ap --data ./data",
        _revoke_key,
        _STORES,
        (argument("key", metavar="KEY", help="the key's id, from 'headwater key list'"), ACCOUNT),
    ),
)
