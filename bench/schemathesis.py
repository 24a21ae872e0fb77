"""Schemathesis against a real server with many examples of each operation, other ones each time.

`SCHEMATHESIS_EXAMPLES` asks for more or fewer. What it finds is printed with the request that finds it.
"""

import os
import tempfile
from pathlib import Path

from tests.contract.running import run

EXAMPLES = 200


def main() -> int:
    """Run it; 1 when it found something."""
    with tempfile.TemporaryDirectory() as directory:
        found = run(Path(directory), int(os.environ.get("SCHEMATHESIS_EXAMPLES", EXAMPLES)), is_random=True)
    print(found.said)
    return 0 if found.is_sound else 1
