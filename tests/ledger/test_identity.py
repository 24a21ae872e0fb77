"""Persons: small worlds that can be followed by hand, each ending in who is who and whose every page view is."""

from headwater.ledger import rows, tables
from headwater.ledger.resolve import HUB
from tests.ledger.desk import DAY, HOUR, MINUTE, NOW, Desk

ANN, BEN, CEM = "ann@example.com", "ben@example.com", "cem@example.com"


def line(desk: Desk, uid: str, **people: int) -> list[tuple[int, str]]:
    """The time line of a visitor, told in the names of people: (minutes after the first identify, name)."""
    names = {person: name for name, person in people.items()}
    return [((since - NOW) // MINUTE if since else 0, names[person]) for since, person in desk.spans(uid)]


def person(desk: Desk, contact_id: str) -> int:
    return desk.contacts()[contact_id].person_id


def test_two_devices_are_one_person(desk: Desk) -> None:
    desk.identify("phone", e=ANN)
    desk.contact({"contact_id": 5, "email": ANN})
    desk.identify("laptop", NOW + DAY, e=ANN)
    desk.identify("work", NOW + DAY, cid="5")
    ann = person(desk, "5")
    assert [desk.spans(uid) for uid in ("phone", "laptop", "work")] == [[(0, ann)]] * 3


def test_identify_before_the_contact_exists(desk: Desk) -> None:
    desk.identify("phone", e=ANN)
    desk.identify("laptop", cid="5")
    assert desk.spans("phone") != desk.spans("laptop")  # nothing says yet that they are one
    desk.contact({"contact_id": 5, "email": ANN})
    ann = person(desk, "5")
    assert desk.spans("phone") == desk.spans("laptop") == [(0, ann)]


def test_one_email_in_two_integrations_is_one_person(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": ANN})
    desk.contact({"contact_id": 77, "email": " Ann@Example.com"}, desk.second)
    desk.contact({"contact_id": 5, "email": BEN}, desk.second)
    assert person(desk, "5") == person(desk, "second/77")
    assert person(desk, "5") != person(desk, "second/5")


def test_a_shared_laptop_changes_hands_and_back(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": ANN})
    desk.contact({"contact_id": 6, "email": BEN})
    desk.identify("laptop", NOW, e=ANN)
    desk.identify("laptop", NOW + HOUR, e=BEN)
    desk.identify("laptop", NOW + 2 * HOUR, e=BEN)
    desk.identify("laptop", NOW + 3 * HOUR, cid="5")
    ann, ben = person(desk, "5"), person(desk, "6")
    assert ann != ben
    assert line(desk, "laptop", ann=ann, ben=ben) == [(0, "ann"), (60, "ben"), (180, "ann")]


def test_a_laptop_that_comes_back_within_half_an_hour_is_hers_again(desk: Desk) -> None:
    for minute, who in ((0, ANN), (4, BEN), (8, ANN)):
        desk.identify("laptop", NOW + minute * MINUTE, e=who)
    ann, ben = desk.person_of_email(ANN), desk.person_of_email(BEN)
    assert ann is not None
    assert ben is not None
    assert line(desk, "laptop", ann=ann, ben=ben) == [(0, "ann"), (4, "ben"), (8, "ann")]


def test_a_late_identify_is_put_where_it_belongs(desk: Desk) -> None:
    desk.identify("laptop", NOW + HOUR, e=ANN)
    desk.identify("laptop", NOW, e=BEN)  # of another node, an hour ago
    ann, ben = desk.person_of_email(ANN), desk.person_of_email(BEN)
    assert ann is not None
    assert ben is not None
    assert line(desk, "laptop", ann=ann, ben=ben) == [(0, "ben"), (60, "ann")]


def test_a_mistyped_address_that_the_contact_corrects_is_the_same_person(desk: Desk) -> None:
    desk.identify("phone", e="ann@exmaple.com")
    desk.contact({"contact_id": 5, "email": "ann@exmaple.com"})
    desk.invoice({"id": 1, "email": "ann@exmaple.com"})
    desk.contact({"contact_id": 5, "email": ANN})
    desk.identify("laptop", e=ANN)
    ann = person(desk, "5")
    assert desk.spans("phone") == desk.spans("laptop") == [(0, ann)]
    assert desk.invoices()["1"].person_id == ann
    assert desk.person_of_email(ANN) == desk.person_of_email("ann@exmaple.com") == ann


def test_a_mistyped_address_in_a_form_only_re_points(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": ANN})
    desk.identify("phone", NOW, e="ann@exmaple.com")
    desk.identify("phone", NOW + MINUTE, e=ANN)
    ann, typo = person(desk, "5"), desk.person_of_email("ann@exmaple.com")
    assert typo is not None
    assert line(desk, "phone", ann=ann, typo=typo) == [(0, "typo"), (1, "ann")]


def test_a_contact_without_an_address_is_united_with_the_owner_of_its_browser(desk: Desk) -> None:
    desk.contact({"contact_id": 5})
    desk.invoice({"id": 1, "contact_id": 5})
    desk.identify("phone", NOW, cid="5")
    before = person(desk, "5")
    assert desk.spans("phone") == [(0, before)]
    desk.identify("phone", NOW + HOUR, e=ANN)
    assert person(desk, "5") == desk.person_of_email(ANN) == desk.invoices()["1"].person_id == before
    assert desk.spans("phone") == [(0, before)]


def test_a_contact_that_gets_an_address_of_its_own_parts_again(desk: Desk) -> None:
    """The browser had united two, because one of them had no address; now both have one."""
    desk.contact({"contact_id": 5})
    desk.identify("laptop", NOW, e=ANN)
    desk.identify("laptop", NOW + HOUR, cid="5")
    assert person(desk, "5") == desk.person_of_email(ANN)
    desk.now += DAY
    desk.contact({"contact_id": 5, "email": BEN})
    ann, ben = desk.person_of_email(ANN), desk.person_of_email(BEN)
    assert ann is not None
    assert ben is not None
    assert ann != ben
    assert person(desk, "5") == ben
    assert line(desk, "laptop", ann=ann, ben=ben) == [(0, "ann"), (60, "ben")]
    actions = [event.action for event in desk.all(rows.IdentityEvent, tables.identity_log)]
    assert actions == ["unite", "split"]


def test_two_contacts_without_addresses_on_one_browser_are_one_until_an_address_tells(desk: Desk) -> None:
    desk.contact({"contact_id": 5})
    desk.contact({"contact_id": 6})
    desk.identify("laptop", NOW, cid="5")
    desk.identify("laptop", NOW + HOUR, cid="6")
    assert person(desk, "5") == person(desk, "6")
    desk.contact({"contact_id": 5, "email": ANN})
    assert person(desk, "5") == person(desk, "6") == desk.person_of_email(ANN)
    desk.contact({"contact_id": 6, "email": BEN})
    assert person(desk, "5") == desk.person_of_email(ANN) != person(desk, "6") == desk.person_of_email(BEN)


def test_who_could_be_two_goes_to_whom_a_shared_browser_was_first(desk: Desk) -> None:
    desk.contact({"contact_id": 5})
    desk.identify("laptop", NOW + HOUR, e=ANN)
    desk.identify("laptop", NOW + 5 * HOUR, cid="5")
    assert person(desk, "5") == desk.person_of_email(ANN)
    desk.identify("phone", NOW, e=BEN)
    desk.identify("phone", NOW + 6 * HOUR, cid="5")
    assert person(desk, "5") == desk.person_of_email(BEN) != desk.person_of_email(ANN)


def test_a_contact_id_is_looked_for_in_every_integration(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": ANN}, desk.second)
    desk.identify("phone", cid="5")
    assert desk.spans("phone") == [(0, person(desk, "second/5"))]


def test_an_identify_without_a_visitor_makes_one_that_is_the_same_each_time(desk: Desk) -> None:
    one, other = desk.identify("", e=ANN), desk.identify("", e=ANN)
    assert one["uid"] == other["uid"]
    assert desk.spans(one["uid"]) == [(0, desk.person_of_email(ANN))]


def test_a_shared_device_unites_nobody(desk: Desk) -> None:
    """A till where everybody signs in; the script knows their ids only, and tells them in both integrations."""
    ids = [str(number) for number in range(HUB // 2 + 1)]
    desk.tell_together([desk.contact_change({"contact_id": contact_id}) for contact_id in ids])
    desk.tell_together([desk.identification("till", NOW + hour * HOUR, cid=name) for hour, name in enumerate(ids[:-1])])
    assert len({contact.person_id for contact in desk.contacts().values()}) == 2  # the last is still somebody else
    desk.now += DAY
    desk.identify("till", NOW + 99 * HOUR, cid=ids[-1])  # the fifty-first name
    people = {contact_id: contact.person_id for contact_id, contact in desk.contacts().items()}
    assert len(set(people.values())) == len(ids)
    assert desk.spans("till")[-1] == (NOW + 99 * HOUR, people[ids[-1]])
    desk.contact({"contact_id": ids[0], "email": ANN})
    assert desk.contacts()[ids[1]].person_id == people[ids[1]]


def test_all_at_a_shared_device_may_come_in_one_group(desk: Desk) -> None:
    emails = [f"{number}@example.com" for number in range(HUB + 10)]
    changes = [desk.identification("till", NOW + hour * HOUR, e=address) for hour, address in enumerate(emails)]
    desk.tell_together([*changes, *(desk.contact_change({"email": address}) for address in emails)])
    people = [desk.person_of_email(address) for address in emails]
    assert len(set(people)) == HUB + 10
    assert [who for _, who in desk.spans("till")] == people


def test_accounts_have_persons_of_their_own(desk: Desk) -> None:
    other = Desk(desk.store)
    for one in (desk, other):
        one.contact({"contact_id": 5, "email": ANN})
        one.identify("phone", e=ANN)
    desk.contact({"contact_id": 5, "email": BEN})
    assert other.person_of_email(BEN) is None
    assert other.spans("phone") == [(0, person(other, "5"))]
    nodes = [{row.node for row in one.all(rows.Node, tables.identity_nodes)} for one in (desk, other)]
    assert nodes[0].isdisjoint(nodes[1])  # each account has a secret of its own


def test_the_names_of_people_are_nowhere_in_the_graph(desk: Desk) -> None:
    desk.contact({"contact_id": "customer-5", "email": ANN})
    desk.identify("phone", e=ANN, cid="customer-5")
    shown = [str(rows.as_dict(row)) for row in desk.all(rows.Edge, tables.identity_edges)]
    shown += [str(rows.as_dict(row)) for row in desk.all(rows.Node, tables.identity_nodes)]
    shown += [str(rows.as_dict(row)) for row in desk.all(rows.IdentityEvent, tables.identity_log)]
    assert not any("ann" in row or "customer" in row for row in shown)


def test_what_says_nothing_new_changes_nothing(desk: Desk) -> None:
    desk.contact({"contact_id": 5, "email": ANN})
    desk.identify("phone", e=ANN)
    before = desk.all(rows.VisitorSpan, tables.visitor_spans), desk.contacts()["5"].change, desk.last_change()
    for hours in (0, 1, 2):
        desk.identify("phone", NOW + hours * HOUR, e=ANN)
    after = desk.all(rows.VisitorSpan, tables.visitor_spans), desk.contacts()["5"].change, desk.last_change()
    assert after == before
