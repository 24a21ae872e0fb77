"""`POST contact` as a payload: what is read of it, every fault at once, and the pure rules of merging."""

from typing import Any

import msgspec
import pytest

from headwater.errors import Problem
from headwater.intake.contact import (
    ContactChange,
    filled,
    merged,
    read_contact,
    resource,
)
from headwater.intake.contact_deletion import ContactDeletion, read_contact_deletion
from headwater.ledger import rows
from tests.intake.accounts import ACCOUNT

WHOLE: dict[str, Any] = {
    "contact_id": 249,
    "email": "joey@bloggs.com",
    "date_created": "1970-01-02",
    "last_updated": "1970-01-03",
    "first_name": "Joey",
    "last_name": "Bloggs",
    "status": "Inactive",
    "tags": [3],
    "custom_fields": {"shirt_size": "Medium", "Awesome Sauce": 2, "yes": True, "field_to_remove": None},
    "utm_campaign": "holiday",
    "utm_content": "special",
    "utm_medium": "cpc",
    "utm_source": "facebook",
    "utm_term": "awesomeness",
    "referring_url": "reallycoolurl.com",
    "optin_url": "evencoolerurl.com",
    "ip_address": "8.8.8.8",
    "affiliate_id": 123,
    "geo_lat": "45.523064",
    "geo_lon": -122.676483,
}


def read(body: dict[str, Any]) -> ContactChange:
    return read_contact(ACCOUNT, "first", body)


def faults(body: dict[str, Any]) -> list[str]:
    with pytest.raises(Problem) as problem:
        read(body)
    assert problem.value.status == 400
    return list(problem.value.errors)


def contact(**values: Any) -> rows.Contact:  # noqa: ANN401 - columns
    needed: dict[str, Any] = {"id": 1, "contact_id": "5", "person_id": 9, "date_created": 100, "change": 7}
    return rows.Contact(account_id="acme", integration_id="first", **needed | values)


def test_only_what_was_sent_is_in_the_change() -> None:
    change = read({"contact_id": 249, "first_name": "Joey", "last_name": None})
    assert change.values == {"contact_id": "249", "first_name": "Joey"}
    assert (change.labels, change.custom_fields) == ({}, None)
    assert (change.account_id, change.integration_id) == ("acme", "first")


@pytest.mark.parametrize("sent", [249, "249", " 249 ", 249.0])
def test_an_id_has_one_spelling(sent: object) -> None:
    assert read({"contact_id": sent}).values == {"contact_id": "249"}


def test_an_email_comes_with_its_key_whatever_its_case() -> None:
    one, other = (read({"email": sent}).values for sent in ("Joey@Bloggs.com ", "joey@bloggs.com"))
    assert one == other
    assert one["email"] == "joey@bloggs.com"
    assert "joey" not in one["email_key"]


def test_the_contract_s_fields_are_all_read() -> None:
    change = read(WHOLE)
    assert change.values.pop("email_key")
    assert change.values == {
        "contact_id": "249",
        "email": "joey@bloggs.com",
        "date_created": 86_400_000_000,
        "last_updated": 172_800_000_000,
        "first_name": "Joey",
        "last_name": "Bloggs",
        "status": "inactive",
        "utm_campaign": "holiday",
        "utm_content": "special",
        "utm_medium": "cpc",
        "utm_source": "facebook",
        "utm_term": "awesomeness",
        "referring_url": "reallycoolurl.com",
        "optin_url": "evencoolerurl.com",
        "ip_address": "8.8.8.8",
        "affiliate_id": "123",
        "geo_lat": "45.523064",
        "geo_lon": "-122.676483",
    }
    assert [tag.word for tag in change.labels["tag"]] == ["3"]
    assert change.custom_fields == {"shirt_size": "Medium", "Awesome Sauce": 2, "yes": True, "field_to_remove": None}


def test_somebody_must_be_named() -> None:
    missing = "missing 'contact_id' or 'email' field"
    assert faults({}) == [missing]
    assert faults({"contact_id": None, "email": None, "first_name": "Joey"}) == [missing]
    assert faults({"status": "gone"}) == ["field 'status' must be 'active' or 'inactive'", missing]


def test_a_wrong_name_is_not_a_missing_one() -> None:
    assert faults({"email": "joey"}) == ["field 'email' must be an e-mail address such as 'joey@example.com'"]
    assert faults({"contact_id": " "}) == ["field 'contact_id' must be an id of 1 to 255 characters"]


def test_an_empty_name_is_a_missing_one() -> None:
    assert faults({"contact_id": "", "email": ""}) == ["missing 'contact_id' or 'email' field"]


def test_every_fault_is_told_at_once() -> None:
    body = {
        "contact_id": True,
        "email": "joey at bloggs",
        "date_created": "02.10.2018",
        "last_updated": 1e20,
        "first_name": ["Joey"],
        "status": "deleted",
        "geo_lat": "north",
        "geo_lon": 181,
        "tags": [3, {"name": "x", "date": "soon"}, {}],
        "custom_fields": {"a": [1]},
    }
    assert faults(body) == [
        "field 'contact_id' must be an id: a whole number or a text",
        "field 'email' must be an e-mail address such as 'joey@example.com'",
        "field 'date_created' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
        "field 'last_updated' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
        "field 'first_name' must be a text",
        "field 'status' must be 'active' or 'inactive'",
        "field 'geo_lat' must be degrees, such as '45.523064'",
        "field 'geo_lon' must be degrees, such as '45.523064'",
        "field 'tags[1].date' must be a date such as '2018-10-02 16:15:00', ISO-8601, or epoch seconds",
        "missing 'tags[2].id' field",
        "field 'custom_fields' must hold plain values or null, and 'a' holds a list or an object",
    ]


def test_custom_fields_are_an_object() -> None:
    assert faults({"email": "a@b.c", "custom_fields": "x"}) == ["field 'custom_fields' must be an object"]
    assert faults({"email": "a@b.c", "custom_fields": ["x"]}) == ["field 'custom_fields' must be an object"]
    assert read({"email": "a@b.c", "custom_fields": []}).custom_fields is None  # PHP's empty object
    assert read({"email": "a@b.c", "custom_fields": {}}).custom_fields is None


def test_tags_may_be_absent_or_empty_and_that_differs() -> None:
    assert read({"contact_id": 1}).labels == {}
    assert read({"contact_id": 1, "tags": None}).labels == {}
    assert read({"contact_id": 1, "tags": []}).labels == {"tag": []}
    assert read({"contact_id": 1, "lists": ""}).labels == {"list": []}


def test_what_was_sent_replaces_and_what_was_not_stays() -> None:
    before = contact(first_name="Joey", last_name="Bloggs", status="inactive", email="a@b.c", email_key="k")
    after = merged(before, {"first_name": "Joe", "last_updated": 5}, None)
    assert after == msgspec.structs.replace(before, first_name="Joe", last_updated=5)
    assert before.first_name == "Joey"


@pytest.mark.parametrize(
    ("before", "sent", "after"),
    [
        ({}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {"b": "x"}, {"a": 1, "b": "x"}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": 1}, {"b": None}, {"a": 1}),
        ({"a": 1}, {"a": False}, {"a": False}),
        ({"a": 1}, {"a": ""}, {"a": ""}),
        ({"a": 1}, None, {"a": 1}),
        ({}, {"Ünï \U0001f642": 1.5, "n": 10**30}, {"Ünï \U0001f642": 1.5, "n": 10**30}),
    ],
)
def test_custom_fields_merge_and_null_removes_one(
    before: dict[str, Any], sent: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    known = contact(custom_fields=msgspec.json.encode(before).decode())
    assert msgspec.json.decode(merged(known, {}, sent).custom_fields) == after


def test_the_order_of_custom_fields_does_not_matter() -> None:
    one = merged(merged(contact(), {}, {"a": 1}), {}, {"b": 2})
    other = merged(merged(contact(), {}, {"b": 2}), {}, {"a": 1})
    assert one == other


def test_gaps_are_filled_from_the_other_contact_and_nothing_is_overwritten() -> None:
    mine = contact(first_name="Joey", custom_fields='{"a":1}', date_created=100)
    other = contact(id=2, contact_id="6", first_name="Joe", last_name="Bloggs", custom_fields='{"a":2,"b":3}', change=8)
    after = filled(mine, [other])
    assert (after.id, after.contact_id, after.change, after.person_id) == (1, "5", 7, 9)
    assert (after.first_name, after.last_name) == ("Joey", "Bloggs")
    assert msgspec.json.decode(after.custom_fields) == {"a": 1, "b": 3}


def test_the_opt_in_of_two_is_the_earlier_one() -> None:
    early, late = contact(date_created=50), contact(date_created=100)
    assert filled(late, [early]).date_created == 50
    assert filled(early, [late]).date_created == 50


def test_where_somebody_came_from_is_not_put_together_from_two() -> None:
    mine = contact(utm_source="facebook", referring_url="https://l.facebook.com/")
    other = contact(
        id=2, utm_source="google", utm_medium="cpc", utm_campaign="brand", optin_url="https://shop.example/"
    )
    after = filled(mine, [other])
    assert (after.utm_source, after.utm_medium, after.utm_campaign) == ("facebook", None, None)
    assert after.optin_url == "https://shop.example/"
    nowhere = filled(contact(), [other])
    assert (nowhere.utm_source, nowhere.utm_medium, nowhere.utm_campaign) == ("google", "cpc", "brand")
    assert nowhere.referring_url is None


def test_answers_show_the_contact() -> None:
    shown = resource(contact(email="a@b.c", first_name="Joey", custom_fields='{"x":1}', date_created=1_000_000))
    assert shown == {
        "contact_id": "5",
        "email": "a@b.c",
        "first_name": "Joey",
        "last_name": None,
        "status": "active",
        "date_created": "1970-01-01T00:00:01+00:00",
        "last_updated": None,
        "custom_fields": {"x": 1},
    }


@pytest.mark.parametrize(
    ("asked", "contact_id", "has_email"),
    [
        ("249", "249", False),
        (" 249 ", "249", False),
        ("a\x00b", "ab", False),
        ("Joey@Bloggs.com", "Joey@Bloggs.com", True),
    ],
)
def test_a_deletion_names_an_id_or_an_email(asked: str, contact_id: str, *, has_email: bool) -> None:
    deletion = read_contact_deletion(ACCOUNT, "first", asked)
    assert isinstance(deletion, ContactDeletion)
    assert deletion.asked == contact_id
    assert (deletion.email_key is not None) is has_email


@pytest.mark.parametrize("asked", ["", " ", "\x00", "x" * 256])
def test_a_deletion_of_nobody_finds_nobody(asked: str) -> None:
    with pytest.raises(Problem) as problem:
        read_contact_deletion(ACCOUNT, "first", asked)
    assert problem.value.status == 404
