"""What came in lately, for those who look whether their pages are tracked, and what was refused at the door so far.

In: hits as they pass the collector and the enrichment. Out: the last of each account, newest first, and counts by
reason. Kept in memory, bounded, and gone with the process; addresses are never in it.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Collection, Mapping
from typing import Any, Final

from headwater.clock import iso
from headwater.intake.enrich_url import MAX_READ, clean, read_address
from headwater.scalars import hash63

LAST: Final = 50
ACCOUNTS: Final = 500
_SHOWN: Final = ("url", "ref", "type", "uid")


class Watch:
    """The last hits of accounts that had any lately."""

    def __init__(self) -> None:
        """Nothing came in."""
        self.refused: Counter[str] = Counter()
        self._seen: OrderedDict[str, deque[tuple[Mapping[str, Any], Mapping[str, object] | None, str | None]]] = (
            OrderedDict()
        )

    def refuse(self, account_id: str, sent: Mapping[str, Any], now: int, reason: str) -> None:
        """A hit was dropped by the collector."""
        self.refused[reason] += 1
        self.note(account_id, {name: sent.get(name) for name in _SHOWN} | {"received_at": now}, None, reason)

    def note(
        self, account_id: str, hit: Mapping[str, Any], origin: Mapping[str, object] | None, drop: str | None
    ) -> None:
        """A hit became a page view with this origin, or was dropped for this reason. Cheap: it runs for every hit."""
        seen = self._seen.get(account_id)
        if seen is None:
            seen = self._seen.setdefault(account_id, deque(maxlen=LAST))
            if len(self._seen) > ACCOUNTS:
                self._seen.popitem(last=False)
        seen.append((hit, origin, drop))

    def forget(self, account_id: str, uids: Collection[str]) -> None:
        """Show nothing more of these visitors."""
        kept = [one for one in self._seen.get(account_id, ()) if one[0].get("uid") not in uids]
        if account_id in self._seen:
            self._seen[account_id] = deque(kept, maxlen=LAST)

    def last(self, account_id: str) -> list[dict[str, object]]:
        """The account's last hits, newest first, fit to be shown."""
        return [_shown(*one) for one in reversed(list(self._seen.get(account_id, ())))]


def _shown(hit: Mapping[str, Any], origin: Mapping[str, object] | None, drop: str | None) -> dict[str, object]:
    uid, arrived = hit.get("uid"), hit.get("received_at")
    return {
        "received_at": iso(arrived) if isinstance(arrived, int) else None,
        "type": clean(hit.get("type"), 64) or "page_view",
        "url": read_address(clean(hit.get("url"), MAX_READ)).stored,
        "referrer": read_address(clean(hit.get("ref"), MAX_READ)).stored,
        "visitor_id": str(hash63(str(uid))) if uid else None,
        "channel": origin["channel"] if origin else None,
        "source": origin["source"] if origin else None,
        "dropped": drop,
    }
