"""What holds for every report type, dimension and model of the catalogue, over random parts of rich little worlds.

A world is any of the facts of the worlds in tests/reports, told to one account: people of several worlds meet there,
and lack what others have. Figures are compared as whole numbers: money in cents, counts in shares.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.catalog.attribution import MODELS
from headwater.catalog.dimensions import find
from headwater.catalog.kinds import Dimension, Measure
from headwater.catalog.reports import BY_KEY, RELATION_BY_KEY
from headwater.reporting.question import dimensions_of
from tests.laws.worlds import examples
from tests.oracle import UNIT
from tests.reports.telling import World, Worlds, known_worlds, worlds
from tests.stand import Stand

KINDS: Final = ("leads", "revenue", "ads", "subscriptions", "products")
SHARING: Final = tuple(model.key for model in MODELS if not model.inclusion)
EVERY: Final = tuple(model.key for model in MODELS)
SILENT: Final = ("(none)", "(not set)")
CUSTOM: Final = find("contact.custom.City")
RANGE: Final = (date(2026, 1, 1), date(2026, 6, 30))  # in which all of these worlds are
RICH: Final = [world for name, world in known_worlds().items() if name in ("shop", "ads", "plans")]
OF_RANGE: Final = {"revenue": {"numOfCustomers"}}  # who buys in two parts of a range is a customer of each
WAYS: Final = RICH[0].ways  # the other two spell theirs out
FACTS: Final = [fact for world in RICH for fact in world.facts]


class Asked(NamedTuple):
    """A question, but for its filters and dates."""

    kind: str
    by: Dimension
    models: tuple[str, ...]
    direct: str
    lookback: int | None

    @property
    def metrics(self) -> list[str]:
        """All measures that can be told by the dimension."""
        measures = [each for each in BY_KEY[self.kind].metrics if isinstance(each, Measure) and each.listed]
        return [each.key for each in measures if is_told(self.kind, each, self.by)]


def is_told(kind: str, measure: Measure, by: Dimension) -> bool:
    """Facts have the dimensions of their conversions; levels have no days, and what is apart has its own dimensions."""
    source = RELATION_BY_KEY[measure.source]
    relation = source if source.is_apart else RELATION_BY_KEY[BY_KEY[kind].conversions]
    return relation.has(by) and not (measure.stock and by.is_of_time)


class Told(NamedTuple):
    """An answer in whole numbers: rows by name, and the total; a figure for every metric and model."""

    rows: dict[object, list[int]]
    totals: list[int]
    keys: list[str]
    adds_up: list[bool]


@pytest.fixture(scope="module", name="told")
def _told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[World], Stand]]:
    with ExitStack() as closing:
        house: Worlds = closing.enter_context(worlds(Path(tmp_path_factory.mktemp("catalogue"))))
        yield house.tell


@st.composite
def some(draw: st.DrawFn) -> World:
    """Most of the facts, and rarely all."""
    lacking = draw(st.sets(st.integers(0, len(FACTS) - 1), max_size=len(FACTS) // 2))
    facts = [fact for place, fact in enumerate(FACTS) if place not in lacking]
    return World(story="some", facts=facts, ways=WAYS, now="2026-06-30 12:00:00")


@st.composite
def questions(draw: st.DrawFn, models: Sequence[str] = EVERY) -> Asked:
    kind = draw(st.sampled_from(KINDS))
    known = list(dimensions_of(BY_KEY[kind]).values())
    assert CUSTOM is not None
    by = draw(st.sampled_from([*known, CUSTOM]))
    some_models = draw(st.lists(st.sampled_from(models), min_size=1, max_size=3, unique=True))
    direct = draw(st.sampled_from(["fallback", "equal", "never"]))
    return Asked(kind, by, tuple(some_models), direct, draw(st.sampled_from([None, 1, 7, 30])))


def ask(shop: Stand, asked: Asked, days: Sequence[date] = RANGE, **more: object) -> Told:
    """Ask of some days; the answer's figures become whole, and one that is none is a fault."""
    models = list(asked.models)
    options = {"attribution_model": models, "direct": asked.direct, "lookback_days": asked.lookback}
    body: dict[str, Any] = {"type": asked.kind, "dimensions": [asked.by.key], "metrics": asked.metrics}
    body |= {"date_range": {"start": str(days[0]), "end": str(days[-1])}, "options": options, **more}
    return whole(shop.ask(body))


def whole(answer: Mapping[str, Any]) -> Told:
    width = sum(field["aggregation"] is None for field in answer["fields"])
    fields = answer["fields"][width:]

    def figures(values: Sequence[float]) -> list[int]:
        found = [value * (100 if f["type"] == "CURRENCY" else UNIT) for f, value in zip(fields, values, strict=True)]
        assert all(abs(value - round(value)) < 1e-3 for value in found), values
        return [round(value) for value in found]

    assert width == 1
    rows: dict[object, list[int]] = {row[0]: figures(row[1:]) for row in answer["rows"]}
    assert len(rows) == answer["row_count"], "a row is there twice"
    return Told(
        rows=rows,
        totals=figures(answer["totals"]),
        keys=[field["key"] for field in fields],
        adds_up=[field.get("additive", True) for field in fields],
    )


def added(*lists: Sequence[int]) -> list[int]:
    return [sum(values) for values in zip(*lists, strict=True)]


def is_touched(by: Dimension) -> bool:
    return by.source in ("touch", "view", "advert")


@examples(4, shrinks=False)
@given(world=some(), asked=st.lists(questions(), min_size=8, max_size=8), data=st.data())
def test_rows_sum_to_the_total_and_a_filter_is_a_row(
    told: Callable[[World], Stand], world: World, asked: list[Asked], data: st.DataObject
) -> None:
    """By every dimension, with every model; and all that a filter leaves out is the rest."""
    shop = told(world)
    for question in (each for each in asked if each.metrics):
        found = ask(shop, question)
        sums = added([0] * len(found.keys), *found.rows.values())
        for key, total, summed, adds_up in zip(found.keys, found.totals, sums, found.adds_up, strict=True):
            assert not adds_up or summed == total, (question, key)
        names = [name for name in found.rows if name is not None]
        if not names or (question.by.key == "date" and "mrr" in question.metrics):
            continue
        name = data.draw(st.sampled_from(names))
        test = {"field": question.by.key, "op": "is", "value": name}
        row = ask(shop, question, filters=[test])
        assert row.totals == found.rows[name], (question, name)
        rest = ask(shop, question, filters=[test | {"op": "is_not"}])
        assert rest == ask(shop, question, filters=[{"not": test}])
        overlaps = {"any_touch"} if is_touched(question.by) else set[str]()
        both = zip(row.totals, rest.totals, found.totals, found.keys, found.adds_up, strict=True)
        for mine, others, total, key, adds_up in both:
            if not adds_up:  # who is in two rows is in one of them and in the rest
                continue
            assert key.rpartition(".")[2] in overlaps or question.models[0] in overlaps or mine + others == total


@examples(3, shrinks=False)
@given(world=some(), asked=st.lists(questions(), min_size=6, max_size=6), data=st.data())
def test_ranges_add_up_and_are_compared_as_if_asked_twice(
    told: Callable[[World], Stand], world: World, asked: list[Asked], data: st.DataObject
) -> None:
    shop = told(world)
    first, last = RANGE
    for question in (each for each in asked if each.metrics):
        cut = first + timedelta(days=data.draw(st.integers(1, (last - first).days)))
        before, after = (first, cut - timedelta(days=1)), (cut, last)
        parts = [ask(shop, question, days) for days in (before, after)]
        found = ask(shop, question)
        measures = [each for each in BY_KEY[question.kind].metrics if isinstance(each, Measure)]
        levels = {each.key for each in measures if each.stock}
        people = OF_RANGE.get(question.kind, set()) | {each.key for each in measures if each.distinct}
        for place, key in enumerate(found.keys):
            metric = key.partition(".")[0]
            if metric not in levels | people:
                assert parts[0].totals[place] + parts[1].totals[place] == found.totals[place], (question, key, cut)
        asked_twice = {"start": str(before[0]), "end": str(before[1])}
        body = {"type": question.kind, "dimensions": [question.by.key], "metrics": question.metrics[:3]}
        answer = shop.ask(body | {"date_range": {"start": str(cut), "end": str(last)}, "compare": asked_twice})
        once = shop.ask(body | {"date_range": asked_twice})
        assert {key: answer["comparison"][key] for key in ("rows", "totals", "unattributed")} == {
            key: once[key] for key in ("rows", "totals", "unattributed")
        }


@examples(3, shrinks=False)
@given(world=some(), asked=st.lists(questions(), min_size=6, max_size=6), data=st.data())
def test_models_side_by_side_are_each_alone_and_pruners_take_rows_only(
    told: Callable[[World], Stand], world: World, asked: list[Asked], data: st.DataObject
) -> None:
    shop = told(world)
    for question in (each for each in asked if each.metrics):
        found = ask(shop, question)
        count = len(question.models)
        for place, model in enumerate(question.models):
            alone = ask(shop, question._replace(models=(model,)))
            assert alone.totals == found.totals[place::count], (question, model)
            mine = {name: row[place::count] for name, row in found.rows.items()}
            others = [0] * len(alone.keys)
            assert {name: row for name, row in mine.items() if name in alone.rows or row != others} == alone.rows
        key = data.draw(st.sampled_from(found.keys))
        least = data.draw(st.sampled_from([0, 1, 10]))
        pruned = ask(shop, question, pruners=[{"field": key, "op": "gte", "value": least}])
        assert pruned.totals == found.totals
        kept = {name: row for name, row in found.rows.items() if name in pruned.rows}
        assert pruned.rows == kept
        unit = (
            100 if "CURRENCY" in [m.type for m in BY_KEY[question.kind].metrics if m.key == key.split(".")[0]] else UNIT
        )
        assert kept.keys() == {n for n, row in found.rows.items() if row[found.keys.index(key)] >= least * unit}


@examples(4, shrinks=False)
@given(world=some(), cuts=st.lists(st.integers(1, 150), min_size=1, max_size=3, unique=True), data=st.data())
def test_movements_sum_to_the_change_of_mrr(
    told: Callable[[World], Stand], world: World, cuts: list[int], data: st.DataObject
) -> None:
    """In any chain of ranges, each begins with what the one before ended with; by date, too, with any scale."""
    shop = told(world)
    moves = ["newMrr", "expansionMrr", "contractionMrr", "churnedMrr", "reactivatedMrr"]
    counts = ["activeAtStart", "newSubscriptions", "reactivations", "cancellations", "activeSubscriptions"]
    edges = [RANGE[0], *(RANGE[0] + timedelta(days=cut) for cut in sorted(cuts)), RANGE[1] + timedelta(days=1)]
    body: dict[str, Any] = {"type": "subscriptions", "metrics": ["mrrStart", *moves, "mrr", *counts]}

    def chain(rows: Sequence[Sequence[float]]) -> list[float]:
        level, active = 0.0, 0.0
        for start, *moved, mrr, running, new, again, stopped, now in rows:
            assert (start, running) == (pytest.approx(level, abs=0.001), active)
            level, active = start + sum(moved), running + new + again - stopped
            assert (mrr, now) == (pytest.approx(level, abs=0.001), active)
        return [level, active]

    spans = [{"start": str(start), "end": str(end - timedelta(days=1))} for start, end in pairwise(edges)]
    ends = chain([shop.ask(body | {"date_range": span})["totals"] for span in spans])
    span = {"start": str(RANGE[0]), "end": str(RANGE[1]), "scale": data.draw(st.sampled_from(["day", "week", "month"]))}
    by_date = shop.ask(body | {"dimensions": ["date"], "date_range": span})
    told_by_date = chain([row[1:] for row in by_date["rows"]])
    assert told_by_date == pytest.approx(ends, abs=0.001)
    assert [by_date["totals"][6], by_date["totals"][-1]] == pytest.approx(ends, abs=0.001)


@pytest.mark.parametrize("kind", KINDS)
def test_every_dimension_has_rows_that_can_be_asked_for(told: Callable[[World], Stand], kind: str) -> None:
    """All models at once, over all facts; of each dimension the row that says nothing, where there is one."""
    shop = told(World(story="all", facts=FACTS, ways=WAYS))
    shop.clock.set("2026-06-30 12:00:00")
    assert CUSTOM is not None
    for by in (*dimensions_of(BY_KEY[kind]).values(), CUSTOM):
        question = Plainly(kind, by, EVERY, "fallback", None)
        found = ask(shop, question)
        sums = added([0] * len(found.keys), *found.rows.values())
        pairs = zip(found.totals, sums, found.adds_up, strict=True)
        assert all(total == summed for total, summed, adds_up in pairs if adds_up), by.key
        names = sorted(
            (name for name in found.rows if name is not None), key=lambda name: (name not in SILENT, str(name))
        )
        for name in names[:1]:
            row = ask(shop, question, filters=[{"field": by.key, "op": "is", "value": name}])
            assert row.totals == found.rows[name], (by.key, name)


class Plainly(Asked):
    """Only a count and an amount, if there are, so that there is time for all dimensions."""

    @property
    def metrics(self) -> list[str]:
        flows = [each for each in BY_KEY[self.kind].metrics if isinstance(each, Measure) and not each.stock]
        told = sorted(
            (each for each in flows if is_told(self.kind, each, self.by)),
            key=lambda each: RELATION_BY_KEY[each.source].is_apart,
        )
        firsts = [next((each.key for each in told if each.type == kind), None) for kind in ("NUMBER", "CURRENCY")]
        return [key for key in firsts if key]
