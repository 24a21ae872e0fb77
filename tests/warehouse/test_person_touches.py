"""The touches of persons are the join of touches and the map of visitors, however visits and names arrive."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.scalars import hash63
from tests.warehouse.said import visitor
from tests.warehouse.world import ACCOUNT, HOUR, NOON, World, hit

SPANS = ((), (7,), (8,), (7, 8), (8, 7), (9, 7))  # whom a visitor was, before and after one o'clock
UIDS = ("ann's phone", "ann's laptop", "the library")


def identified(world: World, uid: str, persons: Sequence[int]) -> None:
    """The ledger tells of a visitor: nobody, somebody, or somebody and then somebody else."""
    since = ((-(2**40), persons[0]), (NOON + HOUR, persons[1])) if len(persons) > 1 else ((-(2**40), *persons),)
    if persons:
        world.feed.put(ACCOUNT, "visitors", hash63(uid), **visitor(uid, *since))  # pyright: ignore[reportArgumentType]
    else:
        world.feed.delete(ACCOUNT, "visitors", hash63(uid))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(UIDS), st.none() | st.sampled_from(SPANS), st.integers(0, 5), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_they_follow_visits_and_names(
    lasting: World, told: list[tuple[str, tuple[int, ...] | None, int, bool]]
) -> None:
    for uid, persons, hours, waits in told:
        if persons is None:
            lasting.feed.spool(ACCOUNT, hit(NOON + hours * HOUR, "news", uid))
        else:
            identified(lasting, uid, persons)
        if not waits:
            lasting.projector.catch_up(ACCOUNT)
    lasting.projector.catch_up(ACCOUNT)
    joined = lasting.ask(
        """SELECT v.person_id, t.visitor_id, epoch_us(t.at), t.id, t.origin_id FROM touches t JOIN visitors v
           ON v.visitor_id = t.visitor_id AND t.at >= v.since AND t.at < v.until"""
    )
    kept = lasting.ask('SELECT person_id, visitor_id, epoch_us("at"), id, origin_id FROM person_touches')
    assert sorted(kept) == sorted(joined)
