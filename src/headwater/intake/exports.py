"""How facts go out again: as the payloads that they would come in as, so that an export can be imported anywhere.

In: an account's stores. Out: for each entity its records, page by page, in the order in which they were first told. An
order, subscription or event whose contact was deleted names an address that stands for the person and is nobody's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from headwater.clock import DAY, iso
from headwater.intake import contact, event, identify, invoice, pageview, subscription
from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.names import Said, Whom
from headwater.warehouse.feed import Row

FORMATS: Final = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
"""The formats of files, and the media type of each."""

Payload: TypeAlias = dict[str, Any]


Pages: TypeAlias = Callable[
    [type[Any], tables.Table, Callable[[Handle, list[Any]], list[Payload]]], Iterator[list[Payload]]
]
"""Makes payloads of the rows of a table of the account, page by page, as `ledger.pages` does."""


class Source(NamedTuple):
    """Whose records are taken away, and how the account's stores are read."""

    integration_id: str
    rows: Pages
    sayings: Callable[[], Iterator[list[Said]]]
    page_views: Callable[[], Iterator[list[Row]]]


class Export(NamedTuple):
    """An entity that goes out: the path that it comes in by, and its records as payloads, page by page."""

    path: str
    records: Callable[[Source], Iterator[list[Payload]]]
    columns: Sequence[str]
    """The fields of its payloads, in the order of a spreadsheet."""
    doc: str
    is_of_warehouse: bool = False

    def file_name(self, form: str) -> str:
        """What a file of this in a format is called."""
        return f"{self.path.replace('/', '-')}.{form}"


Spell: TypeAlias = Callable[[Handle, Sequence[Any]], Iterator[Payload]]


def _rows(kind: type[Any], table: tables.Table, spell: Spell) -> Callable[[Source], Iterator[list[Payload]]]:
    """The records that are rows of a table: each page is of one moment, the whole takes as long as it takes."""

    def records(source: Source) -> Iterator[list[Payload]]:
        def spelled(handle: Handle, page: list[Any]) -> list[Payload]:
            mine = [row for row in page if row.integration_id == source.integration_id]
            return [_said(payload) for payload in spell(handle, mine)]

        yield from filter(None, source.rows(kind, table, spelled))

    return records


def _identifications(source: Source) -> Iterator[list[Payload]]:
    """Who visitors said they were."""
    for page in source.sayings():
        yield [
            _said({"uid": said.uid, "email": said.email, "contact_id": said.contact_id, "date": iso(said.at)})
            for said in page
        ]


def _page_views(source: Source) -> Iterator[list[Payload]]:
    """The page views of the account, with all that is known of them."""
    for page in source.page_views():
        yield [_said(_page_view(row)) for row in page]


def _page_view(row: Row) -> Payload:
    told: dict[str, Any] = {name: row[name] for name in _AS_IT_IS}
    told |= {name: row[name] or None for name in pageview.ORIGIN}
    props = row["props"]
    return told | {
        "visitor_id": str(row["visitor_id"]),
        "date": iso(int(str(row["at"]))),
        "new": row["starts_session"] or None,
        "props": msgspec.json.decode(props) if isinstance(props, str) else None,
        "origin_known": True,
    }


_AS_IT_IS: Final = ("type", "url", "referrer", "title", *pageview.PLACE, *pageview.DEVICE)


def _said(payload: Payload) -> Payload:
    """Without what was never said."""
    return {name: value for name, value in payload.items() if value is not None}


def _contacts(handle: Handle, page: Sequence[rows.Contact]) -> Iterator[Payload]:
    worn: dict[int, list[rows.ContactLabel]] = {}
    for row in handle.find(rows.ContactLabel, tables.contact_labels, "contact", [one.id for one in page]):
        worn.setdefault(row.contact, []).append(row)
    numbers = {row.label for of_contact in worn.values() for row in of_contact}
    labels = {label.id: label for label in handle.find(rows.Label, tables.labels, "id", numbers)}
    for row in page:
        payload = _fields(row, "contact_id email first_name last_name status", "date_created last_updated")
        payload |= _fields(row, "utm_campaign utm_content utm_medium utm_source utm_term referring_url optin_url")
        payload |= _fields(row, "ip_address affiliate_id geo_lat geo_lon")
        payload["custom_fields"] = msgspec.json.decode(row.custom_fields) or None
        for kind in ("tag", "list"):
            mine = [(labels[put.label], put.date) for put in worn.get(row.id, ()) if labels[put.label].kind == kind]
            payload[f"{kind}s"] = [
                {"id": label.label_id, "name": label.name, "date": iso(date)} for label, date in mine
            ] or None
        yield payload


def _products(_handle: Handle, page: Sequence[rows.Product]) -> Iterator[Payload]:
    for product in page:
        yield {"id": product.product_id, "name": product.name}


def _invoices(handle: Handle, page: Sequence[rows.Invoice]) -> Iterator[Payload]:
    lines: dict[int, list[rows.InvoiceItem]] = {}
    for line in handle.find(rows.InvoiceItem, tables.invoice_items, "invoice", [one.id for one in page]):
        lines.setdefault(line.invoice, []).append(line)
    whom = Whom(handle, page)
    for row in page:
        payload: Payload = {"id": row.invoice_id, **whom.of(row)}
        payload |= _fields(row, "amount paid is_refunded discount tax shipping currency", "date_created")
        if row.is_refunded or row.refund_amount:
            payload |= _fields(row, "refund_amount", "date_refunded")
        payload["items"] = [
            {"id": line.item_id, **_said(_fields(line, "name product_id amount total_paid quantity subscription_id"))}
            for line in sorted(lines.get(row.id, ()), key=lambda line: line.position)
        ]
        yield payload


def _subscriptions(handle: Handle, page: Sequence[rows.Subscription]) -> Iterator[Payload]:
    """Every version in turn, with the time since when it holds: the history goes out, too."""
    found = handle.find(
        rows.SubscriptionVersion, tables.subscription_versions, "subscription", [one.id for one in page]
    )
    versions: dict[int, list[rows.SubscriptionVersion]] = {}
    for version in sorted(found, key=lambda one: one.version):
        versions.setdefault(version.subscription, []).append(version)
    whom = Whom(handle, page)
    for row in page:
        for version in versions[row.id]:
            payload = {"id": row.subscription_id, **whom.of(row), "name": row.name}
            payload |= _fields(
                version,
                "product_id amount quantity billing_cycle frequency",
                "start_date last_bill_date trial_end_date end_date canceled_date",
            )
            yield payload | {"effective_date": iso(version.since)}


def _events(handle: Handle, page: Sequence[rows.Event]) -> Iterator[Payload]:
    whom = Whom(handle, page)
    for row in page:
        payload = {"id": row.event_id, **_fields(row, "type uid url value", "date")}
        payload["meta"] = msgspec.json.decode(row.meta) or None
        yield payload | (whom.of(row) if not row.node.startswith("v:") else {})


def _adcampaigns(_handle: Handle, page: Sequence[rows.AdCampaign]) -> Iterator[Payload]:
    for row in page:
        yield {"id": row.adcampaign_id, "name": row.name}


def _adsets(_handle: Handle, page: Sequence[rows.AdSet]) -> Iterator[Payload]:
    for row in page:
        yield {"id": row.adset_id, "name": row.name, "adcampaign": row.adcampaign_id}


def _ads(_handle: Handle, page: Sequence[rows.Ad]) -> Iterator[Payload]:
    for row in page:
        yield {"id": row.ad_id, "name": row.name, "adset": row.adset_id, "adcampaign": row.adcampaign_id}


def _ad_days(_handle: Handle, page: Sequence[rows.AdDay]) -> Iterator[Payload]:
    for row in page:
        day = iso(row.day * DAY)[:10]
        yield {"ad": row.ad_id, "date": day, **_fields(row, "spend clicks impressions")}


def _fields(row: object, names: str, dates: str = "") -> Payload:
    told: Mapping[str, int | None] = {name: getattr(row, name) for name in dates.split()}
    return {name: getattr(row, name) for name in names.split()} | {
        name: None if at is None else iso(at) for name, at in told.items()
    }


# In an order in which they can be imported: who is named by others comes before them.
EXPORTS: Final = (
    Export("product", _rows(rows.Product, tables.products, _products), ("id", "name"), "Products"),
    Export(
        "contact",
        _rows(rows.Contact, tables.contacts, _contacts),
        (*(field.name for field in contact.FIELDS), "custom_fields", "tags", "lists"),
        "Contacts with their tags, lists and custom fields",
    ),
    Export(
        "invoice",
        _rows(rows.Invoice, tables.invoices, _invoices),
        (*(field.name for field in invoice.FIELDS), "items"),
        "Orders with their items",
    ),
    Export(
        "subscription",
        _rows(rows.Subscription, tables.subscriptions, _subscriptions),
        tuple(field.name for field in subscription.FIELDS),
        "Subscriptions, each version of their terms",
    ),
    Export(
        "event",
        _rows(rows.Event, tables.events, _events),
        tuple(field.name for field in event.FIELDS),
        "Events that servers told of",
    ),
    Export("adcampaign", _rows(rows.AdCampaign, tables.adcampaigns, _adcampaigns), ("id", "name"), "Ad campaigns"),
    Export("adset", _rows(rows.AdSet, tables.adsets, _adsets), ("id", "name", "adcampaign"), "Sets of ads"),
    Export("ad", _rows(rows.Ad, tables.ads, _ads), ("id", "name", "adset", "adcampaign"), "Ads"),
    Export(
        "ad/performance",
        _rows(rows.AdDay, tables.ad_days, _ad_days),
        ("ad", "date", "spend", "clicks", "impressions"),
        "What ads cost and brought, by day",
    ),
    Export(
        "identify",
        _identifications,
        tuple(field.name for field in identify.RECORD_FIELDS),
        "Who visitors said they were",
    ),
    Export(
        "pageview",
        _page_views,
        tuple(field.name for field in pageview.FIELDS),
        "Page views of the whole account",
        is_of_warehouse=True,
    ),
)

BY_PATH: Final = {export.path: export for export in EXPORTS}
