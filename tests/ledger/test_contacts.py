"""What becomes of contacts: columns, tags and their dates, and what follows a contact that gets another id."""

import msgspec
import pytest

from headwater.errors import NotFound
from headwater.ledger import rows, tables
from tests.ledger.desk import DAY, HOUR, NOW, Desk

A, B, C = "a@example.com", "b@example.com", "c@example.com"
EARLIER, LATER = "2018-10-02 16:15:00", "2018-11-28 09:28:42"
T_EARLIER = 1_538_496_900_000_000  # 17_806 days and 58_500 s
T_LATER = 1_543_397_322_000_000  # 17_863 days and 34_122 s


def test_integrations_have_ids_and_emails_of_their_own(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A, "first_name": "Ann"})
    desk.contact({"contact_id": 5, "email": B, "first_name": "Bob"}, desk.second)
    desk.contact({"contact_id": 6, "email": A}, desk.second)  # known in the first, so nothing is re-keyed
    desk.contact({"email": B, "last_name": "Lee"})
    contacts = desk.contacts()
    assert {"5", "second/5", "second/6"} < set(contacts)
    (made_up,) = set(contacts) - {"5", "second/5", "second/6"}
    assert contacts[made_up].last_name == "Lee"
    assert (contacts["5"].first_name, contacts["second/5"].first_name) == ("Ann", "Bob")


def test_accounts_have_contacts_of_their_own(desk: Desk) -> None:
    other = Desk(desk.store)
    desk.contact({"contact_id": 5, "email": A})
    other.contact({"contact_id": 6, "email": A})
    assert (set(desk.contacts()), set(other.contacts())) == ({"5"}, {"6"})
    with pytest.raises(NotFound):
        other.delete_contact("5")
    other.delete_contact(A)
    assert (set(desk.contacts()), set(other.contacts())) == ({"5"}, set[str]())


def test_the_answer_is_the_contact(desk: Desk) -> None:
    made = desk.contact({"email": "Ann@Example.com", "first_name": "Ann", "date_created": EARLIER})
    assert made.pop("contact_id") in desk.contacts()
    assert made == {
        "email": "ann@example.com",
        "first_name": "Ann",
        "last_name": None,
        "status": "active",
        "date_created": "2018-10-02T16:15:00+00:00",
        "last_updated": None,
        "custom_fields": {},
    }


def test_a_contact_with_an_email_only_keeps_the_id_that_was_made_up(desk: Desk) -> None:
    one, other = desk.contact({"email": A}), desk.contact({"email": A, "first_name": "Ann"})
    assert one["contact_id"] == other["contact_id"]
    assert len(one["contact_id"]) == 12


def test_every_column_comes_back_as_it_was_sent(desk: Desk) -> None:
    body = {
        "contact_id": 249,
        "email": "joey@bloggs.com",
        "date_created": EARLIER,
        "last_updated": LATER,
        "first_name": "Joey \U0001f642",
        "last_name": "O'Bloggs; DROP TABLE contacts --",
        "status": "inactive",
        "utm_campaign": "holiday",
        "utm_content": "holiday special",
        "utm_medium": "cpc",
        "utm_source": "facebook",
        "utm_term": "100% :name %s",
        "referring_url": "reallycoolurl.com",
        "optin_url": "evencoolerurl.com",
        "ip_address": "8.8.8.8",
        "affiliate_id": "123",
        "geo_lat": "45.523064",
        "geo_lon": "-122.676483",
    }
    desk.contact(body | {"custom_fields": {"n": 10**30, "f": 1.5, "yes": True, "\U0001f642": "a\x00b"}})
    kept = rows.as_dict(desk.contacts()["249"])
    times = {"contact_id": "249", "date_created": T_EARLIER, "last_updated": T_LATER}
    assert {name: kept[name] for name in body} == body | times
    assert msgspec.json.decode(kept["custom_fields"]) == {"n": 10**30, "f": 1.5, "yes": True, "\U0001f642": "ab"}


def test_dates_of_tags(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "tags": ["now", {"id": 3, "name": "dated", "date": EARLIER}]})
    desk.now += HOUR
    desk.contact({"contact_id": 5, "tags": ["now", "dated", "new"]})  # what is on keeps its first date
    assert desk.tags_of("5") == {"now": NOW, "dated": T_EARLIER, "new": NOW + HOUR}
    desk.contact({"contact_id": 5, "tags": [{"name": "now", "date": LATER}, "dated"]})
    assert desk.tags_of("5") == {"now": T_LATER, "dated": T_EARLIER}
    desk.contact({"contact_id": 5, "tags": ["new"]})
    desk.now += HOUR
    desk.contact({"contact_id": 5, "tags": ["new", "dated"]})  # taken off and put on again
    assert desk.tags_of("5") == {"new": NOW + HOUR, "dated": NOW + 2 * HOUR}


def test_a_tag_of_both_keeps_its_first_date_in_a_merge(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "tags": [{"name": "x", "date": LATER}]})
    desk.contact({"contact_id": 6, "email": A, "tags": [{"name": "x", "date": EARLIER}, {"name": "y", "date": LATER}]})
    desk.contact({"contact_id": 5, "email": A})
    assert desk.tags_of("5") == {"x": T_EARLIER, "y": T_LATER}


@pytest.mark.parametrize("has_email", [False, True], ids=["orders by id", "orders by id and e-mail"])
def test_orders_and_visitors_follow_a_re_keyed_contact(desk: Desk, *, has_email: bool) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.identify("phone", cid="5")
    desk.invoice({"id": 1, "contact_id": 5} | ({"email": A} if has_email else {}))
    desk.contact({"contact_id": 6, "email": A})
    (contact,) = desk.contacts().values()
    invoice = desk.invoices()["1"]
    assert (contact.contact_id, invoice.contact_id) == ("6", "6")
    assert invoice.person_id == contact.person_id
    assert desk.spans("phone") == [(0, contact.person_id)]
    assert desk.invoice({"id": 2, "contact_id": 6})["matched"]


@pytest.mark.parametrize("has_email", [False, True], ids=["orders by id", "orders by id and e-mail"])
def test_orders_and_visitors_follow_a_merged_contact(desk: Desk, *, has_email: bool) -> None:
    desk.contact({"contact_id": 5})
    desk.contact({"contact_id": 6, "email": A})
    desk.identify("phone", cid="5")
    desk.identify("laptop", cid="6")
    desk.identify("tablet", e=A)
    desk.invoice({"id": 1, "contact_id": 5})
    desk.invoice({"id": 2, "contact_id": 6} | ({"email": A} if has_email else {}))
    desk.contact({"contact_id": 5, "email": A})
    (contact,) = desk.contacts().values()
    assert contact.contact_id == "5"
    assert [invoice.contact_id for invoice in desk.invoices().values()] == ["5", "5"]
    assert {invoice.person_id for invoice in desk.invoices().values()} == {contact.person_id}
    assert [desk.spans(uid) for uid in ("phone", "laptop", "tablet")] == [[(0, contact.person_id)]] * 3


def test_unions_are_audited(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": A})
    desk.contact({"contact_id": 6, "email": B})
    first, second = (desk.contacts()[name].person_id for name in "56")
    desk.now += DAY
    desk.contact({"contact_id": 5, "email": B})
    log = desk.all(rows.IdentityEvent, tables.identity_log)
    assert [(event.action, event.person_id, event.other_id, event.at) for event in log] == [
        ("unite", min(first, second), max(first, second), NOW + DAY)
    ]
