"""Everything that an integration sent, to take away: `GET export/{entity}` as lines of JSON, CSV or Parquet."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from headwater.api.doors import enter
from headwater.api.imports import integration_of
from headwater.errors import NotFound, Problem
from headwater.intake.exports import BY_PATH, FORMATS, Export, Payload, records
from headwater.intake.spreadsheet import to_bare_lines, to_csv, to_lines
from headwater.ledger.pages import read_pages
from headwater.warehouse.parquet import write_parquet

_PIECE: Final = 2**18


async def export(request: Request) -> Response:
    """All records of an entity, streamed; `format` is ndjson (as bulk import takes them), csv or parquet."""
    house, _, standing = enter(request, "contacts")
    integration = integration_of(request, standing)
    asked = BY_PATH.get(request.path_params["entity"])
    if asked is None:
        raise NotFound(f"there is no export {request.path_params['entity']!r}: use one of {', '.join(BY_PATH)}")
    form = request.query_params.get("format", "ndjson")
    if form not in FORMATS:
        raise Problem(f"parameter 'format' must be {' or '.join(map(repr, FORMATS))}")
    pages = records(partial(read_pages, house.store, standing.account.account_id), integration, asked)
    return StreamingResponse(
        _parquet(house.warehouse.spill, pages)
        if form == "parquet"
        else iterate_in_threadpool(spelled(asked, form, pages)),
        media_type=FORMATS[form],
        headers={"Content-Disposition": f'attachment; filename="{asked.file_name(form)}"'},
    )


def spelled(asked: Export, form: str, pages: Iterator[list[Payload]]) -> Iterator[bytes]:
    """The pieces of a text format."""
    return to_csv(asked.columns, pages) if form == "csv" else to_lines(asked.path, pages)


def write_as_parquet(pages: Iterator[list[Payload]], directory: Path, target: Path) -> None:
    """Spool the pages as lines in `directory`, then make a Parquet file of them."""
    with tempfile.NamedTemporaryFile(dir=directory, prefix=".export-") as spool:
        spool.writelines(to_bare_lines(pages))
        spool.flush()
        write_parquet(Path(spool.name), target)


async def _parquet(spill: Path, pages: Iterator[list[Payload]]) -> AsyncIterator[bytes]:
    """The pieces of a Parquet file, made beside the stores, on whose disk there is room, and gone afterwards."""
    with tempfile.TemporaryDirectory(dir=spill, prefix="export-") as directory:
        target = Path(directory) / "export.parquet"
        await run_in_threadpool(write_as_parquet, pages, Path(directory), target)
        with target.open("rb") as made:
            while piece := await run_in_threadpool(made.read, _PIECE):
                yield piece
