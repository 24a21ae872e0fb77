"""Passwords as Argon2id hashes, and the codes of phones (TOTP): made and checked, slowly on purpose.

In: what somebody typed, and what is kept. Out: yes or no; as late for somebody who is not there. Blocks: call it by
`House.ask`. Few are worked out at once, because each takes 64 MiB.
"""

import hmac
import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pyotp import random_base32
from pyotp.totp import TOTP

from headwater.clock import SECOND

_HASHER: Final = PasswordHasher()  # the parameters that RFC 9106 recommends where memory is scarce
_TURNS: Final = threading.BoundedSemaphore(2)
_STEP_S: Final = 30
ISSUER: Final = "Headwater"


def hash_password(password: str) -> str:
    """What is kept of a password."""
    with _TURNS:
        return _HASHER.hash(_bytes(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether the password is the one whose hash is kept; without one, it takes as long to say no."""
    with _TURNS:
        nobodys = _nobodys()  # whether it is needed or not: the first time takes longer
        try:
            _HASHER.verify(kept or nobodys, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_dated(kept: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)


def new_secret() -> str:
    """A secret for a phone."""
    return random_base32()


def secret_uri(secret: str, email: str) -> str:
    """The secret as phones read it."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: int) -> int | None:
    """The number of the half-minute that a code is of, if it is of this one or one beside it."""
    spelled = code.replace(" ", "")
    for step in (now // SECOND // _STEP_S + offset for offset in (0, -1, 1)):
        if hmac.compare_digest(TOTP(secret).at(step * _STEP_S).encode(), spelled.encode("utf-8", "replace")):
            return step
    return None


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")


def _bytes(password: str) -> bytes:
    """Lone surrogates, which JSON can hold, are no UTF-8."""
    return password.encode("utf-8", "surrogatepass")
