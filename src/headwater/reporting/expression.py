"""Formulas that an account writes itself, such as `({revenue} - {refunds}) / leads`: read, checked and made a metric.

In: text. Out: a `Formula` of the catalogue's kind. The grammar is + - * / over numbers, parentheses and the keys of
metrics, with or without braces; nothing else gets through, so that what comes out may be written into SQL.
"""

import re
from collections.abc import Mapping
from typing import Final

from headwater.catalog.kinds import Formula, Measure, Metric, Type
from headwater.reporting.names import Faults, near

MAX_LENGTH: Final = 1_000
MAX_DEPTH: Final = 20
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,9})?)|\{?(?P<key>[A-Za-z_][A-Za-z0-9_]*)\}?|(?P<sign>[-+*/()]))"
)


class Reader:
    """Reads one formula by descending into it; what is wrong is said once, where it begins."""

    def __init__(self, text: str, known: Mapping[str, Metric]) -> None:
        """Read `text` over the metrics that are `known`."""
        self._text = text
        self._known = known
        self._tokens: list[tuple[str, str]] = []
        self._next = 0
        self.named: dict[str, Metric] = {}

    def read(self) -> str:
        """The formula as `Formula.value` has it; `ValueError` completes "field 'expression' …"."""
        if not self._text.strip() or len(self._text) > MAX_LENGTH:
            raise ValueError(f"must be a formula such as 'revenue / leads' of up to {MAX_LENGTH} characters")
        self._split()
        value = self._sum(0)
        if self._next < len(self._tokens):
            raise ValueError(f"has {self._tokens[self._next][1]!r} where an operator or the end should be")
        if not self.named:
            raise ValueError("names no metric")
        return value

    def _split(self) -> None:
        place, text = 0, self._text.rstrip()
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                raise ValueError(f"has {text[place:].strip()[0]!r}: use + - * / ( ), numbers, and the keys of metrics")
            kind = found.lastgroup or ""
            if kind == "key" and ("{" in found.group()) != ("}" in found.group()):
                raise ValueError(f"has a brace without the other at '{found.group().strip()}'")
            self._tokens.append((kind, found.group(kind)))
            place = found.end()

    def _sum(self, depth: int) -> str:
        """Products with + and - between."""
        value = self._product(depth)
        while sign := self._take("+", "-"):
            value += f" {sign} {self._product(depth)}"
        return value

    def _product(self, depth: int) -> str:
        """Single values with * and / between."""
        value = self._single(depth)
        while sign := self._take("*", "/"):
            value += f" {sign} {self._single(depth)}"
        return value

    def _single(self, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise ValueError(f"may not be nested deeper than {MAX_DEPTH}")
        if self._take("-"):
            return f"(-1 * {self._single(depth + 1)})"
        if self._take("("):
            inner = self._sum(depth + 1)
            if not self._take(")"):
                raise ValueError("has a parenthesis that is not closed")
            return f"({inner})"
        kind, word = self._tokens[self._next] if self._next < len(self._tokens) else ("", "")
        if kind not in ("number", "key"):
            raise ValueError(f"has {word!r} where a metric or a number should be" if word else "ends too soon")
        self._next += 1
        return word + ".0" * ("." not in word) if kind == "number" else self._metric(word)

    def _metric(self, key: str) -> str:
        if key not in self._known:
            raise ValueError(f"has an unknown metric '{key}'{near(key, list(self._known))}")
        self.named[key] = self._known[key]
        return "{" + key + "}"

    def _take(self, *signs: str) -> str:
        """The next token, if it is one of these signs."""
        if self._next < len(self._tokens) and self._tokens[self._next] in [("sign", sign) for sign in signs]:
            self._next += 1
            return self._tokens[self._next - 1][1]
        return ""


def read_formula(row: Formula, known: Mapping[str, Metric], faults: Faults) -> Formula | None:
    """The metric that a formula's `value`, as somebody wrote it, means; a complaint where it means none."""
    reader = Reader(row.value, known)
    try:
        value = reader.read()
    except ValueError as fault:
        faults.append(f"field 'expression' {fault}")
        return None
    is_exact = not set(value) & set("*/.") and all(_is_exact(each, row.type) for each in reader.named.values())
    # What is not exact is told in numbers as they read, which is how the engine takes a product.
    return Formula(
        key=row.key,
        name=row.name,
        type=row.type,
        value=value if is_exact or set(value) & set("*/.") else f"1 * ({value})",
        doc=row.doc,
        example=row.example,
        aggregation="AVG" if "/" in value else "SUM",
    )


def _is_exact(metric: Metric, kind: Type) -> bool:
    """Whether a metric is whole numbers of the same unit."""
    if metric.type != kind:
        return False
    return isinstance(metric, Measure) or (isinstance(metric, Formula) and not set(metric.value) & set("*/."))
