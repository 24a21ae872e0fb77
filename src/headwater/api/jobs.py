"""What can be asked of jobs: the list, how far one is, its end, and what it refused.

In: requests; a path without an account is about that of the key. Out: jobs as JSON, refusals as CSV.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from headwater.api import runs
from headwater.api.answers import json_answer
from headwater.api.doors import doors_of, enter
from headwater.api.house import House, house_of
from headwater.clock import iso
from headwater.ledger import jobs
from headwater.ledger.rows import Job


async def list_jobs(request: Request) -> Response:
    """The account's jobs, the newest first."""
    house, account_id = _asked(request)
    found = await run_in_threadpool(jobs.list_jobs, house.store, account_id)
    return json_answer({"status": "success", "jobs": [resource(job) for job in found]})


async def show_job(request: Request) -> Response:
    """One job, and how far it is."""
    _, job = await _job(request)
    return json_answer({"status": "success", "job": resource(job)})


async def cancel_job(request: Request) -> Response:
    """End a job where it is; what it has written stays."""
    house, job = await _job(request)
    return json_answer({"status": "success", "job": resource(await run_in_threadpool(runs.cancel, house, job))})


async def refused_of_job(request: Request) -> Response:
    """What was refused, as CSV: line, errors, and the fields as they were sent."""
    house, job = await _job(request)
    headers = {"Content-Disposition": f'attachment; filename="refused-{job.job_id}.csv"'}
    return StreamingResponse(refused_lines(house, job), media_type="text/csv; charset=utf-8", headers=headers)


def refused_lines(house: House, job: Job) -> Iterator[str]:
    """The file of refused lines, piece by piece."""
    header = msgspec.json.decode(job.reading).get("header", ["record"])
    yield _csv([["line", "errors", *header]])
    for refusal in jobs.refusals(house.store, job):
        errors = "; ".join(msgspec.json.decode(refusal.errors, type=list[str]))
        rows = msgspec.json.decode(refusal.source, type=list[list[str]]) if job.entity else [[refusal.source]]
        yield _csv([[str(refusal.line), errors, *cells] for cells in rows])


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


async def _job(request: Request) -> tuple[House, Job]:
    house, account_id = _asked(request)
    return house, await run_in_threadpool(jobs.find_job, house.store, account_id, request.path_params["job"])


def _asked(request: Request) -> tuple[House, str]:
    """The account in the path, or the key's own."""
    if "account" in request.path_params:
        house, _, standing = enter(request, "import")
        return house, standing.account.account_id
    return house_of(request), doors_of(request).own(request, "import").account.account_id


def resource(job: Job) -> dict[str, Any]:
    """A job as answers show it; `progress` runs from 0 to 1."""
    is_done = job.state == jobs.DONE
    refused = f"/api/v1/{job.account_id}/jobs/{job.job_id}/refused" if job.failed else None
    return {
        "id": job.job_id,
        "state": job.state,
        "entity": job.entity or None,
        "name": job.name,
        "size": job.size,
        "progress": 1.0 if is_done else min(0.99, round(job.bytes_read / max(job.size, 1), 4)),
        "records": job.position,
        "succeeded": job.succeeded,
        "failed": job.failed,
        "refused": refused,
        "fault": job.fault,
        "created_at": iso(job.created_at),
        "finished_at": iso(job.finished_at) if job.finished_at is not None else None,
    }
