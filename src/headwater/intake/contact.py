"""A contact comes in: found by its id before its e-mail, re-keyed, merged, tagged.

In: the JSON of `POST contact`. Out: `ContactChange`, applied by the ledger's writer. What happens to a row is decided
by pure functions (`merged`, `filled`); the change only finds the rows and puts them back.
"""

from collections.abc import Mapping
from typing import Any, Final, TypedDict

import msgspec

from headwater import scalars
from headwater.clock import iso
from headwater.intake import whom
from headwater.intake.change import Sent
from headwater.intake.fields import Faults, Field, mapping, one_of, read_fields
from headwater.intake.labels import SentLabel, find_label, read_labels, want_labels
from headwater.ledger import nodes, rows
from headwater.ledger.book import Book, Wants

FIELDS: Final = (
    Field("contact_id", scalars.identifier, "Contact id; required if there is no e-mail"),
    Field("email", scalars.email, "E-mail address; required if there is no contact id"),
    Field("date_created", scalars.instant, "When it was created: the opt-in. Defaults to now"),
    Field("last_updated", scalars.instant, "When it was last updated"),
    Field("first_name", scalars.text, "First name"),
    Field("last_name", scalars.text, "Last name"),
    Field("status", one_of("active", "inactive"), "Opt-in status; defaults to active"),
    Field("utm_campaign", scalars.text, "UTM campaign"),
    Field("utm_content", scalars.text, "UTM content"),
    Field("utm_medium", scalars.text, "UTM medium"),
    Field("utm_source", scalars.text, "UTM source"),
    Field("utm_term", scalars.text, "UTM term"),
    Field("referring_url", scalars.text, "Referring URL"),
    Field("optin_url", scalars.text, "URL of the page of the opt-in"),
    Field("ip_address", scalars.text, "IP address"),
    Field("affiliate_id", scalars.text, "Affiliate id"),
    Field("geo_lat", scalars.degrees, "Latitude"),
    Field("geo_lon", scalars.degrees, "Longitude"),
)

# Where somebody came from is taken from one contact or the other, never put together from both.
_ORIGIN: Final = ("utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "referring_url")

_GENERATED: Final = 12  # letters of an id that we make up for a contact that came with an e-mail only


class ContactChange(Sent):
    """A contact as sent: only what was sent is in `values`; None for custom fields leaves them alone."""

    values: dict[str, Any]
    labels: Mapping[str, list[SentLabel]]
    """What was sent of 'tag' and 'list'; a kind that was not sent is left alone."""
    custom_fields: dict[str, Any] | None = None

    def wants(self, wants: Wants) -> None:
        """The contacts with this id or e-mail, and the tags."""
        whom.want(wants, self.values)
        for sent in self.labels.values():
            want_labels(wants, sent)

    def apply(self, book: Book) -> dict[str, Any]:
        """Create, update, re-key or merge, and answer with the contact."""
        known, others = self._find(book)
        if known is None:
            contact = book.put_contact(self._new(book))
        else:
            contact = book.put_contact(self._changed(known, others))
            if contact.contact_id != known.contact_id:
                _move(book, known, contact, "re-key")
        for other in others:
            _absorb(book, other, contact)
        if self.labels:
            self._relabel(book, contact)
        _relink(book, contact)
        return {"status": "success", "contact": resource(contact)}

    def _relabel(self, book: Book, contact: rows.Contact) -> None:
        """The tags, or the lists, that were sent, in the place of those before."""
        before = book.contact_labels.get(contact.id, {})
        after = {number: date for number, date in before.items() if _kind(book, number) not in self.labels}
        for kind, sent in self.labels.items():
            dates = {find_label(book, self.integration_id, kind, label).id: label.date for label in sent}
            after |= {number: date or before.get(number, book.now) for number, date in dates.items()}
        book.set_labels(contact.id, after)

    def _find(self, book: Book) -> tuple[rows.Contact | None, list[rows.Contact]]:
        """The row that this is about, and those that turn out to be the same contact."""
        contact_id, email_key = self.values.get("contact_id"), self.values.get("email_key")
        by_id = book.contacts.first("contact_id", (self.integration_id, contact_id)) if contact_id else None
        by_email = [
            row
            for row in (book.contacts.find("email", email_key) if email_key else [])
            if row.integration_id == self.integration_id and row is not by_id
        ]
        if by_id is not None:
            return by_id, by_email
        return (by_email[0], []) if by_email else (None, [])

    def _changed(self, known: rows.Contact, others: list[rows.Contact]) -> rows.Contact:
        """The row with what was sent, and with what the others have and it has not; what was sent counts most."""
        contact = merged(known, self.values, self.custom_fields)
        return merged(filled(contact, others), self.values, self.custom_fields) if others else contact

    def _new(self, book: Book) -> rows.Contact:
        blank = rows.Contact(
            account_id=self.account_id,
            id=0,
            integration_id=self.integration_id,
            contact_id=self.values.get("contact_id") or scalars.new_token(_GENERATED),
            person_id=0,
            date_created=book.now,
            change=0,
        )
        return merged(blank, self.values, self.custom_fields)


def read_contact(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> ContactChange:
    """The change that a body asks for; raises `Problem` with every fault."""
    faults = Faults()
    values = read_fields(FIELDS, body, faults)
    labels = {
        kind: read_labels(f"{kind}s", body[f"{kind}s"], faults)
        for kind in ("tag", "list")
        if body.get(f"{kind}s") is not None
    }
    sent = body.get("custom_fields")
    nothing = sent in (None, "", {}, [])  # an empty list is how PHP spells an empty object
    custom = None if nothing else faults.read("custom_fields", _custom_fields, sent)
    whom.require(body, faults)
    faults.settle()
    return ContactChange(account, integration_id, whom.keyed(account, values), labels, custom)


def merged(contact: rows.Contact, values: Mapping[str, Any], custom_fields: Mapping[str, Any] | None) -> rows.Contact:
    """What was sent replaces, what was not sent stays; custom fields merge, and null removes one."""
    kept = contact.custom_fields
    if custom_fields is not None:
        fields = msgspec.json.decode(kept) | custom_fields
        kept = msgspec.json.encode(
            {name: value for name, value in fields.items() if value is not None}, order="sorted"
        ).decode()
    return msgspec.structs.replace(contact, custom_fields=kept, **values)


def filled(contact: rows.Contact, others: list[rows.Contact]) -> rows.Contact:
    """The contact with its gaps filled from those merged into it; the opt-in is the earliest."""
    for other in others:
        has_origin = any(getattr(contact, name) is not None for name in _ORIGIN)
        gaps = {
            name: value
            for name, value in rows.as_dict(other).items()
            if getattr(contact, name) is None and value is not None and not (has_origin and name in _ORIGIN)
        }
        fields = msgspec.json.decode(other.custom_fields) | msgspec.json.decode(contact.custom_fields)
        contact = msgspec.structs.replace(
            contact,
            custom_fields=msgspec.json.encode(fields, order="sorted").decode(),
            date_created=min(contact.date_created, other.date_created),
            **gaps,
        )
    return contact


class ContactResource(TypedDict):
    """A contact as answers show it."""

    contact_id: str
    email: str | None
    first_name: str | None
    last_name: str | None
    status: str
    date_created: str
    last_updated: str | None
    custom_fields: dict[str, Any]


def resource(contact: rows.Contact) -> ContactResource:
    """The contact as answers show it."""
    return {
        "contact_id": contact.contact_id,
        "email": contact.email,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "status": contact.status,
        "date_created": iso(contact.date_created),
        "last_updated": iso(contact.last_updated) if contact.last_updated is not None else None,
        "custom_fields": msgspec.json.decode(contact.custom_fields),
    }


def _absorb(book: Book, other: rows.Contact, contact: rows.Contact) -> None:
    """Make `other` part of `contact`: labels, orders and visitors follow."""
    labels = dict(book.contact_labels.get(contact.id, {}))
    for label, date in book.contact_labels.get(other.id, {}).items():
        labels[label] = min(date, labels.get(label, date))
    book.drop_contact(other)
    book.set_labels(contact.id, labels)
    _move(book, other, contact, "merge")


def _move(book: Book, old: rows.Contact, new: rows.Contact, why: str) -> None:
    """What hung on the old contact id hangs on the new one; identity keeps both names of the same contact."""
    former = nodes.contact(book.account, old.integration_id, old.contact_id)
    present = nodes.contact(book.account, new.integration_id, new.contact_id)
    book.add_edge(present, former, new.date_created, why)
    for shelf in book.hanging:
        for row in shelf.find("contact_id", (old.integration_id, old.contact_id)):
            book.hang(shelf, msgspec.structs.replace(row, contact_id=new.contact_id, node=present))


def _relink(book: Book, contact: rows.Contact) -> None:
    """What named this contact before it existed hangs on it from now on."""
    for shelf in book.hanging:
        for row in shelf.find("contact_id", (contact.integration_id, contact.contact_id)):
            mine = nodes.contact(book.account, contact.integration_id, contact.contact_id)
            if row.node != mine:
                book.hang(shelf, msgspec.structs.replace(row, node=mine))


def _kind(book: Book, number: int) -> str:
    label = book.labels.get(number)
    return label.kind if label else ""


def _custom_fields(value: object) -> dict[str, Any]:
    """Custom fields: any names, plain values or null."""
    cleaned: dict[str, Any] = {}
    for name, sent in mapping(value).items():
        if isinstance(sent, dict | list):
            raise ValueError(f"must hold plain values or null, and {name!r} holds a list or an object")
        cleaned[scalars.text(name)] = scalars.text(sent) if isinstance(sent, str) else sent
    return cleaned
