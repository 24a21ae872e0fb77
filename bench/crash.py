"""Two hundred power cuts under mixed load: nothing acknowledged is lost, nothing is doubled.

The same procedure as in tests/crash, ten times as often. Out: a count, and 1 as exit status if anything is wrong.
"""

import sys
import tempfile
from pathlib import Path

from tests.crash.killing import faults, kill_many

ROUNDS = 200
SEED = 20_260_401


def main() -> int:
    """Kill and count."""
    with tempfile.TemporaryDirectory() as directory:
        load = kill_many(Path(directory), ROUNDS, SEED, said=lambda line: print(f"\r{line}", end="", file=sys.stderr))
        wrong = faults(Path(directory), load)
    kinds = {kind: sum(1 for one, _ in load.acknowledged if one == kind) for kind in ("contact", "invoice", "hit")}
    counted = ", ".join(f"{number} {kind}s" for kind, number in kinds.items())
    print(f"\n{ROUNDS} kills; acknowledged {counted}; wrong: {len(wrong)}")
    for line in wrong[:20]:
        print(line)
    return 1 if wrong else 0
