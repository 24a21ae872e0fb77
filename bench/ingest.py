"""How fast facts come in: durable single posts and hits over HTTP, and the bare framework as the limit.

Needs `wrk` (a Debian package). Every scenario runs several times, and the median is printed. After the load
the warehouse is verified against the ledger, and the number of acknowledged writes is printed beside what is there.
"""

import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.servers import HEADWATER, Running, bare, call, create_account, headwater

SECONDS = 5
ROUNDS = 3
LOAD = Path(__file__).with_name("load")


class Result(NamedTuple):
    """What `wrk` saw: answers, answers per second, latencies in milliseconds."""

    answers: int
    per_second: float
    p50: float
    p99: float


def wrk(url: str, script: str, connections: int, *arguments: str) -> Result:
    """Load `url` with one generator thread; anything but a 2xx fails."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", "-s", str(LOAD / script), url, "--"]
    said = subprocess.run([*command, *arguments], check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in said, said
    assert "Socket errors" not in said, said
    return Result(
        int(_find(r"(\d+) requests in", said)),
        float(_find(r"Requests/sec:\s+([\d.]+)", said)),
        _milliseconds(_find(r"\n\s+50%\s+(\S+)", said)),
        _milliseconds(_find(r"\n\s+99%\s+(\S+)", said)),
    )


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def _milliseconds(text: str) -> float:
    unit = text.lstrip("0123456789.")
    return float(text.removesuffix(unit)) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[unit]


def main() -> int:
    """Run everything and print a table."""
    rows: list[tuple[str, list[Result]]] = []
    with bare() as limit:
        rows.append(("bare framework, 64 connections", _rounds(limit, "contact.lua", 64, "/contact", "none", "bare")))
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory)
        made = create_account(data)
        path = f"/api/v1/{made['account_id']}/{made['integration_id']}/contact"
        # One key and one address send everything: the limits would be what is measured.
        with headwater(data, rate_limit="1000000000", tracking_limit="1000000000") as server:
            idle = server.resident_mb
            rows.append(
                ("contacts, one after another", _rounds(server, "contact.lua", 1, path, made["api_key"], "one"))
            )
            rows.append(("contacts, 64 connections", _rounds(server, "contact.lua", 64, path, made["api_key"], "many")))
            rows.append(("hits, 64 connections", _rounds(server, "hit.lua", 64, made["account_id"])))
            loaded = server.resident_mb
            found = subprocess.run(
                [HEADWATER, "verify", "--data", str(data)], check=False, capture_output=True, text=True
            )
            ready = call(server, made["api_key"], "/ready")
    print(f"{'scenario':34} {'answers/s':>10} {'p50 ms':>8} {'p99 ms':>8}  (median of {ROUNDS} rounds of {SECONDS} s)")
    for name, results in rows:
        middle = sorted(results, key=lambda one: one.per_second)[len(results) // 2]
        p99 = statistics.median(one.p99 for one in results)
        print(f"{name:34} {middle.per_second:10.0f} {middle.p50:8.2f} {p99:8.2f}")
    contacts = sum(one.answers for name, results in rows if name.startswith("contacts") for one in results)
    hits = sum(one.answers for name, results in rows if name.startswith("hits") for one in results)
    print(f"acknowledged: {contacts} contacts, {hits} hits; {found.stdout.strip()}; {ready['status']}")
    print(f"resident memory: {idle:.0f} MB idle, {loaded:.0f} MB after the load")
    return found.returncode


def _rounds(server: Running, script: str, connections: int, *arguments: str) -> list[Result]:
    """The rounds of one scenario; the last argument gets the round's number, so that ids stay new."""
    *same, word = arguments
    return [wrk(server.url, script, connections, *same, f"{word}-{turn}" if same else word) for turn in range(ROUNDS)]


if __name__ == "__main__":
    sys.exit(main())
