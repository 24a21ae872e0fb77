"""Who may pass: keys, scopes, and the account that a path names.

In: a request. Out: `Standing` of the account and the caller, or one of the refusals. A key of another account gets the
same answer as none. Look-ups are kept for a second, so a revoked key works for no longer than that.
"""

import hmac
from collections.abc import Callable
from typing import Final, Generic, TypeVar, cast

from starlette.requests import Request

from headwater.api.house import House, house_of
from headwater.api.limits import spend_key
from headwater.clock import SECOND, Clock
from headwater.errors import Forbidden, NotFound, Unauthorized
from headwater.ledger.accounts import SCOPES, Caller, Standing, find_caller, find_standing

Value = TypeVar("Value")

_KEPT_FOR: Final = SECOND
_KEPT: Final = 10_000
_LONGEST: Final = 128  # what is longer is nobody's name, and would only fill the memory

REFUSAL: Final = "send a valid API key of this account in the 'Authorization' header"


class Kept(Generic[Value]):
    """Values that were looked up a moment ago."""

    def __init__(self, look_up: Callable[[str], Value], clock: Clock) -> None:
        """Look up by `look_up` what is not known, or known for too long."""
        self._look_up = look_up
        self._clock = clock
        self._known: dict[str, tuple[int, Value]] = {}

    def get(self, name: str) -> Value:
        """The value of `name`, as it was at most a second ago."""
        if len(name) > _LONGEST:
            return self._look_up(name)
        now = self._clock()
        found = self._known.get(name)
        if found is not None and 0 <= now - found[0] < _KEPT_FOR:
            return found[1]
        value = self._look_up(name)
        if len(self._known) >= _KEPT:
            self._known.clear()
        self._known[name] = (now, value)
        return value


class Doors:
    """The keys and accounts of a house."""

    def __init__(self, house: House) -> None:
        """Look them up in the house's ledger."""
        self._operator = house.operator
        self._callers: Kept[Caller | None] = Kept(lambda key: find_caller(house.store, key), house.clock)
        self._standings = Kept(lambda account_id: _standing(house, account_id), house.clock)

    def standing(self, account_id: str) -> Standing:
        """An account, for the endpoints that need no key; `NotFound` when there is none."""
        standing = self._standings.get(account_id)
        if standing is None:
            raise NotFound(f"there is no account {account_id!r}")
        return standing

    def enter(self, request: Request, *scopes: str) -> tuple[Caller, Standing]:
        """The caller and the account in the path, if the key is this account's and has one of the scopes."""
        caller = self._caller(request)
        account_id = request.path_params["account"]
        if caller is None or caller.account_id not in (account_id, ""):
            raise Unauthorized(REFUSAL)
        if caller.scopes.isdisjoint({*scopes, "admin"}):
            raise Forbidden(f"this API key lacks the scope '{scopes[0]}'")
        try:
            return caller, self.standing(account_id)
        except NotFound:
            raise Unauthorized(REFUSAL) from None

    def own(self, request: Request, scope: str) -> Standing:
        """The account of the caller's key, for paths that name none."""
        caller = self._caller(request)
        if caller is None or not caller.account_id:
            raise Unauthorized(REFUSAL)
        request.path_params["account"] = caller.account_id
        return self.enter(request, scope)[1]

    def vouches(self, request: Request, account_id: str) -> str | None:
        """The id of the caller's key, if it is of this account and may import; whoever has none is not refused."""
        caller = self._caller(request)
        if caller is None or caller.account_id != account_id or caller.scopes.isdisjoint({"import", "admin"}):
            return None
        return caller.key_id

    def operator(self, request: Request) -> None:
        """Let only the machine's own command line pass."""
        caller = self._caller(request)
        if caller is None or caller.account_id:
            raise Unauthorized("this is for the command line of the server's own machine")

    def _caller(self, request: Request) -> Caller | None:
        said = request.headers.get("authorization", "").strip()
        scheme, _, rest = said.partition(" ")
        key = rest.strip() if scheme.lower() == "bearer" else said
        if not key:
            return None
        if hmac.compare_digest(key.encode(), self._operator.encode()):
            return Caller("operator", "", frozenset(SCOPES))
        return self._callers.get(key)


def _standing(house: House, account_id: str) -> Standing | None:
    """The account, or None, which is remembered as well: pages with a wrong id ask again and again."""
    try:
        return find_standing(house.store, account_id)
    except NotFound:
        return None


def doors_of(request: Request) -> Doors:
    """The doors of the house that a request came to."""
    return cast("Doors", request.scope["headwater.doors"])


def enter(request: Request, *scopes: str) -> tuple[House, Caller, Standing]:
    """The house, the caller and the account, if the caller may pass; `Limited` if they came too often."""
    caller, standing = doors_of(request).enter(request, *scopes)
    if caller.account_id:  # the machine's own command line may ask as often as it likes
        spend_key(request, caller.key_id, standing)
    return house_of(request), caller, standing
