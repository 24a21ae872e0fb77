"""Facts into sinks: what a generated world is poured through into the intake.

In: facts, and for each kind of fact a callable that takes a list of (time, payload). Out: a count of what was taken and
what was not. It refuses to know what a sink does with them; the wiring supplies the same intake that clients use.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from headwater.demo.views import Fact

Batch: TypeAlias = list[tuple[int, dict[str, Any]]]
Sink: TypeAlias = Callable[[Batch], None]

BATCH = 20_000
# Contacts before what hangs on them, because tags of an unknown contact are refused; hits last, because they are most.
ORDER = ("product", "contact", "identify", "tags", "subscription", "invoice", "ad_performance", "hit")


class Summary(NamedTuple):
    """How many facts of each kind went into a sink, and how many had none."""

    loaded: dict[str, int]
    skipped: dict[str, int]


def load(
    facts: Iterable[Fact], sinks: Mapping[str, Sink], progress: Callable[[int], None], *, batch: int = BATCH
) -> Summary:
    """Pour facts into the sinks, in batches by kind; `progress` hears how many facts have been seen so far.

    Facts keep their order within a kind. No more than `batch` of them are held at a time, whatever their kinds.
    What a sink raises ends the loading and reaches the caller; the batches before it stay loaded.
    """
    waiting: dict[str, Batch] = {}
    loaded, skipped, seen = Counter[str](), Counter[str](), 0
    for seen, (kind, at, data) in enumerate(facts, 1):
        if kind in sinks:
            waiting.setdefault(kind, []).append((at, data))
        else:
            skipped[kind] += 1
        if seen % batch == 0:
            _pour(waiting, sinks, loaded)
            progress(seen)
    _pour(waiting, sinks, loaded)
    progress(seen)
    return Summary(dict(loaded), dict(skipped))


def _pour(waiting: dict[str, Batch], sinks: Mapping[str, Sink], loaded: Counter[str]) -> None:
    """Hand over what waits: the kinds of ORDER first, any other after them."""
    for kind in sorted(waiting, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), kind)):
        sinks[kind](waiting[kind])
        loaded[kind] += len(waiting[kind])
    waiting.clear()
