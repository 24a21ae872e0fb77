"""`headwater user …`: the people who sign in; they work on the ledger alone, beside a running server."""

import argparse
from collections.abc import Mapping
from typing import Final

import msgspec

from headwater import scalars
from headwater.cli.accounts import ledger, the_account
from headwater.cli.arguments import ACCOUNT, Argument, Command, argument, settings_of
from headwater.cli.serving import SERVER_FILE
from headwater.clock import iso, system_clock
from headwater.errors import NotFound, Problem
from headwater.ledger import audit_log, members, rows, users
from headwater.ledger.audit_log import Deed
from headwater.ledger.members import OWNER, ROLES
from headwater.ledger.store import Store
from headwater.ledger.users import NewUser
from headwater.reporting.text import text_table
from headwater.settings import Settings

LINK: Final = "/app/password?token="
_ACTOR: Final = "command line"
_NONE: Final = "none"


def _add(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    email = _email(arguments.email)
    with ledger(arguments, environment) as store:
        account_id = the_account(store, arguments.account)
        now = system_clock()
        wanted = rows.Member(
            account_id=account_id, user_id="", role=arguments.role, filters="[]", sees_contacts=True, created_at=now
        )
        invited = members.invite(store, OWNER, wanted, NewUser(email, arguments.name or ""))
        _note(store, account_id, "member.invite", invited.membership.user.user_id)
    print(f"{email} is {arguments.role} of account {account_id}")
    if invited.token:
        print(f"They set a password here, once, within seven days:\n{_link(arguments, environment, invited.token)}")
    return 0


def _list(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    with ledger(arguments, environment) as store:
        known = users.list_users(store)
        roles = {
            user.user_id: " ".join(
                f"{account.account_id}:{member.role}" for member, account in members.accounts_of(store, user.user_id)
            )
            for user in known
        }
    told = [
        [
            user.email,
            user.name,
            roles[user.user_id],
            "yes" if user.totp else "no",
            "set" if user.password else "invited",
            iso(user.created_at),
        ]
        for user in known
    ]
    print(text_table(["e-mail", "name", "accounts", "codes", "password", "created"], told))
    return 0


def _reset(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    email = _email(arguments.email)
    with ledger(arguments, environment) as store:
        token = users.reset(store, system_clock(), email, without_codes=arguments.without_codes)
        user = users.find_user(store, email)
        for _, account in members.accounts_of(store, user.user_id) if user else ():
            _note(store, account.account_id, "password.reset", user.user_id if user else "")
    print(f"{email} sets a new password here, once, within an hour:\n{_link(arguments, environment, token)}")
    return 0


def _role(arguments: argparse.Namespace, environment: Mapping[str, str]) -> int:
    email = _email(arguments.email)
    with ledger(arguments, environment) as store:
        account_id = the_account(store, arguments.account)
        user = users.find_user(store, email)
        if user is None:
            raise NotFound(f"nobody signs in as {email!r}: add them with 'headwater user add {email}'")
        which = account_id, user.user_id
        if arguments.role == _NONE:
            members.remove_member(store, OWNER, which)
        else:
            members.change_member(store, OWNER, which, {"role": arguments.role})
        _note(store, account_id, "member.remove" if arguments.role == _NONE else "member.change", user.user_id)
    print(f"{email} is {arguments.role} of account {account_id}; running servers know within a second")
    return 0


def _email(said: str) -> str:
    try:
        return scalars.email(said)
    except ValueError as fault:
        raise Problem(f"EMAIL {said!r} {fault}") from None


def _note(store: Store, account_id: str, action: str, target: str) -> None:
    audit_log.note(store, system_clock(), [account_id], Deed(_ACTOR, action, target, ""))


def _link(arguments: argparse.Namespace, environment: Mapping[str, str], token: str) -> str:
    """Where a password is set: on the server that runs here, or will run."""
    return f"{url_of(settings_of(arguments, environment))}{LINK}{token}"


def url_of(settings: Settings) -> str:
    """The address of the server on this data directory, running or not."""
    try:
        return str(msgspec.json.decode((settings.data / SERVER_FILE).read_bytes())["url"])
    except (OSError, msgspec.DecodeError, KeyError):
        return f"http://{settings.host}:{settings.port}"


def _who() -> Argument:
    return argument("email", metavar="EMAIL", help="the address that they sign in with")


_STORES: Final = ("data", "ledger")

COMMANDS: Final = (
    Command(
        ("user", "add"),
        "Let somebody sign in to an account; prints a link to set a password where they have none",
        "headwater user add ann@example.com --name Ann --role admin --data ./data",
        _add,
        _STORES,
        (
            _who(),
            argument("--name", metavar="NAME", help="what they are called"),
            argument("--role", choices=ROLES, default="member", help="what they may (default: member)"),
            ACCOUNT,
        ),
    ),
    Command(("user", "list"), "List who can sign in", "headwater user list --data ./data", _list, _STORES),
    Command(
        ("user", "reset"),
        "Print a link, for one use within an hour, by which somebody sets a new password",
        "headwater user reset ann@example.com --data ./data",
        _reset,
        _STORES,
        (
            _who(),
            argument("--without-codes", action="store_true", help="need no codes any more: the phone is lost"),
        ),
    ),
    Command(
        ("user", "role"),
        "Change what somebody may in an account, or take them out of it",
        "headwater user role ann@example.com viewer --account demo123 --data ./data",
        _role,
        _STORES,
        (_who(), argument("role", choices=(*ROLES, _NONE), help="what they may from now on"), ACCOUNT),
    ),
)
