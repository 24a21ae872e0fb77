"""Who did what: an entry in the account's audit log for each request whose row of the table of paths asks for one.

In: a request that was answered well. Out: an entry, durable before the answer goes out. Of persons it keeps no name.
"""

from collections.abc import Iterable
from typing import Final, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from headwater.api.house import house_of
from headwater.api.sender import sender_address
from headwater.ledger.accounts import Caller
from headwater.ledger.audit_log import Deed, note
from headwater.ledger.store import Store

_UNTOLD: Final = ("account", "person")
_TARGET: Final = "headwater.target"
CALLER: Final = "headwater.caller"


def aim(request: Request, target: str) -> None:
    """Say what a request is about where its path does not, such as the id of what it made."""
    request.scope[_TARGET] = target


async def note_request(request: Request, action: str) -> None:
    """Enter what a caller who was let in did."""
    caller = cast("Caller | None", request.scope.get(CALLER))
    if caller is not None:
        named = (str(value) for name, value in request.path_params.items() if name not in _UNTOLD)
        deed = deed_of(request, caller.actor, action, request.scope.get(_TARGET) or "/".join(named))
        await run_in_threadpool(note, *_here(request), (request.path_params["account"],), deed)


def note_later(request: Request, accounts: Iterable[str], deed: Deed) -> None:
    """Enter something in the background, so that how long an answer takes tells nothing."""
    house_of(request).askers.submit(note, *_here(request), tuple(accounts), deed)


def deed_of(request: Request, actor: str, action: str, target: str = "") -> Deed:
    """What somebody does by this request."""
    return Deed(actor, action, target, sender_address(request) or "")


def _here(request: Request) -> tuple[Store, int]:
    house = house_of(request)
    return house.store, house.clock()
