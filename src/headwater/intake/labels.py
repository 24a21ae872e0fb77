"""Tags and lists as they are sent (ids, names, objects, mixed, or one comma-separated string), put on and taken off.

In: the JSON of `POST tags/add|remove` and `lists/add|remove`, and the tags of a contact. Out: `LabelChange`, and
`read_labels` and `find_label` for whoever has labels among other fields.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from headwater import scalars
from headwater.clock import iso
from headwater.errors import NotFound
from headwater.intake import whom
from headwater.intake.change import Sent
from headwater.intake.fields import Faults, Field, entries, read_fields, says_any
from headwater.ledger import rows
from headwater.ledger.book import Book, Wants

LABEL_FIELDS: Final = (
    Field("id", scalars.identifier, "Id of the tag or list"),
    Field("name", scalars.identifier, "Its name"),
    Field("date", scalars.instant, "Since when; defaults to now", also=("date_created",)),
)


class SentLabel(msgspec.Struct):
    """A tag or list as sent; `word` came alone and may be an id or a name."""

    word: str
    name: str
    date: int | None = None


class LabelChange(Sent):
    """Put tags on a contact, or it on lists; or take them off. `kind` is 'tag' or 'list'."""

    kind: str
    is_added: bool
    values: dict[str, Any]
    labels: list[SentLabel]

    def wants(self, wants: Wants) -> None:
        """The contact, and the labels."""
        whom.want(wants, self.values)
        want_labels(wants, self.labels)

    def apply(self, book: Book) -> dict[str, Any]:
        """Change the contact's labels and answer with all that it has of the kind."""
        contact = whom.known_contact(book, self.integration_id, self.values)
        if contact is None:
            asked = self.values.get("contact_id") or self.values["email"]
            raise NotFound(f"there is no contact {asked!r}: send it by POST contact first")
        before = book.contact_labels.get(contact.id, {})
        after = self._added(book, before) if self.is_added else self._removed(book, before)
        if after != before:
            book.set_labels(contact.id, after)
            book.put(book.contacts, msgspec.structs.replace(contact))  # the warehouse gets it with all that it has
        return {
            "status": "success",
            "contact": {"contact_id": contact.contact_id, "email": contact.email},
            f"{self.kind}s": resources(book, self.kind, after),
        }

    def _added(self, book: Book, before: Mapping[int, int]) -> dict[int, int]:
        """What is there keeps its first date."""
        after = dict(before)
        for sent in self.labels:
            number = find_label(book, self.integration_id, self.kind, sent).id
            date = book.now if sent.date is None else sent.date
            after[number] = min(date, after.get(number, date))
        return after

    def _removed(self, book: Book, before: Mapping[int, int]) -> dict[int, int]:
        """What is not there is not missed, and nothing is made for it."""
        known = (known_label(book, self.integration_id, self.kind, sent) for sent in self.labels)
        gone = {label.id for label in known if label is not None}
        return {label: date for label, date in before.items() if label not in gone}


def reader(kind: str, *, adds: bool) -> Callable[[rows.Account, str, Mapping[str, Any]], LabelChange]:
    """How a body of `tags/add` and its like is read; it raises `Problem` with every fault."""
    field = f"{kind}s"

    def read(account: rows.Account, integration_id: str, body: Mapping[str, Any]) -> LabelChange:
        faults = Faults()
        values = read_fields(whom.FIELDS, body, faults)
        whom.require(body, faults)
        if body.get(field) is None:
            faults.missing(field)
        labels = read_labels(field, body.get(field), faults) if body.get(field) is not None else []
        faults.settle()
        return LabelChange(account, integration_id, kind, adds, whom.keyed(account, values), labels)

    return read


def read_labels(field: str, value: object, faults: Faults) -> list[SentLabel]:
    """All tags or lists of a payload, faults named by their place."""
    found: list[SentLabel] = []
    for place, sent in enumerate(faults.read(field, entries, value) or ()):
        name = f"{field}[{place}]"
        if isinstance(sent, dict):
            values: dict[str, Any] = read_fields(LABEL_FIELDS, sent, faults, f"{name}.")  # pyright: ignore[reportUnknownArgumentType]
            if word := values.get("id") or values.get("name"):
                found.append(SentLabel(word, values.get("name") or word, values.get("date")))
            elif not says_any(sent, "id", "name"):  # pyright: ignore[reportUnknownArgumentType]
                faults.missing(f"{name}.id")
        elif (word := faults.read(name, scalars.identifier, sent)) is not None:
            found.append(SentLabel(word, word))
    return found


def want_labels(wants: Wants, labels: list[SentLabel]) -> None:
    """The labels with these ids or names."""
    wants.labels.update(word for label in labels for word in (label.word, label.name))


def known_label(book: Book, integration_id: str, kind: str, sent: SentLabel) -> rows.Label | None:
    """The label's row: by id first, then by name."""
    if by_id := book.labels.first("label_id", (integration_id, kind, sent.word)):
        return by_id
    named = book.labels.find("name", (integration_id, kind, sent.name))
    if sent.word != sent.name:  # it came with an id of its own, so a label with another id is another one of this name
        named = [label for label in named if label.label_id == label.name]
    return next(iter(named), None)


def find_label(book: Book, integration_id: str, kind: str, sent: SentLabel) -> rows.Label:
    """The label's row; made if unknown, completed if it was only a word so far."""
    known = known_label(book, integration_id, kind, sent)
    if known is None:
        blank = rows.Label(
            account_id=book.account.account_id,
            id=0,
            integration_id=integration_id,
            kind=kind,
            label_id=sent.word,
            name=sent.name,
            change=0,
        )
        return book.put(book.labels, blank)
    told: dict[str, str] = {}
    if sent.name not in (sent.word, known.name):
        told["name"] = sent.name
    if known.label_id != sent.word and known.label_id == known.name and sent.word != sent.name:
        told["label_id"] = sent.word
    return book.put(book.labels, msgspec.structs.replace(known, **told)) if told else known


def resources(book: Book, kind: str, dates: Mapping[int, int]) -> list[dict[str, Any]]:
    """A contact's tags or lists as answers show them."""
    known = [(book.labels.get(number), date) for number, date in dates.items()]
    return [
        {"id": label.label_id, "name": label.name, "date": iso(date)}
        for label, date in known
        if label is not None and label.kind == kind
    ]
