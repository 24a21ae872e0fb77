"""Which door facts come through does not matter: one by one, as lines, as a table, or mixed, and in any order."""

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.questions import Question, portraits, same
from tests.laws.town import Town
from tests.laws.uploads import DOORS, Sorter, ledger
from tests.laws.worlds import World, examples, settled


@examples(8)
@given(world=settled(), asked=portraits(), data=st.data())
def test_every_door_leads_to_the_same_ledger_and_the_same_answers(
    town: Town, world: World, asked: list[Question], data: st.DataObject
) -> None:
    """The ledger is that of single posts in the same order; the answers are those of any order."""
    plain, other, mixed = town.shops(3, world.timezone)
    plain.tell(world.facts)
    facts = data.draw(st.permutations(world.facts))
    other.tell(facts)
    door = st.sampled_from(DOORS)
    each = st.lists(door, min_size=len(facts), max_size=len(facts))
    Sorter(mixed).tell_through(facts, data.draw(each | door.map(lambda one: [one] * len(facts))))
    assert ledger(town.store, other) == ledger(town.store, mixed)
    same(plain, mixed, asked)
