"""The files of this repository as the house tests look at them.

In: nothing. Out: paths relative to the root, their text, their syntax trees. Leaves out what tools made.
"""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON_FOLDERS = ("src", "tests", "bench", "docs")

_MADE_ANYWHERE = {".git", ".venv", "node_modules", "__pycache__"}
_TOOLS_MADE = {".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
_MADE = {"data", "build", "dist", "src/headwater/web/static"} | _TOOLS_MADE
_CODE = {".py", ".sql", ".ts", ".tsx", ".mjs", ".css"}
_TEXT = {".md", ".toml", ".json", ".yaml", ".yml", ".lock", ".csv", ".txt", ".html", ""} | _CODE


@cache
def files() -> tuple[Path, ...]:
    """Every text file that belongs to the repository."""
    return tuple(sorted(path for path in _walk() if path.suffix in _TEXT))


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of ours."""
    return tuple(path for path in files() if path.suffix == ".py" and path.parts[0] in PYTHON_FOLDERS)


@cache
def text(path: Path) -> str:
    """A file's text."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def syntax(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(text(path), filename=str(path))


def _walk() -> Iterator[Path]:
    for folder, names, leaves in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        names[:] = [name for name in names if name not in _MADE_ANYWHERE and (here / name).as_posix() not in _MADE]
        yield from (here / leaf for leaf in leaves if leaf not in _MADE_ANYWHERE)
