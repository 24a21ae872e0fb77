"""The table of dates in words, dates.toml: what each means when and where, and why the case is there."""

from pathlib import Path

import msgspec


class At(msgspec.Struct, forbid_unknown_fields=True):
    """Cases of one moment, local in its zone: of each the text, the day ("" if it is refused), and why it is there."""

    about: str
    now: str
    zone: str
    cases: list[tuple[str, str, str]]


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    at: list[At]


def table() -> list[At]:
    """All of it."""
    return msgspec.toml.decode(Path(__file__).with_name("dates.toml").read_bytes(), type=_Table).at
