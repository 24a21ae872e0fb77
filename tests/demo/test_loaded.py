"""A world that is poured through the intake is in the stores what its truth says: each kind of fact, and reports."""

from collections import Counter
from collections.abc import Generator
from typing import Any, NamedTuple

import pytest

from headwater.api.management import verify_account
from headwater.demo.generate import KINDS, World
from headwater.demo.loader import load
from headwater.demo.sinks import sinks
from headwater.ledger.accounts import find_standing, save_settings
from tests.api.shop import Place, opened
from tests.demo import reading


class Loaded(NamedTuple):
    place: Place
    world: World
    counted: Counter[str]
    contacts: list[dict[str, Any]]
    totals: dict[str, Any]

    def rows(self, sql: str) -> list[Any]:
        """What a statement finds in the warehouse."""
        return self.place.house.readers.run(self.place.shop.account, sql).rows

    def told(self, which: str) -> list[dict[str, Any]]:
        """What the truth says of all contacts' orders, or subscriptions."""
        return [each for contact in self.contacts for each in contact[which]]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Loaded]:
    directory = tmp_path_factory.mktemp("loaded")
    world = reading.small(contacts=300, days=400)
    with opened(directory / "data") as place:
        shop, store = place.shop, place.house.store
        shop.clock.set(world.now)
        save_settings(store, shop.account, {"own_domains": [world.host]})
        taken = sinks(store, find_standing(store, shop.account), lambda: None)
        counted = load(world.facts(directory), taken, lambda _seen: None)
        place.house.projector.catch_up(shop.account)
        yield Loaded(place, world, counted, *reading.truth(directory))


def test_every_fact_is_taken(loaded: Loaded) -> None:
    assert loaded.counted == loaded.totals["facts"]
    assert set(loaded.counted) == set(KINDS)
    assert verify_account(loaded.place.house, loaded.place.shop.account)["differences"] == []


def test_subscriptions_stand_as_they_were_told(loaded: Loaded) -> None:
    found = loaded.rows(
        "SELECT subscription_id, product_id, epoch_us(started_at), epoch_us(trial_ends_at), epoch_us(canceled_at)"
        " FROM subscriptions"
    )
    assert len(found) > 10
    assert {row[0]: row[1:] for row in found} == {
        held["id"]: (held["product"], held["start"], held["trial_end"], held["canceled"])
        for held in loaded.told("subscriptions")
    }


def test_the_terms_of_a_subscription_hold_since_they_were_told(loaded: Loaded) -> None:
    """An end since that end, whatever else was written with it; and nothing before the subscription's start."""
    ends = {held["id"]: held["canceled"] for held in loaded.told("subscriptions") if held["canceled"]}
    found = loaded.rows(
        "SELECT s.subscription_id, epoch_us(max(v.since))"
        " FROM subscriptions s JOIN subscription_versions v ON v.subscription = s.id"
        " WHERE s.canceled_at IS NOT NULL GROUP BY ALL"
    )
    assert dict(found) == ends != {}
    assert loaded.rows("SELECT count(*) FROM subscription_versions WHERE since < started_at") == [(0,)]


def test_tags_are_those_given(loaded: Loaded) -> None:
    found: dict[str, list[str]] = {}
    for email, name in loaded.rows(
        "SELECT c.email, l.name FROM contacts c"
        " JOIN contact_labels t ON t.contact = c.id JOIN labels l ON l.id = t.label"
    ):
        found.setdefault(email, []).append(name)
    given = {contact["email"]: sorted(contact["tags"]) for contact in loaded.contacts}
    assert {email: sorted(names) for email, names in found.items()} == given


def test_ads_cost_what_was_settled(loaded: Loaded) -> None:
    found = loaded.rows("SELECT ad_id, sum(spend)::BIGINT FROM ad_days GROUP BY ad_id")
    assert dict(found) == loaded.totals["spend"] != {}
    assert loaded.rows("SELECT count(*) FROM ads a JOIN adcampaigns c USING (adcampaign_id)") == [(len(found),)]


def test_orders_and_products_are_there(loaded: Loaded) -> None:
    orders = loaded.told("orders")
    found = loaded.rows(
        "SELECT count(*), sum(amount)::BIGINT, sum(paid)::BIGINT, sum(refund_amount)::BIGINT FROM orders"
    )
    assert found == [(len(orders), *(sum(order[name] for order in orders) for name in ("amount", "paid", "refunded")))]
    assert loaded.rows("SELECT count(*) FROM products WHERE name = product_id") == [(0,)]


@pytest.mark.parametrize("model", ["first_touch", "last_touch"])
def test_leads_and_revenue_by_channel_are_those_of_the_truth(loaded: Loaded, model: str) -> None:
    for kind, told in (("leads", "leads"), ("revenue", "sales")):
        expected: dict[str, Counter[str]] = {}
        for channels in loaded.totals[told][model].values():
            for channel, row in channels.items():
                expected.setdefault(channel, Counter()).update(row)
        number = "leads" if kind == "leads" else "orders"
        answer = loaded.place.shop.ask(
            {
                "type": kind,
                "dimensions": ["clicks.channel"],
                "metrics": [number, "revenue", "collected"],
                "date_range": {"start": "2000-01-01", "end": "2100-01-01"},
                "options": {"attribution_model": model},
            }
        )
        found = {row[0]: (row[1], round(row[2] * 100), round(row[3] * 100)) for row in answer["rows"]}
        assert found == {name: (row[number], row["revenue"], row["collected"]) for name, row in expected.items()}
