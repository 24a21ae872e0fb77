"""Where the facts of a generated world go: through the same reading and the same group commit as a client's.

In: an open ledger and one of its accounts. Out: a sink per kind of fact that the intake knows. Time is the fact's own:
a page view of last year is received last year.
"""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.demo.loader import Batch, Sink
from headwater.intake.contact import read_contact
from headwater.intake.hit import Hits, Sender, read_hit
from headwater.intake.identify import read_identification
from headwater.intake.invoice import read_invoice
from headwater.ledger.accounts import Standing
from headwater.ledger.change import Change, Submission
from headwater.ledger.commit import commit
from headwater.ledger.store import Store
from headwater.ledger.writer import GROUP


def sinks(store: Store, standing: Standing, written: Callable[[], None]) -> Mapping[str, Sink]:
    """The sinks of an account; `written` is called after each commit. What a reader refuses ends the loading."""
    account, integration = standing.account, standing.integrations[0]

    def write(changes: list[Change], now: int) -> None:
        for start in range(0, len(changes), GROUP):
            group = [Submission(change, _ignore) for change in changes[start : start + GROUP]]
            for outcome in commit(store, now, group):
                if isinstance(outcome, Exception):
                    raise outcome
        written()

    def records(read: Callable[[int, dict[str, Any]], Change]) -> Sink:
        return lambda batch: write([read(at, data) for at, data in batch], batch[-1][0])

    def hits(batch: Batch) -> None:
        payloads = [read_hit(data, Sender(data["ip"], data["ua"]), at) for at, data in batch]
        write([Hits(account.account_id, payloads)], batch[-1][0])

    return {
        "contact": records(lambda _, data: read_contact(account, integration, data)),
        "invoice": records(lambda _, data: read_invoice(account, integration, data)),
        "identify": records(lambda at, data: read_identification(account, standing.integrations, data, at)),
        "hit": hits,
    }


def _ignore(_outcome: object) -> None:
    """`commit` returns the outcomes, too."""
