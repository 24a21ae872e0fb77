"""Credit by hand: one or two people, a few touches, and what each model makes of them."""

import pytest
from msgspec.structs import replace

from headwater.catalog.kinds import Model
from headwater.reporting.answer import answer
from headwater.reporting.question import parse
from tests.reporting.store import NOW, UTC, Store

MARCH = {"start": "2026-03-01", "end": "2026-03-31"}


def lead(store: Store, *touches: int, amount: int = 1000) -> None:
    """Person 1 has these touches, a day apart from 1 March, opts in on the 10th and buys later."""
    store.visitor(1, person=1)
    for day, origin in enumerate(touches, 1):
        store.touch(1, f"2026-03-{day:02} 10:00:00", origin)
    store.contact(1, "2026-03-10 10:00:00")
    store.order(1, "2026-06-01", amount)


def by_model(store: Store, model: str, **options: object) -> dict[object, list[object]]:
    return store.rows(options={"attribution_model": model} | options)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("first_touch", {"paid": [1, 10]}),
        ("last_touch", {"social": [1, 10]}),
        # 1000 cents in thirds: up to 333.33 is 333, up to 666.67 is 667, up to 1000: 333, 334, 333
        ("linear", {"paid": [1 / 3, 3.33], "email": [1 / 3, 3.34], "social": [1 / 3, 3.33]}),
        ("any_touch", {"paid": [1, 10], "email": [1, 10], "social": [1, 10]}),
    ],
)
def test_three_touches(store: Store, model: str, expected: dict[object, list[object]]) -> None:
    lead(store, 1, 2, 5)
    assert by_model(store, model) == expected


def test_aliases_and_the_default_model(store: Store) -> None:
    lead(store, 1, 2, 5)
    assert by_model(store, "first_click") == by_model(store, "first_touch")
    assert by_model(store, "full_funnel") == by_model(store, "any_touch")
    assert store.rows() == by_model(store, "purchase") == by_model(store, "last_touch")
    assert store.rows(account=replace(UTC, attribution_model="linear")) == by_model(store, "linear")


def test_seven_touches_of_a_cent_more_than_they_can_share(store: Store) -> None:
    """8 cents by 7: up to 1.14 2.29 3.43 4.57 5.71 6.86 8 are 1 2 3 5 6 7 8, so the fourth touch has two cents."""
    lead(store, 1, 1, 1, 2, 5, 5, 5, amount=8)
    assert by_model(store, "linear") == {
        "paid": [pytest.approx(3 / 7), 0.03],
        "email": [pytest.approx(1 / 7), 0.02],
        "social": [pytest.approx(3 / 7), 0.03],
    }


def test_half_a_cent_is_rounded_away_from_zero(store: Store) -> None:
    lead(store, 1, 2, amount=1)
    assert by_model(store, "linear") == {"paid": [0.5, 0.01], "email": [0.5, 0]}


def test_a_negative_order_is_shared_like_its_mirror_image(store: Store) -> None:
    lead(store, 1, 2, 5, amount=-1000)
    assert by_model(store, "linear") == {"paid": [1 / 3, -3.33], "email": [1 / 3, -3.34], "social": [1 / 3, -3.33]}


def test_more_money_than_64_bits_could_multiply(store: Store) -> None:
    """10^15 cents by 3: up to 333…333.33 and 666…666.67."""
    lead(store, 1, 2, 5, amount=10**15)
    third = 333_333_333_333_333
    assert by_model(store, "linear") == {
        "paid": [1 / 3, third / 100],
        "email": [1 / 3, (third + 1) / 100],
        "social": [1 / 3, third / 100],
    }


def test_one_channel_by_two_campaigns_is_one_row(store: Store) -> None:
    lead(store, 1, 3, 2)
    assert by_model(store, "linear") == {"paid": [2 / 3, 6.67], "email": [1 / 3, 3.33]}
    assert by_model(store, "any_touch") == {"paid": [1, 10], "email": [1, 10]}


@pytest.mark.parametrize("model", ["first_touch", "last_touch", "linear", "any_touch"])
def test_direct_touches_earn_only_where_there_is_nothing_else(store: Store, model: str) -> None:
    lead(store, 0, 2, 4)  # origin 4 is a campaign that the account's rules call direct
    assert by_model(store, model) == {"email": [1, 10]}
    assert by_model(store, model, direct="never") == {"email": [1, 10]}


def test_direct_touches_may_count_like_others(store: Store) -> None:
    lead(store, 0, 2, 4)
    assert by_model(store, "first_touch", direct="equal") == {"direct": [1, 10]}
    assert by_model(store, "linear", direct="equal") == {"direct": [2 / 3, 6.66], "email": [1 / 3, 3.34]}
    assert by_model(store, "any_touch", direct="equal") == {"direct": [1, 10], "email": [1, 10]}


@pytest.mark.parametrize("model", ["first_touch", "last_touch", "linear", "any_touch"])
def test_who_only_came_directly_is_direct_or_by_option_none(store: Store, model: str) -> None:
    lead(store, 0, 0)
    assert by_model(store, model) == {"direct": [1, 10]}
    assert by_model(store, model, direct="never") == {"(none)": [1, 10]}


@pytest.mark.parametrize("model", ["first_touch", "last_touch", "linear", "any_touch"])
def test_who_was_never_seen_is_a_row_too_and_told_apart(store: Store, model: str) -> None:
    lead(store, 2)
    store.contact(2, "2026-03-11 10:00:00")
    store.order(2, "2026-03-12", 250)
    found = store.ask(dimensions=["clicks.channel"], date_range=MARCH, options={"attribution_model": model})
    assert {row[0]: row[1] for row in found.rows} == {"email": 1, "(none)": 1}
    assert found.unattributed == {"leads": 1, "revenue": 2.5}
    assert found.totals[0] == 2


def test_touches_after_the_opt_in_earn_nothing_of_a_lead(store: Store) -> None:
    lead(store, 1)
    store.touch(1, "2026-03-10 10:00:00.000001", 2)
    assert by_model(store, "last_touch") == {"paid": [1, 10]}


def test_a_touch_at_the_instant_of_the_opt_in_counts(store: Store) -> None:
    lead(store, 1)
    store.touch(1, "2026-03-10 10:00:00", 2)
    assert by_model(store, "last_touch") == {"email": [1, 10]}


def test_ties_in_time_are_ordered_by_arrival(store: Store) -> None:
    store.visitor(1, person=1)
    store.visitor(2, person=1)
    store.touch(2, "2026-03-02", 2, row=101)
    store.touch(1, "2026-03-02", 1, row=100)
    store.contact(1, "2026-03-03")
    store.order(1, "2026-03-04", 1)
    assert by_model(store, "first_touch") == {"paid": [1, 0.01]}
    assert by_model(store, "last_touch") == {"email": [1, 0.01]}
    assert by_model(store, "linear") == {"paid": [0.5, 0.01], "email": [0.5, 0]}


def test_a_look_back_leaves_older_touches_out(store: Store) -> None:
    lead(store, 1, 2)  # on 1 and 2 March; the opt-in is on the 10th at the same time of day
    assert by_model(store, "first_touch", lookback_days=9) == {"paid": [1, 10]}
    assert by_model(store, "first_touch", lookback_days=8) == {"email": [1, 10]}
    assert by_model(store, "linear", lookback_days=8) == {"email": [1, 10]}
    assert by_model(store, "any_touch", lookback_days=7) == {"(none)": [1, 10]}
    assert store.rows(account=replace(UTC, lookback_days=8), options={"attribution_model": "linear"}) == {
        "email": [1, 10]
    }


def test_a_direct_touch_earns_where_all_others_are_too_old(store: Store) -> None:
    lead(store, 1, 2, 0)
    assert by_model(store, "linear", lookback_days=7) == {"direct": [1, 10]}
    assert by_model(store, "last_touch", lookback_days=7) == {"direct": [1, 10]}


def test_a_visitor_counts_for_the_person_that_it_was_at_the_time(store: Store) -> None:
    store.visitor(1, person=1, until="2026-03-05")
    store.visitor(1, person=2, since="2026-03-05")
    store.touch(1, "2026-03-04", 1)
    store.touch(1, "2026-03-05", 2)
    store.contact(1, "2026-03-10")
    store.contact(2, "2026-03-10")
    assert by_model(store, "linear") == {"paid": [1, 0], "email": [1, 0]}


def test_an_import_tells_where_somebody_came_from_who_was_never_seen(store: Store) -> None:
    store.contact(1, "2026-03-10", origin=2)
    store.order(1, "2026-03-11", 1000)
    for model in ("first_touch", "linear", "any_touch"):
        assert by_model(store, model) == {"email": [1, 10]}
    assert by_model(store, "linear", lookback_days=1, direct="never") == {"email": [1, 10]}


def test_an_import_may_be_direct_by_the_accounts_rules(store: Store) -> None:
    store.contact(1, "2026-03-10", origin=4)
    for model in ("last_touch", "linear", "any_touch"):
        assert by_model(store, model) == {"direct": [1, 0]}
        assert by_model(store, model, direct="never") == {"(none)": [1, 0]}


def test_an_import_tells_nothing_of_somebody_who_was_seen_before(store: Store) -> None:
    lead(store, 0)
    store.contact(1, "2026-03-10 10:00:00", origin=2)
    assert by_model(store, "linear") == {"direct": [1, 10]}
    assert by_model(store, "last_touch") == {"direct": [1, 10]}
    assert by_model(store, "linear", lookback_days=1) == {"(none)": [1, 10]}, "seen, though too long ago"


def test_the_earliest_contact_with_an_origin_tells(store: Store) -> None:
    store.contact(1, "2026-03-10", row=7)
    store.contact(1, "2026-03-10", origin=5, row=9)
    store.contact(1, "2026-03-10", origin=2, row=8)
    assert by_model(store, "linear") == {"email": [1, 0]}


def test_an_import_after_the_opt_in_is_no_touch_of_the_lead_but_one_of_later_orders(store: Store) -> None:
    store.contact(1, "2026-03-10")
    store.contact(1, "2026-03-12", origin=2)
    store.order(1, "2026-03-11", 100)
    store.order(1, "2026-03-13", 1000)
    assert by_model(store, "last_touch") == {"(none)": [1, 11]}
    revenue = store.rows(type="revenue", metrics=["orders", "revenue"])
    assert revenue == {"email": [1, 10], "(none)": [1, 1]}


@pytest.mark.parametrize("kind", ["leads", "revenue"])
def test_a_range_has_its_first_instant_and_not_the_one_after_it(store: Store, kind: str) -> None:
    for person, at in enumerate(("2026-02-28 23:59:59", "2026-03-01", "2026-03-31 23:59:59", "2026-04-01"), 1):
        store.contact(person, at)
        store.order(person, at, 100)
    found = store.rows("date", type=kind, metrics=["revenue"])
    assert list(found) == ["2026-03-01", "2026-03-31"]


def test_orders_are_credited_by_the_touches_before_each(store: Store) -> None:
    lead(store, 1, 0)
    store.touch(1, "2026-03-15", 2)
    store.order(1, "2026-03-02 09:00:00", 100)
    store.order(1, "2026-03-20", 700)
    for model, expected in {
        "last_touch": {"paid": [1, 1], "email": [1, 7]},
        "linear": {"paid": [1.5, 4.5], "email": [0.5, 3.5]},
        "any_touch": {"paid": [2, 8], "email": [1, 7]},
    }.items():
        found = store.rows(type="revenue", metrics=["orders", "revenue"], options={"attribution_model": model})
        assert found == expected


POSITION = "CASE WHEN n <= 2 THEN 1 WHEN i IN (1, n) THEN 2 * (n - 2) ELSE 1 END"  # 40, 20 among the others, 40


@pytest.mark.parametrize(
    ("weight", "touches", "expected"),
    [
        (POSITION, (1, 2, 5), {"paid": [0.4, 4], "email": [0.2, 2], "social": [0.4, 4]}),
        (POSITION, (1, 2), {"paid": [0.5, 5], "email": [0.5, 5]}),
        (POSITION, (1, 2, 2, 5), {"paid": [0.4, 4], "email": [0.2, 2], "social": [0.4, 4]}),
        ("pow(2, -age)", (1, 2), {"paid": [1 / 3, 3.33], "email": [2 / 3, 6.67]}),  # a day apart
        ("pow(2, -age * 1000)", (1, 2), {"email": [1, 10]}),  # next to nothing is nothing, and no row
        ("0", (1, 2), {"email": [1, 10]}),  # weights that say nothing leave all to the last touch
        ("i", (1, 2, 5), {"paid": [1 / 6, 1.67], "email": [1 / 3, 3.33], "social": [0.5, 5]}),
    ],
)
def test_a_new_model_is_one_expression(
    store: Store, weight: str, touches: tuple[int, ...], expected: dict[object, list[object]]
) -> None:
    lead(store, *touches)
    store.contact(2, "2026-03-11")
    model = Model(key="new", name="New", weight=weight, doc="", example="")
    asked = parse(
        {"type": "leads", "dimensions": ["clicks.channel"], "metrics": ["leads", "revenue"], "date_range": MARCH}
    )
    found = {row[0]: list(row[1:]) for row in answer(replace(asked, models=(model,)), UTC, store, NOW).rows}
    assert found.pop("(none)") == [1, 0]
    assert found == {channel: pytest.approx(row, abs=1e-8) for channel, row in expected.items()}
