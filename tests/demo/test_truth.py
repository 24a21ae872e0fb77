"""The truth is what the facts say: sums, last states and touches, worked out here from the facts alone."""

from collections import Counter
from typing import Any, NamedTuple

import pytest

from headwater.demo import cast, world
from headwater.demo.generate import World
from headwater.demo.views import Fact
from tests.demo import reading


class Told(NamedTuple):
    made: World
    facts: list[Fact]
    kinds: dict[str, list[Fact]]
    contacts: list[dict[str, Any]]
    totals: dict[str, Any]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    made, directory = reading.small(contacts=600, days=400), tmp_path_factory.mktemp("truth")
    facts = list(made.facts(directory))
    return Told(made, facts, reading.by_kind(facts), *reading.truth(directory))


def test_every_fact_is_counted(told: Told) -> None:
    assert told.totals["facts"] == {kind: len(facts) for kind, facts in told.kinds.items()}
    human = [hit for hit in told.kinds["hit"] if not is_machine(hit)]
    assert told.totals["counts"]["page_views"] == len(human)
    assert told.totals["counts"]["visitors"] == len({hit.data["uid"] for hit in human})


def test_machines_are_counted_apart(told: Told) -> None:
    machines = [hit for hit in told.kinds["hit"] if is_machine(hit)]
    crawlers = sum(hit.data["ua"] in cast.CRAWLERS for hit in machines)
    assert told.totals["drops"] == {"bot": crawlers, "spam": len(machines) - crawlers}
    assert not {hit.data["uid"] for hit in machines} & {
        visitor["uid"] for contact in told.contacts for visitor in contact["visitors"]
    }


def test_every_contact_is_told_once_with_its_opt_in(told: Told) -> None:
    created = {str(f.data["contact_id"]): f for f in told.kinds["contact"] if "date_created" in f.data}
    assert len(created) == len(told.contacts) == 600
    for contact in told.contacts:
        fact = created[contact["contact_id"]]
        assert fact.data["email"] == contact["email"]
        assert reading.instant(fact.data["date_created"]) == contact["opt_in"]
        assert fact.at == contact["told"]


def test_touches_are_those_that_addresses_and_pauses_show(told: Told) -> None:
    shown = reading.touches([hit for hit in told.kinds["hit"] if not is_machine(hit)], told.made.host)
    for contact in told.contacts:
        noted: dict[str, list[int]] = {}
        for at, uid, *_ in sorted(contact["touches"] + contact["unknown"]):
            if uid:
                noted.setdefault(uid, []).append(at)
        assert noted == {visitor["uid"]: shown[visitor["uid"]] for visitor in contact["visitors"]}
    assert told.totals["counts"]["touches"] == sum(map(len, shown.values()))
    assert told.totals["counts"]["touches"] == sum(sum(row.values()) for row in told.totals["touches"].values())


def test_campaigns_are_those_of_the_landing_addresses(told: Told) -> None:
    landed = {(hit.data["uid"], hit.at): reading.origin_of(hit.data, told.made.host) for hit in told.kinds["hit"]}
    for contact in told.contacts:
        for at, uid, channel, campaign, *_ in contact["touches"]:
            if uid:
                origin = landed[uid, at]
                assert (origin[3] if origin else "") == campaign
                assert (channel == "direct") == (not origin)


def test_visitors_are_known_from_their_first_identify_on(told: Told) -> None:
    first: dict[str, int] = {}
    for fact in told.kinds["identify"]:
        first.setdefault(fact.data["uid"], fact.at)
    emails = {fact.data["uid"]: fact.data["e"].strip().lower() for fact in told.kinds["identify"]}
    for contact in told.contacts:
        for visitor in contact["visitors"]:
            assert visitor["identified"] == first.get(visitor["uid"])
            assert emails.get(visitor["uid"], contact["email"]) == contact["email"]


def test_orders_are_the_last_state_of_each_invoice(told: Told) -> None:
    invoices = reading.last_of(told.kinds["invoice"], "id")
    by_person = {str(contact["contact_id"]): contact for contact in told.contacts}
    by_email = {contact["email"]: contact for contact in told.contacts}
    noted = 0
    for number, invoice in invoices.items():
        person = by_person[str(invoice["contact_id"])] if "contact_id" in invoice else by_email[invoice["email"]]
        order = next(order for order in person["orders"] if order["id"] == number)
        assert order["at"] == reading.instant(invoice["date_created"])
        assert (order["amount"], order["paid"]) == (invoice["amount"], invoice["paid"])
        assert order["refunded"] == invoice.get("refund_amount", 0)
        assert sum(item["amount"] for item in invoice["items"]) == invoice["amount"]
        assert sum(item["total_paid"] for item in invoice["items"]) == invoice["paid"]
        noted += 1
    assert noted == sum(len(contact["orders"]) for contact in told.contacts) == told.totals["counts"]["orders"]


def test_subscriptions_are_the_last_state_of_each(told: Told) -> None:
    last = reading.last_of(told.kinds["subscription"], "id")
    noted = {held["id"]: held for contact in told.contacts for held in contact["subscriptions"]}
    assert noted.keys() == last.keys()
    for number, held in noted.items():
        canceled = last[number].get("canceled_date")
        assert held["canceled"] == (canceled and reading.instant(canceled))
        assert held["start"] == reading.instant(last[number]["start_date"])
        assert held["product"] == str(last[number]["product_id"])


def test_sums_over_channels_and_months_are_those_of_the_contacts(told: Told) -> None:
    orders = [order for contact in told.contacts for order in contact["orders"]]
    sums = {name: sum(order[name] for order in orders) for name in ("amount", "paid", "refunded")}
    assert {name: told.totals["counts"][name] for name in sums} == sums
    for model in ("first_touch", "last_touch"):
        leads, sales = add_up(told.totals["leads"][model]), add_up(told.totals["sales"][model])
        assert leads["leads"] == 600
        assert leads["customers"] == told.totals["counts"]["customers"] == sum(bool(c["orders"]) for c in told.contacts)
        assert sales["orders"] == len(orders)
        for row in (leads, sales):
            assert (row["revenue"], row["collected"], row["refunds"]) == tuple(sums.values())


def test_leads_by_channel_are_those_of_the_credited_touches(told: Told) -> None:
    for model, nth in (("first_touch", 0), ("last_touch", -1)):
        counted = Counter(credited(contact, contact["opt_in"], nth) for contact in told.contacts)
        noted = Counter[str]()
        for channels in told.totals["leads"][model].values():
            noted.update({channel: row["leads"] for channel, row in channels.items()})
        assert noted == counted


def test_a_contact_that_tells_its_source_has_that_touch_only_where_no_visit_was_seen_before(told: Told) -> None:
    for contact in told.contacts:
        imports = [touch for touch in contact["touches"] if touch[5] == "import"]
        assert len(imports) <= 1
        for at, uid, *_ in imports:
            assert (at, uid) == (contact["opt_in"], None)
            assert [touch for touch in contact["touches"] if touch[0] <= at] == imports


def test_spend_is_the_settled_figure_of_each_ad_and_day(told: Told) -> None:
    settled = {(fact.data["ad"]["id"], fact.data["date"]): fact.data["spend"] for fact in told.kinds["ad_performance"]}
    assert len(settled) < len(told.kinds["ad_performance"])
    spent = Counter[str]()
    for (ad, _), spend in settled.items():
        spent[str(ad)] += spend
    assert told.totals["spend"] == spent


def test_tags_in_the_truth_are_those_given(told: Told) -> None:
    names = {contact["contact_id"]: contact["email"] for contact in told.contacts}
    given: dict[str, list[str]] = {}
    for fact in told.kinds["contact"] + told.kinds["tags"]:
        email = fact.data.get("email") or names[str(fact.data["contact_id"])]
        tags: list[Any] = fact.data.get("tags", [])
        given.setdefault(email, []).extend(tag if isinstance(tag, str) else tag["name"] for tag in tags)
    assert {email: sorted(tags) for email, tags in given.items()} == {
        contact["email"]: sorted(contact["tags"]) for contact in told.contacts
    }


def is_machine(hit: Fact) -> bool:
    """Whether a hit is a crawler's or a spammer's."""
    return hit.data["ua"] in cast.CRAWLERS or any(host in hit.data["ref"] for host in world.SPAM_HOSTS)


def add_up(months: dict[str, dict[str, dict[str, int]]]) -> Counter[str]:
    """The sums over all months and channels."""
    total = Counter[str]()
    for channels in months.values():
        for row in channels.values():
            total.update(row)
    return total


def credited(contact: dict[str, Any], until: int, nth: int) -> str:
    """The channel of the first or last touch up to a time; direct only where there is no other."""
    before = [touch[2] for touch in contact["touches"] if touch[0] <= until]
    return ([channel for channel in before if channel != "direct"] or before or ["(none)"])[nth]
