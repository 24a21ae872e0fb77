"""How every file of ours begins, ends and is named, and what none of them says."""

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.house import tree

DOCSTRING_LINES = 6
WORLDS = Path("tests/worlds")  # a world opens with its whole story, so that a reader can add it up
VAGUE = re.compile(r"(util|core|common|helper|service|manager)s?")  # names that say nothing of what is inside

# The project speaks of itself alone: no path of one machine, no host that packages come from.
MACHINE = re.compile(r"/(work|farm|root)/[a-z.]|/tmp/[a-z]+/|/home/[a-z]+/", re.IGNORECASE)
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.|npmjs\.(org|com)|registry\.npm|yarnpkg\.", re.IGNORECASE)


@pytest.mark.parametrize("path", tree.modules(), ids=str)
def test_a_module_opens_with_one_to_six_lines_that_say_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(tree.syntax(path))
    assert docstring, "no docstring"
    if path.parent != WORLDS:
        assert len(docstring.splitlines()) <= DOCSTRING_LINES


def test_names_say_what_is_inside() -> None:
    vague = [path for path in tree.modules() if any(VAGUE.fullmatch(part.removesuffix(".py")) for part in path.parts)]
    assert not vague, _lines(vague)


def test_files_end_with_one_newline() -> None:
    wrong = [path for path in tree.files() if (text := tree.text(path)) and text.rstrip("\n") + "\n" != text]
    assert not wrong, _lines(wrong)


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in tree.files()
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert not named, _lines(named)


def _lines(things: Sequence[object]) -> str:
    return "\n".join(map(str, things))
