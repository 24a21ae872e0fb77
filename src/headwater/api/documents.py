"""The API described by itself: `/openapi.json` for programs, `/docs` for people, both from the rows that serve.

In: the paths of the front, which the request brings. Out: two answers that never change while the server runs, and are
made when they are first asked for.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from headwater.api.about import JSON, Path
from headwater.api.openapi import document
from headwater.api.page.page import POLICY, render


class Documents:
    """The documents of a table of paths."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Make them from `paths`, later."""
        self._paths = paths

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return document(self._paths)

    @cached_property
    def json(self) -> bytes:
        """The document as it is sent."""
        return msgspec.json.encode(self.document)

    @cached_property
    def page(self) -> str:
        """The document for people."""
        return render(self.document)


def documents_of(request: Request) -> Documents:
    """The documents of the server that a request came to."""
    return cast("Documents", request.scope["headwater.documents"])


async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return Response(documents_of(request).json, media_type=JSON, headers={"Access-Control-Allow-Origin": "*"})


async def page(request: Request) -> Response:
    """The page for people."""
    return HTMLResponse(documents_of(request).page, headers={"Content-Security-Policy": POLICY})
