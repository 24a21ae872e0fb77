"""Who is who, as a pure function: by hand, and against a slow oracle that looks at every pair of names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.ledger.resolve import CLAIM, CONFIRMS, HUB, LIFTED, MERGE, SPLIT, Resolution, joined, resolve
from headwater.ledger.rows import Edge
from tests.ledger.desk import HOUR
from tests.ledger.slowly import EDGES, edge, heard, ruling, slow_people


def known(*contacts: str) -> list[Edge]:
    """Contacts that exist, of whom nothing else is known."""
    return [edge(contact, contact) for contact in contacts]


def people(found: Resolution) -> set[frozenset[str]]:
    """The groups of nodes."""
    members: dict[str, set[str]] = {}
    for node, group in found.group.items():
        members.setdefault(group, set()).add(node)
    return {frozenset(group) for group in members.values()}


def of(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


def lines(found: Resolution) -> dict[str, list[tuple[int, str]]]:
    """The time lines, with a person told by the smallest of its names."""
    return {
        visitor: [(since, min_of(found, group)) for since, group in spans] for visitor, spans in found.spans.items()
    }


def min_of(found: Resolution, group: str) -> str:
    return min(node for node, its in found.group.items() if its == group)


def test_nobody_is_nobody() -> None:
    assert resolve([], []) == Resolution({}, {})
    assert people(resolve(["c:1", "e:1", "v:1"], [])) == of("c:1", "e:1")


def test_contact_data_unites() -> None:
    edges = [edge("c:1", "e:1"), edge("c:2", "e:1"), edge("c:3", "c:4"), edge("c:4", "e:2")]
    assert people(resolve([], edges)) == of("c:1 c:2 e:1", "c:3 c:4 e:2")


def test_a_visitor_is_whom_it_was_said_to_be_from_ever() -> None:
    found = resolve([], [edge("v:1", "e:1", 500)])
    assert lines(found) == {"v:1": [(0, "e:1")]}


def test_two_who_have_addresses_stay_two_and_the_visitor_changes_hands() -> None:
    edges = [edge("v:1", "e:1", 100), edge("v:1", "e:2", 200), edge("v:1", "e:2", 300), edge("v:1", "e:1", 400)]
    found = resolve([], edges)
    assert people(found) == of("e:1", "e:2")
    assert lines(found) == {"v:1": [(0, "e:1"), (200, "e:2"), (400, "e:1")]}


def test_who_has_no_address_is_united_with_who_shares_a_browser() -> None:
    found = resolve([], [edge("v:1", "c:1", 100), edge("v:1", "e:1", 200), *known("c:1")])
    assert people(found) == of("c:1 e:1")
    assert lines(found) == {"v:1": [(0, "c:1")]}


def test_two_without_an_address_are_united_by_a_browser() -> None:
    edges = [edge("v:1", "c:1", 100), edge("v:1", "c:2", 200), edge("v:2", "c:2", 50)]
    found = resolve([], edges + known("c:1", "c:2"))
    assert people(found) == of("c:1 c:2")
    assert lines(found) == {"v:1": [(0, "c:1")], "v:2": [(0, "c:1")]}


def test_who_could_be_two_goes_to_whom_a_shared_browser_was_first() -> None:
    edges = [edge("v:1", "e:1", 300), edge("v:1", "c:1", 400), edge("v:2", "e:2", 200), edge("v:2", "c:1", 500)]
    found = resolve([], edges + known("c:1"))
    assert people(found) == of("e:1", "c:1 e:2")
    assert lines(found) == {"v:1": [(0, "e:1"), (400, "c:1")], "v:2": [(0, "c:1")]}


def test_the_first_of_a_browser_counts_and_not_the_nearest() -> None:
    edges = [edge("v:1", "e:1", 100), edge("v:1", "e:2", 200), edge("v:1", "c:1", 201)]
    assert people(resolve([], edges + known("c:1"))) == of("e:2", "c:1 e:1")


def test_a_contact_that_nobody_knows_does_not_count_yet() -> None:
    edges = [edge("v:1", "e:1", 100), edge("v:1", "c:1", 200), edge("v:1", "c:2", 200), edge("c:1", "e:2")]
    found = resolve(["c:2"], edges)
    assert people(found) == of("e:1", "c:1 e:2", "c:2")
    assert lines(found) == {"v:1": [(0, "e:1"), (200, "c:1")]}
    assert people(resolve([], edges + known("c:2"))) == of("c:2 e:1", "c:1 e:2")
    assert resolve(["c:1"], [edge("v:1", "c:1")]).spans == {}


def test_of_two_said_at_one_instant_the_later_in_order_holds() -> None:
    found = resolve([], [edge("v:1", "e:1", 100), edge("v:1", "e:2", 200), edge("v:1", "e:1", 200)])
    assert lines(found) == {"v:1": [(0, "e:1"), (200, "e:2")]}
    found = resolve([], [edge("v:1", "e:2", 100), edge("v:1", "e:2", 200), edge("v:1", "e:1", 200)])
    assert lines(found) == {"v:1": [(0, "e:2")]}
    found = resolve([], [edge("v:1", "e:2", 0), edge("v:1", "e:1", 0)])
    assert lines(found) == {"v:1": [(0, "e:2")]}


def test_who_was_said_last_holds_although_it_was_said_before() -> None:
    found = resolve([], [edge("v:1", "e:1", 100, 300), edge("v:1", "e:2", 200)])
    assert lines(found) == {"v:1": [(0, "e:1"), (200, "e:2"), (300, "e:1")]}


def test_the_same_said_twice_keeps_its_first_and_its_last_time() -> None:
    early, late, both = edge("v:1", "e:1", 100), edge("v:1", "e:1", 300), edge("v:1", "e:1", 50, 400)
    for one, other in ((early, late), (late, early)):
        assert (joined(one, other).at, joined(one, other).last) == (100, 300)
    assert (joined(early, both).at, joined(both, late).last) == (50, 400)


@pytest.mark.parametrize(("names", "united"), [(HUB, True), (HUB + 1, False)])
def test_a_hub_unites_nobody_and_still_changes_hands(names: int, *, united: bool) -> None:
    contacts = [f"c:{number:03}" for number in range(names)]
    found = resolve([], [edge("v:1", contact, at) for at, contact in enumerate(contacts)] + known(*contacts))
    assert len(people(found)) == (1 if united else names)
    line = [(at, contact) for at, contact in enumerate(contacts)]
    assert lines(found) == {"v:1": [(0, "c:000")] if united else line}


def test_the_same_name_said_often_makes_no_hub() -> None:
    edges = [edge("v:1", "c:1", at) for at in range(3 * HUB)] + [edge("v:1", "c:2", 5), *known("c:1", "c:2")]
    assert people(resolve([], edges)) == of("c:1 c:2")


def test_who_was_split_stays_two_whatever_contact_data_says() -> None:
    edges = [edge("c:1", "e:1"), edge("c:2", "e:1"), ruling(SPLIT, "c:2", "e:1"), ruling(SPLIT, "c:1", "c:2")]
    assert people(resolve([], edges)) == of("c:1 e:1", "c:2")
    assert people(resolve([], [*edges, edge("c:2", "e:1", 99)])) == of("c:1 e:1", "c:2")
    assert people(resolve([], edges[:2])) == of("c:1 c:2 e:1")


def test_a_browser_does_not_lead_back_who_was_split() -> None:
    """c:2 has lost its address, and would go to whom the browser was first."""
    edges = [edge("c:2", "e:1"), edge("v:1", "e:1", 100), edge("v:1", "c:2", 200)]
    assert people(resolve([], edges)) == of("c:2 e:1")
    found = resolve([], [*edges, ruling(SPLIT, "c:2", "e:1")])
    assert people(found) == of("c:2", "e:1")
    assert lines(found) == {"v:1": [(0, "e:1"), (200, "c:2")]}
    nameless = [*known("c:1", "c:2", "c:3"), *(edge("v:1", f"c:{number}", number) for number in (1, 2, 3))]
    assert people(resolve([], [*nameless, ruling(SPLIT, "c:1", "c:3")])) == of("c:1 c:2", "c:3")


def test_a_browser_that_was_split_from_a_name_is_not_heard_about_it_again() -> None:
    edges = [edge("v:1", "e:1", 100), edge("v:1", "e:2", 200), ruling(SPLIT, "v:1", "e:1"), edge("v:1", "e:1", 900)]
    assert lines(resolve([], edges)) == {"v:1": [(0, "e:2")]}
    assert resolve([], [one for one in edges if one.b == "e:1"]).spans == {}


def test_a_merge_unites_two_who_have_addresses_and_a_browser_with_a_name() -> None:
    found = resolve([], [edge("c:1", "e:1"), ruling(MERGE, "e:1", "e:2"), ruling(MERGE, "v:1", "e:2", 50)])
    assert people(found) == of("c:1 e:1 e:2")
    assert lines(found) == {"v:1": [(0, "c:1")]}


def test_of_two_rulings_the_later_stands() -> None:
    merge, split, lifted = (
        ruling(MERGE, "e:1", "e:2", 1),
        ruling(SPLIT, "e:1", "e:2", 2),
        ruling(LIFTED, "e:1", "e:2", 3),
    )
    for one, other, word in ((merge, split, SPLIT), (lifted, split, LIFTED), (merge, lifted, LIFTED)):
        assert joined(one, other).source == joined(other, one).source == word
    assert people(resolve(["e:1", "e:2"], [lifted])) == of("e:1", "e:2")


def test_a_claim_counts_once_somebody_of_that_name_opted_in_at_about_that_time() -> None:
    claim = edge("v:1", "e:1", 10 * HOUR, source=CLAIM)
    assert resolve([], [claim]).spans == {}
    for at, counts in ((9 * HOUR, True), (9 * HOUR - 1, False), (11 * HOUR, True), (11 * HOUR + 1, False)):
        found = resolve([], [claim, edge("c:1", "e:1", at, source="contact")])
        assert found.spans == ({"v:1": [(0, "c:1")]} if counts else {})
        assert CONFIRMS == HOUR
    other = edge("c:1", "e:1", 10 * HOUR, source="re-key")
    assert resolve([], [claim, other]).spans == {}
    by_id = [edge("v:1", "c:1", 10 * HOUR, source=CLAIM), edge("c:1", "e:1", 10 * HOUR, source="contact")]
    assert resolve([], by_id).spans == {"v:1": [(0, "c:1")]}


def test_what_is_said_and_vouched_for_within_one_slot_is_vouched_for() -> None:
    claim, said = edge("v:1", "e:1", 100, source=CLAIM), edge("v:1", "e:1", 200, source="identify")
    for one, other in ((claim, said), (said, claim)):
        assert (joined(one, other).at, joined(one, other).source) == (100, "identify")


# Against the oracle ----------------------------------------------------------------------------------------------


@given(EDGES)
def test_persons_are_those_of_the_oracle(edges: list[Edge]) -> None:
    assert people(resolve([], edges)) == slow_people(edges)


@given(EDGES, st.permutations(range(14)))
def test_the_order_of_the_edges_does_not_matter(edges: list[Edge], order: list[int]) -> None:
    shuffled = [edges[place] for place in order if place < len(edges)]
    one, other = resolve([], edges), resolve([], shuffled)
    assert people(one) == people(other)
    assert lines(one) == lines(other)


@given(EDGES)
def test_time_lines_begin_at_the_beginning_and_each_span_is_another_person(edges: list[Edge]) -> None:
    found = resolve([], edges)
    assert set(found.spans) == {one.a for one in heard(edges)}
    for line in found.spans.values():
        assert line[0][0] == 0
        assert all(one[0] < next_one[0] and one[1] != next_one[1] for one, next_one in pairwise(line))


@given(EDGES)
def test_after_an_instant_a_visitor_is_whom_it_was_last_said_to_be(edges: list[Edge]) -> None:
    found = resolve([], edges)
    for visitor, line in found.spans.items():
        said = sorted((at, one.b) for one in heard(edges) if one.a == visitor for at in (one.at, one.last))
        for moment in {at for at, _ in said} - {said[0][0]}:
            (_, last) = max(saying for saying in said if saying[0] <= moment)
            (_, person) = max(span for span in line if span[0] <= moment)
            assert person == found.group[last]
        assert line[0][1] == found.group[said[0][1]] or said[0][0] == said[1][0] == 0
