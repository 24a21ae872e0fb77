"""How much a key, or an address that sends to an account, may ask in a minute, and how often a secret may be guessed.

Counted in memory. Each name has a bucket of a minute's worth that fills evenly; it is one number, the time at which it
will be full again, so a look costs the same whatever happened before. The least recently seen names are forgotten
beyond a bound.
"""

from collections import OrderedDict
from typing import Final, NamedTuple, cast

import msgspec
from starlette.requests import Request

from headwater.api.house import house_of
from headwater.api.sender import limited_as, sender_address
from headwater.clock import MINUTE, SECOND, Clock
from headwater.errors import Limited
from headwater.ledger.accounts import Standing
from headwater.settings import Settings

ATTEMPTS: Final = 15 * MINUTE
"""The time for which guesses are counted."""
_OF_ADDRESS: Final = 100
_OF_SECRET: Final = 10
KEPT: Final = 100_000
"""Names that are remembered; whoever is forgotten starts with a full bucket."""


class Taken(NamedTuple):
    """What is left after a request: of how many a minute, how many at once now, all again in so many seconds."""

    limit: int
    remaining: int
    reset: int


class Limits:
    """The buckets of a server."""

    def __init__(self, clock: Clock, kept: int = KEPT, period: int = MINUTE) -> None:
        """Remember at most `kept` names; a bucket is filled in a `period`."""
        self._clock = clock
        self._period = period
        self._kept = kept
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, name: str, per_period: int, count: int = 1) -> tuple[Taken, float]:
        """Take `count` out of the name's bucket: what is left, and for how many seconds to wait if it was too many.

        Nothing is taken when it was too many. More than a whole bucket passes when the bucket is full.
        """
        now = self._clock()
        each = self._period / per_period
        before = self._full_at.get(name, now)
        if not now <= before <= now + self._period:  # it is full again, or the clock was set back
            before = now
        after = before + min(count, per_period) * each
        wait = (after - now - self._period) / SECOND
        if wait > 1e-6:  # noqa: PLR2004 - below the clock's own step
            return self._told(per_period, before - now), wait
        self._full_at[name] = after
        self._full_at.move_to_end(name)
        if len(self._full_at) > self._kept:
            self._full_at.popitem(last=False)
        return self._told(per_period, after - now), 0.0

    def __len__(self) -> int:
        """How many names are remembered."""
        return len(self._full_at)

    def forget(self, name: str) -> None:
        """Let a name begin with a full bucket."""
        self._full_at.pop(name, None)

    def _told(self, per_period: int, missing: float) -> Taken:
        left = int(per_period * (1 - missing / self._period) + 1e-6)
        return Taken(per_period, max(0, left), -int(-missing // SECOND))


class OwnLimits(msgspec.Struct, frozen=True):
    """The limits that an account has of its own; the names are those of the settings."""

    rate_limit: int | None = None
    tracking_limit: int | None = None
    identify_limit: int | None = None


_NONE: Final = OwnLimits()
_own = msgspec.json.Decoder(OwnLimits).decode


def spend_key(request: Request, key_id: str, standing: Standing) -> None:
    """One request of a key; `Limited` when it was one too many."""
    settings, own = _limits_of(request, standing)
    _spend(request, f"key {key_id}", own.rate_limit or settings.rate_limit, 1)


def spend_address(request: Request, address: str | None, standing: Standing, count: int = 1) -> None:
    """So many hits of an address for an account; `Limited` when it was too many."""
    settings, own = _limits_of(request, standing)
    name = f"{standing.account.account_id} {address or ''}"
    _spend(request, name, own.tracking_limit or settings.tracking_limit, count)


def identify_limit(request: Request, standing: Standing) -> int:
    """How many people an address may identify for an account in an hour."""
    settings, own = _limits_of(request, standing)
    return own.identify_limit or settings.identify_limit


def spend_share(request: Request, share_id: str) -> None:
    """One look at a share link; `Limited` when it was one too many."""
    _spend(request, f"share {share_id}", house_of(request).settings.rate_limit, 1)


def spend_attempt(request: Request, secret: str) -> None:
    """One guess at a secret, by its name, from the request's address; `Limited` when either had too many."""
    attempts = cast("Limits", request.scope["headwater.attempts"])
    address = f"from {limited_as(sender_address(request))}"
    for name, most in ((address, _OF_ADDRESS), (secret, _OF_SECRET)):
        wait = attempts.take(name, most)[1]
        if wait:
            raise Limited(-int(-wait // 1))


def forgive_attempts(request: Request, secret: str) -> None:
    """The secret was known: what was guessed before counts no more."""
    cast("Limits", request.scope["headwater.attempts"]).forget(secret)


def _limits_of(request: Request, standing: Standing) -> tuple[Settings, OwnLimits]:
    own = standing.account.settings
    return house_of(request).settings, _NONE if own == "{}" else _own(own)


def _spend(request: Request, name: str, per_minute: int, count: int) -> None:
    taken, wait = cast("Limits", request.scope["headwater.limits"]).take(name, per_minute, count)
    request.scope["headwater.taken"] = taken
    if wait:
        raise Limited(-int(-wait // 1))
