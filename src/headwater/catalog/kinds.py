"""The kinds of rows that the catalogue consists of: metrics, dimensions, models, relations and report types.

A row says what can be asked and what it means; it holds no code and does no I/O. Whoever writes a metric never writes
the word credit: how a conversion's value is shared among its touches is the reporting engine's business alone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from msgspec import Struct

Type: TypeAlias = Literal["STRING", "NUMBER", "CURRENCY", "PERCENT", "DATE"]
Aggregation: TypeAlias = Literal["SUM", "AVG"]
Given: TypeAlias = Literal["touch", "view", "advert", "conversion", "journey"]

_PLAIN = ("clicks", "ads")  # groups whose columns are called without them
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Measure(Struct, frozen=True, kw_only=True):
    """A whole number that each conversion has, and that is added up: a count, or money in minor units.

    `value` is SQL over the columns of `source`, a relation of the catalogue: `conversion.x` for the report's own
    conversions and for rows that stand apart, `<relation>.x` for facts about conversions. A missing fact counts as 0.
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
    touched: bool = False  # counts only where a touch earned credit
    distinct: bool = False  # of a relation apart: counts the different values, so rows do not add up to the total
    middle: bool = False  # of a relation apart: the median of what is there instead of the sum
    refunded: str = ""  # what was paid back of it: taken off where an account says that refunds are out of revenue
    stock: bool = False  # a level and no flow: by date, it is what has come together up to the end of each unit


class Formula(Struct, frozen=True, kw_only=True):
    """Arithmetic over sums of measures, which `value` names in braces.

    With + and - over measures of its own type it is exact; with * and / it is told in numbers as they read, money in
    major units, and is empty where it divides by zero.
    """

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
    """What rows are broken down by, and what conversions are chosen by.

    `value` is SQL over what `source` gives: `origin.*`, the way that the credited touch came; `view.*`, the page view
    that it was; `advert.*`, the ad that led to it; `conversion.*`, the conversion itself; `journey.*`, all the touches
    before it. For conversions, `{local}` stands for their local time, `{period}` for the first day (or hour) of the
    unit of the scale, and `{parameter}` for what the key says after its last dot.
    """

    key: str
    name: str
    type: Type
    source: Given
    value: str
    doc: str
    example: str
    direct: str = "(not set)"  # what a visit that came from nowhere in particular shows
    of: tuple[str, ...] = ()  # the relations whose rows have it; none: all have
    relation: str = ""  # what `value` reads beside the conversion, joined by the relation's key
    many: bool = False  # a conversion can have several values, and then stands in several rows in full
    parameter: str = ""
    is_personal: bool = False  # it names people, and is for those only who may know them

    @property
    def is_of_time(self) -> bool:
        """Whether it says when the conversion was."""
        return "{local}" in self.value or "{period}" in self.value

    @property
    def field(self) -> str:
        """The key of its column in answers: `clicks.channel` is the column `channel`, as clients know it."""
        group, _, rest = self.key.partition(".")
        return rest if rest and group in _PLAIN else self.key if self.parameter else self.key.replace(".", "_")


class Model(Struct, frozen=True, kw_only=True):
    """How a conversion's value is shared among its touches.

    `weight` is SQL over `i` (the touch's position, from 1), `n` (how many touches), `e` (how many of them up to the
    opt-in), `age` (days from the touch to the conversion) and `$half_life` (days), never negative. Only proportions
    matter: the engine makes the shares of a conversion sum to one.
    """

    key: str
    name: str
    weight: str
    doc: str
    example: str
    aliases: tuple[str, ...] = ()
    inclusion: bool = False  # every row with a touch counts the conversion in full, once


class Relation(Struct, frozen=True, kw_only=True):
    """A named piece of SQL, `sql/<key>.sql`, that metrics and dimensions read from.

    Of conversions: one row per conversion in the range, with conversion_id, person_id and at, up to which touches earn
    credit; `opt_in` is SQL for when the person became known, `moment` for when the conversion counts.
    Of facts: at most one row per value of `by`. Apart: rows that count by themselves and earn no credit, with at and
    what they give of origin_id, touch_id, advert, person_id and visitor_id, by which the engine tells the person where
    that is asked about; `names` tells dimensions in their own way. `tells` is what an explanation says of one of its
    rows: SQL by name, no money.
    """

    key: str
    doc: str
    opt_in: str = "conversion.at"
    moment: str = "conversion.at"
    within: str = "true"  # SQL for which conversions lie in the range, where those before it are needed too
    local: str = ""  # SQL for the local time, where the store has it so; else it is told from the moment
    by: str = "conversion_id"
    needs: tuple[str, ...] = ()  # relations that its SQL reads
    is_apart: bool = False
    gives: tuple[Given | Literal["person", "visitor"], ...] = ("touch", "view", "advert", "journey", "person")
    with_touch: str = ""  # the relation of the same rows that has their touch, read only where that is asked about
    names: Mapping[str, str] = _NOTHING
    tells: Mapping[str, str] = _NOTHING
    whole: str = ""  # of rows apart that overlap: SQL for which of them the total is told of
    is_whole_aside: bool = False  # whether these are of the total alone

    def has(self, dimension: Dimension) -> bool:
        """Whether its rows can be told apart by the dimension."""
        if dimension.key in self.names:
            return True
        if dimension.of:
            return self.key in dimension.of
        if dimension.source == "conversion":
            return not dimension.relation or "person" in self.gives or "visitor" in self.gives
        return dimension.source in self.gives


class ReportType(Struct, frozen=True, kw_only=True):
    """A family of questions: what counts as a conversion, and which metrics can be told of it."""

    key: str
    name: str
    doc: str
    conversions: str  # the relation of its conversions; '' where every row stands apart
    metrics: tuple[Metric, ...]  # in the order of listings
    shown: tuple[str, ...]  # the metrics of its default report, in the order of columns
    by: tuple[str, ...]  # the dimensions of its default report
    graph: tuple[str, ...] = ()  # metrics that its graph has, in front of those of the table
    unattributed: tuple[str, ...] = ()  # the measures told of conversions without a touch
    apart: tuple[str, ...] = ()  # the relations that stand beside its conversions
    always: tuple[Dimension, ...] = ()  # the dimensions that every row has, asked or not
    has_steps: bool = False  # whether it is asked with steps
    scale: Literal["day", "month"] = "day"  # how `date` is bundled unless the question says
    only: str = ""  # a dimension that touches must say something of to count here
