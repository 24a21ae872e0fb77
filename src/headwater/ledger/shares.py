"""Share links: each shows one saved report, or one question, to whoever has it, until it expires or is revoked.

In: rows and tokens. Out: rows. Only the hash of a token is kept; passwords come as hashes.
"""

from typing import Final

from sqlalchemy import insert, update

from headwater.errors import NotFound
from headwater.ledger import rows, tables
from headwater.ledger.handle import select_rows
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store
from headwater.scalars import token_hash

_SHARES: Final = tables.shares


def add_share(store: Store, share: rows.Share) -> None:
    """Keep a new one."""
    with store.write() as connection:
        connection.execute(insert(_SHARES).values(as_dict(share)))


def list_shares(store: Store, account_id: str) -> list[rows.Share]:
    """The account's, revoked ones too, the newest first."""
    with store.read() as connection:
        found = select_rows(connection, rows.Share, _SHARES, _SHARES.c.account_id == account_id)
    return sorted(found, key=lambda share: (-share.created_at, share.share_id))


def revoke_share(store: Store, now: int, account_id: str, share_id: str) -> None:
    """Make one worthless, for good; `NotFound` when the account has no such link that still works."""
    mine = (_SHARES.c.account_id == account_id, _SHARES.c.share_id == share_id, _SHARES.c.revoked_at.is_(None))
    with store.write() as connection:
        if connection.execute(update(_SHARES).where(*mine).values(revoked_at=now)).rowcount == 0:
            raise NotFound(f"there is no share link {share_id!r}")


def find_share(store: Store, now: int, token: str) -> rows.Share:
    """What a token shows; `NotFound` when it never was one, was revoked or has expired."""
    with store.read() as connection:
        found = select_rows(connection, rows.Share, _SHARES, _SHARES.c.hash == token_hash(token))
    share = found[0] if found else None
    if share is None or share.revoked_at is not None or (share.expires_at is not None and share.expires_at <= now):
        raise NotFound("this link shows nothing any more: ask for a new one")
    return share


def note_use(store: Store, now: int, share: rows.Share) -> None:
    """It was used now."""
    mine = (_SHARES.c.account_id == share.account_id, _SHARES.c.share_id == share.share_id)
    with store.write() as connection:
        connection.execute(update(_SHARES).where(*mine).values(used_at=now))
