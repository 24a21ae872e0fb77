"""Everything that can be imported, as one table: the HTTP paths, bulk, CSV, jobs and the command line are made over it.

In: nothing. Out: rows that say how a body becomes a change. Knows of no way in.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from headwater.intake import labels, payloads
from headwater.intake.ads import read_ads, read_performance
from headwater.intake.contact import read_contact
from headwater.intake.contact_deletion import read_contact_deletion
from headwater.intake.deletion import read_invoice_deletion, read_subscription_deletion
from headwater.intake.event import read_event
from headwater.intake.identify import read_identified
from headwater.intake.invoice import read_invoice
from headwater.intake.pageview import read_page_view
from headwater.intake.payload import Payload
from headwater.intake.product import read_product
from headwater.intake.subscription import read_subscription
from headwater.ledger.change import Change
from headwater.ledger.rows import Account

ITEMS: Final = "items"
OTHERS: Final = "custom_fields"


class Entity(NamedTuple):
    """Something that can be imported: its path, what a body holds, how it becomes a change, how a deletion does.

    `known_by` are the fields that may name the record to delete, the one that counts first in front.
    """

    path: str
    payload: Payload
    read: Callable[[Account, str, Mapping[str, Any]], Change]
    read_deletion: Callable[[Account, str, str], Change] | None = None
    known_by: tuple[str, ...] = ("id",)

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields that a column of a table may be."""
        return (*(field.name for field in self.payload.fields), *(part.name for part in self.payload.parts))

    @property
    def items(self) -> tuple[str, ...]:
        """The fields of an entry of the list `items`, of which each row of a table is one."""
        return tuple(field.name for part in self.payload.parts if part.name == ITEMS for field in part.fields)

    @property
    def others(self) -> str:
        """The object that takes columns under names of the sender's own."""
        return next((part.name for part in self.payload.parts if part.name == OTHERS), "")


ENTITIES: Final = (
    Entity("contact", payloads.CONTACT, read_contact, read_contact_deletion, known_by=("contact_id", "id", "email")),
    Entity("tags/add", payloads.TAGS_ADD, labels.reader("tag", adds=True)),
    Entity("tags/remove", payloads.TAGS_REMOVE, labels.reader("tag", adds=False)),
    Entity("lists/add", payloads.LISTS_ADD, labels.reader("list", adds=True)),
    Entity("lists/remove", payloads.LISTS_REMOVE, labels.reader("list", adds=False)),
    Entity("invoice", payloads.INVOICE, read_invoice, read_invoice_deletion),
    Entity("subscription", payloads.SUBSCRIPTION, read_subscription, read_subscription_deletion),
    Entity("product", payloads.PRODUCT, read_product),
    Entity("ad/performance", payloads.PERFORMANCE, read_performance),
    Entity("ad", payloads.AD, partial(read_ads, "ad")),
    Entity("adset", payloads.ADSET, partial(read_ads, "adset")),
    Entity("adcampaign", payloads.ADCAMPAIGN, partial(read_ads, "adcampaign")),
    Entity("event", payloads.EVENT, read_event),
    Entity("identify", payloads.IDENTIFICATION, read_identified),
    Entity("pageview", payloads.PAGEVIEW, read_page_view),
)

BY_PATH: Final = {entity.path: entity for entity in ENTITIES}
