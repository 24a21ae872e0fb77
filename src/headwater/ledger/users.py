"""Users: the people who sign in, found and changed by whoever they are; and tickets, by which they set a password.

In: rows and facts that were read already, passwords as hashes. Out: rows. Tokens are 256 random bits and shown once;
here only their SHA-256 is kept.
"""

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from headwater.clock import HOUR
from headwater.errors import Conflict, NotFound, Problem
from headwater.ledger import rows, tables
from headwater.ledger.handle import select_rows
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.scalars import new_token, secret_token, token_hash

RESET_FOR: Final = HOUR
INVITED_FOR: Final = 7 * 24 * HOUR
"""How long an invitation may wait; a reset, whose user has something to lose, waits an hour."""

_USERS: Final = tables.users
_TICKETS: Final = tables.tickets


class NewUser(NamedTuple):
    """What is said of somebody: an address in its one spelling, a name, the hash of a password if there is one."""

    email: str
    name: str
    password: str | None = None


def has_users(store: Store) -> bool:
    """Whether anybody has a user yet."""
    with store.read() as connection:
        return bool(connection.execute(select(exists().select_from(_USERS))).scalar())


def find_user(store: Store, email: str) -> rows.User | None:
    """The user of an address in its one spelling."""
    with store.read() as connection:
        return user_of(connection, email)


def list_users(store: Store) -> list[rows.User]:
    """All users, oldest first."""
    with store.read() as connection:
        found = select_rows(connection, rows.User, _USERS)
    return sorted(found, key=lambda user: (user.created_at, user.user_id))


def change_user(store: Store, user_id: str, **values: Any) -> rows.User:  # noqa: ANN401 - columns of any type
    """Change columns of a user; `Conflict` when somebody else has the address."""
    with store.write_users() as connection:
        taken = user_of(connection, values["email"]) if "email" in values else None
        if taken is not None and taken.user_id != user_id:
            raise Conflict("field 'email': somebody else signs in with this address")
        connection.execute(update(_USERS).where(_USERS.c.user_id == user_id).values(values))
        return _found(connection, user_id)


def spend_code(store: Store, user_id: str, step: int) -> bool:
    """Note that the code of a half-minute was taken; False when it, or a later one, was taken before."""
    later = or_(_USERS.c.totp_used.is_(None), _USERS.c.totp_used < step)
    with store.write() as connection:
        spent = update(_USERS).where(_USERS.c.user_id == user_id, later).values(totp_used=step)
        return connection.execute(spent).rowcount == 1


def user_of(connection: Connection, email: str) -> rows.User | None:
    """`find_user` inside a transaction."""
    found = select_rows(connection, rows.User, _USERS, _USERS.c.email == email)
    return found[0] if found else None


def add_user(connection: Connection, now: int, new: NewUser) -> rows.User:
    """A new user."""
    user = rows.User(user_id=new_token(10), email=new.email, name=new.name, password=new.password, created_at=now)
    connection.execute(insert(_USERS).values(as_dict(user)))
    return user


def add_ticket(connection: Connection, now: int, user_id: str, account_id: str | None = None) -> str:
    """A token that sets the user's password, in the place of any earlier one for the same; shown this once."""
    same = _TICKETS.c.account_id == account_id if account_id else _TICKETS.c.account_id.is_(None)
    connection.execute(delete(_TICKETS).where(_TICKETS.c.user_id == user_id, same))
    token = secret_token()
    ticket = rows.Ticket(
        hash=token_hash(token),
        user_id=user_id,
        account_id=account_id,
        created_at=now,
        expires_at=now + (INVITED_FOR if account_id else RESET_FOR),
    )
    connection.execute(insert(_TICKETS).values(as_dict(ticket)))
    return token


def reset(store: Store, now: int, email: str, *, without_codes: bool) -> str:
    """A one-use token that sets the password of a user, and if wished takes the codes of a lost phone away."""
    with store.write_users() as connection:
        user = user_of(connection, email)
        if user is None:
            raise NotFound(f"nobody signs in as {email!r}")
        if without_codes:
            values = {"totp": None, "totp_draft": None, "totp_used": None}
            connection.execute(update(_USERS).where(_USERS.c.user_id == user.user_id).values(values))
        return add_ticket(connection, now, user.user_id)


def find_ticket(store: Store, now: int, token: str) -> tuple[rows.Ticket, rows.User]:
    """What a token is good for; `Problem` when it was used, is too old, or never was one."""
    with store.read() as connection:
        return _ticket(connection, now, token)


def redeem(store: Store, now: int, token: str, new: tuple[str | None, str]) -> rows.User:
    """Use a ticket up: with the hash of a new password (None leaves what there is) and a name ("" leaves it).

    An invitation is taken; a reset ends all sessions and all other resets.
    """
    password, name = new
    members, sessions = tables.members, tables.sessions
    with store.write_users() as connection:
        ticket, user = _ticket(connection, now, token)
        mine = _USERS.c.user_id == user.user_id
        values = ({"password": password} if password else {}) | ({"name": name} if name else {})
        if ticket.account_id and user.password and password:
            raise Conflict("somebody with this address has set a password meanwhile: open the link again")
        if values:
            connection.execute(update(_USERS).where(mine).values(values))
        connection.execute(delete(_TICKETS).where(_TICKETS.c.hash == ticket.hash))
        if ticket.account_id:
            invited = (members.c.account_id == ticket.account_id, members.c.user_id == user.user_id)
            connection.execute(update(members).where(*invited).values(accepted_at=now))
        else:
            connection.execute(delete(sessions).where(sessions.c.user_id == user.user_id))
        return _found(connection, user.user_id)


def _ticket(connection: Connection, now: int, token: str) -> tuple[rows.Ticket, rows.User]:
    found = select_rows(connection, rows.Ticket, _TICKETS, _TICKETS.c.hash == token_hash(token))
    if not found or found[0].expires_at <= now:
        raise Problem("field 'token': this link was used before, or is too old: ask for a new one")
    return found[0], _found(connection, found[0].user_id)


def _found(connection: Connection, user_id: str) -> rows.User:
    (user,) = select_rows(connection, rows.User, _USERS, _USERS.c.user_id == user_id)
    return user
