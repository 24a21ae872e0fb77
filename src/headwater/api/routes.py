"""Every path that the server answers, as one table; the first that fits is taken."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from headwater.api import (
    bulk,
    catalogued,
    channels,
    decided,
    definitions,
    documents,
    explained,
    exports,
    health,
    imports,
    jobs,
    journeys,
    management,
    operations,
    operations_account,
    operations_defined,
    operations_import,
    operations_people,
    persons,
    reports,
    scrubbing,
    start,
    tracked,
    tracking,
    uploads,
)
from headwater.api.about import Path
from headwater.api.routes_users import managing, users
from headwater.intake.entities import ENTITIES
from headwater.reporting.definitions import KINDS


def _imports(prefix: str, main: str = "") -> Iterator[Path]:
    """The import API under a prefix: two paths for each entity. Invoice numbers such as `2024/17` have slashes."""
    path = "/{account}/{integration}/export/{entity:path}"
    doc = "Everything of an entity, as lines of JSON, CSV or Parquet"
    about = operations_import.EXPORT
    yield Path(prefix + path, ("GET",), exports.export, doc, about, same_as=main and main + path, deed="export")
    path = "/{account}/{integration}/bulk"
    doc = "Any number of records, one a line"
    yield Path(prefix + path, ("POST",), bulk.bulk, doc, operations_import.BULK, same_as=main and main + path)
    path = "/{account}/{integration}/csv/{entity:path}"
    doc = "A CSV file"
    yield Path(prefix + path, ("POST",), uploads.upload_csv, doc, operations_import.CSV, same_as=main and main + path)
    for entity in ENTITIES:
        path = f"/{{account}}/{{integration}}/{entity.path}"
        post = partial(imports.post, entity)
        about = operations_import.importing(entity.payload)
        yield Path(prefix + path, ("POST",), post, f"Add or update: {entity.path}", about, same_as=main and main + path)
        if entity.read_deletion is not None:
            path += "/{record:path}"
            delete = partial(imports.delete, entity.read_deletion)
            about = operations_import.deleting(entity.payload)
            yield Path(
                prefix + path, ("DELETE",), delete, f"Delete: {entity.path}", about, same_as=main and main + path
            )


def _jobs(prefix: str, main: str = "") -> Iterator[Path]:
    """What can be asked of jobs."""
    for path, method, endpoint, doc, about in (
        ("/jobs", "GET", jobs.list_jobs, "The imports of the account, the newest first", operations_import.JOBS),
        ("/jobs/{job}", "GET", jobs.show_job, "How far an import is", operations_import.JOB),
        ("/jobs/{job}/cancel", "POST", jobs.cancel_job, "End an import where it is", operations_import.JOB),
        (
            "/jobs/{job}/refused",
            "GET",
            jobs.refused_of_job,
            "What an import refused, as CSV",
            operations_import.REFUSED,
        ),
    ):
        yield Path(prefix + path, (method,), endpoint, doc, about, same_as=main and main + path)


def _account() -> Iterator[Path]:
    """What an account decides of its tracking and its channels."""
    about = operations_account
    for path, method, endpoint, doc, row, deed in (
        ("tracking", "GET", tracked.tracking, "What came in lately, what was dropped and why", about.TRACKING, ""),
        (
            "tracking",
            "PATCH",
            tracked.change_tracking,
            "Change the account's tracking policy",
            about.POLICY,
            "tracking.change",
        ),
        ("start", "GET", start.start, "What has come in so far, towards the first report", about.START, ""),
        ("channels", "GET", channels.show, "The account's channel rules", about.CHANNELS, ""),
        (
            "channels",
            "PUT",
            channels.change,
            "Change the channel rules, for all of history",
            about.RULES,
            "channels.change",
        ),
        ("channels/history", "GET", channels.history, "The channel rules that there were", about.RULES_HISTORY, ""),
        ("channels/preview", "POST", channels.preview, "What other channel rules would move", about.PREVIEW, ""),
    ):
        yield Path(f"/api/app/{{account}}/{path}", (method,), endpoint, doc, row, deed=deed)
    doc = "What to put into pages"
    yield Path("/{account}/settings/snippet", ("GET",), tracked.snippet, doc, about.SNIPPET)


def _persons() -> Iterator[Path]:
    """What can be done with one person."""
    for name, deed in persons.ACTS.items():
        path = f"/api/app/{{account}}/person/{{person:path}}{deed.suffix}"
        entered = "" if name == "show" else f"person.{name}"
        yield Path(path, (deed.method,), partial(persons.act, deed), deed.doc, deed.about, deed=entered)


def _people() -> Iterator[Path]:
    """Persons, with what they did."""
    path, doc = "/v2/{account}/data/people", "The people whom a search and filters find"
    yield Path(path, ("POST",), journeys.found_people, doc, operations_people.FOUND)
    for path, endpoint, doc, about in (
        (
            "contact/{contact:path}",
            journeys.contact,
            "One contact, and what the person did",
            operations_people.ONE,
        ),
        ("report/{type}/contacts", journeys.contacts_of_report, "The people of a report", operations_people.MANY),
        (
            "report/{type}/{report}/contacts",
            journeys.contacts_of_report,
            "The people of a saved report",
            operations_people.SAVED,
        ),
    ):
        yield Path(f"/{{account}}/{path}", ("GET",), endpoint, doc, about)


def _defined() -> Iterator[Path]:
    """What an account defines for itself, and decides of its reports."""
    about = operations_defined
    for kind in KINDS:
        path, one = f"/api/app/{{account}}/{kind}s", f"/api/app/{{account}}/{kind}s/{{definition}}"
        named = {"report": "saved reports", "segment": "segments", "metric": "own metrics"}[kind]
        yield Path(path, ("GET",), partial(definitions.list_all, kind), f"The {named}", about.listing(kind))
        yield Path(one, ("GET",), partial(definitions.show, kind), f"One of the {named}", about.showing(kind))
        for where, method, act, doc, row, deed in (
            (path, "POST", definitions.create, f"One of the {named}, new", about.saving(kind), "create"),
            (one, "PUT", definitions.change, f"Change one of the {named}", about.saving(kind), "change"),
            (one, "DELETE", definitions.delete, f"Delete one of the {named}", about.deleting(), "delete"),
        ):
            yield Path(where, (method,), partial(act, kind), doc, row, deed=f"{kind}.{deed}")
    path = "/api/app/{account}/settings"
    yield Path(path, ("GET",), decided.settings, "What the account decides of its reports", about.SETTINGS)
    doc = "Change settings of reports"
    yield Path(path, ("PATCH",), decided.change, doc, about.CHANGE_SETTINGS, deed="settings.change")


def _catalogue() -> Iterator[Path]:
    """What can be asked."""
    for kind in catalogued.LISTINGS:
        endpoint = partial(catalogued.listing, kind)
        yield Path(f"/v2/{{account}}/{kind}", ("GET",), endpoint, f"What can be asked: {kind}", operations.CATALOGUE)


_OPEN: Final = tracking.OPEN
_QUERY: Final = "/v2/{account}/data/query"
_EXPLAIN: Final = "/v2/{account}/data/explain"

PATHS: Final = (
    Path("/hit", ("POST",), tracking.hit, "One page view, or a list of them", operations.HIT_POST, _OPEN),
    Path("/hit", ("GET",), tracking.hit, "One page view, answered with a pixel", operations.HIT_GET, _OPEN),
    Path("/hit", ("OPTIONS",), tracking.options, "Let every page send", operations.PREFLIGHT, _OPEN),
    Path("/identify", ("POST",), tracking.identify, "A visitor is this contact", operations.IDENTIFY_POST, _OPEN),
    Path("/identify", ("GET",), tracking.identify, "A visitor is this contact", operations.IDENTIFY_GET, _OPEN),
    Path("/identify", ("OPTIONS",), tracking.options, "Let every page send", operations.PREFLIGHT, _OPEN),
    *_imports("/api/v1"),
    *_imports("/v1", "/api/v1"),
    *users(),
    *_jobs("/api/v1/{account}"),
    *_jobs("/v1/{account}", "/api/v1/{account}"),
    *_jobs("/api/app", "/api/v1/{account}"),
    Path("/health", ("GET",), health.health, "Whether the process lives", operations.HEALTH),
    Path("/ready", ("GET",), health.ready, "Whether the stores answer", operations.READY),
    Path("/metrics", ("GET",), health.metrics, "Counters for Prometheus", operations.METRICS),
    Path("/openapi.json", ("GET",), documents.openapi, "The API as an OpenAPI document", operations.OPENAPI),
    Path("/docs", ("GET",), documents.page, "The API as a page to read", operations.PAGE),
    Path(_QUERY, ("POST",), reports.query, "Any question", operations.QUERY),
    Path("/{account}/v2/data/query", ("POST",), reports.query, "Any question", operations.QUERY, same_as=_QUERY),
    Path(_EXPLAIN, ("POST",), explained.explain_figure, "Why a figure is what it is", operations.EXPLAIN),
    Path("/api/app/doctor", ("GET",), management.doctor, "Versions, stores, disk and freshness", operations.DOCTOR),
    Path(
        "/api/app/{account}/verify",
        ("POST",),
        management.verify,
        "Add the warehouse up against the ledger",
        operations.VERIFY,
    ),
    Path(
        "/api/app/{account}/rebuild",
        ("POST",),
        management.rebuild,
        "Make the warehouse anew from the ledger",
        operations.REBUILD,
    ),
    Path(
        "/api/app/scrub",
        ("POST",),
        scrubbing.scrub,
        "Leave no trace on disk of what was deleted",
        operations.SCRUB,
    ),
    *managing(),
    *_account(),
    *_defined(),
    *_catalogue(),
    *_persons(),
    Path("/{account}/report/{type}", ("GET",), reports.report, "The default report of a type", operations.REPORT),
    *_people(),
    Path("/{account}/report/{type}/{report}", ("GET",), reports.report, "A saved report", operations.SAVED_REPORT),
)
