"""The pieces that a report's SQL is put together from: common table expressions out of `.sql` files.

In: a file's name and what goes into its braces. Out: a `Step` with the file's comment above it. Knows nothing of what
the steps mean.
"""

from functools import cache
from importlib.resources import files

from msgspec import Struct

from headwater.catalog.kinds import Relation


class Step(Struct, frozen=True):
    """One named part of a statement."""

    name: str
    comment: str
    body: str
    is_shared: bool  # computed once and kept, because more than one later step reads it

    @property
    def text(self) -> str:
        """The step as a common table expression."""
        indented = "\n".join(f"    {line}" if line else line for line in self.body.splitlines())
        return f"{self.comment}\n{self.name} AS {'MATERIALIZED ' if self.is_shared else ''}(\n{indented}\n)"


def step(name: str, file: str = "", *, is_shared: bool = False, **fields: object) -> Step:
    """A step of the engine's own, `reporting/sql/<file>.sql`, with its braces filled."""
    return _split(name, _load("headwater.reporting", file or name).format_map(fields), is_shared=is_shared)


def relation(name: str, source: Relation, *, is_shared: bool = False) -> Step:
    """A relation of the catalogue, `catalog/sql/<key>.sql`, as it stands."""
    return _split(name, _load("headwater.catalog", source.key), is_shared=is_shared)


def source_of(key: str) -> str:
    """The SQL of a file of the catalogue, without its comment."""
    return _split(key, _load("headwater.catalog", key), is_shared=False).body


def name(key: str) -> str:
    """A key of the catalogue as an SQL name."""
    return '"' + key.replace('"', '""') + '"'


def columns(*items: str) -> str:
    """A list of columns: in one line if it is short, else one to a line."""
    line = ", ".join(items)
    return line if len(line) <= 80 and "\n" not in line else "\n    " + ",\n    ".join(items)  # noqa: PLR2004 - readable


def _split(name: str, text: str, *, is_shared: bool) -> Step:
    lines = [line.rstrip() for line in text.rstrip().splitlines()]
    comments = [line for line in lines if line.startswith("--")]
    return Step(name, "\n".join(comments), "\n".join(line for line in lines if not line.startswith("--")), is_shared)


@cache
def _load(package: str, key: str) -> str:
    return (files(package) / "sql" / f"{key}.sql").read_text("utf-8")
