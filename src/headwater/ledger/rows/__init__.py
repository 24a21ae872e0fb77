"""The rows of the ledger as Python sees them: one struct per table, one field per column, same names.

Instants are microseconds since 1970 UTC, money is minor units, `id` is the account's change number when the row was
first written, `change` the number of its latest version. No behaviour lives here. `array_like`, because databases give
rows as tuples.
"""

from typing import Any

import msgspec

from headwater.ledger.rows.accounts import Account, ApiKey, IdempotencyRecord, Integration, Tombstone
from headwater.ledger.rows.ads import Ad, AdCampaign, AdDay, AdSet
from headwater.ledger.rows.definitions import Definition, RulesVersion
from headwater.ledger.rows.hits import DailySalt, HitDrop, SpooledHit
from headwater.ledger.rows.jobs import Job, Refusal
from headwater.ledger.rows.people import Contact, ContactLabel, Edge, IdentityEvent, Label, Node, VisitorSpan
from headwater.ledger.rows.sales import Event, Invoice, InvoiceItem, Product, Subscription, SubscriptionVersion
from headwater.ledger.rows.users import AuditEntry, Member, Session, Share, Ticket, User

__all__ = [
    "Account",
    "Ad",
    "AdCampaign",
    "AdDay",
    "AdSet",
    "ApiKey",
    "AuditEntry",
    "Contact",
    "ContactLabel",
    "DailySalt",
    "Definition",
    "Edge",
    "Event",
    "HitDrop",
    "IdempotencyRecord",
    "IdentityEvent",
    "Integration",
    "Invoice",
    "InvoiceItem",
    "Job",
    "Label",
    "Member",
    "Node",
    "Product",
    "Refusal",
    "RulesVersion",
    "Session",
    "Share",
    "SpooledHit",
    "Subscription",
    "SubscriptionVersion",
    "Ticket",
    "Tombstone",
    "User",
    "VisitorSpan",
    "as_dict",
]


def as_dict(row: msgspec.Struct) -> dict[str, Any]:
    """The columns of a row, by name."""
    return msgspec.structs.asdict(row)
