"""The line of an order that is the conversion."""

from headwater.catalog.kinds import Dimension

ROWS: tuple[Dimension, ...] = (
    Dimension(
        key="product",
        name="Product",
        type="STRING",
        source="conversion",
        value="conversion.product",
        of=("lines",),
        doc="The name of the product of the line.",
        example="Marketing Blueprint",
    ),
    Dimension(
        key="product_id",
        name="Product ID",
        type="STRING",
        source="conversion",
        value="conversion.product_id",
        of=("lines",),
        doc="The id of the product of the line.",
        example="89",
    ),
    Dimension(
        key="product_integration",
        name="Product Integration",
        type="STRING",
        source="conversion",
        value="conversion.integration_id",
        of=("lines",),
        doc="The integration that the product is of.",
        example="stripe",
    ),
)
