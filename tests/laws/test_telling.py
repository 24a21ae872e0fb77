"""How facts are told does not matter: twice, in another order, or who somebody is before or after what they did."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.facts import Fact, Identify, Visit
from tests.laws.questions import portrait
from tests.laws.town import Town
from tests.laws.worlds import UIDS, ZONES, World, apart, moments, settled

FEW = settings(max_examples=settings.default.max_examples // 3)


@FEW
@given(world=settled(), data=st.data())
def test_any_order_gives_the_same_answers(town: Town, world: World, data: st.DataObject) -> None:
    """Some hits come up to six days late; the others come in their own time, and time jumps to and fro."""
    plain, mixed = town.shops(2, world.timezone)
    plain.tell(world.facts)
    mixed.tell(data.draw(st.permutations(world.facts)))
    assert portrait(plain) == portrait(mixed)


@FEW
@given(world=settled(), data=st.data())
def test_whatever_is_told_twice_is_told_once(town: Town, world: World, data: st.DataObject) -> None:
    """Again at any time later, in the same words. A page view twice is two, but they are one touch."""
    once, twice = town.shops(2, world.timezone)
    once.tell(world.facts)
    twice.tell(data.draw(st.permutations([*world.facts, *world.facts])))
    assert portrait(once) == portrait(twice)


@st.composite
def renamed(draw: st.DrawFn) -> tuple[World, list[Fact]]:
    """A world where every browser has one name, and the same one where they said it at other times."""
    world = draw(settled())
    names = draw(st.fixed_dictionaries({uid: st.sampled_from([None, "ann", "bob", "dan", "1", "4"]) for uid in UIDS}))
    facts = [fact for fact in world.facts if not isinstance(fact, Identify)]

    def sayings() -> Sequence[Fact]:
        at = moments(world.timezone)
        return apart([Identify(draw(at), uid, name) for uid, name in names.items() if name])

    other = draw(st.permutations([*facts, *sayings()]))
    return World(world.timezone, [*facts, *sayings()]), other


@FEW
@given(worlds=renamed())
def test_who_somebody_is_may_be_said_before_or_after(town: Town, worlds: tuple[World, list[Fact]]) -> None:
    """Before or after the visits, the contact and the orders, by the clock and by arrival."""
    world, other = worlds
    mine, theirs = town.shops(2, world.timezone)
    mine.tell(world.facts)
    theirs.tell(other)
    assert portrait(mine) == portrait(theirs)
    assert ZONES
    assert Visit
