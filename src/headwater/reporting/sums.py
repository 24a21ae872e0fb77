"""Adding up: from what conversions and other rows are worth to the rows of the answer and their total.

In: a plan and its namer. Out: steps, of which the last is `grouped`: is_total, the dimensions, and a whole number per
measure and model. Its parts are what touches earned (`credited`), what models of inclusion count (`included`), and what
stands apart from conversions; each measure comes from one of them. Knows no metric but by its measures.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from headwater.catalog.kinds import Dimension, Measure, Model, Relation
from headwater.reporting import credit
from headwater.reporting.money import UNIT
from headwater.reporting.naming import Namer, joined
from headwater.reporting.steps import Step, columns, name, step

TOUCHED = ("touch", "view", "advert")


class Sums:
    """The steps that add one plan up."""

    def __init__(self, namer: Namer, conversions: Relation | None) -> None:
        """Add up what `namer` names; `conversions` is None where the report has no conversions, or none is asked."""
        self._namer = namer
        self._plan = namer.plan
        self._conversions = conversions

    def steps(self) -> list[Step]:
        """All steps from conversions and rows apart to `grouped`."""
        parts: list[list[Step]] = []
        if self._conversions is not None:
            if self._plan.sharing:
                parts.append(self._credited(self._conversions))
            parts += [self._included(self._conversions, model) for model in self._plan.including]
        parts += [self._apart(each) for each in self._plan.apart]
        if len(parts) == 1:
            *before, last = parts[0]
        else:
            before = [each for part in parts for each in part]
            last = self._merged([part[-1].name for part in parts])
        if self._plan.levels:
            return [*before, replace(last, name="flows"), self._levels()]
        return [*before, replace(last, name="grouped")]

    def _levels(self) -> Step:
        """By date, a level is the sum of all that flowed up to then; every date has one."""
        fields = [name(dimension.field) for dimension in self._plan.dimensions]
        others = [field for field in fields if field != '"date"']
        levels = [name(self._key(m, model)) for m in self._plan.levels for model in self._plan.models]
        keys = [name(self._key(m, model)) for m in self._plan.measures for model in self._plan.models]
        keys += [unattributed(measure) for measure in self._plan.unattributed]
        over = f"OVER (PARTITION BY {', '.join(f'grid.{each}' for each in ['is_total', *others])} ORDER BY grid.date)"
        sums = [
            f"sum(coalesce({key}, 0)) {over} AS {key}" if key in levels else f"coalesce({key}, 0) AS {key}"
            for key in keys
        ]
        listed = columns("grid.is_total", *(f"grid.{field}" for field in fields), *sums)
        same = [f"flows.{field} IS NOT DISTINCT FROM grid.{field}" for field in ["is_total", *fields]]
        return step(
            "grouped",
            "levels",
            columns=listed,
            others="".join(f", {field}" for field in others),
            same=" AND ".join(same),
            dates=self._namer.bind(self._plan.period.units()),
        )

    def _merged(self, parts: Sequence[str]) -> Step:
        """Every measure of every model comes from one part; a row that a part lacks has none of its."""
        fields = [name(dimension.field) for dimension in self._plan.dimensions]
        keys = [name(self._key(m, model)) for m in self._plan.measures for model in self._plan.models]
        keys += [unattributed(measure) for measure in self._plan.unattributed]
        sums = [f"coalesce(sum({key}), 0) AS {key}" for key in dict.fromkeys(keys)]
        union = "\nUNION ALL BY NAME\n".join(f"FROM {part}" for part in parts)
        return step("grouped", "merged", columns=columns("is_total", *fields, *sums), parts=union)

    def _credited(self, conversions: Relation) -> list[Step]:
        if not any(dimension.many for dimension in self._plan.dimensions):
            return self._chain(conversions, self._plan.dimensions)
        # A conversion that stands in several rows counts once in the total.
        rows = self._chain(conversions, self._plan.dimensions, has_total=False)
        total = self._chain(conversions, (), suffix="_once")
        both = f"FROM {rows[-1].name}\nUNION ALL BY NAME\nFROM {total[-1].name}"
        return [*rows, *total, Step("credited", "-- the rows, which overlap, and their total", both, is_shared=False)]

    def _chain(
        self, conversions: Relation, dimensions: Sequence[Dimension], *, suffix: str = "", has_total: bool = True
    ) -> list[Step]:
        """From what conversions are worth to rows, by where the touches came from if that is asked."""
        keys = [name(self._key(m, model)) for m in self._plan.of_conversions for model in self._plan.sharing]
        fields = [name(each.field) for each in dimensions if each.source not in ("touch", "advert")]
        views = [self._namer.named(each, conversions) for each in dimensions if each.source == "view"]
        own = [name(each.field) for each in dimensions if each.source in ("conversion", "journey")]
        late = [each for each in dimensions if each.source in ("touch", "advert")]
        if self._plan.way == "whole":
            source = f"worth{self._spread(dimensions)}"
            first = step(f"added{suffix}", "added", columns=columns(*own, *self._sums()), sums=source, unit=UNIT)
            names, is_untouched = [name(each.field) for each in dimensions], []
            table = first.name
        else:
            source = f"{self._credits()}{self._spread(dimensions)}{joined(dimensions, (), ('view',))}"
            listed = columns("origin_id", *own, *views, *self._sums())
            first = step(f"by_origin{suffix}", "by_origin", columns=listed, credits=source, unit=UNIT)
            names = [*fields, *(self._namer.named(each, conversions) for each in late)]
            is_untouched = ["origin_id IS NULL AS is_untouched"]
            table = first.name + joined(late, (), ("touch", "advert")).replace("\n", " ")
        second = step(f"named{suffix}", "named", columns=columns(*is_untouched, *names, *keys), sums=table)
        return [first, second, self._grouped(dimensions, second.name, suffix, has_total=has_total)]

    def _spread(self, dimensions: Sequence[Dimension]) -> str:
        return " JOIN spread USING (conversion_id)" if any(each.many for each in dimensions) else ""

    def _grouped(self, dimensions: Sequence[Dimension], source: str, suffix: str, *, has_total: bool) -> Step:
        fields = [name(dimension.field) for dimension in dimensions]
        is_total = f"grouping({', '.join(fields)}) <> 0" if fields else "true"
        keys = [name(self._key(m, model)) for m in self._plan.of_conversions for model in self._plan.sharing]
        sums = [f"coalesce(sum({key}), 0) AS {key}" for key in keys]
        missed: list[str] = []
        if has_total and self._plan.way != "whole":
            missed = [
                f"coalesce(sum({name(self._key(m, self._plan.sharing[0]))}) FILTER (is_untouched), 0)"
                f" AS {unattributed(m)}"
                for m in self._plan.unattributed
            ]
        sets = ", ".join([f"({', '.join(fields)})"] * bool(fields) + ["()"] * has_total)
        return step(
            f"credited{suffix}" if has_total else "rows",
            "grouped",
            columns=columns(f"{is_total} AS is_total", *fields, *sums, *missed),
            sums=source,
            sets=sets,
        )

    def _credits(self) -> str:
        """What each touch earned of each conversion, with what the conversion is worth."""
        if self._plan.late_filters:
            return "kept JOIN worth USING (conversion_id)"
        if self._plan.way == "picked":
            return "worth LEFT JOIN picked USING (conversion_id)"
        return "shares JOIN worth USING (conversion_id)"

    def _sums(self) -> list[str]:
        pairs = [(measure, model) for measure in self._plan.of_conversions for model in self._plan.sharing]
        if_touched = "origin_id IS NOT NULL"
        return [f"sum({self._part(m, k)}){_if_touched(m, if_touched)} AS {name(self._key(m, k))}" for m, k in pairs]

    def _part(self, measure: Measure, model: Model) -> str:
        if self._plan.way == "shared":
            return credit.part(measure, *credit.run_of(self._plan, model))
        return f"{name(measure.key)}{times_unit(measure)}"

    def _included(self, conversions: Relation, model: Model) -> list[Step]:
        """Every conversion in full in each row that one of its touches belongs to."""
        dimensions = self._plan.dimensions
        fields = [name(dimension.field) for dimension in dimensions]
        touched = [each for each in dimensions if each.source in TOUCHED]
        earned = "eligible" if not self._plan.late_filters else "kept_in_full"
        touch = ", touch_id" if any(each.source == "view" for each in touched) else ""
        names = [self._namer.named(each, conversions) for each in touched]
        listed = columns("conversion_id", "origin_id IS NULL AS is_untouched", *names)
        joins = joined(touched, (), TOUCHED)
        if earned == "eligible":
            touch = touch.replace("touch_id", "id AS touch_id")
        included = step("included", columns=listed, touch=touch, credits=earned, joins=joins)
        sums = [(m, name(self._key(m, model))) for m in self._plan.of_conversions]
        added = [(f"sum({name(m.key)}){_if_touched(m, 'NOT is_untouched')}", times_unit(m), key) for m, key in sums]
        rows = [f"coalesce({total}, 0){unit} AS {key}" for total, unit, key in added]
        missed = [
            f"coalesce(sum({name(m.key)}) FILTER (is_untouched), 0){times_unit(m)} AS {unattributed(m)}"
            for m in self._plan.unattributed * (not self._plan.sharing)
        ]
        last = step(
            f"included_{model.key}",
            "overlapping",
            row_columns=columns("false AS is_total", *fields, *rows),
            total_columns=columns("true AS is_total", *rows, *missed),
            spread=self._spread(dimensions),
        )
        return [included, last]

    def _apart(self, source: Relation) -> list[Step]:
        """Rows that count by themselves: by their own names, whatever touches earn."""
        dimensions = self._plan.dimensions
        overlaps = source.whole and any(each in dimensions for each in self._plan.report.always)
        if not overlaps and not any(dimension.many for dimension in dimensions):
            return self._tallied(source, dimensions)
        # What stands in several rows counts once in the total.
        rows = self._tallied(source, dimensions, "_rows", has_total=False)
        total = self._tallied(source, (), "_once")
        both = f"FROM {rows[-1].name}\nUNION ALL BY NAME\nFROM {total[-1].name}"
        last = Step(f"{source.key}_sums", "-- the rows, which overlap, and their total", both, is_shared=False)
        return [*rows, *total, last]

    def _tallied(
        self, source: Relation, dimensions: Sequence[Dimension], suffix: str = "", *, has_total: bool = True
    ) -> list[Step]:
        """From rows apart to their sums by the dimensions."""
        plan = self._plan
        measures = plan.of_apart(source)
        fields = [name(dimension.field) for dimension in dimensions]
        values = [f"{measure.value} AS {name(measure.key)}" for measure in measures]
        names = [self._namer.named(each, source) for each in dimensions]
        known, rows, tested = self.rows_apart(source, dimensions, values, suffix)
        where = f"\nWHERE {tested}" if tested else ""
        listed = columns(*names, *values)
        named = step(f"{source.key}_named{suffix}", "apart", columns=listed, rows=f"{rows}{where}")
        is_total = f"grouping({', '.join(fields)}) <> 0" if fields else "true"
        sums = [f"{_tally(m)} AS {name(self._key(m, model))}" for m in measures for model in plan.models]
        sets = ", ".join([f"({', '.join(fields)})"] * bool(fields) + ["()"] * has_total)
        listed = columns(f"{is_total} AS is_total", *fields, *sums)
        return [
            *known,
            named,
            step(f"{source.key}_sums{suffix}", "grouped", columns=listed, sums=named.name, sets=sets),
        ]

    def rows_apart(
        self, source: Relation, dimensions: Sequence[Dimension], values: Sequence[str], suffix: str = ""
    ) -> tuple[list[Step], str, str]:
        """What rows apart are read from: steps before, the tables, and which rows are in ("" for all)."""
        plan = self._plan
        plain = [each for each in dimensions if each.key not in source.names]
        tested = [self._namer.all_of(plan.filters, source)] if plan.filters else []
        is_of_people = bool({"visitor", "person"} & {*source.gives})
        tested += [self._namer.no_test_people()] if plan.test_people and is_of_people else []
        is_parted = any(each in dimensions for each in plan.report.always)
        parted = f"NOT ({source.whole})" if source.is_whole_aside else ""
        which = parted if is_parted else source.whole
        tested += [which] if which else []
        sources = ("own advert",) if "touch" not in source.gives else TOUCHED
        joins = joined(plain, plan.filters, (*sources, "conversion"), many=True)
        where = "\n  AND ".join(tested)
        rows, known = plan.rows_of(source).key, list[Step]()
        # Who the visitors were costs a join: only where something of the above reads it.
        if "visitor" in source.gives and "person_id" in "".join((joins, where, *values)):
            known.append(step(f"{source.key}_known{suffix}", "known", rows=rows))
            rows = known[0].name
        return known, f"{rows} AS conversion{joins}", where

    def _key(self, measure: Measure, model: Model) -> str:
        return self._plan.key(measure, model)


def unattributed(measure: Measure) -> str:
    """The column of what no touch led to."""
    return name(f"unattributed_{measure.key}")


def _tally(measure: Measure) -> str:
    value = name(measure.key)
    if measure.middle:
        return f"round(median({value}))::BIGINT{times_unit(measure)}"
    what = f"count(DISTINCT {value})" if measure.distinct else f"coalesce(sum({value}), 0)"
    return what + times_unit(measure)


def times_unit(measure: Measure) -> str:
    """What makes the number of a measure one of its units: counts are told in shares."""
    return "" if measure.type == "CURRENCY" else f" * {UNIT}"


def _if_touched(measure: Measure, condition: str) -> str:
    return f" FILTER ({condition})" if measure.touched else ""
