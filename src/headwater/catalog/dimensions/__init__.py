"""What answers can be broken down by, and filtered by: one module of rows per thing that has them.

`find` knows the keys of rows, and those that name a field of the account's own: `contact.custom.City`.
"""

from msgspec.structs import replace

from headwater.catalog.dimensions import (
    ads,
    orders,
    pages,
    paths,
    people,
    products,
    subscriptions,
    time,
    touches,
    views,
)
from headwater.catalog.kinds import Dimension

DIMENSIONS: tuple[Dimension, ...] = (
    *touches.ROWS,
    *views.ROWS,
    *pages.ROWS,
    *ads.ROWS,
    *time.ROWS,
    *people.ROWS,
    *orders.ROWS,
    *products.ROWS,
    *subscriptions.ROWS,
    *paths.ROWS,
)
BY_KEY = {dimension.key: dimension for dimension in DIMENSIONS}

_CUSTOM = "contact.custom."


def find(key: str) -> Dimension | None:
    """The dimension of this key. A custom field may have any name."""
    if key.startswith(_CUSTOM) and (name := key.removeprefix(_CUSTOM).strip()):
        return replace(people.CUSTOM, key=key, name=name, parameter=name)
    return BY_KEY.get(key)
