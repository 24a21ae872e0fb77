"""What the projector reads and whom it asks: the ledger's change feed and the enrichment of hits, as protocols.

The ledger and the intake fit these shapes without importing them; only the wiring sees both sides. Instants are
integer microseconds, money is integer minor units. Knows nothing of DuckDB and nothing of the ledger's tables.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol, TypeAlias, TypedDict

import msgspec

Row: TypeAlias = Mapping[str, object]
"""One row of a warehouse table: column name → value, every column present, instants as integers."""

_Key = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_Instant = Annotated[int, msgspec.Meta(ge=-62_135_596_800_000_000, le=253_402_300_799_999_999)]  # years 1 to 9999


class AccountFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What enrichment needs to know of an account: whose pages are its own, and how its money and days are cut."""

    account_id: str
    timezone: str
    currency: str
    settings: str = "{}"
    """The account's own settings, JSON: what they mean, the enrichment knows."""


class PageView(TypedDict):
    """The columns of `page_views`, as the enrichment of one hit gives them."""

    id: _Key
    visitor_id: _Key
    at: _Instant
    type: str
    starts_session: bool
    origin_id: _Key | None
    host: str
    path: str
    url: str
    referrer: str | None
    title: str | None
    country: str | None
    device: str | None
    os: str | None
    browser: str | None
    ip: str | None
    props: str | None
    region: str | None
    city: str | None


class Origin(TypedDict):
    """The columns of `origins`; empty text stands for "not said"."""

    origin_id: _Key
    referrer_host: str
    utm_source: str
    utm_medium: str
    utm_campaign: str
    utm_content: str
    utm_term: str
    click_id: str
    ad_id: str
    channel: str
    source: str


class Changes(Protocol):
    """One bounded reading of the feed: all that happened to an account above the marks, up to `upto`."""

    @property
    def upto(self) -> int:
        """Every change number above the marks and not above this one is in here."""
        ...

    @property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """Warehouse table → rows as they are now.

        A contact comes with all of its `contact_labels`, an order with all of its `order_items`, a subscription with
        all of its `subscription_versions`, a visitor with all of its `visitors` rows. Contacts carry their `utm_*` and
        `referring_url` instead of an `origin_id`.
        """
        ...

    @property
    def gone(self) -> Mapping[str, Sequence[int]]:
        """Warehouse table → ids of deleted rows; for `visitors` the visitor ids that are nobody any more."""
        ...

    @property
    def hits(self) -> Sequence[Row]:
        """Spooled hits in the order of their change numbers, which is the `id` of each."""
        ...


class ChangeFeed(Protocol):
    """What happened in the ledger, account by account, in the order in which it became visible."""

    def accounts(self) -> Sequence[str]:
        """All account ids."""
        ...

    def last_change(self, account_id: str) -> int:
        """The account's newest committed change number; 0 when nothing ever happened."""
        ...

    def read(self, account_id: str, after_rows: int, after_hits: int, limit: int) -> Changes:
        """Rows changed after one mark and hits spooled after the other, about `limit` of them together."""
        ...

    def hits_upto(self, account_id: str, mark: int) -> int:
        """How many hits were ever spooled, but for those that are in the spool with numbers beyond `mark`."""
        ...

    def reconcile(self, account_id: str, was_at: int, is_at: int, hits: int) -> None:
        """Go on from a warehouse of another history: it was at a mark, has been carried on to another, and has `hits`.

        Numbers that are given from now on are beyond both. What is spooled between them is in; what is spooled at or
        below the first is not, and gets new numbers.
        """
        ...

    def forget_hits(self, account_id: str, upto: int) -> None:
        """Take hits up to this number off the spool: they are durable in the warehouse."""
        ...


class Enriched(Protocol):
    """What became of one hit: a page view (with its origin, if it has one), or the reason why it was dropped."""

    @property
    def drop(self) -> str | None:
        """The reason, as it is counted; None for a page view."""
        ...

    @property
    def page_view(self) -> Row | None:
        """A `PageView`; None for a dropped hit."""
        ...

    @property
    def sent(self) -> tuple[int, int] | None:
        """What tells the hit from all but its own repetitions, and the browser's time; None when nothing does."""
        ...

    @property
    def is_imported(self) -> bool:
        """Whether it is a page view that was known before, which may have been imported before, too."""
        ...

    @property
    def origin(self) -> Row | None:
        """The `Origin` whose id the page view carries; None when it carries none."""
        ...


class Enrichment(Protocol):
    """How raw facts become columns. Pure: the same hit always becomes the same page view."""

    def hit(self, account: AccountFacts, hit: Row) -> Enriched:
        """Make a page view of a hit, or say why not."""
        ...

    def origin_of(self, account: AccountFacts, contact: Row) -> Row | None:
        """The `Origin` that a contact's own `utm_*` and `referring_url` tell of; None when they say nothing."""
        ...

    def classify(self, account: AccountFacts, origins: Sequence[Row]) -> Sequence[Row]:
        """The same origins with `channel` and `source` told anew, by the rules of now."""
        ...

    def rules(self, account: AccountFacts) -> str:
        """A word for the rules of now: another one says that origins must be told anew."""
        ...
