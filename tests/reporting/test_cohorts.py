"""Cohorts: by hand, at the edges of units and zones, and against a count of every order."""

import random
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from headwater.clock import to_instant
from headwater.errors import Problem
from headwater.reporting import report
from tests.reporting.store import BERLIN, NOW, UTC, Store

QUARTER = {"start": "2026-01-01", "end": "2026-03-31"}
METRICS = (
    "leads",
    "orders",
    "revenue",
    "cumulativeRevenue",
    "customers",
    "newCustomers",
    "activeCustomers",
    "medianDays",
)


@pytest.fixture
def shop(store: Store) -> Store:
    """Two leads of January, of whom one buys in January and March; one of March; now is the last of March."""
    store.visitor(1, 1)
    store.touch(1, "2026-01-10 08:00", 1)
    store.contact(1, "2026-01-10 09:00")
    store.contact(2, "2026-01-31 22:30")
    store.contact(3, "2026-03-05 09:00")
    store.order(1, "2026-01-20 10:00", 1000)
    store.order(1, "2026-03-02 10:00", 500)
    store.order(2, "2026-03-03 10:00", 700, paid=0)
    store.order(3, "2026-02-01 10:00", 90)  # before the opt-in
    store.order(3, "2026-04-02 10:00", 9999)  # after now
    return store


def test_by_hand(shop: Store) -> None:
    found = shop.ask(type="cohorts", date_range=QUARTER, metrics=list(METRICS))
    assert [field.key for field in found.dimensions] == ["cohort", "period"]
    assert list(found.rows) == [
        ("2026-01-01", 0, 2, 1, 10, 10, 1, 1, 1, 10),
        ("2026-01-01", 1, 2, 0, 0, 10, 1, 0, 0, 10),
        ("2026-01-01", 2, 2, 2, 12, 22, 1, 0, 1, 10),
        ("2026-03-01", 0, 1, 1, 0.9, 0.9, 1, 1, 1, 0),  # April has not begun
    ]
    assert found.totals == (3, 4, 22.9, 22.9, 2, 2, 2, 5)
    assert not found.metrics[0].additive


def test_units_are_cut_in_the_accounts_zone(shop: Store) -> None:
    """Half past ten in the evening is half an hour before February in Berlin, and in February in Tokyo."""
    cells = {"metrics": ["leads"], "date_range": QUARTER}
    berlin = shop.ask(BERLIN, type="cohorts", **cells)
    assert {row[0]: row[2] for row in berlin.rows} == {"2026-01-01": 2, "2026-03-01": 1}
    tokyo = shop.ask(replace(UTC, timezone="Asia/Tokyo"), type="cohorts", **cells)
    assert {row[0]: row[2] for row in tokyo.rows} == {"2026-01-01": 1, "2026-02-01": 1, "2026-03-01": 1}


def test_by_how_they_came_and_by_whom(shop: Store) -> None:
    found = shop.ask(type="cohorts", date_range=QUARTER, metrics=["leads"], dimensions=["clicks.channel"])
    assert [row for row in found.rows if row[2] == 0] == [
        *(("(none)", "2026-01-01", 0, 1), ("(none)", "2026-03-01", 0, 1), ("paid", "2026-01-01", 0, 1)),
    ]
    only = [{"field": "clicks.channel", "value": "paid"}]
    assert shop.ask(type="cohorts", date_range=QUARTER, metrics=["leads"], filters=only).totals == (1,)
    found = shop.ask(replace(UTC, test_people=("x@y.example",)), type="cohorts", date_range=QUARTER, metrics=["leads"])
    assert found.totals == (3,)


def test_the_default_report(shop: Store) -> None:
    asked = report.parse("cohorts", QUARTER)
    told = report.body(report.report(asked, UTC, shop, NOW), {})
    assert told["graph"] == {
        "labels": ["2026-01-01", "2026-02-01", "2026-03-01"],
        "datasets": [
            {"label": "Leads", "key": "leads", "data": [2, 0, 1]},
            {"label": "Revenue", "key": "revenue", "data": [22, 0, 0.9]},
            {"label": "Revenue per Lead so Far", "key": "cumulativeRevenuePerLead", "data": [11, 0, 0.9]},
            {"label": "Customers so Far", "key": "customers", "data": [1, 0, 1]},
            {"label": "Customer Rate", "key": "customerRate", "data": [50, 0, 100]},
            {"label": "Retention", "key": "retention", "data": [50, 0, 100]},
        ],
    }


@pytest.mark.parametrize("dates", [{"scale": "hour"}, {"start": "2010-01-01", "scale": "day"}])
def test_too_many_cells(shop: Store, dates: dict[str, str]) -> None:
    with pytest.raises(Problem, match="more than 5000 cells: ask for a shorter range or a longer 'scale'"):
        shop.ask(type="cohorts", date_range=QUARTER | dates)


def unit(day: datetime, scale: str) -> int:
    """The number of the calendar unit; weeks begin on Sunday here."""
    if scale == "week":
        return (day.toordinal()) // 7
    return {"day": day.toordinal(), "month": day.year * 12 + day.month, "year": day.year}.get(
        scale, day.year * 4 + (day.month - 1) // 3
    )


@pytest.mark.parametrize("scale", ["week", "month", "quarter", "year"])
def test_as_counted_one_by_one(store: Store, scale: str) -> None:
    """Across two changes of the clocks, weeks from Sunday on."""
    chance, zone = random.Random(scale), ZoneInfo("Europe/Berlin")
    first, now = datetime(2025, 2, 1, tzinfo=zone), datetime.fromtimestamp(NOW / 1e6, zone)
    expected: Counter[tuple[int, int, str]] = Counter()
    for person in range(1, 60):
        joined = first + timedelta(minutes=chance.randrange(400 * 1440))
        store.contact(person, to_instant(joined))
        ages = range(unit(now, scale) - unit(joined, scale) + 1)
        bought = [first + timedelta(minutes=chance.randrange(500 * 1440)) for _ in range(chance.randrange(4))]
        for at in bought:
            store.order(person, to_instant(at), 100 + person)
        past = [max(unit(at, scale) - unit(joined, scale), 0) for at in bought if at <= now]
        for age in ages:
            cell = (unit(joined, scale), age)
            expected[(*cell, "leads")] += 1
            expected[(*cell, "revenue")] += (100 + person) * past.count(age)
            expected[(*cell, "cumulativeRevenue")] += (100 + person) * sum(each <= age for each in past)
            expected[(*cell, "customers")] += bool([each for each in past if each <= age])
            expected[(*cell, "activeCustomers")] += age in past
    metrics = ["leads", "revenue", "cumulativeRevenue", "customers", "activeCustomers"]
    dates = {"start": "2025-02-01", "end": "2026-03-31", "scale": scale}
    found = store.ask(replace(BERLIN, week_start="sunday"), type="cohorts", metrics=metrics, date_range=dates)
    assert {
        (unit(datetime.fromisoformat(str(row[0])), scale), row[1], key): round(
            float(str(value)) * (1 + 99 * (n in (1, 2)))
        )
        for row in found.rows
        for n, (key, value) in enumerate(zip(metrics, row[2:], strict=True))
    } == dict(expected)
