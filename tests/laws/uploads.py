"""The same facts through other doors: contacts and orders as lines of an upload, or as rows of a table.

In: a shop and its facts in order, with a door for each. Out: uploads as large as the order allows. What a fact says is
the business of `facts`; here it is only packed differently.
"""

import csv
import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

import msgspec

from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.store import Store
from tests.laws.facts import Contact, Fact, Order, Shop

DOORS: Final = ("post", "bulk", "csv")


class Letter(NamedTuple):
    """A record on its way: through which door, to which integration, of which entity."""

    door: str
    integration: str
    path: str
    body: dict[str, Any]


class Sorter(Shop):
    """Gathers records instead of posting them."""

    def __init__(self, shop: Shop) -> None:
        """Speak for the account of `shop`."""
        self.__dict__ |= shop.__dict__
        self.shop = shop
        self.letters: list[Letter] = []
        self.door = ""

    def post(self, path: str, body: Any, **_headers: str) -> dict[str, Any]:  # noqa: ANN401 - as it is in Stand
        """Keep a record for its door."""
        self.letters.append(Letter(self.door, self.integration, path, dict(body)))
        return {}

    def tell_through(self, facts: Sequence[Fact], doors: Sequence[str]) -> None:
        """Everything in this order; neighbours that go through one door go together."""
        for fact, door in zip(facts, doors, strict=True):
            if isinstance(fact, Contact | Order):
                self.door = door
                self.tell([fact])
            else:
                self.send()
                self.shop.tell([fact])
        self.send()

    def send(self) -> None:
        """Send what was gathered."""
        for (door, integration, path), some in groupby(self.letters, _together):
            letters = list(some)
            self.shop.integration = integration
            if door == "post":
                for letter in letters:
                    self.shop.post(letter.path, letter.body)
            elif door == "bulk":
                lines = [msgspec.json.encode({"type": one.path, "data": one.body}) for one in letters]
                self._upload("bulk", b"\n".join(lines))
            else:
                self._upload(f"csv/{path}", _table([_flat(letter.body) for letter in letters]))
        self.letters.clear()

    def _upload(self, path: str, content: bytes) -> None:
        answer = self.client.post(
            f"/v1/{self.account}/{self.shop.integration}/{path}", content=content, headers={"Authorization": self.key}
        )
        assert answer.status_code == 200, answer.text
        last = msgspec.json.decode(answer.content.splitlines()[-1])
        assert (last["summary"] if "summary" in last else last["job"])["failed"] == 0, answer.text


def _together(letter: Letter) -> tuple[str, str, str]:
    return letter.door, letter.integration, letter.path if letter.door == "csv" else ""


def _flat(body: dict[str, Any]) -> dict[str, Any]:
    """The one item of an order beside its own fields."""
    (item,) = body.get("items", [{}])
    return {name: value for name, value in body.items() if name != "items"} | {
        f"item_{name}": value for name, value in item.items()
    }


def _table(records: list[dict[str, Any]]) -> bytes:
    header = list(dict.fromkeys(name for record in records for name in record))
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, header, restval="")
    table.writeheader()
    table.writerows(records)
    return text.getvalue().encode()


def ledger(store: Store, shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """What the ledger says of contacts and orders, without the numbers that tell the order of arrival."""
    with store.read() as connection:
        handle = Handle(connection, shop.account)
        contacts = handle.between(rows.Contact, tables.contacts, "id", (0, 10**15))
        invoices = handle.between(rows.Invoice, tables.invoices, "id", (0, 10**15))
        items = handle.find(rows.InvoiceItem, tables.invoice_items, "invoice", [invoice.id for invoice in invoices])
    known = {invoice.id: invoice.invoice_id for invoice in invoices}
    places = {integration: place for place, integration in enumerate(shop.integrations)}
    numbered = ("account_id", "id", "change", "person_id", "node", "email_key", "invoice")
    found: dict[str, list[dict[str, Any]]] = {"contacts": [], "invoices": [], "items": []}
    for name, some in (("contacts", contacts), ("invoices", invoices), ("items", items)):
        for row in some:
            said = {field: value for field, value in rows.as_dict(row).items() if field not in numbered}
            if "integration_id" in said:
                said["integration_id"] = places[said["integration_id"]]
            if isinstance(row, rows.InvoiceItem):
                said["of"] = known[row.invoice]
            found[name].append(said)
        found[name].sort(key=repr)
    return found
