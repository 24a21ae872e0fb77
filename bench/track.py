"""How fast page views come in and become visible: hits one by one and in batches, projection by step, freshness.

Needs `wrk` (a Debian package). The bare framework under the same load is the limit of one process. Projection runs in
this process over a spool that was filled before, so that nothing else takes part.
"""

import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bench.ingest import Result, wrk
from bench.servers import Running, bare, call, create_account, headwater
from headwater.app import open_house
from headwater.clock import system_clock
from headwater.intake.hit import Hits, Sender, read_hit
from headwater.ledger.accounts import create_account as new_account
from headwater.ledger.writer import Submission, commit
from headwater.settings import load_settings

ROUNDS = 3
EACH = 50
SPOOLED = 60_000
_PORT = 8321
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"


def main() -> int:
    """Run everything and print tables; the exit status of the count at the end."""
    with bare(_PORT + 1) as limit:
        bare_one = _median(limit, "none", 1)
        bare_many = _median(limit, "none", EACH, 16)
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory)
        account = create_account(data)["account_id"]
        with headwater(data, _PORT, tracking_limit="1000000000") as server:
            with _watching(server, data, account) as ages:
                one = _median(server, account, 1)
                many = _median(server, account, EACH, 16)
            operator = json.loads((data / "server.json").read_text())["operator"]
            found = call(server, operator, f"/api/app/{account}/verify", {})
    print(f"{'scenario':36} {'hits/s':>9} {'bare':>9} {'ratio':>6} {'p50 ms':>8} {'p99 ms':>8}")
    _print("one by one, 64 connections", 1, one, bare_one)
    _print(f"{EACH} in a call, 16 connections", EACH, many, bare_many)
    p95 = statistics.quantiles(ages, n=20)[-1]
    print(f"freshness under this load: p50 {statistics.median(ages):.1f} s, p95 {p95:.1f} s")
    _project()
    print(f"verified: {found['checked']['hits']} hits, differences: {found['differences'] or 'none'}")
    return 1 if found["differences"] else 0


def _print(name: str, each: int, mine: Result, limit: Result) -> None:
    print(
        f"{name:36} {mine.per_second * each:9.0f} {limit.per_second * each:9.0f}"
        f" {mine.per_second / limit.per_second:6.2f} {mine.p50:8.2f} {mine.p99:8.2f}"
    )


def _median(server: Running, account: str, each: int, connections: int = 64) -> Result:
    rounds = [wrk(server.url, "hits.lua", connections, account, str(each)) for _ in range(ROUNDS)]
    return sorted(rounds, key=lambda result: result.per_second)[len(rounds) // 2]


@contextmanager
def _watching(server: Running, data: Path, account: str) -> Generator[list[float]]:
    """How old the warehouse's knowledge is, in seconds, asked ten times a second."""
    operator = json.loads((data / "server.json").read_text())["operator"]
    ages: list[float] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.1):
            accounts = call(server, operator, "/api/app/doctor")["accounts"]
            (as_of,) = [one["as_of"] for one in accounts if one["account_id"] == account]
            if as_of:
                ages.append(max(0.0, time.time() - datetime.fromisoformat(as_of).timestamp()))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield ages
    finally:
        ended.set()
        thread.join()


def _project() -> None:
    """The projection alone: how many hits a second, and where the time goes."""
    with tempfile.TemporaryDirectory() as directory:
        settings = load_settings({"data": directory}, {}, None)
        with open_house(settings) as house:
            made = new_account(house.store, system_clock(), "Bench", "UTC", "USD").account_id
            with house.projector.lock(made):
                for start in range(0, SPOOLED, 1_000):
                    payloads = [_hit(start + number) for number in range(1_000)]
                    commit(house.store, system_clock(), [Submission(Hits(made, payloads), lambda _: None)])
                began = time.perf_counter()
                house.projector.catch_up(made)
                took = time.perf_counter() - began
            seconds, times = house.projector.meter.seconds(), house.enricher.times()
    print(f"projection: {SPOOLED / took:.0f} hits/s")
    print("  of a batch: " + ", ".join(f"{step} {spent / took:.0%}" for step, spent in seconds.items()))
    print("  of enrichment, µs a hit: " + ", ".join(f"{one.step} {one.microseconds:.1f}" for one in times))


def _hit(number: int) -> dict[str, object]:
    now = system_clock()
    sent = {
        "uid": f"visitor-{number // 6}",
        "url": f"https://shop.example/page-{number % 400}?utm_source=google&utm_medium=cpc&utm_campaign=c{number % 50}",
        "ref": f"https://site-{number % 300}.example/",
        "t": now // 1000 - number,
        "s": now // 1000,
        "new": number % 6 == 0,
    }
    return read_hit(sent, Sender(f"203.{number % 113}.{number % 251}.0", AGENT.format(100 + number % 40)), now)


if __name__ == "__main__":
    sys.exit(main())
