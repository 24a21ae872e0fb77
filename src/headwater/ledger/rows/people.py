"""Rows of contacts with their tags and lists, and who is who."""

import msgspec


class Contact(msgspec.Struct, kw_only=True, array_like=True):
    """A contact as its integration describes it."""

    account_id: str
    id: int
    integration_id: str
    contact_id: str
    person_id: int
    date_created: int
    change: int
    email: str | None = None
    email_key: str | None = None
    status: str = "active"
    last_updated: int | None = None
    first_name: str | None = None
    last_name: str | None = None
    utm_campaign: str | None = None
    utm_content: str | None = None
    utm_medium: str | None = None
    utm_source: str | None = None
    utm_term: str | None = None
    referring_url: str | None = None
    optin_url: str | None = None
    ip_address: str | None = None
    affiliate_id: str | None = None
    geo_lat: str | None = None
    geo_lon: str | None = None
    custom_fields: str = "{}"


class Label(msgspec.Struct, kw_only=True, array_like=True):
    """A tag or a list of an integration; `kind` says which, `label_id` is the integration's own id."""

    account_id: str
    id: int
    integration_id: str
    kind: str
    label_id: str
    name: str
    change: int


class ContactLabel(msgspec.Struct, kw_only=True, array_like=True):
    """A tag on a contact, or a contact on a list; both by their `id`."""

    account_id: str
    contact: int
    label: int
    date: int


class Edge(msgspec.Struct, kw_only=True, frozen=True, array_like=True):
    """Two identity nodes that were seen to belong together: first and last within its `slot`.

    In the slot of rulings, `resolve.RULED`, what somebody has decided of the two, and when.
    """

    account_id: str
    a: str
    b: str
    slot: int
    at: int
    last: int
    source: str


class Node(msgspec.Struct, kw_only=True, array_like=True):
    """Which person a contact or an e-mail address is part of."""

    account_id: str
    node: str
    person_id: int


class VisitorSpan(msgspec.Struct, kw_only=True, array_like=True):
    """From `since` on, until this visitor's next span, the visitor is this person."""

    account_id: str
    uid: str
    since: int
    person_id: int
    change: int


class IdentityEvent(msgspec.Struct, kw_only=True, array_like=True):
    """What identity did and when: the audit of unions and splits.

    `subject` is the edge that it came from, as "a b"; `actor` is who decided it, if somebody did.
    """

    account_id: str
    change: int
    at: int
    action: str
    person_id: int
    other_id: int
    subject: str
    actor: str = ""
