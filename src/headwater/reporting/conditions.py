"""Conditions: what a question asks of people, conversions and touches (`filters`), and of rows (`pruners`).

In: decoded JSON, `{"field", "op", "value"}` nested in `{"all": […]}`, `{"any": […]}` and `{"not": …}`; a bare list
means all of it. Out: a tree of tests against known fields, their values read by the field's type, every fault at once.
Knows neither SQL nor the account: money is in major units, and dates are words, until `settled`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, Protocol, TypeAlias, cast

from msgspec import Struct
from msgspec.structs import replace

from headwater.catalog.filters import BY_KEY, Operator
from headwater.catalog.kinds import Type
from headwater.reporting import when
from headwater.reporting.names import Faults, choice, pick

Value: TypeAlias = object
MAX_TESTS: Final = 200
MAX_DEPTH: Final = 8
_MAX_TEXT: Final = 2_000
_BEYOND_RE2 = re.compile(r"\(\?(?:=|!|<[=!]|>|P=)|\\[1-9]")


class Named(Protocol):
    """What can be compared: a dimension, or a column of the answer."""

    @property
    def key(self) -> str:
        """How questions call it."""
        ...

    @property
    def type(self) -> Type:
        """What its values are."""
        ...


class Test(Struct, frozen=True):
    """One comparison."""

    field: Named
    operator: Operator
    values: tuple[Value, ...]


class Group(Struct, frozen=True):
    """Several conditions that must all hold, of which any must hold, or one that must not."""

    way: Literal["all", "any", "not"]
    parts: tuple["Condition", ...]


Condition: TypeAlias = Test | Group
Find: TypeAlias = Callable[[str], Named | None]


class Reader:
    """Reads the conditions of one field of the question."""

    def __init__(self, name: str, find: Find, known: Mapping[str, object], faults: Faults) -> None:
        """Complain to `faults` about what `find` does not know, suggesting `known`."""
        self._name = name
        self._find = find
        self._known = known
        self._faults = faults
        self._tests = 0

    def read(self, value: object) -> tuple[Condition, ...]:
        """All conditions of the field; nothing where it is missing or empty."""
        if value in (None, [], {}, ""):
            return ()
        items = cast("list[object]", value) if isinstance(value, list) else [value]
        return tuple(found for found in (self._condition(item, 1) for item in items) if found is not None)

    def _condition(self, value: object, depth: int) -> Condition | None:
        if not isinstance(value, dict):
            self._complain('must be an object such as {"field": "clicks.channel", "op": "is", "value": "paid"}')
            return None
        if depth > MAX_DEPTH:
            self._complain(f"may not be nested deeper than {MAX_DEPTH}")
            return None
        fields = cast("dict[str, object]", value)
        ways = [way for way in ("all", "any", "not") if way in fields]
        if not ways:
            return self._test(fields)
        if len(fields) > 1:
            self._complain(f"has {', '.join(map(repr, fields))} in one object: nest one in the other")
            return None
        return self._group(cast("Literal['all', 'any', 'not']", ways[0]), fields[ways[0]], depth)

    def _group(self, way: Literal["all", "any", "not"], value: object, depth: int) -> Condition | None:
        items = cast("list[object]", value) if isinstance(value, list) else [value]
        if not items:
            self._complain(f"has nothing in {way!r}")
            return None
        parts = tuple(found for found in (self._condition(item, depth + 1) for item in items) if found is not None)
        return Group(way, (Group("all", parts),)) if way == "not" and len(parts) > 1 else Group(way, parts)

    def _test(self, fields: Mapping[str, object]) -> Condition | None:
        self._tests += 1
        if self._tests > MAX_TESTS:
            if self._tests == MAX_TESTS + 1:
                self._complain(f"has more than {MAX_TESTS} conditions")
            return None
        if unknown := [key for key in fields if key not in ("field", "op", "value")]:
            self._complain(f"has unknown {unknown[0]!r}: a condition has 'field', 'op' and 'value'")
        if fields.get("field") is None:
            self._complain("lacks 'field', the name of what is compared")
            return None
        field = pick(fields["field"], f"{self._name}.field", self._find, self._known, self._faults)
        operator = choice(fields.get("op", "is"), f"{self._name}.op", BY_KEY, self._faults)
        if field is None or operator is None:
            return None
        if field.type not in operator.types:
            fitting = ", ".join(each.key for each in BY_KEY.values() if field.type in each.types)
            self._complain(f"cannot use {operator.key!r} on '{field.key}': use one of {fitting}")
            return None
        return self._filled(field, operator, fields.get("value"))

    def _filled(self, field: Named, operator: Operator, value: object) -> Condition | None:
        items = cast("list[object]", value) if isinstance(value, list) else [] if value is None else [value]
        wanted = {"none": (0, 0), "one": (1, 1), "two": (2, 2), "many": (1, 1_000)}[operator.values]
        if operator.values == "none":
            items = []
        elif not wanted[0] <= len(items) <= wanted[1]:
            many = f"from {wanted[0]} to {wanted[1]} values" if wanted[1] > wanted[0] else f"{wanted[0]} value(s)"
            self._complain(f"needs {many} for '{field.key}' {operator.key!r}")
            return None
        try:
            values = tuple(_read(field.type, operator, item) for item in items)
        except ValueError as fault:
            self._complain(f"has a value for '{field.key}' that {fault}")
            return None
        return Test(field, operator, values)

    def _complain(self, fault: str) -> None:
        self._faults.append(f"field '{self._name}' {fault}")


def settled(condition: Condition, settle: Callable[[Test], tuple[Value, ...]]) -> Condition:
    """The condition with every test's values as `settle` tells them."""
    if isinstance(condition, Test):
        return replace(condition, values=settle(condition))
    return replace(condition, parts=tuple(settled(part, settle) for part in condition.parts))


def tests(*conditions: Condition) -> list[Test]:
    """Every test in the conditions."""
    found: list[Test] = []
    for condition in conditions:
        found += [condition] if isinstance(condition, Test) else tests(*condition.parts)
    return found


def conjuncts(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions with nested `all` taken apart: each must hold by itself."""
    found: list[Condition] = []
    for condition in conditions:
        if isinstance(condition, Group) and condition.way == "all":
            found += conjuncts(condition.parts)
        else:
            found.append(condition)
    return found


def _read(kind: Type, operator: Operator, value: object) -> Value:
    """A value by the type of what it is compared with."""
    if isinstance(value, dict | list) or value is None:
        raise ValueError("is no text and no number")
    if kind == "STRING":
        return _text(operator, value)
    if kind == "DATE":
        return _date(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueError(f"is no number: {value!r}")
    return number


def _text(operator: Operator, value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if len(text) > _MAX_TEXT:
        raise ValueError(f"is longer than {_MAX_TEXT} characters")
    if operator.key == "matches":
        try:
            re.compile(text)
        except re.error as fault:
            raise ValueError(f"is no regular expression: {fault}") from fault
        if _BEYOND_RE2.search(text):
            raise ValueError("has look-around or a back reference, which RE2 does not know")
    return text


def _date(value: object) -> when.When:
    try:
        return when.read(str(value))
    except ValueError as fault:
        raise ValueError(f"is no date such as '2021-11-30' or '-30 days': {value!r}") from fault
