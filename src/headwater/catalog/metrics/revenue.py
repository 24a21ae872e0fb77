"""Metrics of revenue: a conversion is an order of the range."""

from headwater.catalog.kinds import Formula, Measure, Metric, Ratio

ROWS: tuple[Metric, ...] = (
    Measure(
        key="revenue",
        name="Revenue",
        type="CURRENCY",
        source="orders",
        value="conversion.amount",
        doc="The billed amount of the orders of the range, unpaid and refunded ones included.",
        example="2900",
    ),
    Measure(
        key="collected",
        name="Collected",
        type="CURRENCY",
        source="orders",
        value="conversion.paid",
        doc="What was paid for the orders of the range; refunds are not taken off.",
        example="2400",
    ),
    Measure(
        key="refunds",
        name="Refunds",
        type="CURRENCY",
        source="orders",
        value="conversion.refunded",
        doc="What was paid back of the orders of the range, whenever that was. "
        "An order marked as refunded without an amount was paid back in full.",
        example="150",
    ),
    Formula(
        key="netRevenue",
        name="Net Revenue",
        type="CURRENCY",
        value="{collected} - {refunds}",
        doc="What was paid and not paid back.",
        example="2250",
    ),
    Measure(
        key="orders",
        name="Orders",
        type="NUMBER",
        source="orders",
        value="1",
        doc="The orders of the range.",
        example="29",
    ),
    Ratio(
        key="aov",
        name="Average Order Value",
        type="CURRENCY",
        numerator="revenue",
        denominator="orders",
        doc="The billed amount of an order, on average.",
        example="100",
    ),
    Measure(
        key="numOfCustomers",
        name="Customers",
        type="NUMBER",
        source="orders",
        value="CASE WHEN conversion.is_customer THEN 1 ELSE 0 END",
        doc="Persons with a paid order in the range; each counts once, at the first of these orders.",
        example="25",
    ),
)
