"""What a path takes and gives, as rows beside the table of paths; documents and `/openapi.json` are made from them.

In: nothing. Out: the kinds of rows, and the table of errors. Holds no path and no entity.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final, NamedTuple, NotRequired, TypeAlias, TypedDict

from starlette.requests import Request
from starlette.responses import Response

from headwater.intake.payload import Payload, payload_schema
from headwater.intake.schemas import Schema

JSON: Final = "application/json"
OPERATOR: Final = "operator"
"""The scope of what only the command line of the server's own machine may ask."""
SESSION: Final = "session"
"""The scope of what only somebody who is signed in may ask."""


class Failed(TypedDict):
    """Whatever went wrong, always in this shape: every fault at once, and the id under which it is in the log."""

    status: str
    errors: list[str]
    message: str
    request_id: str
    needs: NotRequired[str]


class Parameter(NamedTuple):
    """A parameter of the query string."""

    name: str
    doc: str
    schema: Schema
    is_required: bool = False


class Body(NamedTuple):
    """What is sent: the name of its schema in the document, the schema, examples by what they show, media types.

    `parts` are schemas that it refers to, by their names.
    """

    name: str
    schema: Schema
    examples: Mapping[str, Any]
    media: Sequence[str] = (JSON,)
    is_required: bool = True
    parts: Mapping[str, Schema] = MappingProxyType({})


class Answer(NamedTuple):
    """What comes back: what it is, the type of its body by media type, an example, its own headers."""

    doc: str
    content: Mapping[str, Any] = MappingProxyType({})
    example: object = None
    headers: Mapping[str, str] = MappingProxyType({})


class About(NamedTuple):
    """A path's description beyond its one line; `link` is where in the answer there is what a deletion asks for."""

    group: str
    answers: Mapping[HTTPStatus, Answer]
    doc: str = ""
    scope: str = ""
    query: Sequence[Parameter] = ()
    body: Body | None = None
    errors: Sequence[HTTPStatus] = ()
    headers: Mapping[str, str] = MappingProxyType({})
    link: str = ""


Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class Path(NamedTuple):
    """A path, its methods, who answers, one line about it, and what it takes and gives.

    `headers` go with every answer, errors too. `same_as` is the path that this is another address of. `deed` is what
    the account's audit log calls it, where it is to be entered there.
    """

    path: str
    methods: tuple[str, ...]
    endpoint: Endpoint
    doc: str
    about: About
    headers: Mapping[str, str] = MappingProxyType({})
    same_as: str = ""
    deed: str = ""


class ErrorKind(NamedTuple):
    """One kind of error: when it comes, and an example of what it says."""

    doc: str
    example: str


S: Final = HTTPStatus

ERRORS: Final[Mapping[HTTPStatus, ErrorKind]] = {
    S.BAD_REQUEST: ErrorKind(
        "Something that was sent cannot be used. Every fault is told at once and names its field.",
        "field 'date_created' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
    ),
    S.UNAUTHORIZED: ErrorKind(
        "No key, an unknown one, or one of another account.",
        "send a valid API key of this account in the 'Authorization' header",
    ),
    S.FORBIDDEN: ErrorKind("The key lacks the scope that this needs.", "this API key lacks the scope 'import'"),
    S.NOT_FOUND: ErrorKind("What the address names is not in this account.", "there is no contact '1556402307145'"),
    S.CONFLICT: ErrorKind(
        "The `Idempotency-Key` was used before, with another body.",
        "header 'Idempotency-Key' was used before with another body: use a new key for a new request",
    ),
    S.REQUEST_ENTITY_TOO_LARGE: ErrorKind(
        "The body is larger than the server takes, packed or unpacked.",
        "the body is larger than 1048576 bytes: send fewer records, or raise 'max_body'",
    ),
    S.UNSUPPORTED_MEDIA_TYPE: ErrorKind(
        "The body is packed in another way than gzip.",
        "header 'Content-Encoding' is 'br': send the body as it is, or packed with gzip",
    ),
    S.TOO_MANY_REQUESTS: ErrorKind(
        "Too many requests in a minute. `Retry-After` says how many seconds to wait.",
        "too many requests: wait 1 s, or ask whoever runs the server for a higher limit",
    ),
    S.INTERNAL_SERVER_ERROR: ErrorKind(
        "We broke. The log of the server has more under the request's id.",
        "internal error: please report the request id",
    ),
    S.SERVICE_UNAVAILABLE: ErrorKind(
        "The server has more to do than it can. Nothing was written; try again after `Retry-After` seconds.",
        "too many writes are waiting: try again in a moment",
    ),
}

READING: Final = (S.BAD_REQUEST, S.REQUEST_ENTITY_TOO_LARGE, S.UNSUPPORTED_MEDIA_TYPE)
"""What may be wrong with a body."""
KEYED: Final = (S.UNAUTHORIZED, S.FORBIDDEN, S.TOO_MANY_REQUESTS)
"""What may be wrong with a key."""
OURS: Final = (S.INTERNAL_SERVER_ERROR, S.SERVICE_UNAVAILABLE)
"""What may be wrong with us."""

IDEMPOTENCY: Final = MappingProxyType(
    {"Idempotency-Key": "Up to 255 characters: the same request is done once in 24 hours, however often it is sent"}
)


def success(doc: str, kind: object, example: object = None, **headers: str) -> Mapping[HTTPStatus, Answer]:
    """The answer 200 with a JSON body."""
    named = {name.replace("_", "-"): told for name, told in headers.items()}
    return {S.OK: Answer(doc, {JSON: kind}, example, named)}


def body_of(payload: Payload, media: Sequence[str] = (JSON,), *, is_required: bool = True) -> Body:
    """The body that a payload's row describes."""
    return Body(payload.name, payload_schema(payload), payload.examples, media, is_required)
