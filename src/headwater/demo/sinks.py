"""Where the facts of a generated world go: through the same reading and the same group commit as a client's.

In: an open ledger and one of its accounts. Out: a sink for each kind of fact. Time is the fact's own: a page view of
last year is received last year, and whatever is written together is of one day.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from headwater.clock import DAY
from headwater.demo.loader import Batch, Sink
from headwater.intake.entities import BY_PATH
from headwater.intake.hit import Hits, Sender, read_hit
from headwater.intake.identify import read_identification
from headwater.ledger.accounts import Standing
from headwater.ledger.change import Change, Submission
from headwater.ledger.commit import commit
from headwater.ledger.store import Store
from headwater.ledger.writer import GROUP

_RECORDS: Final = {
    "product": "product",
    "contact": "contact",
    "tags": "tags/add",
    "subscription": "subscription",
    "invoice": "invoice",
    "ad_performance": "ad/performance",
}
"""Kinds of facts, and the path that each of them is imported by."""


def sinks(store: Store, standing: Standing, written: Callable[[], None]) -> Mapping[str, Sink]:
    """The sinks of an account; `written` is called after each commit. What a reader refuses ends the loading."""
    account, integration = standing.account, standing.integrations[0]

    def write(changes: list[Change], now: int) -> None:
        _write(store, changes, now)
        written()

    def records(read: Callable[[int, dict[str, Any]], Change]) -> Sink:
        def sink(batch: Batch) -> None:
            for day in _days(batch):
                write([read(at, data) for at, data in day], day[-1][0])

        return sink

    def imports(path: str) -> Sink:
        read = BY_PATH[path].read
        return records(lambda _, data: read(account, integration, data))

    def hits(batch: Batch) -> None:
        payloads = [read_hit(data, Sender(data["ip"], data["ua"]), at) for at, data in batch]
        write([Hits(account.account_id, payloads)], batch[-1][0])

    return {kind: imports(path) for kind, path in _RECORDS.items()} | {
        "identify": records(lambda at, data: read_identification(account, standing.integrations, data, at)),
        "hit": hits,
    }


def _write(store: Store, changes: list[Change], now: int) -> None:
    """Commit changes in groups; raises what one of them answers with."""
    for start in range(0, len(changes), GROUP):
        group = [Submission(change, _ignore) for change in changes[start : start + GROUP]]
        for outcome in commit(store, now, group):
            if isinstance(outcome, Exception):
                raise outcome


def _days(batch: Batch) -> Iterator[Batch]:
    """The facts of each day."""
    for _, facts in groupby(batch, lambda fact: fact[0] // DAY):
        yield list(facts)


def _ignore(_outcome: object) -> None:
    """`commit` returns the outcomes, too."""
