"""What one call to the collector brought: its hits by account, and the reasons why some of them are dropped.

In: a request, then each thing that was sent. Out: `Hits` of each account, to be written; the reasons, for the header.
The headers of the call are read once; each account's policy decides once what of them may be kept.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request

from headwater.api.doors import doors_of
from headwater.api.house import House, house_of
from headwater.api.sender import is_proxied, sender_address
from headwater.clock import DAY
from headwater.errors import NotFound, Problem
from headwater.intake.hit import Hits, read_hit
from headwater.intake.policy import policy_of
from headwater.intake.sender import AHEAD, Headers, Sender, admit, refusal
from headwater.ledger.rows import Account
from headwater.ledger.salts import salt_of

MAX_HITS: Final = 1_000
_AHEAD: Final = tuple(name.encode() for name in AHEAD)
BEYOND: Final = f"beyond the {MAX_HITS} hits of one call"


class Call:
    """One call: `hits` by account, `reasons` of what was dropped."""

    def __init__(self, request: Request) -> None:
        """Nothing was taken yet."""
        self._house = house_of(request)
        self._doors = doors_of(request)
        self._headers = headers_of(request)
        self._senders: dict[str, Sender | str] = {}
        self.hits: dict[str, Hits] = {}
        self.uid: object = None
        """The last visitor that may be remembered by a cookie."""
        self.reasons: set[str] = set()

    async def take(self, sent: Mapping[str, Any]) -> None:
        """Put a hit with the others of its account, or note why not."""
        account = self._account(sent)
        if account is None:
            return
        hits = self.hits.setdefault(account.account_id, Hits(account.account_id))
        if (sender := self._senders.get(account.account_id)) is None:
            sender = self._senders[account.account_id] = await sender_of(self._house, account, self._headers)
        if isinstance(sender, str):
            self._drop(hits, sent, sender, sender)
            return
        try:
            payload = read_hit(sent, sender, self._house.clock())
        except Problem as problem:
            self._drop(hits, sent, "invalid", reason(problem))
        else:
            hits.payloads.append(payload)
            self.uid = None if sender.visitor else sent.get("uid")

    def refuse(self, rest: Sequence[Mapping[str, Any]]) -> None:
        """Count what is more than one call may bring."""
        for sent in rest:
            if account := self._account(sent):
                hits = self.hits.setdefault(account.account_id, Hits(account.account_id))
                self._drop(hits, sent, BEYOND, BEYOND)
        self.reasons.add(BEYOND)

    def _account(self, sent: Mapping[str, Any]) -> Account | None:
        try:
            return self._doors.standing(str(sent.get("a", ""))).account
        except NotFound:
            self.reasons.add("unknown account")
            return None

    def _drop(self, hits: Hits, sent: Mapping[str, Any], counted: str, told: str) -> None:
        self._house.enricher.watch.refuse(hits.account_id, sent, self._house.clock(), counted)
        hits.drops[counted] = hits.drops.get(counted, 0) + 1
        self.reasons.add(told)


def reason(problem: Problem) -> str:
    """What is wrong with a hit, fit for a header."""
    return f"invalid: {problem}".encode("ascii", "replace").decode()


async def sender_of(house: House, account: Account, headers: Headers) -> Sender | str:
    """Who sends, as far as the account's policy lets it be kept; or why nothing of it is counted."""
    policy = policy_of(account.settings)
    if refused := refusal(policy, headers):
        return refused
    salt = await _salt(house, account.account_id) if policy.visitors == "cookieless" else None
    return admit(policy, headers, salt)


async def _salt(house: House, account_id: str) -> bytes:
    """The account's salt of today, from memory if it was asked for before."""
    now = house.clock()
    known = house.salts.get(account_id)
    if known is None or known[0] != now // DAY:
        salt = await asyncio.to_thread(salt_of, house.store, account_id, now)
        known = house.salts[account_id] = (now // DAY, salt)
    return known[1]


def headers_of(request: Request) -> Headers:
    """What the connection of a request says."""
    said, settings = dict(request.scope["headers"]), house_of(request).settings
    told_country = settings.country_header.encode() if settings.country_header and is_proxied(request) else None
    return Headers(
        ip=sender_address(request),
        ua=_text(said.get(b"user-agent")),
        purpose=next((_text(said[name]) for name in _AHEAD if name in said), None),
        country=_text(said.get(told_country)) if told_country else None,
        brands=_text(said.get(b"sec-ch-ua")) or "",
        gpc=said.get(b"sec-gpc") == b"1",
        dnt=said.get(b"dnt") == b"1",
    )


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1") if value is not None else None
