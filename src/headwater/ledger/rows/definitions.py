"""Rows of what an account has defined for itself."""

import msgspec


class Definition(msgspec.Struct, kw_only=True, array_like=True):
    """A saved report, a segment or a metric of the account's own, by `kind`; `body` is JSON."""

    account_id: str
    kind: str
    definition_id: str
    body: str
    created_at: int
    changed_at: int


class RulesVersion(msgspec.Struct, kw_only=True, array_like=True):
    """Channel rules that somebody gave an account, JSON as its settings hold them; `null` for the product's own."""

    account_id: str
    version_id: str
    at: int
    actor: str
    rules: str
