"""More writes than the disk can take: whoever finds the queue full hears so at once, and nothing of theirs is written.

The disk is stopped as another process would stop it: by a connection that holds the ledger's write lock.
"""

import sqlite3
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest
from httpx2 import Response

from headwater.api.house import ASKED_AT_MOST
from headwater.intake.contact import read_contact
from headwater.ledger.accounts import find_standing
from headwater.ledger.change import Submission
from tests.api.shop import Place, held_up, opened, refused, send
from tests.cli.line import new_account
from tests.process import served, wait_for
from tests.stand import Stand


@pytest.fixture
def place(tmp_path: Path) -> Generator[Place]:
    """A house in which one write may wait."""
    with opened(tmp_path, write_queue="1") as place:
        yield place


@contextmanager
def blocked(place: Place) -> Generator[None]:
    """Nobody can write to the ledger meanwhile."""
    connection = sqlite3.connect(place.house.settings.data / "ledger.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def contact(shop: Stand, name: str) -> Response:
    return send(shop, "contact", {"contact_id": name})


@contextmanager
def full(place: Place) -> Generator[Future[Response]]:
    """One write is at the disk, one is in the queue, and neither gets on; afterwards both are done."""
    writer, standing = place.house.writer, find_standing(place.house.store, place.shop.account)
    with ThreadPoolExecutor(1) as pool, blocked(place):
        # Handed over by hand, so that it is known to have been in the queue before the queue is seen to be empty.
        change = read_contact(standing.account, place.shop.integration, {"contact_id": "at the disk"})
        writer.submit(Submission(change, lambda _: None))
        wait_for(lambda: writer.waiting == 0)
        waiting = pool.submit(contact, place.shop, "in the queue")
        wait_for(lambda: writer.waiting == 1)
        yield waiting


def test_a_write_too_many_is_refused_and_not_written(place: Place) -> None:
    shop = place.shop
    with full(place) as waiting:
        answer = contact(shop, "too many")
        assert refused(answer, 503) == ["too many writes are waiting: try again in a moment"]
        assert int(answer.headers["Retry-After"]) >= 1
        refused(send(shop, "contact/too many", b"", "DELETE"), 503)
        hit = shop.client.post("/hit", json={"a": shop.account, "url": "https://shop.example/"})
        assert (hit.status_code, hit.headers["Retry-After"]) == (503, "1")
        assert place.house.writer.waiting == 1
    assert waiting.result().status_code == 200
    with place.house.store.read() as connection:
        found = connection.exec_driver_sql("SELECT contact_id FROM contacts ORDER BY id").scalars().all()
    assert found == ["at the disk", "in the queue"]
    assert contact(shop, "too many").status_code == 200


def test_questions_are_answered_while_writes_wait(place: Place) -> None:
    shop = place.shop
    contact(shop, "known")
    assert shop.report()["kpis"][0]["value"] == 1
    with full(place):
        told = shop.report()
        assert (told["kpis"][0]["value"], told["freshness"]["is_current"]) == (1, True)
        assert shop.client.get("/health").status_code == 200
        assert "headwater_writes_waiting 1.0" in shop.client.get("/metrics").text
    assert shop.report()["kpis"][0]["value"] == 3


def test_a_refused_request_may_come_again_under_its_key(place: Place) -> None:
    body = {"contact_id": "again"}
    with full(place):
        refused(send(place.shop, "contact", body, Idempotency_Key="k"), 503)
    again = send(place.shop, "contact", body, Idempotency_Key="k")
    assert (again.status_code, again.headers.get("Idempotent-Replayed")) == (200, None)


def test_a_question_too_many_is_refused_and_the_others_are_answered(tmp_path: Path) -> None:
    """They wait for an account that cannot be projected at the moment."""
    with opened(tmp_path, freshness_timeout="60") as place, ThreadPoolExecutor(ASKED_AT_MOST) as pool:
        shop = place.shop
        assert shop.report()["kpis"][0]["value"] == 0
        with held_up(place, shop):
            contact(shop, "new")
            waiting = [pool.submit(shop.report) for _ in range(ASKED_AT_MOST)]
            wait_for(lambda: place.house.asked == ASKED_AT_MOST)
            answer = shop.client.get(f"/{shop.account}/report/leads", headers={"Authorization": shop.key})
            assert refused(answer, 503) == ["too many reports are waiting: try again in a moment"]
            assert int(answer.headers["Retry-After"]) >= 1
            assert contact(shop, "newer").status_code == 200  # nobody else is held up
        told = [report.result() for report in waiting]
        assert {report["freshness"]["is_current"] for report in told} == {True}
        assert {report["kpis"][0]["value"] for report in told} <= {1, 2}
        assert shop.report()["kpis"][0]["value"] == 2


def test_a_real_server_refuses_what_is_too_much_and_loses_nothing(tmp_path: Path) -> None:
    """Over the network: the disk stands still, one write waits for it, one waits in the queue, the rest hear 503."""
    account = new_account(tmp_path)
    path = f"/v1/{account.account_id}/{account.integration_id}/contact"
    with served(tmp_path, "--write-queue", "1") as server, ThreadPoolExecutor(12) as pool:

        def post(number: int) -> Response:
            headers = {"Authorization": account.api_key}
            return httpx2.post(server.url + path, json={"contact_id": number}, headers=headers, timeout=60)

        with sqlite3.connect(tmp_path / "ledger.db", isolation_level=None) as lock:
            lock.execute("BEGIN IMMEDIATE")
            sent = [pool.submit(post, number) for number in range(12)]
            wait_for(lambda: sum(one.done() for one in sent) >= 10)
            lock.execute("ROLLBACK")
        lock.close()
        answers = [one.result() for one in sent]
    for answer in answers:
        if answer.status_code != 200:
            refused(answer, 503)
            assert answer.headers["Retry-After"] == "1"
    taken = [number for number, answer in enumerate(answers) if answer.status_code == 200]
    assert 1 <= len(taken) <= 2
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as ledger:
        kept = ledger.execute("SELECT contact_id FROM contacts").fetchall()
    assert sorted(int(row[0]) for row in kept) == taken
