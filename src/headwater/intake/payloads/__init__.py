"""Every body that is taken, as a row: what documents, `/openapi.json` and the tests that make bodies up go by.

The fields are the very tables that read bodies. A new entity has its row here, and its path in `intake/entities.py`.
"""

from typing import Literal, TypedDict

from headwater.intake.payloads.ads import AD, ADCAMPAIGN, ADSET, PERFORMANCE
from headwater.intake.payloads.people import CONTACT, LISTS_ADD, LISTS_REMOVE, TAGS_ADD, TAGS_REMOVE
from headwater.intake.payloads.sales import EVENT, INVOICE, PRODUCT, SUBSCRIPTION
from headwater.intake.payloads.tracking import HIT, IDENTIFICATION, IDENTIFY, PAGEVIEW

__all__ = [
    "AD",
    "ADCAMPAIGN",
    "ADSET",
    "CONTACT",
    "EVENT",
    "HIT",
    "IDENTIFICATION",
    "IDENTIFY",
    "INVOICE",
    "LISTS_ADD",
    "LISTS_REMOVE",
    "PAGEVIEW",
    "PERFORMANCE",
    "PRODUCT",
    "SUBSCRIPTION",
    "TAGS_ADD",
    "TAGS_REMOVE",
    "Deleted",
]


class Deleted(TypedDict):
    """What was deleted."""

    id: str
    status: Literal["success"]
    object: str
    deleted: Literal[True]
