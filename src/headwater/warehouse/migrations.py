"""The steps that bring an account's tables to the version of this program: forward only, each in its own transaction.

In: `sql/NNNN_name.sql`, in order of number. Out: a catalogue at the newest version, with a row per step in
`migrations`. Knows nothing of what the tables mean.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from headwater.warehouse.cursors import Cursor, number, transaction
from headwater.warehouse.place import StoreUnreadable

_NAME: Final = re.compile(r"(\d{4})_(\w+)\.sql")
_VERSIONS: Final = """
    CREATE TABLE IF NOT EXISTS migrations (
        version INTEGER NOT NULL, name VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL
    )
"""


class Step(NamedTuple):
    """One migration file."""

    version: int
    name: str
    sql: str


@cache
def steps() -> tuple[Step, ...]:
    """All steps that this program knows, oldest first."""
    files = resources.files("headwater.warehouse").joinpath("sql").iterdir()
    named = [(file, match) for file in files if (match := _NAME.fullmatch(file.name))]
    return tuple(sorted(Step(int(match[1]), match[2], file.read_text(encoding="utf-8")) for file, match in named))


def migrate(cursor: Cursor, wanted: Sequence[Step]) -> None:
    """Apply to the cursor's catalogue what it lacks of `wanted`; refuses a catalogue that is ahead of it."""
    cursor.execute(_VERSIONS)
    version = number(cursor, "SELECT max(version) FROM migrations")
    newest = max((step.version for step in wanted), default=0)
    if version > newest:
        raise StoreUnreadable(
            f"this warehouse is at version {version} and this program knows versions up to {newest}:"
            " it was used by a newer Headwater; start that one"
        )
    for step in wanted:
        if step.version > version:
            with transaction(cursor):
                cursor.execute(step.sql)
                cursor.execute("INSERT INTO migrations VALUES (?, ?, now()::TIMESTAMP)", [step.version, step.name])
