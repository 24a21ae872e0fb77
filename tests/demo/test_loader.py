"""The loader hands each kind of fact to its sink, in batches, contacts before what hangs on them."""

from typing import Any

import pytest

from headwater.demo import loader
from headwater.demo.generate import KINDS
from headwater.demo.views import Fact
from tests.demo import reading


def test_every_fact_reaches_the_sink_of_its_kind_in_order() -> None:
    facts = list(reading.small(50, 60).facts())
    taken: dict[str, loader.Batch] = {kind: [] for kind in KINDS}
    heard: list[int] = []
    sinks = {kind: taken[kind].extend for kind in KINDS}
    summary = loader.load(facts, sinks, heard.append, batch=100)
    assert taken == {kind: [(f.at, f.data) for f in facts if f.kind == kind] for kind in KINDS}
    assert summary == {kind: len(rows) for kind, rows in taken.items()}
    assert heard[-1] == len(facts)
    assert heard[:2] == [100, 200]


def test_contacts_come_before_their_tags_and_hits_last() -> None:
    called: list[str] = []

    def sink(kind: str) -> loader.Sink:
        return lambda _batch: called.append(kind)

    facts = [Fact(kind, 1, {}) for kind in reversed(loader.ORDER)]
    loader.load(facts, {kind: sink(kind) for kind in loader.ORDER}, lambda _done: None)
    assert called == list(loader.ORDER)
    assert set(loader.ORDER) == set(KINDS)


def test_nothing_at_all_is_loaded_too() -> None:
    heard: list[int] = []
    assert loader.load([], {}, heard.append) == {}
    assert heard == [0]


def test_no_more_than_a_batch_is_held() -> None:
    held: list[int] = []

    def sink(batch: list[tuple[int, dict[str, Any]]]) -> None:
        held.append(len(batch))

    loader.load((Fact("hit", at, {}) for at in range(95)), {"hit": sink}, lambda _done: None, batch=10)
    assert held == [10] * 9 + [5]


def test_what_a_sink_refuses_reaches_the_caller() -> None:
    def sink(_batch: loader.Batch) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        loader.load([Fact("hit", 1, {})], {"hit": sink}, lambda _done: None)
