"""The operators that conditions are made of, on filters before adding up and on pruners after it."""

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from headwater.catalog.kinds import Type

Values: TypeAlias = Literal["none", "one", "two", "many"]

_TEXT: Final[tuple[Type, ...]] = ("STRING",)
_ORDERED: Final[tuple[Type, ...]] = ("NUMBER", "CURRENCY", "PERCENT", "DATE")
_ANY: Final[tuple[Type, ...]] = (*_TEXT, *_ORDERED)


class Operator(Struct, frozen=True, kw_only=True):
    """One way to compare: `test` is SQL over `{x}`, what is compared, and the values `{a}`, `{b}` or `{list}`.

    A negative operator is true exactly where its positive one is not, also where there is nothing to compare.
    """

    key: str
    name: str
    test: str
    types: tuple[Type, ...]
    doc: str
    values: Values = "one"
    negates: bool = False


def _pair(key: str, negative: str, name: str, test: str, doc: str, **more: object) -> tuple[Operator, Operator]:
    """An operator and its opposite; `name` has the place of 'not' in braces."""
    types: tuple[Type, ...] = more.get("types", _TEXT)  # pyright: ignore[reportAssignmentType] - a keyword of ours
    values: Values = more.get("values", "one")  # pyright: ignore[reportAssignmentType] - a keyword of ours
    positive = Operator(key=key, name=name.format(""), test=test, types=types, doc=doc, values=values)
    opposite = f"The opposite of `{key}`."
    return positive, Operator(
        key=negative, name=name.format("not "), test=test, types=types, doc=opposite, values=values, negates=True
    )


OPERATORS: Final = (
    *_pair("is", "is_not", "is {}", "{x} = {a}", "Equal, letter by letter, to what rows show.", types=_ANY),
    *_pair("in", "not_in", "is {}one of", "{x} IN {list}", "Equal to one of a list.", types=_ANY, values="many"),
    *_pair(
        "contains",
        "not_contains",
        "does {}contain",
        "contains(lower({x}), lower({a}))",
        "Has the text anywhere; capital letters do not matter.",
    ),
    Operator(
        key="starts_with",
        name="starts with",
        test="starts_with(lower({x}), lower({a}))",
        types=_TEXT,
        doc="Begins with the text; capital letters do not matter.",
    ),
    Operator(
        key="ends_with",
        name="ends with",
        test="ends_with(lower({x}), lower({a}))",
        types=_TEXT,
        doc="Ends with the text; capital letters do not matter.",
    ),
    Operator(
        key="matches",
        name="matches",
        test="regexp_matches({x}, {a}, 'i')",
        types=_TEXT,
        doc="Matches the regular expression (RE2: no look-around) anywhere; capital letters do not matter.",
    ),
    Operator(key="gt", name="more than", test="{x} > {a}", types=_ORDERED, doc="Greater; of dates, later."),
    Operator(key="gte", name="at least", test="{x} >= {a}", types=_ORDERED, doc="Greater or equal."),
    Operator(key="lt", name="less than", test="{x} < {a}", types=_ORDERED, doc="Less; of dates, earlier."),
    Operator(key="lte", name="at most", test="{x} <= {a}", types=_ORDERED, doc="Less or equal."),
    Operator(
        key="between",
        name="between",
        test="{x} BETWEEN {a} AND {b}",
        types=_ORDERED,
        doc="From the first to the second of two values, both included.",
        values="two",
    ),
    *_pair(
        "is_set",
        "is_not_set",
        "is {}set",
        "{x} IS NOT NULL AND {x}::VARCHAR NOT IN ('', '(none)', '(not set)')",
        "Says anything: neither `(none)` nor `(not set)`.",
        types=_ANY,
        values="none",
    ),
)

BY_KEY = {operator.key: operator for operator in OPERATORS}
