"""`headwater export`, beside a server or without one: whole files, counted."""

import json
from pathlib import Path

from tests.api.shop import ORDER, opened, send
from tests.cli.line import run


def test_everything_goes_into_files(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    with opened(data) as place:
        shop = place.shop
        send(shop, "contact", {"contact_id": 1, "email": "ann@mail.example"})
        send(shop, "invoice", ORDER)
        done = run("export", out, "--data", data)
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
