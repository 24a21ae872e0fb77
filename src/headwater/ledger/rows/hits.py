"""Rows of raw hits on their way to the warehouse, and those that were refused."""

import msgspec


class SpooledHit(msgspec.Struct, kw_only=True, array_like=True):
    """A raw hit, on its way to the warehouse."""

    account_id: str
    id: int
    payload: str


class HitDrop(msgspec.Struct, kw_only=True, array_like=True):
    """How many hits were refused on a day (days since 1970) for a reason."""

    account_id: str
    day: int
    reason: str
    hits: int


class DailySalt(msgspec.Struct, kw_only=True, array_like=True):
    """What keys the visitors of a day (days since 1970), where nothing may be stored in browsers."""

    account_id: str
    day: int
    salt: str
