"""Which channel an origin belongs to and what its source is called: rules as rows, and the first that matches wins.

In: an `Origin`, the distinct tuple of referrer, utm_*, click id and ad id by which a visitor came. Out: a channel's
slug and a readable source name, or the rule that decided. Knows no hits, no URLs and no accounts: an account's own
rules are rows like these, put in front of them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from headwater.catalog import sources
from headwater.catalog.sources import Source

Field: TypeAlias = Literal[
    "referrer_host", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "click_id", "ad_id",
    "source",  # the readable name
    "source_kind",  # a kind of catalog.sources: who is behind the utm_source, else behind the referrer
    "click_proves",  # what the click id proves
]  # fmt: skip
Op: TypeAlias = Literal[
    "is", "is_not", "contains", "not_contains", "starts_with", "ends_with",
    "has_word", "has_no_word", "has_word_from", "on_host", "is_set", "is_not_set",
]  # fmt: skip


class Origin(NamedTuple):
    """How a visitor came; empty text stands for "not said". `click_id` is the parameter's name, never its value."""

    referrer_host: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_content: str = ""
    utm_term: str = ""
    click_id: str = ""
    ad_id: str = ""


class Channel(NamedTuple):
    """A channel as reports name it."""

    slug: str
    name: str
    doc: str


class Condition(NamedTuple):
    """One condition on an origin; it holds if the operator holds for any of the values. Case never counts."""

    field: Field
    op: Op
    values: tuple[str, ...] = ()


class Rule(NamedTuple):
    """An origin that meets all conditions belongs to the channel; `because` says so to a reader of a report."""

    channel: str
    because: str
    when: tuple[Condition, ...] = ()


class Verdict(NamedTuple):
    """Where an origin belongs: a channel's slug, and the source's readable name ("" when nothing names one)."""

    channel: str
    source: str


DIRECT: Final = Verdict("direct", "Direct")
"""Of a visit that came from nowhere: origin 0."""

CHANNELS: Final = (
    Channel("paid", "Paid", "Advertising paid by click, view or action, wherever it is shown"),
    Channel("display", "Display", "Banners and other advertising on pages of others, when its links say so"),
    Channel("search", "Organic search", "Unpaid results of search engines"),
    Channel("social", "Organic social", "Unpaid posts and messages on social networks"),
    Channel("video", "Video", "Video sites, and links in videos"),
    Channel("audio", "Audio", "Podcasts and other audio"),
    Channel("email", "Email", "Newsletters, campaigns and mail read in a browser"),
    Channel("sms", "SMS", "Text messages"),
    Channel("push", "Push", "Push notifications"),
    Channel("affiliate", "Affiliate", "Affiliates and partners"),
    Channel("ai", "AI assistants", "Answers of AI assistants"),
    Channel("referral", "Referral", "Links on other sites"),
    Channel("direct", "Direct", "No referrer and no campaign: typed, bookmarked, or hidden by the app it came from"),
    Channel("other", "Other", "Campaigns whose medium and source say nothing that these rules know"),
)


def _if(field: Field, op: Op, values: str = "") -> Condition:
    """A condition whose values are written as one string."""
    return Condition(field, op, tuple(values.split()))


_NOT_UNPAID = _if("utm_medium", "has_no_word", "non not un no")
_NO_CAMPAIGN = (_if("utm_source", "is_not_set"), _if("utm_medium", "is_not_set"))

RULES: Final[tuple[Rule, ...]] = (
    # Whatever else it says: somebody paid for it.
    Rule("paid", "a medium that is paid for", (_NOT_UNPAID, _if("utm_medium", "has_word",
        "cpc ppc cpm cpv cpa cpl cpi cpe cpp ppv pay-per-click sem sea pla"
        " ad ads adwords advert advertising advertisement retargeting remarketing sponsored promoted"))),
    Rule("paid", "a medium that begins with paid", (_NOT_UNPAID, _if("utm_medium", "has_word_from", "paid"))),
    Rule("paid", "a click id that only advertising adds", (_if("click_proves", "is", "paid"),)),
    # The link says what it is.
    Rule("display", "a display medium", (_if("utm_medium", "has_word",
        "display banner banners interstitial expandable programmatic native gdn rich-media skyscraper"),)),
    Rule("display", "a click id of display advertising", (_if("click_proves", "is", "display"),)),
    Rule("email", "an e-mail medium", (_if("utm_medium", "has_word",
        "email emails e-mail e-mails emailing mailing mailings newsletter newsletters edm autoresponder"),)),
    Rule("email", "the medium is mail", (_if("utm_medium", "is", "mail"),)),
    Rule("sms", "a text message medium", (_if("utm_medium", "has_word", "sms mms rcs text-message text-messages"),)),
    Rule("sms", "the medium is text", (_if("utm_medium", "is", "text"),)),
    Rule("push", "a push medium", (_if("utm_medium", "has_word", "push webpush notification notifications"),)),
    Rule("affiliate", "an affiliate or partner medium", (_if("utm_medium", "has_word",
        "affiliate affiliates aff partner partners partnership partnerships"),)),
    Rule("affiliate", "a click id of an affiliate network", (_if("click_proves", "is", "affiliate"),)),
    Rule("paid", "a source that is an ad network", (_if("source_kind", "is", "ads"),)),
    Rule("paid", "a source that says ads", (_if("utm_source", "has_word", "ads adwords ppc cpc"),)),
    Rule("paid", "an ad id", (_if("ad_id", "is_set"),)),
    Rule("audio", "an audio medium", (_if("utm_medium", "has_word", "podcast podcasts audio radio"),)),
    Rule("ai", "an AI medium", (_if("utm_medium", "has_word", "ai llm chatbot ai-assistant"),)),
    Rule("video", "a video medium", (_if("utm_medium", "has_word", "video videos"),)),
    Rule("social", "a social medium", (_if("utm_medium", "has_word",
        "social socials socialmedia socialnetwork sm smm organicsocial socialorganic influencer influencers"),)),
    # Who it comes from: AI assistants before the search engines and social networks that some of them live on.
    Rule("ai", "an AI assistant", (_if("source_kind", "is", "ai"),)),
    Rule("email", "a mail provider or newsletter", (_if("source_kind", "is", "mail"),)),
    Rule("email", "a click id of a newsletter tool", (_if("click_proves", "is", "mail"),)),
    Rule("sms", "a text message", (_if("source_kind", "is", "sms"),)),
    Rule("push", "a push service", (_if("source_kind", "is", "push"),)),
    Rule("video", "a video site", (_if("source_kind", "is", "video"),)),
    Rule("audio", "a podcast or audio site", (_if("source_kind", "is", "audio"),)),
    Rule("social", "a social network", (_if("source_kind", "is", "social"),)),
    Rule("affiliate", "an affiliate network", (_if("source_kind", "is", "affiliate"),)),
    Rule("search", "a search engine", (_if("source_kind", "is", "search"),)),
    Rule("search", "an organic medium", (_if("utm_medium", "has_word", "organic seo search"),)),
    Rule("referral", "a site known by name", (_if("source_kind", "is", "site shopping payment signin"),)),
    Rule("email", "a mail program in the browser", (*_NO_CAMPAIGN,
        _if("referrer_host", "starts_with", "webmail. mail."))),
    Rule("referral", "a referral medium", (_if("utm_medium", "has_word",
        "referral referrer link backlink website site blog press pr guest-post"),)),
    # What is left.
    Rule("referral", "a link on another site", (_if("referrer_host", "is_set"), _if("utm_medium", "is_not_set"))),
    Rule("referral", "a source that is a host", (_if("utm_source", "contains", "."), _if("utm_medium", "is_not_set"))),
    Rule("direct", "a source that says direct", (_if("utm_source", "is", "direct (direct)"),)),
    Rule("direct", "neither a referrer nor a campaign", (*_NO_CAMPAIGN, _if("utm_campaign", "is_not_set"),
        _if("utm_content", "is_not_set"), _if("utm_term", "is_not_set"), _if("click_id", "is_not_set"))),
)  # fmt: skip
_OTHERWISE = Rule("other", "no rule knows it")


def classify(origin: Origin, rules: Sequence[Rule] = RULES) -> Verdict:
    """The channel and the readable source of an origin. Pure: the same origin and rules give the same answer."""
    return Verdict(explain(origin, rules).channel, _source_name(origin))


def explain(origin: Origin, rules: Sequence[Rule] = RULES) -> Rule:
    """The rule that decides an origin's channel; `other` when none does."""
    facts = _facts(origin)
    for rule in rules:
        if all(_holds(condition, facts) for condition in rule.when):
            return rule
    return _OTHERWISE


def _facts(origin: Origin) -> Mapping[str, str]:
    """What conditions ask of: the origin's own fields and what the sources know of them, in lower case."""
    click = sources.click_ids().get(origin.click_id)
    facts = {field: value.strip().casefold() for field, value in origin._asdict().items()}
    facts["source"] = _source_name(origin).casefold()
    facts["source_kind"] = kind.kind if (kind := _source(origin)) else ""
    facts["click_proves"] = click.proves if click else ""
    return facts


def _source(origin: Origin) -> Source | None:
    """Who is behind an origin: its utm_source, else its referrer, else the network that added the click id.

    A campaign with a source and a medium of its own that nobody knows is not told by the page its link stood on.
    """
    if tagged := sources.of_utm_source(origin.utm_source):
        return tagged
    if origin.utm_source and origin.utm_medium:
        return None
    if origin.referrer_host:
        return sources.of_place(origin.referrer_host)
    click = sources.click_ids().get(origin.click_id)
    return sources.of_name(click.source) if click and not origin.utm_source else None


def _source_name(origin: Origin) -> str:
    """The readable name of who is behind an origin; an unknown utm_source or host goes by its own name."""
    if origin.utm_source:
        tagged = sources.of_utm_source(origin.utm_source)
        says_direct = origin.utm_source.strip(" ()").casefold() == DIRECT.channel
        return tagged.name if tagged else DIRECT.source if says_direct else origin.utm_source
    if known := sources.of_place(origin.referrer_host):
        return known.name
    click = sources.click_ids().get(origin.click_id)
    if click and (click.proves != "none" or not origin.referrer_host):
        return click.source
    return origin.referrer_host or ("" if any(origin) else DIRECT.source)


def _holds(condition: Condition, facts: Mapping[str, str]) -> bool:
    value = facts[condition.field]
    test, negated, set_only = _OPS[condition.op]
    if set_only:
        return bool(value) is not negated
    return any(test(value, _lowered(wanted)) for wanted in condition.values) is not negated


@lru_cache(maxsize=2_048)
def _lowered(text: str) -> str:
    return text.strip().casefold()


@lru_cache(maxsize=4_096)
def _words(text: str) -> str:
    """Letters and digits of a text, one space between words and at both ends: " paid social "."""
    return " " + re.sub(r"[\W_]+", " ", text).strip() + " "


def _on_host(value: str, wanted: str) -> bool:
    host = value.partition("/")[0]
    return host == wanted or host.endswith("." + wanted)


_OPS: Final[Mapping[Op, tuple[Callable[[str, str], bool], bool, bool]]] = {
    # operator: how one value is tested, whether the answer is turned round, whether values do not matter
    "is": (lambda value, wanted: value == wanted, False, False),
    "is_not": (lambda value, wanted: value == wanted, True, False),
    "contains": (lambda value, wanted: wanted in value, False, False),
    "not_contains": (lambda value, wanted: wanted in value, True, False),
    "starts_with": (lambda value, wanted: value.startswith(wanted), False, False),
    "ends_with": (lambda value, wanted: value.endswith(wanted), False, False),
    "has_word": (lambda value, wanted: _words(wanted) in _words(value), False, False),
    "has_no_word": (lambda value, wanted: _words(wanted) in _words(value), True, False),
    "has_word_from": (lambda value, wanted: _words(wanted).rstrip() in _words(value), False, False),
    "on_host": (_on_host, False, False),
    "is_set": (lambda value, _: bool(value), False, True),
    "is_not_set": (lambda value, _: bool(value), True, True),
}
