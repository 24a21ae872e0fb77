"""Documents say what is so.

Every file that they name exists, links lead somewhere, decisions have their form, the reference is what the rows say.
"""

import re
from pathlib import Path

import pytest

from docs import build
from tests.house import tree

DOCUMENTS = [path for path in tree.files() if path.suffix == ".md" and path.parts[0] not in {"tracker", "tools"}]
DECISIONS = sorted(path for path in tree.files() if path.parent == Path("docs/decisions"))
FIELDS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]

_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
_NAMED_FILE = re.compile(r"`((?:src/headwater|tests|docs|bench|tracker|dashboard|tools)/[^`*…\s]*)`")
_ROOM_FILE = re.compile(r"`((?:api|catalog|cli|demo|intake|ledger|mcp|reporting|warehouse|web)/[\w/.]+\.(?:py|sql))`")
_SENTENCE_END = re.compile(r"[.?!](?:\*\*)?(?=\s|$)")


def section(text: str, title: str) -> str:
    """What stands under a heading."""
    return re.split(rf"^## {title}$", text, maxsplit=1, flags=re.MULTILINE)[1].split("\n## ")[0].strip()


def sentences(text: str) -> int:
    return len(_SENTENCE_END.findall(re.sub(r"`[^`]*`", "code", text)))


def test_every_file_of_the_table_in_contributing_exists() -> None:
    rows = [line for line in tree.text(Path("CONTRIBUTING.md")).splitlines() if line.startswith("| a")]
    missing = [name for row in rows for name in _NAMED_FILE.findall(row) if not (tree.ROOT / name).exists()]
    assert [row for row in rows if not _NAMED_FILE.search(row)] == []
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_files_and_links_that_a_document_names_exist(path: Path) -> None:
    text = tree.text(path)
    links = [link for link in _LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    broken = [link for link in links if not (tree.ROOT / path.parent / link).exists()]
    broken += [name for name in _NAMED_FILE.findall(text) if not (tree.ROOT / name).exists()]
    broken += [name for name in _ROOM_FILE.findall(text) if not (tree.ROOT / "src/headwater" / name).exists()]
    assert not broken, "\n".join(broken)


def test_the_documents_that_a_newcomer_needs_are_there() -> None:
    for name in ("tour.md", "tenets.md", "glossary.md", "reference/README.md"):
        assert (tree.ROOT / "docs" / name).exists()


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_the_five_fields_at_their_lengths(path: Path) -> None:
    text = tree.text(path)
    assert text.startswith(f"# {path.name[:4]} · ")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == FIELDS
    assert 2 <= sentences(section(text, "Context")) <= 4
    assert 1 <= sentences(section(text, "Decision")) <= 2
    for listed in ("Consequences", "Alternatives"):
        assert section(text, listed).startswith("- ")


def test_the_reference_is_what_the_rows_say() -> None:
    assert build.stale() == [], "run `make docs`"
