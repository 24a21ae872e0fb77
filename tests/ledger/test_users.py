"""Users, members, sessions, links and the audit log, on both databases; what happens at once happens in an order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from headwater.errors import Conflict, NotFound, Problem
from headwater.ledger import audit_log, integrations, members, rows, sessions, shares, users
from headwater.ledger.accounts import Facts
from headwater.ledger.audit_log import Deed
from headwater.ledger.store import Store, open_store
from headwater.ledger.users import NewUser
from headwater.scalars import new_token, token_hash
from tests.ledger.desk import DAY, HOUR, NOW

Answered = TypeVar("Answered")
BY = "owner"


def someone(store: Store) -> rows.User:
    with store.write_users() as connection:
        return users.add_user(connection, NOW, NewUser(f"{new_token(8)}@mail.example", "Ann", "hash"))


def account_of(store: Store, user: rows.User) -> str:
    return members.open_account(store, NOW, user.user_id, Facts("Shop", "UTC", "USD"))[0]


def wanted(account_id: str, role: str = "viewer", filters: str = "[]") -> rows.Member:
    return rows.Member(
        account_id=account_id, user_id="", role=role, filters=filters, sees_contacts=True, created_at=NOW
    )


def at_once(*calls: Callable[[], Answered]) -> list[Answered | Problem]:
    """What comes of calls that begin together."""

    def tried(call: Callable[[], Answered]) -> Answered | Problem:
        try:
            return call()
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(tried, calls))


def test_there_is_one_first_user_however_many_try_at_once(empty_url: str) -> None:
    store = open_store(empty_url)
    assert not users.has_users(store)

    def own(name: str) -> Callable[[], rows.User]:
        facts = Facts("Shop", "UTC", "USD")
        return lambda: members.first_owner(store, NOW, NewUser(f"{name}@mail.example", name, "hash"), facts)

    found = at_once(*(own(name) for name in "abcd"))
    (user,) = (each for each in found if isinstance(each, rows.User))
    assert sum(isinstance(each, Conflict) for each in found) == 3
    assert [each.user_id for each in users.list_users(store)] == [user.user_id]
    assert [(member.role, account.name) for member, account in members.accounts_of(store, user.user_id)] == [
        ("owner", "Shop")
    ]
    store.close()


def test_two_owners_cannot_lower_each_other_at_once(store: Store) -> None:
    one, two = someone(store), someone(store)
    account_id = account_of(store, one)
    members.invite(store, BY, wanted(account_id, "owner"), NewUser(two.email, ""))

    def lower(user: rows.User) -> Callable[[], Any]:
        return lambda: members.change_member(store, BY, (account_id, user.user_id), {"role": "viewer"})

    found = at_once(lower(one), lower(two))
    assert sum(isinstance(each, Conflict) for each in found) == 1
    roles = sorted(each.member.role for each in members.list_members(store, account_id))
    assert roles == ["owner", "viewer"]


def test_an_address_has_one_user(store: Store) -> None:
    one, two = someone(store), someone(store)
    with pytest.raises(Conflict):
        users.change_user(store, one.user_id, email=two.email)
    assert users.change_user(store, one.user_id, email=one.email, name="Anna").name == "Anna"
    found = users.find_user(store, one.email)
    assert found is not None
    assert found.user_id == one.user_id


def test_a_ticket_is_good_once(store: Store) -> None:
    user = someone(store)
    token = users.reset(store, NOW, user.email, without_codes=False)
    found = at_once(*(lambda: users.redeem(store, NOW, token, ("new", "")) for _ in range(4)))
    assert sum(isinstance(each, rows.User) for each in found) == 1
    with pytest.raises(NotFound):
        users.reset(store, NOW, "nobody@mail.example", without_codes=False)


def test_a_code_is_good_once(store: Store) -> None:
    user = someone(store)
    assert sorted(at_once(*(lambda: users.spend_code(store, user.user_id, 7) for _ in range(4)))) == [  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType]
        False, False, False, True
    ]  # fmt: skip
    assert not users.spend_code(store, user.user_id, 6)
    assert users.spend_code(store, user.user_id, 8)


def test_an_invitation_ends_after_a_week_and_a_reset_after_an_hour(store: Store) -> None:
    account_id = account_of(store, someone(store))
    invited = members.invite(store, BY, wanted(account_id), NewUser(f"{new_token(8)}@mail.example", ""))
    assert invited.token
    assert users.find_ticket(store, NOW + 7 * DAY - 1, invited.token)[0].account_id == account_id
    with pytest.raises(Problem):
        users.find_ticket(store, NOW + 7 * DAY, invited.token)
    token = users.reset(store, NOW, invited.membership.user.email, without_codes=True)
    assert users.find_ticket(store, NOW + HOUR - 1, token)[0].account_id is None
    with pytest.raises(Problem):
        users.find_ticket(store, NOW + HOUR, token)


def test_a_session_is_found_prolonged_and_forgotten(store: Store) -> None:
    user = someone(store)
    account_id = account_of(store, user)
    token = sessions.begin_session(store, NOW, user.user_id, "Fire\x00fox" + "x" * 1000)
    found = sessions.find_session(store, token)
    assert found is not None
    assert (found.user, found.session.agent[:8], len(found.session.agent)) == (user, "Firefoxx", 300)
    assert {one: member.role for one, member in found.members.items()} == {account_id: "owner"}
    sessions.prolong_session(store, NOW + DAY, found.session.session_id)
    (listed,) = sessions.list_sessions(store, NOW + 30 * DAY, user.user_id)
    assert (listed.seen_at, listed.expires_at) == (NOW + DAY, NOW + 31 * DAY)
    assert sessions.list_sessions(store, NOW + 31 * DAY, user.user_id) == []
    other = sessions.begin_session(store, NOW + 31 * DAY, user.user_id, "")
    assert sessions.find_session(store, token) is None  # it had expired
    assert sessions.find_session(store, other) is not None
    assert sessions.find_session(store, "nonsense\x00\ud800") is None


def test_shares_and_entries_are_kept_by_account(store: Store) -> None:
    mine, other = (account_of(store, someone(store)) for _ in range(2))
    token = users.secret_token()
    share = rows.Share(
        account_id=mine, share_id=new_token(8), hash=token_hash(token), title="T", created_by="x", created_at=NOW
    )
    shares.add_share(store, share)
    assert shares.find_share(store, NOW, token) == share
    with pytest.raises(NotFound):
        shares.revoke_share(store, NOW, other, share.share_id)
    for number in range(3):
        audit_log.note(store, NOW + number, [mine], Deed("user x", f"did.{number}", "", ""))
    assert [entry.action for entry in audit_log.read_log(store, mine, audit_log.Wanted(NOW + 2, 10))] == [
        "did.1",
        "did.0",
    ]
    assert audit_log.read_log(store, other, audit_log.Wanted(NOW + 10, 10)) == []
    with pytest.raises(NotFound):
        integrations.rename_integration(
            store, other, integrations.list_integrations(store, mine)[0].integration_id, "x"
        )
