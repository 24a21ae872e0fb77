"""The large world that reports and journeys are timed on: the demo at 300,000 contacts and 10 million page views.

It is generated once into `bench/.data`, which takes some 20 minutes, and kept (`HEADWATER_BENCH_DATA` names another
directory). Out: how to ask it, and its last days.
"""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bench.servers import HEADWATER
from headwater.cli.demo import Made

CONTACTS, PAGE_VIEWS = 300_000, 10_000_000
DATA = Path(os.environ.get("HEADWATER_BENCH_DATA", Path(__file__).with_name(".data")))


def made_world() -> Made:
    """The world, made if need be."""
    if not (DATA / "demo.json").exists():
        print(f"making the world in {DATA}: {CONTACTS} contacts, {PAGE_VIEWS} page views", flush=True)
        size = ["--contacts", str(CONTACTS), "--page-views", str(PAGE_VIEWS)]
        subprocess.run([HEADWATER, "demo", "--load-only", "--data", str(DATA), *size], check=True)
    return msgspec.json.decode((DATA / "demo.json").read_bytes(), type=Made)


def last_days(days: int) -> tuple[str, str]:
    """The last days of the world, which ends with the day before it was made."""
    last = datetime.fromtimestamp((DATA / "demo.json").stat().st_mtime, UTC).date() - timedelta(days=1)
    return (last - timedelta(days=days - 1)).isoformat(), last.isoformat()
