"""The built dashboard under `/app`: its index for every page of it, and the hashed files that the index names.

In: what `dashboard/` builds. Out: routes. The policy lets pages load from this server alone, and run nothing inline;
no other site may have one of them in a frame, but for what share links show (`/app/embed/`). What the pages show, only
the dashboard knows.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from mimetypes import guess_type
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from headwater.errors import NotFound, Problem
from headwater.web.encoded import Encoded, answer, encode, takes_gzip

HOME: Final = "/app/"
_INDEX: Final = "index.html"
_ASSETS: Final = "assets/"
_SHARED: Final = "share/"
_EMBEDDED: Final = "embed/"
_NOT_BUILT: Final = "the dashboard has not been built: run 'make setup'"

# React Aria writes two constant rules into style elements: what may be pressed, and what may be scrolled on iOS.
_STYLES: Final = (
    "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
    "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
)
POLICY: Final = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {' '.join(_STYLES)}; font-src 'self'; connect-src 'self';"
    " img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PAGE: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}
# Search engines have no business with what a link shows; other sites may frame it, at the address made for that.
_SHARED_PAGE: Final = _PAGE | {"X-Robots-Tag": "noindex"}
_EMBEDDED_PAGE: Final = _SHARED_PAGE | {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
}
# The name of a file changes with what is in it.
_ASSET: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}
_HEADERS: Final[Mapping[str, Mapping[str, str]]] = {
    _INDEX: _PAGE,
    _ASSETS: _ASSET,
    _SHARED: _SHARED_PAGE,
    _EMBEDDED: _EMBEDDED_PAGE,
}


def dashboard_routes() -> list[Route]:
    """Routes of the dashboard; they belong before those that begin with an account."""
    built = dict(_files(files("headwater.web").joinpath("static", "app")))

    @cache
    def encoded(name: str, kind: str, *, is_gzipped: bool) -> Encoded:
        return encode(built[name], _HEADERS[kind], is_gzipped=is_gzipped)

    async def serve(request: Request) -> Response:
        if _INDEX not in built:
            raise Problem(_NOT_BUILT, status=503)
        page = request.path_params.get("page", "")
        name = _wanted(page, built)
        media_type = guess_type(name)[0] or "application/octet-stream"
        # Fonts are packed already.
        is_gzipped = takes_gzip(request) and not name.endswith(".woff2")
        return answer(request, encoded(name, _kind(name, page), is_gzipped=is_gzipped), media_type)

    async def home(request: Request) -> Response:
        if "text/html" not in request.headers.get("Accept", ""):
            raise NotFound("there is nothing at /")
        return RedirectResponse(HOME, 303)

    return [Route("/app", serve), Route("/app/{page:path}", serve), Route("/", home)]


def _wanted(page: str, built: Mapping[str, bytes]) -> str:
    """The file that an address below `/app` means: pages of the dashboard are all the one index."""
    if page.startswith(_ASSETS):
        if page not in built:
            raise NotFound(f"there is nothing at /app/{page}")
        return page
    return _INDEX


def _kind(name: str, page: str) -> str:
    """Which headers an answer has."""
    if name != _INDEX:
        return _ASSETS
    return next((prefix for prefix in (_SHARED, _EMBEDDED) if page.startswith(prefix)), _INDEX)


def _files(folder: Traversable, prefix: str = "") -> list[tuple[str, bytes]]:
    """What is in a folder, by its path there."""
    if not folder.is_dir():
        return []
    found: list[tuple[str, bytes]] = []
    for each in folder.iterdir():
        name = prefix + each.name
        found += _files(each, f"{name}/") if each.is_dir() else [(name, each.read_bytes())]
    return found
