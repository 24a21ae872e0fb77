"""How answers are spelled: JSON bodies, and one shape for everything that went wrong.

`{"status":"error","errors":[…],"message":"…","request_id":"…"}` is what clients of the original read. What is the
caller's to mend says so in words; what is ours says nothing but the id to look for in the log.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from headwater.errors import Overloaded, Problem

log = logging.getLogger(__name__)

_encode = msgspec.json.Encoder().encode
OUR_FAULT: Final = 500
"""The status of what a caller can do nothing about, and is told nothing about."""


def json_answer(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response."""
    return Response(_encode(body), status, headers, "application/json")


def problem_answer(request: Request, problem: Problem) -> Response:
    """The response to a request that cannot be done as asked; what is our own fault is not told."""
    if problem.status == OUR_FAULT:
        return failure_answer(request, problem)
    errors = list(problem.errors)
    if not problem.is_told:
        log.error("request %s: %s", request_id(request), problem)
        errors = ["the server cannot do this at the moment: please report the request id"]
    after = problem.retry_after or (Overloaded.retry_after if problem.status == Overloaded.status else None)
    return _error(request, problem.status, errors, {"Retry-After": str(after)} if after else None, problem.needs)


def nowhere_answer(request: Request) -> Response:
    """The response to a path that there is not."""
    return _error(request, 404, [f"there is nothing at {request.url.path}"])


def wrong_method_answer(request: Request, methods: Sequence[str]) -> Response:
    """The response to a method that a path does not have."""
    fault = f"{request.method} is not possible here: use {' or '.join(methods)}"
    return _error(request, 405, [fault], {"Allow": ", ".join(methods)})


def failure_answer(request: Request, error: Exception) -> Response:
    """The response when we broke: an id, and nothing of what happened."""
    log.error("request %s failed", request_id(request), exc_info=error)
    return _error(request, OUR_FAULT, ["internal error: please report the request id"])


def request_id(request: Request) -> str:
    """The id that the request came with or was given."""
    return cast("str", request.scope.get("headwater.request_id", ""))


def _error(
    request: Request, status: int, errors: list[str], headers: Mapping[str, str] | None = None, needs: str = ""
) -> Response:
    body: dict[str, Any] = {
        "status": "error",
        "errors": errors,
        "message": "; ".join(errors),
        "request_id": request_id(request),
    }
    return json_answer(body | ({"needs": needs} if needs else {}), status, headers)
