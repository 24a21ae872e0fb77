"""The page of the API: all of the document is on it, in valid places, and it needs nothing from anywhere."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from headwater.api.page.words import coloured, inline, quoted, spelled
from tests.stand import Stand

VOID = {"meta", "link", "wbr", "br", "input", "img"}


class Page(HTMLParser):
    """What is on a page: ids, links, and what would be fetched; unbalanced tags fail."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [told.get("href") or ""] if tag == "a" else []
        self.fetched += (
            [told.get("src") or told.get("href") or ""] if tag in {"script", "link", "img", "iframe"} else []
        )
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(shop: Stand) -> Page:
    answer = shop.client.get("/docs")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return Page(answer.text)


@pytest.fixture(scope="module")
def document(shop: Stand) -> dict[str, Any]:
    return shop.client.get("/openapi.json").json()


def test_every_link_leads_somewhere_and_every_place_is_one(page: Page) -> None:
    assert len(set(page.ids)) == len(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert [link for link in page.links if not link.startswith("#")] == ["/openapi.json"]


def test_nothing_is_fetched(page: Page) -> None:
    assert [address for address in page.fetched if address and not address.startswith("data:")] == []


def test_every_operation_and_every_field_is_on_it(page: Page, document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        assert path in page.text
        for method, operation in operations.items():
            if method != "options" and "x-same-as" not in operation:
                assert operation["operationId"] in page.ids
                assert operation["summary"] in page.text
    for name in ("Contact", "Invoice", "Hit", "Identify"):
        for field, schema in document["components"]["schemas"][name]["properties"].items():
            assert field in page.text
            assert schema["description"].replace("`", "") in page.text


def test_what_a_document_says_is_text() -> None:
    assert inline("a < b & `<i>`") == "a &lt; b &amp; <code>&lt;i&gt;</code>"
    assert "<script>alert" not in coloured('{"a": "<script>alert(1)</script>"}')


def test_json_is_spelled_in_short_lines() -> None:
    assert spelled({"a": [1, 2], "b": None}) == '{"a": [1, 2], "b": null}'
    assert spelled({"name": "x" * 50, "list": ["y" * 60]}).splitlines() == [
        "{",
        f'  "name": "{"x" * 50}",',
        '  "list": [',
        f'    "{"y" * 60}"',
        "  ]",
        "}",
    ]


def test_a_text_is_one_word_of_a_shell() -> None:
    assert quoted("it's") == r"'it'\''s'"


def test_names_texts_and_numbers_are_marked() -> None:
    marked = coloured('{"a": "b", "c": -1.5, "d": true}')
    assert re.findall(r'class="(\w+)">([^<]+)', marked) == [
        ("key", "&quot;a&quot;"),
        ("text", "&quot;b&quot;"),
        ("key", "&quot;c&quot;"),
        ("plain", "-1.5"),
        ("key", "&quot;d&quot;"),
        ("plain", "true"),
    ]
