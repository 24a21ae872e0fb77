"""The shapes of answers about the people who sign in, what they may, and what they did."""

from typing import Any, Literal, NotRequired, TypedDict

from headwater.api.shapes import QueryAnswer


class UserShown(TypedDict):
    """Somebody who signs in."""

    user_id: str
    email: str
    name: str
    has_totp: bool


class OwnAccount(TypedDict):
    """An account of somebody, with what they are in it."""

    account_id: str
    name: str
    timezone: str
    currency: str
    role: Literal["viewer", "member", "admin", "owner"]


class Me(TypedDict):
    """Who is signed in, or nobody; `is_first_run` while this server has no user yet.

    `sends_mail` is whether a lost password can be set by a link in a mail,
    `has_accounts` whether there are accounts that are theirs, or would be the first user's.
    """

    user: UserShown | None
    accounts: list[OwnAccount]
    is_first_run: bool
    sends_mail: bool
    has_accounts: bool


class Done(TypedDict):
    """It is done."""

    status: str


class Ended(TypedDict):
    """It is gone, or works no more."""

    id: str
    status: str
    object: str
    deleted: bool


class PhoneSecret(TypedDict):
    """A secret, and the same as phones read it from a picture."""

    secret: str
    otpauth_uri: str


class SessionShown(TypedDict):
    """A browser in which somebody is signed in."""

    session_id: str
    user_agent: str
    created_at: str
    seen_at: str
    expires_at: str
    is_current: bool


class SessionsShown(TypedDict):
    """Where somebody is signed in, the last used first."""

    sessions: list[SessionShown]


class MemberShown(TypedDict):
    """A member; `filters` are conditions that all of the member's questions get."""

    user_id: str
    email: str
    name: str
    role: Literal["viewer", "member", "admin", "owner"]
    filters: list[dict[str, Any]]
    contacts: bool
    has_totp: bool
    is_invited: bool
    created_at: str


class MembersShown(TypedDict):
    """The members, oldest first."""

    members: list[MemberShown]


class MemberChanged(TypedDict):
    """The member as it is now."""

    member: MemberShown


class MemberInvited(TypedDict):
    """The member, and the token of the link where a password is to be set; it is shown this once.

    `is_mailed` is whether the link goes to them by mail, too.
    """

    member: MemberShown
    token: str | None
    is_mailed: bool


class MemberLink(TypedDict):
    """The token of the link where a password is to be set; it is shown this once."""

    token: str


class AccountFacts(TypedDict):
    """An account; `role` is null for a key that may not manage it."""

    account_id: str
    name: str
    timezone: str
    currency: str
    created_at: str
    role: str | None


class AccountShown(TypedDict):
    """The account as it is."""

    account: AccountFacts


class AccountOpened(TypedDict):
    """The new account, and its first integration."""

    account: OwnAccount
    integration_id: str


class IntegrationFacts(TypedDict):
    """Where facts come from; `last_activity_at` is known to about a minute."""

    integration_id: str
    name: str
    created_at: str
    last_activity_at: str | None


class IntegrationShown(TypedDict):
    """The integration as it is."""

    integration: IntegrationFacts


class IntegrationsShown(TypedDict):
    """The integrations, oldest first."""

    integrations: list[IntegrationFacts]


class KeyFacts(TypedDict):
    """A key; `hint` is what may be shown of it."""

    key_id: str
    name: str
    hint: str
    scopes: list[str]
    created_at: str
    revoked_at: str | None


class KeysShown(TypedDict):
    """The keys, oldest first."""

    keys: list[KeyFacts]


class KeyMade(TypedDict):
    """The new key; `api_key` is shown this once."""

    key: KeyFacts
    api_key: str


class ShareFacts(TypedDict):
    """A share link: it shows a saved report, or a question."""

    share_id: str
    title: str
    report_id: str | None
    question: dict[str, Any] | None
    has_password: bool
    created_by: str
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None


class SharesShown(TypedDict):
    """The share links, the newest first."""

    shares: list[ShareFacts]


class ShareMade(TypedDict):
    """The new link; its token is shown this once."""

    share: ShareFacts
    token: str


class ShareOpened(TypedDict):
    """What a link shows; `question` is null where a password is needed, and comes with the answer."""

    title: str
    question: dict[str, Any] | None
    account_name: str
    currency: str
    timezone: str
    needs_password: bool


class SharedAnswer(QueryAnswer):
    """The answer to what a link shows, and the question."""

    question: NotRequired[dict[str, Any]]


class AuditFacts(TypedDict):
    """Who did what, on what, from where; `email` where it is a member."""

    at: str
    actor: str
    email: str | None
    action: str
    target: str | None
    address: str | None


class AuditShown(TypedDict):
    """A page of the audit log, the newest first; `before` asks for the next one."""

    entries: list[AuditFacts]
    before: str | None
