"""How fast a mass import is: a million contacts, then a million invoices, over HTTP, as lines of `POST bulk`.

Contacts have two tags and two custom fields, invoices two items. `--records N` makes both sets smaller. Files are made
beforehand; sending and counting cost next to nothing, so that the two cores are the server's. At the end the warehouse
is verified against the ledger.
"""

import argparse
import json
import os
import random
import re
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bench.servers import HEADWATER, Running, call, create_account, headwater

RECORDS = 1_000_000
SEED = 20_260_401


class Set(NamedTuple):
    """Records of one kind: what they are called, and how the one with a number looks."""

    name: str
    record: Callable[[int, random.Random], dict[str, Any]]


def _contact(number: int, draw: random.Random) -> dict[str, Any]:
    return {
        "contact_id": number,
        "email": f"person{number}@mail{number % 97}.example",
        "first_name": f"First{number % 1000}",
        "last_name": f"Last{number % 5000}",
        "date_created": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02} 12:{number % 60:02}:00",
        "utm_source": draw.choice(["google", "bing", "newsletter", "partner"]),
        "tags": draw.sample(range(1, 51), 2),
        "custom_fields": {"company": f"Company {draw.randrange(20_000)}", "seats": draw.randrange(500)},
    }


def _invoice(number: int, draw: random.Random) -> dict[str, Any]:
    prices = [draw.randrange(100, 20_000), draw.randrange(100, 20_000)]
    return {
        "id": f"inv-{number}",
        "contact_id": draw.randrange(RECORDS),
        "amount": sum(prices),
        "paid": sum(prices),
        "date_created": f"2026-{number % 3 + 1:02}-{number % 28 + 1:02} 08:{number % 60:02}:00",
        "items": [{"name": f"Product {price % 200}", "product_id": price % 200, "amount": price} for price in prices],
    }


SETS = (Set("contact", _contact), Set("invoice", _invoice))


def main(argv: list[str] | None = None) -> int:
    """Import both sets and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench import")
    parser.add_argument("--records", type=int, default=RECORDS)
    count: int = parser.parse_args(argv).records
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory) / "data"
        made = create_account(data)
        files = {one.name: _file(Path(directory), one, count) for one in SETS}
        with headwater(data) as server:
            heads = ("records", "records/s", "MB/s", "CPU µs each", "peak MB", "current after s")
            print(f"{'set':10}" + "".join(f"{head:>16}" for head in heads))
            for name, file in files.items():
                began, worked = time.perf_counter(), _cpu_s(server)
                good = _send(server, made, file)
                took, worked = time.perf_counter() - began, _cpu_s(server) - worked
                assert good == count, (name, good, count)
                lag = _until_current(server, made)
                size = file.stat().st_size / 1e6
                rates = f"{count:16}{count / took:16.0f}{size / took:16.1f}{worked / count * 1e6:16.1f}"
                print(f"{name:10}{rates}{_peak_mb(server):16.0f}{lag:16.1f}", flush=True)
            found = subprocess.run(
                [HEADWATER, "verify", "--data", str(data)], check=False, capture_output=True, text=True
            )
        print(found.stdout.strip() or found.stderr.strip())
    return found.returncode


def _file(directory: Path, one: Set, count: int) -> Path:
    """The set as lines."""
    draw = random.Random(SEED)
    file = directory / f"{one.name}.ndjson"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(count):
            lines.write(json.dumps({"type": one.name, "data": one.record(number, draw)}) + "\n")
    return file


def _send(server: Running, made: dict[str, str], file: Path) -> int:
    """Send a file and count the records that were told to be in; reads while it sends."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    path = f"/api/v1/{made['account_id']}/{made['integration_id']}/bulk"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {made['api_key']}\r\nConnection: close\r\n"
        f"Content-Length: {file.stat().st_size}\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as connection, file.open("rb") as body:
        connection.sendall(head.encode())
        sending = threading.Thread(target=connection.sendfile, args=(body,))
        sending.start()
        good, rest = 0, b""
        while data := connection.recv(2**20):
            good += (rest[-(len(_GOOD) - 1) :] + data).count(_GOOD)
            rest = (rest + data)[-1000:]
        sending.join()
    assert b'"complete":true' in rest, rest
    return good


_GOOD = b'"status":"success"'


def _until_current(server: Running, made: dict[str, str]) -> float:
    """How long it takes until a report knows everything."""
    began = time.perf_counter()
    path, question = f"/v2/{made['account_id']}/data/query", {"type": "leads", "dimensions": [], "metrics": ["leads"]}
    while not call(server, made["api_key"], path, question)["freshness"]["is_current"]:
        time.sleep(0.2)
    return time.perf_counter() - began


def _cpu_s(server: Running) -> float:
    """The processor time that the server has used: what stays comparable on a busy machine."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(server: Running) -> float:
    """The most memory that the server ever held, in MB (10^6 bytes)."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024 / 1e6
