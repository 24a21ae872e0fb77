"""Channel rules: their order, their operators, and how an account's own rules would stand in front."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.catalog.channels import CHANNELS, DIRECT, RULES, Condition, Origin, Rule, classify, explain
from headwater.catalog.sources import click_ids

SLUGS = {channel.slug for channel in CHANNELS}
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "google", "fb", "cpc", "Paid-Social", "email", "push", "gclid", "fbclid", "x.com", "ai"]),
)
ORIGINS = st.builds(Origin, *[TEXTS] * len(Origin._fields))


def test_the_channels_are_those_of_the_contract() -> None:
    promised = "paid search display social email affiliate referral ai video audio sms push direct other"
    assert set(promised.split()) == SLUGS


def test_every_rule_belongs_to_a_channel_and_says_why() -> None:
    assert {rule.channel for rule in RULES} | {"other"} == SLUGS
    assert len({rule.because for rule in RULES}) == len(RULES)


def test_nothing_said_is_direct() -> None:
    assert classify(Origin()) == DIRECT


@pytest.mark.parametrize(
    ("origin", "channel"),
    [
        # Paid evidence goes before everything, AI assistants before search, the link's own words before its referrer.
        (Origin(utm_medium="cpc", utm_source="newsletter"), "paid"),
        (Origin("google.com", click_id="gclid", utm_medium="email"), "paid"),
        (Origin("gemini.google.com"), "ai"),
        (Origin("google.com", utm_medium="email"), "email"),
        (Origin("google.com", utm_source="chatgpt.com"), "ai"),
        (Origin("facebook.com", utm_source="acme"), "social"),
        (Origin("facebook.com", utm_source="acme", utm_medium="qr"), "other"),
        (Origin("lifehacker.com", click_id="fbclid"), "referral"),
        (Origin(click_id="fbclid"), "social"),
        (Origin(utm_medium="display", click_id="gclid"), "paid"),
        (Origin(utm_medium="display", ad_id="7"), "display"),
        (Origin(utm_medium="social", ad_id="7"), "paid"),
        (Origin("mail.some-company.com"), "email"),
        (Origin("mailbox-news.com"), "referral"),
    ],
)
def test_precedence(origin: Origin, channel: str) -> None:
    assert classify(origin).channel == channel


@pytest.mark.parametrize("medium", ["push", "podcast", "partner", "said", "unpaid", "tcpc", "scpm", "leads", "prepaid"])
def test_a_medium_is_matched_as_a_word(medium: str) -> None:
    assert classify(Origin(utm_source="acme", utm_medium=medium)).channel != "paid"


@pytest.mark.parametrize("medium", ["cpc", "CPC", "google cpc", "cpc/brand", "paid", "Paid Search", "ads"])
def test_paid_mediums(medium: str) -> None:
    assert classify(Origin(utm_source="acme", utm_medium=medium)).channel == "paid"


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        (Condition("utm_term", "is", ("a", "b")), "B", True),
        (Condition("utm_term", "is", ("a", "b")), "c", False),
        (Condition("utm_term", "is_not", ("a", "b")), "c", True),
        (Condition("utm_term", "is_not", ("a", "b")), "a", False),
        (Condition("utm_term", "contains", ("ell",)), "Hello", True),
        (Condition("utm_term", "not_contains", ("ell",)), "Hello", False),
        (Condition("utm_term", "starts_with", ("HE",)), "hello", True),
        (Condition("utm_term", "ends_with", ("LO",)), "hello", True),
        (Condition("utm_term", "has_word", ("paid social",)), "x_paid-social_y", True),
        (Condition("utm_term", "has_word", ("paid",)), "prepaid", False),
        (Condition("utm_term", "has_word_from", ("paid",)), "x paidsocial", True),
        (Condition("utm_term", "has_word_from", ("paid",)), "prepaid", False),
        (Condition("utm_term", "has_no_word", ("non",)), "non-paid", False),
        (Condition("utm_term", "on_host", ("wikipedia.org",)), "en.wikipedia.org/wiki", True),
        (Condition("utm_term", "on_host", ("wikipedia.org",)), "notwikipedia.org", False),
        (Condition("utm_term", "is_set"), "x", True),
        (Condition("utm_term", "is_set"), "  ", False),
        (Condition("utm_term", "is_not_set"), "", True),
        (Condition("utm_term", "is", (".*",)), "anything", False),
    ],
)
def test_operators(condition: Condition, value: str, holds: bool) -> None:  # noqa: FBT001 - a column of the table
    rule = Rule("matched", "the rule under test", (condition,))
    assert (explain(Origin(utm_term=value), [rule]) is rule) is holds


def test_rules_of_an_account_stand_in_front() -> None:
    own = Rule("brand-search", "our brand", (Condition("source", "is", ("Google",)), Condition("utm_term", "is_set")))
    origin = Origin("google.com", utm_term="acme shoes")
    assert classify(origin) == ("search", "Google")
    assert classify(origin, (own, *RULES)) == ("brand-search", "Google")
    assert explain(origin, (own, *RULES)) is own


@given(ORIGINS)
def test_any_origin_has_a_channel_and_always_the_same(origin: Origin) -> None:
    verdict = classify(origin)
    assert verdict.channel in SLUGS
    assert classify(origin) == verdict
    assert explain(origin).channel == verdict.channel


@given(ORIGINS, st.sampled_from(sorted(click_ids())))
def test_the_first_matching_rule_decides(origin: Origin, click_id: str) -> None:
    origin = origin._replace(click_id=click_id)
    rule = explain(origin)
    before = RULES[: RULES.index(rule)] if rule in RULES else RULES
    assert explain(origin, before).channel == "other"
