"""An answer as CSV, for spreadsheets and programs."""

import csv
import io

from headwater.reporting.answer import Answer, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute instead of show


def to_csv(answer: Answer) -> str:
    """A line of keys and a line per row; no totals. A ratio that divides by zero is empty.

    Names that a spreadsheet would take for a formula get an apostrophe in front: visitors choose them.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.key for field in answer.fields])
    writer.writerows([_harmless(value) for value in row] for row in answer.rows)
    return text.getvalue()


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
