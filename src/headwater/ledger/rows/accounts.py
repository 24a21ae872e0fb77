"""Rows of accounts, their keys and integrations, and answers that are kept for them."""

import msgspec


class Account(msgspec.Struct, kw_only=True, array_like=True):
    """A tenant. `secret` keys the hashes that stand for personal data; `change` is the last number given out.

    `hits` counts every hit that was ever spooled.
    """

    account_id: str
    name: str
    timezone: str
    currency: str
    secret: str
    settings: str
    created_at: int
    change: int = 0
    hits: int = 0


class ApiKey(msgspec.Struct, kw_only=True, array_like=True):
    """A key, kept as a hash; `hint` is what a list may show of it."""

    key_id: str
    account_id: str
    name: str
    hash: str
    hint: str
    scopes: str
    created_at: int
    revoked_at: int | None = None


class Integration(msgspec.Struct, kw_only=True, array_like=True):
    """A source of facts inside an account; ids of contacts, invoices, tags and products are its own."""

    account_id: str
    integration_id: str
    name: str
    created_at: int
    active_at: int | None = None
    """When something came in of it last, to about a minute."""


class IdempotencyRecord(msgspec.Struct, kw_only=True, array_like=True):
    """What was answered to a request that carried an `Idempotency-Key`."""

    account_id: str
    key_id: str
    idempotency_key: str
    body_hash: str
    answer: str
    created_at: int


class Tombstone(msgspec.Struct, kw_only=True, array_like=True):
    """A reported row that is no more; `entity` names the table, `id` the row."""

    account_id: str
    change: int
    entity: str
    id: int
