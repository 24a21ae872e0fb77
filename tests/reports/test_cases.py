"""Every case of the YAML files beside: the answer is what a reader adds up by hand, or what the ledger says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec
import pytest

from tests.reports.telling import Case, Worlds, by_name, cases, worlds

CASES = cases()


@pytest.fixture(scope="module", name="known")
def _known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    with worlds(tmp_path_factory.mktemp("worlds")) as found:
        yield found


ANSWERED = [pytest.param(case, id=f"{file}: {case.shows}") for file, case in CASES if case.refused is None]
REFUSED = [pytest.param(case, id=f"{file}: {case.shows}") for file, case in CASES if case.refused is not None]


@pytest.mark.parametrize("case", ANSWERED)
def test_the_answer_is_as_by_hand(known: Worlds, case: Case) -> None:
    told = known.stand(case.world).ask(case.ask)
    assert told["freshness"]["is_current"]
    other: dict[str, Any] = told["comparison"] or {}
    if case.rows is not None:
        same_rows(case, told["rows"], case.rows)
    if case.sql is not None:
        same_rows(case, told["rows"], known.ledger(case.world, case.sql))
    if case.compared is not None:
        same_rows(case, other["rows"], case.compared)
    for expected, found in (
        (case.totals, told["totals"]),
        (case.compared_totals, other.get("totals")),
        (case.unattributed, told["unattributed"]),
        (case.rowcount, told["row_count"]),
        (case.additive, [each["key"] for each in told["fields"] if each.get("additive") is False]),
    ):
        if expected is not None:
            assert found == close(expected)


@pytest.mark.parametrize("case", REFUSED)
def test_the_question_is_refused_with_the_way_out(known: Worlds, case: Case) -> None:
    shop = known.stand(case.world)
    path, body = f"/v2/{shop.account}/data/query", msgspec.json.encode(case.ask)
    answer = shop.client.post(path, content=body, headers={"Authorization": shop.key})
    assert answer.status_code == 400
    assert case.refused in answer.json()["message"]


def same_rows(case: Case, found: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]]) -> None:
    """In any order, unless the case says so."""
    mine, theirs = (expected, found) if case.ordered else (by_name(expected), by_name(found))
    assert [row[:1] for row in theirs] == [row[:1] for row in mine]
    for one, other in zip(theirs, mine, strict=True):
        assert list(one) == close(list(other))


def close(expected: object) -> object:
    """Texts and nothing as they are, numbers to half a millionth, which is what ratios are told to."""
    if isinstance(expected, dict):
        return {name: close(value) for name, value in cast("Mapping[str, object]", expected).items()}
    if isinstance(expected, list):
        return [close(value) for value in cast("list[object]", expected)]
    return cast("object", pytest.approx(expected, abs=5e-7)) if isinstance(expected, int | float) else expected


def test_there_are_enough_of_them_and_each_says_what_it_shows() -> None:
    shown = [case.shows for _, case in CASES]
    assert len(shown) >= 130
    assert len(set(shown)) == len(shown)
    for _, case in CASES:
        assert case.shows.endswith(".")
        said = (case.rows, case.totals, case.sql, case.refused, case.compared, case.compared_totals)
        assert any(each is not None for each in said)
