"""The channel rules that an account has had, each with who gave them and when.

In: rules as the settings hold them. Out: versions, the newest first. What a rule means is nobody's business here.
"""

from typing import Final

from sqlalchemy import insert, select

from headwater.ledger import rows, tables
from headwater.ledger.handle import select_rows
from headwater.ledger.rows import RulesVersion, as_dict
from headwater.ledger.store import Store
from headwater.scalars import new_token

_VERSIONS: Final = tables.rules_versions


def keep_version(store: Store, now: int, account_id: str, actor: str, rules: str) -> RulesVersion:
    """Note that an account has these rules from now on."""
    row = RulesVersion(account_id=account_id, version_id=new_token(10), at=now, actor=actor, rules=rules)
    with store.write() as connection:
        connection.execute(insert(_VERSIONS).values(as_dict(row)))
    return row


def list_versions(store: Store, account_id: str, most: int) -> list[rows.RulesVersion]:
    """The newest versions of an account."""
    mine = select(_VERSIONS).where(_VERSIONS.c.account_id == account_id)
    newest = mine.order_by(_VERSIONS.c.at.desc(), _VERSIONS.c.version_id).limit(most)
    with store.read() as connection:
        return [RulesVersion(**row) for row in connection.execute(newest).mappings()]


def has_versions(store: Store, account_id: str) -> bool:
    """Whether any is known."""
    with store.read() as connection:
        return bool(select_rows(connection, RulesVersion, _VERSIONS, _VERSIONS.c.account_id == account_id))
