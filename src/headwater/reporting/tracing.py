"""From a plan to the SQL behind one figure: instead of adding up what touches earned, it lists it.

In: a traced plan of one metric and one model, whose dimensions are those that the row has, the row's values, and which
measure to list. Out: one statement, so that the list, its sum and the figure are of one state of the store. It goes the
same way as `render` up to what touches earned, and chooses the row by what rows are called.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from headwater.catalog.kinds import Dimension, Measure, Relation
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.reporting import credit
from headwater.reporting.money import UNIT
from headwater.reporting.naming import Namer, joined
from headwater.reporting.plan import Plan
from headwater.reporting.render import converting, finished, sources, told
from headwater.reporting.steps import Step, columns, name, step
from headwater.reporting.sums import TOUCHED, Sums, times_unit

CONVERSION: Final[tuple[str, ...]] = (
    "n",
    "part",
    "facts",
    "value",
    "at",
    "conversion_id",
    "person_id",
    "email",
    "name",
    "touches",
)
"""The columns about a conversion, after `figure`, `count` and the terms."""
APART: Final[tuple[str, ...]] = CONVERSION[:3]
"""The columns about a row that stands apart."""


def trace(plan: Plan, row: Mapping[str, object], listed: Measure) -> tuple[str, dict[str, object]]:
    """The SQL of an explanation and its named parameters.

    Columns: figure, count, the measures of the metric as whole numbers, and those of a page of what stands behind
    `listed`; a row for each, or one without them where the page is empty.
    """
    return _Trace(plan, row, listed).rendered()


class _Trace:
    """The steps of one explanation."""

    def __init__(self, plan: Plan, row: Mapping[str, object], listed: Measure) -> None:
        self._namer = Namer(plan)
        self._plan = plan
        self._row = row
        self._listed = listed
        self._conversions = converting(plan)
        (self._model,) = plan.models

    def rendered(self) -> tuple[str, dict[str, object]]:
        apart = RELATION_BY_KEY[self._listed.source]
        steps = sources(self._namer, self._conversions)
        if self._conversions is not None:
            steps += self._behind(self._conversions)
        steps += [each for source in self._plan.apart for each in self._behind_apart(source)]
        steps += self._figures()
        steps += self._page_apart(apart) if apart.is_apart else self._page(self._conversions or apart)
        return finished(self._namer, steps, self._answer(apart))

    def _behind(self, conversions: Relation) -> list[Step]:
        """What every touch earned in this row, and what that comes to by conversion."""
        plan = self._plan
        touched = [each for each in plan.dimensions if each.source in TOUCHED]
        kept = "kept" if plan.sharing else "kept_in_full"
        plain = "shares" if plan.sharing else "(SELECT conversion_id, origin_id, id AS touch_id FROM eligible)"
        spread = " JOIN spread USING (conversion_id)" * any(each.many for each in plan.dimensions)
        table = f"{kept if plan.late_filters else plain} AS credit"
        names = {each.field: self._shown(each, conversions) for each in plan.dimensions}
        sums = [f"{self._earned(measure, names)} AS {name(measure.key)}" for measure in plan.of_conversions]
        earned = step(
            "earned",
            columns=columns(*sums),
            credits=f"{table} JOIN worth USING (conversion_id){spread}{joined(touched, (), TOUCHED)}",
            conditions=self._is_row(names),
            unit=UNIT,
            is_shared=True,
        )
        how = "sum" if plan.sharing else "any_value"  # a touch of inclusion earns the conversion in full, and so do all
        by_measure = [f"{how}({name(m.key)}) AS {name(m.key)}" for m in plan.of_conversions]
        return [earned, step("behind", columns=columns(*by_measure))]

    def _shown(self, dimension: Dimension, conversions: Relation) -> str:
        """What a row shows, where touches and conversions are joined."""
        if dimension.source in TOUCHED:
            return self._namer.shown(dimension, conversions)
        return f"{'spread' if dimension.many else 'worth'}.{name(dimension.field)}"

    def _earned(self, measure: Measure, names: Mapping[str, str]) -> str:
        """The part of a measure that a touch earned in the row."""
        plan = self._plan
        value = f"{name(measure.key)}{times_unit(measure)}"
        if plan.sharing:
            value = credit.part(measure, *credit.run_of(plan, self._model))
        conditions = ["origin_id IS NOT NULL"] * measure.touched
        if plan.levels and measure not in plan.levels:
            conditions.append(self._is("date", names["date"]))
        return f"CASE WHEN {' AND '.join(conditions)} THEN {value} ELSE 0 END" if conditions else value

    def _behind_apart(self, source: Relation) -> list[Step]:
        """What every row that counts by itself adds in this row."""
        plan = self._plan
        names = {each.field: self._namer.shown(each, source) for each in plan.dimensions}
        values = [f"{_alone(each, source)} AS {name(each.key)}" for each in plan.of_apart(source)]
        # The row's conditions are read with the values, for what they need to know of who the visitors were.
        is_row = self._is_row(names)
        sums = Sums(self._namer, self._conversions)
        known, rows, tested = sums.rows_apart(source, plan.dimensions, [*values, is_row])
        conditions = f"{is_row}\n  AND {tested}" if tested else is_row
        listed = columns(*values, f"{_facts(source)} AS facts")
        return [*known, step(_behind(source), "behind_apart", columns=listed, rows=rows, conditions=conditions)]

    def _figures(self) -> list[Step]:
        """The sum of each term, and what the metric makes of them."""
        plan = self._plan
        parts = [_added("behind", plan.of_conversions)] if plan.of_conversions else []
        parts += [_added(_behind(source), plan.of_apart(source)) for source in plan.apart]
        terms = [f"{name(measure.key)} AS term_{n}" for n, measure in enumerate(plan.measures)]
        metric = told(plan, plan.metrics[0], self._model)
        return [
            step("sums", parts=",\n".join(parts)),
            step("figure", columns=columns(f"{metric} AS figure", *terms)),
        ]

    def _page(self, conversions: Relation) -> list[Step]:
        shares, earned, part = "", "NULL", "NULL"
        if self._plan.sharing:
            before, upto = credit.run_of(self._plan, self._model)
            shares = "\nLEFT JOIN shares AS share"
            shares += " ON share.conversion_id = candidate.conversion_id AND share.touch_id = candidate.id"
            earned = f"coalesce({upto} - {before}, 0)"
            part = f"coalesce({credit.part(self._listed, before, upto)}, 0)"
        page = step("page", term=name(self._listed.key), facts=_facts(conversions), is_shared=True)
        return [page, step("people_told"), step("touches_told", shares=shares, earned=earned, part=part)]

    def _page_apart(self, source: Relation) -> list[Step]:
        return [
            step(
                "page", "page_apart", term=name(self._listed.key), behind=_behind(source), counts=_counts(self._listed)
            )
        ]

    def _answer(self, source: Relation) -> str:
        behind = _behind(source) if source.is_apart else "behind"
        terms = [f"term_{n}" for n in range(len(self._plan.measures))]
        listed = columns("figure", "count", *terms, *map(name, APART if source.is_apart else CONVERSION))
        file = "listed_apart" if source.is_apart else "listed"
        return step(file, columns=listed, behind=behind, counts=_counts(self._listed)).body + "\n"

    def _is_row(self, names: Mapping[str, str]) -> str:
        """Whether something is of this row: what it is called is what the row shows."""
        conditions = [self._is(field, shown) for field, shown in names.items() if field != "date"]
        if "date" in names:  # a level is what has come together up to the date
            conditions.append(self._is("date", names["date"], "<=" if self._plan.levels else "="))
        return "\n  AND ".join(conditions) or "true"

    def _is(self, field: str, shown: str, how: str = "=") -> str:
        value = self._row[field]
        return f"{shown} IS NULL" if value is None else f"coalesce({shown} {how} {self._namer.bind(value)}, false)"


def _added(table: str, measures: Sequence[Measure]) -> str:
    sums = columns(*(f"{_sum(each)} AS {name(each.key)}" for each in measures))
    return f"(SELECT {sums} FROM {table})"  # noqa: S608 - names of ours


def _sum(measure: Measure) -> str:
    """What the figure makes of the parts of a measure: their sum, or the one in the middle."""
    if measure.middle:
        return f"round(median({name(measure.key)} / {UNIT}))::BIGINT * {UNIT}"
    return f"coalesce(sum({name(measure.key)}), 0)"


def _counts(measure: Measure) -> str:
    """Which rows say something of a measure: naught adds nothing to a sum, but may be in the middle."""
    return f"{name(measure.key)} {'IS NOT NULL' if measure.middle else '<> 0'}"


def _behind(source: Relation) -> str:
    return f"{source.key}_behind"


def _alone(measure: Measure, source: Relation) -> str:
    """What a row that counts by itself adds: of several with one value that is counted once, the first."""
    if measure.middle:
        return f"{measure.value}{times_unit(measure)}"
    if not measure.distinct:
        return f"coalesce({measure.value}, 0){times_unit(measure)}"
    order = f" ORDER BY {', '.join(source.tells.values())}" if source.tells else ""
    first = f"row_number() OVER (PARTITION BY {measure.value}{order}) = 1"
    return f"CASE WHEN {measure.value} IS NOT NULL AND {first} THEN 1 ELSE 0 END{times_unit(measure)}"


def _facts(source: Relation) -> str:
    """What is said of a conversion or a row beside its part."""
    return "{" + ", ".join(f"'{key}': {value}" for key, value in source.tells.items()) + "}" if source.tells else "NULL"
