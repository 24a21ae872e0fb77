"""An order comes in, with its lines; it hangs on its contact, whether we know that contact already or not.

In: the JSON of `POST invoice`. Out: `InvoiceChange` and `InvoiceDeletion`, applied by the ledger's writer.
"""

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from headwater import scalars
from headwater.clock import iso
from headwater.intake import whom
from headwater.intake.change import Sent
from headwater.intake.fields import Faults, Field, read_fields
from headwater.intake.product import find_product
from headwater.intake.schemas import taking
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants


@taking({"type": "string", "pattern": r"^\s*[A-Za-z]{3}\s*$", "examples": ["USD"]})
def _currency(value: object) -> str:
    spelled = scalars.text(value).upper()
    if len(spelled) != 3 or not spelled.isascii() or not spelled.isalpha():  # noqa: PLR2004 - ISO 4217
        raise ValueError("must be an ISO 4217 code such as 'USD'")
    return spelled


FIELDS: Final = (
    Field("id", scalars.identifier, "Invoice id", required=True),
    *whom.FIELDS,
    Field("amount", scalars.cents, "Total in cents", required=True),
    Field("paid", scalars.cents, "Amount paid in cents", required=True),
    Field("date_created", scalars.instant, "Date of the invoice", required=True),
    Field(
        "is_refunded", scalars.flag, "Whether it was refunded; the whole paid amount unless `refund_amount` is given"
    ),
    Field("refund_amount", scalars.cents, "Amount refunded in cents"),
    Field("date_refunded", scalars.instant, "When it was refunded"),
    Field("discount", scalars.cents, "Discount in cents"),
    Field("tax", scalars.cents, "Tax in cents"),
    Field("shipping", scalars.cents, "Shipping in cents"),
    Field("currency", _currency, "ISO 4217 code; the account's currency by default"),
)

ITEM_FIELDS: Final = (
    Field("id", scalars.identifier, "Line id; defaults to the invoice's id and the line's number"),
    Field("name", scalars.text, "Product name", required=True),
    Field("product_id", scalars.identifier, "Product id", required=True),
    Field("amount", scalars.cents, "Price in cents", required=True),
    Field("total_paid", scalars.cents, "Amount paid in cents; the line's amount by default, once the invoice is paid"),
    Field("quantity", scalars.whole, "How many; 1 by default"),
    Field("subscription_id", scalars.identifier, "The subscription that the line belongs to"),
)


class InvoiceChange(Sent):
    """An invoice as sent."""

    values: dict[str, Any]
    items: list[dict[str, Any]]

    def wants(self, wants: Wants) -> None:
        """The invoice with this id, its contact, its products."""
        wants.invoice_ids.add(self.values["id"])
        whom.want(wants, self.values)
        wants.product_ids.update(item["product_id"] for item in self.items)

    def apply(self, book: Book) -> dict[str, Any]:
        """Create or replace the invoice and its lines, and answer with it."""
        known = book.invoices.first("invoice_id", (self.integration_id, self.values["id"]))
        invoice = book.hang(book.invoices, self._row(book, known))
        book.set_items(invoice, self._items())
        for item in self.items:
            find_product(book, self.integration_id, item["product_id"], item["name"])
        return {
            "status": "success",
            "invoice": resource(invoice),
            "matched": whom.contact_of(book, invoice) is not None,
        }

    def _row(self, book: Book, known: rows.Invoice | None) -> rows.Invoice:
        """The invoice as it is from now on; what is not sent again is gone, but for the row's own number."""
        sent = {name: value for name, value in self.values.items() if name != "id"}
        invoice = rows.Invoice(
            account_id=self.account_id,
            id=known.id if known else 0,
            integration_id=self.integration_id,
            invoice_id=self.values["id"],
            person_id=known.person_id if known else 0,
            node="",
            change=0,
            **sent,
        )
        if invoice.is_refunded and "refund_amount" not in sent:
            invoice.refund_amount = invoice.paid
        invoice.node = whom.node_of(book, invoice)
        return invoice

    def _items(self) -> list[rows.InvoiceItem]:
        is_paid = self.values["paid"] >= self.values["amount"]
        return [
            rows.InvoiceItem(
                account_id=self.account_id,
                invoice=0,
                position=place,
                item_id=item.get("id", f"{self.values['id']}-{place}"),
                name=item["name"],
                amount=item["amount"],
                total_paid=item.get("total_paid", item["amount"] if is_paid else 0),
                product_id=item["product_id"],
                quantity=item.get("quantity", 1),
                subscription_id=item.get("subscription_id"),
            )
            for place, item in enumerate(self.items, start=1)
        ]


def read_invoice(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> InvoiceChange:
    """The change that a body asks for; raises `Problem` with every fault."""
    faults = Faults()
    values = read_fields(FIELDS, body, faults)
    whom.require(body, faults)
    items: list[dict[str, Any]] = []
    if body.get("items") is None:
        faults.missing("items")
    else:
        for place, item in enumerate(faults.read("items", _list, body["items"]) or ()):
            if isinstance(item, dict):
                items.append(read_fields(ITEM_FIELDS, item, faults, f"items[{place}]."))  # pyright: ignore[reportUnknownArgumentType]
            else:
                faults.append(f"field 'items[{place}]' must be an object")
    if values.get("currency", account.currency) != account.currency:
        faults.append(
            f"field 'currency' must be {account.currency!r}, the account's own, until rates of exchange are kept"
        )
    faults.settle()
    return InvoiceChange(account, integration_id, whom.keyed(account, values), items)


def _list(value: object) -> list[Any]:
    if value == "":  # a form's spelling of an empty list
        return []
    if not isinstance(value, list):
        raise ValueError("must be a list")
    return value  # pyright: ignore[reportUnknownVariableType] - any JSON values


class InvoiceResource(TypedDict):
    """An invoice as answers show it; money in cents, as it was sent."""

    id: str
    contact_id: str | None
    email: str | None
    amount: int
    paid: int
    is_refunded: bool
    refund_amount: int
    currency: str | None
    date_created: str


def resource(invoice: rows.Invoice) -> InvoiceResource:
    """The invoice as answers show it."""
    return {
        "id": invoice.invoice_id,
        "contact_id": invoice.contact_id,
        "email": invoice.email,
        "amount": invoice.amount,
        "paid": invoice.paid,
        "is_refunded": invoice.is_refunded,
        "refund_amount": invoice.refund_amount,
        "currency": invoice.currency,
        "date_created": iso(invoice.date_created),
    }
