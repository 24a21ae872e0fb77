"""The OpenAPI 3.1 document of the server, made from the tables that serve requests.

In: rows of paths, each with what it takes and gives. Out: the document as an object of JSON. Holds no path, entity or
error of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec

from headwater import __version__
from headwater.api.about import ERRORS, JSON, OPERATOR, SESSION, About, Answer, Failed, Path
from headwater.api.cookies import COOKIE
from headwater.api.operations import GROUPS
from headwater.intake.exports import EXPORTS
from headwater.intake.schemas import COMPONENTS, Schema, named_values

_REF: Final = COMPONENTS + "{name}"
_ERROR: Final[Schema] = {"$ref": COMPONENTS + Failed.__name__}

_PARAMETERS: Final[Mapping[str, tuple[str, Schema]]] = {
    "account": ("The account, from `headwater account list`", {"type": "string", "examples": ["demo123"]}),
    "integration": ("One of the account's integrations: where the records come from", {"type": "string"}),
    "record": ("The id of the record; that of a contact may be an e-mail address, too", {"type": "string"}),
    "type": ("The type of the report, such as `leads`", {"type": "string", "examples": ["leads"]}),
    "entity": ("What to export, such as `contact`", {"enum": [export.path for export in EXPORTS]}),
    "person": (
        "A person: the number, an e-mail address, `INTEGRATION/CONTACT_ID` or `visitor:UID`",
        {"type": "string", "examples": ["ann@example.com"]},
    ),
    "page": ("A page of the dashboard, or a file of it", {"type": "string"}),
    "job": ("The import", {"type": "string"}),
    "report": ("The saved report", {"type": "string"}),
    "contact": ("A contact id, or else an e-mail address", {"type": "string", "examples": ["ann@mail.example"]}),
    "user": ("The member's user, from the list of members", {"type": "string"}),
    "session": ("The session, from the list of sessions", {"type": "string"}),
    "key": ("The key's id, from the list of keys", {"type": "string"}),
    "share": ("The share link's id, from the list of them", {"type": "string"}),
    "token": ("The token of a share link", {"type": "string"}),
    "definition": ("The id of what the account has defined", {"type": "string"}),
}
"""What stands in addresses."""

_HEADERS: Final[Mapping[str, tuple[str, Schema]]] = {
    "X-Request-Id": ("The request's id: the one that it came with, or a new one", {"type": "string"}),
    "RateLimit-Limit": ("How many requests a minute are allowed", {"type": "integer"}),
    "RateLimit-Remaining": ("How many more are allowed right now", {"type": "integer"}),
    "RateLimit-Reset": ("After how many seconds all are allowed again", {"type": "integer"}),
    "Retry-After": ("How many seconds to wait", {"type": "integer"}),
}

_SECURITY: Final[Mapping[str, Schema]] = {
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "An API key of the account as it is: `Authorization: hw_…`. `headwater key create` makes one.",
    },
    "bearer": {"type": "http", "scheme": "bearer", "description": "The same key as `Authorization: Bearer hw_…`."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The session of somebody who signed in. What is no GET needs the header `X-Headwater: 1`, too.",
    },
    "operator": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "The token in `server.json` of the server's data directory, for its own command line.",
    },
}

_DESCRIPTION: Final = """\
Send contacts and orders, let your web site send page views, and ask where leads and revenue come from.

Bodies are JSON, and read with patience: ids may be numbers or texts, flags `0`, `1`, `"0"` or `true`, dates may have
any usual form, and what is not quite JSON (a comma too many, single quotes) is read all the same. A body may be packed
with `Content-Encoding: gzip`. Errors have one shape, tell every fault at once, and carry the request's id."""


def document(paths: Sequence[Path]) -> dict[str, Any]:
    """The document of a table of paths."""
    told: dict[str, dict[str, Any]] = {}
    names: set[str] = set()
    for path in paths:
        for method in path.methods:
            operation = _operation(path, method)
            operation["operationId"] = _name(method, path, names)
            told.setdefault(plain(path.path), {})[method.lower()] = operation
    _link(told, paths)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Headwater",
            "version": __version__,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": doc} for name, doc in GROUPS.items()],
        "paths": told,
        "components": {
            "schemas": _schemas(paths),
            "responses": dict(_errors()),
            "headers": {name: {"description": doc, "schema": schema} for name, (doc, schema) in _HEADERS.items()},
            "securitySchemes": dict(_SECURITY),
        },
    }


def plain(pattern: str) -> str:
    """A pattern of the router as a template of OpenAPI."""
    return re.sub(r"{(\w+):\w+}", r"{\1}", pattern)


def _operation(path: Path, method: str) -> dict[str, Any]:
    about = path.about
    operation: dict[str, Any] = {
        "tags": [about.group],
        "summary": path.doc,
        "description": about.doc + (f"\n\nThe same as `{path.same_as}`." if path.same_as else ""),
        "parameters": list(_parameters(path)),
        "responses": dict(_responses(about, is_safe=method == "GET")),
        "security": _security(about),
    }
    if path.same_as:
        operation["x-same-as"] = path.same_as
    if body := about.body:
        examples = {name: {"value": value} for name, value in body.examples.items()}
        content = {"schema": {"$ref": COMPONENTS + body.name}, "examples": examples}
        operation["requestBody"] = {"required": body.is_required, "content": dict.fromkeys(body.media, content)}
    return operation


def _parameters(path: Path) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)", path.path):
        doc, schema = _PARAMETERS[name]
        yield {"name": name, "in": "path", "required": True, "description": doc, "schema": schema}
    for one in path.about.query:
        told: dict[str, Any] = {"name": one.name, "in": "query", "description": one.doc, "schema": one.schema}
        yield told | {"required": True} if one.is_required else told
    for name, doc in path.about.headers.items():
        schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"\S"}
        yield {"name": name, "in": "header", "description": doc, "schema": schema}


def _security(about: About) -> list[dict[str, list[str]]]:
    if about.scope == OPERATOR:
        return [{"operator": []}]
    if about.scope == SESSION:
        return [{"session": []}]
    return [{"key": [about.scope]}, {"bearer": [about.scope]}, {"session": []}] if about.scope else []


def _responses(about: About, *, is_safe: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    is_limited = HTTPStatus.TOO_MANY_REQUESTS in about.errors
    for status, answer in about.answers.items():
        yield str(int(status)), _answer(answer, is_limited=is_limited)
    for status in sorted(about.errors):
        if not (is_safe and status in _OF_BODIES):
            yield str(int(status)), {"$ref": f"#/components/responses/{_response_name(status)}"}


_OF_BODIES: Final = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
_LATER: Final = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


def _errors() -> Iterator[tuple[str, dict[str, Any]]]:
    """The answers to whatever may go wrong, by their names."""
    for status, kind in ERRORS.items():
        told = {"status": "error", "errors": [kind.example], "message": kind.example, "request_id": "8b1a9953c4611296"}
        headers = _headers(is_limited=status == HTTPStatus.TOO_MANY_REQUESTS)
        if status in _LATER:
            headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
        content = {JSON: {"schema": _ERROR, "example": told}}
        yield _response_name(status), {"description": kind.doc, "headers": headers, "content": content}


def _response_name(status: HTTPStatus) -> str:
    return status.name.title().replace("_", "")


def _answer(answer: Answer, *, is_limited: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"description": answer.doc, "headers": _headers(is_limited=is_limited)}
    told["headers"] |= {
        name: {"description": doc, "schema": {"type": "string"}} for name, doc in answer.headers.items()
    }
    content: dict[str, Any] = {}
    for media, kind in answer.content.items():
        content[media] = {"schema": kind if isinstance(kind, dict) else {"$ref": COMPONENTS + kind.__name__}}
        if answer.example is not None and (media == JSON or isinstance(answer.example, str)):
            content[media]["example"] = answer.example
    return told | {"content": content} if content else told


def _headers(*, is_limited: bool) -> dict[str, Any]:
    names = [name for name in _HEADERS if name.startswith("RateLimit")] if is_limited else []
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *names)}


def _schemas(paths: Sequence[Path]) -> dict[str, Schema]:
    """Everything that is referred to: values, bodies, the shapes of answers."""
    values = {value.name: value.schema for value in named_values()}
    sent = [path.about.body for path in paths if path.about.body]
    bodies = {name: schema for body in sent for name, schema in ({body.name: body.schema} | dict(body.parts)).items()}
    _, shapes = msgspec.json.schema_components(list(_kinds(paths)), ref_template=_REF)
    known = dict(shapes)
    known[Failed.__name__]["properties"]["status"] = {"const": "error"}
    return dict(sorted((values | bodies | known).items()))


def _kinds(paths: Sequence[Path]) -> Iterable[Any]:
    kinds = {
        kind.__name__: kind
        for path in paths
        for answer in path.about.answers.values()
        for kind in answer.content.values()
        if not isinstance(kind, dict)
    }
    return (Failed, *kinds.values())


def _name(method: str, path: Path, taken: set[str]) -> str:
    """A name that no other operation has: the method and the words of the path, but for those that every path has."""
    words = re.sub(r"{(account|integration)}", "", plain(path.path))
    name = "_".join((method.lower(), *re.findall(r"\w+", words)))
    if name in taken:
        name += "_again"
    taken.add(name)
    return name


def _link(told: Mapping[str, Mapping[str, Any]], paths: Sequence[Path]) -> None:
    """Lead from what was added to its deletion; the row says where in the answer the id is."""
    for path in paths:
        place = plain(path.path)
        deletion = told.get(f"{place}/{{record}}", {}).get("delete")
        if not (path.about.link and deletion):
            continue
        told[place]["post"]["responses"]["200"]["links"] = {
            "delete": {
                "operationId": deletion["operationId"],
                "description": "Delete it again",
                "parameters": {
                    "path.account": "$request.path.account",
                    "path.integration": "$request.path.integration",
                    "path.record": f"$response.body#{path.about.link}",
                },
            }
        }
