"""What another site makes a browser send does nothing, and what it may send to trackers opens nothing else."""

from collections.abc import Generator

import pytest

from headwater.api.about import SESSION, Path
from headwater.api.routes import PATHS
from tests.api.browser import PASSWORD, Browser, owner_of
from tests.api.shop import Place, opened, refused

CHANGING = [
    (method, path)
    for path in PATHS
    for method in path.methods
    if method != "GET" and (path.about.scope == SESSION or "{account}" in path.path) and path.about.scope != "operator"
]


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Generator[Browser]:
    with opened(tmp_path_factory.mktemp("csrf")) as place:
        yield owner_of(place)


def url(pattern: str, place: Place) -> str:
    path = pattern.replace("{account}", place.shop.account).replace("{integration}", place.shop.integration)
    while "{" in path:
        path = path[: path.index("{")] + "leads" + path[path.index("}") + 1 :]
    return path


@pytest.mark.parametrize(("method", "path"), CHANGING, ids=lambda each: getattr(each, "path", each))
@pytest.mark.parametrize(
    "headers",
    [
        {"X_Headwater": ""},
        {"X_Headwater": "0"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Origin": "http://localhost:8000"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:8001"},
    ],
    ids=str,
)
def test_what_changes_something_is_refused(owner: Browser, method: str, path: Path, headers: dict[str, str]) -> None:
    refused(owner.send(method, url(path.path, owner.place), {}, **headers), 403)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://what.a.proxy.made.of.it"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "https://stats.example", "X_Forwarded_Host": "stats.example"},
    ],
    ids=str,
)
def test_what_was_meant_is_done(owner: Browser, headers: dict[str, str]) -> None:
    assert owner.send("PATCH", "/api/app/me", {"name": "Olga"}, **headers).status_code == 200


def test_who_is_no_proxy_of_ours_names_no_host(owner: Browser) -> None:
    away = Browser(owner.place, "203.0.113.9")
    away.sign_in("owner@house.example")
    headers = {"Origin": "https://stats.example", "X_Forwarded_Host": "stats.example"}
    refused(away.send("PATCH", "/api/app/me", {"name": "Olga"}, **headers), 403)


@pytest.mark.parametrize("path", ["session", "owner", "password"])
def test_nobody_is_signed_in_by_another_site(owner: Browser, path: str) -> None:
    """To somebody else's user, for example, to read what the visitor then enters."""
    visitor = Browser(owner.place)
    body = {"email": "owner@house.example", "password": PASSWORD, "name": "Olga", "token": "x"}
    refused(visitor.send("POST", f"/api/app/{path}", body, Sec_Fetch_Site="cross-site"), 403)
    assert "headwater_session" not in visitor.client.cookies


def test_questions_that_change_nothing_still_need_the_header(owner: Browser) -> None:
    path = f"/v2/{owner.place.shop.account}/data/query"
    refused(owner.send("POST", path, {"type": "leads"}, X_Headwater=""), 403)
    assert owner.send("POST", path, {"type": "leads"}).status_code == 200


def test_with_a_key_the_cookie_beside_it_counts_for_nothing(owner: Browser) -> None:
    shop = owner.place.shop
    path = f"/v2/{shop.account}/data/query"
    with_key = owner.send("POST", path, {"type": "leads"}, X_Headwater="", Authorization=shop.key)
    assert with_key.status_code == 200
    refused(owner.send("POST", path, {"type": "leads"}, Authorization="hw_wrong"), 401)


def test_reading_needs_no_header(owner: Browser) -> None:
    account = owner.place.shop.account
    answer = owner.send("GET", f"/{account}/report/leads", X_Headwater="", Sec_Fetch_Site="cross-site")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
