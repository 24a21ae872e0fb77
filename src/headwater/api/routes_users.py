"""The paths of people who sign in, and of what an account's managers do, as part of the table of paths.

What is entered into the account's audit log says so in its row.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from headwater.api import account, members, own_user, shares, signing_in
from headwater.api import operations_users as about
from headwater.api.about import Path

_PRIVATE: Final[Mapping[str, str]] = MappingProxyType({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
_ONE: Final = "/api/app/{account}/"


def users() -> Iterator[Path]:
    """Signing in, and the own user; these come before paths that begin with an account."""
    for path, method, endpoint, doc, row in (
        ("me", "GET", signing_in.me, "Who is signed in", about.ME),
        ("me", "PATCH", own_user.change, "Change the own name, address or password", about.CHANGE_ME),
        ("me/totp", "POST", own_user.begin_codes, "A secret for codes of a phone", about.BEGIN_CODES),
        ("me/totp", "PUT", own_user.confirm_codes, "Begin to need codes", about.CONFIRM_CODES),
        ("me/totp", "DELETE", own_user.end_codes, "Need no codes any more", about.END_CODES),
        ("owner", "POST", signing_in.own, "The first user", about.OWNER),
        ("session", "POST", signing_in.sign_in, "Sign in", about.SIGN_IN),
        ("session", "DELETE", signing_in.sign_out, "Sign out", about.SIGN_OUT),
        ("sessions", "GET", own_user.list_sessions, "Where I am signed in", about.SESSIONS),
        ("sessions/{session}", "DELETE", own_user.end_session, "Sign out elsewhere", about.END_SESSION),
        ("password", "POST", signing_in.set_password, "Set a password by a link", about.PASSWORD),
        ("password/link", "POST", signing_in.ask_password, "Ask for a link by mail", about.ASK_PASSWORD),
        ("accounts", "POST", account.open_new, "Another account", about.OPEN_ACCOUNT),
    ):
        yield Path(f"/api/app/{path}", (method,), endpoint, doc, row, _PRIVATE)
    path = "/api/share/{token}"
    yield Path(path, ("GET",), shares.opened, "What a share link shows", about.OPENED, _PRIVATE)
    yield Path(f"{path}/data", ("POST",), shares.data, "The answer of a share link", about.SHARED, _PRIVATE)


def managing() -> Iterator[Path]:
    """What an account's managers see and do."""
    for path, method, endpoint, doc, row, deed in (
        ("members", "GET", members.list_all, "The members", about.MEMBERS, ""),
        ("members", "POST", members.invite, "Invite somebody", about.INVITE, "member.invite"),
        ("members/{user}", "PATCH", members.change, "Change a member", about.CHANGE_MEMBER, "member.change"),
        ("members/{user}/link", "POST", members.link, "A new password for a member", about.MEMBER_LINK, "member.link"),
        ("members/{user}", "DELETE", members.remove, "Remove a member", about.REMOVE_MEMBER, "member.remove"),
        ("account", "GET", account.show, "The account", about.ACCOUNT, ""),
        ("account", "PATCH", account.change, "Change the account", about.CHANGE_ACCOUNT, "account.change"),
        ("integrations", "GET", account.list_integrations, "The integrations", about.INTEGRATIONS, ""),
        (
            "integrations",
            "POST",
            account.create_integration,
            "A new integration",
            about.CREATE_INTEGRATION,
            "integration.create",
        ),
        (
            "integrations/{integration}",
            "PATCH",
            account.rename_integration,
            "Rename an integration",
            about.RENAME_INTEGRATION,
            "integration.rename",
        ),
        ("keys", "GET", account.show_keys, "The keys", about.KEYS, ""),
        ("keys", "POST", account.create_key, "A new key", about.CREATE_KEY, "key.create"),
        ("keys/{key}", "DELETE", account.end_key, "Revoke a key", about.END_KEY, "key.revoke"),
        ("shares", "GET", shares.list_all, "The share links", about.SHARES, ""),
        ("shares", "POST", shares.create, "A new share link", about.CREATE_SHARE, "share.create"),
        ("shares/{share}", "DELETE", shares.revoke, "Revoke a share link", about.REVOKE_SHARE, "share.revoke"),
        ("audit", "GET", account.audit, "The audit log", about.AUDIT, ""),
    ):
        yield Path(_ONE + path, (method,), endpoint, doc, row, _PRIVATE, deed=deed)
