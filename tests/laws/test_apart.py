"""Accounts are apart: what one holds never changes another's answers, and its key opens nothing of another's."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.facts import Shop
from tests.laws.questions import portrait
from tests.laws.town import Town
from tests.laws.worlds import World, anything

FEW = settings(max_examples=settings.default.max_examples // 3)


@FEW
@given(world=anything(), other=anything(), data=st.data())
def test_another_accounts_facts_change_no_answer(town: Town, world: World, other: World, data: st.DataObject) -> None:
    """Although they speak of the same people, browsers, contacts and orders, at the same times."""
    alone, beside, neighbour = town.shops(3, world.timezone)
    alone.tell(world.facts)
    turns = data.draw(st.permutations([beside] * len(world.facts) + [neighbour] * len(other.facts)))
    left = {beside.account: list(world.facts), neighbour.account: list(other.facts)}
    for shop in turns:
        shop.tell([left[shop.account].pop(0)])
    assert portrait(alone) == portrait(beside)


def test_a_key_opens_its_own_account_only(town: Town) -> None:
    mine, theirs = town.shops(2)
    contact = {"contact_id": 1, "email": "ann@mail.example"}
    for key, status in ((mine.key, 200), (theirs.key, 401), ("", 401)):
        knocks = knock(mine, key, contact)
        assert {path: code for path, (code, _) in knocks.items()} == dict.fromkeys(knocks, status)
    refused, unknown = (knock(mine, key, contact) for key in (theirs.key, "hw_nobody"))
    assert refused == unknown


def knock(shop: Shop, key: str, contact: dict[str, object]) -> dict[str, tuple[int, object]]:
    """What every door of an account says to a key."""
    headers = {"Authorization": key, "X-Request-Id": "the-same"}
    imports = f"/api/v1/{shop.account}/{shop.integration}"
    order = {"id": 1, "email": "ann@mail.example", "amount": 1, "paid": 1, "date_created": "2026-03-01", "items": []}
    said = [
        ("POST", f"{imports}/contact", contact),
        ("POST", f"{imports}/invoice", order),
        ("GET", f"/{shop.account}/report/leads", None),
        ("POST", f"/v2/{shop.account}/data/query", {"type": "leads"}),
        ("POST", f"/{shop.account}/v2/data/query", {"type": "revenue"}),
        ("DELETE", f"{imports}/invoice/1", None),
        ("DELETE", f"{imports}/contact/1", None),
    ]
    answers = [(f"{how} {path}", shop.client.request(how, path, json=body, headers=headers)) for how, path, body in said]
    return {what: (answer.status_code, answer.json() if answer.is_error else None) for what, answer in answers}
