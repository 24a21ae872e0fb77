"""The SQL, the projector, the identity graph and the intake together say what the oracle says."""

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.oracle import Oracle
from tests.laws.questions import ask
from tests.laws.town import Town
from tests.laws.worlds import anything, examples, questions


@examples(80)
@given(data=st.data())
def test_every_answer_is_what_the_oracle_says(town: Town, data: st.DataObject) -> None:
    world = data.draw(anything())
    asked = data.draw(st.lists(questions(world), min_size=3, max_size=5))
    shop = town.shop(world.timezone)
    shop.tell(world.facts)
    oracle = Oracle(world.facts, world.timezone)
    for question in asked:
        rows, totals, unattributed = oracle.answer(question)
        found = ask(shop, question)
        assert found.rows == rows
        assert found.totals == totals
        assert found.unattributed == {metric: unattributed.get(metric, 0) for metric in found.unattributed}
        if question.kind == "leads":
            assert abs(found.days[()] - oracle.days(question)) < 1e-6
