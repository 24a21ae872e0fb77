"""`headwater export`, beside a server or without one: whole files, counted."""

import json
from pathlib import Path

from headwater.intake.exports import EXPORTS
from tests.api.shop import ORDER, opened, send
from tests.cli.line import run
from tests.process import served


def test_everything_goes_into_files(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    with opened(data) as place:
        shop = place.shop
        send(shop, "contact", {"contact_id": 1, "email": "ann@mail.example"})
        send(shop, "invoice", ORDER)
        ours = [f"--entity={one.path}" for one in EXPORTS if not one.is_of_warehouse]
        done = run("export", out, "--data", data, *ours)
        assert (done.status, done.out) == (0, "")
        folder = out / shop.account / shop.integration
        assert f"{folder / 'contact.ndjson'}: 1 records" in done.err
        (line,) = (folder / "contact.ndjson").read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["type"] == "contact"
        assert json.loads(line)["data"]["email"] == "ann@mail.example"
        assert (folder / "ad-performance.ndjson").read_bytes() == b""
    done = run(
        "export", out, "--data", data, "--entity", "invoice", "--format", "csv", "--integration", shop.integration
    )
    assert done.status == 0
    assert (folder / "invoice.csv").read_text(encoding="utf-8").startswith("id,contact_id,email,amount,paid,")
    assert run("export", out, "--data", data, "--entity", "invoice", "--format", "parquet").status == 0
    assert (folder / "invoice.parquet").read_bytes()[:4] == b"PAR1"
    assert {file.name for file in folder.iterdir() if file.name.startswith(".")} == set()


def test_page_views_come_from_the_server_that_has_them_or_from_the_stores(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    with opened(data) as place:
        shop = place.shop
        shop.visit("2026-03-01 12:00:00", "u1", "https://shop.example/?utm_source=news")
        shop.identify("2026-03-01 12:00:01", "u1", "ann@mail.example")
        send(shop, "contact", {"email": "ann@mail.example"})
        folder = out / shop.account / shop.integration
    assert run("export", out, "--data", data).status == 0
    near = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert len(near) == len(EXPORTS)
    (line,) = near["pageview.ndjson"].splitlines()
    assert json.loads(line)["data"]["utm_source"] == "news"
    assert json.loads(near["identify.ndjson"])["data"] == {
        "uid": "u1",
        "email": "ann@mail.example",
        "date": "2026-03-01T12:00:01+00:00",
    }
    with served(data):
        assert run("export", out, "--data", data).status == 0
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == near
        assert run("export", out, "--data", data, "--entity", "pageview", "--format", "parquet").status == 0
    assert (folder / "pageview.parquet").read_bytes()[:4] == b"PAR1"
    assert run("export", out, "--data", data, "--entity", "pageview", "--format", "csv").status == 0
    assert (folder / "pageview.csv").read_text(encoding="utf-8").count("\n") == 2


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    with opened(tmp_path / "data") as place:
        done = run("export", tmp_path / "out", "--data", tmp_path / "data", "--integration", "nope")
        assert done.status == 2
        assert done.err == (
            f"headwater: account {place.shop.account} has no integration 'nope': it has {place.shop.integration}\n"
        )
        (tmp_path / "file").touch()
        done = run("export", tmp_path / "file", "--data", tmp_path / "data")
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert "Not a directory" in done.err
