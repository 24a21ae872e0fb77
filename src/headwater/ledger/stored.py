"""Answers that are kept for a day, for requests that come again with the same `Idempotency-Key`.

In: records that were read, answers that were given. Out: what must be written, in the transaction of the changes
themselves.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import text

from headwater.clock import DAY
from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle


class StoredAnswers:
    """The stored answers of one account, inside one transaction."""

    def __init__(self) -> None:
        """Start with none at hand."""
        self._known: dict[tuple[str, str], rows.IdempotencyRecord] = {}
        self._new: dict[tuple[str, str], rows.IdempotencyRecord] = {}

    def load(self, handle: Handle, keys: Iterable[str]) -> None:
        """Bring in what was answered to these keys."""
        table = tables.idempotency_records
        for record in handle.find(rows.IdempotencyRecord, table, "idempotency_key", list(keys)):
            self._known[record.key_id, record.idempotency_key] = record

    def get(self, key_id: str, idempotency_key: str) -> rows.IdempotencyRecord | None:
        """What was answered to this key before."""
        return self._known.get((key_id, idempotency_key))

    def put(self, record: rows.IdempotencyRecord) -> None:
        """Keep an answer."""
        self._known[record.key_id, record.idempotency_key] = record
        self._new[record.key_id, record.idempotency_key] = record

    def save(self, handle: Handle, now: int) -> None:
        """Write new answers, and delete those that are too old."""
        if self._new:
            handle.run(_FORGET, [{"upto": now - DAY}])
        handle.save(tables.idempotency_records, self._new.values())


_FORGET: Final = text("DELETE FROM idempotency_records WHERE account_id = :account_id AND created_at <= :upto")
