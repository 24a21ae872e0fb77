"""What the paths take and give by which people sign in, and by which an account has members, keys, links and a log."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from headwater.api import shapes_users as shapes
from headwater.api.about import KEYED, OURS, READING, SESSION, About, Body, Parameter, success
from headwater.api.operations import S
from headwater.intake.schemas import Schema
from headwater.ledger.accounts import SCOPES
from headwater.ledger.members import ROLES

SIGNING_IN: Final = "Signing in"
MANAGING: Final = "Managing"

_TEXT: Final[Schema] = {"type": "string"}
_EMAIL: Final[Schema] = {"type": "string", "examples": ["ann@example.com"]}
_ROLE: Final[Schema] = {"enum": list(ROLES)}
_FILTERS: Final[Schema] = {"type": ["array", "object"], "description": "Conditions, as in the filters of a query"}
_FACTS: Final[Mapping[str, Schema]] = {"timezone": _TEXT, "currency": _TEXT}
_LOGIN: Final = {"email": "ann@example.com", "password": "a long sentence"}

_OPEN: Final = (S.FORBIDDEN, *OURS)
_GUESSED: Final = (S.UNAUTHORIZED, S.FORBIDDEN, S.TOO_MANY_REQUESTS, *OURS)
_MINE: Final = (S.UNAUTHORIZED, S.FORBIDDEN, *OURS)
_ACCOUNTS: Final = (*KEYED, *OURS)


def _body(name: str, fields: Mapping[str, Schema], required: Sequence[str], example: Mapping[str, Any]) -> Body:
    schema: Schema = {
        "type": "object",
        "properties": {field: {"anyOf": [kind, {"type": "null"}]} for field, kind in fields.items()},
        "required": list(required),
        "additionalProperties": False,
    }
    return Body(name, schema, {"one": example}, is_required=bool(required))


def _about(  # what all of them have in common
    group: str, kind: object, doc: str, errors: Sequence[HTTPStatus], body: Body | None = None
) -> About:
    return About(group, success("It is so", kind), doc, body=body, errors=(*READING, *errors) if body else errors)


def _mine(kind: object, doc: str, body: Body | None = None, *errors: HTTPStatus) -> About:
    return _about(SIGNING_IN, kind, doc, (*_MINE, *errors), body)._replace(scope=SESSION)


def _managed(kind: object, doc: str, body: Body | None = None, *errors: HTTPStatus) -> About:
    return _about(MANAGING, kind, doc, (*_ACCOUNTS, *errors), body)._replace(scope="admin")


_ABOUT_ME: Final = "The cookie that it sets is for browsers: with it, whatever is no GET carries `X-Headwater: 1`."

ME: Final = _about(SIGNING_IN, shapes.Me, "Answers without a session, too: then `user` is null.", _OPEN)
OWNER: Final = _about(
    SIGNING_IN,
    shapes.Me,
    "While there is no user: makes the first one, who owns all accounts that there are, and one more where"
    " `account_name` is sent. From another machine than the server's own, `code` is the set-up code that it printed"
    f" when it started; without it the refusal says that it `needs` a `code`. {_ABOUT_ME}",
    (*_GUESSED, S.CONFLICT),
    _body(
        "FirstOwner",
        {"email": _EMAIL, "name": _TEXT, "password": _TEXT, "account_name": _TEXT, **_FACTS, "code": _TEXT},
        ("email", "name", "password"),
        _LOGIN | {"name": "Ann", "account_name": "Acme", "timezone": "Europe/Berlin", "currency": "EUR"},
    ),
)
SIGN_IN: Final = _about(
    SIGNING_IN,
    shapes.Me,
    "Where the user has codes, `code` is one; without it the refusal says that it `needs` a `code`. Ten wrong guesses"
    f" in a quarter of an hour for an address, or a hundred from one, are enough. {_ABOUT_ME}",
    _GUESSED,
    _body("SignIn", {"email": _EMAIL, "password": _TEXT, "code": _TEXT}, ("email", "password"), _LOGIN),
)
SIGN_OUT: Final = _about(SIGNING_IN, shapes.Done, "Nobody is signed in with this cookie any more.", _OPEN)
PASSWORD: Final = _about(
    SIGNING_IN,
    shapes.Me,
    "What the link of an invitation, or of `headwater user reset`, is for; each works once. Who has a password already"
    " takes an invitation with that one. Signs in, unless a code is needed.",
    (*_GUESSED, S.CONFLICT),
    _body(
        "PasswordByLink",
        {"token": _TEXT, "password": _TEXT, "name": _TEXT},
        ("token", "password"),
        {"token": "the-token-of-the-link", "password": "a long sentence", "name": "Ann"},
    ),
)
ASK_PASSWORD: Final = _about(
    SIGNING_IN,
    shapes.Done,
    "Where mail is set up (`smtp_host`): a link for a new password, for one hour, if the address is somebody's. The"
    " answer is the same for everybody. Without mail, `headwater user reset` makes the link.",
    (*_GUESSED, S.CONFLICT),
    _body("LostPassword", {"email": _EMAIL}, ("email",), {"email": "ann@example.com"}),
)
CHANGE_ME: Final = _mine(
    shapes.Me,
    "Another address or password needs `old_password`. A new password ends all other sessions.",
    _body(
        "OwnUser",
        {"name": _TEXT, "email": _EMAIL, "password": _TEXT, "old_password": _TEXT},
        (),
        {"name": "Ann"},
    ),
    S.CONFLICT,
    S.TOO_MANY_REQUESTS,
)
SESSIONS: Final = _mine(shapes.SessionsShown, "A session ends thirty days after its last use.")
END_SESSION: Final = _mine(shapes.Ended, "Sign out in another browser.", None, S.NOT_FOUND)
BEGIN_CODES: Final = _mine(shapes.PhoneSecret, "Show it to an app for one-time codes (TOTP), and confirm it with PUT.")
CONFIRM_CODES: Final = _mine(
    shapes.Me,
    "From now on, signing in needs a code.",
    _body("PhoneCode", {"code": _TEXT}, ("code",), {"code": "123456"}),
    S.TOO_MANY_REQUESTS,
)
END_CODES: Final = _mine(shapes.Me, "Signing in needs no code any more.")
OPEN_ACCOUNT: Final = _mine(
    shapes.AccountOpened,
    "Whoever is signed in becomes its owner.",
    _body("NewAccount", {"name": _TEXT, **_FACTS}, ("name",), {"name": "Acme", "timezone": "UTC", "currency": "USD"}),
)

MEMBERS: Final = _managed(shapes.MembersShown, "`is_invited` while an invitation waits to be taken.")
INVITE: Final = _managed(
    shapes.MemberInvited,
    "Who has no password yet gets `token`, for a link to where `POST /api/app/password` is sent; it works once, within"
    " seven days. `filters` are forced on all that a viewer or a member asks. Nobody gives a role above the own.",
    _body(
        "NewMember",
        {"email": _EMAIL, "name": _TEXT, "role": _ROLE, "filters": _FILTERS, "contacts": {"type": "boolean"}},
        ("email", "role"),
        {"email": "bob@example.com", "role": "viewer", "contacts": False},
    ),
    S.CONFLICT,
)
CHANGE_MEMBER: Final = _managed(
    shapes.MemberChanged,
    "`contacts` says whether a viewer sees names and addresses. The last owner stays one.",
    _body("Membership", {"role": _ROLE, "filters": _FILTERS, "contacts": {"type": "boolean"}}, (), {"role": "member"}),
    S.NOT_FOUND,
    S.CONFLICT,
)
MEMBER_LINK: Final = _managed(
    shapes.MemberLink,
    "For a link to where `POST /api/app/password` is sent, in the place of any earlier one: it works once, within seven"
    " days for an invitation that was not taken yet, else within an hour."
    " Refused for whoever is in other accounts, too.",
    None,
    S.NOT_FOUND,
)
REMOVE_MEMBER: Final = _managed(
    shapes.Ended, "The user stays, and so do other memberships.", None, S.NOT_FOUND, S.CONFLICT
)
ACCOUNT: Final = _managed(shapes.AccountShown, "For all who may ask reports.")._replace(scope="report")
CHANGE_ACCOUNT: Final = _managed(
    shapes.AccountShown,
    "What else the account decides of its reports is in `…/settings`.",
    _body("AccountFacts", {"name": _TEXT, "timezone": _TEXT}, (), {"name": "Acme & Sons"}),
)
INTEGRATIONS: Final = _managed(shapes.IntegrationsShown, "Where facts come from.")._replace(scope="report")
CREATE_INTEGRATION: Final = _managed(
    shapes.IntegrationShown,
    "Its id stands in the paths of imports.",
    _body("NewIntegration", {"name": _TEXT}, ("name",), {"name": "The shop"}),
)
RENAME_INTEGRATION: Final = _managed(
    shapes.IntegrationShown,
    "Its id stays.",
    _body("IntegrationName", {"name": _TEXT}, ("name",), {"name": "The old shop"}),
    S.NOT_FOUND,
)
KEYS: Final = _managed(shapes.KeysShown, "What they begin with, never the keys themselves.")
CREATE_KEY: Final = _managed(
    shapes.KeyMade,
    "It is shown in this answer, and never again.",
    _body(
        "NewKey",
        {"name": _TEXT, "scopes": {"type": "array", "items": {"enum": list(SCOPES)}, "minItems": 1}},
        ("name", "scopes"),
        {"name": "The shop", "scopes": ["import"]},
    ),
)
END_KEY: Final = _managed(shapes.Ended, "Refused within a second, for good.", None, S.NOT_FOUND)
SHARES: Final = _managed(shapes.SharesShown, "What each shows, and whether it still does.")
CREATE_SHARE: Final = _managed(
    shapes.ShareMade,
    "For people without a user: shows a saved report (`report_id`) or a query (`question`), of any days, and nothing"
    " else. `token` is shown in this answer, and never again.",
    _body(
        "NewShare",
        {
            "title": _TEXT,
            "report_id": _TEXT,
            "question": {"type": "object"},
            "password": _TEXT,
            "expires_at": {"type": ["string", "integer"]},
        },
        (),
        {"title": "Leads by channel", "question": {"type": "leads", "dimensions": ["clicks.channel"]}},
    ),
)
REVOKE_SHARE: Final = _managed(shapes.Ended, "It shows nothing any more.", None, S.NOT_FOUND)
OPENED: Final = _about(
    MANAGING, shapes.ShareOpened, "For whoever has the link.", (S.NOT_FOUND, S.TOO_MANY_REQUESTS, *OURS)
)
SHARED: Final = _about(
    MANAGING,
    shapes.SharedAnswer,
    "As `POST /v2/{account}/data/query` answers. Without the `password` that the link has, the refusal says that it"
    " `needs` one.",
    (S.NOT_FOUND, *_GUESSED),
    _body(
        "SharedQuestion",
        {"password": _TEXT, "date_range": {"type": "object"}},
        (),
        {"date_range": {"start": "2026-02-01", "end": "2026-02-28"}},
    ),
)
AUDIT: Final = _managed(
    shapes.AuditShown, "Who did what by this API. Entries are added and never changed; persons are not named."
)._replace(
    query=(
        Parameter("before", "Only what is older than this time", _TEXT),
        Parameter("limit", "How many at most; 100 by default", {"type": "integer", "minimum": 1, "maximum": 1000}),
        Parameter("actor", "Only by this one, spelled as `actor` of an entry", _TEXT),
        Parameter("action", "Only this action, or all that begin with this word: `member`, `key.create`", _TEXT),
    ),
    errors=(S.BAD_REQUEST, *_ACCOUNTS),
)
