"""100,000 broken bodies against a real server, over every entity's examples, by a seeded generator.

`FUZZ_CASES` and `FUZZ_SEED` ask for others. A 5xx, a hang or a change of another account ends it with the body.
"""

import json
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.contract.fuzzing import drawn, examples, target, torn, twisted

CASES = 100_000
_TOLD = 10_000


def main() -> int:
    """Send them all, and print what was answered how often."""
    cases, seed = (int(os.environ.get(name, default)) for name, default in (("FUZZ_CASES", CASES), ("FUZZ_SEED", 1)))
    chance, known, seen = random.Random(seed), examples(), Counter[int]()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as directory, target(Path(directory)) as fuzzed:
        for number in range(1, cases + 1):
            entity, example = chance.choice(known)
            if chance.random() < 1 / 2:
                other = json.dumps(chance.choice(known)[1]).encode()
                body = torn(json.dumps(example).encode(), drawn(chance), other)
            else:
                body = twisted(example, drawn(chance))
            seen[fuzzed.fuzz(entity, body)] += 1
            if number % _TOLD == 0:
                print(f"{number:8,} sent", flush=True)
    print(f"{cases:,} bodies, seed {seed}, {time.monotonic() - began:.0f} s: {dict(sorted(seen.items()))}")
    print("no 5xx, no hang, the other account unchanged, the stores add up")
    return 0
