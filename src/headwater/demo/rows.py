"""The columns of the demo's tables: what a row of `world` says about a product, a page, a way in, an ad, a season.

Types only. Shares are per mille, money is cents, and `when` is per mille of the world's length ("120-480") or the name
of a season.
"""

from typing import NamedTuple


class Product(NamedTuple):
    """Something sold; `chosen` weighs first and later orders, `cycle` makes it a plan of the membership."""

    number: int
    slug: str
    name: str
    price: int
    chosen: int
    cycle: str = ""


class Page(NamedTuple):
    """A page of the site; `family` groups those that walks choose from; `back` is a foreign host one returns from."""

    family: str
    path: str
    title: str
    back: str = ""


class Walk(NamedTuple):
    """What somebody looks at after the landing page; `intent` is why they came."""

    intent: str
    weight: int
    pages: str


class Door(NamedTuple):
    """A way to come in. `leads` and `visits` weigh those who leave an address and those who never do.

    `buys`: how many of a thousand leads become customers. `query` may hold {term} (one of `terms`, separated by "/"),
    {year} (of the season), and {campaign} {ad} {ad_id} (of the rows of ADS for this door).
    """

    key: str
    channel: str
    referrer: str
    query: str
    click: str  # the parameter that the ad platform or network appends, with a value of its own for each click
    pages: str
    leads: int
    visits: int
    buys: int
    when: str = "0-1000"
    curve: str = "flat"  # flat, grow (from nothing) or burst (a peak that decays in weeks; weighed for two years)
    terms: str = ""


class Ad(NamedTuple):
    """An ad that somebody pays for; `share` weighs it among the ads of its door; `cpc` is the price of a click."""

    door: str
    share: int
    ad_id: int
    name: str
    adset_id: int
    adset: str
    campaign_id: int
    campaign: str
    cpc: int


class Return(NamedTuple):
    """How people who have been here come back: to look, or to buy."""

    door: str
    looks: int
    buys: int


class Mail(NamedTuple):
    """A letter of the sequence after the opt-in, or (with `when`) one that goes to everybody at a time."""

    campaign: str
    after: int  # days
    pages: str
    clicks: int
    buys: int = 0  # of a thousand who click, how many buy
    when: str = ""


class Season(NamedTuple):
    """A time of the year; "friday" is Black Friday, the day after the fourth Thursday of November."""

    name: str
    first: str
    last: str
    traffic: int  # per mille of an ordinary day
    discount: int = 0  # per cent off at the checkout
