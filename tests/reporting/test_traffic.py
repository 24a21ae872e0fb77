"""Traffic: sessions, page views and visitors by how they came, at the ends of a range, and beside conversions."""

import random
from collections import Counter, defaultdict
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from headwater.errors import Problem
from headwater.scalars import instant
from tests.reporting.store import UTC, Store

MIDNIGHT = instant("2026-03-01")
MARCH = {"start": "2026-03-01", "end": "2026-03-31"}
ALL = ("visitors", "newVisitors", "sessions", "touches", "pageViews", "bounces", "pagesPerSession")


@pytest.fixture
def site(store: Store) -> Store:
    """Ann comes by an ad, reads three pages, and comes back by mail; Bob sees one page; Cem goes across midnight."""
    store.view(1, "2026-03-02 10:00:00", "/", origin=1)
    store.view(1, "2026-03-02 10:00:30", "/pricing")
    store.view(1, "2026-03-02 10:02:00", "/pricing", origin=2)  # a mail, within the session
    store.view(1, "2026-03-05 09:00:00", "/", origin=2)
    store.view(2, "2026-03-02 11:00:00", "/")
    store.view(3, "2026-03-31 23:50:00", "/", origin=1)
    store.view(3, "2026-04-01 00:05:00", "/thanks")
    store.tell_touches()
    store.visitor(1, 7)
    store.contact(7, "2026-03-02 10:03")
    return store


def by(site: Store, *dimensions: str, metrics: tuple[str, ...] = ALL, **body: object) -> dict[object, object]:
    asked = {"dimensions": list(dimensions), "metrics": list(metrics), "date_range": MARCH} | body
    found = site.ask(type="traffic", **asked)
    width = len(dimensions)
    rows: dict[object, object] = {row[0] if width == 1 else row[:width]: row[width:] for row in found.rows}
    return rows | {"total": found.totals}


def test_by_how_they_came(site: Store) -> None:
    """A page view belongs to the last touch up to it, a session to the touch that it began with, wholly."""
    assert by(site, "clicks.channel") == {
        "paid": (2, 2, 2, 2, 3, 0, 2.5),  # Ann's session has three views, Cem's two, one of them in April
        "email": (1, 0, 1, 2, 2, 1, 1),
        "direct": (1, 1, 1, 1, 1, 1, 1),
        "total": (3, 3, 4, 5, 6, 2, 1.75),
    }


def test_a_session_that_goes_across_an_end_of_the_range(site: Store) -> None:
    """It counts where it began; its page views count where they were, by the touch that they belong to."""
    april = {"start": "2026-04-01", "end": "2026-04-01"}
    assert by(site, "clicks.channel", date_range=april) == {
        "paid": (1, 0, 0, 0, 1, 0, None),
        "total": (1, 0, 0, 0, 1, 0, None),
    }


def test_how_long_sessions_are(site: Store) -> None:
    metrics = ("avgSessionDuration", "timePerPage", "engagedSessions", "engagementRate")
    assert by(site, metrics=metrics)["total"] == (255, 340, 2, 50)  # 120 + 0 + 0 + 900 seconds; three further views


def test_by_page(site: Store) -> None:
    metrics = ("pageViews", "visitors", "entrances", "exits", "exitRate")
    assert by(site, "page", metrics=metrics) == {
        "shop.example/": (4, 3, 4, 2, 50),
        "shop.example/pricing": (2, 1, 0, 1, 50),
        "shop.example/thanks": (0, 0, 0, 1, None),
        "total": (6, 3, 4, 4, 66.666667),
    }
    assert by(site, "session.exit_page", metrics=("exits",))["shop.example/thanks"] == (1,)
    assert by(site, "clicks.landing_page", metrics=("bounces",)) == {"shop.example/": (2,), "total": (2,)}
    assert by(site, "session.pages", metrics=("bounces",)) == {1: (2,), 2: (0,), 3: (0,), "total": (2,)}


def test_by_person(site: Store) -> None:
    """Who was known when, told only where it is asked about."""
    metrics = ("visitors", "identifiedVisitors", "knownPeople", "identifyRate")
    assert by(site, metrics=metrics)["total"] == (3, 1, 1, 33.333333)
    only = [{"field": "contact.customer", "op": "is", "value": "no"}, {"field": "contact.integration", "value": "i1"}]
    assert by(site, "contact.integration", metrics=("sessions",)) == {"i1": (2,), "(not set)": (2,), "total": (4,)}
    assert by(site, metrics=("sessions",), filters=only)["total"] == (2,)
    assert site.ask(type="traffic", metrics=["visitors"], date_range=MARCH).totals == (3,)


def test_what_stands_in_several_rows_counts_once_in_the_total(site: Store) -> None:
    for tag in (1, 2):
        site.connection.execute("INSERT INTO labels VALUES (?, 'i1', 'tag', ?, ?)", [tag, str(tag), f"tag{tag}"])
        site.connection.execute("INSERT INTO contact_labels SELECT id, ?, created_at FROM contacts", [tag])
    found = site.ask(type="traffic", dimensions=["contact.tag"], metrics=["pageViews"], date_range=MARCH)
    assert sorted(map(tuple, found.rows), key=str) == [("(not set)", 2), ("tag1", 4), ("tag2", 4)]
    assert found.totals == (6,)
    assert not found.metrics[0].additive


def test_test_people_are_no_traffic(site: Store) -> None:
    site.connection.execute("UPDATE contacts SET email = 'ann@test.example'")
    account = replace(UTC, test_people=("@test.example",))
    found = site.ask(account, type="traffic", metrics=["visitors", "sessions", "leads"], date_range=MARCH)
    assert found.totals == (2, 2, 0)


def test_beside_leads_and_orders(site: Store) -> None:
    site.order(7, "2026-03-06 09:00", 1200)
    metrics = ["leads", "visitors", "sessions", "leadsPerVisitor", "sessionsPerLead"]
    found = site.ask(dimensions=["clicks.channel"], metrics=metrics, date_range=MARCH)
    assert {row[0]: row[1:] for row in found.rows} == {
        "email": (1, 1, 1, 100, 1),
        "paid": (0, 2, 2, 0, None),
        "direct": (0, 1, 1, 0, None),
    }
    assert found.totals == (1, 3, 4, 33.333333, 4)
    assert [field.additive for field in found.metrics] == [True, False, True, True, True]
    metrics = ["revenue", "visitors", "revenuePerVisitor"]
    found = site.ask(type="revenue", metrics=metrics, date_range=MARCH)
    assert found.totals == (12, 3, 4)


def test_a_metric_that_a_dimension_cannot_tell(site: Store) -> None:
    with pytest.raises(Problem, match="metric 'leads' cannot be told by 'page': leave one of them out"):
        by(site, "page", metrics=("pageViews", "leads"))


class View(NamedTuple):
    visitor: int
    at: int  # minutes since 2026-03-01
    id: int
    origin: int | None


def sessions(views: list[View]) -> list[list[View]]:
    """The runs of one visitor's views with gaps below half an hour."""
    runs: list[list[View]] = []
    for view in sorted(views, key=lambda each: (each.at, each.id)):
        if not runs or view.at - runs[-1][-1].at >= 30:
            runs.append([])
        runs[-1].append(view)
    return runs


@pytest.mark.parametrize("seed", range(12))
def test_as_counted_by_hand(store: Store, seed: int) -> None:
    """Against a count of every session, one by one, for ranges that cut through them."""
    chance = random.Random(seed)
    views = [
        View(chance.randrange(5), chance.randrange(4 * 1440) // 8 * 8, n, chance.choice([None, None, 1, 2, 5]))
        for n in range(1, 120)
    ]
    for view in views:
        store.view(view.visitor, MIDNIGHT + view.at * 60_000_000, "/", view.origin, view.id)
    store.tell_touches()
    expected: dict[str, Counter[str]] = defaultdict(Counter)
    visitors: dict[str, set[int]] = defaultdict(set)
    names = {0: "direct", 1: "paid", 2: "email", 5: "social"}
    for visitor in range(5):
        for run in sessions([view for view in views if view.visitor == visitor]):
            way, began = names[run[0].origin or 0], run[0].at
            if 1440 <= began < 3 * 1440:
                expected[way].update(sessions=1, bounces=len(run) == 1)
            for view in run:
                way = names[view.origin] if view.origin else way
                if 1440 <= view.at < 3 * 1440:
                    expected[way].update(pageViews=1)
                    visitors[way].add(visitor)
    metrics = ("visitors", "sessions", "pageViews", "bounces")
    found = by(store, "clicks.channel", metrics=metrics, date_range={"start": "2026-03-02", "end": "2026-03-03"})
    assert {key: value for key, value in found.items() if key != "total"} == {
        way: (len(visitors[way]), row["sessions"], row["pageViews"], row["bounces"]) for way, row in expected.items()
    }
