"""The browser script under the addresses that the snippets in the wild use, for any site, cacheable, compressed once.

In: the file that `tracker/` builds and, for an address that names an account, that account's options. Out: routes.
The options are written into the script, so that a page needs no second request; what they mean, only the script knows.
Where the script comes from the site's own domain, the visitor's cookie is renewed with it, for a year.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from headwater.errors import Problem
from headwater.intake.cookie import NAME, OWN_SITE, visitor_cookie
from headwater.web.encoded import Encoded, answer, encode, takes_gzip

Options: TypeAlias = Mapping[str, object]
OptionsOf: TypeAlias = Callable[[Request, str], Options]
IsSecure: TypeAlias = Callable[[Request], bool]

# The built script is one function applied to the options of nobody in particular.
_EMPTY_OPTIONS: Final = "({});"
_NOT_BUILT: Final = "the tracking script has not been built: run 'make setup'"

_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    # An hour, and a day more while the browser looks for a new one: a mended script is everywhere by tomorrow.
    "Cache-Control": "public, max-age=3600, stale-while-revalidate=86400",
    # Lets pages that isolate themselves (COEP) load it, too.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding, Sec-Fetch-Site",
    "X-Content-Type-Options": "nosniff",
}


_ASK_AGAIN: Final = "private, max-age=0, must-revalidate"
_OURS_ALONE: Final = "private, max-age=3600"


def no_options(_request: Request, _account: str) -> Options:
    """The options of an account that has set none."""
    return {}


def by_its_own_word(request: Request) -> bool:
    """Whether a request came by https, when no proxy stands in front."""
    return request.url.scheme == "https"


def script_routes(options_of: OptionsOf = no_options, is_secure: IsSecure = by_its_own_word) -> list[Route]:
    """Routes of the script; `/{account}.js` catches every name, so they belong behind all others.

    `options_of` is asked on every request to an address that names an account, and has to answer from memory.
    """
    built = files("headwater.web").joinpath("static", "seg.js")
    source = built.read_text("ascii") if built.is_file() else ""

    @lru_cache(maxsize=256)
    def encoded(options: str, *, is_gzipped: bool) -> Encoded:
        script = source.removesuffix(_EMPTY_OPTIONS) + f"({options});"
        return encode(script.encode("ascii"), _HEADERS, is_gzipped=is_gzipped)

    async def serve(request: Request) -> Response:
        if not source:
            raise Problem(_NOT_BUILT, status=503)
        account = request.path_params.get("account")
        options = dict(options_of(request, account)) if account else {}
        is_own_site = request.headers.get("Sec-Fetch-Site") in OWN_SITE and options.get("cookies") != "off"
        if is_own_site:
            options["kept"] = 1
        script = encoded(json.dumps(options, sort_keys=True), is_gzipped=takes_gzip(request))
        response = answer(request, script, "text/javascript")
        if is_own_site:
            _renew(request, response, is_secure=is_secure(request))
        return response

    return [Route(path, serve) for path in ("/seg.js", "/segmet.js", "/tag/{account}.js", "/{account}.js")]


def _renew(request: Request, response: Response, *, is_secure: bool) -> None:
    """Renew the visitor's cookie. None is made here: that is for the script, which knows whether it is allowed."""
    known = request.cookies
    uid = None if known.get("_seg_off") or known.get("_seg_ok") == "0" else known.get(NAME)
    cookie = visitor_cookie(request.headers.get("Host", ""), uid, is_secure=is_secure)
    if cookie:
        response.headers["Set-Cookie"] = cookie
    response.headers["Cache-Control"] = _OURS_ALONE if cookie else _ASK_AGAIN
    response.headers["Vary"] = "Accept-Encoding, Cookie, Sec-Fetch-Site"
