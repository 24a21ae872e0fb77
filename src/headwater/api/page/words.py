"""Words of the document as HTML: escaped, `code` in backticks, paragraphs; JSON and shell as they are typed."""

import json
import re
from html import escape
from typing import Final, cast

_TOKEN: Final = re.compile(
    r"(?P<key>&quot;(?:[^&]|&(?!quot;))*?&quot;)(?=: )|(?P<text>&quot;(?:[^&]|&(?!quot;))*?&quot;)"
    r"|(?<![\w.])(?P<plain>-?\d[\d.]*|true|false|null)(?![\w.])"
)


def inline(text: str) -> str:
    """A line of text."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def paragraphs(text: str) -> str:
    """Text with empty lines between its paragraphs."""
    return "".join(f"<p>{inline(part)}</p>" for part in text.split("\n\n") if part.strip())


def spelled(value: object) -> str:
    """A value as JSON, short lists and objects in one line each."""
    return _fold(value, "")


def _fold(value: object, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(flat) + len(indent) <= 60:  # noqa: PLR2004 - fits beside the text
        return flat
    deeper = indent + "  "
    if isinstance(value, list):
        inner, (opening, closing) = [_fold(one, deeper) for one in cast("list[object]", value)], "[]"
    else:
        pairs = cast("dict[str, object]", value).items()
        inner, (opening, closing) = [f"{json.dumps(name)}: {_fold(one, deeper)}" for name, one in pairs], "{}"
    lines = ",\n".join(deeper + one for one in inner)
    return f"{opening}\n{lines}\n{indent}{closing}"


def coloured(code: str) -> str:
    """JSON, or shell with JSON in it, with its names, texts and plain values marked."""

    def mark(found: re.Match[str]) -> str:
        return f'<span class="{found.lastgroup}">{found[0]}</span>'

    return _TOKEN.sub(mark, escape(code, quote=True))


def quoted(text: str) -> str:
    """A text as one word of a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def block(title: str, code: str, *, is_copied: bool = False) -> str:
    """A block of code under a title, with a button to copy it."""
    button = '<button type="button" class="copy">Copy</button>' if is_copied else ""
    return (
        f'<figure class="code"><figcaption>{escape(title)}{button}</figcaption>'
        f'<pre tabindex="0"><code>{coloured(code)}</code></pre></figure>'
    )
