"""Runs the benchmarks: `python -m bench [NAME [OPTION …]]`; all of them without a name.

Each prints what it measured, and the command that measures it again; the page of results is bench/RESULTS.md.
"""

import os
import platform
import sys
from collections.abc import Callable
from typing import Final

from bench import crash, dashboard, dates, fuzz, imports, ingest, report, schemathesis, track

BENCHES: Final[dict[str, Callable[[list[str]], int]]] = {
    "ingest": lambda _: ingest.main(),
    "track": lambda _: track.main(),
    "import": imports.main,
    "report": lambda _: report.main(),
    "crash": lambda _: crash.main(),
    "dashboard": lambda _: dashboard.main(),
    "dates": dates.main,
    "fuzz": lambda _: fuzz.main(),
    "schemathesis": lambda _: schemathesis.main(),
}


def main() -> int:
    """Run what is asked for; the worst exit status."""
    options = [word for word in sys.argv[1:] if word not in BENCHES]
    asked = [word for word in sys.argv[1:] if word in BENCHES] or ([] if options else list(BENCHES))
    if not asked:
        print(f"bench: there is no {options[0]!r}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    worst = 0
    for name in asked:
        print(f"\n── {name}: python -m bench {name}\n", flush=True)
        worst = max(worst, BENCHES[name](options))
    return worst


if __name__ == "__main__":
    sys.exit(main())
