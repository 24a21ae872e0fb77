"""Where a deleted contact is still named: answers that are kept for a day, and what jobs refused.

In: contacts that were deleted. Out: those records without them, in the transaction of the deletion itself. All of them
are looked through once, however many contacts are deleted together.
"""

import re
from typing import Final
from urllib.parse import unquote

import msgspec

from headwater.ledger import rows, tables
from headwater.ledger.handle import Handle

BLANK_ANSWER: Final = '{"status":"success"}'
REMOVED: Final = "removed: it named a contact that was deleted"
NO_CELLS: Final = "[[]]"  # what a record of a table says that is silent

_ERRORS: Final = msgspec.json.encode([REMOVED]).decode()

_ADDRESS: Final = re.compile(r"""[^\s"'`<>()\[\]{},;:=&?/\\|]+@[^\s"'`<>()\[\]{},;:=&?/\\|]+""")
_CONTACT_ID: Final = re.compile(r'"contact_id":("(?:[^"\\]|\\.)*")')


class Traces:
    """What must not be named any more, inside one transaction on one account."""

    def __init__(self) -> None:
        """Nobody was deleted yet."""
        self._addresses: set[str] = set()
        self._contact_ids: set[str] = set()

    def forget(self, contact: rows.Contact) -> None:
        """Let no record name this contact."""
        self._contact_ids.add(msgspec.json.encode(contact.contact_id).decode())
        self._addresses |= {name.lower() for name in (contact.contact_id, contact.email) if name and "@" in name}

    def save(self, handle: Handle) -> None:
        """Take them out of what is kept."""
        if not self._contact_ids:
            return
        self._save_answers(handle)
        known = handle.every(rows.Job, tables.jobs)
        handle.save(
            tables.jobs,
            [
                msgspec.structs.replace(job, name="", reading="{}", fault=job.fault and REMOVED)
                for job in known
                if job.finished_at is not None and self._is_in(f"{job.name} {job.reading} {job.fault}")
            ],
        )
        tables_read = {job.job_id for job in known if job.entity}
        handle.save(
            tables.refusals,
            [
                msgspec.structs.replace(
                    refusal, errors=_ERRORS, source=NO_CELLS if refusal.job_id in tables_read else ""
                )
                for refusal in handle.every(rows.Refusal, tables.refusals)
                if self._names(f"{refusal.source} {refusal.errors}")
            ],
        )

    def _save_answers(self, handle: Handle) -> None:
        """An answer that shows one of them is blank; one that was asked for under such a key is none."""
        records = handle.every(rows.IdempotencyRecord, tables.idempotency_records)
        keyed = {record.idempotency_key for record in records if self._names(record.idempotency_key)}
        shown = [record for record in records if record.idempotency_key not in keyed and self._shows(record.answer)]
        handle.remove(tables.idempotency_records, "idempotency_key", keyed)
        handle.save(
            tables.idempotency_records, [msgspec.structs.replace(record, answer=BLANK_ANSWER) for record in shown]
        )

    def _shows(self, answer: str) -> bool:
        return not self._contact_ids.isdisjoint(_CONTACT_ID.findall(answer)) or self._names(answer)

    def _names(self, text: str) -> bool:
        """Whether an address is in a text, in capitals or encoded for URLs as well."""
        plain = _plain(text)
        return "@" in plain and not self._addresses.isdisjoint(_ADDRESS.findall(plain))

    def _is_in(self, text: str) -> bool:
        """Whether an address is in a text, even as a part of another word, such as a file's name."""
        plain = _plain(text)
        return any(address in plain for address in self._addresses)


def _plain(text: str) -> str:
    return unquote(unquote(text)).lower() if "%" in text else text.lower()
