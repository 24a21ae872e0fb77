"""Budgets of size: modules, functions, arguments; with a list of exceptions that may only shrink.

Complexity and the number of arguments are ruff's (C901, PLR0913); here we see to it that nobody switches them off.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house import tree

MODULE_LINES = 300
FUNCTION_LINES = 40
ROWS_OF_DATA = "src/headwater/catalog/"  # a table of rows may be as long as there are rows

_SWITCHED_OFF = re.compile(r"#\s*noqa:[^#]*\b(C901|PLR0913|PLR0917)\b")


def exceptions(kind: str) -> dict[str, int]:
    return tomllib.loads(tree.text(Path("tests/house/exceptions.toml")))[kind]


def module_sizes() -> dict[str, int]:
    sizes = {path.as_posix(): len(tree.text(path).splitlines()) for path in tree.modules()}
    return {path: size for path, size in sizes.items() if size > MODULE_LINES and not path.startswith(ROWS_OF_DATA)}


def function_sizes() -> dict[str, int]:
    sizes = {
        f"{path.as_posix()}::{name}": (function.end_lineno or function.lineno) - function.lineno + 1
        for path in tree.modules()
        for name, function in _functions(tree.syntax(path))
    }
    return {name: size for name, size in sizes.items() if size > FUNCTION_LINES}


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        name = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{child.name}."
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name.removesuffix("."), child
        yield from _functions(child, name)


def test_no_module_is_longer_than_its_budget_or_its_exception() -> None:
    assert module_sizes() == exceptions("module")


def test_no_function_is_longer_than_its_budget_or_its_exception() -> None:
    assert function_sizes() == exceptions("function")


def test_the_budgets_that_ruff_keeps_are_not_switched_off() -> None:
    off = [
        f"{path}:{number}"
        for path in tree.modules()
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if _SWITCHED_OFF.search(line)
    ]
    assert not off, "\n".join(off)
