"""What a request says: its body within the limit, and its parameters wherever a client put them.

Parameters merge: the query string wins over a JSON body, which wins over an urlencoded one, because `curl -G`, `-d` and
low-code tools each do it their own way.
"""

from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from headwater.api.house import house_of
from headwater.errors import Problem, TooLarge
from headwater.intake.json import read_json


async def read_body(request: Request) -> bytes:
    """The body; `TooLarge` beyond the limit, before all of it is read."""
    limit = house_of(request).settings.max_body
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise TooLarge(f"the body is larger than {limit} bytes: send fewer records, or raise 'max_body'")
        parts.append(part)
    return b"".join(parts)


async def read_parameters(request: Request) -> dict[str, Any]:
    """The parameters of a call, from the query string, a JSON object or a form."""
    body = await read_body(request)
    sent: dict[str, Any] = {}
    if body.strip():
        try:
            found = read_json(body) if body.lstrip()[:1] in (b"{", b"[") else None
        except Problem:
            found = None
        if isinstance(found, dict):
            sent |= found
        else:
            sent |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return sent | dict(request.query_params)
