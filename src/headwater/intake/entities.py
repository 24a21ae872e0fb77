"""Everything that can be imported, as one table: the HTTP paths, bulk, CSV, jobs and the command line are made over it.

In: nothing. Out: rows that say how a body becomes a change. Knows of no way in.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from headwater.intake import labels
from headwater.intake.ads import read_ads, read_performance
from headwater.intake.contact import read_contact, read_contact_deletion
from headwater.intake.event import read_event
from headwater.intake.invoice import read_invoice, read_invoice_deletion
from headwater.intake.product import read_product
from headwater.intake.subscription import read_subscription, read_subscription_deletion
from headwater.ledger.change import Change
from headwater.ledger.rows import Account


class Entity(NamedTuple):
    """Something that can be imported: its path, how a body becomes a change, and how a deletion does, if it can.

    `known_by` are the fields that may name the record to delete, the one that counts first in front.
    """

    path: str
    read: Callable[[Account, str, Mapping[str, Any]], Change]
    read_deletion: Callable[[Account, str, str], Change] | None = None
    known_by: tuple[str, ...] = ("id",)


ENTITIES: Final = (
    Entity("contact", read_contact, read_contact_deletion, known_by=("contact_id", "id", "email")),
    Entity("tags/add", labels.reader("tag", adds=True)),
    Entity("tags/remove", labels.reader("tag", adds=False)),
    Entity("lists/add", labels.reader("list", adds=True)),
    Entity("lists/remove", labels.reader("list", adds=False)),
    Entity("invoice", read_invoice, read_invoice_deletion),
    Entity("subscription", read_subscription, read_subscription_deletion),
    Entity("product", read_product),
    Entity("ad/performance", read_performance),
    Entity("ad", partial(read_ads, "ad")),
    Entity("adset", partial(read_ads, "adset")),
    Entity("adcampaign", partial(read_ads, "adcampaign")),
    Entity("event", read_event),
)
