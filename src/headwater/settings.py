"""Every setting, as one table; read from flags, then `HEADWATER_*` variables, then a file, then defaults.

In: those four sources. Out: `Settings`. The reference page of settings is made from `SETTINGS`.
"""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from headwater.errors import Problem

Network: TypeAlias = IPv4Network | IPv6Network


class Setting(NamedTuple):
    """One setting: `name` on the command line is `--name`, in the environment `HEADWATER_NAME`, in the file `name`.

    One that is for accounts holds where an account has no value of its own, given by `headwater account set`.
    """

    name: str
    read: Callable[[str], Any]
    default: str
    doc: str
    is_for_accounts: bool = False

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return f"HEADWATER_{self.name.upper()}"


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _threads(text: str) -> int:
    return min(8, os.cpu_count() or 1) if text == "auto" else _count(text)


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 3600:  # noqa: PLR2004 - an hour
        raise ValueError(text)
    return number


def _path(text: str) -> Path:
    return Path(text).expanduser()


def _optional_path(text: str) -> Path | None:
    return _path(text) if text else None


def _header(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]*", text):
        raise ValueError(text)
    return text.lower()


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**16:
        raise ValueError(text)
    return number


def _memory(text: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", text, re.IGNORECASE):
        raise ValueError(text)
    return text


def _log_level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError(text)
    return text.upper()


def _security(text: str) -> str:
    if text not in {"starttls", "tls", "none"}:
        raise ValueError(text)
    return text


def _url(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", text):
        raise ValueError(text)
    return text.rstrip("/")


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


SETTINGS: Final = (
    Setting("data", _path, "data", "Directory of the ledger, the warehouses and everything else that is kept"),
    Setting("host", str, "127.0.0.1", "Address to listen on; `0.0.0.0` for all"),
    Setting("port", _port, "8000", "Port to listen on; 0 takes a free one"),
    Setting("ledger", str, "", "URL of the ledger's database; empty for SQLite in the data directory"),
    Setting(
        "warehouse",
        str,
        "",
        "Where the columns are kept: empty for files in the data directory; or a lake for many nodes,"
        " `ducklake:postgres:CONNECTION;data=s3://BUCKET/PREFIX` (or a folder)",
    ),
    Setting("write_queue", _count, "10000", "Writes that may wait for the disk before callers are told to come back"),
    Setting("max_body", _count, "1048576", "Largest body of a request, in bytes"),
    Setting("job_threshold", _count, "4194304", "Bytes of a CSV file from which on it is imported in the background"),
    Setting("job_days", _count, "7", "Days for which finished imports, and the lines refused by them, are kept"),
    Setting("readers", _count, "4", "Reports that may be computed at the same time"),
    Setting("warehouse_memory", _memory, "512MB", "Memory that the warehouse's engine may use"),
    Setting(
        "warehouse_threads", _threads, "auto", "Threads of the warehouse's engine; auto is one per core, at most 8"
    ),
    Setting("statement_timeout", _seconds, "30", "Seconds after which a report is given up"),
    Setting(
        "freshness_timeout",
        _seconds,
        "5",
        "Seconds that a report waits for the newest writes before it answers without",
    ),
    Setting(
        "trusted_proxies",
        _networks,
        "127.0.0.1,::1",
        "Proxies in front of the server, as addresses or networks such as `10.0.0.0/8`, separated by commas: a"
        " visitor's address is the rightmost of `X-Forwarded-For` that is none of them",
    ),
    Setting("rate_limit", _count, "60000", "Requests that each API key may make in a minute", is_for_accounts=True),
    Setting(
        "tracking_limit",
        _count,
        "6000",
        "Page views and identifications in a minute that each address may send to an account",
        is_for_accounts=True,
    ),
    Setting(
        "identify_limit",
        _count,
        "60",
        "People whom each address may identify in an hour without a key; more count once they opt in at that time",
        is_for_accounts=True,
    ),
    Setting(
        "country_header",
        _header,
        "",
        "Header by which a trusted proxy tells the visitor's country, such as `CF-IPCountry` or"
        " `CloudFront-Viewer-Country`; empty for none",
    ),
    Setting(
        "geo_database",
        _optional_path,
        "",
        "File in MaxMind's format (GeoLite2, DB-IP, …) that knows places; empty for countries by the built-in table",
    ),
    Setting(
        "public_url",
        _url,
        "",
        "Address at which people open this server, such as `https://headwater.example.com`: how links in mails begin",
    ),
    Setting("smtp_host", str, "", "Mail server that takes mails to people who sign in; empty for none"),
    Setting("smtp_port", _port, "587", "Its port"),
    Setting(
        "smtp_security",
        _security,
        "starttls",
        "How the way to it is secured: starttls, tls from the beginning, or none",
    ),
    Setting("smtp_user", str, "", "Who we are there; empty where it asks for nobody"),
    Setting("smtp_password", str, "", "The password there; better in the environment than on the command line"),
    Setting("smtp_from", str, "", "Address that mails come from; the user's if not given"),
    Setting("log_level", _log_level, "INFO", "DEBUG, INFO, WARNING or ERROR"),
)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a run; fields are the rows of `SETTINGS`."""

    data: Path
    host: str
    port: int
    ledger: str
    warehouse: str
    write_queue: int
    max_body: int
    job_threshold: int
    job_days: int
    readers: int
    warehouse_memory: str
    warehouse_threads: int
    statement_timeout: float
    freshness_timeout: float
    trusted_proxies: tuple[Network, ...]
    rate_limit: int
    tracking_limit: int
    identify_limit: int
    country_header: str
    geo_database: Path | None
    public_url: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str
    smtp_from: str
    log_level: str


def load_settings(flags: Mapping[str, str | None], environment: Mapping[str, str], file: Path | None) -> Settings:
    """The value of each setting from the first source that has it; raises `Problem` with every wrong one."""
    written = _read_file(file) if file else {}
    faults = [f"{file}: unknown setting '{name}'" for name in written if name not in Settings.__struct_fields__]
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        sources = (
            (f"--{setting.name}", flags.get(setting.name)),
            (setting.variable, environment.get(setting.variable)),
            (f"{file}: {setting.name}", written.get(setting.name)),
            ("default", setting.default),
        )
        origin, text = next((origin, text) for origin, text in sources if text is not None)
        try:
            values[setting.name] = setting.read(text)
        except ValueError:
            faults.append(f"{origin}: {text!r} is no value for '{setting.name}' ({setting.doc})")
    if values.get("smtp_host"):
        faults += _missing_for_mail(values)
    if faults:
        raise Problem(*faults)
    return Settings(**values)


def _missing_for_mail(values: Mapping[str, Any]) -> list[str]:
    """A mail needs a sender, and an address for its links that no request can forge."""
    needed = {"public_url": ("public_url",), "smtp_from": ("smtp_from", "smtp_user")}
    return [
        f"'smtp_host' needs '{name}', too: no mail can be written without it"
        for name, any_of in needed.items()
        if not any(values.get(each) for each in any_of)
    ]


def _read_file(file: Path) -> dict[str, str]:
    """The settings of a TOML file, as text."""
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Problem(f"{file}: no such file") from None
    except OSError as error:
        raise Problem(f"{file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"{file}: {error}") from None
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - of TOML
        for name, value in found.items()
    }
