"""The types of reports, and the relations of conversions and of facts that they are told from."""

from headwater.catalog.kinds import Relation, ReportType
from headwater.catalog.metrics import leads, revenue

RELATIONS: tuple[Relation, ...] = (
    Relation(key="leads", doc="Persons whose opt-in, the creation of their earliest contact, lies in the range."),
    Relation(key="lead_orders", doc="What each lead ordered, ever: one row per lead with orders."),
    Relation(key="orders", doc="The orders of the range.", opt_in="conversion.opt_in"),
)

REPORT_TYPES: tuple[ReportType, ...] = (
    ReportType(
        key="leads",
        name="New Leads",
        doc="Where leads come from and what they are worth: all revenue ever of the people who opted in within the "
        "range, credited by the touches before the opt-in.",
        conversions="leads",
        metrics=leads.ROWS,
        shown=("leads", "numOfCustomers", "conversionRate", "revenue", "leadValue", "daysUntilPurchase"),
        by=("clicks.channel",),
        unattributed=("leads", "revenue"),
    ),
    ReportType(
        key="revenue",
        name="Revenue",
        doc="Where the orders of the range come from, credited by the touches before each order.",
        conversions="orders",
        metrics=revenue.ROWS,
        shown=("revenue", "numOfCustomers", "aov", "orders"),
        by=("clicks.channel",),
        unattributed=("orders", "revenue"),
    ),
)

BY_KEY = {report.key: report for report in REPORT_TYPES}
RELATION_BY_KEY = {relation.key: relation for relation in RELATIONS}
