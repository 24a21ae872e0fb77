"""The law of the change feed: read in any steps from any mark, and replayed into plain dicts, it is the ledger."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.intake.contact_deletion import read_contact_deletion
from headwater.intake.deletion import read_invoice_deletion
from headwater.ledger.change import Change
from headwater.ledger.feed import Feed
from headwater.ledger.store import Store
from tests.ledger.copy_of import Copy, is_the_ledger
from tests.ledger.desk import HOUR, NOW, Desk

EMAILS = st.sampled_from([f"{name}@example.com" for name in ("ann", "ben", "cem")])
IDS = st.sampled_from(["1", "2", "3"])
TAGS = st.lists(st.sampled_from(["x", "y", {"id": 3, "name": "z"}, 3]), max_size=3)
ITEM = st.fixed_dictionaries({"name": st.just("P"), "product_id": IDS, "amount": st.just(5)})
ITEMS = st.lists(ITEM, max_size=3)
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("contact"), st.fixed_dictionaries({"contact_id": IDS}, optional={"email": EMAILS, "tags": TAGS})
        ),
        st.tuples(st.just("contact"), st.fixed_dictionaries({"email": EMAILS}, optional={"tags": TAGS})),
        st.tuples(st.just("invoice"), st.fixed_dictionaries({"id": IDS, "email": EMAILS, "items": ITEMS})),
        st.tuples(st.just("invoice"), st.fixed_dictionaries({"id": IDS, "contact_id": IDS})),
        st.tuples(st.just("delete contact"), IDS | EMAILS),
        st.tuples(st.just("delete invoice"), IDS),
        st.tuples(st.just("identify"), st.tuples(st.sampled_from(["u1", "u2"]), EMAILS, st.integers(0, 4))),
        st.tuples(st.just("identify"), st.tuples(st.sampled_from(["u1", "u2"]), IDS, st.integers(0, 4))),
        st.tuples(st.just("hit"), st.sampled_from(["u1", "u2", "u3"])),
        st.tuples(st.just("read"), st.integers(1, 20)),
    ),
    max_size=25,
)


def change(desk: Desk, kind: str, said: Any) -> Change:  # noqa: ANN401 - what the kind needs
    match kind:
        case "contact":
            return desk.contact_change(said)
        case "invoice":
            return desk.invoice_change(said)
        case "delete contact":
            return read_contact_deletion(desk.account, desk.first, said)
        case "delete invoice":
            return read_invoice_deletion(desk.account, desk.first, said)
        case "identify":
            uid, who, hour = said
            return desk.identification(uid, NOW + hour * HOUR, **({"e": who} if "@" in who else {"cid": who}))
        case _:
            return desk.hit_change(said)


def test_the_feed_replayed_is_the_ledger(store: Store) -> None:
    @settings(max_examples=settings().max_examples // (1 if store.is_sqlite else 3))
    @given(STEPS, st.integers(1, 30))
    def law(steps: list[tuple[str, Any]], limit: int) -> None:
        desk, feed, copy = Desk(store), Feed(store), Copy()
        for kind, said in steps:
            if kind == "read":  # a projector that reads in between, in steps of its own
                copy.catch_up(feed, desk.account_id, said)
                is_the_ledger(copy, desk)
            else:
                desk.tell_together([change(desk, kind, said)])  # refusals are as good
        copy.catch_up(feed, desk.account_id, limit)
        is_the_ledger(copy, desk)
        late = Copy()  # one who comes only now
        late.catch_up(feed, desk.account_id, limit)
        is_the_ledger(late, desk)

    law()
