"""The types of reports, and the relations of conversions, of facts and of rows apart that they are told from."""

from headwater.catalog.kinds import Relation, ReportType
from headwater.catalog.metrics import ads, leads, products, revenue, subscriptions

RELATIONS: tuple[Relation, ...] = (
    Relation(key="leads", doc="Persons whose opt-in, the creation of their earliest contact, lies in the range."),
    Relation(key="lead_orders", doc="What each lead ordered, ever: one row per lead with orders."),
    Relation(key="lead_lines", doc="The lines of all that each lead ordered, ever."),
    Relation(key="lead_visits", doc="How often each lead came before the opt-in."),
    Relation(key="lead_subscriptions", doc="The subscriptions that each lead ever started."),
    Relation(key="journeys", doc="All touches that led to a conversion."),
    Relation(key="orders", doc="The orders of the range.", opt_in="conversion.opt_in"),
    Relation(key="order_history", doc="Which of its person's orders each order is.", by="order_key"),
    Relation(key="order_lines", doc="The lines of each order, added up.", by="order_key"),
    Relation(key="order_products", doc="The products of each order.", by="order_key"),
    Relation(key="lines", doc="The lines of the orders of the range.", opt_in="conversion.opt_in"),
    Relation(
        key="movements",
        doc="Every change of MRR up to the end of the range.",
        opt_in="conversion.opt_in",
        moment="greatest(conversion.happened_at, $start)",  # what was before stands at the beginning
        within="conversion.happened_at >= $start",
    ),
    Relation(key="persons", doc="What contacts and orders tell of each person.", by="person_id"),
    Relation(key="person_tags", doc="The tags of each person.", by="person_id"),
    Relation(key="person_lists", doc="The lists of each person.", by="person_id"),
    Relation(key="person_products", doc="The products that each person ever ordered.", by="person_id"),
    Relation(key="person_subscriptions", doc="What each person ever subscribed to.", by="person_id"),
    Relation(key="person_events", doc="The events of each person.", by="person_id"),
    Relation(key="person_channels", doc="The channels that each person ever came by.", by="person_id"),
    Relation(key="person_campaigns", doc="The campaigns that each person ever came by.", by="person_id"),
    Relation(key="person_pages", doc="The pages that each person ever viewed.", by="person_id"),
    Relation(key="adverts", doc="Every ad, set and campaign.", by="advert"),
    Relation(key="origin_adverts", doc="The ad that each way to come belongs to.", by="origin_id", needs=("adverts",)),
    Relation(
        key="spend",
        doc="What ads cost by day.",
        local="conversion.day::TIMESTAMP",
        needs=("adverts",),
        is_apart=True,
        gives=("advert",),
        names={"clicks.channel": "'paid'"},
    ),
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
    ReportType(
        key="ads",
        name="Ads",
        doc="What ads cost, and what they brought: the leads of the range that touches of ads led to, and all revenue "
        "ever of these. Touches that were no ad's earn credit as everywhere, and are left out with what they earned; "
        "spend is in whether or not a touch belongs to it.",
        conversions="leads",
        metrics=ads.ROWS,
        shown=("leads", "numOfCustomers", "revenue", "adClicks", "adSpend", "ad_cpc", "adCpa", "adCac", "adRoi"),
        by=("ads.ad_campaign",),
        apart=("spend",),
        only="ads.ad_platform",
    ),
    ReportType(
        key="subscriptions",
        name="Subscriptions",
        doc="How recurring revenue moves: what new, growing, shrinking, stopped and reactivated subscriptions change, "
        "credited by the touches before each subscription's start.",
        conversions="movements",
        metrics=subscriptions.ROWS,
        shown=("mrr", "newMrr", "expansionMrr", "contractionMrr", "churnedMrr", "activeSubscriptions", "churnRate"),
        by=("clicks.channel",),
        unattributed=("newSubscriptions", "newMrr"),
    ),
    ReportType(
        key="products",
        name="Products",
        doc="What is sold: the lines of the orders of the range, credited by the touches before each order.",
        conversions="lines",
        metrics=products.ROWS,
        shown=("revenue", "sales", "lines", "price"),
        by=("product",),
        unattributed=("lines", "revenue"),
    ),
)

BY_KEY = {report.key: report for report in REPORT_TYPES}
RELATION_BY_KEY = {relation.key: relation for relation in RELATIONS}
