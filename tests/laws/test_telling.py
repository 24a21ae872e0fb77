"""How facts are told does not matter: twice, in another order, or who somebody is before or after what they did."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.facts import Fact, Identify
from tests.laws.questions import Question, portraits, same
from tests.laws.town import Town
from tests.laws.worlds import UIDS, World, apart, examples, moments, settled


@examples(18)
@given(world=settled(), asked=portraits(), data=st.data())
def test_any_order_gives_the_same_answers(town: Town, world: World, asked: list[Question], data: st.DataObject) -> None:
    """Some hits come up to six days late; the others come in their own time, and time jumps to and fro."""
    plain, mixed = town.shops(2, world.timezone)
    plain.tell(world.facts)
    mixed.tell(data.draw(st.permutations(world.facts)))
    same(plain, mixed, asked)


@examples(14)
@given(world=settled(), asked=portraits(), data=st.data())
def test_whatever_is_told_twice_is_told_once(
    town: Town, world: World, asked: list[Question], data: st.DataObject
) -> None:
    """Again at any time later, in the same words. A page view twice is two, but no touch more."""
    once, twice = town.shops(2, world.timezone)
    once.tell(world.facts)
    twice.tell(data.draw(st.permutations([*world.facts, *world.facts])))
    same(once, twice, asked)


@st.composite
def named(draw: st.DrawFn) -> tuple[str, list[Fact], list[Fact]]:
    """A time zone, a world where every browser has one name, and the same told at other times, in another order."""
    world = draw(settled())
    facts = [fact for fact in world.facts if not isinstance(fact, Identify)]
    names = draw(st.fixed_dictionaries({uid: st.sampled_from([None, "ann", "bob", "dan", "1", "4"]) for uid in UIDS}))

    def sayings() -> Sequence[Fact]:
        at = moments(world.timezone)
        return apart([Identify(draw(at), uid, name) for uid, name in names.items() if name])

    return world.timezone, [*facts, *sayings()], draw(st.permutations([*facts, *sayings()]))


@examples(16)
@given(told=named(), asked=portraits())
def test_who_somebody_is_may_be_said_before_or_after(
    town: Town, told: tuple[str, list[Fact], list[Fact]], asked: list[Question]
) -> None:
    """Before or after the visits, the contact and the orders, by the clock and by arrival."""
    timezone, facts, other = told
    mine, theirs = town.shops(2, timezone)
    mine.tell(facts)
    theirs.tell(other)
    same(mine, theirs, asked)
