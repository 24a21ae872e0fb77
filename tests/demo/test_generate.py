"""The world as a stream: the same everywhere, in order, in little memory, of any size, and foretold."""

import hashlib
import json
import tracemalloc
from itertools import islice
from pathlib import Path

import pytest

from headwater.demo.generate import KINDS, World
from headwater.demo.views import Fact
from headwater.errors import Problem
from tests.demo import reading

DAY = 86_400 * 1_000_000

# The facts of `reading.small(60, 90)` and its truth. Whoever changes a row of the world changes these, and may write
# down the new ones; a change without a reason is a machine or a version of Python that draws another world.
FACTS_DIGEST = "78debd45fbb34434d6220f2ee8c244a979b999236f18c865f1404e640f2f3310"
TRUTH_DIGEST = "3d9776e13adb8dd66a4e77582dff502b7a95d13c452b441794144f1055649ea3"


def digest(facts: list[Fact]) -> str:
    return hashlib.sha256("\n".join(json.dumps(fact) for fact in facts).encode()).hexdigest()


def test_the_same_arguments_give_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    facts = list(reading.small(60, 90).facts(tmp_path))
    written = (tmp_path / "contacts.ndjson").read_bytes() + (tmp_path / "totals.json").read_bytes()
    assert (digest(facts), hashlib.sha256(written).hexdigest()) == (FACTS_DIGEST, TRUTH_DIGEST)


def test_a_world_can_be_told_again_and_with_or_without_its_truth(tmp_path: Path) -> None:
    made = reading.small(40, 60)
    assert list(made.facts()) == list(made.facts(tmp_path)) == list(reading.small(40, 60).facts())


def test_another_seed_is_another_world() -> None:
    assert digest(list(reading.small(40, 60, seed=1).facts())) != digest(list(reading.small(40, 60, seed=2).facts()))


def test_facts_come_in_order_of_time_and_within_the_span() -> None:
    made = reading.small(400, 200)
    times = [fact.at for fact in made.facts()]
    assert times == sorted(times)
    assert made.now - 200 * DAY <= times[0] <= times[-1] < made.now


def test_no_time_in_a_payload_is_later_than_its_fact() -> None:
    for fact in reading.small(400, 200).facts():
        if fact.kind == "hit":
            assert fact.data["t"] * 1000 == fact.at
        for name in ("date_created", "last_updated", "date_refunded", "start_date", "last_bill_date", "canceled_date"):
            if name in fact.data:
                assert reading.instant(fact.data[name]) <= fact.at


@pytest.mark.parametrize("days", [1, 2, 3, 45])
@pytest.mark.parametrize("contacts", [1, 2, 100])
def test_tiny_worlds_are_whole(contacts: int, days: int, tmp_path: Path) -> None:
    made = World(contacts=contacts, days=days, seed=3, now=reading.NOW)
    facts = list(made.facts(tmp_path))
    people, totals = reading.truth(tmp_path)
    assert len(people) == totals["counts"]["contacts"] == contacts
    created = [fact for fact in facts if fact.kind == "contact" and "date_created" in fact.data]
    assert len({fact.data["contact_id"] for fact in created}) == len(created) == contacts
    assert all(made.now - days * DAY <= fact.at < made.now for fact in facts)
    assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)


@pytest.mark.parametrize("now", [reading.NOW // DAY * DAY, reading.NOW // DAY * DAY + 1_000, 1_709_251_199_999_999])
def test_a_world_may_end_at_midnight_or_just_after_or_on_a_leap_day(now: int) -> None:
    facts = list(World(contacts=30, days=2, seed=5, now=now).facts())
    assert all(now - 2 * DAY - 1000 < fact.at < now for fact in facts)
    assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)


def test_a_world_of_ten_years_and_a_seed_of_any_size() -> None:
    facts = list(World(contacts=50, days=3650, seed=-(10**30), now=reading.NOW).facts())
    assert {fact.kind for fact in facts} == set(KINDS)


def test_what_makes_no_world_is_refused_with_all_faults() -> None:
    with pytest.raises(Problem) as refused:
        World(contacts=0, days=0, seed=1, now=reading.NOW, page_views=-1)
    assert refused.value.errors == (
        "'contacts' must be at least 1",
        "'days' must be at least 1",
        "'page_views' must not be negative",
    )


@pytest.mark.parametrize(("contacts", "days"), [(100, 730), (3000, 730), (3000, 30)])
def test_the_number_of_facts_is_foretold(contacts: int, days: int) -> None:
    made = World(contacts=contacts, days=days, seed=1, now=reading.NOW)
    counted = sum(1 for _ in made.facts())
    assert abs(made.expected_facts - counted) <= counted * 6 // 100


def test_page_views_may_be_asked_for(tmp_path: Path) -> None:
    for wanted in (0, 20_000, 60_000):
        made = World(contacts=1000, days=100, seed=1, now=reading.NOW, page_views=wanted)
        for _ in made.facts(tmp_path):
            pass
        _, totals = reading.truth(tmp_path)
        if wanted:
            assert abs(totals["counts"]["page_views"] - wanted) <= wanted * 5 // 100
        else:  # what contacts looked at is there in any case
            assert totals["counts"]["visitors"] == sum(len(c["visitors"]) for c in reading.truth(tmp_path)[0])


def test_addresses_are_on_the_given_host() -> None:
    made = World(contacts=20, days=30, seed=1, now=reading.NOW, host="shop.example")
    urls = {fact.data["url"].split("/")[2] for fact in made.facts() if fact.kind == "hit"}
    assert urls <= {"www.shop.example", "learn.shop.example"}


def test_memory_does_not_grow_with_the_world(tmp_path: Path) -> None:
    def peak(contacts: int) -> int:
        made = World(contacts=contacts, days=30, seed=1, now=reading.NOW)
        assert made.expected_facts
        tracemalloc.start()
        try:
            for _ in made.facts(tmp_path):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small, large = peak(300), peak(1_800)
    # What grows is the list of one day's records, some 500 more of about 60 bytes. Facts held back would be 40 MB.
    assert large < small + 500_000
    assert large < 2_000_000


def test_the_truth_of_a_world_that_was_broken_off_has_no_totals(tmp_path: Path) -> None:
    stream = reading.small().facts(tmp_path)
    assert len(list(islice(stream, 500))) == 500
    stream.close()
    assert (tmp_path / "contacts.ndjson").exists()
    assert not (tmp_path / "totals.json").exists()
