"""The SQL files of this room, by name."""

from functools import cache
from importlib import resources


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`."""
    return resources.files("headwater.warehouse").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
