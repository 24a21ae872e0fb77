"""Whatever goes wrong, on whatever path, is told in one shape, under the request's own id."""

import re
from collections.abc import Generator
from typing import Any

import pytest
from starlette.testclient import TestClient

from headwater.api.routes import PATHS, Path
from tests.stand import Stand, stand

GUARDED = [path for path in PATHS if "{account}" in path.path or path.path.startswith("/api/app")]
BAD_KEYS = {
    "no key": {},
    "an unknown key": {"Authorization": "hw_unknown"},
    "no text": {"Authorization": "Bearer  \x7f"},
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stand]:
    with stand(tmp_path_factory.mktemp("errors")) as one:
        yield one


def url(path: Path, account: str) -> str:
    return re.sub(r"{\w+}", "leads", path.path.replace("{account}", account))


def told(
    client: TestClient, method: str, address: str, headers: dict[str, str] | None = None, content: bytes = b""
) -> tuple[int, dict[str, Any]]:
    """The status and the body of an answer that must be an error in the one shape."""
    answer = client.request(method, address, headers=headers or {}, content=content)
    body: dict[str, Any] = answer.json()
    assert list(body) == ["status", "errors", "message", "request_id"]
    assert body["status"] == "error"
    assert body["errors"]
    assert body["message"] == "; ".join(body["errors"])
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, body


@pytest.mark.parametrize("headers", BAD_KEYS.values(), ids=BAD_KEYS)
@pytest.mark.parametrize("path", GUARDED, ids=lambda path: f"{path.methods[0]} {path.path}")
def test_who_may_not_pass_is_told_the_same_everywhere(shop: Stand, path: Path, headers: dict[str, str]) -> None:
    mine = told(shop.client, path.methods[0], url(path, shop.account), headers=headers)
    nobodys = told(shop.client, path.methods[0], url(path, "nobody"), headers=headers)
    assert mine[0] == nobodys[0] == 401
    assert mine[1]["errors"] == nobodys[1]["errors"]


@pytest.mark.parametrize("path", {path.path: path for path in PATHS}.values(), ids=lambda path: path.path)
def test_a_method_that_a_path_does_not_have(shop: Stand, path: Path) -> None:
    assert told(shop.client, "MOVE", url(path, shop.account))[0] == 405


def test_a_path_that_there_is_not(shop: Stand) -> None:
    assert told(shop.client, "GET", "/nothing/here/at/all")[0] == 404


def test_a_body_that_cannot_be_read(shop: Stand) -> None:
    address = f"/v1/{shop.account}/{shop.integration}/contact"
    assert told(shop.client, "POST", address, headers={"Authorization": shop.key}, content=b"{")[0] == 400


def test_a_request_keeps_the_id_that_it_came_with(shop: Stand) -> None:
    _, body = told(shop.client, "GET", "/nothing/here", headers={"X-Request-Id": "abc-1"})
    assert body["request_id"] == "abc-1"
