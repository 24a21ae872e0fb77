"""`POST csv/{entity}`, and uploads of lines that are to be jobs.

In: a file as the body or in a form, and how it is to be read. Out: the job, at its end when the file is small, else
while others run it. With `dry_run` nothing is written: what would be read is shown.
"""

import os
import re
from collections.abc import AsyncIterator, Generator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from headwater.api import runs
from headwater.api.answers import json_answer
from headwater.api.doors import enter
from headwater.api.house import House
from headwater.api.imports import integration_of
from headwater.api.jobs import resource
from headwater.errors import Problem
from headwater.intake import columns, sheet, table
from headwater.intake.entities import Entity
from headwater.intake.lines import Unpacking
from headwater.intake.table import Place, Reading
from headwater.ledger import jobs
from headwater.ledger.accounts import Standing
from headwater.ledger.rows import Job
from headwater.scalars import flag, new_token

_ID: Final = 12
_OWN_ID: Final = re.compile(r"[a-z0-9-]{12,64}")
_PIECE: Final = 2**18
_SHOWN: Final = 5
_TRIED: Final = 1000  # records that a dry run reads
_FAULTS: Final = 20
_MAP: Final = re.compile(r"map\[(.+)\]")


async def upload_csv(request: Request) -> Response:
    """Import a CSV file of one entity, or show what it would be read as."""
    house, _, standing = enter(request, "import")
    entity, job_id = runs.entity_of(request.path_params["entity"]), _job_id(request)
    place = Place(standing.account, integration_of(request, standing), entity)
    said = dict(request.query_params)
    with _spooled(house, standing) as file:
        name = await _receive(request, file, said)
        is_dry = is_yes(said, "dry_run")
        reading = await run_in_threadpool(_reading, file, entity, said, needs_any=not is_dry)
        if is_dry:
            return json_answer(await run_in_threadpool(_preview, file, place, reading))
        job = Job(
            account_id=standing.account.account_id,
            job_id=job_id,
            integration_id=place.integration_id,
            entity=entity.path,
            name=name,
            file=file.name,
            reading=msgspec.json.encode(reading).decode(),
            size=file.stat().st_size,
            state=jobs.WAITING,
            created_at=house.clock(),
        )
        if "job" in said or job.size > house.settings.job_threshold:
            return await _queued(house, job)
        job = await run_in_threadpool(jobs.add_job, house.store, msgspec.structs.replace(job, state=jobs.RUNNING))
        return json_answer({"status": "success", "job": resource(await run_in_threadpool(runs.run, house, job))})


async def upload_lines(request: Request) -> Response:
    """Lines of records, as a job."""
    house, _, standing = enter(request, "import")
    integration, job_id = integration_of(request, standing), _job_id(request)
    with _spooled(house, standing) as file:
        await _spool(request.stream(), file)
        job = Job(
            account_id=standing.account.account_id,
            job_id=job_id,
            integration_id=integration,
            entity="",
            name=request.query_params.get("name", "bulk"),
            file=file.name,
            reading="{}",
            size=file.stat().st_size,
            state=jobs.WAITING,
            created_at=house.clock(),
        )
        return await _queued(house, job)


async def _queued(house: House, job: Job) -> Response:
    """Let the job wait for its turn; one that was sent before is answered as it is now."""
    known = await run_in_threadpool(jobs.add_job, house.store, job)
    house.has_jobs.set()
    return json_answer({"status": "success", "job": resource(known)}, 202)


@contextmanager
def _spooled(house: House, standing: Standing) -> Generator[Path]:
    """A file for an upload; it is gone after the block, unless a job has taken it."""
    directory = runs.uploads(house, standing.account.account_id)
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / new_token(_ID)
    house.receiving.add(file.name)
    try:
        yield file
    finally:
        house.receiving.discard(file.name)
        if file.name not in {job.file for job in jobs.list_jobs(house.store, standing.account.account_id)}:
            file.unlink(missing_ok=True)


def _job_id(request: Request) -> str:
    """A new id, or the client's own, under which it may send the same again and it is imported once."""
    asked = request.query_params.get("job", "")
    if asked.lower() in ("", "1", "true", "yes"):
        return new_token(_ID)
    if not _OWN_ID.fullmatch(asked):
        raise Problem("parameter 'job' must be 1, or an id of 12 to 64 small letters, digits and hyphens")
    return asked


async def _receive(request: Request, file: Path, said: dict[str, str]) -> str:
    """The upload, unpacked, as a file; parameters that came in a form are added. Returns the file's own name."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        await _spool(_unpacked(request.stream()), file)
        return said.get("name", "upload.csv")
    if "boundary=" not in request.headers["content-type"]:
        raise Problem("header 'Content-Type' names no boundary between the parts of the form")
    async with request.form(max_files=1, max_fields=500) as form:
        sent = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        said |= {name: value for name, value in form.multi_items() if isinstance(value, str)}
        if not sent:
            raise Problem("the form holds no file")

        async def pieces() -> AsyncIterator[bytes]:
            while piece := await sent[0].read(_PIECE):
                yield piece

        await _spool(_unpacked(pieces()), file)
        return sent[0].filename or "upload.csv"


async def _unpacked(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    unpacking = Unpacking()
    async for data in pieces:
        for piece in unpacking.feed(data):
            yield piece
    for piece in unpacking.end():
        yield piece


async def _spool(pieces: AsyncIterator[bytes], file: Path) -> None:
    """Who is told that a job was taken finds its file after a power cut."""
    with file.open("wb") as spooled:
        async for piece in pieces:
            await run_in_threadpool(spooled.write, piece)
        spooled.flush()
        await run_in_threadpool(os.fsync, spooled.fileno())


def _reading(file: Path, entity: Entity, said: Mapping[str, str], *, needs_any: bool) -> Reading:
    """How a file is to be read: found out, as far as it was not said."""
    with file.open("rb") as opened:
        form = sheet.detect(opened, said.get("encoding", ""), said.get("delimiter", "").replace("\\t", "\t"))
    keep_others = is_yes(said, "custom_fields")
    found = columns.targets(entity, form.header, _mapping(said), keep_others=keep_others, needs_any=needs_any)
    return Reading(form.encoding, form.delimiter, form.header, tuple(found))


def _mapping(said: Mapping[str, str]) -> dict[str, str]:
    """`map` as a JSON object, and `map[header]=field`."""
    found: dict[str, str] = {}
    if text := said.get("map"):
        try:
            found = msgspec.json.decode(text, type=dict[str, str])
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise Problem('parameter \'map\' must be a JSON object such as {"E-Mail": "email"}') from None
    return found | {match[1]: value for name, value in said.items() if (match := _MAP.fullmatch(name))}


def is_yes(said: Mapping[str, str], name: str) -> bool:
    """Whether a parameter was sent that says yes."""
    try:
        return flag(said.get(name, ""))
    except ValueError as error:
        raise Problem(f"parameter '{name}' {error}") from None


def _preview(file: Path, place: Place, reading: Reading) -> dict[str, Any]:
    """What would be read: format, mapping and what else a column may be, cells, examples, the first faults."""
    form = sheet.Format(reading.encoding, reading.delimiter, reading.header)
    examples: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    sample: list[list[str]] = []
    read = 0
    with file.open("rb") as opened:
        for record in islice(table.records(place, reading.targets, sheet.rows(opened, form)), _TRIED):
            read += 1
            cells = msgspec.json.decode(record.source, type=list[list[str]])
            sample += cells[: _SHOWN - len(sample)]
            if isinstance(record.told, Problem):
                faults.append({"line": record.number, "errors": record.told.errors})
            elif len(examples) < _SHOWN:
                rows = [sheet.Row(record.number, some) for some in cells]
                examples.append({"line": record.number, "data": table.body(place.entity, reading.targets, rows)})
    return {
        "status": "success",
        "dry_run": True,
        "entity": place.entity.path,
        "format": {"encoding": reading.encoding, "delimiter": reading.delimiter},
        "mapping": {name: target or None for name, target in zip(reading.header, reading.targets, strict=True)},
        "fields": columns.fields(place.entity),
        "sample": sample,
        "read": read,
        "failed": len(faults),
        "faults": faults[:_FAULTS],
        "examples": examples,
    }
