"""What of the ledger is reported on: which table becomes which of the warehouse's, and what its columns are called.

Rows of data: a table that is not named here never reaches a report. Runs no SQL.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

import msgspec
from sqlalchemy import Table

from headwater.ledger import rows, tables


class Columns:
    """How rows of one kind are spelled: warehouse column → field of the row."""

    def __init__(self, same: str, /, **renamed: str) -> None:
        """`same` lists the columns that are called the same on both sides, `renamed` the others."""
        fields = {name: name for name in same.split()} | renamed
        self._names = tuple(fields)
        self._values: Callable[[msgspec.Struct], tuple[Any, ...]] = attrgetter(*fields.values())

    def spell(self, row: msgspec.Struct) -> dict[str, Any]:
        """The row as the warehouse wants it."""
        return dict(zip(self._names, self._values(row), strict=True))


class Child(msgspec.Struct, frozen=True):
    """A table whose rows come and go with those of another; `pointer` is the column that names the other's `id`."""

    name: str
    kind: type[msgspec.Struct]
    table: Table
    pointer: str
    columns: Columns


class Reported(msgspec.Struct, frozen=True):
    """A table with a `change` column, and its child."""

    name: str
    kind: type[msgspec.Struct]
    table: Table
    columns: Columns
    child: Child | None = None


_TERMS: Final = Columns(
    "subscription version since told_at product_id amount quantity billing_cycle frequency",
    started_at="start_date",
    last_billed_at="last_bill_date",
    trial_ends_at="trial_end_date",
    ends_at="end_date",
    canceled_at="canceled_date",
)

REPORTED: Final = (
    Reported(
        "contacts",
        rows.Contact,
        tables.contacts,
        Columns(
            "id person_id integration_id contact_id email first_name last_name status custom_fields"
            " utm_source utm_medium utm_campaign utm_content utm_term referring_url optin_url",
            created_at="date_created",
            updated_at="last_updated",
        ),
        Child(
            "contact_labels",
            rows.ContactLabel,
            tables.contact_labels,
            "contact",
            Columns("contact label", since="date"),
        ),
    ),
    Reported("labels", rows.Label, tables.labels, Columns("id integration_id kind label_id name")),
    Reported("products", rows.Product, tables.products, Columns("id integration_id product_id name")),
    Reported(
        "orders",
        rows.Invoice,
        tables.invoices,
        Columns(
            "id person_id integration_id amount paid is_refunded refund_amount discount tax shipping currency",
            order_id="invoice_id",
            created_at="date_created",
            refunded_at="date_refunded",
        ),
        Child(
            "order_items",
            rows.InvoiceItem,
            tables.invoice_items,
            "invoice",
            Columns(
                "position item_id name amount total_paid product_id quantity subscription_id",
                order_id="invoice",
            ),
        ),
    ),
    Reported(
        "subscriptions",
        rows.Subscription,
        tables.subscriptions,
        Columns(
            "id person_id integration_id subscription_id name product_id amount quantity billing_cycle frequency",
            started_at="start_date",
            last_billed_at="last_bill_date",
            trial_ends_at="trial_end_date",
            ends_at="end_date",
            canceled_at="canceled_date",
        ),
        Child("subscription_versions", rows.SubscriptionVersion, tables.subscription_versions, "subscription", _TERMS),
    ),
    Reported(
        "events",
        rows.Event,
        tables.events,
        Columns("id person_id integration_id event_id type uid url value meta", happened_at="date"),
    ),
    Reported("adcampaigns", rows.AdCampaign, tables.adcampaigns, Columns("id integration_id adcampaign_id name")),
    Reported("adsets", rows.AdSet, tables.adsets, Columns("id integration_id adset_id name adcampaign_id")),
    Reported("ads", rows.Ad, tables.ads, Columns("id integration_id ad_id name adset_id adcampaign_id")),
    Reported("ad_days", rows.AdDay, tables.ad_days, Columns("id integration_id ad_id day spend clicks impressions")),
)

MONEY: Final = {
    "orders": ("amount", "paid", "refund_amount"),
    "order_items": ("amount",),
    "subscriptions": ("amount",),
    "ad_days": ("spend",),
}
"""Columns whose sums people want to see agree."""

ONLY_TOLD: Final = frozenset("utm_source utm_medium utm_campaign utm_content utm_term referring_url optin_url".split())
"""Columns that are handed over and kept there in another form: as the contact's origin."""
