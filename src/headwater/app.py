"""Wiring: opens the stores of a data directory as one house, and puts the endpoints in front of it.

In: settings and a clock. Out: `open_house` for whoever works in this process, `web` for a server. This is the one place
that knows every room.
"""

import fcntl
import logging
import secrets
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from starlette.requests import Request

from headwater.api.about import Path as APIPath
from headwater.api.doors import doors_of
from headwater.api.front import Front
from headwater.api.house import House
from headwater.api.mail import Postman
from headwater.api.operations import DASHBOARD, SCRIPT
from headwater.api.routes import PATHS
from headwater.api.sender import scheme_of
from headwater.clock import Clock, system_clock
from headwater.errors import NotFound, Problem
from headwater.intake.enrich import Enricher
from headwater.intake.enrich_place import atlas
from headwater.intake.policy import policy_of, script_options
from headwater.ledger.accounts import find_standing
from headwater.ledger.feed import Feed
from headwater.ledger.store import Store, open_store, sqlite_url
from headwater.ledger.writer import Writer
from headwater.scalars import new_token
from headwater.settings import Settings
from headwater.warehouse.background import Background
from headwater.warehouse.engine import Options, Warehouse
from headwater.warehouse.feed import AccountFacts
from headwater.warehouse.lake import Lake
from headwater.warehouse.projector import Projector, Sources
from headwater.warehouse.readers import ReaderOptions, Readers
from headwater.web.dashboard import dashboard_routes
from headwater.web.script import script_routes

log = logging.getLogger(__name__)

LEDGER_FILE: Final = "ledger.db"
_LOCK: Final = "serve.lock"


class Busy(Problem):
    """Another process works on the data directory."""

    status = 503


def open_ledger(settings: Settings) -> Store:
    """The ledger alone; may be opened beside a running server."""
    if settings.ledger:
        return open_store(settings.ledger)
    _make(settings.data)
    return open_store(sqlite_url(settings.data / LEDGER_FILE))


@contextmanager
def open_house(settings: Settings, clock: Clock = system_clock) -> Generator[House]:
    """Everything open and running until the block ends; `Busy` when another process has the directory."""
    with ExitStack() as closing:
        store = _hold(settings, closing)
        feed = Feed(store)
        options = Options(threads=settings.warehouse_threads, memory_limit=settings.warehouse_memory)
        warehouse = Warehouse(settings.data, options, Lake(settings.warehouse) if settings.warehouse else None)
        closing.callback(warehouse.close)
        enricher = Enricher(atlas(settings.geo_database))
        projector = Projector(warehouse, Sources(feed=feed, enrich=enricher, facts=_facts(store), clock=clock))
        background = Background(projector)
        background.start()
        closing.callback(background.stop)
        writer = Writer(store, clock, queue=settings.write_queue, committed=background.nudge, flooded=background.flood)
        writer.start()
        closing.callback(writer.stop)
        # As many as may compute, and as many more that wait for fresh facts meanwhile.
        askers = ThreadPoolExecutor(2 * settings.readers, "headwater-asker")
        closing.callback(askers.shutdown)
        postman = Postman(settings)
        closing.callback(postman.close)
        yield House(
            askers=askers,
            postman=postman,
            settings=settings,
            clock=clock,
            store=store,
            feed=feed,
            writer=writer,
            warehouse=warehouse,
            readers=Readers(warehouse, ReaderOptions(at_once=settings.readers, timeout_s=settings.statement_timeout)),
            projector=projector,
            enricher=enricher,
            background=background,
            operator=secrets.token_urlsafe(32),
            setup_code=new_token(12),
        )


def _hold(settings: Settings, closing: ExitStack) -> Store:
    """The ledger, with both locks: nobody else works on the data directory, and no other server on the ledger."""
    closing.enter_context(alone(settings.data))
    store = open_ledger(settings)
    closing.callback(store.close)
    closing.enter_context(store.hold())
    return store


def web(house: House) -> Front:
    """The endpoints over a house."""
    return Front(house, (*_dashboard_paths(), *PATHS, *_script_paths()))


def _dashboard_paths() -> Iterator[APIPath]:
    """The dashboard's addresses; they come first, since many others begin with the name of an account."""
    for route in dashboard_routes():
        yield APIPath(route.path, ("GET",), route.endpoint, "The dashboard", DASHBOARD)


def _script_paths() -> Iterator[APIPath]:
    """The addresses of the script as rows like all others; `/{account}.js` takes every name, so they are the last."""

    def options(request: Request, account_id: str) -> Mapping[str, object]:
        """What the account's policy tells its script; a page of nobody's account gets a script that sends in vain."""
        try:
            return script_options(policy_of(doors_of(request).standing(account_id).account.settings))
        except NotFound:
            return {}

    for route in script_routes(options, lambda request: scheme_of(request) == "https"):
        yield APIPath(route.path, ("GET",), route.endpoint, "The script for web sites", SCRIPT)


@contextmanager
def alone(data: Path) -> Generator[None]:
    """Hold the data directory, or raise `Busy`; the lock falls with the process, however it ends."""
    _make(data)
    with (data / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another Headwater process works on {data}") from None
        yield


def _make(data: Path) -> None:
    """Make the data directory, if it is not there."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"the data directory {data} cannot be made: {error.strerror}") from None


def _facts(store: Store) -> Callable[[str], AccountFacts]:
    """What enrichment may know of an account, read anew for each batch."""

    def facts(account_id: str) -> AccountFacts:
        account = find_standing(store, account_id).account
        return AccountFacts(
            account_id=account_id,
            timezone=account.timezone,
            currency=account.currency,
            settings=account.settings,
        )

    return facts
