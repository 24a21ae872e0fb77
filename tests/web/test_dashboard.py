"""The dashboard's addresses: what they answer to a browser and to a cache, and what its pages may load."""

import gzip
import re
from collections.abc import Generator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from headwater.errors import NotFound, Problem
from headwater.web import dashboard
from headwater.web.dashboard import dashboard_routes

FIRST_LOAD_BUDGET = 250_000
"""Of script, gzipped, before anything is shown; charts come later."""


@pytest.fixture(scope="module")
def client() -> Generator[TestClient]:
    application = Starlette(routes=dashboard_routes())
    with TestClient(application, headers={"Accept-Encoding": "identity"}, follow_redirects=False) as client:
        yield client


def named(client: TestClient) -> list[str]:
    """The files that the index names."""
    return re.findall(r'(?:src|href)="(/app/assets/[^"]+)"', client.get("/app").text)


@pytest.mark.parametrize("address", ["/app", "/app/shop-1/overview", "/app/shop-1/people/a%2Fb"])
def test_every_page_is_the_index_which_is_asked_for_each_time(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert '<div id="root">' in answer.text
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_pages_load_from_this_server_alone_and_run_nothing_inline(client: TestClient) -> None:
    answer = client.get("/app")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert re.findall(r"https?:", policy + answer.text) == []
    assert re.findall(r"<script(?![^>]* src=)|<style|style=", answer.text) == []


@pytest.mark.parametrize(
    ("address", "ancestors", "robots"),
    [
        ("/app/embed/a-token", "*", "noindex"),
        ("/app/share/a-token", "'none'", "noindex"),
        ("/app/shop-1/embed/x", "'none'", None),
        ("/app/embed", "'none'", None),
    ],
)
def test_another_site_may_frame_what_is_shared_and_nothing_else(
    client: TestClient, address: str, ancestors: str, robots: str | None
) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"].endswith(f"frame-ancestors {ancestors}")
    assert headers.get("x-robots-tag") == robots


def test_files_are_named_by_what_is_in_them_and_kept_for_ever(client: TestClient) -> None:
    files = named(client)
    assert len(files) > 2
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_first_load_is_within_its_budget(client: TestClient) -> None:
    scripts = [file for file in named(client) if file.endswith(".js")]
    sizes = [client.get(file, headers={"Accept-Encoding": "gzip"}).headers["content-length"] for file in scripts]
    assert sum(map(int, sizes)) <= FIRST_LOAD_BUDGET


def test_files_go_gzipped_to_those_who_take_it(client: TestClient) -> None:
    file = next(file for file in named(client) if file.endswith(".css"))
    with client.stream("GET", file, headers={"Accept-Encoding": "gzip"}) as answer:
        wire = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(wire) == client.get(file).content


def test_a_file_that_there_is_not_is_no_page(client: TestClient) -> None:
    with pytest.raises(NotFound, match=r"there is nothing at /app/assets/old\.js"):
        client.get("/app/assets/old.js")


def test_browsers_are_led_from_the_root_to_the_dashboard_and_programs_are_not(client: TestClient) -> None:
    answer = client.get("/", headers={"Accept": "text/html,application/xhtml+xml"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/app/")
    with pytest.raises(NotFound):
        client.get("/", headers={"Accept": "application/json"})


def test_a_dashboard_that_was_not_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def files(_package: str) -> Path:
        return tmp_path

    monkeypatch.setattr(dashboard, "files", files)
    with TestClient(Starlette(routes=dashboard_routes())) as client, pytest.raises(Problem, match="make setup"):
        client.get("/app")
