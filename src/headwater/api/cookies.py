"""The cookie of a session, and whether what comes with it was meant by the one who holds it.

In: requests. Out: the cookie, or a refusal of what another site made the browser send. Why so: decision 0020.
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from headwater.api.sender import is_proxied, scheme_of
from headwater.clock import SECOND
from headwater.errors import Forbidden
from headwater.ledger.sessions import KEPT_FOR

COOKIE: Final = "headwater_session"
HEADER: Final = "X-Headwater"
_SAFE: Final = ("GET", "HEAD")
_OWN: Final = ("same-origin", "none")


def session_cookie(request: Request, token: str) -> str:
    """The header that keeps a token in the browser; an empty one that forgets it."""
    lasts = KEPT_FOR // SECOND if token else 0
    secure = "; Secure" if scheme_of(request) == "https" else ""
    return f"{COOKIE}={token}; Path=/; Max-Age={lasts}; HttpOnly; SameSite=Lax{secure}"


def refuse_forged(request: Request) -> None:
    """Refuse what changes something and comes from another site, or with a cookie and without our header."""
    if request.method in _SAFE:
        return
    if not _is_own(request):
        raise Forbidden("this came from another site: use the address of this server, which must reach it unchanged")
    if COOKIE in request.cookies and request.headers.get(HEADER) != "1":
        raise Forbidden(f"header '{HEADER}: 1' is missing: with a session's cookie, whatever is no GET needs it")


def _is_own(request: Request) -> bool:
    """What the browser says itself goes before a comparison of addresses, which a proxy may have changed."""
    if site := request.headers.get("sec-fetch-site"):
        return site in _OWN
    origin = request.headers.get("origin")
    if origin is None:
        return True  # no browser, so nobody else's page
    return urlsplit(origin).netloc in _hosts(request)


def _hosts(request: Request) -> tuple[str, ...]:
    """The names under which the outside asked this server."""
    said = request.headers.get("x-forwarded-host", "") if is_proxied(request) else ""
    return tuple(host for host in (request.headers.get("host", ""), said) if host)
