"""Accounts are apart: what one holds never changes another's answers, and its key opens nothing of another's."""

from hypothesis import given
from hypothesis import strategies as st

from tests.laws.facts import Shop
from tests.laws.questions import Question, portraits, same
from tests.laws.town import Town
from tests.laws.worlds import World, anything, examples


@examples(12)
@given(world=anything(), other=anything(), asked=portraits(), data=st.data())
def test_another_accounts_facts_change_no_answer(
    town: Town, world: World, other: World, asked: list[Question], data: st.DataObject
) -> None:
    """Although they speak of the same people, browsers, contacts and orders, at the same times."""
    alone, beside, neighbour = town.shops(3, world.timezone)
    alone.tell(world.facts)
    left = {beside: list(world.facts), neighbour: list(other.facts)}
    for shop in data.draw(st.permutations([shop for shop, facts in left.items() for _ in facts])):
        shop.tell([left[shop].pop(0)])
    same(alone, beside, asked)


def test_a_key_opens_its_own_account_only(town: Town) -> None:
    mine, theirs = town.shops(2)
    for key, status in ((mine.key, 200), (theirs.key, 401), ("", 401)):
        assert set(knock(mine, key).values()) == {(status, None if status == 200 else REFUSAL)}
    for integration in theirs.integrations:  # nor does its own key, on a path of another's
        mine.integration = integration
        assert {code for door, (code, _) in knock(mine, mine.key).items() if "/api/" in door} == {404}


REFUSAL = "send a valid API key of this account in the 'Authorization' header"


def knock(shop: Shop, key: str) -> dict[str, tuple[int, str | None]]:
    """What every door of an account says to a key: the status, and why not."""
    imports = f"/api/v1/{shop.account}/{shop.integration}"
    order = {"id": 1, "email": "ann@mail.example", "amount": 1, "paid": 1, "date_created": "2026-03-01", "items": ""}
    doors: list[tuple[str, str, object]] = [
        ("POST", f"{imports}/contact", {"contact_id": 1, "email": "ann@mail.example"}),
        ("POST", f"{imports}/invoice", order),
        ("GET", f"/{shop.account}/report/leads", None),
        ("POST", f"/v2/{shop.account}/data/query", {"type": "leads"}),
        ("POST", f"/{shop.account}/v2/data/query", {"type": "revenue"}),
        ("DELETE", f"{imports}/invoice/1", None),
        ("DELETE", f"{imports}/contact/1", None),
    ]
    found: dict[str, tuple[int, str | None]] = {}
    for method, path, body in doors:
        answer = shop.client.request(method, path, json=body, headers={"Authorization": key})
        found[f"{method} {path}"] = (answer.status_code, answer.json().get("message"))
    return found
