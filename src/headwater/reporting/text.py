"""Tables for terminals: columns as wide as they need to be, figures to the right, totals below a line.

In: heads and rows of texts and numbers. Out: lines. Control characters in names, which visitors choose, are not let
through to the terminal.
"""

from collections.abc import Sequence

from headwater.reporting.answer import Answer, Field, Value

_GAP = "  "


def text_table(heads: Sequence[str], rows: Sequence[Sequence[object]], totals: Sequence[object] | None = None) -> str:
    """The table, without a newline at its end. A column of numbers is set to the right, with decimals if it has any."""
    lines = [*rows, totals] if totals is not None else list(rows)
    columns = [[line[n] for line in lines] for n in range(len(heads))]
    is_figure = [any(isinstance(cell, int | float) for cell in column) for column in columns]
    cells = [[_spelled(cell, column) for cell in column] for column in columns]
    return _set(heads, cells, is_figure, has_totals=totals is not None)


def answer_table(answer: Answer) -> str:
    """An answer, with money in the currency's decimals and percentages marked as such."""
    names = ["Total", *[""] * (len(answer.dimensions) - 1)][: len(answer.dimensions)]
    rows = answer.rows if answer.dimensions else ()
    lines = [*rows, (*names, *answer.totals)]
    cells = [[_told(answer, field, line[n]) for line in lines] for n, field in enumerate(answer.fields)]
    is_figure = [False] * len(answer.dimensions) + [True] * len(answer.metrics)
    return _set([field.name for field in answer.fields], cells, is_figure, has_totals=bool(answer.dimensions))


def _set(heads: Sequence[str], columns: Sequence[Sequence[str]], is_figure: Sequence[bool], *, has_totals: bool) -> str:
    widths = [max(len(cell) for cell in (head, *column)) for head, column in zip(heads, columns, strict=True)]
    count = len(columns[0]) if columns else 0
    lines = [_line(heads, widths, is_figure)]
    lines += [_line([column[n] for column in columns], widths, is_figure) for n in range(count)]
    rule = _GAP.join("─" * width for width in widths)
    lines.insert(1, rule)
    if has_totals:
        lines.insert(-1, rule)
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int], is_figure: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if figure else cell.ljust(width)
        for cell, width, figure in zip(cells, widths, is_figure, strict=True)
    )
    return _GAP.join(padded).rstrip()


def _spelled(cell: object, column: Sequence[object]) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:,.2f}" if any(isinstance(other, float) for other in column) else f"{cell:,}"
    return _printable("–" if cell is None else str(cell))


def _told(answer: Answer, field: Field, value: Value) -> str:
    if value is None or isinstance(value, str):
        return _printable("–" if value is None else value)
    if field.type == "CURRENCY":
        return f"{value:,.{answer.decimals}f}"
    if field.type == "PERCENT":
        return f"{value:.1f} %"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
