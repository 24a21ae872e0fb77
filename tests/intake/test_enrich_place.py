"""Where addresses are: out of the box by country, and more by a database in MaxMind's format."""

from pathlib import Path
from typing import Any

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from headwater.errors import Problem
from headwater.intake.enrich import Enricher
from headwater.intake.enrich_place import Place, atlas, countries
from headwater.warehouse.feed import AccountFacts

GERMAN = "141.20.1.0"  # given out in Germany in the nineties
BERLIN = {
    "country": {"iso_code": "DE", "names": {"en": "Germany", "de": "Deutschland"}},
    "subdivisions": [{"iso_code": "BE", "names": {"en": "State of Berlin"}}],
    "city": {"names": {"de": "Berlin", "en": "Berlin"}},
}


def database(folder: Path, records: dict[str, Any]) -> Path:
    writer = MMDBWriter(6, "Test", ipv4_compatible=True)
    for network, record in records.items():
        writer.insert_network(IPSet([network]), record)
    file = folder / "places.mmdb"
    writer.to_db_file(str(file))
    return file


def view(enricher: Enricher, settings: str = "{}", **hit: object) -> Any:  # noqa: ANN401 - a row
    account = AccountFacts(account_id="a1", timezone="UTC", currency="USD", settings=settings)
    return enricher.hit(account, {"id": 1, "at": 0, "url": "https://shop.example/", **hit}).page_view


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("8.8.8.0", "US"),
        ("141.20.1.0", "DE"),
        ("2a00:1450::", "IE"),
        ("10.0.0.0", None),
        ("127.0.0.1", None),
        ("::1", None),
        ("nonsense", None),
    ],
)
def test_countries_are_known_out_of_the_box(address: str, country: str | None) -> None:
    assert countries(address) == Place(country)


def test_a_database_knows_regions_and_cities(tmp_path: Path) -> None:
    look_up = atlas(
        database(
            tmp_path,
            {
                "203.0.113.0/24": BERLIN,
                "198.51.100.0/24": {"country_code": "fr", "state1": "Bretagne", "city": "Rennes"},  # a flat list
                "192.0.2.0/24": {"country": {"iso_code": "JP"}, "city": {"geoname_id": 7}},
                "141.20.0.0/16": {"city": {"names": {"en": "Somewhere"}}},
                "2001:db8::/32": {"country": {"iso_code": "EU"}},
            },
        )
    )
    assert look_up("203.0.113.0") == Place("DE", "State of Berlin", "Berlin")
    assert look_up("198.51.100.0") == Place("FR", "Bretagne", "Rennes")
    assert look_up("192.0.2.0") == Place("JP")
    assert look_up(GERMAN) == Place("DE", None, "Somewhere")  # the country out of the box
    assert look_up("8.8.8.0") == Place("US")
    assert look_up("2001:db8::") == Place()
    assert look_up("nonsense") == Place()


def test_a_page_view_tells_its_place(tmp_path: Path) -> None:
    found = view(Enricher(atlas(database(tmp_path, {"203.0.113.0/24": BERLIN}))), ip="203.0.113.77")
    assert (found["country"], found["region"], found["city"]) == ("DE", "State of Berlin", "Berlin")


@pytest.mark.parametrize(
    ("said", "country"), [("de", "DE"), ("XX", "US"), ("T1", "US"), ("", "US"), (None, "US"), ("Germany", "US")]
)
def test_a_trusted_proxy_knows_the_country_better(said: str | None, country: str) -> None:
    assert view(Enricher(), ip="8.8.8.8", country=said)["country"] == country


@pytest.mark.parametrize(("ip", "stored"), [("truncated", "8.8.8.0"), ("full", "8.8.8.8"), ("none", None)])
def test_of_an_address_is_stored_what_the_account_says(ip: str, stored: str | None) -> None:
    found = view(Enricher(), f'{{"ip": "{ip}"}}', ip="8.8.8.8")
    assert (found["ip"], found["country"]) == (stored, "US")


def test_an_address_that_is_none_is_counted() -> None:
    enricher = Enricher()
    assert view(enricher, ip="unknown")["country"] is None
    assert enricher.unread == {"ip": 1}


@pytest.mark.parametrize("content", [None, b"no database"])
def test_a_database_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "x.mmdb"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Problem, match=r"setting 'geo_database': .*x\.mmdb cannot be read"):
        atlas(file)
