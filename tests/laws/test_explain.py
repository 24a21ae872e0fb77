"""Explanations: what stands behind a figure sums to it, of every row, metric and model, and each touch to its share."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from statistics import median
from typing import Any, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from headwater.catalog.attribution import MODELS
from headwater.catalog.kinds import Measure
from headwater.catalog.reports import BY_KEY
from headwater.errors import Problem
from headwater.reporting.plan import plan
from headwater.reporting.question import dimensions_of, metrics_of, parse
from tests.laws.town import Town
from tests.laws.worlds import World, anything, examples
from tests.reporting.store import NOW, UTC
from tests.reports.telling import World as Telling
from tests.reports.telling import known_worlds, worlds
from tests.stand import Stand

KINDS: Final = ("leads", "revenue", "products")
DIMENSIONS: Final = {kind: [key for key in dimensions_of(BY_KEY[kind]) if not key.startswith("ads.")] for kind in KINDS}
PARTS: Final = Fraction(1, 100_000)  # shares are told as floats

MEDIANS: Final = {
    each.key for report in BY_KEY.values() for each in report.metrics if isinstance(each, Measure) and each.middle
}


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A question, and which of its metrics is explained."""
    kind = draw(st.sampled_from(KINDS))
    dimensions = draw(st.lists(st.sampled_from(DIMENSIONS[kind]), unique=True, max_size=2))
    options = {
        "attribution_model": draw(st.sampled_from([model.key for model in MODELS])),
        "direct": draw(st.sampled_from(["fallback", "equal", "never"])),
        "lookback_days": draw(st.sampled_from([None, 1, 30])),
    }
    filters = draw(st.sampled_from([[], [{"field": "clicks.channel", "op": "is_not", "value": "paid"}]]))
    return {
        "type": kind,
        "dimensions": dimensions,
        "metrics": [draw(st.sampled_from(list(metrics_of(BY_KEY[kind]))))],
        "date_range": {"start": "2026-01-01", "end": "2026-06-30", "scale": draw(st.sampled_from(["day", "month"]))},
        "filters": filters,
        "options": options,
    }


def can_be_told(question: dict[str, Any]) -> bool:
    """What is counted apart from conversions has no more dimensions than it has."""
    try:
        plan(parse(question), UTC, NOW)
    except Problem:
        return False
    return True


@examples(12)
@given(world=anything(), asked=st.lists(questions().filter(can_be_told), min_size=3, max_size=3), data=st.data())
def test_what_is_behind_a_figure_sums_to_it(
    town: Town, world: World, asked: list[dict[str, Any]], data: st.DataObject
) -> None:
    shop = town.shop(world.timezone)
    shop.tell(world.facts)
    for question in asked:
        told = shop.ask(question)
        width = len(question["dimensions"])
        keys = [field["key"] for field in told["fields"]]
        rows = [(dict(zip(keys, row[:width], strict=False)), row[width]) for row in told["rows"]] if width else []
        for row, figure in data.draw(st.permutations([*rows, ({}, told["totals"][0])]))[:3]:
            check(shop, question, row, figure)


def check(shop: Stand, question: Mapping[str, Any], row: Mapping[str, Any], figure: float) -> None:
    """Every term of the figure is the sum of what is listed for it, on pages of any size."""
    asked = {**question, "row": row, "metric": question["metrics"][0]}
    whole = shop.explain({**asked, "limit": 100})
    assert (whole["figure"] or 0) == figure, (asked, whole)
    for term in whole["terms"]:
        listed = shop.explain({**asked, "term": term["key"], "limit": 100})
        parts = [Fraction(repr(each["part"])) for each in listed["conversions"]]
        if term["key"] in MEDIANS:
            assert not parts or abs(median(parts) - Fraction(repr(term["sum"]))) <= Fraction(1, 2)
        else:
            assert abs(sum(parts) - Fraction(repr(term["sum"]))) <= (0 if term["type"] == "CURRENCY" else PARTS)
        assert (listed["sum"], listed["count"]) == (term["sum"], len(parts)) or len(parts) == 100
        assert parts == sorted(parts, key=abs, reverse=True)
        if len(parts) > 1:
            last = shop.explain({**asked, "term": term["key"], "limit": 1, "page": len(parts)})
            assert (last["conversions"], last["last_page"]) == (listed["conversions"][-1:], len(parts))
        for each in listed["conversions"]:
            if "touches" in each:
                check_touches(each, listed["model"])


def check_touches(told: Mapping[str, Any], model: str) -> None:
    """The shares of a conversion sum to one, its touches' parts to its value, and those of this row to what counts."""
    touches = told["touches"]
    assert [touch["at"] for touch in touches] == sorted(touch["at"] for touch in touches)
    if model == "any_touch":
        assert told["part"] == told["value"]
        assert all(touch["share"] is None for touch in touches)
    elif any(touch["share"] for touch in touches):
        assert abs(sum(Fraction(repr(touch["share"])) for touch in touches) - 1) <= PARTS
        assert abs(sum(Fraction(repr(touch["part"])) for touch in touches) - Fraction(repr(told["value"]))) <= PARTS
        counted = sum(Fraction(repr(touch["part"])) for touch in touches if touch["counts"])
        assert abs(counted - Fraction(repr(told["part"]))) <= PARTS
    for touch in touches:
        assert touch["rule"]["channel"] == touch["channel"]


@pytest.fixture(scope="module", name="rich")
def _rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A business with ads, subscriptions, products, refunds: the facts of several worlds in one."""
    shop, *others = (known_worlds()[name] for name in ("shop", "ads", "plans"))
    facts = [fact for world in (shop, *others) for fact in world.facts]
    with worlds(tmp_path_factory.mktemp("rich")) as house:
        yield house.tell(Telling(story="rich", facts=facts, ways=shop.ways, now="2026-06-30 12:00:00"))


@examples(8, shrinks=False)
@given(data=st.data())
def test_every_figure_of_every_report_can_be_explained(rich: Stand, data: st.DataObject) -> None:
    """By any dimension that it can be told by, levels and what stands apart from conversions included."""
    kind = data.draw(st.sampled_from(list(BY_KEY)))
    question = {
        "type": kind,
        "dimensions": [data.draw(st.sampled_from(list(dimensions_of(BY_KEY[kind]))))],
        "metrics": [data.draw(st.sampled_from(list(metrics_of(BY_KEY[kind]))))],
        "date_range": {"start": "2026-01-01", "end": "2026-06-30", "scale": "week"},
        "options": {"attribution_model": data.draw(st.sampled_from([model.key for model in MODELS]))},
    }
    assume(can_be_told(question))
    told = rich.ask(question)
    keys = [field["key"] for field in told["fields"] if field["aggregation"] is None]
    for row in data.draw(st.permutations(told["rows"]))[:3]:
        check(rich, question, dict(zip(keys, row, strict=False)), row[-1])
    check(rich, question, {}, told["totals"][0])
