"""Tags as they are sent (ids, names, objects, mixed, or one comma-separated string), and how they find their rows."""

from typing import Any

import msgspec

from headwater import scalars
from headwater.intake.fields import Faults, Field, entries, read_fields, says_any
from headwater.ledger import rows
from headwater.ledger.book import Book

TAG_FIELDS = (
    Field("id", scalars.identifier, "Tag id"),
    Field("name", scalars.identifier, "Tag name"),
    Field("date", scalars.instant, "When the tag was put on; defaults to now", also=("date_created",)),
)


class SentTag(msgspec.Struct):
    """A tag as sent; `word` came alone and may be an id or a name."""

    word: str
    name: str
    date: int | None = None


def read_tags(value: object, faults: Faults) -> list[SentTag]:
    """All tags of a payload, faults named by their place."""
    found: list[SentTag] = []
    for place, sent in enumerate(faults.read("tags", entries, value) or ()):
        name = f"tags[{place}]"
        if isinstance(sent, dict):
            values: dict[str, Any] = read_fields(TAG_FIELDS, sent, faults, f"{name}.")  # pyright: ignore[reportUnknownArgumentType]
            if word := values.get("id") or values.get("name"):
                found.append(SentTag(word, values.get("name") or word, values.get("date")))
            elif not says_any(sent, "id", "name"):  # pyright: ignore[reportUnknownArgumentType]
                faults.missing(f"{name}.id")
        elif (word := faults.read(name, scalars.identifier, sent)) is not None:
            found.append(SentTag(word, word))
    return found


def find_tag(book: Book, integration_id: str, sent: SentTag) -> rows.Tag:
    """The tag's row: by id first, then by name; made if unknown, completed if it was only a word so far."""
    by_id = book.tags.first("tag_id", (integration_id, sent.word))
    named = book.tags.find("name", (integration_id, sent.name))
    if sent.word != sent.name:  # it came with an id of its own, so a tag with another id is another tag of this name
        named = [tag for tag in named if tag.tag_id == tag.name]
    known = by_id or next(iter(named), None)
    if known is None:
        account_id = book.account.account_id
        return book.put_tag(
            rows.Tag(
                account_id=account_id, id=0, integration_id=integration_id, tag_id=sent.word, name=sent.name, change=0
            )
        )
    if sent.name not in (sent.word, known.name):
        return book.put_tag(msgspec.structs.replace(known, name=sent.name))
    if by_id is None and sent.word != sent.name:
        return book.put_tag(msgspec.structs.replace(known, tag_id=sent.word))
    return known
