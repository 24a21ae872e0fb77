"""Credit: the parts of a conversion are the whole, and the rows of every report are its total."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.facts import WAYS, Contact, Identify, Order, Visit
from tests.laws.questions import DIMENSIONS, DIRECTS, KINDS, MODELS, SCALES, Question, Told, ask, figure
from tests.laws.town import Town
from tests.laws.worlds import World, anything, examples, questions
from tests.oracle import UNIT

SOMEWHERE: Final = ("ad", "other ad", "news", "search")


def journey(ways: Sequence[str], amount: int) -> list[Visit | Identify | Contact | Order]:
    """Ann comes by these ways, a session each, an hour apart; then she opts in, and then she buys."""
    visits = [Visit(f"2026-03-{1 + n // 24:02} {n % 24:02}:00:00", "phone", way) for n, way in enumerate(ways)]
    return [
        *visits,
        Identify("2026-03-08 00:00:00", "phone", "ann"),
        Contact("2026-03-08 00:00:00", 0, 1, "ann"),
        Order("2026-03-09 00:00:00", 0, 1, None, "ann", amount, amount),
    ]


def weights(ways: Sequence[str], model: str) -> list[Fraction]:
    """By hand: what part of the conversion each touch earns."""
    last = len(ways) - 1
    by_model = {"first_touch": [0], "last_touch": [last], "optin": [last], "linear": range(last + 1)}
    return [Fraction(n in by_model[model], len(by_model[model])) for n in range(last + 1)]


def rounded(value: Fraction) -> int:
    """Half a cent is rounded away from zero."""
    return int(abs(value) + Fraction(1, 2)) * (1 if value > 0 else -1)


def cents(amount: int, parts: Sequence[Fraction]) -> list[int]:
    """An amount along the parts, rounded at the end of each, so that what one gains the next one lacks."""
    ends = [rounded(amount * sum(parts[:n], Fraction())) for n in range(len(parts) + 1)]
    return [after - before for before, after in pairwise(ends)]


@examples(25)
@given(
    ways=st.lists(st.sampled_from(SOMEWHERE), min_size=1, max_size=16),
    amount=st.integers(-(10**6), 10**6) | st.sampled_from([10**15, -(10**15), 720_720_000, 1]),
    kind=st.sampled_from(KINDS),
)
def test_one_conversion_is_shared_as_by_hand(town: Town, ways: list[str], amount: int, kind: str) -> None:
    """Its credits sum to one, and its cents to its amount."""
    shop = town.shop()
    shop.tell(journey(ways, amount))
    for model in ("first_touch", "last_touch", "optin", "linear"):
        found = ask(shop, Question(kind, by=("clicks.utm_campaign",), model=model))
        parts = weights(ways, model)
        money = cents(amount, parts)
        for campaign in {WAYS[way].campaign or "(not set)" for way in ways}:
            mine = [n for n, way in enumerate(ways) if (WAYS[way].campaign or "(not set)") == campaign]
            credit = sum(parts[n] for n in mine)
            row = found.rows.get((campaign,), dict.fromkeys(found.totals, 0))
            assert row["leads" if kind == "leads" else "orders"] == credit * UNIT
            assert row["revenue"] == sum(money[n] for n in mine)
        assert found.summed() == found.totals
        assert (found.totals["revenue"], found.totals["numOfCustomers"]) == (amount, UNIT * (amount > 0))


@examples(8)
@given(ways=st.lists(st.sampled_from(SOMEWHERE), min_size=17, max_size=40), amount=st.integers(-(10**15), 10**15))
def test_more_touches_than_shares_can_be_divided_by_still_make_one(town: Town, ways: list[str], amount: int) -> None:
    shop = town.shop()
    shop.tell(journey(ways, amount))
    found = ask(shop, Question(by=("clicks.source",), model="linear"))
    assert found.summed() == found.totals
    assert (found.totals["leads"], found.totals["revenue"]) == (UNIT, amount)
    for name in {WAYS[way].name for way in ways}:
        touches = sum(WAYS[way].name == name for way in ways)
        assert abs(found.rows[name,]["leads"] - Fraction(touches * UNIT, len(ways))) <= touches


@examples(20)
@given(world=anything(), kind=st.sampled_from(KINDS), scale=st.sampled_from(SCALES), data=st.data())
def test_rows_sum_to_totals_by_every_dimension(
    town: Town, world: World, kind: str, scale: str, data: st.DataObject
) -> None:
    """And the totals know nothing of dimension, model, direct policy or look-back: they are the facts themselves."""
    shop = town.shop(world.timezone)
    shop.tell(world.facts)
    expected = ask(shop, Question(kind, by=())).totals
    for dimension in DIMENSIONS:
        question = Question(
            kind,
            by=tuple(dict.fromkeys((dimension, *data.draw(st.lists(st.sampled_from(DIMENSIONS), max_size=1))))),
            model=data.draw(st.sampled_from(MODELS)),
            direct=data.draw(st.sampled_from(DIRECTS)),
            lookback=data.draw(st.sampled_from([None, 1, 2])),
            scale=scale,
        )
        found = ask(shop, question)
        assert found.totals == expected
        if question.is_additive:
            assert found.summed() == expected
        else:
            assert_covers(found)


@examples(14)
@given(world=anything(), data=st.data())
def test_a_report_shows_the_answers_to_its_questions(town: Town, world: World, data: st.DataObject) -> None:
    """Its table is the answer by channel, and its graph has a point for every day, week or month that counts."""
    shop = town.shop(world.timezone)
    shop.tell(world.facts)
    asked = data.draw(questions(world))._replace(by=("clicks.channel",), direct="fallback", lookback=None)
    told = ask(shop, asked)
    report = shop.report(asked.kind, start=asked.start, end=asked.end, scale=asked.scale, attribution_model=asked.model)
    sums = [metric for metric in asked.measures if metric in report["table"]["rows"][0]] if told.rows else []
    table = {
        (row["channel"],): {metric: figure(metric, row[metric]) for metric in sums} for row in report["table"]["rows"]
    }
    assert table == {name: {metric: row[metric] for metric in sums} for name, row in told.rows.items()}
    kpis = {kpi["key"]: kpi["value"] for kpi in report["kpis"]}
    for dataset in report["graph"]["datasets"]:
        metric, points = dataset["key"], dataset["data"]
        assert len(points) == len(report["graph"]["labels"])
        if metric in asked.measures:
            assert sum(figure(metric, point) for point in points) == figure(metric, kpis[metric]) == told.totals[metric]


def assert_covers(found: Told) -> None:
    """With touches counted in full: no row has more than there is, and every conversion is in some row."""
    count = "leads" if "leads" in found.totals else "orders"
    assert all(row[count] <= found.totals[count] for row in found.rows.values())
    assert found.summed()[count] >= found.totals[count]
    none = sum(row[count] for name, row in found.rows.items() if "(none)" in name)
    assert none == found.unattributed[count]
