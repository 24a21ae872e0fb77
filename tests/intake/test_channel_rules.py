"""An account's own order of channel rules across releases: what it said stays, what is new finds its place."""

import msgspec
import pytest

from headwater.catalog.channels import RULES, Rule
from headwater.intake.channel_rules import KEY, Kept, fingerprint, read_rules, rules_of

OWN = {"because": "ours", "channel": "email", "when": [{"field": "ad_id", "op": "is_set"}]}
NAMES = [rule.because for rule in RULES]


def settings(kept: object) -> str:
    return msgspec.json.encode({KEY: kept}).decode()


def kept_by(names: list[str], known: list[str]) -> list[str]:
    return [rule.because for rule in rules_of(settings(Kept([*names], known)))]


def test_what_was_sent_comes_back() -> None:
    kept = read_rules([{"default": NAMES[1]}, OWN, {"default": NAMES[0]}])
    found = rules_of(settings(kept))
    assert [rule.because for rule in found] == [NAMES[1], "ours", NAMES[0]]
    assert found[0] is RULES[1]
    assert isinstance(found[1], Rule)


def test_a_rule_of_a_later_release_stands_behind_the_one_that_it_stands_behind_there() -> None:
    earlier = [name for name in NAMES if name != NAMES[3]]
    assert kept_by(earlier, earlier) == NAMES
    turned = list(reversed(earlier))
    behind = turned.index(NAMES[2]) + 1
    assert kept_by(turned, earlier) == [*turned[:behind], NAMES[3], *turned[behind:]]
    assert kept_by([], NAMES[1:]) == [NAMES[0]]


@pytest.mark.parametrize("left_out", NAMES[:3])
def test_what_was_left_out_stays_out(left_out: str) -> None:
    assert kept_by([name for name in NAMES if name != left_out], NAMES) == [name for name in NAMES if name != left_out]


def test_a_rule_that_a_later_release_does_not_have_is_left_out() -> None:
    assert kept_by(["gone with the last release", *NAMES], [*NAMES, "gone with the last release"]) == NAMES


def test_only_rules_change_the_fingerprint() -> None:
    own = settings(read_rules([OWN]))
    assert fingerprint("{}") == fingerprint('{"ip": "full"}') != fingerprint(own)
    assert fingerprint("{}") == fingerprint(settings(None))
