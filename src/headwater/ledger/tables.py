"""The ledger's tables for SQLAlchemy, made from the row structs so that neither can drift from the other.

`migrations/` holds the DDL that really runs; a test holds it against these. Column order is field order.
"""

from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, MetaData, Table, Text

from headwater.ledger import rows

METADATA = MetaData()

_TYPES: dict[type, Any] = {int: BigInteger, str: Text, bool: Boolean}


def _table(name: str, row: type[msgspec.Struct], *keys: str) -> Table:
    """A table with a column for each field of `row`; `| None` fields may be NULL."""
    columns: list[Column[Any]] = []
    for field, hint in get_type_hints(row).items():
        kinds = set(get_args(hint)) if isinstance(hint, UnionType) else {hint}
        (kind,) = kinds - {NoneType}
        columns.append(Column(field, _TYPES[kind], primary_key=field in keys, nullable=NoneType in kinds))
    return Table(name, METADATA, *columns)


accounts = _table("accounts", rows.Account, "account_id")
api_keys = _table("api_keys", rows.ApiKey, "key_id")
integrations = _table("integrations", rows.Integration, "account_id", "integration_id")
contacts = _table("contacts", rows.Contact, "account_id", "id")
labels = _table("labels", rows.Label, "account_id", "id")
contact_labels = _table("contact_labels", rows.ContactLabel, "account_id", "contact", "label")
products = _table("products", rows.Product, "account_id", "id")
invoices = _table("invoices", rows.Invoice, "account_id", "id")
invoice_items = _table("invoice_items", rows.InvoiceItem, "account_id", "invoice", "position")
subscriptions = _table("subscriptions", rows.Subscription, "account_id", "id")
subscription_versions = _table(
    "subscription_versions", rows.SubscriptionVersion, "account_id", "subscription", "version"
)
events = _table("events", rows.Event, "account_id", "id")
adcampaigns = _table("adcampaigns", rows.AdCampaign, "account_id", "id")
adsets = _table("adsets", rows.AdSet, "account_id", "id")
ads = _table("ads", rows.Ad, "account_id", "id")
ad_days = _table("ad_days", rows.AdDay, "account_id", "id")
identity_edges = _table("identity_edges", rows.Edge, "account_id", "a", "b", "slot")
identity_nodes = _table("identity_nodes", rows.Node, "account_id", "node")
visitor_spans = _table("visitor_spans", rows.VisitorSpan, "account_id", "uid", "since")
identity_log = _table("identity_log", rows.IdentityEvent, "account_id", "change")
spool = _table("spool", rows.SpooledHit, "account_id", "id")
hit_drops = _table("hit_drops", rows.HitDrop, "account_id", "day", "reason")
daily_salts = _table("daily_salts", rows.DailySalt, "account_id", "day")
tombstones = _table("tombstones", rows.Tombstone, "account_id", "change")
idempotency_records = _table("idempotency_records", rows.IdempotencyRecord, "account_id", "key_id", "idempotency_key")
jobs = _table("jobs", rows.Job, "account_id", "job_id")
definitions = _table("definitions", rows.Definition, "account_id", "kind", "definition_id")
rules_versions = _table("rules_versions", rows.RulesVersion, "account_id", "version_id")
refusals = _table("refusals", rows.Refusal, "account_id", "job_id", "line")
users = _table("users", rows.User, "user_id")
members = _table("members", rows.Member, "account_id", "user_id")
sessions = _table("sessions", rows.Session, "session_id")
tickets = _table("tickets", rows.Ticket, "hash")
shares = _table("shares", rows.Share, "account_id", "share_id")
audit_log = _table("audit_log", rows.AuditEntry, "account_id", "entry_id")
