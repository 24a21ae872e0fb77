"""Dimensions and conditions as SQL: how a row is called, and which rows are in.

In: dimensions and conditions of a plan, and the relation whose rows they are told of. Out: SQL expressions over the
aliases `conversion`, `origin`, `view`, `advert` and `journey`; every value of a question is bound, never written. What
a filter compares is what rows show, so that a filter on a dimension equals the dimension's row.
"""

from collections.abc import Sequence
from functools import cached_property

from headwater.catalog.filters import Operator
from headwater.catalog.kinds import Dimension, Relation
from headwater.catalog.reports import RELATION_BY_KEY
from headwater.reporting.conditions import Condition, Test, tests
from headwater.reporting.plan import Plan
from headwater.reporting.steps import name

NONE = "(none)"  # the row of conversions that no touch led to
NOT_SET = "(not set)"  # what does not say
_WHOLE = ("is", "is_not", "in", "not_in", "is_set", "is_not_set")  # operators that a part of a value does not satisfy


class Namer:
    """Tells the dimensions and conditions of one statement, and keeps the values that it binds."""

    def __init__(self, plan: Plan) -> None:
        """Begin with no values."""
        self.plan = plan
        self.values: dict[str, object] = {}

    @cached_property
    def offsets(self) -> list[tuple[int, int]]:
        """The zone's offsets within the range, told once: they take a look at every day."""
        return self.plan.period.offsets()

    def bind(self, value: object) -> str:
        """The name of a parameter that has this value."""
        for key, known in self.values.items():
            if type(known) is type(value) and known == value:
                return f"${key}"
        key = f"value_{len(self.values) + 1}"
        self.values[key] = value
        return f"${key}"

    def shown(self, dimension: Dimension, relation: Relation) -> str:
        """What a row shows."""
        if dimension.key in relation.names:
            return relation.names[dimension.key]
        if dimension.source == "touch":
            direct = _text(dimension.direct)
            return (
                f"CASE\n        WHEN origin_id IS NULL THEN '{NONE}' WHEN origin_id = 0 THEN {direct}\n"
                f"        ELSE coalesce(nullif({dimension.value}, ''), '{NOT_SET}') END"
            )
        if dimension.source in ("view", "advert"):
            said = f"coalesce(nullif({dimension.value}, ''), '{NOT_SET}')"
            return said if relation.is_apart else f"CASE WHEN origin_id IS NULL THEN '{NONE}' ELSE {said} END"
        if dimension.source == "journey":
            return f"coalesce({dimension.value}, '{NONE}')" if dimension.type == "STRING" else dimension.value
        value = self._own(dimension, relation)
        return f"coalesce(nullif({value}, ''), '{NOT_SET}')" if dimension.type == "STRING" else value

    def named(self, dimension: Dimension, relation: Relation) -> str:
        """What a row shows, as a column."""
        return f"{self.shown(dimension, relation)} AS {name(dimension.field)}"

    def all_of(self, conditions: Sequence[Condition], relation: Relation) -> str:
        """SQL that is true where all conditions hold, never NULL."""
        return "\n  AND ".join(self._condition(condition, relation) for condition in conditions)

    def no_test_people(self) -> str:
        """SQL that is true of conversions that are not of people whom no report knows, and of nobody's."""
        addresses = [each for each in self.plan.test_people if not each.startswith("@")]
        domains = [each for each in self.plan.test_people if each.startswith("@")]
        among = ", ".join(self.bind(each) for each in addresses)
        arms = [f"email IN ({among})"] * bool(addresses)
        arms += [f"ends_with(email, {self.bind(each)})" for each in domains]
        people = f"SELECT person_id FROM contacts WHERE {' OR '.join(arms)}"  # noqa: S608 - names of ours
        return f"coalesce(conversion.person_id NOT IN ({people}), true)"

    def _condition(self, condition: Condition, relation: Relation) -> str:
        if isinstance(condition, Test):
            return self._test(condition, relation)
        if condition.way == "not":
            return f"NOT ({self._condition(condition.parts[0], relation)})"
        word = " AND " if condition.way == "all" else " OR "
        return f"({word.join(self._condition(part, relation) for part in condition.parts)})"

    def _test(self, test: Test, relation: Relation) -> str:
        dimension = test.field
        assert isinstance(dimension, Dimension)  # noqa: S101 - pruners are told by `column_condition`
        if not dimension.many:
            return self.compared(test, self.shown(dimension, relation))
        other = RELATION_BY_KEY[dimension.relation]
        positive = self._filled(test.operator, self.shown(dimension, relation), test.values)
        those = f"SELECT {other.by} FROM {other.key}"  # noqa: S608 - names of ours
        found = f"conversion.{other.by} IN ({those} WHERE {positive})"
        if NOT_SET in test.values or test.operator.key not in _WHOLE:  # who has no value at all shows as this
            alike = self._filled(test.operator, _text(NOT_SET), test.values)
            found = f"({found} OR {alike} AND coalesce(conversion.{other.by} NOT IN ({those}), true))"
        return f"NOT coalesce({found}, false)" if test.operator.negates else f"coalesce({found}, false)"

    def compared(self, test: Test, expression: str) -> str:
        """The test of an expression: false, or of a negative operator true, where there is nothing to compare."""
        positive = f"coalesce({self._filled(test.operator, expression, test.values)}, false)"
        return f"NOT {positive}" if test.operator.negates else positive

    def _filled(self, operator: Operator, expression: str, values: Sequence[object]) -> str:
        bound = [self.bind(value) for value in values]
        first, second = [*bound, "", ""][:2]
        return operator.test.format(x=expression, a=first, b=second, list=f"({', '.join(bound)})")

    def _own(self, dimension: Dimension, relation: Relation) -> str:
        """A dimension that the conversion has by itself."""
        if "{" not in dimension.value:
            return dimension.value
        if dimension.parameter:
            pointer = "/" + dimension.parameter.replace("~", "~0").replace("/", "~1")
            return dimension.value.format(parameter=self.bind(pointer))
        local = self._local(relation)
        return dimension.value.format(local=local, period=self._period(local))

    def _local(self, relation: Relation) -> str:
        """UTC plus the zone's offset, which changes at most a few times within a range."""
        if relation.local:
            return relation.local
        *changes, last = range(len(self.offsets))
        arms = "".join(f"WHEN {relation.moment} < $change_{n + 1} THEN $offset_{n} " for n in changes)
        seconds = f"CASE {arms}ELSE $offset_{last} END" if arms else f"$offset_{last}"
        return f"({relation.moment} + to_seconds({seconds}))"

    def _period(self, local: str) -> str:
        scale, shift = self.plan.period.scale, self.plan.period.week_shift
        if scale == "hour":
            return f"date_trunc('hour', {local})"
        if scale == "week" and shift:
            return f"(date_trunc('week', {local} - to_days({shift})) + to_days({shift}))::DATE"
        return f"{local}::DATE" if scale == "day" else f"date_trunc('{scale}', {local})::DATE"


def relations(dimensions: Sequence[Dimension], conditions: Sequence[Condition]) -> tuple[Relation, ...]:
    """The relations that dimensions and conditions read beside conversions, each once and after what it needs."""
    fields = [*dimensions, *(test.field for test in tests(*conditions) if isinstance(test.field, Dimension))]
    found: dict[str, Relation] = {}
    for dimension in fields:
        if dimension.relation:
            with_needs(RELATION_BY_KEY[dimension.relation], found)
        if dimension.source == "advert":
            with_needs(RELATION_BY_KEY["origin_adverts"], found)
    return tuple(found.values())


def with_needs(relation: Relation, found: dict[str, Relation]) -> None:
    """Put a relation into `found`, after those that its SQL reads."""
    for key in relation.needs:
        with_needs(RELATION_BY_KEY[key], found)
    found[relation.key] = relation


def joined(
    dimensions: Sequence[Dimension], conditions: Sequence[Condition], sources: Sequence[str], *, many: bool = False
) -> str:
    """The joins that dimensions and conditions of these sources read.

    What a person has `many` of makes many rows of one: only where it is a dimension. Conditions look it up.
    """
    tested = [test.field for test in tests(*conditions) if isinstance(test.field, Dimension)]
    fields = [*(each for each in dimensions if many or not each.many), *(each for each in tested if not each.many)]
    present = {each.source for each in fields}
    joins = [_JOINS[source] for source in sources if source.removeprefix("own ") in present and source in _JOINS]
    if "conversion" in sources:
        beside = dict.fromkeys(each.relation for each in fields if each.relation)
        joins += [f"LEFT JOIN {key} USING ({RELATION_BY_KEY[key].by})" for key in beside]
    return "".join(f"\n{join}" for join in joins)


_JOINS = {
    "touch": "LEFT JOIN origins AS origin USING (origin_id)",
    "view": (
        "LEFT JOIN (\n    SELECT id AS touch_id, host, path, title, country, region, city, device, os, browser"
        " FROM page_views\n) AS view USING (touch_id)"
    ),
    "advert": "LEFT JOIN origin_adverts USING (origin_id)\nLEFT JOIN adverts AS advert USING (advert)",
    "own advert": "LEFT JOIN adverts AS advert USING (advert)",  # of rows that say themselves which
    "journey": "LEFT JOIN journeys AS journey USING (conversion_id)",
}


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
