"""`verify`, `rebuild` and `doctor` on stores that no server has open, sound ones and spoilt ones."""

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from headwater import __version__
from headwater.ledger.accounts import NewAccount
from tests.api.shop import opened
from tests.cli.line import new_account, run, said, wrong

SOUND = "sound; 1 contacts, 1 orders, 2 order items, 1 visitors, 1 page views, 1 touches, 0 drops\n"


class Shop(NamedTuple):
    """A data directory with one account, and that account's warehouse file."""

    data: Path
    account_id: str

    @property
    def file(self) -> Path:
        return self.data / "accounts" / f"{self.account_id}.duckdb"

    def tamper(self, sql: str) -> None:
        """Change the warehouse behind everybody's back."""
        with duckdb.connect(str(self.file)) as warehouse:
            warehouse.execute(sql)

    def verify(self) -> tuple[int, list[str]]:
        """The exit status of `verify`, and the lines that it prints."""
        done = run("verify", "--data", self.data)
        assert done.err == ""
        return done.status, done.out.splitlines()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    with opened(tmp_path) as place:
        one = place.shop
        one.visit("2026-03-01 09:00:00", "ann", ref="https://www.google.com/")
        one.identify("2026-03-01 09:01:00", "ann", "ann@mail.example")
        one.post("contact", {"email": "ann@mail.example", "tags": ["New"]})
        lines = [{"name": "Course", "product_id": n, "amount": 2250} for n in (7, 8)]
        one.post(
            "invoice",
            {
                "id": 1,
                "email": "ann@mail.example",
                "amount": 4500,
                "paid": 4500,
                "date_created": "2026-03-01",
                "items": lines,
            },
        )
        assert one.report()["freshness"]["is_current"]
    return Shop(tmp_path, one.account)


def test_a_sound_account_is_said_to_be_sound(shop: Shop) -> None:
    assert said("verify", "--data", shop.data) == f"account {shop.account_id}: {SOUND}"


@pytest.mark.parametrize(
    ("sql", "differences"),
    [
        (
            "DELETE FROM orders",
            [
                "orders: the ledger has 1, the warehouse 0",
                "orders.amount: the ledger has 4500, the warehouse 0",
                "orders.paid: the ledger has 4500, the warehouse 0",
                "order items without order: 2",
            ],
        ),
        ("UPDATE orders SET amount = 4501", ["orders.amount: the ledger has 4500, the warehouse 4501"]),
        ("INSERT INTO contacts FROM contacts", ["contacts: the ledger has 1, the warehouse 2", "contacts doubled: 1"]),
        ("DELETE FROM touches", ["touches wrong: 1"]),
        ("DELETE FROM order_items WHERE position = 2", ["order_items: the ledger has 2, the warehouse 1"]),
    ],
)
def test_a_difference_is_told_plainly_and_rebuild_mends_it(shop: Shop, sql: str, differences: list[str]) -> None:
    shop.tamper(sql)
    status, lines = shop.verify()
    assert status == 1
    assert lines[-1].startswith(f"account {shop.account_id}: differs; ")
    assert set(differences) <= set(lines[:-1])
    rebuilt = said("rebuild", "--data", shop.data)
    assert rebuilt.startswith(f"account {shop.account_id}: rebuilt up to change ")
    assert shop.verify() == (0, [f"account {shop.account_id}: {SOUND}".rstrip()])


def test_a_lost_warehouse_is_told_and_made_anew_when_asked(shop: Shop) -> None:
    """Lost page views stay lost, for the ledger does not keep them; so nobody reports without them unasked."""
    shop.file.unlink()
    status, lines = shop.verify()
    assert status == 1
    assert "the ledger has handed over 1 hits, and 0 have come into the warehouse: restore both" in lines[0]
    said("rebuild", "--data", shop.data)
    assert shop.verify()[0] == 0
    question = {"type": "revenue", "metrics": ["revenue"], "date_range": {"start": "2026-03-01"}}
    told = json.loads(said("query", "-", "--format", "json", "--data", shop.data, text=json.dumps(question)))
    assert told["totals"] == [45]


def test_doctor_tells_people(shop: Shop) -> None:
    told = said("doctor", "--data", shop.data)
    assert f"headwater {__version__} " in " ".join(told.split())
    for word in ("duckdb", "ledger_database", "free_bytes", "writes_waiting", str(shop.data), shop.account_id):
        assert word in told
    assert "\x1b" not in told


def test_doctor_tells_programs(shop: Shop) -> None:
    told = json.loads(said("doctor", "--json", "--data", shop.data))
    assert list(told) == ["versions", "stores", "disk", "queue", "accounts", "failing_accounts"]
    assert told["versions"]["headwater"] == __version__
    assert told["versions"]["duckdb"] == duckdb.__version__
    assert told["stores"]["data"] == str(shop.data)
    assert told["stores"]["ledger_database"].startswith("sqlite 3.")
    assert 0 < told["disk"]["free_bytes"] <= told["disk"]["total_bytes"]
    assert told["queue"] == {"writes_waiting": 0, "limit": 10_000}
    (account,) = told["accounts"]
    assert (account["account_id"], account["is_current"], account["fault"]) == (shop.account_id, True, None)
    assert account["ledger_change"] == account["projected_change"] > 0
    assert told["failing_accounts"] == []


@pytest.mark.parametrize("spoil", ["garbage", "newer"])
def test_a_spoilt_warehouse_is_one_line_and_doctor_still_works(shop: Shop, spoil: str) -> None:
    if spoil == "garbage":
        shop.file.write_bytes(b"no warehouse " * 1000)
    else:
        shop.tamper("INSERT INTO migrations VALUES (4711, 'later', now()::TIMESTAMP)")
    for arguments in (("verify",), ("rebuild",), ("query", "-")):
        complaint = wrong(*arguments, "--data", shop.data, text='{"type": "leads"}')
        assert "warehouse" in complaint
    new_account(shop.data)
    told = json.loads(said("doctor", "--json", "--data", shop.data))
    faults = {one["account_id"]: one["fault"] for one in told["accounts"]}
    assert complaint == faults.pop(shop.account_id)
    assert list(faults.values()) == [None]
    assert complaint.splitlines()[0] in said("doctor", "--data", shop.data)


def test_a_warehouse_that_another_program_has_open_is_one_line(shop: Shop) -> None:
    with held(shop):
        assert "is open in another process" in wrong("verify", "--data", shop.data)
    assert shop.verify()[0] == 0


@contextmanager
def held(shop: Shop) -> Generator[None]:
    """Another process has the warehouse file open, as an analyst's would."""
    program = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(shop.file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        yield
        process.communicate()


def test_what_is_verified_may_be_named(shop: Shop) -> None:
    made: NewAccount = new_account(shop.data)
    assert "0 contacts" in said("verify", "--data", shop.data, "--account", made.account_id)
    assert "1 contacts" in said("verify", "--data", shop.data, "--account", shop.account_id)
