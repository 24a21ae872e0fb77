"""Facts into sinks: what a generated world is poured through into the intake.

In: facts, and for each kind of fact a callable that takes a list of (time, payload). Out: a count of what was taken.
It refuses to know what a sink does with them; the wiring supplies the same intake that clients use.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from headwater.demo.views import Fact

Batch: TypeAlias = list[tuple[int, dict[str, Any]]]
Sink: TypeAlias = Callable[[Batch], None]

BATCH = 20_000
# Contacts before what hangs on them, because tags of an unknown contact are refused; hits last, because they are most.
ORDER = ("product", "contact", "identify", "tags", "subscription", "invoice", "ad_performance", "hit")


def load(
    facts: Iterable[Fact], sinks: Mapping[str, Sink], progress: Callable[[int], None], *, batch: int = BATCH
) -> Counter[str]:
    """Pour facts into the sinks, in batches by kind, and count them; `progress` hears how many have been seen so far.

    Facts keep their order within a kind. No more than `batch` of them are held at a time, whatever their kinds.
    What a sink raises ends the loading and reaches the caller; the batches before it stay loaded.
    """
    waiting: dict[str, Batch] = {}
    loaded, seen = Counter[str](), 0
    for seen, (kind, at, data) in enumerate(facts, 1):
        waiting.setdefault(kind, []).append((at, data))
        if seen % batch == 0:
            _pour(waiting, sinks, loaded)
            progress(seen)
    _pour(waiting, sinks, loaded)
    progress(seen)
    return loaded


def _pour(waiting: dict[str, Batch], sinks: Mapping[str, Sink], loaded: Counter[str]) -> None:
    """Hand over what waits, in the order of kinds."""
    for kind in sorted(waiting, key=ORDER.index):
        sinks[kind](waiting[kind])
        loaded[kind] += len(waiting[kind])
    waiting.clear()
