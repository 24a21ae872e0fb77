"""Every path that the server answers, as one table; the first that fits is taken."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from headwater.api import bulk, health, imports, jobs, management, reports, tracking, uploads
from headwater.intake.entities import ENTITIES

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class Path(NamedTuple):
    """A path, its methods, who answers, and one line about it; `headers` go with every answer, errors too."""

    path: str
    methods: tuple[str, ...]
    endpoint: Endpoint
    doc: str
    headers: Mapping[str, str] = MappingProxyType({})


def _imports(prefix: str) -> Iterator[Path]:
    """The import API under a prefix: two paths for each entity. Invoice numbers such as `2024/17` have slashes."""
    yield Path(f"{prefix}/{{account}}/{{integration}}/bulk", ("POST",), bulk.bulk, "Any number of records, one a line")
    yield Path(f"{prefix}/{{account}}/{{integration}}/csv/{{entity:path}}", ("POST",), uploads.upload_csv, "A CSV file")
    for entity in ENTITIES:
        path = f"{prefix}/{{account}}/{{integration}}/{entity.path}"
        yield Path(path, ("POST",), partial(imports.post, entity), f"Add or update: {entity.path}")
        if entity.read_deletion:
            yield Path(
                f"{path}/{{record:path}}",
                ("DELETE",),
                partial(imports.delete, entity.read_deletion),
                f"Delete: {entity.path}",
            )


def _jobs(prefix: str) -> Iterator[Path]:
    """What can be asked of jobs."""
    yield Path(f"{prefix}/jobs", ("GET",), jobs.list_jobs, "The imports of the account, the newest first")
    yield Path(f"{prefix}/jobs/{{job}}", ("GET",), jobs.show_job, "How far an import is")
    yield Path(f"{prefix}/jobs/{{job}}/cancel", ("POST",), jobs.cancel_job, "End an import where it is")
    yield Path(f"{prefix}/jobs/{{job}}/refused", ("GET",), jobs.refused_of_job, "What an import refused, as CSV")


PATHS: Final = (
    Path("/hit", ("POST", "GET"), tracking.hit, "One page view, or a list of them", tracking.OPEN),
    Path("/hit", ("OPTIONS",), tracking.options, "Let every page send", tracking.OPEN),
    Path("/identify", ("GET", "POST"), tracking.identify, "A visitor is this contact", tracking.OPEN),
    Path("/identify", ("OPTIONS",), tracking.options, "Let every page send", tracking.OPEN),
    *_jobs("/v1/{account}"),
    *_jobs("/api/v1/{account}"),
    *_jobs("/api/app"),
    *_imports("/v1"),
    *_imports("/api/v1"),
    Path("/health", ("GET",), health.health, "Whether the process lives"),
    Path("/ready", ("GET",), health.ready, "Whether the stores answer"),
    Path("/metrics", ("GET",), health.metrics, "Counters for Prometheus"),
    Path("/v2/{account}/data/query", ("POST",), reports.query, "Any question"),
    Path("/{account}/v2/data/query", ("POST",), reports.query, "Any question"),
    Path("/api/app/doctor", ("GET",), management.doctor, "Versions, stores, disk and freshness"),
    Path("/api/app/{account}/verify", ("POST",), management.verify, "Add the warehouse up against the ledger"),
    Path("/api/app/{account}/rebuild", ("POST",), management.rebuild, "Make the warehouse anew from the ledger"),
    Path("/{account}/report/{type}", ("GET",), reports.report, "The default report of a type"),
    Path("/{account}/report/{type}/contacts", ("GET",), reports.contacts_of_report, "The people of a report: not yet"),
    Path("/{account}/report/{type}/{report}", ("GET",), reports.saved_report, "A saved report"),
)
