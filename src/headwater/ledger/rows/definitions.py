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
