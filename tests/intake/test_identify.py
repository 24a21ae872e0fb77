"""`/identify` in both spellings: whom a visitor is tied to, and every fault at once."""

from typing import Any

import pytest

from headwater.errors import Problem
from headwater.intake.identify import Identification, read_identification
from headwater.ledger import nodes
from tests.intake.accounts import ACCOUNT, NOW

EMAIL = nodes.email(nodes.email_key(ACCOUNT, "john@example.com"))
CONTACT = nodes.contact(ACCOUNT, "first", "249")
ALSO_CONTACT = nodes.contact(ACCOUNT, "second", "249")


def read(sent: dict[str, Any], *integrations: str) -> Identification:
    return read_identification(ACCOUNT, integrations or ("first",), sent, NOW)


def faults(sent: dict[str, Any]) -> list[str]:
    with pytest.raises(Problem) as problem:
        read(sent)
    return list(problem.value.errors)


@pytest.mark.parametrize(
    ("sent", "targets"),
    [
        ({"uid": "u1", "e": "john@example.com"}, [EMAIL]),
        ({"uid": "u1", "cid": 249}, [CONTACT]),
        ({"uid": "u1", "e": " John@Example.com", "cid": "249"}, [EMAIL, CONTACT]),
        ({"a": "acme", "uid": "u1", "e": "john@example.com", "v": 1}, [EMAIL]),
        ({"account_id": "acme", "seg_uid": "u1", "email": "john@example.com"}, [EMAIL]),
        ({"account_id": "acme", "seg_uid": "u1", "contact_id": "249"}, [CONTACT]),
        ({"uid": "u1", "e": "john@example.com", "email": "other@example.com"}, [EMAIL]),
        ({"uid": "u1", "e": "john@example.com", "cid": ""}, [EMAIL]),  # an empty parameter of a query string
        ({"uid": "u1", "e": "", "cid": "249"}, [CONTACT]),
    ],
)
def test_both_spellings_are_read(sent: dict[str, Any], targets: list[str]) -> None:
    identification = read(sent)
    assert (identification.uid, identification.targets, identification.at) == ("u1", targets, NOW)


def test_a_contact_id_may_be_of_any_integration() -> None:
    assert read({"uid": "u1", "cid": 249}, "first", "second").targets == [CONTACT, ALSO_CONTACT]


@pytest.mark.parametrize("who", [{"e": "john@example.com"}, {"cid": 249}, {"e": "john@example.com", "uid": ""}])
def test_without_a_visitor_one_is_derived_and_is_the_same_each_time(who: dict[str, Any]) -> None:
    one, other = read(who), read(who)
    assert one.uid == other.uid
    assert one.uid.startswith("id-")
    assert "john" not in one.uid


def test_somebody_must_be_named() -> None:
    missing = "missing 'email' or 'contact_id' field"
    assert faults({}) == [missing]
    assert faults({"uid": "u1"}) == [missing]
    assert faults({"uid": "u1", "e": None, "cid": ""}) == [missing]
    assert faults({"uid": ["u1"]}) == ["field 'uid' must be an id: a whole number or a text", missing]


def test_every_fault_is_told_at_once() -> None:
    assert faults({"uid": {}, "e": "john", "cid": []}) == [
        "field 'uid' must be an id: a whole number or a text",
        "field 'e' must be an e-mail address such as 'joey@example.com'",
        "field 'cid' must be an id: a whole number or a text",
    ]
