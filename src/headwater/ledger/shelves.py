"""Every table of an account that changes are made in, as shelves: what is looked up where, and what hangs on people.

In: what a group of changes wants to see. Out: the rows at hand, and their changes written. Knows no rules.
"""

from typing import Any

import msgspec

from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle
from headwater.ledger.shelf import Shelf, hanging, named


class Wants(msgspec.Struct):
    """What a group of changes needs to see of an account before it is applied: ids as the integrations know them."""

    contact_ids: set[str] = msgspec.field(default_factory=set[str])
    email_keys: set[str] = msgspec.field(default_factory=set[str])
    invoice_ids: set[str] = msgspec.field(default_factory=set[str])
    subscription_ids: set[str] = msgspec.field(default_factory=set[str])
    history_ids: set[str] = msgspec.field(default_factory=set[str])
    """Of the subscriptions, those whose history is wanted."""
    event_ids: set[str] = msgspec.field(default_factory=set[str])
    product_ids: set[str] = msgspec.field(default_factory=set[str])
    labels: set[str] = msgspec.field(default_factory=set[str])
    adcampaign_ids: set[str] = msgspec.field(default_factory=set[str])
    adset_ids: set[str] = msgspec.field(default_factory=set[str])
    ad_ids: set[str] = msgspec.field(default_factory=set[str])
    ad_day_ids: set[str] = msgspec.field(default_factory=set[str])
    idempotency_keys: set[str] = msgspec.field(default_factory=set[str])
    is_personal: bool = False
    """Whether all that the persons of these contacts have is wanted, under whatever name it came."""


class Shelves:
    """The shelves of one account."""

    def __init__(self) -> None:
        """Empty ones."""
        self.contacts = Shelf(
            rows.Contact,
            tables.contacts,
            {
                "contact_id": lambda row: (row.integration_id, row.contact_id),
                "email": lambda row: row.email_key,
            },
        )
        self.invoices = hanging(rows.Invoice, tables.invoices, "invoice_id", "date_created")
        self.subscriptions = hanging(rows.Subscription, tables.subscriptions, "subscription_id", "start_date")
        self.events = hanging(rows.Event, tables.events, "event_id", "date")
        self.products = named(rows.Product, tables.products, "product_id")
        self.labels = Shelf(
            rows.Label,
            tables.labels,
            {
                "label_id": lambda row: (row.integration_id, row.kind, row.label_id),
                "name": lambda row: (row.integration_id, row.kind, row.name),
            },
        )
        self.adcampaigns = named(rows.AdCampaign, tables.adcampaigns, "adcampaign_id")
        self.adsets = named(rows.AdSet, tables.adsets, "adset_id")
        self.ads = named(rows.Ad, tables.ads, "ad_id")
        self.ad_days = named(rows.AdDay, tables.ad_days, "ad_day_id")
        self.hanging: tuple[Shelf[Any], ...] = (self.invoices, self.subscriptions, self.events)
        """What belongs to a contact or an e-mail address, and follows it from person to person."""
        self._shelves: tuple[Shelf[Any], ...] = (
            self.contacts,
            *self.hanging,
            self.products,
            self.labels,
            self.adcampaigns,
            self.adsets,
            self.ads,
            self.ad_days,
        )

    def lay(self, handle: Handle, wants: Wants) -> None:
        """Bring in every row that is wanted, and what hangs on the contacts among them."""
        _lay(handle, "contact_id", wants.contact_ids, self.contacts, *self.hanging)
        _lay(handle, "email_key", wants.email_keys, self.contacts, *self.hanging)
        found = list(self.contacts.all())
        _lay(handle, "contact_id", {row.contact_id for row in found} - wants.contact_ids, *self.hanging)
        keys = {row.email_key for row in found if row.email_key} - wants.email_keys
        _lay(handle, "email_key", keys, *self.hanging)
        if wants.is_personal:
            _lay(handle, "person_id", {row.person_id for row in found}, self.contacts, *self.hanging)
        for shelf, column, values in (
            (self.invoices, "invoice_id", wants.invoice_ids),
            (self.subscriptions, "subscription_id", wants.subscription_ids),
            (self.events, "event_id", wants.event_ids),
            (self.products, "product_id", wants.product_ids),
            (self.labels, "label_id", wants.labels),
            (self.labels, "name", wants.labels),
            (self.adcampaigns, "adcampaign_id", wants.adcampaign_ids),
            (self.adsets, "adset_id", wants.adset_ids),
            (self.ads, "ad_id", wants.ad_ids),
            (self.ad_days, "ad_day_id", wants.ad_day_ids),
        ):
            _lay(handle, column, values, shelf)

    def write(self, handle: Handle) -> None:
        """Write everything that changed."""
        for shelf in self._shelves:
            handle.remove(shelf.table, "id", shelf.dropped)
            handle.save(shelf.table, shelf.changed.values())


def _lay(handle: Handle, column: str, values: set[str] | set[int], *shelves: Shelf[Any]) -> None:
    """Bring in the rows whose `column` is one of `values`."""
    for shelf in shelves if values else ():
        shelf.lay(handle.find(shelf.kind, shelf.table, column, values))
