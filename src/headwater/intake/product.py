"""A product comes in: its id and its name; or it is made up from an order that names it before it was sent."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from headwater import scalars
from headwater.intake.change import Sent
from headwater.intake.fields import Faults, Field, read_fields
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants

FIELDS: Final = (
    Field("id", scalars.identifier, "Product id", required=True),
    Field("name", scalars.text, "Product name", required=True),
)


class ProductChange(Sent):
    """A product as sent."""

    values: dict[str, Any]

    def wants(self, wants: Wants) -> None:
        """The product with this id."""
        wants.product_ids.add(self.values["id"])

    def apply(self, book: Book) -> dict[str, Any]:
        """Create or rename it, and answer with it."""
        product = find_product(book, self.integration_id, self.values["id"], self.values["name"])
        if product.name != self.values["name"]:
            product = book.put(book.products, msgspec.structs.replace(product, name=self.values["name"]))
        return {"status": "success", "product": {"id": product.product_id, "name": product.name}}


def read_product(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> ProductChange:
    """The change that a body asks for; raises `Problem` with every fault."""
    faults = Faults()
    values = read_fields(FIELDS, body, faults)
    faults.settle()
    return ProductChange(account, integration_id, values)


def find_product(book: Book, integration_id: str, product_id: str, name: str) -> rows.Product:
    """The product's row; made under this name if unknown."""
    known = book.products.first("product_id", (integration_id, product_id))
    if known is not None:
        return known
    blank = rows.Product(
        account_id=book.account.account_id,
        id=0,
        integration_id=integration_id,
        product_id=product_id,
        name=name,
        change=0,
    )
    return book.put(book.products, blank)
