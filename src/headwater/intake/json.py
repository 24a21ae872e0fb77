"""Reading bodies as clients really send them: strict JSON first, then the forgiving kind.

The published examples are not valid JSON: trailing commas, single-quoted strings, and bare words where a shell ate the
quotes. So a body that fails is spelled anew, token by token, and read again. In: bytes. Out: JSON values, or `Problem`.
"""

import codecs
import re
from typing import Any, Final

import msgspec

from headwater.errors import Problem

MAX_DEPTH: Final = 32
MAX_LENIENT: Final = 2**17
"""Bytes of a body that is spelled anew: a megabyte of nonsense would keep everybody waiting for seconds."""

_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/|\#[^\n]*)
  | (?P<broken>/\*|[\x00-\x1f])  # without it, each of many open comments would be looked through to the end
  | (?P<text>"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')
  | (?P<sign>[{}\[\],:])
  | (?P<bare>[^\s{}\[\],:"'\x00-\x1f]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_INSIDE: Final = re.compile(
    r"""
    (?P<kept>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})
  | (?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})  # an emoji that was cut in two
  | (?P<escape>\\["\\/bfnrtu])
  | (?P<backslash>\\)
  | (?P<sign>["\x00-\x1f])
    """,
    re.VERBOSE,
)
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS: Final = {"true": "true", "false": "false", "null": "null", "none": "null", "undefined": "null"}


def read_json(body: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a body; an empty body is an empty object."""
    if not body.removeprefix(codecs.BOM_UTF8).strip():
        return {}
    try:
        try:
            value = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            value = _read_lenient(body, error)
    except RecursionError:
        raise _too_deep() from None
    may_be_deep = body.count(b"{") + body.count(b"[") > MAX_DEPTH  # most are not, and counting these costs nothing
    if may_be_deep and _depth(value) > MAX_DEPTH:
        raise _too_deep()
    return value


def _too_deep() -> Problem:
    return Problem(f"the body is nested deeper than {MAX_DEPTH} levels")


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body."""
    value = read_json(body)
    if not isinstance(value, dict):
        raise Problem('the body must be a JSON object, such as {"id": 1}')
    return value  # pyright: ignore[reportUnknownVariableType] - keys of JSON objects are strings


def _read_lenient(body: bytes, error: Exception) -> Any:  # noqa: ANN401 - any JSON value
    if len(body) > MAX_LENIENT:
        raise Problem(f"the body is not JSON: {error}")
    try:
        return msgspec.json.decode(_respell(body.decode("utf-8-sig", "replace")))
    except (msgspec.DecodeError, ValueError):
        raise Problem(f"the body is not JSON: {error}") from None


def _respell(text: str) -> str:
    """The same tokens as strict JSON: comments and trailing commas gone, every string in double quotes."""
    spelled: list[str] = []
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None or token.lastgroup == "broken":
            raise ValueError(place)
        place = token.end()
        if token.lastgroup == "space":
            continue
        if token[0] in ("}", "]") and spelled and spelled[-1] == ",":
            spelled.pop()
        spelled.append(_respell_token(token))
    return "".join(spelled)


def _respell_token(token: re.Match[str]) -> str:
    """One token; a bare word that is no number and no constant is a string."""
    if token.lastgroup == "text":
        return f'"{_INSIDE.sub(_respell_inside, token[0][1:-1])}"'
    if token.lastgroup == "bare" and not _NUMBER.fullmatch(token[0]):
        return _WORDS.get(token[0].lower()) or msgspec.json.encode(token[0]).decode()
    return token[0]


def _respell_inside(found: re.Match[str]) -> str:
    """A piece of a string that strict JSON may spell otherwise; a backslash before what needs none is dropped."""
    match found.lastgroup:
        case "half":
            return "\\ufffd"
        case "backslash":
            return ""
        case "sign":
            return f"\\u{ord(found[0]):04x}"
        case _:
            return found[0]


def _depth(value: object) -> int:
    """How deep arrays and objects are nested, counted without recursion."""
    depth = 0
    level: list[object] = [value]
    while level:
        depth += 1
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
            elif isinstance(one, list):
                inner += one  # pyright: ignore[reportUnknownArgumentType]
        level = inner
    return depth - 1
