"""Whatever goes wrong, on whatever path, is told in one shape, under the request's own id."""

import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path as Directory
from typing import Any

import pytest
from starlette.testclient import TestClient

from headwater.api.about import Path
from headwater.api.routes import PATHS
from headwater.web import script
from tests.stand import Stand, stand

GUARDED = [path for path in PATHS if path.about.scope]
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


@pytest.mark.parametrize("address", ["/seg.js", "/segmet.js", "/x.js", "/tag/x.js", "/docs", "/openapi.json"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_method_that_an_address_of_files_does_not_have(shop: Stand, method: str, address: str) -> None:
    status, body = told(shop.client, method, address)
    assert status == 405
    assert body["errors"] == [f"{method} is not possible here: use GET or HEAD"]


def test_a_script_that_was_not_built(
    shop: Stand, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert shop.client.get("/seg.js").status_code == 200
    empty = tmp_path_factory.mktemp("empty")

    def files(_package: str) -> Directory:
        return empty

    monkeypatch.setattr(script, "files", files)
    with stand(tmp_path_factory.mktemp("unbuilt")) as one:
        assert told(one.client, "GET", "/seg.js")[0] == 503


def test_what_only_the_operator_can_mend_names_no_file(tmp_path: Directory, caplog: pytest.LogCaptureFixture) -> None:
    """Another process has the account's warehouse open: a client hears that it is not their fault, and no more."""
    with stand(tmp_path) as shop:
        file = tmp_path / "accounts" / f"{shop.account}.duckdb"
        holding = f"import duckdb; held = duckdb.connect({str(file)!r}); print('held', flush=True); input()"
        command = [sys.executable, "-c", holding]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout
            assert holder.stdout.readline() == "held\n"
            status, body = told(
                shop.client, "GET", f"/{shop.account}/report/leads", headers={"Authorization": shop.key}
            )
            holder.communicate("\n")
    assert status == 503
    assert body["errors"] == ["the server cannot do this at the moment: please report the request id"]
    assert str(file) in caplog.text
    assert body["request_id"] in caplog.text


def test_a_path_that_there_is_not(shop: Stand) -> None:
    assert told(shop.client, "GET", "/nothing/here/at/all")[0] == 404


def test_a_body_that_cannot_be_read(shop: Stand) -> None:
    address = f"/v1/{shop.account}/{shop.integration}/contact"
    assert told(shop.client, "POST", address, headers={"Authorization": shop.key}, content=b"{")[0] == 400


def test_a_request_keeps_the_id_that_it_came_with(shop: Stand) -> None:
    _, body = told(shop.client, "GET", "/nothing/here", headers={"X-Request-Id": "abc-1"})
    assert body["request_id"] == "abc-1"
