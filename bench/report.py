"""How fast reports are: leads by channel over HTTP, with the ratio to SQL written by hand on the same file.

The world is that of `bench.world`. Hand-written SQL runs in a process of its own on the same file with the same
settings, and both answers are held against each other before any is timed. Journeys are timed after that.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from bench import journeys
from bench.servers import Running, call, headwater
from bench.world import DATA, last_days, made_world
from headwater.cli.demo import Made
from headwater.warehouse.engine import Options, Warehouse
from headwater.warehouse.readers import Readers

ROUNDS = 15
HAND = Path(__file__).with_name("hand")


class Case(NamedTuple):
    """One report: how many days, and which model."""

    days: int
    model: str


CASES = tuple(Case(days, model) for model in ("last_touch", "linear") for days in (30, 365))


class Timed(NamedTuple):
    """Rows of channel, leads, customers and revenue; how long it took, in milliseconds: first, median, 95th of 100."""

    rows: dict[str, list[float]]
    cold: float
    median: float
    p95: float


def main() -> int:
    """Make the world if need be, time everything, and print a table."""
    made = made_world()
    with headwater(DATA) as server:
        idle = server.resident_mb
        ours = {case: _timed(lambda case=case: _ask(server, made, case)) for case in CASES}
        loaded = server.resident_mb
        size = call(server, made.api_key, f"/v2/{made.account_id}/data/query", _question(Case(1, "linear")))
        assert size["freshness"]["is_current"]
    hand = _by_hand(made)
    print(
        f"{'leads by channel':28} {'cold':>7} {'median':>7} {'p95':>7}   {'by hand':>7}   ratio   (ms; {ROUNDS} rounds)"
    )
    worst = 0.0
    for case in CASES:
        mine, other = ours[case], hand[case]
        _compare(mine.rows, other.rows)
        ratio = mine.median / other.median
        worst = max(worst, ratio)
        name = f"{case.model}, {case.days} days"
        print(f"{name:28} {mine.cold:7.0f} {mine.median:7.0f} {mine.p95:7.0f}   {other.median:7.0f}   {ratio:5.2f}")
    print(f"resident memory: {idle:.0f} MB idle, {loaded:.0f} MB after these reports; worst ratio {worst:.2f}\n")
    return journeys.main()


def _question(case: Case) -> dict[str, Any]:
    start, end = last_days(case.days)
    return {
        "type": "leads",
        "dimensions": ["clicks.channel"],
        "metrics": ["leads", "numOfCustomers", "revenue"],
        "date_range": {"start": start, "end": end},
        "options": {"attribution_model": case.model},
    }


def _ask(server: Running, made: Made, case: Case) -> dict[str, list[float]]:
    body = call(server, made.api_key, f"/v2/{made.account_id}/data/query", _question(case))
    return {row[0]: row[1:] for row in body["rows"]}


def _by_hand(made: Made) -> dict[Case, Timed]:
    """The hand-written statements, in this process, with the server's settings."""
    warehouse = Warehouse(DATA, Options(threads=os.cpu_count() or 1, memory_limit="512MB"))
    readers = Readers(warehouse)
    zone = "America/New_York"

    def ask(case: Case) -> dict[str, list[float]]:
        start, end = last_days(case.days)
        local = f"timezone('UTC', timezone('{zone}', $day::TIMESTAMP))"
        bounds = [
            readers.run(made.account_id, f"SELECT {local}", {"day": day}).rows[0][0]
            for day in (start, (datetime.fromisoformat(end) + timedelta(days=1)).date().isoformat())
        ]
        sql = (HAND / f"{case.model}.sql").read_text(encoding="utf-8")
        found = readers.run(made.account_id, sql, {"start": bounds[0], "end": bounds[1]})
        return {str(row[0]): [float(str(value)) for value in row[1:]] for row in found.rows}

    timed = {case: _timed(lambda case=case: ask(case)) for case in CASES}
    warehouse.close()
    return timed


def _timed(ask: Callable[[], dict[str, list[float]]]) -> Timed:
    took: list[float] = []
    rows: dict[str, list[float]] = {}
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        rows = ask()
        took.append((time.perf_counter() - began) * 1000)
    warm = took[1:]
    return Timed(rows, took[0], statistics.median(warm), statistics.quantiles(warm, n=20)[-1])


def _compare(mine: dict[str, list[float]], other: dict[str, list[float]]) -> None:
    """The same channels, and the same figures but for what floating point and imported touches make of them.

    The hand-written statements know nothing of touches that contacts bring with them, so '(none)' and the channels of
    these may differ; the totals may not.
    """
    for place in range(3):
        totals = [sum(row[place] for row in rows.values()) for rows in (mine, other)]
        assert abs(totals[0] - totals[1]) <= 1e-6 * max(1.0, abs(totals[1])), json.dumps([mine, other])


if __name__ == "__main__":
    sys.exit(main())
