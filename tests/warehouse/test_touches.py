"""Touches are a function of the set of a visitor's page views: worked examples, and the law for any arrival."""

import itertools
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.scalars import hash63
from headwater.warehouse import audit
from headwater.warehouse.feed import Row
from tests.warehouse.world import ACCOUNT, DAY, HOUR, MINUTE, NOON, SECOND, World, hit

View = tuple[int, int, int | None, bool]  # at, id, origin, the browser's word
Touch = tuple[int, int, bool, int]  # at, id, whether a session starts, origin
_uids = (f"visitor {number}" for number in itertools.count())


def oracle(views: Iterable[View]) -> list[Touch]:
    """The definition, view by view."""
    found: list[Touch] = []
    before: int | None = None
    latest = 0
    for at, number, origin, starts in sorted(views):
        if before is None or at - before >= (1 if starts else 30 * MINUTE):
            latest = origin or 0
            found.append((at, number, True, latest))
        elif origin is not None and origin != latest:
            latest = origin
            found.append((at, number, False, latest))
        before = at
    return found


def touches(world: World, uid: str = "u1") -> list[Touch]:
    told = world.ask("SELECT visitor_id, epoch_us(t.at), id, starts_session, origin_id FROM touches t")
    return sorted(
        (at, key, starts, origin) for visitor_id, at, key, starts, origin in told if visitor_id == hash63(uid)
    )


def views(world: World, uid: str) -> list[View]:
    told = world.ask("SELECT visitor_id, epoch_us(p.at), id, origin_id, starts_session FROM page_views p")
    return [(at, key, origin, starts) for visitor_id, at, key, origin, starts in told if visitor_id == hash63(uid)]


def arrive(world: World, *batches: list[Row]) -> None:
    for batch in batches:
        world.feed.spool(ACCOUNT, *batch)
        world.projector.catch_up(ACCOUNT)


def origins(world: World) -> list[tuple[int, bool, str]]:
    """Minutes since noon, whether a session starts, the source."""
    named = {hash63(name): name for name in ("news", "ads", "blog")} | {0: "direct"}
    return [((at - NOON) // MINUTE, starts, named[origin]) for at, _, starts, origin in touches(world)]


def test_a_session_ends_with_half_an_hour_of_silence(world: World) -> None:
    half = 30 * MINUTE
    arrive(world, [hit(NOON), hit(NOON + half - 1), hit(NOON + 2 * half - 2), hit(NOON + 3 * half - 2)])
    assert [at - NOON for at, _, _, _ in touches(world)] == [0, 3 * half - 2]


def test_the_browser_may_say_that_a_session_starts(world: World) -> None:
    arrive(world, [hit(NOON, "news"), hit(NOON + MINUTE, new=True), hit(NOON + 2 * MINUTE)])
    assert origins(world) == [(0, True, "news"), (1, True, "direct")]


def test_a_view_is_a_touch_when_its_origin_is_new_to_the_session(world: World) -> None:
    told = ["", "news", "", "news", "ads", "ads", "", "news"]
    arrive(world, [hit(NOON + minute * MINUTE, source) for minute, source in enumerate(told)])
    assert origins(world) == [(0, True, "direct"), (1, False, "news"), (4, False, "ads"), (7, False, "news")]


def test_the_next_session_knows_nothing_of_the_last_ones_origin(world: World) -> None:
    arrive(world, [hit(NOON, "news"), hit(NOON + HOUR), hit(NOON + HOUR + MINUTE, "news")])
    assert origins(world) == [(0, True, "news"), (60, True, "direct"), (61, False, "news")]


def test_a_late_view_joins_two_sessions(world: World) -> None:
    arrive(world, [hit(NOON, "news"), hit(NOON + 40 * MINUTE, "news")])
    assert origins(world) == [(0, True, "news"), (40, True, "news")]
    arrive(world, [hit(NOON + 20 * MINUTE)])
    assert origins(world) == [(0, True, "news")]


def test_a_late_view_before_all_others_takes_the_start(world: World) -> None:
    arrive(world, [hit(NOON + 10 * MINUTE, "news")], [hit(NOON, "ads")])
    assert origins(world) == [(0, True, "ads"), (10, False, "news")]


def test_a_session_that_has_gone_on_for_days_still_knows_its_origin(world: World) -> None:
    end = NOON + 3 * DAY
    arrive(world, [hit(at, "news" if at == NOON else "") for at in range(NOON, end, 20 * MINUTE)])
    arrive(world, [hit(end, "news")], [hit(end + MINUTE, "ads")], [hit(end + 2 * MINUTE, "ads")])
    assert origins(world) == [(0, True, "news"), (3 * DAY // MINUTE + 1, False, "ads")]


def test_a_session_that_came_from_nowhere_days_ago_is_told_of_its_first_origin(world: World) -> None:
    end = NOON + 3 * DAY
    arrive(world, [hit(at) for at in range(NOON, end, 20 * MINUTE)], [hit(end, "ads")])
    assert origins(world) == [(0, True, "direct"), (3 * DAY // MINUTE, False, "ads")]


def test_views_of_the_same_instant_are_ordered_by_arrival(world: World) -> None:
    arrive(world, [hit(NOON, "news"), hit(NOON, "ads")], [hit(NOON, "blog")])
    assert [source for _, _, source in origins(world)] == ["news", "ads", "blog"]


def test_a_late_view_of_the_same_instant_as_a_touch_leaves_it_one(world: World) -> None:
    arrive(world, [hit(NOON), hit(NOON + MINUTE, "news")], [hit(NOON + MINUTE, "ads")])
    assert origins(world) == [(0, True, "direct"), (1, False, "news"), (1, False, "ads")]


def test_other_visitors_change_nothing(world: World) -> None:
    arrive(world, [hit(NOON, "news"), hit(NOON + HOUR)])
    before = touches(world)
    arrive(world, [hit(NOON + number * MINUTE, "ads", f"other {number % 3}") for number in range(-60, 120)])
    assert touches(world) == before


_gaps = st.sampled_from([0, 1, SECOND, 10 * MINUTE, 30 * MINUTE - 1, 30 * MINUTE, 45 * MINUTE, 26 * HOUR])
_steps = st.lists(st.tuples(_gaps, st.sampled_from(["", "", "", "news", "ads", "blog"]), st.sampled_from([0, 0, 0, 1])))


@st.composite
def arrivals(draw: st.DrawFn) -> list[list[tuple[int, str, bool]]]:
    """A visitor's page views in any order, cut into batches anywhere."""
    at = NOON
    told: list[tuple[int, str, bool]] = []
    for gap, source, starts in draw(_steps):
        at += gap
        told.append((at, source, bool(starts)))
    order = draw(st.permutations(told))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=4)))
    return [order[start:end] for start, end in itertools.pairwise([0, *cuts, len(order)])]


@settings(max_examples=60, deadline=None)
@given(arrivals(), arrivals())
def test_any_order_and_any_batches_of_arrival_give_the_touches_of_the_definition(
    lasting: World, mine: list[list[tuple[int, str, bool]]], theirs: list[list[tuple[int, str, bool]]]
) -> None:
    uids = next(_uids), next(_uids)
    for batches in itertools.zip_longest(mine, theirs):
        told = zip(uids, batches, strict=True)
        arrive(lasting, [hit(at, source, uid, new=new) for uid, batch in told for at, source, new in batch or ()])
    for uid in uids:
        assert touches(lasting, uid) == oracle(views(lasting, uid))


@settings(max_examples=25, deadline=None)
@given(arrivals())
def test_late_views_give_the_same_answer_as_timely_ones(
    lasting: World, batches: list[list[tuple[int, str, bool]]]
) -> None:
    late, timely = next(_uids), next(_uids)
    arrive(lasting, *([hit(at, source, late, new=new) for at, source, new in batch] for batch in batches))
    in_order = sorted({at: (at, source, new) for batch in batches for at, source, new in batch}.values())
    if len(in_order) != sum(map(len, batches)):
        return  # views of the same instant are ordered by arrival, so their order does matter
    arrive(lasting, [hit(at, source, timely, new=new) for at, source, new in in_order])
    told = [[(at, starts, origin) for at, _, starts, origin in touches(lasting, uid)] for uid in (late, timely)]
    assert told[0] == told[1]


def test_telling_all_touches_again_gives_the_same(lasting: World) -> None:
    arrive(lasting, [hit(NOON + number * 7 * MINUTE, "news", f"u{number % 5}") for number in range(50)])
    before = lasting.tables()
    assert not any(audit.faults(lasting.warehouse, ACCOUNT).values())
    lasting.projector.rebuild(ACCOUNT)
    assert lasting.tables() == before
