"""Rows of the people who sign in: who they are, what they may, their sessions, links, and what they did."""

import msgspec


class User(msgspec.Struct, kw_only=True, array_like=True):
    """Somebody who signs in, by an e-mail address in its one spelling; without a password until an invitation is taken.

    `password` is an Argon2id hash, `totp` the secret of the phone's codes, `totp_draft` one that no code has confirmed
    yet, `totp_used` the number of the last half-minute whose code was taken.
    """

    user_id: str
    email: str
    name: str
    password: str | None = None
    totp: str | None = None
    totp_draft: str | None = None
    totp_used: int | None = None
    created_at: int


class Member(msgspec.Struct, kw_only=True, array_like=True):
    """What a user may in an account; nothing before the invitation is taken. `filters` is a JSON list of conditions."""

    account_id: str
    user_id: str
    role: str
    filters: str
    sees_contacts: bool
    created_at: int
    accepted_at: int | None = None


class Session(msgspec.Struct, kw_only=True, array_like=True):
    """A browser in which somebody signed in; `hash` is that of the token in its cookie."""

    session_id: str
    hash: str
    user_id: str
    agent: str
    created_at: int
    seen_at: int
    expires_at: int


class Ticket(msgspec.Struct, kw_only=True, array_like=True):
    """The hash of a link that sets a password, once: into an account, or of somebody who is known already."""

    hash: str
    user_id: str
    account_id: str | None = None
    created_at: int
    expires_at: int


class Share(msgspec.Struct, kw_only=True, array_like=True):
    """A link that shows one saved report, or one question (JSON), to whoever has it; `hash` is that of its token."""

    account_id: str
    share_id: str
    hash: str
    title: str
    report_id: str | None = None
    question: str | None = None
    password: str | None = None
    created_by: str
    created_at: int
    expires_at: int | None = None
    revoked_at: int | None = None
    used_at: int | None = None


class AuditEntry(msgspec.Struct, kw_only=True, array_like=True):
    """Who did what on what, from which address."""

    account_id: str
    entry_id: str
    at: int
    actor: str
    action: str
    target: str
    address: str
