"""Time may be cut anywhere, and the warehouse may be made anew at any time: no figure changes."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.questions import COUNTS, KINDS, MODELS, Question, ask, portraits
from tests.laws.town import Town
from tests.laws.worlds import World, anything, days, examples


@examples(20)
@given(world=anything(), kind=st.sampled_from(KINDS), model=st.sampled_from(MODELS), data=st.data())
def test_a_range_is_the_sum_of_its_parts(town: Town, world: World, kind: str, model: str, data: st.DataObject) -> None:
    """Row by row. Customers are left out: in a revenue report whoever buys in both parts counts in both."""
    shop = town.shop(world.timezone)
    shop.tell(world.facts)
    cut = date.fromisoformat(data.draw(days(world)))
    whole = Question(kind, by=("clicks.channel", "date"), model=model)
    before, after = whole._replace(end=(cut - timedelta(days=1)).isoformat()), whole._replace(start=cut.isoformat())
    told, *parts = (ask(shop, question) for question in (whole, before, after))
    for metric in (COUNTS[kind][0], "revenue", "collected", "refunds"):
        assert told.totals[metric] == sum(part.totals[metric] for part in parts)
        summed: Counter[tuple[str, ...]] = Counter()
        for part in parts:
            summed.update({name: row[metric] for name, row in part.rows.items()})
        assert summed == {name: row[metric] for name, row in told.rows.items()}


@examples(14)
@given(world=anything(), asked=portraits())
def test_a_rebuild_changes_no_answer(town: Town, world: World, asked: list[Question]) -> None:
    """And before and after it the warehouse is what the ledger says."""
    shop = town.shop(world.timezone)
    shop.tell(world.facts)
    before = [ask(shop, question) for question in asked]
    assert town.verify(shop) == []
    town.rebuild(shop)
    assert town.verify(shop) == []
    assert [ask(shop, question) for question in asked] == before
