"""Settings: a flag wins over the environment, that over the file, that over the default; every wrong one is named."""

from collections.abc import Mapping
from ipaddress import ip_network
from itertools import product
from pathlib import Path

import pytest

from headwater.errors import Problem
from headwater.settings import SETTINGS, Settings, load_settings

WRITE_QUEUE = "Writes that may wait for the disk before callers are told to come back"


def written(folder: Path, text: str) -> Path:
    file = folder / "headwater.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(flags: Mapping[str, str | None], environment: Mapping[str, str], file: Path | None = None) -> list[str]:
    with pytest.raises(Problem) as problem:
        load_settings(flags, environment, file)
    return list(problem.value.errors)


@pytest.mark.parametrize(("in_flags", "in_environment", "in_file"), list(product([True, False], repeat=3)))
def test_the_first_source_that_has_it_wins(
    tmp_path: Path, *, in_flags: bool, in_environment: bool, in_file: bool
) -> None:
    flags = {"port": "1001"} if in_flags else {"port": None}
    environment = {"HEADWATER_PORT": "1002"} if in_environment else {}
    file = written(tmp_path, "port = 1003") if in_file else None
    expected = 1001 if in_flags else 1002 if in_environment else 1003 if in_file else 8000
    assert load_settings(flags, environment, file).port == expected


def test_without_any_source_there_are_defaults() -> None:
    settings = load_settings({}, {}, None)
    assert settings.data == Path("data")
    assert (settings.host, settings.port, settings.ledger) == ("127.0.0.1", 8000, "")
    assert (settings.write_queue, settings.max_body) == (10_000, 2**20)
    assert (settings.statement_timeout, settings.freshness_timeout) == (30.0, 5.0)
    assert settings.trusted_proxies == (ip_network("127.0.0.1"), ip_network("::1"))
    assert 1 <= settings.warehouse_threads <= 8


SENT = {
    "data": "/srv/headwater",
    "host": "0.0.0.0",  # noqa: S104 - a text to be read
    "port": "0",
    "ledger": "postgresql://db/ledger",
    "warehouse": "ducklake:postgres:host=db;data=s3://bucket",
    "write_queue": "1",
    "max_body": "1000",
    "job_threshold": "50",
    "job_days": "2",
    "readers": "2",
    "warehouse_memory": "2GB",
    "warehouse_threads": "3",
    "statement_timeout": "0.5",
    "freshness_timeout": "60",
    "trusted_proxies": "10.0.0.1, 10.1.0.0/16,",
    "rate_limit": "100",
    "tracking_limit": "10",
    "identify_limit": "7",
    "country_header": "CF-IPCountry",
    "geo_database": "/srv/places.mmdb",
    "public_url": "https://h.example/",
    "smtp_host": "mail.example",
    "smtp_port": "465",
    "smtp_security": "tls",
    "smtp_user": "us",
    "smtp_password": "secret",
    "smtp_from": "hw@h.example",
    "log_level": "debug",
}
READ = Settings(
    data=Path("/srv/headwater"),
    host="0.0.0.0",  # noqa: S104 - the same
    port=0,
    ledger="postgresql://db/ledger",
    warehouse="ducklake:postgres:host=db;data=s3://bucket",
    write_queue=1,
    max_body=1000,
    job_threshold=50,
    job_days=2,
    readers=2,
    warehouse_memory="2GB",
    warehouse_threads=3,
    statement_timeout=0.5,
    freshness_timeout=60.0,
    trusted_proxies=(ip_network("10.0.0.1"), ip_network("10.1.0.0/16")),
    rate_limit=100,
    tracking_limit=10,
    identify_limit=7,
    country_header="cf-ipcountry",
    geo_database=Path("/srv/places.mmdb"),
    public_url="https://h.example",
    smtp_host="mail.example",
    smtp_port=465,
    smtp_security="tls",
    smtp_user="us",
    smtp_password="secret",
    smtp_from="hw@h.example",
    log_level="DEBUG",
)


def test_every_setting_can_come_from_every_source(tmp_path: Path) -> None:
    assert list(SENT) == [setting.name for setting in SETTINGS]
    assert load_settings(SENT, {}, None) == READ
    assert load_settings({}, {f"HEADWATER_{name.upper()}": value for name, value in SENT.items()}, None) == READ
    file = written(tmp_path, "\n".join(f'{name} = "{value}"' for name, value in SENT.items()))
    assert load_settings({}, {}, file) == READ


def test_a_file_may_use_the_types_of_toml(tmp_path: Path) -> None:
    file = written(tmp_path, 'port = 9\nstatement_timeout = 1.5\ntrusted_proxies = ["10.0.0.1", "::1"]')
    settings = load_settings({}, {}, file)
    assert (settings.port, settings.statement_timeout) == (9, 1.5)
    assert settings.trusted_proxies == (ip_network("10.0.0.1"), ip_network("::1"))


def test_every_wrong_setting_is_named_with_where_it_came_from(tmp_path: Path) -> None:
    file = written(tmp_path, 'write_queue = 0\nprot = 80\nlog_level = "loud"')
    found = faults({"port": "80 80", "max_body": "-1"}, {"HEADWATER_READERS": "many"}, file)
    assert found == [
        f"{file}: unknown setting 'prot'",
        "--port: '80 80' is no value for 'port' (Port to listen on; 0 takes a free one)",
        f"{file}: write_queue: '0' is no value for 'write_queue' ({WRITE_QUEUE})",
        "--max_body: '-1' is no value for 'max_body' (Largest body of a request, in bytes)",
        "HEADWATER_READERS: 'many' is no value for 'readers' (Reports that may be computed at the same time)",
        f"{file}: log_level: 'loud' is no value for 'log_level' (DEBUG, INFO, WARNING or ERROR)",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("port", "65536"), ("port", "-1"), ("port", ""), ("port", "8000.0"), ("write_queue", "0")),
        *(("readers", "0"), ("warehouse_threads", "none"), ("warehouse_memory", "much"), ("warehouse_memory", "")),
        *(("statement_timeout", "0"), ("statement_timeout", "nan"), ("statement_timeout", "3600")),
        *(
            ("trusted_proxies", "proxy"),
            ("trusted_proxies", "10.0.0.1/8"),
            ("rate_limit", "0"),
            ("tracking_limit", "no"),
        ),
        *(("freshness_timeout", "-1"), ("log_level", "quiet"), ("log_level", "")),
    ],
)
def test_a_wrong_value_is_refused(name: str, text: str) -> None:
    (fault,) = faults({name: text}, {})
    assert fault.startswith(f"--{name}: {text!r} is no value for '{name}' (")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert faults({}, {}, tmp_path / "none.toml") == [f"{tmp_path}/none.toml: no such file"]
    (broken,) = faults({}, {}, written(tmp_path, "port = "))
    assert broken.startswith(f"{tmp_path}/headwater.toml: ")
    (folder,) = faults({}, {}, tmp_path)
    assert folder.startswith(f"{tmp_path}: ")
    (tmp_path / "latin.toml").write_bytes(b'host = "\xff"')
    (undecodable,) = faults({}, {}, tmp_path / "latin.toml")
    assert undecodable.startswith(f"{tmp_path}/latin.toml: ")


def test_the_home_folder_has_its_sign() -> None:
    assert load_settings({"data": "~/headwater"}, {}, None).data == Path.home() / "headwater"


def test_the_table_of_settings_is_documented_and_complete() -> None:
    assert [setting.name for setting in SETTINGS] == list(Settings.__struct_fields__)
    assert all(setting.doc and not setting.doc.endswith(".") for setting in SETTINGS)


def test_mail_needs_a_sender_and_an_address_for_its_links() -> None:
    with pytest.raises(Problem) as refused:
        load_settings({"smtp_host": "mail.example"}, {}, None)
    assert [fault.split(",")[0] for fault in refused.value.errors] == [
        "'smtp_host' needs 'public_url'",
        "'smtp_host' needs 'smtp_from'",
    ]
    told = load_settings(
        {"smtp_host": "m.example", "smtp_user": "a@b.example", "public_url": "https://h.example/"}, {}, None
    )
    assert told.public_url == "https://h.example"
