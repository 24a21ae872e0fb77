"""The business looks like one: channels, seasons, devices, orders, ads, and what a careful reader would look for."""

from collections import Counter
from statistics import mean
from typing import Any, NamedTuple

import pytest

from headwater.demo import seasons, world
from headwater.demo.generate import World
from headwater.demo.views import Fact
from tests.demo import reading

CHANNELS = {"paid", "search", "display", "social", "email", "affiliate", "referral", "ai", "video", "audio", "push"}


class Told(NamedTuple):
    kinds: dict[str, list[Fact]]
    contacts: list[dict[str, Any]]
    totals: dict[str, Any]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    directory = tmp_path_factory.mktemp("truth")
    facts = list(World(contacts=5_000, days=730, seed=1, now=reading.NOW).facts(directory))
    return Told(reading.by_kind(facts), *reading.truth(directory))


def test_every_channel_has_touches_and_leads(told: Told) -> None:
    touched = Counter[str]()
    for channels in told.totals["touches"].values():
        touched.update(channels)
    assert set(touched) == CHANNELS | {"direct", "sms", "other"}
    leads = Counter[str]()
    for channels in told.totals["leads"]["last_touch"].values():
        leads.update({channel: row["leads"] for channel, row in channels.items()})
    assert set(leads) >= CHANNELS | {"direct", "(none)"}


def test_the_assistants_grow_from_nothing(told: Told) -> None:
    by_month = [told.totals["touches"][month].get("ai", 0) for month in sorted(told.totals["touches"])]
    assert sum(by_month[:6]) == 0
    assert by_month[-2] > 3 * by_month[-8] > 0


def test_seasons_show(told: Told) -> None:
    sessions = {month: sum(row.values()) for month, row in told.totals["touches"].items()}
    assert sessions["2025-01"] > 1.2 * sessions["2024-12"]
    assert sessions["2025-08"] < 0.8 * sessions["2025-05"]
    revenue = Counter[int]()
    for contact in told.contacts:
        for order in contact["orders"]:
            revenue[order["at"] // reading.DAY] += order["amount"]
    friday = seasons.day_of("friday", 2024)
    week = [revenue[day] for day in range(friday - 3, friday + 4)]
    assert mean(week) > 2 * mean(revenue[day] for day in range(friday - 60, friday - 10))


def test_a_post_goes_viral_and_is_forgotten(told: Told) -> None:
    page = "i-drew-my-grandmother-for-a-year"
    per_day = Counter(
        hit.at // reading.DAY for hit in told.kinds["hit"] if page in hit.data["url"] and "reddit" in hit.data["ref"]
    )
    top, most = per_day.most_common(1)[0]
    assert most > 20
    assert sum(per_day[day] for day in range(top + 60, top + 120)) < most // 4
    assert all(day >= top - 1 for day in per_day)


def test_campaigns_start_and_stop(told: Told) -> None:
    days = [
        fact.data["date"] for fact in told.kinds["ad_performance"] if fact.data["adcampaign"]["name"] == "broad-reach"
    ]
    months = {day[:7] for day in days}
    assert 4 <= len(months) <= 7
    assert "2025-10" not in months


def test_some_ads_pay_for_themselves_and_some_do_not(told: Told) -> None:
    earned = Counter[str]()
    for contact in told.contacts:
        before = [touch for touch in contact["touches"] if touch[0] <= contact["opt_in"] and touch[2] != "direct"]
        if before:
            earned[before[-1][3]] += sum(order["amount"] for order in contact["orders"])
    spent = Counter[str]()
    for ad in world.ADS:
        spent[ad.campaign] += told.totals["spend"][str(ad.ad_id)]
    assert earned["brand-search"] > 5 * spent["brand-search"]
    assert earned["retargeting"] > spent["retargeting"]
    for waste in ("broad-reach", "tiktok-test", "always-on-banner"):
        assert earned[waste] < spent[waste]


def test_people_use_several_devices_and_take_their_time(told: Told) -> None:
    several = [c for c in told.contacts if sum(bool(v["identified"]) for v in c["visitors"]) > 1]
    assert 0.08 < len(several) / len(told.contacts) < 0.35
    assert any(len({v["identified"] for v in c["visitors"]}) > 1 for c in several)
    assert any(v["identified"] is None for c in told.contacts for v in c["visitors"])
    waits = [c["opt_in"] - c["touches"][0][0] for c in told.contacts if c["touches"]]
    assert sum(wait > 30 * reading.DAY for wait in waits) > len(waits) // 20
    before = [min(o["at"] for o in c["orders"]) < c["opt_in"] for c in told.contacts if c["orders"]]
    assert any(before)


def test_money_goes_every_way(told: Told) -> None:
    counts = told.totals["counts"]
    assert 0.05 < counts["customers"] / counts["contacts"] < 0.3
    assert 0.01 < counts["refunds"] / counts["orders"] < 0.08
    assert counts["paid"] < counts["amount"]
    assert 0 < counts["refunded"] < counts["amount"] // 10
    invoices = [fact.data for fact in told.kinds["invoice"]]
    assert {invoice.get("is_refunded") for invoice in invoices} == {None, 0, 1}
    assert {len(invoice["items"]) for invoice in invoices} == {1, 2}
    assert any("discount" in invoice for invoice in invoices)
    assert any(0 < invoice["paid"] < invoice["amount"] for invoice in invoices)
    assert any(invoice["paid"] == 0 for invoice in invoices)


def test_memberships_are_upgraded_and_canceled(told: Told) -> None:
    subscriptions = [fact.data for fact in told.kinds["subscription"]]
    assert {held["billing_cycle"] for held in subscriptions} == {"month", "year"}
    assert {held["product_id"] for held in subscriptions} == {201, 202, 203}
    assert any("canceled_date" in held for held in subscriptions)
    assert any("trial_end_date" in held and "canceled_date" in held for held in subscriptions)
    renewed = [item for fact in told.kinds["invoice"] for item in fact.data["items"] if "subscription_id" in item]
    assert {item["subscription_id"] for item in renewed} <= {held["id"] for held in subscriptions}


def test_every_kind_of_contact_is_there(told: Told) -> None:
    assert set(told.totals["kinds"]) == {"tracked", "guest", "imported", "listed", "old list"}
    assert any(touch[5] == "import" for contact in told.contacts for touch in contact["touches"])
    assert any(not contact["visitors"] for contact in told.contacts)
    start = reading.NOW - 730 * reading.DAY
    assert any(contact["opt_in"] < start for contact in told.contacts)


def test_sessions_are_taken_up_again_through_another_door(told: Told) -> None:
    how = Counter(touch[5] for contact in told.contacts for touch in contact["touches"])
    assert how["origin"] > 0.005 * how["session"]


def test_some_browsers_tell_no_session_and_payment_hosts_send_people_back(told: Told) -> None:
    human = [hit.data for hit in told.kinds["hit"] if "sid" in hit.data]
    silent = [hit.data for hit in told.kinds["hit"] if "sid" not in hit.data]
    assert 0.005 < len(silent) / len(human) < 0.1
    assert any(hit["ref"] == "https://checkout.stripe.com/" for hit in human)
    assert sum(hit["new"] for hit in human) < len(human) * 0.7
    per_contact = told.totals["counts"]["page_views"] / told.totals["counts"]["contacts"]
    assert 24 < per_contact < 28


def test_letters_bring_people_back_and_recognise_them_elsewhere(told: Told) -> None:
    mailed = [t for c in told.contacts for t in c["touches"] if t[2] == "email" and t[4].startswith("mail:")]
    assert len({touch[3] for touch in mailed}) > 12
    second = [
        c
        for c in told.contacts
        if len(c["visitors"]) > 1 and any(t[2] == "email" and t[1] == c["visitors"][1]["uid"] for t in c["touches"])
    ]
    assert len(second) > 50
