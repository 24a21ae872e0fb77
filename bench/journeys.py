"""How fast journeys are: one contact with all that the person did, and a page of a report's people, over HTTP.

The world is that of `bench.report`, which calls this, too. Every contact and every page that is timed is another one.
`first` is the first request of its kind to a process that has just been started.
"""

import statistics
import time
from typing import NamedTuple
from urllib.parse import quote

from bench.servers import Running, call, headwater
from bench.world import DATA, Made, last_days, made_world

PEOPLE = 60
PAGES = 15
ALL = "extend=events,tags,orders"


class Case(NamedTuple):
    """What is asked, the paths to ask for in turn, and the milliseconds within which the median should be."""

    name: str
    paths: list[str]
    target: int | None


def main() -> int:
    """Time everything, and print a table."""
    made = made_world()
    with headwater(DATA) as server:
        cases = _cases(server, made)
    print(f"{'journeys':40} {'first':>7} {'median':>7} {'p95':>7}   target   (ms)")
    for case in cases:
        with headwater(DATA) as server:
            took = [_timed(server, made, path) for path in case.paths]
        median, p95 = statistics.median(took[1:]), statistics.quantiles(took[1:], n=20)[-1]
        print(f"{case.name:40} {took[0]:7.0f} {median:7.0f} {p95:7.0f}   {f'≤ {case.target}' if case.target else ''}")
    return 0


def _cases(server: Running, made: Made) -> list[Case]:
    start, end = last_days(30)
    leads, revenue = (
        f"/{made.account_id}/report/{kind}/contacts?start={start}&end={end}" for kind in ("leads", "revenue")
    )
    known = call(server, made.api_key, f"{leads}&limit={PEOPLE}")["data"]
    pages = [f"&page={number}" for number in range(1, PAGES + 1)]
    return [
        Case("one contact: events, tags, orders", [_contact(made, one["email"]) for one in known], 30),
        Case("20 leads", [leads + page for page in pages], 60),
        Case("20 leads: tags, orders", [f"{leads}&extend=tags,orders{page}" for page in pages], 60),
        Case("20 leads: events, tags, orders", [f"{leads}&{ALL}{page}" for page in pages], 60),
        Case("20 customers", [revenue + page for page in pages], 60),
        Case("100 leads: events", [f"{leads}&limit=100&extend=events{page}" for page in pages[:6]], None),
    ]


def _contact(made: Made, email: str) -> str:
    return f"/{made.account_id}/contact/{quote(email)}?{ALL}"


def _timed(server: Running, made: Made, path: str) -> float:
    began = time.perf_counter()
    call(server, made.api_key, path)
    return (time.perf_counter() - began) * 1000
