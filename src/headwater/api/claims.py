"""Whether an identification that nobody vouches for looks like people: how many names a visitor, a sender, a name has.

In: who says to be whom, from where. Out: a verdict, the same again for what is said again. Counted in memory, bounded;
whoever is forgotten starts anew. What comes of a verdict is decided in `ledger.resolve`; why, in decision 0019.
"""

from collections import OrderedDict
from typing import Final, NamedTuple

from headwater.clock import DAY, HOUR, Clock

KEPT: Final = 100_000
"""Visitors, names and senders that are remembered."""
MOST: Final = 1_000
"""Others of each within the time; what a visitor or a name has beyond is not even kept."""

NAMES_OF_A_VISITOR: Final = 5
VISITORS_OF_A_NAME: Final = 20


class Said(NamedTuple):
    """A visitor says to be of these names, from a sender's address."""

    account_id: str
    uid: str
    names: tuple[str, ...]
    sender: str
    sender_limit: int
    """How many names a sender may say in an hour."""


class Verdict(NamedTuple):
    """Whether it counts at once, and whether it is kept at all, for an opt-in that may confirm it."""

    counts: bool
    is_kept: bool


class _Others:
    """The others that one was seen with, each with the time and whether it counted."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int, bool]] = {}

    def judge(self, other: str, now: int, span: int, limit: int) -> bool:
        """Whether the other counts; the same as the last time within the span."""
        known = self._seen.pop(other, None)
        if known and now - known[0] < span:
            self._seen[other] = now, known[1]
            return known[1]
        self._seen = {name: seen for name, seen in self._seen.items() if now - seen[0] < span}
        counts = sum(counted for _, counted in self._seen.values()) < limit
        if len(self._seen) < max(MOST, limit):
            self._seen[other] = now, counts
        return counts

    def knows(self, other: str) -> bool:
        """Whether there was room for the other."""
        return other in self._seen


class Claims:
    """What was said lately."""

    def __init__(self, clock: Clock, kept: int = KEPT) -> None:
        """Remember at most so many visitors, names and senders."""
        self._clock = clock
        self._kept = kept
        self._known: OrderedDict[str, _Others] = OrderedDict()

    def judge(self, said: Said) -> Verdict:
        """What is to become of it: it counts unless the visitor, a name or the sender has more than people have."""
        counts = keeps = True
        for name in said.names:
            for one, other, span, limit in (
                (f"visitor {said.uid}", name, DAY, NAMES_OF_A_VISITOR),
                (f"name {name}", said.uid, DAY, VISITORS_OF_A_NAME),
                (f"sender {said.sender}", name, HOUR, said.sender_limit),
            ):
                others = self._of(f"{said.account_id} {one}")
                counts = others.judge(other, self._clock(), span, limit) and counts
                keeps = (others.knows(other) or one.startswith("sender")) and keeps
        return Verdict(counts, keeps)

    def _of(self, one: str) -> _Others:
        found = self._known.setdefault(one, _Others())
        self._known.move_to_end(one)
        if len(self._known) > self._kept:
            self._known.popitem(last=False)
        return found

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._known)
