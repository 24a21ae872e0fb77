"""Whose journey a page view ended in, as the server tells it to a client.

In: the house behind a collector. Out: `Journeys` of one account, which imports contacts and reads them, over HTTP.
"""

import json
import urllib.request
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert

from headwater.api.house import House
from headwater.ledger import rows, tables
from headwater.ledger.accounts import SCOPES, create_key, find_standing
from tests.browser.collector import Collector


class Journeys:
    """One account's contacts."""

    def __init__(self, house: House, collector: Collector, account: str) -> None:
        """Speak for an account that there is."""
        self._collector = collector
        self._account = account
        (self._integration,) = find_standing(house.store, account).integrations
        self._key = create_key(house.store, house.clock(), account, "journeys", SCOPES)

    def of(self, email: str = "", contact_id: str = "") -> dict[str, Any]:
        """The contact with all events, once everything that arrived is answered; it is imported if need be."""
        self._collector.wait_for(lambda: all(arrival.answer for arrival in self._collector.arrivals))
        sent = {name: value for name, value in (("email", email), ("contact_id", contact_id)) if value}
        self._call(f"/api/v1/{self._account}/{self._integration}/contact", sent)
        return self._call(f"/{self._account}/contact/{quote(email or contact_id, safe='')}?extend=events")["data"]

    def _call(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self._collector.origin + path, data, {"Authorization": self._key})  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - our own server
            return json.load(response)


def legacy_account(house: House, number: str) -> None:
    """An account with a number for an id, as old ones have."""
    account = rows.Account(
        account_id=number,
        name="Old",
        timezone="UTC",
        currency="USD",
        secret="00" * 32,
        settings="{}",
        created_at=house.clock(),
    )
    integration = rows.Integration(account_id=number, integration_id="api", name="API", created_at=house.clock())
    with house.store.write() as connection:
        connection.execute(insert(tables.accounts).values(rows.as_dict(account)))
        connection.execute(insert(tables.integrations).values(rows.as_dict(integration)))
