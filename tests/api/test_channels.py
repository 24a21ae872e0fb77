"""An account's channel rules: edited, reordered, tried, and told for all of history."""

from collections.abc import Mapping
from typing import Any

import pytest

from headwater.app import open_house
from headwater.catalog.channels import RULES
from headwater.ledger.accounts import change_settings, create_account
from headwater.settings import load_settings
from headwater.warehouse.engine import Options, Warehouse
from tests.api.shop import ORDER, Place, refused
from tests.stand import Stand

PARTNERS = {
    "because": "our partners",
    "channel": "affiliate",
    "when": [{"field": "utm_source", "op": "is", "values": ["acme", "bolt"]}],
}
DIRECT_MAIL = {
    "because": "letters with a code",
    "channel": "post",
    "when": [
        {"field": "utm_medium", "op": "has_word", "values": ["qr"]},
        {"field": "referrer_host", "op": "is_not_set"},
    ],
}
DEFAULTS = [{"default": rule.because} for rule in RULES]


@pytest.fixture
def fresh(place: Place) -> Stand:
    """An account with three origins, of which one brought two touches."""
    made = create_account(place.house.store, place.shop.clock(), "Fresh", "UTC", "USD")
    shop = Stand(place.shop.client, place.shop.clock, made)
    for number, query in enumerate(("utm_source=acme&utm_medium=cpc", "utm_source=flyer&utm_medium=qr", "gclid=1")):
        shop.visit("2026-03-01 12:00:00", f"v{number}", f"https://shop.example/?{query}")
    shop.visit("2026-03-01 13:00:00", "v9", "https://shop.example/?utm_source=acme&utm_medium=cpc")
    place.house.projector.catch_up(shop.account)
    shop.clock.set("2026-03-01 12:00:00")
    return shop


def call(shop: Stand, method: str, body: object = None, path: str = "") -> Any:  # noqa: ANN401 - any JSON
    address = f"/api/app/{shop.account}/channels{path}"
    answer = shop.client.request(method, address, json=body, headers={"Authorization": shop.key})
    assert answer.status_code == 200, answer.text
    return answer.json()


def told(place: Place, shop: Stand) -> dict[str, str]:
    sql = "SELECT utm_source || click_id, channel FROM origins"
    return {str(name): str(channel) for name, channel in place.house.readers.run(shop.account, sql).rows}


def names(rules: list[Mapping[str, Any]]) -> list[str]:
    return [rule["because"] for rule in rules]


def test_without_rules_of_ones_own_the_products_are_asked(fresh: Stand) -> None:
    rules = call(fresh, "GET")["rules"]
    assert names(rules) == [rule.because for rule in RULES]
    assert all(rule["default"] == rule["because"] for rule in rules)


def test_a_change_moves_all_of_history_and_null_moves_it_back(place: Place, fresh: Stand) -> None:
    before = {"acme": "paid", "flyer": "other", "gclid": "paid"}
    assert told(place, fresh) == before
    changed = call(fresh, "PUT", {"rules": [PARTNERS, DIRECT_MAIL, *DEFAULTS]})
    assert changed["origins"] == 3
    assert names(changed["rules"])[:3] == ["our partners", "letters with a code", RULES[0].because]
    assert told(place, fresh) == {"acme": "affiliate", "flyer": "post", "gclid": "paid"}
    # What comes in from now on is told the same way.
    fresh.visit("2026-03-02 12:00:00", "v5", "https://shop.example/?utm_source=bolt&utm_medium=cpc")
    place.house.projector.catch_up(fresh.account)
    assert told(place, fresh)["bolt"] == "affiliate"
    assert call(fresh, "PUT", {"rules": call(fresh, "GET")["rules"]})["rules"] == changed["rules"]
    call(fresh, "PUT", {"rules": None})
    assert told(place, fresh) == before | {"bolt": "paid"}


def test_rules_may_be_reordered_and_left_out(place: Place, fresh: Stand) -> None:
    without = [{"default": rule.because} for rule in RULES if rule.channel != "paid"]
    call(fresh, "PUT", {"rules": [*without, PARTNERS]})
    # What only advertising adds still says who is behind it.
    assert told(place, fresh) == {"acme": "affiliate", "flyer": "other", "gclid": "search"}


def test_a_preview_says_what_would_move_and_moves_nothing(place: Place, fresh: Stand) -> None:
    before = told(place, fresh)
    order(place, fresh, "2026-03-01 14:00:00")
    found = call(fresh, "POST", {"rules": [PARTNERS, DIRECT_MAIL, *DEFAULTS]}, "/preview")
    assert found == {
        "origins": 3,
        "moves": [
            {"from": "paid", "to": "affiliate", "origins": 1, "touches": 2,
             "contacts": 0, "revenue": 45.0, "examples": [{"utm_source": "acme", "utm_medium": "cpc"}]},
            {"from": "other", "to": "post", "origins": 1, "touches": 1,
             "contacts": 0, "revenue": 0.0, "examples": [{"utm_source": "flyer", "utm_medium": "qr"}]},
        ],
    }  # fmt: skip
    assert call(fresh, "POST", {"rules": None}, "/preview")["moves"] == []
    assert told(place, fresh) == before
    assert names(call(fresh, "GET")["rules"])[0] == RULES[0].because


def order(place: Place, shop: Stand, at: str) -> None:
    """The visitor of the last touch buys."""
    shop.identify(at, "v9", "ann@mail.example")
    shop.clock.set(at)
    shop.post("contact", {"email": "ann@mail.example", "date_created": at})
    shop.post("invoice", ORDER | {"date_created": at})
    place.house.projector.catch_up(shop.account)


def test_former_rules_are_known_with_who_gave_them_and_can_be_sent_again(place: Place, fresh: Stand) -> None:
    assert call(fresh, "GET", path="/history") == {"versions": []}
    call(fresh, "PUT", {"rules": [PARTNERS, *DEFAULTS]})
    fresh.clock.set("2026-03-01 13:00:00")
    call(fresh, "PUT", {"rules": None})
    now, own, first = call(fresh, "GET", path="/history")["versions"]
    assert [each["is_default"] for each in (now, own, first)] == [True, False, True]
    assert (first["actor"], own["actor"]) == (None, now["actor"])
    assert own["actor"].startswith("key ")
    assert (own["at"], now["at"]) == ("2026-03-01T12:00:00+00:00", "2026-03-01T13:00:00+00:00")
    call(fresh, "PUT", {"rules": own["rules"]})
    assert told(place, fresh)["acme"] == "affiliate"
    assert names(call(fresh, "GET")["rules"]) == names(own["rules"]) == ["our partners", *names(first["rules"])]


@pytest.mark.parametrize(
    ("rules", "faults"),
    [
        ("all", ["field 'rules' must be a list"]),
        ([{"default": "no such"}], ["field 'rules[0]' is wrong: there is no rule 'no such'"]),
        (
            [7, PARTNERS | {"channel": "A B"}, PARTNERS | {"when": []}],
            ["field 'rules[0]' is wrong", "field 'rules[1]' is wrong", "field 'rules[2]' is wrong"],
        ),
        (
            [PARTNERS | {"when": [{"field": "utm_source", "op": "matches", "values": [".*"]}]}],
            ["field 'rules[0]' is wrong: Invalid enum value 'matches' - at `when[0].op`"],
        ),
        (
            [PARTNERS | {"when": [{"field": "utm_source", "op": "is"}]}],
            ["field 'rules[0]' is wrong: the operator 'is'"],
        ),
        ([PARTNERS, PARTNERS], ["field 'rules' has two rules named 'our partners'"]),
        ([PARTNERS | {"because": "an ad id"}], ["field 'rules[0]' is wrong: 'an ad id' is the name of a rule"]),
    ],
)
def test_rules_that_cannot_be_are_refused_with_every_fault(fresh: Stand, rules: object, faults: list[str]) -> None:
    headers = {"Authorization": fresh.key}
    for method, path in (("PUT", ""), ("POST", "/preview")):
        address = f"/api/app/{fresh.account}/channels{path}"
        found = refused(fresh.client.request(method, address, json={"rules": rules}, headers=headers), 400)
        assert [fault[: len(wanted)] for fault, wanted in zip(found, faults, strict=True)] == faults
        refused(fresh.client.request(method, address, json={}, headers=headers), 400)


def test_rules_that_changed_while_nobody_ran_are_told_at_the_next_start(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """As by a release: its fingerprint is another than the one that lies with the warehouse."""
    settings = load_settings({"data": str(tmp_path_factory.mktemp("release"))}, {}, None)
    with open_house(settings) as house:
        account = create_account(house.store, house.clock(), "Shop", "UTC", "USD").account_id
        house.projector.catch_up(account)
    warehouse = Warehouse(settings.data, Options(threads=1))
    with warehouse.cursor(account) as cursor:
        cursor.execute(
            "INSERT INTO origins VALUES (7, '', 'acme', 'cpc', '', '', '', '', '', 'an older name', 'an older source')"
        )
        cursor.execute("UPDATE told_by SET rules = 'of an older release'")
    warehouse.close()
    with open_house(settings) as house:
        house.projector.catch_up(account)
        assert house.readers.run(account, "SELECT channel, source FROM origins").rows == [("paid", "acme")]
        change_settings(house.store, account, {"week_start": "sunday"})
        told_by = house.readers.run(account, "FROM told_by").rows
    with open_house(settings) as house:  # another setting is no other rule
        house.projector.catch_up(account)
        assert house.readers.run(account, "FROM told_by").rows == told_by
