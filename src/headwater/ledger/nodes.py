"""The names of identity nodes: visitors by their uid, everything personal as a keyed hash.

A deleted contact leaves nothing readable here, and still finds its orders again if it returns.
"""

from functools import lru_cache
from typing import Final

from headwater.ledger.rows import Account
from headwater.scalars import keyed_hash

VISITOR: Final = "v:"
EMAIL: Final = "e:"
CONTACT: Final = "c:"


def visitor(uid: str) -> str:
    """The browser with this uid."""
    return VISITOR + uid


def email(email_key: str) -> str:
    """An e-mail address, by its key."""
    return EMAIL + email_key


def contact(account: Account, integration_id: str, contact_id: str) -> str:
    """A contact of an integration."""
    return CONTACT + _key(account.secret, f"{integration_id}\n{contact_id}")


def email_key(account: Account, address: str) -> str:
    """What stands for a normalised e-mail address in indexes and hashes."""
    return _key(account.secret, address)


@lru_cache(maxsize=10_000)  # a change asks for the same few names several times
def _key(secret: str, text: str) -> str:
    return keyed_hash(bytes.fromhex(secret), text)
