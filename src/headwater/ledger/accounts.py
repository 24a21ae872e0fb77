"""Accounts, their integrations and keys: made and looked up by whoever runs the house, not by changes.

In: names and secrets. Out: rows. A key is shown once, when it is made; here only its hash is kept (keys are 150 random
bits, so a plain SHA-256 cannot be guessed back and costs nothing per request).
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select, update

from headwater.errors import NotFound, Problem
from headwater.ledger import rows, tables
from headwater.ledger.handle import select_rows
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.scalars import currency, new_token, text, timezone, token_hash

SCOPES: Final = ("import", "report", "contacts", "admin")

RESERVED: Final = frozenset(
    "v1 v2 api app mcp tag hit identify docs health ready metrics static seg segmet openapi openapi.json favicon.ico"
    " robots.txt settings report account accounts login logout import export".split()
)
"""Words that begin other path families; no account may be called so."""


class NewAccount(msgspec.Struct):
    """What the maker of an account needs to know; the key is never shown again."""

    account_id: str
    integration_id: str
    api_key: str


class Standing(msgspec.Struct, frozen=True):
    """An account as requests need it: who it is, and the integrations that it has, oldest first."""

    account: rows.Account
    integrations: tuple[str, ...]


class Caller(msgspec.Struct, frozen=True):
    """Whom a key stands for, or a member's session: `role` is what it counts as where roles are given and taken.

    `filters` are conditions that every question of a member gets. The machine's own command line has no account.
    """

    key_id: str
    account_id: str
    scopes: frozenset[str]
    role: str = ""
    user_id: str = ""
    filters: tuple[object, ...] = ()

    @property
    def actor(self) -> str:
        """Who that is, in an audit."""
        if self.user_id:
            return f"user {self.user_id}"
        return f"key {self.key_id}" if self.account_id else "command line"


class Facts(NamedTuple):
    """What is decided of an account when it is made."""

    name: str
    timezone: str
    currency: str


def create_account(store: Store, now: int, name: str, timezone: str, currency: str) -> NewAccount:
    """Make an account with one integration and one key with all scopes."""
    with store.write() as connection:
        account_id, integration_id = insert_account(connection, now, Facts(name, timezone, currency))
        _, key = _insert_key(connection, now, account_id, "first key", SCOPES)
    return NewAccount(account_id, integration_id, key)


def insert_account(connection: Connection, now: int, facts: Facts) -> tuple[str, str]:
    """Make an account with one integration; the ids of both. `Problem` with every fault of the facts."""
    account = rows.Account(
        account_id=unreserved(lambda: new_token(7)),
        name=named(facts.name),
        timezone=_fact("timezone", facts.timezone),
        currency=_fact("currency", facts.currency),
        secret=secrets.token_hex(32),
        settings="{}",
        created_at=now,
    )
    integration = rows.Integration(
        account_id=account.account_id, integration_id=new_token(7), name="API", created_at=now
    )
    connection.execute(insert(tables.accounts).values(as_dict(account)))
    connection.execute(insert(tables.integrations).values(as_dict(integration)))
    return account.account_id, integration.integration_id


def unreserved(make: Callable[[], str]) -> str:
    """The first id from `make` that begins no other path family."""
    while (made := make()) in RESERVED:
        pass
    return made


def create_key(store: Store, now: int, account_id: str, name: str, scopes: Sequence[str]) -> str:
    """Make a key; returns it, for the only time."""
    return new_key(store, now, account_id, name, scopes)[1]


def new_key(store: Store, now: int, account_id: str, name: str, scopes: Sequence[str]) -> tuple[rows.ApiKey, str]:
    """Make a key; its row, and the key itself for the only time."""
    if not scopes:
        raise Problem(f"'scopes' is empty: the scopes are {', '.join(SCOPES)}")
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise Problem(f"'scopes' has {unknown[0]!r}: the scopes are {', '.join(SCOPES)}")
    with store.write() as connection:
        _standing(connection, account_id)
        return _insert_key(connection, now, account_id, named(name), scopes)


def list_keys(store: Store, account_id: str) -> list[rows.ApiKey]:
    """The account's keys, revoked ones too, oldest first."""
    with store.read() as connection:
        _standing(connection, account_id)
        keys = select_rows(connection, rows.ApiKey, tables.api_keys, tables.api_keys.c.account_id == account_id)
    return sorted(keys, key=lambda key: (key.created_at, key.key_id))


def revoke_key(store: Store, now: int, account_id: str, key_id: str) -> None:
    """Make a key worthless, for good; `NotFound` when the account has no such key that still works."""
    table = tables.api_keys
    mine = (table.c.account_id == account_id, table.c.key_id == key_id, table.c.revoked_at.is_(None))
    with store.write() as connection:
        if connection.execute(update(table).where(*mine).values(revoked_at=now)).rowcount == 0:
            raise NotFound(f"account {account_id!r} has no working key {key_id!r}")


def find_caller(store: Store, key: str) -> Caller | None:
    """Whom a presented key stands for; None when it is unknown or revoked."""
    table = tables.api_keys
    with store.read() as connection:
        found = select_rows(
            connection, rows.ApiKey, table, table.c.hash == token_hash(key), table.c.revoked_at.is_(None)
        )
    if not found:
        return None
    scopes = frozenset(found[0].scopes.split())
    return Caller(found[0].key_id, found[0].account_id, scopes, "admin" if "admin" in scopes else "")


def find_standing(store: Store, account_id: str) -> Standing:
    """The account with its integrations; `NotFound` when there is none."""
    if not account_id.isascii() or not account_id.isalnum():  # from a path or a page, so it may hold anything
        raise NotFound(f"there is no account {account_id!r}")
    with store.read() as connection:
        return _standing(connection, account_id)


def list_accounts(store: Store) -> list[rows.Account]:
    """Every account, oldest first."""
    with store.read() as connection:
        found = select_rows(connection, rows.Account, tables.accounts)
    return sorted(found, key=lambda account: (account.created_at, account.account_id))


def save_settings(store: Store, account_id: str, settings: dict[str, object]) -> None:
    """Replace the account's own settings."""
    values = {"settings": msgspec.json.encode(settings).decode()}
    with store.write() as connection:
        connection.execute(update(tables.accounts).where(tables.accounts.c.account_id == account_id).values(values))


def change_settings(store: Store, account_id: str, changes: Mapping[str, object]) -> str:
    """Change some of the account's own settings, None being back to the default; all of them, as JSON.

    `timezone` and `currency`, which every account has, are changed as well; `Problem` where they are none.
    """
    facts = {name: _fact(name, str(changes[name])) for name in _FACTS if name in changes}
    with store.write() as connection:
        own: dict[str, object] = msgspec.json.decode(_standing(connection, account_id).account.settings)
        others = {name: value for name, value in changes.items() if name not in _FACTS}
        changed = {name: value for name, value in (own | others).items() if value is not None}
        text_of = msgspec.json.encode(changed).decode()
        mine = tables.accounts.c.account_id == account_id
        connection.execute(update(tables.accounts).where(mine).values(settings=text_of, **facts))
    return text_of


def _standing(connection: Connection, account_id: str) -> Standing:
    found = select_rows(connection, rows.Account, tables.accounts, tables.accounts.c.account_id == account_id)
    if not found:
        raise NotFound(f"there is no account {account_id!r}")
    table = tables.integrations
    ordered = select(table.c.integration_id).where(table.c.account_id == account_id)
    ids = connection.execute(ordered.order_by(table.c.created_at, table.c.integration_id)).scalars()
    return Standing(found[0], tuple(ids))


def _insert_key(
    connection: Connection, now: int, account_id: str, name: str, scopes: Sequence[str]
) -> tuple[rows.ApiKey, str]:
    key = f"hw_{new_token(30)}"
    row = rows.ApiKey(
        key_id=new_token(8),
        account_id=account_id,
        name=name,
        hash=token_hash(key),
        hint=f"hw_…{key[-4:]}",
        scopes=" ".join(scopes),
        created_at=now,
    )
    connection.execute(insert(tables.api_keys).values(as_dict(row)))
    return row, key


def named(name: str) -> str:
    """A name as it is kept; `Problem` for none."""
    cleaned = _fact("name", name)
    if not cleaned:
        raise Problem("'name' must not be empty")
    return cleaned


_FACTS: Final[Mapping[str, Callable[[object], str]]] = {"timezone": timezone, "currency": currency}


def _fact(name: str, value: str) -> str:
    """What is said of an account under a name, in its one spelling."""
    try:
        return _FACTS.get(name, text)(value)
    except ValueError as error:
        raise Problem(f"'{name}' {error}") from None
