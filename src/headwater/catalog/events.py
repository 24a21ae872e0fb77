"""What people do, as steps of funnels ask about it: the kinds of events, and the fields that filters of a step compare.

An event's SQL, `sql/<source>.sql`, has one row per event with at, id (of two at one instant, the lower was first), and
visitor_id, or person_id where it is a person's by itself.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog.kinds import Dimension, Type


class Event(Struct, frozen=True, kw_only=True):
    """One kind of event; `fields` are told by SQL over `event.*`.

    `known` says of a field which report has its values in which dimension, for whoever suggests some.
    """

    key: str
    name: str
    source: str
    doc: str
    fields: tuple[Dimension, ...]
    where: str = ""  # SQL over `event.*`: which rows of the source are events of this kind
    known: Mapping[str, tuple[str, str]] = {}


def _field(key: str, name: str, value: str, doc: str, kind: Type = "STRING") -> Dimension:
    return Dimension(key=key, name=name, type=kind, source="conversion", value=value, doc=doc, example="")


_PLACE = (
    _field("page", "Page", "event.host || event.path", "Host and path of the page."),
    _field("path", "Path", "event.path", "The path of the page."),
    _field("host", "Host", "event.host", "The host of the page."),
    _field("title", "Title", "event.title", "The title of the page."),
    _field("url", "URL", "event.url", "The address of the page as it is kept."),
)
_PAGE = (
    *_PLACE,
    _field("referrer", "Referrer", "event.referrer", "The page that linked here."),
    _field("device", "Device", "event.device", "What the page was viewed with."),
    _field("country", "Country", "event.country", "Where it was viewed from."),
    _field(
        "channel", "Channel", "origin.channel", "The channel that this very view came by, if it came from elsewhere."
    ),
    _field("source", "Source", "origin.source", "Who sent this very view."),
    _field("utm_source", "UTM Source", "origin.utm_source", "The utm_source of this very view."),
    _field("utm_medium", "UTM Medium", "origin.utm_medium", "The utm_medium of this very view."),
    _field("utm_campaign", "UTM Campaign", "origin.utm_campaign", "The utm_campaign of this very view."),
    _field("utm_content", "UTM Content", "origin.utm_content", "The utm_content of this very view."),
    _field("utm_term", "UTM Term", "origin.utm_term", "The utm_term of this very view."),
)
_INTEGRATION = _field("integration", "Integration", "event.integration_id", "The integration that told of it.")
_LABEL = (_field("name", "Name", "event.name", "The name of the tag or list."), _INTEGRATION)
_PRODUCT = (
    _field("amount", "Amount", "event.amount", "What was billed.", "CURRENCY"),
    _field("product", "Product", "event.product", "The name of a product of it."),
    _field("product_id", "Product ID", "event.product_id", "The id of a product of it."),
    _INTEGRATION,
)
_KNOWN_PAGE: Final = {"page": ("traffic", "page"), "host": ("traffic", "page_host"), "title": ("traffic", "page_title")}
_KNOWN_WAYS: Final = {
    key: ("traffic", f"clicks.{key}")
    for key in (
        "referrer",
        "device",
        "country",
        "channel",
        "source",
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "utm_content",
        "utm_term",
    )
}
_KNOWN_PRODUCT: Final = {"product": ("products", "product"), "product_id": ("products", "product_id")}

EVENTS: Final = (
    Event(
        key="page_view",
        name="Page View",
        source="hits",
        doc="A page was viewed.",
        fields=_PAGE,
        where="event.type = 'page_view'",
        known=_KNOWN_PAGE | _KNOWN_WAYS,
    ),
    Event(
        key="contact_created",
        name="Contact Created",
        source="creations",
        doc="A contact of the person was created, by its `date_created`.",
        fields=(_field("status", "Status", "event.status", "The status of the contact."), _INTEGRATION),
        known={"status": ("leads", "contact.status")},
    ),
    Event(
        key="tag_added",
        name="Tag Added",
        source="labelings",
        doc="A tag was added to a contact of the person, and is still there.",
        fields=_LABEL,
        where="event.kind = 'tag'",
        known={"name": ("leads", "contact.tag")},
    ),
    Event(
        key="list_added",
        name="List Added",
        source="labelings",
        doc="A contact of the person was added to a list, and is still on it.",
        fields=_LABEL,
        where="event.kind = 'list'",
        known={"name": ("leads", "contact.list")},
    ),
    Event(
        key="purchase",
        name="Purchase",
        source="purchases",
        doc="The person made an order for which something was paid.",
        fields=(*_PRODUCT, _field("currency", "Currency", "event.currency", "The currency of the order.")),
        known=_KNOWN_PRODUCT | {"currency": ("revenue", "order.currency")},
    ),
    Event(
        key="subscription_started",
        name="Subscription Started",
        source="subscribings",
        doc="A subscription of the person started, also with a trial.",
        fields=(*_PRODUCT, _field("billing_cycle", "Billing Cycle", "event.billing_cycle", "How often it is billed.")),
        known={
            "product": ("subscriptions", "subscription.plan"),
            "product_id": ("subscriptions", "subscription.product_id"),
            "billing_cycle": ("subscriptions", "subscription.billing_cycle"),
        },
    ),
)
BY_KEY = {event.key: event for event in EVENTS}
CUSTOM = Event(
    key="",
    name="Custom Event",
    source="happenings",
    doc="Any other name is that of an event which the script tracked, or which a server told of.",
    fields=(*_PLACE, _field("value", "Value", "event.value", "The value that a server told with it.", "CURRENCY")),
    where="event.type = {type}",
    known=_KNOWN_PAGE,
)
_NAMED = {
    "url_parameter": _field(
        "url_parameter",
        "URL Parameter",
        "url_decode(replace(regexp_extract(event.url, '[?&]' || {parameter} || '=([^&#]*)', 1), '+', ' '))",
        "A parameter of the URL, by its name: `url_parameter.plan`.",
    ),
    "props": _field(
        "props", "Property", "json_extract_string(event.props, {parameter})", "What the script told: `props.plan`."
    ),
    "meta": _field(
        "meta", "Meta", "json_extract_string(event.props, {parameter})", "What the server told with it: `meta.plan`."
    ),
}


def find(event: Event, key: str) -> Dimension | None:
    """The field of an event by this key; those of URLs and properties have names of the account's own."""
    group, _, name = key.partition(".")
    if name and group in _NAMED and any(each.key == "url" for each in event.fields):
        return replace(_NAMED[group], key=key, name=name, parameter=name)
    return next((each for each in event.fields if each.key == key), None)
