"""Every path that the server answers, as one table; the first that fits is taken."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from headwater.api import channels, health, imports, management, reports, tracked, tracking

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
    for entity in imports.ENTITIES:
        path = f"{prefix}/{{account}}/{{integration}}/{entity.path}"
        yield Path(path, ("POST",), partial(imports.post, entity), f"Add or update: {entity.path}")
        yield Path(f"{path}/{{record:path}}", ("DELETE",), partial(imports.delete, entity), f"Delete: {entity.path}")


PATHS: Final = (
    Path("/hit", ("POST", "GET"), tracking.hit, "One page view, or a list of them", tracking.OPEN),
    Path("/hit", ("OPTIONS",), tracking.options, "Let every page send", tracking.OPEN),
    Path("/identify", ("GET", "POST"), tracking.identify, "A visitor is this contact", tracking.OPEN),
    Path("/identify", ("OPTIONS",), tracking.options, "Let every page send", tracking.OPEN),
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
    Path("/api/app/{account}/tracking", ("GET",), tracked.tracking, "What came in lately, what was dropped and why"),
    Path("/api/app/{account}/tracking", ("PATCH",), tracked.change_tracking, "Change the account's tracking policy"),
    Path("/api/app/{account}/channels", ("GET",), channels.show, "The account's channel rules"),
    Path("/api/app/{account}/channels", ("PUT",), channels.change, "Change the channel rules, for all of history"),
    Path("/api/app/{account}/channels/preview", ("POST",), channels.preview, "What other channel rules would move"),
    Path("/{account}/settings/snippet", ("GET",), tracked.snippet, "What to put into pages"),
    Path("/{account}/report/{type}", ("GET",), reports.report, "The default report of a type"),
    Path("/{account}/report/{type}/contacts", ("GET",), reports.contacts_of_report, "The people of a report: not yet"),
    Path("/{account}/report/{type}/{report}", ("GET",), reports.saved_report, "A saved report"),
)
