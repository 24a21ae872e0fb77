"""How facts go out again: as the payloads that they would come in as, so that an export can be imported anywhere.

In: an account's ledger. Out: for each entity its records, page by page, in the order in which they were first told. An
order, subscription or event whose contact was deleted names a contact that stands for the person and says nothing more.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from headwater.clock import DAY, iso
from headwater.intake import contact, event, invoice, subscription
from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.shelf import Hanging

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


class Export(NamedTuple):
    """An entity that goes out: the path that it comes in by, its rows, and how a page of them is spelled."""

    path: str
    kind: type[Any]
    table: tables.Table
    spell: Callable[[Handle, Sequence[Any]], Iterator[Payload]]
    columns: Sequence[str]
    """The fields of its payloads, in the order of a spreadsheet."""
    doc: str

    def file_name(self, form: str) -> str:
        """What a file of this in a format is called."""
        return f"{self.path.replace('/', '-')}.{form}"


def records(pages: Pages, integration_id: str, export: Export) -> Iterator[list[Payload]]:
    """Pages of an integration's records; each page is of one moment, the whole takes as long as it takes."""

    def spelled(handle: Handle, page: list[Any]) -> list[Payload]:
        mine = [row for row in page if row.integration_id == integration_id]
        return [_said(payload) for payload in export.spell(handle, mine)]

    yield from filter(None, pages(export.kind, export.table, spelled))


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
    for row in page:
        payload = {"id": row.invoice_id, **_whom(row)}
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
    for row in page:
        for version in versions[row.id]:
            payload = {"id": row.subscription_id, **_whom(row), "name": row.name}
            payload |= _fields(
                version,
                "product_id amount quantity billing_cycle frequency",
                "start_date last_bill_date trial_end_date end_date canceled_date",
            )
            yield payload | {"effective_date": iso(version.since)}


def _events(_handle: Handle, page: Sequence[rows.Event]) -> Iterator[Payload]:
    for row in page:
        payload = {"id": row.event_id, **_fields(row, "type uid url value", "date")}
        payload["meta"] = msgspec.json.decode(row.meta) or None
        yield payload | (_whom(row) if not row.node.startswith("v:") else {})


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


def _whom(row: Hanging) -> Payload:
    """The names of whom a row belongs to; of a deleted contact only that it is one and the same."""
    if row.contact_id is None and row.email is None:
        return {"contact_id": f"deleted-{row.person_id}"}
    return {"contact_id": row.contact_id, "email": row.email}


def _fields(row: object, names: str, dates: str = "") -> Payload:
    told: Mapping[str, int | None] = {name: getattr(row, name) for name in dates.split()}
    return {name: getattr(row, name) for name in names.split()} | {
        name: None if at is None else iso(at) for name, at in told.items()
    }


# In an order in which they can be imported: who is named by others comes before them.
EXPORTS: Final = (
    Export("product", rows.Product, tables.products, _products, ("id", "name"), "Products"),
    Export(
        "contact",
        rows.Contact,
        tables.contacts,
        _contacts,
        (*(field.name for field in contact.FIELDS), "custom_fields", "tags", "lists"),
        "Contacts with their tags, lists and custom fields",
    ),
    Export(
        "invoice",
        rows.Invoice,
        tables.invoices,
        _invoices,
        (*(field.name for field in invoice.FIELDS), "items"),
        "Orders with their items",
    ),
    Export(
        "subscription",
        rows.Subscription,
        tables.subscriptions,
        _subscriptions,
        tuple(field.name for field in subscription.FIELDS),
        "Subscriptions, each version of their terms",
    ),
    Export(
        "event",
        rows.Event,
        tables.events,
        _events,
        tuple(field.name for field in event.FIELDS),
        "Events that servers told of",
    ),
    Export("adcampaign", rows.AdCampaign, tables.adcampaigns, _adcampaigns, ("id", "name"), "Ad campaigns"),
    Export("adset", rows.AdSet, tables.adsets, _adsets, ("id", "name", "adcampaign"), "Sets of ads"),
    Export("ad", rows.Ad, tables.ads, _ads, ("id", "name", "adset", "adcampaign"), "Ads"),
    Export(
        "ad/performance",
        rows.AdDay,
        tables.ad_days,
        _ad_days,
        ("ad", "date", "spend", "clicks", "impressions"),
        "What ads cost and brought, by day",
    ),
)

BY_PATH: Final = {export.path: export for export in EXPORTS}
