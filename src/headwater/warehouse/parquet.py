"""Lines of JSON become a Parquet file, with a column for each name and nested values kept as they are.

In: a file with an object on each line. Out: a file that any columnar engine reads. Touches no account's tables.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from headwater.warehouse.cursors import literal


def write_parquet(lines: Path, parquet: Path, columns: Mapping[str, str] | None = None) -> None:
    """Make `parquet` of `lines`; columns and their types, unless they are given, are found by reading all of it."""
    with duckdb.connect() as connection:
        source = (
            f"read_json({literal(str(lines))}, format = 'newline_delimited', {_typed(columns)})"
            if columns or lines.stat().st_size
            else "(SELECT NULL::VARCHAR AS id WHERE false)"
        )
        connection.execute(f"COPY (FROM {source}) TO {literal(str(parquet))} (FORMAT parquet, COMPRESSION zstd)")


def _typed(columns: Mapping[str, str] | None) -> str:
    if columns is None:
        return "sample_size = -1"
    return "columns = {" + ", ".join(f"{literal(key)}: {literal(kind)}" for key, kind in columns.items()) + "}"
