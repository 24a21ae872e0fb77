"""Dependencies are pinned with hashes, and no lock says where a package is fetched from."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house import tree

PYTHON_LOCKS = [path for path in tree.files() if re.fullmatch(r"requirements.*\.lock", path.name)]
NODE_LOCKS = [path for path in tree.files() if path.name == "package-lock.json"]
ADDRESS = re.compile(r"(https?|file|git\+\w+|ssh)://|^-|@\s*(https?|git|file):", re.MULTILINE)
PIN = re.compile(
    r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==[^\s\\]+.*?\\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def pins(lock: Path) -> dict[str, str]:
    """The pinned packages of a lock: name → `name==version …`."""
    return {found[1]: found[0].partition("\\")[0].strip() for found in PIN.finditer(tree.text(lock))}


def project() -> dict[str, Any]:
    return tomllib.loads(tree.text(Path("pyproject.toml")))


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=str)
def test_a_python_lock_names_no_address_and_pins_every_package_with_hashes(lock: Path) -> None:
    text = tree.text(lock)
    assert ADDRESS.search(text) is None
    assert len(pins(lock)) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=str)
def test_a_node_lock_names_no_address_and_has_a_hash_for_every_package(lock: Path) -> None:
    packages: dict[str, dict[str, Any]] = json.loads(tree.text(lock))["packages"]
    fetched = {name: package for name, package in packages.items() if name and not package.get("link")}
    assert [name for name, package in fetched.items() if "resolved" in package] == []
    assert [name for name, package in fetched.items() if not package.get("integrity", "").startswith("sha512-")] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_of_the_project_is_locked(lock: str) -> None:
    asked = project()["project"]["dependencies"]
    if lock == "requirements-dev.lock":
        asked = asked + project()["dependency-groups"]["dev"]
    names = {_normal(found[0]) for requirement in asked if (found := NAME.match(requirement))}
    assert names - set(pins(Path(lock))) == set()


def test_what_is_tested_is_what_is_shipped() -> None:
    shipped, tested = pins(Path("requirements.lock")), pins(Path("requirements-dev.lock"))
    assert {name: tested.get(name) for name in shipped} == shipped


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
