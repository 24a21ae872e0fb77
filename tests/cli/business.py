"""A little business, sent to a real server over HTTP, and what must be told of it.

Ann came by the newsletter and bought for 45.00 and for 10.01; Bob came by nothing and bought nothing.
"""

import http.client
import json
from typing import Any

from headwater.ledger.accounts import NewAccount
from tests.process import Served
from tests.stand import BROWSER

PERIOD = {"start": "-7 days", "end": "now"}
QUESTION: dict[str, Any] = {
    "type": "leads",
    "dimensions": ["clicks.channel"],
    "metrics": ["leads", "numOfCustomers", "revenue", "leadValue"],
    "date_range": PERIOD,
}
ROWS = [["(none)", 1, 0, 0, 0], ["email", 1, 1, 55.01, 55.01]]
TABLE = """\
Channel  Leads  Customers  Revenue  Lead Value
───────  ─────  ─────────  ───────  ──────────
(none)       1          0     0.00        0.00
email        1          1    55.01       55.01
───────  ─────  ─────────  ───────  ──────────
Total        2          1    55.01       27.50
"""
CSV = "channel,leads,numOfCustomers,revenue,leadValue\r\n(none),1,0,0,0\r\nemail,1,1,55.01,55.01\r\n"


class Client:
    """One connection to a server, kept open."""

    def __init__(self, server: Served, account: NewAccount) -> None:
        self._connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=60)
        self._account = account

    def call(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
        """A request with the account's key; `{}` in a path is the account."""
        told = {"Authorization": self._account.api_key, "User-Agent": BROWSER}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        self._connection.request(method, path.format(self._account.account_id), content, told)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def send(self, path: str, body: object) -> None:
        """Import a record."""
        status, told = self.call("POST", f"/v1/{{}}/{self._account.integration_id}/{path}", body)
        assert status == 200, told

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def set_up(client: Client, account: NewAccount) -> None:
    """Send the business."""
    url = "https://shop.example/?utm_source=news&utm_medium=email"
    hit = {"a": account.account_id, "uid": "ann", "url": url}
    status, _ = client.call("POST", "/hit", hit, X_Forwarded_For="203.0.113.7")
    assert status == 204
    status, _ = client.call("GET", f"/identify?a={account.account_id}&uid=ann&e=ann@mail.example")
    assert status == 200
    for name in ("ann", "bob"):
        client.send("contact", {"email": f"{name}@mail.example", "tags": ["New"]})
    for number, amount in ((1, 4500), (2, 1001)):
        client.send(
            "invoice",
            {
                "id": number,
                "email": "ann@mail.example",
                "amount": amount,
                "paid": amount,
                "date_created": "2026-01-01",
                "items": [{"name": "Course", "product_id": 7, "amount": amount}],
            },
        )
