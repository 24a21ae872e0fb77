"""Sessions: in which browsers somebody is signed in, for thirty days after the last use.

In: tokens. Out: rows, and with a token whoever it stands for. Only the hash of a token is kept.
"""

from typing import Final, NamedTuple

from sqlalchemy import delete, insert, update

from headwater.clock import DAY
from headwater.errors import NotFound
from headwater.ledger import rows, tables
from headwater.ledger.handle import select_rows
from headwater.ledger.members import memberships_of
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.scalars import new_token, secret_token, token_hash

KEPT_FOR: Final = 30 * DAY
_SESSIONS: Final = tables.sessions
_MOST_OF_AGENT: Final = 300


class SignedIn(NamedTuple):
    """A session, whose it is, and what they may in each of their accounts."""

    session: rows.Session
    user: rows.User
    members: dict[str, rows.Member]


def begin_session(store: Store, now: int, user_id: str, agent: str) -> str:
    """The token of a new session, shown this once; what has expired meanwhile is forgotten."""
    token = secret_token()
    session = rows.Session(
        session_id=new_token(12),
        hash=token_hash(token),
        user_id=user_id,
        agent=agent.encode("utf-8", "replace").decode().replace("\x00", "")[:_MOST_OF_AGENT],
        created_at=now,
        seen_at=now,
        expires_at=now + KEPT_FOR,
    )
    with store.write() as connection:
        connection.execute(delete(_SESSIONS).where(_SESSIONS.c.expires_at <= now))
        connection.execute(insert(_SESSIONS).values(as_dict(session)))
    return token


def find_session(store: Store, token: str) -> SignedIn | None:
    """Whom a token stands for; None when the session has ended. Whether it has expired the caller sees."""
    with store.read() as connection:
        found = select_rows(connection, rows.Session, _SESSIONS, _SESSIONS.c.hash == token_hash(token))
        if not found:
            return None
        users = select_rows(connection, rows.User, tables.users, tables.users.c.user_id == found[0].user_id)
        members = memberships_of(connection, found[0].user_id)
    return SignedIn(found[0], users[0], {member.account_id: member for member in members})


def prolong_session(store: Store, now: int, session_id: str) -> None:
    """It was used now, and is kept for thirty days from now."""
    with store.write() as connection:
        mine = update(_SESSIONS).where(_SESSIONS.c.session_id == session_id)
        connection.execute(mine.values(seen_at=now, expires_at=now + KEPT_FOR))


def list_sessions(store: Store, now: int, user_id: str) -> list[rows.Session]:
    """Where somebody is signed in, the last used first."""
    mine = (_SESSIONS.c.user_id == user_id, _SESSIONS.c.expires_at > now)
    with store.read() as connection:
        found = select_rows(connection, rows.Session, _SESSIONS, *mine)
    return sorted(found, key=lambda session: (-session.seen_at, session.session_id))


def end_session(store: Store, user_id: str, session_id: str) -> None:
    """Sign somebody out in one browser; `NotFound` when they are not signed in there."""
    mine = (_SESSIONS.c.user_id == user_id, _SESSIONS.c.session_id == session_id)
    with store.write() as connection:
        if connection.execute(delete(_SESSIONS).where(*mine)).rowcount == 0:
            raise NotFound(f"you have no session {session_id!r}")


def end_others(store: Store, user_id: str, session_id: str) -> None:
    """Sign somebody out everywhere but in one browser."""
    with store.write() as connection:
        others = (_SESSIONS.c.user_id == user_id, _SESSIONS.c.session_id != session_id)
        connection.execute(delete(_SESSIONS).where(*others))
