"""What an account decides of its reports: rows of settings, and reading what somebody wants them to be.

In: names and values as they are sent, or as words of a command line. Out: what is to be changed, checked. `timezone`
and `currency` are facts of the account itself and checked where they are kept.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from headwater import scalars
from headwater.catalog.attribution import BY_NAME, DEFAULT
from headwater.errors import Problem
from headwater.reporting.account import Account
from headwater.reporting.names import Faults, between, near

MAX_LOOKBACK_DAYS: Final = 36_500
MAX_PEOPLE: Final = 1_000
FACTS: Final = ("timezone", "currency")
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Setting(NamedTuple):
    """One setting: its name, how a value is read (`ValueError` completes "field 'x' …"), what it means, its default."""

    name: str
    read: Callable[[Any], Any]
    doc: str
    default: str


def _word(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        word = str(value).strip().lower()
        if word not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return word

    return read


def _model(value: object) -> str:
    model = BY_NAME.get(str(value).strip())
    if model is None:
        raise ValueError(f"is no attribution model: {value!r}{near(str(value), list(BY_NAME))}")
    return model.key


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    return value.strip()


def _people(value: object) -> list[str]:
    """E-mail addresses and domains: a list, or one text with commas or spaces."""
    items = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or len(cast("Sequence[object]", items)) > MAX_PEOPLE:
        raise ValueError(f"must be a list of at most {MAX_PEOPLE} e-mail addresses or '@domains'")
    return list(dict.fromkeys(_person(each) for each in cast("Sequence[object]", items)))


def _person(value: object) -> str:
    if isinstance(value, str) and value.strip().startswith("@"):
        domain = value.strip().lower()
        if "." in domain and not set(domain[1:]) & set("@ "):
            return domain
        raise ValueError(f"has {value!r}: write a domain as '@example.com'")
    try:
        address = scalars.email(value)
    except ValueError:
        address = None
    if address is None:
        raise ValueError(f"has {value!r}: write an e-mail address, or a domain as '@example.com'")
    return address


SETTINGS: Final = (
    Setting("timezone", _text, "IANA name of the zone in which days are cut, such as `Europe/Berlin`", "as made"),
    Setting("currency", _text, "ISO 4217 code; amounts that were sent are not converted", "as made"),
    Setting("week_start", _word(*_WEEKDAYS), "The day with which weeks begin", "monday"),
    Setting("attribution_model", _model, "The model of questions that name none", DEFAULT),
    Setting("lookback_days", between(1, MAX_LOOKBACK_DAYS), "Older touches earn no credit; not set: of any age", ""),
    Setting("direct", _word("fallback", "equal", "never"), "When a direct visit earns credit", "fallback"),
    Setting(
        "refunds",
        _word("in", "out"),
        "`in`: revenue is the billed amount; `out`: less what was paid back",
        "in",
    ),
    Setting("test_people", _people, "E-mail addresses, or `@domains`, whose people no report knows", ""),
)
BY_NAME_OF: Final = {setting.name: setting for setting in SETTINGS}


def read_changes(sent: Mapping[str, object]) -> dict[str, Any]:
    """What is to be changed, checked; None means back to the default. `Problem` with every fault."""
    faults: Faults = []
    changes: dict[str, Any] = {}
    for name, value in sent.items():
        setting = BY_NAME_OF.get(name)
        if setting is None:
            faults.append(f"unknown setting '{name}'{near(name, list(BY_NAME_OF))}")
        elif value is None and name in FACTS:
            faults.append(f"field '{name}' has no default: say which")
        else:
            try:
                changes[name] = None if value is None else setting.read(value)
            except ValueError as fault:
                faults.append(f"field '{name}' {fault}")
    if faults:
        raise Problem(*faults)
    return changes


def shown(account: Account) -> dict[str, Any]:
    """The settings as they are, by name."""
    return {setting.name: getattr(account, setting.name) for setting in SETTINGS}
