"""The two ways to run: embedded, on SQLite and files; and in a lake, on PostgreSQL and Parquet.

Every test that takes its settings from here runs in the lake with `pytest --lake`. In: the server of the session. Out:
settings, with a ledger and a lake that nobody else has.
"""

from itertools import count
from pathlib import Path

from tests.ledger.postgres import Postgres

_servers: list[Postgres] = []
_numbers = count(1)


def use(server: Postgres) -> None:
    """From now on, run in the lake."""
    _servers.append(server)


def is_lake() -> bool:
    """Whether tests run in the lake."""
    return bool(_servers)


def stores(directory: Path) -> dict[str, str]:
    """The settings of an install in `directory`."""
    embedded = {"data": str(directory)}
    return embedded | lake(_servers[-1], directory) if _servers else embedded


def lake(server: Postgres, directory: Path) -> dict[str, str]:
    """The settings of stores that a server keeps, and a folder."""
    columns = f"ducklake:postgres:{server.conninfo};data={directory / 'lake'};schema=lake_{next(_numbers)}"
    return {"ledger": server.new_schema(), "warehouse": columns}
