"""Metrics of leads within so many days after the opt-in, which compare young leads with old ones, by rows per window.

A window ends so many times 24 hours after the opt-in, exclusively; what was bought before the opt-in is in each.
"""

from headwater.catalog.kinds import Measure, Metric, Ratio
from headwater.clock import DAY, SECOND

_REVENUE_DAYS = (7, 30, 60, 90, 180, 365)  # as summed up in sql/lead_orders.sql
_CUSTOMER_DAYS = (1, 7, 30, 90)


def _revenue(days: int) -> tuple[Metric, ...]:
    return (
        Measure(
            key=f"revenue{days}",
            name=f"Revenue in {days} Days",
            type="CURRENCY",
            source="lead_orders",
            value=f"lead_orders.amount_{days}",
            refunded=f"lead_orders.refunded_{days}",
            doc=f"The billed amount of the leads' orders before and up to {days} times 24 hours after the opt-in.",
            example="900",
        ),
        Ratio(
            key=f"leadValue{days}",
            name=f"Lead Value in {days} Days",
            type="CURRENCY",
            numerator=f"revenue{days}",
            denominator="leads",
            doc=f"What a lead brings up to {days} days after the opt-in, on average; leads younger than that have not "
            "had the time.",
            example="21.428571",
        ),
    )


def _customers(days: int) -> tuple[Metric, ...]:
    told = "1 Day" if days == 1 else f"{days} Days"
    seconds = days * DAY // SECOND
    return (
        Measure(
            key=f"customers{days}",
            name=f"Customers in {told}",
            type="NUMBER",
            source="lead_orders",
            value="CASE WHEN lead_orders.paid_orders > 0 AND "
            f"lead_orders.seconds_until_paid < {seconds} THEN 1 ELSE 0 END",
            doc="Those of the leads who paid for an order before the opt-in, or less than "
            f"{days} times 24 hours after it.",
            example="3",
        ),
        Ratio(
            key=f"conversionRate{days}",
            name=f"Conversion Rate in {told}",
            type="PERCENT",
            numerator=f"customers{days}",
            denominator="leads",
            doc=f"How many of a hundred leads were customers {told.lower()} after the opt-in.",
            example="7.142857",
            times=100,
        ),
    )


ROWS: tuple[Metric, ...] = (
    *(row for days in _REVENUE_DAYS for row in _revenue(days)),
    *(row for days in _CUSTOMER_DAYS for row in _customers(days)),
)
