"""Who may pass: keys and sessions, their scopes, and the account that a path names.

In: a request. Out: `Standing` of the account and the caller, or one of the refusals. A key of another account gets the
same answer as none, and so does a session. Look-ups are kept for a second, so a revoked key works for no longer than
that. Who sees a part of an account only is let in where the endpoint says that it narrows what it tells.
"""

import hmac
from collections.abc import Callable
from typing import Final, Generic, TypeVar, cast

import msgspec
from starlette.requests import Request

from headwater.api.audited import CALLER
from headwater.api.cookies import COOKIE, refuse_forged, session_cookie
from headwater.api.house import House, house_of
from headwater.api.limits import spend_key
from headwater.clock import HOUR, SECOND, Clock
from headwater.errors import Forbidden, NotFound, Unauthorized
from headwater.ledger.accounts import SCOPES, Caller, Standing, find_caller, find_standing
from headwater.ledger.members import OWNER, scopes_of
from headwater.ledger.sessions import SignedIn, find_session, prolong_session

Value = TypeVar("Value")

_KEPT_FOR: Final = SECOND
_KEPT: Final = 10_000
_LONGEST: Final = 128  # what is longer is nobody's name, and would only fill the memory

_RENEWED_AFTER: Final = HOUR
"""How old the last note of a session's use may be: one write an hour, not one a request."""

REFUSAL: Final = "send a valid API key of this account in the 'Authorization' header"
SIGN_IN: Final = "sign in first"
PART: Final = "your membership shows a part of this account only, and this cannot be narrowed to it"


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

    def forget(self) -> None:
        """Look everything up anew."""
        self._known.clear()


class Doors:
    """The keys and accounts of a house."""

    def __init__(self, house: House) -> None:
        """Look them up in the house's ledger."""
        self._house = house
        self._callers: Kept[Caller | None] = Kept(lambda key: find_caller(house.store, key), house.clock)
        self._sessions: Kept[SignedIn | None] = Kept(lambda token: find_session(house.store, token), house.clock)
        self._standings = Kept(lambda account_id: _standing(house, account_id), house.clock)

    def standing(self, account_id: str) -> Standing:
        """An account, for the endpoints that need no key; `NotFound` when there is none."""
        standing = self._standings.get(account_id)
        if standing is None:
            raise NotFound(f"there is no account {account_id!r}")
        return standing

    def enter(self, request: Request, *scopes: str) -> tuple[Caller, Standing]:
        """The caller and the account in the path, if the key or the member is this account's and has a scope."""
        account_id = request.path_params["account"]
        # Whoever sends a key, right or wrong, does not mean the cookie beside it.
        caller = self._holder(key) if (key := _key_of(request)) else self._member(request, account_id)
        if caller is None or caller.account_id not in (account_id, ""):
            raise Unauthorized(REFUSAL)
        if caller.scopes.isdisjoint({*scopes, "admin"}):
            raise Forbidden(_lack(caller, scopes[0]))
        request.scope[CALLER] = caller
        try:
            return caller, self.standing(account_id)
        except NotFound:
            raise Unauthorized(REFUSAL) from None

    def signed_in(self, request: Request) -> SignedIn | None:
        """Whoever holds the session of the request's cookie; `Forbidden` if it was not they who meant to send it."""
        token = request.cookies.get(COOKIE, "")
        found = self._sessions.get(token) if token else None
        now = self._house.clock()
        if found is None or found.session.expires_at <= now:
            return None
        refuse_forged(request)
        request.scope["headwater.private"] = True
        if now - found.session.seen_at >= _RENEWED_AFTER:
            request.scope["headwater.cookie"] = session_cookie(request, token)
            self._house.askers.submit(prolong_session, self._house.store, now, found.session.session_id)
        return found

    def user(self, request: Request) -> SignedIn:
        """The same; `Unauthorized` for nobody."""
        found = self.signed_in(request)
        if found is None:
            raise Unauthorized(SIGN_IN)
        return found

    def look_again(self) -> None:
        """Forget what is known of people: something of theirs was changed."""
        self._sessions.forget()
        self._standings.forget()
        self._callers.forget()

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
        return self._holder(key) if (key := _key_of(request)) else None

    def _holder(self, key: str) -> Caller | None:
        """Whose key it is."""
        if hmac.compare_digest(key.encode(), self._house.operator.encode()):
            return Caller("operator", "", frozenset(SCOPES), OWNER)
        return self._callers.get(key)

    def _member(self, request: Request, account_id: str) -> Caller | None:
        """Whoever is signed in, as what they are in the account."""
        found = self.signed_in(request)
        member = found.members.get(account_id) if found else None
        if found is None or member is None:
            return None
        user_id = found.user.user_id
        filters = tuple(msgspec.json.decode(member.filters, type=list[object]))
        return Caller(f"user {user_id}", account_id, scopes_of(member), member.role, user_id, filters)


def _key_of(request: Request) -> str:
    """The key that was sent, right or wrong; the word 'Bearer' before it says nothing."""
    said = request.headers.get("authorization", "").strip()
    scheme, _, rest = said.partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else said


def _lack(caller: Caller, scope: str) -> str:
    if caller.user_id:
        return f"as {caller.role} of this account you may not do this: it needs '{scope}'"
    return f"this API key lacks the scope '{scope if scope in SCOPES else 'admin'}'"


def _standing(house: House, account_id: str) -> Standing | None:
    """The account, or None, which is remembered as well: pages with a wrong id ask again and again."""
    try:
        return find_standing(house.store, account_id)
    except NotFound:
        return None


def doors_of(request: Request) -> Doors:
    """The doors of the house that a request came to."""
    return cast("Doors", request.scope["headwater.doors"])


def enter(request: Request, *scopes: str, narrows: bool = False) -> tuple[House, Caller, Standing]:
    """The house, the caller and the account, if the caller may pass; `Limited` if they came too often.

    Who sees a part of the account only may pass where the endpoint `narrows` what it tells to the caller's filters, or
    tells nothing of anybody.
    """
    caller, standing = doors_of(request).enter(request, *scopes)
    if caller.account_id:  # the machine's own command line may ask as often as it likes
        spend_key(request, caller.key_id, standing)
    if caller.filters and not narrows:
        raise Forbidden(PART)
    return house_of(request), caller, standing


def user_of(request: Request) -> tuple[House, SignedIn]:
    """The house, and whoever is signed in; `Unauthorized` for nobody."""
    return house_of(request), doors_of(request).user(request)
