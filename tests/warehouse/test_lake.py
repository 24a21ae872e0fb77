"""The lake: PostgreSQL and Parquet on S3 in the place of files, with the same answers, apart, tended, and scrubbed."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb
import httpx2
import msgspec
import pytest
from moto.server import ThreadedMotoServer
from starlette.testclient import TestClient

from headwater.api.house import House
from headwater.app import open_house, web
from headwater.errors import Problem
from headwater.ledger.accounts import create_account
from headwater.settings import load_settings
from headwater.warehouse.cursors import number
from headwater.warehouse.engine import Warehouse
from headwater.warehouse.lake import Lake
from headwater.warehouse.place import StoreUnreadable
from tests.ledger.postgres import Postgres
from tests.modes import lake
from tests.stand import Hands, Stand

PAID = {"amount": 1000, "paid": 1000, "items": [{"name": "Course", "product_id": 1, "amount": 1000}]}
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=key/20260301/us-east-1/s3/aws4_request, Signature=none"}
MARCH = {"date_range": {"start": "2026-03-01", "end": "2026-03-31"}}


class Bucket(NamedTuple):
    """A bucket of a server that speaks S3, and believes every signature."""

    url: str

    def objects(self) -> list[bytes]:
        """Everything in it."""
        keys = re.findall(r"<Key>(.*?\.parquet)</Key>", httpx2.get(self.url, params={"list-type": 2}).text)
        return [httpx2.get(f"{self.url}/{key}", headers=SIGNED).content for key in keys]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Generator[Bucket]:
    """An empty bucket, which the environment says how to reach."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    assert httpx2.put(f"http://{host}:{port}/lake").is_success
    yield Bucket(f"http://{host}:{port}/lake")
    server.stop()


@contextmanager
def shops(stores: dict[str, str], names: list[str]) -> Generator[tuple[House, list[Stand]]]:
    """A house on these stores, and new accounts of it."""
    settings = load_settings(stores | {"warehouse_threads": "2"}, {}, None)
    clock = Hands("2026-03-10 00:00:00")
    with open_house(settings, clock) as house, TestClient(web(house), raise_server_exceptions=False) as client:
        yield house, [Stand(client, clock, create_account(house.store, clock(), name, "UTC", "USD")) for name in names]


def send(shop: Stand, contacts: int) -> None:
    """So many people, each with an order of 10.00."""
    lines: list[object] = []
    for person in range(contacts):
        address = f"person{person}@{shop.account}.example"
        contact: dict[str, object] = {"contact_id": person, "email": address, "date_created": "2026-03-02"}
        invoice: dict[str, object] = {"id": person, "email": address, "date_created": "2026-03-03", **PAID}
        lines += [{"type": "contact", "data": contact}, {"type": "invoice", "data": invoice}]
    answer = shop.client.post(
        f"/api/v1/{shop.account}/{shop.integration}/bulk",
        content=b"\n".join(map(msgspec.json.encode, lines)),
        headers={"Authorization": shop.key},
    )
    *results, _ = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    assert [result["status"] for result in results] == ["success"] * len(lines)


def revenue(shop: Stand) -> list[int]:
    return shop.ask({"type": "revenue", "metrics": ["revenue"], **MARCH})["totals"]


def test_columns_are_on_s3_and_scrubbed_from_there(postgres: Postgres, tmp_path: Path, bucket: Bucket) -> None:
    stores = lake(postgres, tmp_path)
    stores["warehouse"] = stores["warehouse"].replace(f"data={tmp_path / 'lake'}", "data=s3://lake/columns")
    with shops({"data": str(tmp_path)} | stores, ["A", "B"]) as (house, (a, b)):
        send(a, 1_200)  # more rows than stay in the catalogue
        send(b, 3)
        assert (revenue(a), revenue(b)) == ([12_000], [30])
        house.projector.tend(a.account)  # what is still in the catalogue becomes files
        assert any(f"person77@{a.account}.example".encode() in found for found in _unpacked(bucket, tmp_path))
        a.delete("contact/77")
        house.projector.scrub(a.account)
        assert (revenue(a), revenue(b)) == ([12_000], [30])
        assert not any(f"person77@{a.account}.example".encode() in found for found in _unpacked(bucket, tmp_path))
        assert any(f"person78@{a.account}.example".encode() in found for found in _unpacked(bucket, tmp_path))


def _unpacked(bucket: Bucket, folder: Path) -> list[bytes]:
    """The values of each Parquet file, unpacked."""
    found: list[bytes] = []
    for content in bucket.objects():
        file = folder / "one.parquet"
        file.write_bytes(content)
        found.append(str(duckdb.sql(f"FROM read_parquet('{file}')").fetchall()).encode())
    return found


def test_a_lake_outlives_the_process_and_is_tended(postgres: Postgres, tmp_path: Path) -> None:
    address = lake(postgres, tmp_path)["warehouse"]
    first = Warehouse(tmp_path / "one", place=Lake(address))
    for day in range(5):
        with first.cursor("shop") as cursor:
            cursor.execute("INSERT INTO drops SELECT ?::DATE, 'bot', range FROM range(1500)", [f"2026-03-0{day + 1}"])
    with first.cursor("other") as cursor:
        assert number(cursor, "SELECT count(*) FROM drops") == 0
    files = len(list((tmp_path / "lake").rglob("*.parquet")))
    first.tend("shop")
    with first.cursor("shop") as cursor:
        assert (
            number(cursor, "SELECT count(*) FROM ducklake_list_files('lake', 'drops', schema => 'account_shop')") == 1
        )
        assert number(cursor, "SELECT sum(hits) FROM drops") == 5 * 1500 * 1499 // 2
    assert len(list((tmp_path / "lake").rglob("*.parquet"))) > files  # states of the last hours stay
    first.rewrite("shop")
    assert len(list((tmp_path / "lake").rglob("account_shop/drops/*.parquet"))) == 1
    first.close()
    second = Warehouse(tmp_path / "two", place=Lake(address))
    with second.cursor("shop") as cursor:
        assert number(cursor, "SELECT count(*) FROM drops") == 7_500
    second.close()


@pytest.mark.parametrize("address", ["lake", "ducklake:x.db", "ducklake:postgres:dbname=x", "ducklake:postgres:;data="])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(Problem, match=r"setting 'warehouse' is .*: write 'ducklake:postgres:CONNECTION;data="):
        Lake(address)


def test_a_catalogue_that_does_not_answer_is_told(tmp_path: Path) -> None:
    address = f"ducklake:postgres:host={tmp_path} dbname=none;data={tmp_path}"
    with pytest.raises(StoreUnreadable, match="the lake cannot be opened"):
        Warehouse(tmp_path, place=Lake(address))
