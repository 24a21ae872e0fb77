"""An account's channel rules: its own among those of the product, in the order in which they are asked.

In: what somebody wants them to be, or the account's settings. Out: what the settings keep of it, and the rules. The
product's rules are kept by name only, so that a new release brings its new ones to those who changed theirs, too.
"""

import hashlib
from functools import lru_cache
from typing import Annotated, Any, Final, cast

import msgspec
from msgspec import Meta

from headwater.catalog import sources
from headwater.catalog.channels import RULES, Condition, Field, Op, Rule
from headwater.intake.fields import Faults

KEY: Final = "channel_rules"
MAX_RULES: Final = 500
_DEFAULTS: Final = {rule.because: rule for rule in RULES}

_Text = Annotated[str, Meta(min_length=1, max_length=200)]


class _Condition(msgspec.Struct, forbid_unknown_fields=True):
    """A condition as it is sent."""

    field: Field
    op: Op
    values: Annotated[list[_Text], Meta(max_length=200)] = []


class _Rule(msgspec.Struct, forbid_unknown_fields=True):
    """A rule of an account's own as it is sent; the channel may be one that the product does not have."""

    because: _Text
    channel: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,31}$")]
    when: Annotated[list[_Condition], Meta(min_length=1, max_length=20)]


class Kept(msgspec.Struct):
    """What the settings hold: rules in their order, the product's by name; and which of these there were then."""

    rules: list[str | Rule]
    known: list[str]


def read_rules(sent: object) -> dict[str, Any]:
    """What to keep of a list of rules, each `{"default": name}` or one of the account's own; raises `Problem`."""
    faults = Faults()
    listed = cast("list[object]", sent) if isinstance(sent, list) else []
    if not isinstance(sent, list) or len(listed) > MAX_RULES:
        faults.append(f"field 'rules' must be a list of at most {MAX_RULES} rules")
    rules: list[str | Rule] = []
    for place, one in enumerate(listed[:MAX_RULES]):
        try:
            rules.append(_read_rule(one))
        except ValueError as error:  # msgspec's own is one, too
            faults.append(f"field 'rules[{place}]' is wrong: {str(error).replace('$.', '')}")
    names = [rule if isinstance(rule, str) else rule.because for rule in rules]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    faults.extend(f"field 'rules' has two rules named {name!r}" for name in twice)
    faults.settle()
    return cast("dict[str, Any]", msgspec.to_builtins(Kept(rules, list(_DEFAULTS))))


def _read_rule(sent: object) -> str | Rule:
    if isinstance(sent, dict) and "default" in sent:
        name = str(cast("dict[str, object]", sent)["default"])
        if name not in _DEFAULTS:
            raise ValueError(f"there is no rule {name!r} in this version")
        return name
    rule = msgspec.convert(sent, _Rule)
    if rule.because in _DEFAULTS:
        raise ValueError(f"{rule.because!r} is the name of a rule of the product: send it as 'default', or rename it")
    for one in rule.when:
        if not one.values and one.op not in {"is_set", "is_not_set"}:
            raise ValueError(f"the operator '{one.op}' needs 'values'")
    return Rule(rule.channel, rule.because, tuple(Condition(one.field, one.op, tuple(one.values)) for one in rule.when))


@lru_cache(maxsize=256)
def rules_of(settings: str) -> tuple[Rule, ...]:
    """The rules by which an account's origins are told, from its settings."""
    own: dict[str, Any] = msgspec.json.decode(settings)
    if own.get(KEY) is None:
        return RULES
    kept = msgspec.convert(own[KEY], Kept)
    rules = [_DEFAULTS.get(rule) if isinstance(rule, str) else rule for rule in kept.rules]
    found = [rule for rule in rules if rule is not None]
    known = set(kept.known)
    for place, rule in enumerate(RULES):
        if rule.because not in known:  # of a later release: behind the rule that it stands behind there
            before = next((earlier for earlier in reversed(RULES[:place]) if earlier in found), None)
            found.insert(found.index(before) + 1 if before else 0, rule)
    return tuple(found)


@lru_cache(maxsize=256)
def fingerprint(settings: str) -> str:
    """Changes whenever an origin could be told otherwise: by the rules, or by what the sources know."""
    told_by = repr((rules_of(settings), sources.text()))
    return hashlib.blake2b(told_by.encode(), digest_size=16).hexdigest()


def shown(settings: str) -> list[dict[str, object]]:
    """The rules in their order, as they are shown and may be sent back."""
    return [_shown(rule) for rule in rules_of(settings)]


def _shown(rule: Rule) -> dict[str, object]:
    told: dict[str, object] = {
        "because": rule.because,
        "channel": rule.channel,
        "when": [condition._asdict() for condition in rule.when],
    }
    return told | {"default": rule.because} if _DEFAULTS.get(rule.because) == rule else told
