"""Everything that an integration sent, to take away: `GET export/{entity}` as lines of JSON, CSV or Parquet."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Final

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.imports import integration_of
from headwater.errors import NotFound, Problem
from headwater.intake.exports import BY_PATH, FORMATS, Export, Payload, Source
from headwater.intake.spreadsheet import to_bare_lines, to_csv, to_lines
from headwater.ledger.accounts import find_standing
from headwater.ledger.pages import read_pages
from headwater.ledger.rows import Account
from headwater.ledger.store import Store
from headwater.ledger.visits import read_sayings
from headwater.warehouse.feed import Row
from headwater.warehouse.parquet import write_parquet
from headwater.warehouse.readers import Readers
from headwater.warehouse.views import read_page_views

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
    if asked.is_of_warehouse:
        await run_in_threadpool(house.projector.catch_up, standing.account.account_id)
    pages = asked.records(source(house.store, standing.account, integration, house.readers))
    return StreamingResponse(
        _parquet(house.warehouse.spill, pages)
        if form == "parquet"
        else iterate_in_threadpool(spelled(asked, form, pages)),
        media_type=FORMATS[form],
        headers={"Content-Disposition": f'attachment; filename="{asked.file_name(form)}"'},
    )


def source(store: Store, account: Account, integration_id: str, readers: Readers | None = None) -> Source:
    """How an integration's records are read; those of the warehouse only with its readers."""

    def page_views() -> Iterator[list[Row]]:
        return read_page_views(readers, account.account_id) if readers else iter(())

    return Source(
        integration_id=integration_id,
        rows=partial(read_pages, store, account.account_id),
        sayings=partial(read_sayings, store, account, integration_id),
        page_views=page_views,
    )


def spelled(asked: Export, form: str, pages: Iterator[list[Payload]]) -> Iterator[bytes]:
    """The pieces of a text format."""
    return to_csv(asked.columns, pages) if form == "csv" else to_lines(asked.path, pages)


def write_export(house: House, whose: tuple[str, str], what: tuple[Export, str], into: IO[bytes]) -> None:
    """All records of an account's integration of an entity, in a format, into a file, with what came in last."""
    (account_id, integration_id), (asked, form) = whose, what
    account = find_standing(house.store, account_id).account
    house.projector.catch_up(account_id)
    pages = asked.records(source(house.store, account, integration_id, house.readers))
    if form == "parquet":
        with tempfile.TemporaryDirectory(dir=house.warehouse.spill, prefix="export-") as directory:
            target = Path(directory) / "export.parquet"
            write_as_parquet(pages, Path(directory), target)
            with target.open("rb") as made:
                shutil.copyfileobj(made, into)
    else:
        into.writelines(spelled(asked, form, pages))


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
