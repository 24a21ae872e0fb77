"""Answers that are kept for a day, for requests that come again with the same `Idempotency-Key`.

In: records that were read, answers that were given, contacts that were deleted. Out: what must be written, in the
transaction of the changes themselves. No stored answer shows a deleted contact.
"""

from collections.abc import Iterable
from typing import Final

import msgspec
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
        self._forgotten: set[str] = set()

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

    def forget(self, name: str, value: str | None) -> None:
        """Blank every answer that shows this field with this value."""
        if value:
            self._forgotten.add(msgspec.json.encode({name: value}).decode()[1:-1])

    def save(self, handle: Handle, now: int) -> None:
        """Write new answers, delete those that are too old, and take out of the others who was deleted."""
        if self._new:
            handle.run(_FORGET, [{"upto": now - DAY}])
        handle.save(tables.idempotency_records, self._new.values())
        shown = (piece.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for piece in self._forgotten)
        handle.run(_BLANK, [{"pattern": f"%{piece}%"} for piece in shown])


_FORGET: Final = text("DELETE FROM idempotency_records WHERE account_id = :account_id AND created_at <= :upto")
_BLANK: Final = text(
    'UPDATE idempotency_records SET answer = \'{"status":"success"}\''
    " WHERE account_id = :account_id AND answer LIKE :pattern ESCAPE '\\'"
)
