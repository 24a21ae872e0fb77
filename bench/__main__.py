"""Runs the benchmarks: `python -m bench [NAME …]`; all of them without a name.

Each prints what it measured, and the command that measures it again; the page of results is bench/RESULTS.md.
"""

import os
import platform
import sys
from collections.abc import Callable
from typing import Final

from bench import crash, ingest, report, track

BENCHES: Final[dict[str, Callable[[], int]]] = {
    "ingest": ingest.main,
    "track": track.main,
    "report": report.main,
    "crash": crash.main,
}


def main() -> int:
    """Run what is asked for; the worst exit status."""
    asked = sys.argv[1:] or list(BENCHES)
    if unknown := [name for name in asked if name not in BENCHES]:
        print(f"bench: there is no {unknown[0]!r}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    worst = 0
    for name in asked:
        print(f"\n── {name}: python -m bench {name}\n", flush=True)
        worst = max(worst, BENCHES[name]())
    return worst


if __name__ == "__main__":
    sys.exit(main())
