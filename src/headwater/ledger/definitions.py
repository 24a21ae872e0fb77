"""What an account has defined for itself, kept: saved reports, segments, metrics.

In: kinds, ids, bodies as JSON. Out: rows. What a body means, and who uses whom, is nobody's business here: a `check` is
handed all definitions inside the transaction that is about to change them, and refuses by raising.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from sqlalchemy import Connection, delete, insert

from headwater.errors import NotFound, Problem
from headwater.ledger import rows, tables
from headwater.ledger.handle import select_rows
from headwater.ledger.rows import as_dict
from headwater.ledger.store import Store

MOST: Final = 1_000
"""How many an account may have of each kind."""

Check: TypeAlias = Callable[[Sequence[rows.Definition], Sequence[rows.Definition]], None]
"""Is given all that there were, and all that there would be."""


def list_definitions(store: Store, account_id: str) -> list[rows.Definition]:
    """All of an account, by kind, oldest first."""
    with store.read() as connection:
        return _all(connection, account_id)


def save_definition(store: Store, definition: rows.Definition, check: Check, *, is_new: bool) -> rows.Definition:
    """Add one, or change it; what is kept is returned. `NotFound` when there is none to change."""
    with store.write() as connection:
        before = _all(connection, definition.account_id)
        others = [each for each in before if _key(each) != _key(definition)]
        same = next((each for each in before if _key(each) == _key(definition)), None)
        if is_new:
            _check_new(definition, same, others)
        elif same is None:
            raise NotFound(f"there is no {definition.kind} {definition.definition_id!r}")
        if same is not None:
            definition.created_at = same.created_at
        check(before, [*others, definition])
        _remove(connection, definition)
        connection.execute(insert(tables.definitions).values(as_dict(definition)))
    return definition


def delete_definition(store: Store, account_id: str, kind: str, definition_id: str, check: Check) -> None:
    """Remove one; `NotFound` when there is none."""
    with store.write() as connection:
        before = _all(connection, account_id)
        gone = next((each for each in before if (each.kind, each.definition_id) == (kind, definition_id)), None)
        if gone is None:
            raise NotFound(f"there is no {kind} {definition_id!r}")
        check(before, [each for each in before if each is not gone])
        _remove(connection, gone)


def _check_new(definition: rows.Definition, same: rows.Definition | None, others: Sequence[rows.Definition]) -> None:
    if same is not None:
        raise Problem(
            f"there is a {definition.kind} {definition.definition_id!r} already: change it, or use another name"
        )
    if sum(each.kind == definition.kind for each in others) >= MOST:
        raise Problem(f"an account may have {MOST} of these at most: delete one that nobody needs")


def _all(connection: Connection, account_id: str) -> list[rows.Definition]:
    table = tables.definitions
    found = select_rows(connection, rows.Definition, table, table.c.account_id == account_id)
    return sorted(found, key=lambda each: (each.kind, each.created_at, each.definition_id))


def _remove(connection: Connection, definition: rows.Definition) -> None:
    table = tables.definitions
    mine = (
        table.c.account_id == definition.account_id,
        table.c.kind == definition.kind,
        table.c.definition_id == definition.definition_id,
    )
    connection.execute(delete(table).where(*mine))


def _key(definition: rows.Definition) -> tuple[str, str]:
    return definition.kind, definition.definition_id
