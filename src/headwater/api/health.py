"""Whether the server lives, whether it can do its work, and what it has been doing, for machines that watch it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from headwater import __version__
from headwater.api.answers import json_answer
from headwater.api.house import House, house_of

_SERIES = (
    ("headwater_writes_waiting", "gauge", "Writes in the queue"),
    ("headwater_projection_seconds_total", "counter", "Time spent in each step of the projection"),
    ("headwater_projected_total", "counter", "What went through the projection"),
    ("headwater_enrichment_step_microseconds", "gauge", "What each step of enrichment costs a hit, on average"),
    ("headwater_hits_dropped_total", "counter", "Hits that became no page view, by who dropped them and why"),
    ("headwater_hits_unread_total", "counter", "Parts of hits that could not be read and were kept as they came"),
)


async def health(_request: Request) -> Response:
    """The process answers."""
    return json_answer({"status": "ok", "version": __version__})


async def ready(request: Request) -> Response:
    """The ledger can be read, and no projection is failing; which accounts fail is told to the operator alone."""
    house = house_of(request)
    await run_in_threadpool(house.feed.accounts)
    faults = house.projector.progress.faults()
    body = {"status": "failing" if faults else "ok", "failing_accounts": len(faults)}
    return json_answer(body, 503 if faults else 200)


async def metrics(request: Request) -> Response:
    """Counters in the text format of Prometheus."""
    return PlainTextResponse(_text(house_of(request)), media_type="text/plain; version=0.0.4")


def _text(house: House) -> str:
    meter, enricher = house.projector.meter, house.enricher
    drops = {("collector", reason): n for reason, n in enricher.watch.refused.items()}
    drops |= {("enrichment", reason): n for reason, n in enricher.drops.items()}
    samples = {
        "headwater_writes_waiting": [("", float(house.writer.waiting))],
        "headwater_projection_seconds_total": [(f'{{step="{name}"}}', took) for name, took in meter.seconds().items()],
        "headwater_projected_total": [(f'{{what="{name}"}}', float(n)) for name, n in meter.counts().items()],
        "headwater_enrichment_step_microseconds": [
            (f'{{step="{one.step}"}}', one.microseconds) for one in enricher.times()
        ],
        "headwater_hits_dropped_total": [
            (f'{{by="{by}",reason="{reason}"}}', float(n)) for (by, reason), n in drops.items()
        ],
        "headwater_hits_unread_total": [(f'{{what="{what}"}}', float(n)) for what, n in enricher.unread.items()],
    }
    lines: list[str] = []
    for name, kind, doc in _SERIES:
        lines += [f"# HELP {name} {doc}", f"# TYPE {name} {kind}"]
        lines += [f"{name}{label} {value!r}" for label, value in samples[name]]
    return "\n".join(lines) + "\n"
