"""Everything that can be imported, as one table: the HTTP paths, bulk, CSV, jobs and the command line are made over it.

In: nothing. Out: rows that say how a body becomes a change. Knows of no way in.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from headwater.intake import contact, invoice
from headwater.intake.contact import read_contact, read_contact_deletion
from headwater.intake.invoice import read_invoice, read_invoice_deletion
from headwater.ledger.change import Change
from headwater.ledger.rows import Account


class Entity(NamedTuple):
    """Something that can be imported: its path, how a body becomes a change, and how a deletion does, if it can.

    `known_by` are the fields that may name the record to delete, the one that counts first in front. The others are for
    tables: `columns` are the fields that a column may be (none: any), `items` those of an entry of the list `items`, of
    which each row is one, and `others` is the object that takes columns under names of the sender's own.
    """

    path: str
    read: Callable[[Account, str, Mapping[str, Any]], Change]
    read_deletion: Callable[[Account, str, str], Change] | None = None
    known_by: tuple[str, ...] = ("id",)
    columns: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    others: str = ""


ENTITIES: Final = (
    Entity(
        "contact",
        read_contact,
        read_contact_deletion,
        known_by=("contact_id", "id", "email"),
        columns=(*(field.name for field in contact.FIELDS), "tags"),
        others="custom_fields",
    ),
    Entity(
        "invoice",
        read_invoice,
        read_invoice_deletion,
        columns=tuple(field.name for field in invoice.FIELDS),
        items=tuple(field.name for field in invoice.ITEM_FIELDS),
    ),
)
