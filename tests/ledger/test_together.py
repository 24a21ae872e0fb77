"""Several writers on one account: nothing is lost, numbers are unique, and they become visible in their order."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from headwater.ledger import rows, tables
from headwater.ledger.change import Answer, Once, Submission
from headwater.ledger.commit import commit
from headwater.ledger.feed import Feed
from headwater.ledger.store import Store, open_store
from tests.ledger.desk import NOW, Desk, keep

ROUNDS = 12
NUMBERED = (
    "contacts.change",
    "labels.change",
    "products.change",
    "invoices.change",
    "visitor_spans.change",
    "identity_log.change",
    "tombstones.change",
    "spool.id",
)


def work(desk: Desk, store: Store, name: str) -> None:
    """A writer's day: every round it touches the contact that all share, and makes something of its own."""
    for number in range(ROUNDS):
        changes = [
            desk.contact_change({"contact_id": "shared", "custom_fields": {f"{name}{number}": number}}),
            desk.contact_change({"contact_id": f"{name}{number}", "email": f"{name}{number}@example.com"}),
            desk.identification(f"browser-{name}", NOW + number, e=f"{name}{number}@example.com"),
            desk.hit_change(f"browser-{name}", f"https://shop.example/{name}/{number}"),
            desk.invoice_change({"id": f"{name}{number}", "contact_id": "shared", "items": [item(name, number)]}),
        ]
        outcomes = commit(store, NOW, [Submission(change, keep) for change in changes])
        assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes


def item(name: str, number: int) -> dict[str, Any]:
    return {"name": "Course", "product_id": f"{name}{number}", "amount": 1000}


def in_threads(*tasks: Callable[[], None]) -> None:
    """Do all at once; the first that breaks breaks the test."""
    broken: list[BaseException] = []

    def run(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread of the test
            broken.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]


def numbers(desk: Desk) -> list[int]:
    """Every change number that a row carries."""
    found: list[int] = []
    with desk.store.read() as connection:
        for column in NUMBERED:
            table, _, name = column.partition(".")
            statement = text(f"SELECT {name} FROM {table} WHERE account_id = :account")  # noqa: S608 - names of our own
            found += connection.execute(statement, {"account": desk.account_id}).scalars()
    return found


def nothing_is_lost(desk: Desk, *names: str) -> None:
    mine = {f"{name}{number}" for name in names for number in range(ROUNDS)}
    contacts = desk.contacts()
    assert set(contacts) == mine | {"shared"}
    assert set(msgspec.json.decode(contacts["shared"].custom_fields)) == mine
    assert set(desk.invoices()) == mine
    assert len(desk.all(rows.Product, tables.products)) == len(mine)
    hits = [msgspec.json.decode(row.payload)["url"] for row in desk.all(rows.SpooledHit, tables.spool)]
    assert sorted(hits) == sorted(f"https://shop.example/{name}/{number}" for name in names for number in range(ROUNDS))
    for name in names:
        assert len(desk.spans(f"browser-{name}")) == ROUNDS  # each round it was somebody else
    given = numbers(desk)
    assert len(given) == len(set(given))
    assert max(given) <= desk.last_change()


@pytest.fixture
def other(url: str) -> Any:  # noqa: ANN401 - a fixture that yields
    """The same database, opened once more, as a second node would."""
    opened = open_store(url)
    yield opened
    opened.close()


def test_two_writers_on_one_account_lose_nothing(desk: Desk, store: Store, other: Store) -> None:
    in_threads(lambda: work(desk, store, "a"), lambda: work(desk, other, "b"))
    nothing_is_lost(desk, "a", "b")


def test_two_writers_on_two_accounts_do_not_stop_each_other(desk: Desk, store: Store, other: Store) -> None:
    second = Desk(store)

    def both(through: Store) -> None:
        for number in range(ROUNDS):  # in one group, so that a wrong order of locks would end in a deadlock
            changes = [made.contact_change({"contact_id": number}) for made in (desk, second)]
            if through is other:
                changes.reverse()
            outcomes = commit(through, NOW, [Submission(change, keep) for change in changes])
            assert all(isinstance(outcome, Answer) for outcome in outcomes), outcomes

    in_threads(lambda: both(store), lambda: both(other))
    assert len(desk.contacts()) == len(second.contacts()) == ROUNDS


def test_numbers_become_visible_in_their_order(desk: Desk, store: Store, other: Store) -> None:
    """Whoever polls the feed while two write sees every hit once, in order, and never one below its mark."""
    feed = Feed(other)
    seen: list[int] = []
    urls: list[str] = []
    copy: dict[int, dict[str, Any]] = {}
    finished = threading.Event()

    def poll() -> None:
        mark, last = 0, False
        while not last or mark < feed.last_change(desk.account_id):
            last = finished.is_set()
            changes = feed.read(desk.account_id, mark, mark, 7)
            assert mark <= changes.upto <= mark + 7
            assert all(mark < hit["id"] <= changes.upto for hit in changes.hits)
            seen.extend(hit["id"] for hit in changes.hits)
            urls.extend(hit["url"] for hit in changes.hits)
            copy.update({row["id"]: row for row in changes.rows["contacts"]})
            mark = changes.upto

    def write() -> None:
        try:
            in_threads(lambda: work(desk, store, "a"), lambda: work(desk, other, "b"))
        finally:
            finished.set()

    in_threads(write, poll)
    assert seen == [row.id for row in desk.all(rows.SpooledHit, tables.spool)]
    assert len(set(urls)) == 2 * ROUNDS
    ledger = {row.id: (row.custom_fields, row.person_id) for row in desk.contacts().values()}
    assert {number: (row["custom_fields"], row["person_id"]) for number, row in copy.items()} == ledger


def test_one_key_sent_to_two_nodes_at_once_is_done_once(desk: Desk, store: Store, other: Store) -> None:
    answers: list[Answer] = []

    def send(through: Store) -> None:
        for number in range(ROUNDS):
            once = Once("key", f"order-{number}", "hash")
            (outcome,) = commit(through, NOW, [Submission(desk.hit_change("u1"), keep, once)])
            assert isinstance(outcome, Answer)
            answers.append(outcome)

    in_threads(lambda: send(store), lambda: send(other))
    assert sum(answer.replayed for answer in answers) == ROUNDS
    assert len(desk.all(rows.SpooledHit, tables.spool)) == ROUNDS


PROGRAM = """
import sys
from headwater.ledger.accounts import NewAccount
from headwater.ledger.store import open_store
from tests.ledger.desk import Desk
from tests.ledger.test_together import work
url, *made, name = sys.argv[1:]
store = open_store(url)
work(Desk(store, NewAccount(*made)), store, name)
store.close()
"""


def test_two_processes_on_one_account_lose_nothing(desk: Desk, url: str) -> None:
    """Such as a server and `headwater account create`, or two nodes."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, url, desk.account_id, desk.first, desk.key, name],
            cwd=Path(__file__).parents[2],
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    said = [program.communicate()[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0], said
    nothing_is_lost(desk, "a", "b")
