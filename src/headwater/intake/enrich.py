"""From a raw hit to a page view: an ordered list of named steps, each of which drops the hit or puts something.

In: spooled hits, contacts with utm_* of their own, origins to be told anew. Out: rows for the warehouse, or the reason
of a drop. It fits the protocol that the projector declares; it knows no store. Nothing that a hit contains makes it
raise: what cannot be read is left out and counted.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from headwater.catalog import sources
from headwater.catalog.channels import Origin, classify
from headwater.intake import enrich_origin
from headwater.intake.channel_rules import fingerprint, rules_of
from headwater.intake.draft import Draft, Enriched, kept_address
from headwater.intake.enrich_agent import agent
from headwater.intake.enrich_host import is_external
from headwater.intake.enrich_known import put_known
from headwater.intake.enrich_place import Atlas, countries, country, shortened
from headwater.intake.enrich_url import MAX_READ, clean, has_parameter, hide_emails, landing
from headwater.intake.policy import policy_of
from headwater.intake.watch import Watch
from headwater.scalars import hash63
from headwater.warehouse.feed import AccountFacts, PageView

MAX_TITLE: Final = 512
MAX_TYPE: Final = 64
SAMPLE: Final = 64  # one hit in so many is timed, step by step; the others pay nothing for it

_NOWHERE = landing("")
_SPECULATIVE = ("prefetch", "prerender", "preview")


_BLANK: Final = dict.fromkeys(PageView.__annotations__)


def drop_bots(draft: Draft) -> str | None:
    """Crawlers, monitors and browsers without a person, by their user agent."""
    return "bot" if agent(draft.hit.get("ua")).is_bot else None


def drop_prefetch(draft: Draft) -> str | None:
    """Pages fetched ahead of a person who may never come, where the hit tells its `Sec-Purpose` as `purpose`."""
    purpose = draft.hit.get("purpose")
    ahead = isinstance(purpose, str) and any(word in purpose.lower() for word in _SPECULATIVE)
    return "prefetch" if ahead else None


def drop_parameters(draft: Draft) -> str | None:
    """Pages whose URL has a parameter that the account leaves out, such as its own preview mode."""
    left_out = draft.policy.excluded_parameters
    return "excluded parameter" if left_out and has_parameter(draft.hit.get("url"), left_out) else None


def put_visitor(draft: Draft) -> None:
    """Who it was; a hit without a visitor is one of its own."""
    hit = draft.hit
    draft.row["visitor_id"] = hash63(str(hit.get("uid") or f"hit {hit['id']}"))
    draft.row["starts_session"] = hit.get("new") is True


def put_event(draft: Draft) -> None:
    """What happened, on a page of which title."""
    hit, row = draft.hit, draft.row
    row["type"] = clean(hit.get("type"), MAX_TYPE) or "page_view"
    row["title"] = hide_emails(clean(hit.get("title"), MAX_TITLE)) or None


def put_props(draft: Draft) -> None:
    """The properties of an event, as JSON."""
    if props := draft.hit.get("props"):
        draft.row["props"] = hide_emails(msgspec.json.encode(props).decode())


def put_page(draft: Draft) -> None:
    """Which page; a URL that cannot be read is kept as it came, without host and path."""
    draft.landing = page = landing(clean(draft.hit.get("url"), MAX_READ))
    row = draft.row
    row["host"], row["path"], row["url"] = page.host, page.path, page.stored
    if not page.host:
        draft.unread.append("url")


def drop_excluded(draft: Draft) -> str | None:
    """Pages opened with the parameter by which people keep themselves out of the numbers."""
    return "excluded" if draft.landing.excluded else None


def put_referrer(draft: Draft) -> None:
    """Where from; only a referrer from outside the site, the account and its payment providers is a way to come."""
    sent = draft.hit.get("ref")
    if not sent:
        return
    referrer = enrich_origin.referrer(sent)
    draft.row["referrer"] = referrer.stored or None
    if not referrer.place:
        draft.unread.append("referrer")
    elif is_external(referrer.place, draft.landing.host, draft.policy.mine):
        draft.place = referrer.place


def drop_spam(draft: Draft) -> str | None:
    """Hits of nobody, sent so that the name of a site shows up in reports."""
    source = sources.of_place(draft.place) if draft.place else None
    return "spam" if source and source.kind == "spam" else None


def put_origin(draft: Draft) -> None:
    """The way to come: external referrer, campaign, click id and ad id together; None where there is none of them."""
    page = draft.landing
    origin = Origin(draft.place, *page.campaign, click_id=page.click_id, ad_id=page.ad_id)
    if any(origin):
        draft.origin = enrich_origin.described(origin, draft.settings)
        draft.row["origin_id"] = draft.origin["origin_id"]


def put_device(draft: Draft) -> None:
    """What it was seen on."""
    seen_on = agent(draft.hit.get("ua"))
    row = draft.row
    row["device"], row["os"], row["browser"] = seen_on.device, seen_on.os, seen_on.browser


def put_place(draft: Draft) -> None:
    """Where: the country by a trusted proxy, else by the address; and of the address what may be kept."""
    sent, row = draft.hit.get("ip"), draft.row
    network = shortened(sent)
    told = country(draft.hit.get("country"))
    if network:
        # The network, not the address: what is told must not depend on what is kept.
        found, row["region"], row["city"] = draft.atlas(network)
        told = told or found
        row["ip"] = kept_address(draft.policy, network, sent)
    elif sent:
        draft.unread.append("ip")
    row["country"] = told


Step: TypeAlias = Callable[[Draft], str | None]

STEPS: Final[tuple[Step, ...]] = (
    # In this order. A step that returns a word drops the hit for that reason; the cheapest drops come first.
    drop_prefetch,
    drop_bots,
    put_page,
    drop_excluded,
    drop_parameters,
    put_referrer,
    drop_spam,
    put_visitor,
    put_event,
    put_props,
    put_origin,
    put_device,
    put_place,
)


IMPORTED: Final[tuple[Step, ...]] = (
    # Of a page view that is known already: whether it counts was decided where it came from.
    put_page,
    put_referrer,
    put_visitor,
    put_event,
    put_props,
    put_origin,
    put_known,
)


class StepTime(NamedTuple):
    """What a step costs: microseconds a hit, on average over the hits that were timed."""

    step: str
    timed: int
    microseconds: float


class Enricher:
    """The steps, and what they counted: times by step, drops by reason, and what could not be read."""

    def __init__(self, atlas: Atlas = countries) -> None:
        """Nothing has been seen; `atlas` knows where addresses are."""
        self.watch = Watch()
        self._atlas = atlas
        self.drops: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self._seen = 0
        self._timed = 0
        self._nanoseconds = [0] * len(STEPS)

    def hit(self, account: AccountFacts, hit: Mapping[str, Any]) -> Enriched:
        """Make a page view of a hit, or say why not. Pure, but for the counting."""
        policy = policy_of(account.settings)
        draft = Draft(account.settings, policy, self._atlas, hit, {**_BLANK, "id": hit["id"], "at": hit["at"]})
        if "known" in hit:
            _plain_steps(draft, IMPORTED)
            return Enriched(page_view=draft.row, origin=draft.origin, is_imported=True)
        self._seen += 1
        steps = self._timed_steps if self._seen % SAMPLE == 0 else _plain_steps
        reason = steps(draft)
        self.watch.note(account.account_id, hit, draft.origin, reason)
        if draft.unread:
            self.unread.update(draft.unread)
        if reason:
            self.drops[reason] += 1
            return Enriched(drop=reason)
        return Enriched(page_view=draft.row, sent=_sent(hit), origin=draft.origin)

    def origin_of(self, account: AccountFacts, contact: Mapping[str, object]) -> Mapping[str, object] | None:
        """The row of the origin that a contact's own utm_* and referring_url tell of; None when they say nothing."""
        origin = enrich_origin.of_contact(contact, policy_of(account.settings).mine)
        return enrich_origin.described(origin, account.settings) if any(origin) else None

    def classify(
        self, account: AccountFacts, origins: Sequence[Mapping[str, object]]
    ) -> Sequence[Mapping[str, object]]:
        """The same rows of origins with `channel` and `source` as the account's rules of now tell them."""
        rules = rules_of(account.settings)
        return [{**row, **classify(enrich_origin.of_row(row), rules)._asdict()} for row in origins]

    def rules(self, account: AccountFacts) -> str:
        """What changes when the account's origins must be told anew."""
        return fingerprint(account.settings)

    def times(self) -> list[StepTime]:
        """What each step costs, in their order."""
        timed = max(self._timed, 1)
        return [
            StepTime(step.__name__, self._timed, spent / timed / 1000)
            for step, spent in zip(STEPS, self._nanoseconds, strict=True)
        ]

    def _timed_steps(self, draft: Draft) -> str | None:
        self._timed += 1
        for number, step in enumerate(STEPS):
            start = time.perf_counter_ns()
            reason = _run(step, draft)
            self._nanoseconds[number] += time.perf_counter_ns() - start
            if reason:
                return reason
        return None


def _sent(hit: Mapping[str, Any]) -> tuple[int, int] | None:
    """By what a hit is known when its browser sends it again: who, when by the browser's clock, what, and where."""
    happened = hit.get("t")
    if not isinstance(happened, int):
        return None
    return hash63(f"{hit.get('uid')} {happened} {hit.get('type')} {hit.get('url')}"), happened


def _plain_steps(draft: Draft, steps: Sequence[Step] = STEPS) -> str | None:
    for step in steps:
        if reason := _run(step, draft):
            return reason
    return None


def _run(step: Step, draft: Draft) -> str | None:
    """A step that fails leaves its columns empty and is counted: one odd hit must never hold up all that come after."""
    try:
        return step(draft)
    except Exception:  # noqa: BLE001 - whatever it is, the hit is worth more than the column
        draft.unread.append(step.__name__)
        return None
