"""The page: a list of everything on the left, and for each operation what it takes, what it gives, and how to try it.

In: the OpenAPI document. Out: HTML, and the policy that lets the page load nothing from anywhere.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from typing import Any, Final, NamedTuple

from headwater.api.page.tables import Row, Schemas, is_value, table
from headwater.api.page.words import block, inline, paragraphs, quoted, spelled

Node = Mapping[str, Any]

_ORIGIN: Final = "https://headwater.example"
"""Stands for the server in examples; the page's script puts the server's own address there."""
_STYLE: Final = files("headwater.api.page").joinpath("page.css").read_text(encoding="utf-8")
_SCRIPT: Final = files("headwater.api.page").joinpath("page.js").read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


POLICY: Final = (
    f"default-src 'none'; style-src {_digest(_STYLE)}; script-src {_digest(_SCRIPT)}; img-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Operation(NamedTuple):
    """One operation of the document, where it is, and its other addresses."""

    method: str
    path: str
    told: Node
    also: list[str]

    @property
    def anchor(self) -> str:
        """Where on the page it is."""
        return self.told["operationId"]


def render(document: Node) -> str:
    """The page of a document."""
    schemas, groups = Schemas(document), _groups(document)
    info = document["info"]
    parts = [
        _introduction(document),
        *(_group(tag, groups[tag["name"]], document, schemas) for tag in document["tags"] if groups[tag["name"]]),
        _values(document),
    ]
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<meta name='color-scheme' content='light dark'><title>{escape(info['title'])} API</title>"
        f"<link rel='icon' href='data:,'><style>{_STYLE}</style></head><body>"
        f"<a class='skip' href='#main'>Skip to the text</a>{_navigation(document, groups)}"
        f"<main id='main'>{''.join(parts)}</main><script>{_SCRIPT}</script></body></html>\n"
    )


def _groups(document: Node) -> dict[str, list[Operation]]:
    """The operations by their groups; other addresses of one are told with it."""
    also: dict[tuple[str, str], list[str]] = {}
    groups: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        for method, told in operations.items():
            if main := told.get("x-same-as"):
                also.setdefault((method, re.sub(r":\w+}", "}", main)), []).append(path)
            elif method != "options":
                groups[told["tags"][0]].append(Operation(method, path, told, also.setdefault((method, path), [])))
    return groups


def _navigation(document: Node, groups: Mapping[str, list[Operation]]) -> str:
    links = "".join(
        f"<section><h2><a href='#group-{escape(name)}'>{escape(name)}</a></h2><ul>"
        + "".join(
            f"<li><a href='#{one.anchor}'>{_badge(one.method)}<span>{escape(_short(one.path))}</span></a></li>"
            for one in operations
        )
        + "</ul></section>"
        for name, operations in groups.items()
        if operations
    )
    start = "".join(f"<li><a href='#{anchor}'>{title}</a></li>" for anchor, title in _STARTS)
    return (
        "<nav aria-label='Contents'><details open><summary><span class='mark' aria-hidden='true'></span>"
        f"<span class='brand'>{escape(document['info']['title'])}</span>"
        f"<span class='version'>API {escape(document['info']['version'])}</span></summary>"
        f"<div class='scroll'><section><ul class='plain'>{start}</ul></section>{links}</div></details></nav>"
    )


_STARTS: Final = (
    ("main", "Introduction"),
    ("keys", "Keys"),
    ("errors", "Errors"),
    ("limits", "Limits"),
    ("values", "Values"),
)


def _short(path: str) -> str:
    """A path without what every path of its kind begins with."""
    return re.sub(r"^(/api/v1|/api/app|/v2)?/{account}(/{integration})?(?=/)", "", path) or path


def _badge(method: str) -> str:
    return f"<b class='method {method}'>{'DEL' if method == 'delete' else method.upper()}</b>"


def _introduction(document: Node) -> str:
    info, components = document["info"], document["components"]
    schemes = "".join(
        f"<dt><code>{escape(name)}</code></dt><dd>{inline(scheme['description'])}</dd>"
        for name, scheme in components["securitySchemes"].items()
    )
    errors = "".join(
        f"<tr><th scope='row'><code>{_status(document, name)}</code></th><td>{inline(told['description'])}</td></tr>"
        for name, told in components["responses"].items()
    )
    example = next(iter(components["responses"].values()))["content"]["application/json"]["example"]
    limits = [
        Row(name, "", is_required=False, doc=told["description"])
        for name, told in components["headers"].items()
        if name.startswith("R")
    ]
    return (
        f"<header class='intro'><h1>{escape(info['title'])} API</h1>{paragraphs(info['description'])}"
        "<p class='links'><a href='/openapi.json'>openapi.json</a> has the same for programs.</p></header>"
        f"<section class='about' id='keys'><h2>Keys</h2><dl>{schemes}</dl></section>"
        f"<section class='about' id='errors'><h2>Errors</h2><div class='pair'><div><table class='errors'>{errors}"
        f"</table></div>{block('An error', spelled(example))}</div></section>"
        "<section class='about' id='limits'><h2>Limits</h2><p>Each key, and each address that sends page views to an"
        " account, may send so many requests a minute. Every answer says how many are left.</p>"
        f"{table(limits)}</section>"
    )


def _status(document: Node, name: str) -> str:
    """The number of a kind of error, from the first operation that may answer it."""
    reference = f"#/components/responses/{name}"
    found = (
        status
        for operations in document["paths"].values()
        for told in operations.values()
        for status, response in told["responses"].items()
        if response.get("$ref") == reference
    )
    return next(found, "")


def _group(tag: Node, operations: list[Operation], document: Node, schemas: Schemas) -> str:
    inner = "".join(_operation(one, document, schemas) for one in operations)
    name = escape(tag["name"])
    return (
        f"<section class='group' id='group-{name}'><header><h2>{name}</h2>"
        f"<p>{inline(tag['description'])}</p></header>{inner}</section>"
    )


def _operation(one: Operation, document: Node, schemas: Schemas) -> str:
    told = one.told
    body = next(iter(told.get("requestBody", {}).get("content", {}).values()), None)
    fields = "".join(f"<h4>{title}</h4>{rows}" for title, rows in _tables(one, body, schemas) if rows)
    also = "".join(f"<p class='also'>Also at <code>{escape(path)}</code></p>" for path in one.also)
    security = [scope for scheme in told["security"] for scope in scheme.get("key", ())]
    key = f"<p class='scope'>Needs a key with the scope <code>{escape(security[0])}</code></p>" if security else ""
    if not key and told["security"]:
        who = "somebody who is signed in" if "session" in told["security"][0] else "the operator's token"
        key = f"<p class='scope'>Needs {who}</p>"
    description = told["description"].partition("\n\nThe same as")[0]
    return (
        f"<article id='{one.anchor}'><header><h3>{inline(told['summary'])}</h3>"
        f"<p class='address'>{_badge(one.method)}<code>{_address(one.path)}</code></p></header>"
        f"<div class='pair'><div>{paragraphs(description)}{key}{also}{fields}{_errors(one, document)}</div>"
        f"<div class='tries'>{''.join(_tries(one, body))}</div></div></article>"
    )


def _address(path: str) -> str:
    return re.sub(r"({\w+})", r"<var>\1</var>", escape(path).replace("/", "/<wbr>"))


def _tables(one: Operation, body: Node | None, schemas: Schemas) -> Iterator[tuple[str, str]]:
    for place, title in (("path", "In the address"), ("query", "In the query"), ("header", "Headers")):
        rows = [
            Row(each["name"], schemas.kind(each["schema"]), each.get("required", False), each["description"])
            for each in one.told["parameters"]
            if each["in"] == place
        ]
        yield title, table(rows) if place != "header" else table(row._replace(kind="text") for row in rows)
    if body:
        yield "Body", schemas.table(body["schema"])


def _errors(one: Operation, document: Node) -> str:
    """What may go wrong, out of the way until it is asked for."""
    rows = [
        f"<tr><th scope='row'><code>{status}</code></th>"
        f"<td>{inline(document['components']['responses'][response['$ref'].rpartition('/')[2]]['description'])}</td></tr>"
        for status, response in one.told["responses"].items()
        if "$ref" in response
    ]
    numbers = " ".join(status for status, response in one.told["responses"].items() if "$ref" in response)
    inner = f"<table class='errors'>{''.join(rows)}</table>"
    return f"<details class='may'><summary>Errors <span>{numbers}</span></summary>{inner}</details>" if rows else ""


def _tries(one: Operation, body: Node | None) -> Iterator[str]:
    """How to ask, and what is answered."""
    examples = body["examples"] if body else {"": {"value": None}}
    for name, example in list(examples.items())[:2]:
        yield block(f"Try it{name and ': ' + name}", _curl(one, example["value"]), is_copied=True)
    for status, response in one.told["responses"].items():
        for media, content in response.get("content", {}).items():
            if "example" in content:
                shown = content["example"]
                code = shown if isinstance(shown, str) else spelled(shown)
                yield block(f"{status} {media}", code)
        if "content" not in response and "$ref" not in response:
            yield f"<p class='nothing'><code>{status}</code> {inline(response['description'])}</p>"


def _curl(one: Operation, body: object) -> str:
    """A command that asks it."""
    known = {each["name"]: each["schema"].get("examples", [""])[0] for each in one.told["parameters"]}
    path = re.sub(r"{(\w+)}", lambda found: str(known[found[1]] or found[1].upper()), one.path)
    lines = [f"curl {'' if one.method == 'get' else f'-X {one.method.upper()} '}{quoted(_ORIGIN + path)}"]
    if one.told["security"]:
        lines.append('-H "Authorization: $HEADWATER_KEY"')
    if body is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {quoted(spelled(body))}"]
    return " \\\n  ".join(lines)


def _values(document: Node) -> str:
    """The kinds of values that fields take, each explained once."""
    rows = "".join(
        f"<tr id='value-{name}'><th scope='row'><code>{name}</code></th><td>{inline(schema['description'])}</td>"
        f"<td>{' '.join(_code(one) for one in schema.get('examples', schema.get('enum', ())))}</td></tr>"
        for name, schema in document["components"]["schemas"].items()
        if is_value(schema)
    )
    return (
        "<section class='about' id='values'><h2>Values</h2><p>What fields take, in all its forms.</p>"
        f"<table class='fields values'><tbody>{rows}</tbody></table></section>"
    )


def _code(value: object) -> str:
    return f"<code>{escape(spelled(value))}</code>"
