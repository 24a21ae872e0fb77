"""A browser in which somebody may be signed in: its own cookies, its own address, our header on what is no GET.

In: a `Place`. Out: answers, and browsers in which an owner, or whoever was invited, is signed in.
"""

import json
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.shop import Place

HOME = "http://localhost:8000"
PASSWORD = "a long sentence"


class Browser:
    """Asks as a browser does."""

    def __init__(self, place: Place, address: str = "127.0.0.1", base: str = HOME) -> None:
        """Ask the house from an address, which is the server's own machine by default."""
        app = place.shop.client.app
        self.place = place
        self.client = TestClient(app, base_url=base, client=(address, 1), raise_server_exceptions=False)
        self.user_id = ""

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        """A request with our header, unless `headers` say otherwise; an empty one is left out."""
        said = {"X-Headwater": "1"} | {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body).encode()
        return self.client.request(method, path, content=content, headers={k: v for k, v in said.items() if v})

    def get(self, path: str, **headers: str) -> dict[str, Any]:
        """What a path tells."""
        return self._told("GET", path, None, headers)

    def post(self, path: str, body: object = None, **headers: str) -> dict[str, Any]:
        """What comes of a POST."""
        return self._told("POST", path, body, headers)

    def put(self, path: str, body: object) -> dict[str, Any]:
        """What comes of a PUT."""
        return self._told("PUT", path, body, {})

    def patch(self, path: str, body: object) -> dict[str, Any]:
        """What comes of a PATCH."""
        return self._told("PATCH", path, body, {})

    def delete(self, path: str) -> dict[str, Any]:
        """What comes of a DELETE."""
        return self._told("DELETE", path, None, {})

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> Response:
        """Try to sign in."""
        return self.send("POST", "/api/app/session", {"email": email, "password": password, **more})

    def me(self) -> dict[str, Any]:
        """Who is signed in."""
        return self.get("/api/app/me")

    def _told(self, method: str, path: str, body: object, headers: dict[str, str]) -> dict[str, Any]:
        answer = self.send(method, path, body, **headers)
        assert answer.status_code == 200, (method, path, answer.text)
        return answer.json()


def owner_of(place: Place, email: str = "owner@house.example") -> Browser:
    """The first user's browser."""
    browser = Browser(place)
    made = browser.post("/api/app/owner", {"email": email, "name": "Olga", "password": PASSWORD})
    browser.user_id = made["user"]["user_id"]
    return browser


def invited(by: Browser, email: str, role: str, **more: object) -> Browser:
    """The browser of somebody who was invited to the first account, and has set a password."""
    account = by.place.shop.account
    made = by.post(f"/api/app/{account}/members", {"email": email, "role": role, **more})
    browser = Browser(by.place, "203.0.113.9")
    browser.post("/api/app/password", {"token": made["token"], "password": PASSWORD, "name": email.partition("@")[0]})
    browser.user_id = made["member"]["user_id"]
    return browser
