"""Hosts, utm_sources and click ids to names and kinds, and the order of the file behind them."""

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from headwater.catalog import sources
from headwater.catalog.sources import KINDS, Source

TEXT = files("headwater.catalog").joinpath("data", "sources.toml").read_text(encoding="utf-8")
TABLES = tomllib.loads(TEXT)
HOSTS = [(name, host) for kind in KINDS for name, hosts in TABLES[kind].items() for host in hosts]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("google.com", ("Google", "search")),
        ("google.co.uk", ("Google", "search")),
        ("google.com.br", ("Google", "search")),
        ("google.cat", ("Google", "search")),
        ("google.ninja", None),
        ("google.com.evil.net", None),
        ("mygoogle.com", None),
        ("mail.google.com", ("Gmail", "mail")),
        ("gemini.google.com", ("Gemini", "ai")),
        ("meet.google.com", ("Google Meet", "site")),
        ("accounts.google.de", ("Google sign-in", "signin")),
        ("news.google.co.jp", ("Google News", "site")),
        ("mail.yahoo.co.jp", ("Yahoo! Mail", "mail")),
        ("search.yahoo.co.jp", ("Yahoo! Japan", "search")),
        ("en.wikipedia.org", ("Wikipedia", "site")),
        ("notwikipedia.org", None),
        ("x.com", ("Twitter", "social")),
        ("x.com/i/grok", ("Grok", "ai")),
        ("x.com/i/unknown", ("Twitter", "social")),
        ("android-app://com.google.android.gm", ("Gmail", "mail")),
        ("com.google.android.gm", None),
        ("com", None),
        ("co.uk", None),
        ("", None),
    ],
)
def test_places(place: str, expected: tuple[str, str] | None) -> None:
    assert sources.of_place(place) == expected


@pytest.mark.parametrize(
    ("host", "path", "kept"),
    [
        ("x.com", "/i/grok", "x.com/i/grok"),
        ("x.com", "/i/grok/share/1", "x.com/i/grok"),
        ("x.com", "/i/grokking", "x.com"),
        ("google.de", "/ai", "google.de/ai"),
        ("lifehacker.com", "/i/grok", "lifehacker.com"),
    ],
)
def test_only_the_part_of_a_path_that_tells_sources_apart_is_kept(host: str, path: str, kept: str) -> None:
    assert sources.place(host, path) == kept


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("fb", "Facebook"),
        (" FaceBook ", "Facebook"),
        ("Linked-In", "LinkedIn"),
        ("google_ads", "Google Ads"),
        ("facebook.com", "Facebook"),
        ("https://www.facebook.com/", "Facebook"),
        ("m.facebook.com", "Facebook"),
        ("chatgpt.com", "ChatGPT"),
        ("notfacebook.com", None),
        ("nobody", None),
        ("", None),
        (".", None),
        ("://", None),
    ],
)
def test_utm_sources(text: str, name: str | None) -> None:
    found = sources.of_utm_source(text)
    assert (found.name if found else None) == name


def test_click_ids_are_in_order_of_weight() -> None:
    order = list(sources.click_ids())
    assert order.index("gclid") < order.index("gad_source") < order.index("dclid") < order.index("fbclid")
    assert {"gclid", "gbraid", "wbraid", "msclkid", "ttclid", "li_fat_id", "twclid", "dclid", "yclid"} <= set(order)
    assert sources.click_ids()["fbclid"].proves == "none"


def test_a_name_leads_to_its_source() -> None:
    assert sources.of_name("Gmail") == Source("Gmail", "mail")
    assert sources.of_name("Newsletter") == Source("Newsletter", "mail")
    assert sources.of_name("Nobody") is None


def test_the_file_names_its_source_and_licence() -> None:
    assert "matomo-org/searchengine-and-social-list" in TEXT
    assert "CC0 1.0" in TEXT


def test_the_file_has_no_other_tables_than_kinds_aliases_and_click_ids() -> None:
    assert set(TABLES) == {*KINDS, "aliases", "click_ids"}


def test_a_name_belongs_to_one_kind_and_a_host_to_one_name() -> None:
    names = Counter(name for kind in KINDS for name in TABLES[kind])
    hosts = Counter(host for _, host in HOSTS)
    assert [name for name, times in names.items() if times > 1] == []
    assert [host for host, times in hosts.items() if times > 1] == []


def test_aliases_are_written_as_they_are_looked_up_and_stand_once() -> None:
    aliases = [alias for spellings in TABLES["aliases"].values() for alias in spellings]
    assert [alias for alias in aliases if alias != alias.casefold() or any(mark in alias for mark in " .-_+")] == []
    assert [alias for alias, times in Counter(aliases).items() if times > 1] == []
    assert all(sources.of_utm_source(alias) for alias in aliases)


def test_aliases_and_click_ids_lead_to_names_of_the_file() -> None:
    known = {name for kind in KINDS for name in TABLES[kind]}
    assert set(TABLES["aliases"]) <= known
    assert {whose for whose, _ in TABLES["click_ids"].values()} <= known
    assert all(name == name.lower() for name in TABLES["click_ids"])


def test_every_host_of_the_file_leads_to_its_name() -> None:
    """Also shows that no line is made useless by another, and that each is spelled as hosts arrive."""
    spelled = [(name, host.removeprefix("=").replace("*", "co.nz")) for name, host in HOSTS]
    assert [host for _, host in spelled if host != host.lower() or host.startswith("www.")] == []
    lost = [(name, host) for name, host in spelled if (found := sources.of_place(host)) is None or found.name != name]
    assert lost == [("Google services", "google.co.nz")]  # of which the search engine owns the bare host
