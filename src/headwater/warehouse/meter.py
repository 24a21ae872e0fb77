"""How long the projector's steps take and what went through them, for the metrics page: since the process began."""

import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager


class Meter:
    """Counters and stop-watches by name; safe to use from several threads."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Generator[None]:
        """Add the time spent inside to the step; a step that fails counts too."""
        began = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - began
            with self._lock:
                self._seconds[name] = self._seconds.get(name, 0.0) + spent

    def count(self, name: str, increment: int = 1) -> None:
        """Count something."""
        with self._lock:
            self._counts[name] += increment

    def counts(self) -> dict[str, int]:
        """What was counted so far."""
        with self._lock:
            return dict(self._counts)

    def seconds(self) -> dict[str, float]:
        """The time spent in each step so far."""
        with self._lock:
            return dict(self._seconds)
