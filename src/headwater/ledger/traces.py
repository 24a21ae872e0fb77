"""Where somebody is named beside their own rows: answers that are kept for a day, and what jobs refused.

In: contact ids and addresses. Out: the records that show one of them; or these records without them, in the transaction
in which whoever they name is deleted. All are looked through once, however many are deleted together.
"""

import re
from collections.abc import Iterable
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
    """What is looked for, inside one transaction on one account."""

    def __init__(self) -> None:
        """Nobody is looked for yet."""
        self._addresses: set[str] = set()
        self._contact_ids: set[str] = set()

    def look_for(self, contact_ids: Iterable[str], addresses: Iterable[str | None]) -> None:
        """Look for these, too; a contact id may be an address."""
        ids = set(contact_ids)
        self._contact_ids |= {msgspec.json.encode(contact_id).decode() for contact_id in ids}
        self._addresses |= {name.lower() for name in (*ids, *addresses) if name and "@" in name}

    def answers(self, handle: Handle) -> list[rows.IdempotencyRecord]:
        """The stored answers that show one of them."""
        return [one for one in handle.every(rows.IdempotencyRecord, tables.idempotency_records) if self._shows(one)]

    def refusals(self, handle: Handle) -> list[rows.Refusal]:
        """The records that jobs refused and that show one of the addresses."""
        refused = handle.every(rows.Refusal, tables.refusals)
        return [refusal for refusal in refused if self._names(f"{refusal.source} {refusal.errors}")]

    def save(self, handle: Handle) -> None:
        """Take them out of what is kept."""
        if not self._contact_ids and not self._addresses:
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
                for refusal in self.refusals(handle)
            ],
        )

    def _save_answers(self, handle: Handle) -> None:
        """An answer that shows one of them is blank; one that was asked for under such a key is none."""
        shown = self.answers(handle)
        keyed = {record.idempotency_key for record in shown if self._names(record.idempotency_key)}
        blank = [msgspec.structs.replace(one, answer=BLANK_ANSWER) for one in shown if one.idempotency_key not in keyed]
        handle.remove(tables.idempotency_records, "idempotency_key", keyed)
        handle.save(tables.idempotency_records, blank)

    def _shows(self, record: rows.IdempotencyRecord) -> bool:
        is_theirs = not self._contact_ids.isdisjoint(_CONTACT_ID.findall(record.answer))
        return is_theirs or self._names(f"{record.answer} {record.idempotency_key}")

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
