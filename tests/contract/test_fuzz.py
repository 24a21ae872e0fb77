"""2,000 broken bodies, over every entity's examples; `python -m bench fuzz` sends 100,000."""

import json
from collections.abc import Generator, Mapping
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.api.imports import Entity
from tests.contract import fuzzing
from tests.contract.fuzzing import EDITS, Edit, Target, examples, torn, twisted

Example: TypeAlias = tuple[Entity, Mapping[str, Any]]

CASES = 1_000
EXAMPLES = examples()
EDITED = st.lists(
    st.builds(Edit, st.sampled_from(EDITS), st.floats(0, 1, exclude_max=True), st.integers(1, 12), st.integers(0, 999)),
    min_size=1,
    max_size=5,
)
MANY = settings(max_examples=CASES, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Generator[Target]:
    """In the end the other account must be as it was, and what was taken must add up."""
    with fuzzing.target(tmp_path_factory.mktemp("fuzz")) as one:
        yield one


def test_whatever_bytes_come_are_answered(target: Target) -> None:
    seen: set[int] = set()

    @MANY
    @given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES), EDITED)
    def answered(one: Example, other: Example, edits: list[Edit]) -> None:
        entity, example = one
        seen.add(target.fuzz(entity, torn(spelled(example), edits, spelled(other[1]))))

    answered()
    assert {200, 400} <= seen  # some edits leave a body whole


def test_whatever_json_comes_is_answered(target: Target) -> None:
    seen: set[int] = set()

    @MANY
    @given(st.sampled_from(EXAMPLES), EDITED)
    def answered(one: Example, edits: list[Edit]) -> None:
        entity, example = one
        seen.add(target.fuzz(entity, twisted(example, edits)))

    answered()
    assert {200, 400} <= seen


def spelled(example: object) -> bytes:
    return json.dumps(example).encode()
