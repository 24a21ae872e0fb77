"""The kinds of rows that the catalogue consists of: metrics, dimensions, models, relations and report types.

A row says what can be asked and what it means; it holds no code and does no I/O. Whoever writes a metric never writes
the word credit: how a conversion's value is shared among its touches is the reporting engine's business alone.
"""

from typing import Literal, TypeAlias

from msgspec import Struct

Type: TypeAlias = Literal["STRING", "NUMBER", "CURRENCY", "PERCENT", "DATE"]
Aggregation: TypeAlias = Literal["SUM", "AVG"]


class Measure(Struct, frozen=True, kw_only=True):
    """A whole number that each conversion has, and that is added up: a count, or money in minor units.

    `value` is SQL over the columns of `source`, a relation of the catalogue: `conversion.x` for the report's own
    conversions, `<relation>.x` for facts about them. A missing fact counts as 0.
    """

    key: str
    name: str
    type: Type
    source: str
    value: str
    doc: str
    example: str
    aggregation: Aggregation = "SUM"
    listed: bool = True  # False for a measure that only a ratio needs


class Formula(Struct, frozen=True, kw_only=True):
    """Arithmetic over sums of measures of its own type, so that it stays exact; `value` names them in braces."""

    key: str
    name: str
    type: Type
    value: str
    doc: str
    example: str
    aggregation: Aggregation = "SUM"
    listed: bool = True


class Ratio(Struct, frozen=True, kw_only=True):
    """One measure or formula divided by another, times `times` and by `per`; its total is the ratio of the totals."""

    key: str
    name: str
    type: Type
    numerator: str
    denominator: str
    doc: str
    example: str
    times: int = 1
    per: int = 1
    aggregation: Aggregation = "AVG"
    listed: bool = True

    @property
    def value(self) -> str:
        """The arithmetic in words, for listings."""
        factor = (f" × {self.times}" if self.times != 1 else "") + (f" ÷ {self.per}" if self.per != 1 else "")
        return f"{{{self.numerator}}} / {{{self.denominator}}}{factor}"


Metric: TypeAlias = Measure | Formula | Ratio


class Dimension(Struct, frozen=True, kw_only=True):
    """What rows are broken down by: a property of the credited touch's origin, or of the conversion itself.

    `value` is SQL over `origin.*` for touches. For conversions it is SQL over `conversion.*`; `{local}` stands for the
    conversion's local time and `{period}` for the first day of its day, week or month.
    """

    key: str
    name: str
    type: Type
    source: Literal["touch", "conversion"]
    value: str
    doc: str
    example: str
    direct: str = "(not set)"  # what a visit that came from nowhere in particular shows

    @property
    def field(self) -> str:
        """The key of its column in answers: `clicks.channel` is the column `channel`."""
        return self.key.rpartition(".")[2]


class Model(Struct, frozen=True, kw_only=True):
    """How a conversion's value is shared among its touches.

    `weight` is SQL over `i` (the touch's position, from 1), `n` (how many touches) and `age` (days from the touch to
    the conversion), never negative. Only proportions matter: the engine makes the shares of a conversion sum to one.
    """

    key: str
    name: str
    weight: str
    doc: str
    example: str
    aliases: tuple[str, ...] = ()
    inclusion: bool = False  # every row with a touch counts the conversion in full, once


class Relation(Struct, frozen=True, kw_only=True):
    """A named piece of SQL, `sql/<key>.sql`, that metrics read from.

    Of conversions: one row per conversion in the range, with conversion_id, person_id and at; `opt_in` is SQL for when
    the person became known. Of facts: at most one row per conversion, with conversion_id.
    """

    key: str
    doc: str
    opt_in: str = "conversion.at"


class ReportType(Struct, frozen=True, kw_only=True):
    """A family of questions: what counts as a conversion, and which metrics can be told of it."""

    key: str
    name: str
    doc: str
    conversions: str  # the relation of its conversions
    metrics: tuple[Metric, ...]  # in the order of listings
    shown: tuple[str, ...]  # the metrics of its default report, in the order of columns
    by: tuple[str, ...]  # the dimensions of its default report
    unattributed: tuple[str, ...]  # the measures told of conversions without a touch
