"""Where accounts' warehouses live in a lake: one schema per account of one DuckLake, for which many nodes may ask.

The lake's catalogue, and writes too small for a file, are in PostgreSQL; columns are Parquet files on S3-compatible
storage or in a folder that all nodes see. In: the address of both. Knows nothing of tables.
"""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import duckdb

from headwater.errors import Problem
from headwater.warehouse.cursors import Cursor, literal
from headwater.warehouse.place import StoreUnreadable, checked, namespace

_ADDRESS: Final = re.compile(
    r"ducklake:postgres:(?P<catalogue>[^;]+);data=(?P<data>[^;]+)(;schema=(?P<schema>[a-z_][a-z0-9_]{0,62}))?"
)
_FORM: Final = "'ducklake:postgres:CONNECTION;data=FOLDER or s3://BUCKET/PREFIX'"
_SCHEMA: Final = "headwater_lake"
_INLINED: Final = 1_000
"""Rows up to which a write stays in the catalogue instead of becoming a file of its own."""
_KEPT: Final = "INTERVAL 2 HOUR"
"""How long states of the lake stay that were overwritten: longer than any question may run."""
_ATTEMPTS: Final = 5  # nodes that start together all make the lake, and all but one fail


class Lake:
    """A `Place` of one schema per account, in the lake at an address."""

    def __init__(self, address: str) -> None:
        """Read the address; `Problem` for one that is none."""
        found = _ADDRESS.fullmatch(address)
        if found is None:
            raise Problem(f"setting 'warehouse' is {address!r}: write {_FORM}, or leave it empty for files")
        self._catalogue, self._schema = found["catalogue"], found["schema"] or _SCHEMA
        self._is_remote = "://" in found["data"]
        self._data = found["data"] if self._is_remote else str(Path(found["data"]).expanduser().resolve())
        if not self._is_remote:
            Path(self._data).mkdir(parents=True, exist_ok=True)

    @property
    def directories(self) -> tuple[str, ...]:
        """Where the Parquet files are."""
        return (self._data,)

    def prepare(self, root: Cursor) -> None:
        """Load what speaks to lakes, and attach this one; it is made when it is not there."""
        for name in ("ducklake", "postgres_scanner", *(("httpfs", "aws") if self._is_remote else ())):
            _load(root, name)
        if self._is_remote:
            root.execute(_secret(self._data))
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._attach(root)
            except duckdb.Error as fault:
                if attempt == _ATTEMPTS or "already exists" not in str(fault):
                    raise StoreUnreadable(f"the lake cannot be opened: {fault}", status=503) from fault
            else:
                return

    def attach(self, root: Cursor, account_id: str) -> None:
        """Make the account's schema, if it is not there."""
        root.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{namespace(account_id)}")

    def detach(self, root: Cursor, account_id: str) -> None:
        """The lake stays attached as a whole."""

    def use(self, cursor: Cursor, account_id: str) -> None:
        """Put the cursor on the account's schema."""
        cursor.execute(f"USE lake.{namespace(account_id)}")

    def tend(self, cursor: Cursor, account_id: str) -> None:
        """Make few large files of many small writes, and forget what was overwritten long ago."""
        self._compact(cursor, account_id, threshold=0.5)
        self._forget(cursor, f"now() - {_KEPT}")

    def copy(self, cursor: Cursor, account_id: str) -> None:
        """Write everything anew that anything was deleted from, and forget at once what was before.

        A question that reads a file which is forgotten fails, and may be asked again.
        """
        self._compact(cursor, account_id, threshold=0)
        self._forget(cursor, "now()")

    def take_copy(self, account_id: str) -> None:
        """It is in its place already."""

    def _attach(self, root: Cursor) -> None:
        root.execute(f"ATTACH {literal(self._catalogue)} AS catalogue (TYPE postgres)")
        try:
            root.execute(f"CREATE SCHEMA IF NOT EXISTS catalogue.{self._schema}")
        finally:
            root.execute("DETACH catalogue")
        where = f"DATA_PATH {literal(self._data + '/')}, META_SCHEMA {literal(self._schema)}"
        root.execute(
            f"ATTACH {literal('ducklake:postgres:' + self._catalogue)} AS lake"
            f" ({where}, DATA_INLINING_ROW_LIMIT {_INLINED})"
        )

    def _compact(self, cursor: Cursor, account_id: str, threshold: float) -> None:
        """Files of which at least this part was deleted are written anew, and small ones are put together."""
        name = f"account_{checked(account_id)}"
        schema = literal(name)
        cursor.execute(f"CALL ducklake_flush_inlined_data('lake', schema_name => {schema})")
        tables = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = ?", [name]).fetchall()
        for (table,) in tables:
            where = f"'lake', {literal(table)}, schema => {schema}"
            cursor.execute(f"CALL ducklake_rewrite_data_files({where}, delete_threshold => {threshold})")
            cursor.execute(f"CALL ducklake_merge_adjacent_files({where})")

    def _forget(self, cursor: Cursor, before: str) -> None:
        """Let go of the states of the lake before an instant, and of the files that only they had."""
        cursor.execute(f"CALL ducklake_expire_snapshots('lake', older_than => {before})")
        cursor.execute(f"CALL ducklake_cleanup_old_files('lake', older_than => {before})")


def _load(root: Cursor, name: str) -> None:
    """Load an extension out of its Python package; without that, as DuckDB finds or fetches it."""
    spec = find_spec(f"duckdb_extension_{name}")
    try:
        if spec is None or spec.origin is None:
            root.execute(f"INSTALL {name}")
            root.execute(f"LOAD {name}")
        else:
            folder = Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}"
            root.execute(f"LOAD {literal(str(folder / f'{name}.duckdb_extension'))}")
    except duckdb.Error as fault:
        raise Problem(
            f"the lake needs DuckDB's extension {name!r}: pip install 'headwater[lake]' ({str(fault).splitlines()[0]})"
        ) from fault


def _secret(data: str) -> str:
    """How storage is asked: by what the environment, a profile or the machine says, as for Amazon's own tools."""
    options = ["TYPE s3", "PROVIDER credential_chain", f"SCOPE {literal(data)}", "REFRESH auto"]
    if region := os.environ.get("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION")):
        options.append(f"REGION {literal(region)}")
    if endpoint := os.environ.get("AWS_ENDPOINT_URL_S3", os.environ.get("AWS_ENDPOINT_URL")):
        parts = urlsplit(endpoint)
        options += [f"ENDPOINT {literal(parts.netloc)}", "URL_STYLE 'path'", f"USE_SSL {parts.scheme == 'https'}"]
    return f"CREATE SECRET lake ({', '.join(options)})"
