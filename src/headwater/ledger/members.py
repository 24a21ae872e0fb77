"""Members: which user may what in which account, by roles that contain one another.

In: rows, and who asks. Out: rows. Nobody gives or takes a role above his own, and an account keeps an owner, whoever
else is changed at the same moment. What conditions mean is nobody's business here.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, delete, insert, update

from headwater.errors import Conflict, Forbidden, NotFound, Problem
from headwater.ledger import rows, tables
from headwater.ledger.accounts import Facts, insert_account
from headwater.ledger.handle import select_rows
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.ledger.users import NewUser, add_ticket, add_user, user_of

OWNER: Final = "owner"
SCOPES_OF: Final[Mapping[str, frozenset[str]]] = {
    "viewer": frozenset({"report", "contacts"}),
    "member": frozenset({"report", "contacts", "save"}),
    "admin": frozenset({"report", "contacts", "save", "import", "admin"}),
    OWNER: frozenset({"report", "contacts", "save", "import", "admin"}),
}
"""What each role may, the least first: the scopes of keys, and `save` for reports and segments. Owners give owners."""
ROLES: Final = tuple(SCOPES_OF)
NARROWED: Final = ("viewer", "member")
"""Roles that filters can be forced on: whoever may more could take them off."""

_MEMBERS: Final = tables.members
_USERS: Final = tables.users


class Membership(NamedTuple):
    """A member with the user."""

    member: rows.Member
    user: rows.User


class Invited(NamedTuple):
    """A membership, and the token of the invitation where there is one to take."""

    membership: Membership
    token: str | None


def scopes_of(member: rows.Member) -> frozenset[str]:
    """What a member may."""
    scopes = SCOPES_OF[member.role]
    return scopes - {"contacts"} if member.role == ROLES[0] and not member.sees_contacts else scopes


def rank(role: str) -> int:
    """How much a role may; -1 for none."""
    return ROLES.index(role) if role in ROLES else -1


def list_members(store: Store, account_id: str) -> list[Membership]:
    """The account's members, oldest first."""
    with store.read() as connection:
        members = select_rows(connection, rows.Member, _MEMBERS, _MEMBERS.c.account_id == account_id)
        wanted = [member.user_id for member in members]
        users = {
            user.user_id: user for user in select_rows(connection, rows.User, _USERS, _USERS.c.user_id.in_(wanted))
        }
    ordered = sorted(members, key=lambda member: (member.created_at, member.user_id))
    return [Membership(member, users[member.user_id]) for member in ordered]


def accounts_of(store: Store, user_id: str) -> list[tuple[rows.Member, rows.Account]]:
    """The accounts of a user who has taken the invitation, oldest first, each with the membership."""
    with store.read() as connection:
        members = memberships_of(connection, user_id)
        ids = [member.account_id for member in members]
        found = select_rows(connection, rows.Account, tables.accounts, tables.accounts.c.account_id.in_(ids))
    by_id = {member.account_id: member for member in members}
    ordered = sorted(found, key=lambda account: (account.created_at, account.account_id))
    return [(by_id[account.account_id], account) for account in ordered]


def memberships_of(connection: Connection, user_id: str) -> list[rows.Member]:
    """What a user may, in every account whose invitation was taken."""
    mine = (_MEMBERS.c.user_id == user_id, _MEMBERS.c.accepted_at.is_not(None))
    return select_rows(connection, rows.Member, _MEMBERS, *mine)


def first_owner(store: Store, now: int, new: NewUser, facts: Facts | None) -> rows.User:
    """The first user there is, owner of every account that there is; `Conflict` when there is a user.

    Where there is no account yet, one is made of `facts`; `Problem` when they are missing.
    """
    with store.write_users() as connection:
        if select_rows(connection, rows.User, _USERS):
            raise Conflict("somebody has set this server up already: sign in")
        known = [account.account_id for account in select_rows(connection, rows.Account, tables.accounts)]
        if not known and facts is None:
            raise Problem("missing 'account_name' field: there is no account yet, so say what yours is called")
        user = add_user(connection, now, new)
        mine = [insert_account(connection, now, facts)[0]] if facts else []
        for account_id in (*known, *mine):
            _add(connection, own(now, account_id, user.user_id))
        return user


def open_account(store: Store, now: int, user_id: str, facts: Facts) -> tuple[str, str]:
    """Make an account that a user owns; its id, and that of its integration."""
    with store.write_users() as connection:
        made = insert_account(connection, now, facts)
        _add(connection, own(now, made[0], user_id))
        return made


def own(now: int, account_id: str, user_id: str) -> rows.Member:
    """The row of an owner."""
    return rows.Member(
        account_id=account_id,
        user_id=user_id,
        role=OWNER,
        filters="[]",
        sees_contacts=True,
        created_at=now,
        accepted_at=now,
    )


def invite(store: Store, by: str, wanted: rows.Member, new: NewUser) -> Invited:
    """Add somebody to an account, by somebody of the role `by`; the user of `wanted` is that of the address.

    Who has a password is in at once; everybody else gets a token, a new one for who was invited before.
    """
    _check(wanted)
    with store.write_users() as connection:
        user = user_of(connection, new.email) or add_user(connection, wanted.created_at, new)
        wanted.user_id = user.user_id
        known = _find(connection, wanted.account_id, user.user_id)
        if known is not None and known.accepted_at is not None:
            raise Conflict(f"field 'email': {new.email} is a member already: change the role instead")
        _see_rank(by, wanted.role, known.role if known else "")
        if known is not None:
            connection.execute(delete(_MEMBERS).where(*_mine(wanted.account_id, user.user_id)))
        wanted.accepted_at = wanted.created_at if user.password else None
        _add(connection, wanted)
        token = None if user.password else add_ticket(connection, wanted.created_at, user.user_id, wanted.account_id)
        return Invited(Membership(wanted, user), token)


def change_member(store: Store, by: str, which: tuple[str, str], changes: Mapping[str, Any]) -> Membership:
    """Change the role, the filters or what a member sees; `which` are the account and the user."""
    with store.write_users() as connection:
        member = _found(connection, *which)
        before = member.role
        for name, value in changes.items():
            setattr(member, name, value)
        _see_rank(by, before, member.role)
        _check(member)
        if before == OWNER != member.role:
            _see_owner_left(connection, member)
        connection.execute(update(_MEMBERS).where(*_mine(*which)).values(as_dict(member)))
        (user,) = select_rows(connection, rows.User, _USERS, _USERS.c.user_id == member.user_id)
        return Membership(member, user)


def new_link(store: Store, now: int, by: str, which: tuple[str, str]) -> str:
    """A token by which a member sets a password, in the place of any earlier one; `which` are account and user.

    `Forbidden` where the user is in other accounts, too: the password opens those as well.
    """
    account_id, user_id = which
    with store.write_users() as connection:
        member = _found(connection, *which)
        _see_rank(by, member.role)
        if member.accepted_at is None:
            return add_ticket(connection, now, user_id, account_id)
        elsewhere = (_MEMBERS.c.user_id == user_id, _MEMBERS.c.account_id != account_id)
        if select_rows(connection, rows.Member, _MEMBERS, *elsewhere):
            raise Forbidden(
                "this user is in other accounts, too: whoever runs the server makes the link, with headwater user reset"
            )
        return add_ticket(connection, now, user_id)


def remove_member(store: Store, by: str, which: tuple[str, str]) -> None:
    """Take somebody out of an account; the user stays, and so do the other accounts of the user."""
    tickets = tables.tickets
    with store.write_users() as connection:
        member = _found(connection, *which)
        _see_rank(by, member.role)
        if member.role == OWNER:
            _see_owner_left(connection, member)
        connection.execute(delete(_MEMBERS).where(*_mine(*which)))
        connection.execute(delete(tickets).where(tickets.c.account_id == which[0], tickets.c.user_id == which[1]))


def _add(connection: Connection, member: rows.Member) -> None:
    connection.execute(insert(_MEMBERS).values(as_dict(member)))


def _check(member: rows.Member) -> None:
    if member.filters != "[]" and member.role not in NARROWED:
        raise Problem(f"field 'filters' is for {' and '.join(NARROWED)}s: whoever may more could take them off")


def _see_rank(by: str, *roles: str) -> None:
    if any(rank(role) > rank(by) for role in roles):
        raise Forbidden(f"field 'role': whoever is {by or 'no member'} gives and takes no role above that")


def _see_owner_left(connection: Connection, gone: rows.Member) -> None:
    """An owner who has not taken the invitation yet is none."""
    if gone.accepted_at is None:
        return
    owners = (_MEMBERS.c.account_id == gone.account_id, _MEMBERS.c.role == OWNER, _MEMBERS.c.accepted_at.is_not(None))
    found = select_rows(connection, rows.Member, _MEMBERS, *owners)
    if all(owner.user_id == gone.user_id for owner in found):
        raise Conflict("this is the account's last owner: make somebody else an owner first")


def _find(connection: Connection, account_id: str, user_id: str) -> rows.Member | None:
    found = select_rows(connection, rows.Member, _MEMBERS, *_mine(account_id, user_id))
    return found[0] if found else None


def _found(connection: Connection, account_id: str, user_id: str) -> rows.Member:
    found = _find(connection, account_id, user_id)
    if found is None:
        raise NotFound(f"this account has no member {user_id!r}")
    return found


def _mine(account_id: str, user_id: str) -> Any:  # noqa: ANN401 - conditions of SQLAlchemy
    return _MEMBERS.c.account_id == account_id, _MEMBERS.c.user_id == user_id
