"""The types of reports, and the relations of conversions, of facts and of rows apart that they are told from."""

from headwater.catalog.dimensions.steps import STEP, STEP_NAME
from headwater.catalog.kinds import Relation, ReportType
from headwater.catalog.metrics import ads, funnel, leads, products, revenue, subscriptions, traffic

_OF_VISITORS = ("touch", "view", "advert", "visitor")

_OF_ACTORS = ("touch", "view", "advert", "person")
_SEEN = {"at": "conversion.at", "visitor": "conversion.visitor_id::VARCHAR"}
_VIEWED = _SEEN | {"page": "conversion.host || conversion.path"}

RELATIONS: tuple[Relation, ...] = (
    Relation(key="leads", doc="Persons whose opt-in, the creation of their earliest contact, lies in the range."),
    Relation(key="lead_orders", doc="What each lead ordered, ever: one row per lead with orders."),
    Relation(key="lead_lines", doc="The lines of all that each lead ordered, ever."),
    Relation(key="lead_visits", doc="How often each lead came before the opt-in."),
    Relation(key="lead_subscriptions", doc="The subscriptions that each lead ever started."),
    Relation(key="journeys", doc="All touches that led to a conversion."),
    Relation(
        key="orders",
        doc="The orders of the range.",
        opt_in="conversion.opt_in",
        tells={"order_id": "conversion.order_id", "integration": "conversion.integration_id"},
    ),
    Relation(key="order_history", doc="Which of its person's orders each order is.", by="order_key"),
    Relation(key="order_lines", doc="The lines of each order, added up.", by="order_key"),
    Relation(key="order_products", doc="The products of each order.", by="order_key"),
    Relation(
        key="lines",
        doc="The lines of the orders of the range.",
        opt_in="conversion.opt_in",
        tells={
            "order_id": "conversion.order_id",
            "integration": "conversion.integration_id",
            "product_id": "conversion.product_id",
            "product": "conversion.product",
        },
    ),
    Relation(
        key="movements",
        doc="Every change of MRR up to the end of the range.",
        opt_in="conversion.opt_in",
        moment="greatest(conversion.happened_at, $start)",  # what was before stands at the beginning
        within="conversion.happened_at >= $start",
        tells={
            "subscription_id": "conversion.subscription_id",
            "integration": "conversion.integration_id",
            "plan": "conversion.plan",
            "movement": "conversion.movement",
            "moved_at": "conversion.happened_at",
        },
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
        tells={
            "day": "conversion.day",
            "ad_id": "conversion.ad_id",
            "ad": "conversion.ad",
            "integration": "conversion.integration_id",
        },
    ),
    Relation(key="viewed", doc="Page views with the last touch up to each.", by="id"),
    Relation(
        key="views",
        doc="The page views of the range.",
        is_apart=True,
        tells=_VIEWED,
        gives=_OF_VISITORS,
        with_touch="views_by_touch",
    ),
    Relation(
        key="views_by_touch",
        doc="The page views of the range, each with the last touch up to it.",
        needs=("viewed",),
        is_apart=True,
        tells=_VIEWED,
        gives=_OF_VISITORS,
    ),
    Relation(key="visits", doc="The touches of the range.", is_apart=True, gives=_OF_VISITORS, tells=_SEEN),
    Relation(
        key="arrivals",
        doc="The visitors who came for the first time ever within the range.",
        is_apart=True,
        tells=_SEEN,
        gives=_OF_VISITORS,
    ),
    Relation(
        key="stays",
        doc="The sessions that began within the range, with all that was viewed in them.",
        needs=("viewed",),
        is_apart=True,
        tells=_SEEN,
        gives=_OF_VISITORS,
    ),
    Relation(
        key="entrances",
        doc="Where the sessions that began within the range were entered.",
        is_apart=True,
        tells=_SEEN,
        gives=_OF_VISITORS,
        names={"page": "conversion.first_page"},
    ),
    Relation(
        key="exits",
        doc="Where the sessions that began within the range were left.",
        needs=("stays",),
        is_apart=True,
        tells=_SEEN,
        gives=_OF_VISITORS,
        names={"page": "conversion.last_page"},
    ),
    Relation(
        key="passages",
        doc="Who entered a funnel, once for each of its steps.",
        is_apart=True,
        gives=_OF_ACTORS,
        with_touch="passages_by_touch",
        whole="conversion.step = conversion.steps",
    ),
    Relation(
        key="passages_by_touch",
        doc="Who entered a funnel, once for each of its steps, with the last touch up to entry.",
        needs=("passages",),
        is_apart=True,
        gives=_OF_ACTORS,
    ),
)

REPORT_TYPES: tuple[ReportType, ...] = (
    ReportType(
        key="leads",
        name="New Leads",
        doc="Where leads come from and what they are worth: all revenue ever of the people who opted in within the "
        "range, credited by the touches before the opt-in.",
        conversions="leads",
        metrics=(*leads.ROWS, *traffic.BESIDE_LEADS),
        shown=("leads", "numOfCustomers", "conversionRate", "revenue", "leadValue", "daysUntilPurchase"),
        by=("clicks.channel",),
        unattributed=("leads", "revenue"),
        apart=("views", "visits"),
    ),
    ReportType(
        key="revenue",
        name="Revenue",
        doc="Where the orders of the range come from, credited by the touches before each order.",
        conversions="orders",
        metrics=(*revenue.ROWS, *traffic.BESIDE_ORDERS),
        shown=("revenue", "numOfCustomers", "aov", "orders"),
        by=("clicks.channel",),
        unattributed=("orders", "revenue"),
        apart=("views", "visits"),
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
        graph=("adImpressions", "adSpend", "adClicks", "leads", "revenue"),
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
    ReportType(
        key="traffic",
        name="Traffic",
        doc="Who comes, how, and what they look at: the page views and sessions of the range, by the touch that led to "
        "them; beside them, the leads of the range and what these are worth.",
        conversions="leads",
        metrics=traffic.ROWS,
        shown=("visitors", "newVisitors", "sessions", "pageViews", "pagesPerSession", "bounceRate", "leadsPerVisitor"),
        by=("clicks.channel",),
        apart=("views", "visits", "arrivals", "stays", "entrances", "exits"),
    ),
    ReportType(
        key="funnel",
        name="Funnel",
        doc="How many of those who took a first step within the range took the next ones after it, in order, and how "
        "long they took. Asked with `steps`.",
        conversions="",
        metrics=funnel.ROWS,
        shown=("actors", "rateFromFirst", "rateFromPrevious", "lost", "medianSeconds", "averageSeconds"),
        by=(),
        apart=("passages",),
        steps=(STEP, STEP_NAME),
    ),
)

BY_KEY = {report.key: report for report in REPORT_TYPES}
RELATION_BY_KEY = {relation.key: relation for relation in RELATIONS}
