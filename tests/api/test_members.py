"""Members: invited, raised, lowered and removed by whoever may, the last owner never."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.api.browser import PASSWORD, Browser, invited, owner_of
from tests.api.shop import opened, refused


@pytest.fixture
def owner(tmp_path: Path) -> Generator[Browser]:
    with opened(tmp_path, accounts=2) as place:
        yield owner_of(place)


def members(of: Browser, account: int = 0) -> str:
    return f"/api/app/{of.place.shops[account].account}/members"


def test_who_was_invited_may_nothing_before_the_link_was_used(owner: Browser) -> None:
    made = owner.post(members(owner), {"email": "Bob@Mail.example", "name": "Bob", "role": "viewer"})
    assert made["member"] | {"user_id": "", "created_at": ""} == {
        "user_id": "",
        "email": "bob@mail.example",
        "name": "Bob",
        "role": "viewer",
        "filters": [],
        "contacts": True,
        "has_totp": False,
        "is_invited": True,
        "created_at": "",
    }
    refused(Browser(owner.place).sign_in("bob@mail.example"), 401)
    bob = Browser(owner.place)
    me = bob.post("/api/app/password", {"token": made["token"], "password": PASSWORD})
    assert [account["role"] for account in me["accounts"]] == ["viewer"]
    listed = {each["email"]: each["is_invited"] for each in owner.get(members(owner))["members"]}
    assert listed == {"owner@house.example": False, "bob@mail.example": False}
    refused(owner.send("POST", members(owner), {"email": "bob@mail.example", "role": "admin"}), 409)


def test_an_invitation_again_is_another_link(owner: Browser) -> None:
    body = {"email": "bob@mail.example", "role": "viewer"}
    first = owner.post(members(owner), body)["token"]
    second = owner.post(members(owner), body | {"role": "member"})["token"]
    sent = {"password": PASSWORD}
    refused(Browser(owner.place).send("POST", "/api/app/password", sent | {"token": first}), 400)
    (account,) = Browser(owner.place).post("/api/app/password", sent | {"token": second})["accounts"]
    assert account["role"] == "member"


def test_a_new_link_sets_another_password_and_the_one_before_works_no_more(owner: Browser) -> None:
    first = owner.post(members(owner), {"email": "bob@mail.example", "role": "viewer"})
    path = f"{members(owner)}/{first['member']['user_id']}/link"
    second = owner.post(path)["token"]
    refused(
        Browser(owner.place).send("POST", "/api/app/password", {"token": first["token"], "password": PASSWORD}), 400
    )
    bob = Browser(owner.place)
    bob.post("/api/app/password", {"token": second, "password": PASSWORD})
    reset = owner.post(path)["token"]
    Browser(owner.place).post("/api/app/password", {"token": reset, "password": "a password of another day"})
    assert bob.me()["user"] is None
    refused(Browser(owner.place).sign_in("bob@mail.example"), 401)
    refused(owner.send("POST", f"{members(owner)}/nobody/link"), 404)


def test_nobody_gets_into_other_accounts_or_above_by_a_new_link(owner: Browser) -> None:
    bob = invited(owner, "bob@mail.example", "admin")
    refused(bob.send("POST", f"{members(owner)}/{owner.user_id}/link"), 403)
    cat = owner.post(members(owner), {"email": "cat@mail.example", "role": "viewer"})
    Browser(owner.place).post("/api/app/password", {"token": cat["token"], "password": PASSWORD})
    path = f"{members(owner)}/{cat['member']['user_id']}/link"
    assert bob.post(path)["token"]
    owner.post(members(owner, 1), {"email": "cat@mail.example", "role": "viewer"})
    refused(bob.send("POST", path), 403)
    refused(owner.send("POST", path), 403)


def test_a_link_of_one_account_opens_no_other(owner: Browser) -> None:
    """Else whoever manages one account could let himself into another, to which the same address was invited."""
    body = {"email": "bob@mail.example", "role": "admin"}
    tokens = [owner.post(members(owner, number), body)["token"] for number in (0, 1)]
    bob = Browser(owner.place)
    (account,) = bob.post("/api/app/password", {"token": tokens[0], "password": PASSWORD})["accounts"]
    assert account["account_id"] == owner.place.shops[0].account
    refused(bob.send("GET", members(owner, 1)), 401)
    other = {"token": tokens[1], "password": "a password of another"}
    refused(Browser(owner.place).send("POST", "/api/app/password", other), 401)
    assert len(bob.post("/api/app/password", {"token": tokens[1], "password": PASSWORD})["accounts"]) == 2
    assert Browser(owner.place).sign_in("bob@mail.example").status_code == 200


def test_who_signs_in_already_is_in_at_once(owner: Browser) -> None:
    bob = invited(owner, "bob@mail.example", "viewer")
    made = owner.post(members(owner, 1), {"email": "bob@mail.example", "role": "admin"})
    assert (made["token"], made["member"]["is_invited"]) == (None, False)
    assert sorted(account["role"] for account in bob.me()["accounts"]) == ["admin", "viewer"]


@pytest.mark.parametrize(
    ("by", "whom", "to", "status"),
    [
        ("admin", "viewer", "member", 200),
        ("admin", "viewer", "admin", 200),
        ("admin", "viewer", "owner", 403),
        ("admin", "owner", "viewer", 403),
        ("admin", "admin", "viewer", 200),
        ("owner", "admin", "owner", 200),
        ("owner", "owner", "viewer", 200),
        ("member", "viewer", "member", 403),
        ("viewer", "viewer", "owner", 403),
    ],
)
def test_nobody_gives_or_takes_a_role_above_the_own(owner: Browser, by: str, whom: str, to: str, status: int) -> None:
    actor, other = invited(owner, "by@mail.example", by), invited(owner, "whom@mail.example", whom)
    answer = actor.send("PATCH", f"{members(owner)}/{other.user_id}", {"role": to})
    assert answer.status_code == status, answer.text
    removed = actor.send("DELETE", f"{members(owner)}/{other.user_id}")
    may_remove = status == 200 or (by == "admin" and whom != "owner")
    assert (removed.status_code == 200) == may_remove, removed.text


def test_the_last_owner_stays_one(owner: Browser) -> None:
    mine = f"{members(owner)}/{owner.user_id}"
    invited_only = owner.post(members(owner), {"email": "late@mail.example", "role": "owner"})
    for method, body in (("PATCH", {"role": "admin"}), ("DELETE", None)):
        (fault,) = refused(owner.send(method, mine, body), 409)
        assert fault.startswith("this is the account's last owner")
    second = Browser(owner.place)
    second.post("/api/app/password", {"token": invited_only["token"], "password": PASSWORD})
    assert owner.patch(mine, {"role": "viewer"})["member"]["role"] == "viewer"
    theirs = f"{members(owner)}/{invited_only['member']['user_id']}"
    refused(second.send("DELETE", theirs), 409)
    assert second.delete(mine)["deleted"]
    assert [account["account_id"] for account in owner.me()["accounts"]] == [owner.place.shops[1].account]


def test_who_is_removed_is_out_and_their_invitation_void(owner: Browser) -> None:
    bob = invited(owner, "bob@mail.example", "admin")
    late = owner.post(members(owner), {"email": "late@mail.example", "role": "viewer"})
    owner.delete(f"{members(owner)}/{bob.user_id}")
    owner.delete(f"{members(owner)}/{late['member']['user_id']}")
    refused(bob.send("GET", members(owner)), 401)
    assert bob.me()["accounts"] == []
    body = {"token": late["token"], "password": PASSWORD}
    refused(Browser(owner.place).send("POST", "/api/app/password", body), 400)
    refused(owner.send("DELETE", f"{members(owner)}/{bob.user_id}"), 404)


def test_filters_and_contacts_of_a_member_are_changed(owner: Browser) -> None:
    bob = invited(owner, "bob@mail.example", "viewer")
    path = f"{members(owner)}/{bob.user_id}"
    vip = [{"field": "contact.tag", "op": "is", "value": "vip"}]
    changed = owner.patch(path, {"filters": vip[0], "contacts": False})["member"]
    assert (changed["filters"], changed["contacts"]) == (vip, False)
    refused(owner.send("PATCH", path, {"role": "admin"}), 400)  # with filters on
    assert owner.patch(path, {"role": "admin", "filters": []})["member"]["contacts"] is True
    assert refused(owner.send("PATCH", path, {"role": "king", "rights": 1}), 400) == [
        "unknown field 'rights': there is role, filters, contacts",
        "field 'role' must be one of viewer, member, admin, owner",
    ]
