"""Funnels: by hand, by laws, and against a search through every way to walk them."""

import random
from typing import NamedTuple

import pytest

from headwater.errors import Problem
from headwater.reporting import report
from headwater.reporting.question import parse
from headwater.scalars import instant
from tests.reporting.store import Store

MIDNIGHT = instant("2026-03-01")
MARCH = {"start": "2026-03-01", "end": "2026-03-31"}
PRICES = {"event": "page_view", "filters": [{"field": "page", "value": "shop.example/pricing"}]}
LEAD, ORDER = {"event": "contact_created"}, {"event": "purchase"}


@pytest.fixture
def shop(store: Store) -> Store:
    """Ann reads, opts in and buys; Bob reads and opts in late; nobody knows the third; Dan bought before he read."""
    store.view(1, "2026-03-02 10:00", "/pricing", origin=1)
    store.view(2, "2026-03-03 10:00", "/pricing", origin=2)
    store.view(3, "2026-03-04 10:00", "/pricing")
    store.view(4, "2026-03-05 10:00", "/pricing", origin=1)
    store.view(4, "2026-02-05 10:00", "/")
    store.tell_touches()
    for person in (1, 2, 4):
        store.visitor(person, person)
    store.contact(1, "2026-03-02 11:00")
    store.contact(2, "2026-03-20 10:00")
    store.contact(4, "2026-02-06 10:00")
    store.order(1, "2026-03-12 11:00", 5000)
    store.order(4, "2026-02-07 10:00", 100)
    return store


def rows(store: Store, *stages: object, **body: object) -> list[tuple[object, ...]]:
    found = store.ask(**({"type": "funnel", "steps": list(stages), "date_range": MARCH} | body))
    return [tuple(row) for row in found.rows]


def counts(store: Store, *stages: object, **body: object) -> list[object]:
    return [row[2] for row in rows(store, *stages, **body)]


def test_by_hand(shop: Store) -> None:
    assert rows(shop, PRICES | {"name": "Prices"}, LEAD, ORDER) == [
        (1, "Prices", 4, 100, 100, 0, None, None),
        (2, "Contact Created", 2, 50, 50, 2, 736_200, 736_200),  # an hour, and seventeen days: half of both together
        (3, "Purchase", 1, 25, 50, 1, 864_000, 864_000),
    ]
    found = shop.ask(type="funnel", steps=[PRICES, LEAD, ORDER], date_range=MARCH)
    assert found.totals[:4] == (1, 25, 50, 1)
    assert not found.metrics[0].additive


def test_within(shop: Store) -> None:
    assert counts(shop, PRICES, LEAD | {"within": "14 days"}, ORDER) == [4, 1, 1]
    assert counts(shop, PRICES, LEAD | {"within": "1 hour"}, ORDER | {"within": "10 days"}) == [4, 1, 1]
    assert counts(shop, PRICES, LEAD | {"within": "59 minutes"}) == [4, 0]
    assert counts(shop, PRICES, LEAD | {"within": "1 hour"}, ORDER | {"within": "239 hours"}) == [4, 1, 0]


def test_later_steps_count_after_the_range_too(shop: Store) -> None:
    early = {"start": "2026-03-02", "end": "2026-03-02"}
    assert counts(shop, PRICES, LEAD, ORDER, date_range=early) == [1, 1, 1]
    assert counts(shop, LEAD, ORDER, date_range={"start": "2026-02-01", "end": "2026-02-28"}) == [1, 1]


def test_by_how_they_came_and_by_whom(shop: Store) -> None:
    found = rows(shop, PRICES, LEAD, dimensions=["clicks.channel"])
    assert [(row[0], row[1], row[3]) for row in found] == [
        *(("direct", 1, 1), ("direct", 2, 0), ("email", 1, 1), ("email", 2, 1), ("paid", 1, 2), ("paid", 2, 1)),
    ]
    only = [{"field": "contact.customer", "op": "is", "value": "yes"}]
    assert counts(shop, PRICES, LEAD, filters=only) == [2, 1]
    only = [{"field": "clicks.channel", "op": "is", "value": "email"}]
    assert counts(shop, PRICES, LEAD, filters=only) == [1, 1]


def test_a_tag_that_comes_with_its_contact_follows_it(shop: Store) -> None:
    shop.connection.execute("INSERT INTO labels VALUES (1, 'i1', 'tag', '1', 'webinar')")
    shop.connection.execute("INSERT INTO contact_labels SELECT id, 1, created_at FROM contacts")
    tag = {"event": "tag_added", "filters": [{"field": "name", "value": "webinar"}]}
    assert counts(shop, LEAD, tag) == [2, 2]
    assert counts(shop, tag, LEAD) == [2, 0]


def test_events_of_the_accounts_own(shop: Store) -> None:
    shop.view(3, "2026-03-04 10:05", "/webinar", type="webinar", props='{"room": "blue"}')
    shop.connection.execute(
        "INSERT INTO events VALUES (900, 1, 'i1', 'e1', 'webinar', '2026-03-02 12:00', NULL, NULL, 700, '{}')"
    )
    assert counts(shop, PRICES, {"event": "webinar"}) == [4, 2]
    assert counts(shop, PRICES, {"event": "webinar", "filters": [{"field": "props.room", "value": "blue"}]}) == [4, 1]
    assert counts(shop, PRICES, {"event": "webinar", "filters": [{"field": "value", "op": "gte", "value": 7}]}) == [
        4,
        1,
    ]


def test_a_parameter_of_the_url(shop: Store) -> None:
    shop.view(3, "2026-03-06 10:00", "/try", url="https://shop.example/try?a=1&plan=pro+two%21#x")
    plan = {"event": "page_view", "filters": [{"field": "url_parameter.plan", "value": "pro two!"}]}
    assert counts(shop, PRICES, plan) == [4, 1]


@pytest.mark.parametrize(
    ("stages", "fault"),
    [
        (None, "field 'steps' must be a list of 2 to 12 steps"),
        ([LEAD], "field 'steps' must be a list of 2 to 12 steps"),
        ([LEAD, {"event": "identified"}], r"field 'steps\[2\].event': when a visitor was identified is not kept"),
        ([LEAD, {}], r"field 'steps\[2\].event' must be one of page_view, contact_created"),
        ([LEAD | {"within": "1 day"}, ORDER], r"field 'steps\[1\].within': the first step follows nothing"),
        ([LEAD, ORDER | {"within": "soon"}], r"field 'steps\[2\].within' must be a time such as '30 minutes'"),
        ([LEAD, ORDER | {"filters": [{"field": "amout", "value": 1}]}], "did you mean 'amount'?"),
        ([LEAD, ORDER | {"soon": 1}], r"unknown field 'steps\[2\].soon'"),
    ],
)
def test_what_is_wrong_with_steps(stages: object, fault: str) -> None:
    with pytest.raises(Problem, match=fault):
        parse({"type": "funnel", "steps": stages})


def test_there_is_no_default_funnel() -> None:
    with pytest.raises(Problem, match="field 'steps' must be a list"):
        report.parse("funnel", {})


class Happening(NamedTuple):
    actor: int
    at: int  # minutes
    id: int
    path: str


def deep(world: list[Happening], actor: int, wanted: list[tuple[str, int | None]], until: int) -> int:
    """How many steps the actor reached, by trying every way."""

    def reach(step: int, last: Happening | None) -> int:
        if step == len(wanted):
            return step
        path, within = wanted[step]
        found = step
        for each in world:
            follows = last is None or (each.at, each.id) > (last.at, last.id)
            is_soon = last is None or within is None or each.at - last.at <= within
            is_entry = last is not None or 0 <= each.at < until
            if (each.actor, each.path) == (actor, path) and follows and is_soon and is_entry:
                found = max(found, reach(step + 1, each))
        return found

    return reach(0, None)


@pytest.mark.parametrize("seed", range(25))
def test_as_found_by_trying_every_way(store: Store, seed: int) -> None:
    """In crowded worlds, where many happen at once; steps never grow, and another step changes none before it."""
    chance = random.Random(seed)
    world = [
        Happening(chance.randrange(6), chance.randrange(-20, 100), number, chance.choice(["/a", "/b", "/c"]))
        for number in range(1, 60)
    ]
    for each in world:
        store.view(100 + each.actor, MIDNIGHT + each.at * 60_000_000, each.path, row=each.id)
    for actor in range(3):  # half of them are known
        store.visitor(100 + actor, 1 + actor)
    wanted = [(chance.choice(["/a", "/b", "/c"]), chance.choice([None, None, 3, 10, 30])) for _ in range(4)]
    stages = [
        {"event": "page_view", "filters": [{"field": "path", "value": path}]}
        | ({"within": f"{within} minutes"} if within and number else {})
        for number, (path, within) in enumerate(wanted)
    ]
    depths = [deep(world, actor, wanted, 1440) for actor in range(6)]
    day = {"start": "2026-03-01", "end": "2026-03-01"}
    found = counts(store, *stages, date_range=day)
    assert found == [sum(depth >= step for depth in depths) for step in range(1, 5)]
    assert found == sorted(found, key=lambda count: -int(str(count)))
    assert counts(store, *stages[:3], date_range=day) == found[:3]
